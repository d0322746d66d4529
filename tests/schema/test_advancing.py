"""The life of a violation over GraphQL, and the three dates of a question."""

from datetime import UTC, datetime
from typing import Any

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE
from tests.schema.testville import IN_NORTH, IN_SOUTH, a_violation, ask, refused

pytestmark = pytest.mark.anyio

ADVANCE = """mutation ($input: AdvanceViolationInput!) { advanceViolation(input: $input) {
    created problems { field code message { zh en } }
    violation { state counts nextEvents entries { event on actor reason } } } }"""
SUSPECT = """mutation ($input: RecordViolationInput!) { recordViolation(input: $input) {
    created problems { field code } violation { state counts nextEvents entries { event on actor } } } }"""
STANDING = """query ($asOf: Date, $knownAt: DateTime) {
    assessment(doctor: "S", regulation: "testville-2020", asOf: $asOf, knownAt: $knownAt) {
        pointsLost standing { status } flags exposure { record state counts }
        contest { ifRelieved { pointsLost } ifConfirmed { pointsLost } } } }"""


def entered(event: str, on: str, **more: object) -> dict[str, Any]:
    key = {"place": "testville", "decisionNo": "2号", "doctor": "S", "clause": "T.3"}
    return {**key, "event": event, "on": on, "actor": "经办机构", **more}


async def advance(schema: strawberry.Schema, office: Office, event: str, on: str) -> dict[str, Any]:
    return (await ask(schema, office, ADVANCE, input=entered(event, on)))["advanceViolation"]


async def test_an_appeal_that_succeeds_lifts_the_suspension_from_its_day(
    schema: strawberry.Schema, office: Office
) -> None:
    appealed = await advance(schema, office, "APPEALED", "2025-03-05")
    assert (appealed["created"], appealed["problems"]) == (True, [])
    assert (appealed["violation"]["state"], appealed["violation"]["counts"]) == ("APPEALED", True)

    pending = (await ask(schema, office, STANDING, asOf="2025-03-06"))["assessment"]
    assert pending["standing"] == {"status": "SUSPENDED"}
    assert pending["flags"] == ["UNDER_APPEAL"]
    assert pending["exposure"] == [{"record": "2号/T.3", "state": "APPEALED", "counts": True}]
    assert pending["contest"] == {"ifRelieved": {"pointsLost": "0"}, "ifConfirmed": {"pointsLost": "5"}}

    won = await advance(schema, office, "OVERTURNED", "2025-04-01")
    assert won["violation"]["nextEvents"] == []
    statuses = {
        day: (await ask(schema, office, STANDING, asOf=day))["assessment"]["standing"]["status"]
        for day in ("2025-03-31", "2025-04-01")
    }
    assert statuses == {"2025-03-31": "SUSPENDED", "2025-04-01": "NORMAL"}
    assert (await ask(schema, office, STANDING, asOf="2025-04-01"))["assessment"]["contest"] is None


async def test_the_same_entry_again_changes_nothing(schema: strawberry.Schema, office: Office) -> None:
    first = await advance(schema, office, "NOTIFIED", "2025-03-04")
    again = await advance(schema, office, "NOTIFIED", "2025-03-04")
    assert (first["created"], again["created"], again["problems"]) == (True, False, [])
    assert first["violation"] == again["violation"]


async def test_what_cannot_follow_is_refused_and_says_what_can(schema: strawberry.Schema, office: Office) -> None:
    refusal = await advance(schema, office, "UPHELD", "2025-03-05")
    assert (refusal["created"], refusal["violation"]) == (False, None)
    assert [(one["field"], one["code"]) for one in refusal["problems"]] == [("event", "ENTRY_OUT_OF_ORDER")]
    assert "APPEALED" in refusal["problems"][0]["message"]["en"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": "2025-07-01"}, "DAY_TO_COME"),
        ({"on": "2025-02-01"}, "ENTRY_TOO_EARLY"),
        ({"actor": " "}, "ACTOR_EMPTY"),
        ({"decisionNo": "9号"}, "VIOLATION_UNKNOWN"),
    ],
)
async def test_a_wrong_entry_is_a_problem_with_a_code(
    schema: strawberry.Schema, office: Office, changes: dict[str, object], code: str
) -> None:
    given = entered("APPEALED", "2025-03-05") | changes
    answer = (await ask(schema, office, ADVANCE, input=given))["advanceViolation"]
    assert [one["code"] for one in answer["problems"]] == [code]


async def test_a_record_of_another_region_reads_as_if_it_were_not_there(
    schema: strawberry.Schema, office: Office
) -> None:
    given = entered("APPEALED", "2025-03-05")
    missing = await ask(schema, office, ADVANCE, IN_NORTH, input=given)
    there = await ask(schema, office, ADVANCE, IN_SOUTH, input=given)
    assert [one["code"] for one in missing["advanceViolation"]["problems"]] == ["VIOLATION_UNKNOWN"]
    assert there["advanceViolation"]["created"] is True


async def test_nobody_advances_a_record_without_the_scope(schema: strawberry.Schema, office: Office) -> None:
    answer = await ask(schema, office, ADVANCE, ANYONE, input=entered("APPEALED", "2025-03-05"))
    assert answer["advanceViolation"]["created"] is False
    assert len(answer["advanceViolation"]["problems"]) == 1


