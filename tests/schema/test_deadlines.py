"""What comes up for people, as clients see it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import Viewer
from schema.context import Context
from schema.deadlines import MOST_LOOKED_AT
from tests.schema.testville import EVERYONE, IN_NORTH, IN_SOUTH, ask
from tests.service.staff_village import LAW, a_village, a_violation, an_enrolment, an_office, enter, leaving

pytestmark = pytest.mark.anyio

DOCTOR = """query ($code: String!, $from: Date, $to: Date, $asOf: Date, $knownAt: DateTime) { doctor(code: $code) {
    deadlines(from: $from, to: $to, asOf: $asOf, knownAt: $knownAt) {
      kind on until unknownCalendarYear regulation { code } citation { code } label { en } record by
      institution { code }
    } } }"""
PAGE = """query ($from: Date, $to: Date, $first: Int, $after: String, $region: String, $institution: String,
      $place: String) {
    deadlines(from: $from, to: $to, first: $first, after: $after, region: $region, institution: $institution,
        place: $place) {
      edges { cursor node { doctor { code } } }
      nodes { doctor { code } deadlines { kind on } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }"""


@pytest.fixture
async def village(tmp_path: Path) -> AsyncGenerator[Office]:
    async with a_village(tmp_path) as office:
        yield office


async def nodes(
    schema: strawberry.Schema, office: Office, viewer: Viewer = EVERYONE, **variables: object
) -> dict[str, list[str]]:
    """Return by person the kinds of what comes up."""
    page = (await ask(schema, office, PAGE, viewer, **variables))["deadlines"]
    return {one["doctor"]["code"]: [each["kind"] for each in one["deadlines"]] for one in page["nodes"]}


async def test_a_doctor_has_what_comes_up_by_day(schema: strawberry.Schema, village: Office) -> None:
    found = (await ask(schema, village, DOCTOR, code="N"))["doctor"]["deadlines"]

    record = {"regulation": {"code": LAW}, "unknownCalendarYear": None, "institution": None}
    # After Monday 22 December: Tue 23 to Fri 26, Mon 29 to Wed 31 December; 1 to 3 January are off and Sunday the 4th
    # is worked instead: Sun 4, Mon 5, Tue 6.
    assert found == [
        {
            **record,
            "kind": "PERIOD_ENDS",
            "on": "2025-12-31",
            "until": "2026-01-01",
            "citation": {"code": "1"},
            "label": {"en": "last day of the period; points start anew: 2025"},
            "record": None,
            "by": None,
        },
        {
            **record,
            "kind": "OBJECTION_ENDS",
            "on": "2026-01-06",
            "until": "2026-01-07",
            "citation": {"code": "5"},
            "label": {"en": "last day to object: False report"},
            "record": "N@2025-12-01/false",
            "by": "DOCTOR",
        },
        {
            **record,
            "kind": "SUSPENSION_ENDS",
            "on": "2026-01-31",
            "until": "2026-02-01",
            "citation": {"code": "3.一"},
            "label": {"en": "last day suspended: suspended for two months"},
            "record": "N@2025-12-01/false",
            "by": None,
        },
    ]


async def test_a_doctors_deadlines_are_of_the_days_and_the_day_asked_about(
    schema: strawberry.Schema, village: Office
) -> None:
    async def kinds(**variables: Any) -> list[str]:  # noqa: ANN401 - variables of a query
        found = (await ask(schema, village, DOCTOR, code="N", **variables))["doctor"]["deadlines"]
        return [one["kind"] for one in found]

    assert await kinds(**{"from": "2026-01-01", "to": "2026-01-31"}) == ["OBJECTION_ENDS"]
    assert await kinds(to="2026-01-06") == ["PERIOD_ENDS"]
    assert await kinds(asOf="2025-11-30") == []
    assert await kinds(asOf="2026-01-01") == ["OBJECTION_ENDS", "SUSPENSION_ENDS"]
    assert await kinds(knownAt="2020-01-01T00:00:00Z") == []


async def test_a_report_names_its_institution_and_is_shown_to_those_who_see_it(
    schema: strawberry.Schema, village: Office
) -> None:
    async def due(viewer: Viewer) -> list[tuple[str, str]]:
        found = (await ask(schema, village, DOCTOR, viewer, code="B"))["doctor"]["deadlines"]
        return [(one["institution"]["code"], one["on"]) for one in found if one["kind"] == "DUTY_DUE"]

    # After Tuesday 30 December: Wed 31, Sun 4 to Fri 9, Mon 12, Tue 13, Wed 14 January.
    south, north = ("H-SOUTH", "2026-01-14"), ("H-NORTH", "2026-01-15")
    assert await due(EVERYONE) == [south, north]
    assert await due(IN_NORTH) == [north]
    assert await due(IN_SOUTH) == [south]


async def test_a_page_holds_everyone_of_the_viewers_regions_for_whom_something_comes_up(
    schema: strawberry.Schema, village: Office
) -> None:
    everyone = await nodes(schema, village)
    assert everyone == {
        "B": ["PERIOD_ENDS", "DUTY_DUE", "DUTY_DUE"],
        "N": ["PERIOD_ENDS", "OBJECTION_ENDS", "SUSPENSION_ENDS"],
        "S": ["PERIOD_ENDS", "SUSPENSION_ENDS"],
    }
    assert await nodes(schema, village, IN_NORTH) == {"B": ["PERIOD_ENDS", "DUTY_DUE"], "N": everyone["N"]}
    assert await nodes(schema, village, IN_SOUTH) == {"B": ["PERIOD_ENDS", "DUTY_DUE"], "S": everyone["S"]}
    assert await nodes(schema, village, replace(IN_NORTH, regions=())) == {}


async def test_a_page_can_be_narrowed(schema: strawberry.Schema, village: Office) -> None:
    new_year: dict[str, Any] = {"from": "2026-01-01"}
    late: dict[str, Any] = {"from": "2026-01-20"}
    assert set(await nodes(schema, village, region="990101")) == {"B", "N"}
    assert set(await nodes(schema, village, institution="H-SOUTH")) == {"B", "S"}
    assert set(await nodes(schema, village, IN_NORTH, institution="H-SOUTH")) == set()
    assert set(await nodes(schema, village, place="elsewhere")) == set()
    assert set(await nodes(schema, village, place="staffville", **new_year)) == {"B", "N", "S"}
    assert await nodes(schema, village, **late) == {
        "N": ["SUSPENSION_ENDS"],
        "S": ["SUSPENSION_ENDS"],
    }


async def test_pages_follow_one_another_until_nobody_is_left(schema: strawberry.Schema, village: Office) -> None:
    seen: list[str] = []
    after: str | None = None
    while True:
        page = (await ask(schema, village, PAGE, first=1, after=after))["deadlines"]
        seen += [one["doctor"]["code"] for one in page["nodes"]]
        assert [one["cursor"] for one in page["edges"]] == [page["pageInfo"]["startCursor"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["B", "N", "S"]


async def test_a_page_that_looked_at_enough_people_says_where_to_go_on(
    schema: strawberry.Schema, tmp_path: Path
) -> None:
    codes = [f"D{number:04}" for number in range(MOST_LOOKED_AT + 1)]
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment(code) for code in codes],
            [a_violation(codes[-1], "2025-12-01", "late")],
            [leaving(code, "2025-12-01", reported="2025-12-02") for code in codes],
        )
        first = (await ask(schema, office, PAGE))["deadlines"]
        second = (await ask(schema, office, PAGE, after=first["pageInfo"]["endCursor"]))["deadlines"]

    assert (first["nodes"], first["pageInfo"]["startCursor"], first["pageInfo"]["hasNextPage"]) == ([], None, True)
    assert [one["doctor"]["code"] for one in second["nodes"]] == codes[-1:]
    assert second["pageInfo"]["hasNextPage"] is False


async def test_nothing_is_looked_at_where_nothing_is_asked_for(schema: strawberry.Schema, village: Office) -> None:
    page = (await ask(schema, village, PAGE, first=0))["deadlines"]

    assert page == {
        "edges": [],
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


async def test_whom_one_request_looks_at_is_counted(schema: strawberry.Schema, village: Office) -> None:
    context = Context.of(village, EVERYONE)
    await schema.execute(PAGE, context_value=context)

    assert context.spent == 3


async def test_an_answer_has_the_last_days_that_follow_from_it(schema: strawberry.Schema, village: Office) -> None:
    found = await ask(
        schema,
        village,
        """{ simulate(regulation: "staffville-2020", asOf: "2025-01-22", violations: [
               { clause: "false", decidedOn: "2025-01-22", notifiedOn: "2025-01-22" }]) {
               deadlines { kind on institution { code } } }
             enrolmentAssessment(doctor: "B", institution: "H-NORTH", regulation: "staffville-2020") {
               deadlines { kind on institution { code } } } }""",
    )

    # Across the Spring Festival of 2025: the tenth working day after Wednesday 22 January is Tuesday 11 February.
    assert found["simulate"]["deadlines"] == [
        {"kind": "OBJECTION_ENDS", "on": "2025-02-11", "institution": None},
        {"kind": "SUSPENSION_ENDS", "on": "2025-03-21", "institution": None},
        {"kind": "PERIOD_ENDS", "on": "2025-12-31", "institution": None},
    ]
    assert found["enrolmentAssessment"]["deadlines"] == [
        {"kind": "DUTY_DUE", "on": "2026-01-15", "institution": {"code": "H-NORTH"}}
    ]


async def test_deadlines_of_a_page_take_the_same_few_statements_whatever_its_size(
    schema: strawberry.Schema, tmp_path: Path
) -> None:
    codes = [f"D{number:02}" for number in range(40)]
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment(code) for code in codes],
            [a_violation(code, "2025-12-01") for code in codes],
            [leaving(code, "2025-12-30") for code in codes],
        )
        for query in (
            "query ($n: Int!) { doctors(first: $n) { nodes { deadlines { kind institution { code } } } } }",
            "query ($n: Int!) { deadlines(first: $n) { nodes { doctor { name } deadlines { kind } } } }",
        ):
            taken: list[int] = []
            for first in (5, 40):
                before = office.database.reads_done
                (page,) = (await ask(schema, office, query, n=first)).values()
                assert len(page["nodes"]) == first
                taken.append(office.database.reads_done - before)
            assert taken[0] == taken[1]
            assert taken[0] <= 8
