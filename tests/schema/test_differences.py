"""The difference between two answers, as clients see it."""

from pathlib import Path

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE
from tests.schema.test_timeline import FIRST, SECOND
from tests.schema.testville import IN_NORTH, IN_SOUTH, LAW, a_host, an_office, ask, fill, refused

pytestmark = pytest.mark.anyio

DIFF = """query ($doctor: String!, $before: AnswerInput!, $after: AnswerInput!) {
    diff(doctor: $doctor, regulation: "testville-2020", before: $before, after: $after) {
      before { asOf pointsLeft } after { asOf pointsLeft }
      differences { field kind record citation { code } before { en } after { en } text { en } }
    } }"""


async def test_two_days_differ_in_what_was_decided_between_them(schema: strawberry.Schema, office: Office) -> None:
    found = await ask(
        schema, office, DIFF, doctor="B", before={"asOf": "2025-03-01"}, after={"asOf": "2025-04-01", "period": "2025"}
    )

    diff = found["diff"]
    assert (diff["before"], diff["after"]) == (
        {"asOf": "2025-03-01", "pointsLeft": "8"},
        {"asOf": "2025-04-01", "pointsLeft": "3"},
    )
    by_field = {(one["field"], one["kind"]): one for one in diff["differences"] if one["field"] != "STEP"}
    assert by_field.keys() == {
        ("STANDING", "CHANGED"),
        ("POINTS_LOST", "CHANGED"),
        ("POINTS_COUNTED", "CHANGED"),
        ("POINTS_LEFT", "CHANGED"),
        ("ARITHMETIC", "CHANGED"),
        ("DEDUCTION", "ADDED"),
        ("SANCTION", "ADDED"),
        ("SUSPENSIONS", "CHANGED"),
        ("HEADROOM", "CHANGED"),
    }
    assert by_field["DEDUCTION", "ADDED"] == {
        "field": "DEDUCTION",
        "kind": "ADDED",
        "record": "4号/T.3",
        "citation": {"code": "4.三"},
        "before": None,
        "after": {"en": "False report, 5 points, booked 2025-04-01"},
        "text": {"en": "deduction 4号/T.3, added: False report, 5 points, booked 2025-04-01"},
    }


async def test_the_same_question_asked_on_two_quiet_days_differs_in_nothing(
    schema: strawberry.Schema, office: Office
) -> None:
    found = await ask(schema, office, DIFF, doctor="N", before={"asOf": "2025-03-02"}, after={"asOf": "2025-05-31"})

    assert found["diff"]["differences"] == []


async def test_what_was_entered_later_differs_by_what_was_known(schema: strawberry.Schema, office: Office) -> None:
    then, now = {"asOf": "2025-06-30", "knownAt": "2020-01-01T00:00:00Z"}, {"asOf": "2025-06-30"}

    found = await ask(schema, office, DIFF, doctor="N", before=then, after=now)

    assert ("DEDUCTION", "ADDED", "1号/T.1") in [
        (one["field"], one["kind"], one["record"]) for one in found["diff"]["differences"]
    ]
    assert "FACTS_DIGEST" in [one["field"] for one in found["diff"]["differences"]]


async def test_two_days_of_law_differ_in_the_version(schema: strawberry.Schema, tmp_path: Path) -> None:
    host = a_host(tmp_path / "laws", {"testville/2020.toml": FIRST, "testville/2025.toml": SECOND})
    async with an_office(tmp_path, host) as office:
        await fill(office)

        found = await ask(
            schema,
            office,
            DIFF,
            doctor="N",
            before={"asOf": "2025-06-30", "lawAt": "2025-02-28"},
            after={"asOf": "2025-06-30", "lawAt": "2025-03-01"},
        )

    assert [(one["before"], one["after"]) for one in found["diff"]["differences"] if one["field"] == "REGULATION"] == [
        ({"en": f"Testville measures ({LAW})"}, {"en": "Testville measures (testville-2025)"})
    ]


async def test_a_difference_is_shown_to_those_alone_who_see_the_answers(
    schema: strawberry.Schema, office: Office
) -> None:
    days = {"before": {"asOf": "2025-01-01"}, "after": {"asOf": "2025-06-30"}}

    assert (await refused(schema, office, DIFF, ANYONE, doctor="N", **days))["code"] == "FORBIDDEN"
    assert (await ask(schema, office, DIFF, IN_SOUTH, doctor="N", **days))["diff"] is None
    assert (await ask(schema, office, DIFF, IN_NORTH, doctor="nobody", **days))["diff"] is None
    assert (await ask(schema, office, DIFF, IN_NORTH, doctor="N", **days))["diff"]["after"]["pointsLeft"] == "8"