async def test_a_suspicion_costs_nothing_until_it_is_decided(schema: strawberry.Schema, office: Office) -> None:
    given = {
        "place": "testville",
        "regulation": "testville-2020",
        "clause": "T.3",
        "decisionNo": "30号",
        "doctor": "N",
        "institution": "H-NORTH",
        "decidedOn": "2025-06-01",
        "suspectedBy": "检查组",
    }
    query = '{ assessment(doctor: "N", regulation: "testville-2020") { pointsLost exposure { state counts } } }'
    suspected = (await ask(schema, office, SUSPECT, input=given))["recordViolation"]
    assert suspected["violation"] == {
        "state": "SUSPECTED",
        "counts": False,
        "nextEvents": ["DECIDED", "WITHDRAWN"],
        "entries": [{"event": "SUSPECTED", "on": "2025-06-01", "actor": "检查组"}],
    }
    assert (await ask(schema, office, query))["assessment"] == {
        "pointsLost": "2",
        "exposure": [{"state": "SUSPECTED", "counts": False}],
    }
    key = {"decisionNo": "30号", "doctor": "N"}
    await ask(schema, office, ADVANCE, input=entered("DECIDED", "2025-06-10") | key)
    assert (await ask(schema, office, query))["assessment"] == {"pointsLost": "7", "exposure": []}


async def test_what_was_recorded_late_was_not_known_before(schema: strawberry.Schema, office: Office) -> None:
    async with office.database.writing(at=datetime(2026, 1, 1, tzinfo=UTC)) as writes:
        await writes.add_violations([a_violation("50号", "S", "H-SOUTH", "T.1", "2025-03-02")])
    lost = {
        moment: (await ask(schema, office, STANDING, knownAt=moment))["assessment"]["pointsLost"]
        for moment in ("2025-12-31T23:59:59+00:00", "2026-01-01T08:00:00+08:00")
    }
    # The test's own registry was filled at the present moment, which is after both: nothing of it was known then.
    assert lost == {"2025-12-31T23:59:59+00:00": "0", "2026-01-01T08:00:00+08:00": "2"}
    assert (await ask(schema, office, STANDING))["assessment"]["pointsLost"] == "7"


async def test_a_moment_needs_its_time_zone(schema: strawberry.Schema, office: Office) -> None:
    assert (await refused(schema, office, STANDING, knownAt="2025-12-31T23:59:59"))["code"] == "QUERY_INVALID"


async def test_a_day_before_any_law_gets_a_typed_answer_that_names_the_first(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """{ assessment(doctor: "S", regulation: "testville", lawAt: "2019-12-31") {
        determination chosenBecause whyChosen { en } missing { name text { en } } pointsLost
        steps { kind text { en } } } }"""
    answer = (await ask(schema, office, query))["assessment"]
    assert (answer["determination"], answer["chosenBecause"]) == ("INDETERMINATE", "NONE_IN_FORCE")
    assert answer["missing"] == [
        {
            "name": "regulation.in_force",
            "text": {
                "en": "no version is in force on 2019-12-31 yet; the first one, testville-2020, begins on 2020-01-01"
            },
        }
    ]
    assert answer["steps"][0]["text"]["en"].endswith("none is in force on 2019-12-31; it is the nearest")


async def test_the_first_step_says_why_the_law_was_chosen(schema: strawberry.Schema, office: Office) -> None:
    query = """{ named: assessment(doctor: "S", regulation: "testville-2020") { steps { text { en } } }
        placed: assessment(doctor: "S", regulation: "testville", asOf: "2025-05-01") { steps { text { en } } } }"""
    answer = await ask(schema, office, query)
    said = {name: one["steps"][0]["text"]["en"] for name, one in answer.items()}
    assert said["named"].endswith("the question names it, and it is in force on 2025-06-30")
    assert said["placed"].endswith("of its place's versions the one in force on 2025-05-01")


async def test_an_appeal_is_worth_the_records_without_which_the_standing_is_milder(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """{ assessment(doctor: "S", regulation: "testville-2020", asOf: "2025-03-06") {
        appealValue { worth aim size count complete standing { status } sets { records standing { status } } } } }"""
    assert (await ask(schema, office, query))["assessment"]["appealValue"] == {
        "worth": "FOUND",
        "aim": "MILDER",
        "size": 1,
        "count": 1,
        "complete": True,
        "standing": {"status": "SUSPENDED"},
        "sets": [{"records": ["2号/T.3"], "standing": {"status": "NORMAL"}}],
    }


async def test_the_contest_says_what_would_change(schema: strawberry.Schema, office: Office) -> None:
    await advance(schema, office, "APPEALED", "2025-03-05")
    query = """{ assessment(doctor: "S", regulation: "testville-2020", asOf: "2025-03-06") {
        contest { changesIfRelieved { field before { en } after { en } } } } }"""
    changes = (await ask(schema, office, query))["assessment"]["contest"]["changesIfRelieved"]
    lost = next(one for one in changes if one["field"] == "POINTS_LOST")
    assert (lost["before"], lost["after"]) == ({"en": "5"}, {"en": "0"})


async def test_no_more_sets_are_listed_than_one_can_read(schema: strawberry.Schema, office: Office) -> None:
    query = '{ assessment(doctor: "S", regulation: "testville-2020") { appealValue(most: 101) { worth } } }'
    assert (await refused(schema, office, query))["code"] == "MOST_OUT_OF_RANGE"
