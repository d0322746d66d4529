"""A doctor's standing over time and across regulations, as clients see it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import strawberry

from core.records import InstitutionRecord
from core.service.office import Office
from core.service.viewer import Viewer
from tests.schema.testville import (
    EVERYONE,
    IN_NORTH,
    LAW,
    REGULATION,
    a_doctor,
    a_host,
    a_violation,
    an_enrolment,
    an_office,
    ask,
    asked,
    fill,
    refused,
    register,
)

pytestmark = pytest.mark.anyio

FIRST = REGULATION.replace('from = 2020-01-01, cite = "9"', 'from = 2020-01-01, to = 2025-03-01, cite = "9"')
SECOND = REGULATION.replace("testville-2020", "testville-2025").replace(
    'from = 2020-01-01, cite = "9"', 'from = 2025-03-01, cite = "9"'
)
OTHER = (
    REGULATION.replace("testville", "otherville")
    .replace('"990100"', '"980000"')
    .replace("full = 10", 'full = 10\nreach = "NATIONWIDE"')
)
TIMELINE = """query ($doctor: String!, $regulation: ID!, $from: Date!, $to: Date) { doctor(code: $doctor) {
    timeline(regulation: $regulation, from: $from, to: $to) {
      since until regulation { code } period { name } determination pointsLost pointsLeft missing { name }
      standing { status until }
      causes { kind record citation { code } label { en } text { zh } }
    } } }"""
STANDING = """query ($asOf: Date, $knownAt: DateTime) { doctor(code: "P") { standing(asOf: $asOf, knownAt: $knownAt) {
    asOf unserved
    gravest { regulation { code } standing { status } doctor { code } }
    nationwide { regulation { code } }
    here: within(region: "9901") { regulation { code } standing { status } }
    there: within(region: "110000") { regulation { code } }
    undecided { regulation { code } }
    assessments { regulation { code } pointsLeft chosenBecause }
    } } }"""


@pytest.fixture
async def office_of_two_places(tmp_path: Path) -> AsyncGenerator[Office]:
    """Return a registry with P, who lost points in two places, and was enrolled in a third that is not served."""
    host = a_host(tmp_path / "laws", {"testville/2020.toml": REGULATION, "otherville/2020.toml": OTHER})
    async with an_office(tmp_path, host) as office:
        await fill(office)
        async with office.database.writing() as writes:
            await writes.put_institutions([InstitutionRecord(code="H-OTHER", name="外院", region="980101")])
        elsewhere = replace(an_enrolment("P", "H-OTHER"), place="otherville")
        lost = replace(
            a_violation("8号", "P", "H-OTHER", "T.3", "2025-05-01"), place="otherville", regulation="otherville-2020"
        )
        gone = replace(a_violation("9号", "P", "H-OTHER"), place="moonville", regulation="moonville-1999")
        await register(
            office,
            doctors=[a_doctor("P", "丙")],
            enrolments=[an_enrolment("P", "H-NORTH"), elsewhere],
            violations=[a_violation("7号", "P", "H-NORTH"), lost, gone],
        )
        yield office


async def timeline(
    schema: strawberry.Schema,
    office: Office,
    doctor: str,
    days: tuple[str, str | None],
    regulation: str = LAW,
    viewer: Viewer = EVERYONE,
) -> list[dict[str, Any]] | None:
    variables = {"doctor": doctor, "regulation": regulation, "from": days[0], "to": days[1]}
    return (await ask(schema, office, TIMELINE, viewer, **variables))["doctor"]["timeline"]


async def stretches(
    schema: strawberry.Schema, office: Office, doctor: str, days: tuple[str, str | None], regulation: str = LAW
) -> list[dict[str, Any]]:
    found = await timeline(schema, office, doctor, days, regulation)
    assert found is not None
    return found


async def refused_with(
    schema: strawberry.Schema, office: Office, days: tuple[str, str | None], regulation: str = LAW
) -> dict[str, Any]:
    variables = {"doctor": "N", "regulation": regulation, "from": days[0], "to": days[1]}
    return await refused(schema, office, TIMELINE, EVERYONE, **variables)


async def test_a_timeline_tells_each_change_and_what_caused_it(schema: strawberry.Schema, office: Office) -> None:
    found = await stretches(schema, office, "B", ("2025-01-01", "2026-02-01"))

    assert [
        (one["since"], one["until"], one["standing"]["status"], one["pointsLost"], one["period"]["name"])
        for one in found
    ] == [
        ("2025-01-01", "2025-02-01", "NORMAL", "0", "2025"),
        ("2025-02-01", "2025-04-01", "NORMAL", "2", "2025"),
        ("2025-04-01", "2025-10-01", "SUSPENDED", "7", "2025"),
        ("2025-10-01", "2026-01-01", "NORMAL", "7", "2025"),
        ("2026-01-01", "2026-02-01", "NORMAL", "0", "2026"),
    ]
    assert [[cause["kind"] for cause in one["causes"]] for one in found] == [
        ["PERIOD_TURNED"],
        ["DECIDED"],
        ["DECIDED", "SANCTION_STARTED"],
        ["SANCTION_ENDED"],
        ["PERIOD_TURNED"],
    ]
    assert found[2]["causes"][0] == {
        "kind": "DECIDED",
        "record": "4号/T.3",
        "citation": {"code": "4.三"},
        "label": {"en": "False report"},
        "text": {"zh": "作出违规决定: 误报"},
    }
    assert found[2]["regulation"] == {"code": LAW}
    assert found[2]["standing"]["until"] == "2025-10-01"
    assert found[2]["determination"] == "DETERMINED"
    assert found[2]["pointsLeft"] == "3"


async def test_a_timeline_ends_with_today_unless_it_is_told_otherwise(
    schema: strawberry.Schema, office: Office
) -> None:
    found = await stretches(schema, office, "N", ("2025-06-01", None))

    assert [(one["since"], one["until"]) for one in found] == [("2025-06-01", "2025-07-01")]


async def test_a_timeline_of_too_many_years_or_of_no_day_is_refused(schema: strawberry.Schema, office: Office) -> None:
    whole = await stretches(schema, office, "N", ("2015-01-01", "2025-01-01"))
    long = await refused_with(schema, office, ("2015-01-01", "2025-01-02"))
    empty = await refused_with(schema, office, ("2015-01-01", "2015-01-01"))

    assert (whole[0]["since"], whole[-1]["until"]) == ("2015-01-01", "2025-01-01")
    assert (long["code"], long["field"]) == ("TIMELINE_TOO_LONG", "to")
    assert (empty["code"], empty["field"]) == ("TIMELINE_EMPTY", "to")


async def test_a_timeline_under_a_regulation_that_is_not_served_is_refused(
    schema: strawberry.Schema, office: Office
) -> None:
    assert (await refused_with(schema, office, ("2025-01-01", None), "nowhere"))["code"] == "REGULATION_UNKNOWN"


async def test_a_timeline_is_shown_to_those_alone_who_see_a_record_under_its_place(
    schema: strawberry.Schema, office_of_two_places: Office
) -> None:
    async def seen(viewer: Viewer, regulation: str) -> bool:
        found = await timeline(schema, office_of_two_places, "P", ("2025-01-01", None), regulation, viewer)
        return found is not None

    in_other = replace(IN_NORTH, regions=("98",))
    assert await seen(IN_NORTH, LAW)
    assert not await seen(IN_NORTH, "otherville-2020")
    assert not await seen(in_other, LAW)
    assert await seen(in_other, "otherville-2020")


async def test_a_place_is_followed_from_version_to_version(schema: strawberry.Schema, tmp_path: Path) -> None:
    host = a_host(tmp_path / "laws", {"testville/2020.toml": FIRST, "testville/2025.toml": SECOND})
    async with an_office(tmp_path, host) as office:
        await fill(office)
        later = replace(a_violation("7号", "N", "H-NORTH", "T.3", "2025-04-01"), regulation="testville-2025")
        await register(office, violations=[a_violation("6号", "N", "H-NORTH", on="2025-02-01"), later])

        found = await stretches(schema, office, "N", ("2019-12-01", "2025-05-01"), "testville")

    assert [
        (one["since"], one["regulation"]["code"], one["pointsLost"], [each["kind"] for each in one["causes"]])
        for one in found
        if one["period"]["name"] in {"2019", "2020", "2025"}
    ] == [
        ("2019-12-01", LAW, None, []),
        ("2020-01-01", LAW, "0", ["VERSION_CHANGED", "PERIOD_TURNED"]),
        ("2025-01-01", LAW, "0", ["PERIOD_TURNED"]),
        ("2025-02-01", LAW, "2", ["DECIDED"]),
        ("2025-03-01", "testville-2025", "0", ["VERSION_CHANGED"]),
        ("2025-04-01", "testville-2025", "5", ["DECIDED", "SANCTION_STARTED"]),
    ]
    assert [one["name"] for one in found[0]["missing"]] == ["regulation.in_force"]


async def test_a_standing_across_regulations_names_the_gravest_and_where_it_holds(
    schema: strawberry.Schema, office_of_two_places: Office
) -> None:
    found = (await ask(schema, office_of_two_places, STANDING))["doctor"]["standing"]

    suspended = {"regulation": {"code": "otherville-2020"}, "standing": {"status": "SUSPENDED"}}
    assert found == {
        "asOf": "2025-06-30",
        "unserved": ["moonville-1999"],
        "gravest": {**suspended, "doctor": {"code": "P"}},
        "nationwide": {"regulation": {"code": "otherville-2020"}},
        "here": suspended,
        "there": {"regulation": {"code": "otherville-2020"}},
        "undecided": [],
        "assessments": [
            {"regulation": {"code": "otherville-2020"}, "pointsLeft": "5", "chosenBecause": "NAMED"},
            {"regulation": {"code": LAW}, "pointsLeft": "8", "chosenBecause": "NAMED"},
        ],
    }


async def test_a_standing_across_regulations_looks_at_what_was_known_and_done_by_then(
    schema: strawberry.Schema, office_of_two_places: Office
) -> None:
    before = (await ask(schema, office_of_two_places, STANDING, asOf="2025-04-30"))["doctor"]["standing"]
    unknown = (await ask(schema, office_of_two_places, STANDING, knownAt="2020-01-01T00:00:00Z"))["doctor"]["standing"]

    assert before["gravest"]["standing"] == {"status": "NORMAL"}
    assert (unknown["assessments"], unknown["gravest"], unknown["unserved"]) == ([], None, [])


async def test_a_standing_across_regulations_holds_those_places_alone_that_the_viewer_sees(
    schema: strawberry.Schema, office_of_two_places: Office
) -> None:
    found = (await ask(schema, office_of_two_places, STANDING, IN_NORTH))["doctor"]["standing"]

    assert [one["regulation"]["code"] for one in found["assessments"]] == [LAW]
    assert (found["gravest"]["standing"], found["nationwide"], found["there"]) == ({"status": "NORMAL"}, None, None)
    assert found["unserved"] == []


async def test_an_enrolment_without_any_record_brings_the_version_in_force(
    schema: strawberry.Schema, office: Office
) -> None:
    await register(office, doctors=[a_doctor("Q", "丁")], enrolments=[an_enrolment("Q", "H-NORTH")])
    query = """query ($asOf: Date) { doctor(code: "Q") { standing(asOf: $asOf) {
        assessments { regulation { code } chosenBecause } } } }"""

    now = await ask(schema, office, query)
    before = await ask(schema, office, query, asOf="2020-12-31")

    assert now["doctor"]["standing"]["assessments"] == [{"regulation": {"code": LAW}, "chosenBecause": "IN_FORCE"}]
    assert before["doctor"]["standing"]["assessments"] == []


async def test_a_region_that_is_none_is_refused(schema: strawberry.Schema, office: Office) -> None:
    query = '{ doctor(code: "N") { standing { within(region: "x") { pointsLeft } } } }'

    assert (await refused(schema, office, query))["code"] == "REGION_INVALID"


@pytest.mark.parametrize("viewer", [EVERYONE, replace(IN_NORTH, regions=("99",))])
async def test_timelines_and_standings_of_a_page_take_the_same_few_statements_whatever_its_size(
    schema: strawberry.Schema, office: Office, viewer: Viewer
) -> None:
    codes = [f"D{number:02}" for number in range(40)]
    await register(
        office,
        doctors=[a_doctor(code) for code in codes],
        enrolments=[an_enrolment(code, "H-SOUTH" if number % 2 else "H-NORTH") for number, code in enumerate(codes)],
        violations=[a_violation(f"V{code}", code, "H-NORTH") for code in codes],
    )
    query = """query ($first: Int!) { doctors(first: $first) { nodes {
        timeline(regulation: "testville-2020", from: "2025-01-01") { since causes { kind } }
        standing { gravest { pointsLeft } }
    } } }"""
    taken: list[int] = []
    for first in (5, 40):
        before = office.database.reads_done
        answer = await ask(schema, office, query, viewer, first=first)
        assert [len(one["timeline"]) for one in answer["doctors"]["nodes"]][-1] == 2
        taken.append(office.database.reads_done - before)
    assert taken[0] == taken[1]
    assert taken[0] <= 7


async def test_timelines_without_end_are_refused_before_they_are_drawn(
    schema: strawberry.Schema, office: Office
) -> None:
    codes = [f"D{number:02}" for number in range(60)]
    await register(
        office, doctors=[a_doctor(code) for code in codes], enrolments=[an_enrolment(code, "H-SOUTH") for code in codes]
    )
    query = """{ doctors(first: 60) { nodes {
        timeline(regulation: "testville-2020", from: "2016-01-01", to: "2026-01-01") { since } } } }"""

    assert "QUERY_TOO_COSTLY" in {
        (one.extensions or {})["code"] for one in (await asked(schema, office, query)).errors or []
    }
