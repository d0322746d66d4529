"""Simulations of points: every worked example of every regulation gives over GraphQL what it gives to the engine."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import strawberry

from core.assessment.arithmetic import plain
from core.assessment.cases.points import PointsCase
from core.assessment.outcome import PointsOutcome
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.testville import ask, refused

pytestmark = pytest.mark.anyio

POINTS = """query ($regulation: ID!, $asOf: Date!, $period: String, $violations: [ViolationInput!]!,
        $examinations: [ExaminationInput!]!, $readmittedOn: [Date!]!, $readings: [ReadingInput!]!,
        $liftedOn: [Date!]!, $repairs: [RepairInput!]!, $profession: Profession, $care: Care) {
    simulate(regulation: $regulation, asOf: $asOf, period: $period, violations: $violations,
        examinations: $examinations, readmittedOn: $readmittedOn, readings: $readings,
        liftedOn: $liftedOn, repairs: $repairs, profession: $profession, care: $care) {
      reported isSubject payable pointsRepaired flags
      doctor { code } determination missing { name } pointsLost pointsCounted pointsLeft arithmetic suspensions
      standing { status object since until mayReapplyFrom citation { code } }
      sanctions { kind object start end untilExam absorbed mayReapplyFrom citation { code } }
      carried { kind start end }
      headroom { pointsToNext consequence daysUntilReset }
      steps { kind record before after citation { code } text { zh en } }
      factsDigest regulationDigest readings { code chosen { code } }
    } }"""


def _json(value: object) -> object:
    """Return a value of the engine as the API writes it."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _of(found: object, names: Mapping[str, str]) -> dict[str, object] | None:
    return None if found is None else {shown: _json(getattr(found, name)) for shown, name in names.items()}


def _cited(found: object, names: Mapping[str, str]) -> dict[str, object] | None:
    shown = _of(found, names)
    cite = getattr(found, "citation", None)
    return None if shown is None else {**shown, "citation": None if cite is None else {"code": str(cite)}}


STANDING = {
    "status": "status",
    "object": "object",
    "since": "since",
    "until": "until",
    "mayReapplyFrom": "may_reapply_from",
}
SANCTION = {
    "kind": "kind",
    "object": "object",
    "start": "start",
    "end": "end",
    "untilExam": "until_exam",
    "absorbed": "absorbed",
    "mayReapplyFrom": "may_reapply_from",
}
HEADROOM = {"pointsToNext": "points_to_next", "consequence": "consequence", "daysUntilReset": "days_until_reset"}


def _points_variables(shipped: Shipped, case: PointsCase) -> dict[str, Any]:
    violations = [
        {
            "clause": one.clause,
            "decidedOn": one.decided_on,
            "cases": one.cases,
            "decisionNo": one.decision_no,
            "occurredOn": one.occurred_on,
            "notifiedOn": one.notified_on,
            "points": one.points,
            "months": one.months,
            "determinedBy": one.determined_by,
            "entries": [{"event": entry.event.value, "on": _json(entry.on)} for entry in one.entries],
            "note": one.note,
            "responsibility": one.responsibility,
            "reason": one.reason,
        }
        for one in case.facts.violations
    ]
    return {
        "regulation": shipped.law.id,
        "asOf": _json(case.as_of),
        "period": case.period,
        "violations": [{name: _json(value) for name, value in one.items()} for one in violations],
        "examinations": [{"on": _json(one.on), "passed": one.passed} for one in case.examinations],
        "readmittedOn": [_json(one) for one in case.readmitted_on],
        "liftedOn": [_json(one) for one in case.facts.lifted_on],
        "repairs": [
            {"rule": one.rule, "on": _json(one.on), "points": _json(one.points), "determinedBy": one.determined_by}
            for one in case.facts.repairs
        ],
        "profession": case.facts.profession,
        "care": case.facts.care,
        "readings": [{"reading": reading, "choice": choice} for reading, choice in case.readings.items()],
    }


def _points_answer(outcome: PointsOutcome) -> dict[str, object]:
    return {
        "doctor": None,
        "reported": outcome.reported,
        "isSubject": outcome.is_subject,
        "payable": outcome.payable,
        "pointsRepaired": _json(outcome.points_repaired),
        "flags": list(outcome.flags),
        "determination": outcome.determination,
        "missing": [{"name": one.name} for one in outcome.missing],
        "pointsLost": _json(outcome.points_lost),
        "pointsCounted": _json(outcome.points_counted),
        "pointsLeft": _json(outcome.points_left),
        "arithmetic": outcome.arithmetic,
        "suspensions": outcome.suspensions,
        "standing": _cited(outcome.standing, STANDING),
        "sanctions": [_cited(one, SANCTION) for one in outcome.sanctions],
        "carried": [_of(one, {"kind": "kind", "start": "start", "end": "end"}) for one in outcome.carried],
        "headroom": _of(outcome.headroom, HEADROOM),
        "factsDigest": outcome.facts_digest,
        "regulationDigest": outcome.law.digest,
        "readings": [
            {"code": one.reading.id, "chosen": {"code": one.choice.id}}
            for one in outcome.law.chosen
            if not one.is_default
        ],
    }


POINTS_CASES = [
    pytest.param(shipped, case, id=case.id)
    for shipped in ALL
    for case in shipped.cases
    if isinstance(case, PointsCase) and not case.supply
]


@pytest.mark.parametrize(("law", "case"), POINTS_CASES)
async def test_a_worked_example_of_points_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: PointsCase
) -> None:
    found = (await ask(schema, shipped, POINTS, ANYONE, **_points_variables(law, case)))["simulate"]
    outcome = case.answer(law.law.under(case.readings))
    steps = found.pop("steps")
    assert found == _points_answer(outcome)
    assert [(one["kind"], one["record"]) for one in steps] == [(one.kind, one.record) for one in outcome.steps]


SMALL = """query ($violations: [ViolationInput!]!, $readings: [ReadingInput!]! = []) {
    simulate(regulation: "testville-2020", asOf: "2025-12-31", violations: $violations, readings: $readings) {
      determination missing { name } standing { until } } }"""
RECORD = {"clause": "T.3", "decidedOn": "2025-03-01"}


async def test_another_reading_is_taken_if_it_is_named(schema: strawberry.Schema, office: Office) -> None:
    query = SMALL.replace("2025-12-31", "2025-03-01")
    default = await ask(schema, office, query, ANYONE, violations=[RECORD])
    other = await ask(
        schema,
        office,
        query,
        ANYONE,
        violations=[RECORD],
        readings=[{"reading": "last_day", "choice": "corresponding"}],
    )
    assert default["simulate"]["standing"] == {"until": "2025-09-01"}
    assert other["simulate"]["standing"] == {"until": "2025-09-02"}


async def test_an_unknown_clause_is_named_as_missing(schema: strawberry.Schema, office: Office) -> None:
    answer = await ask(schema, office, SMALL, ANYONE, violations=[{**RECORD, "clause": "X.9"}])
    assert answer["simulate"]["missing"] == [{"name": "points.clauses.X.9"}]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"violations": [RECORD] * 201}, "TOO_MANY_RECORDS", None),
        ({"violations": [RECORD, {**RECORD, "cases": -1}]}, "OUT_OF_RANGE", "violations.1.cases"),
        ({"violations": [{**RECORD, "months": 0}]}, "OUT_OF_RANGE", "violations.0.months"),
        ({"violations": [{**RECORD, "points": "-1"}]}, "OUT_OF_RANGE", "violations.0.points"),
        ({"violations": [{**RECORD, "points": "NaN"}]}, "QUERY_INVALID", None),
        ({"violations": [{**RECORD, "points": "1e99"}]}, "QUERY_INVALID", None),
        ({"violations": [{**RECORD, "points": 1.5}]}, "QUERY_INVALID", None),
        ({"violations": [{**RECORD, "points": True}]}, "QUERY_INVALID", None),
        ({"violations": [], "readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"violations": [], "readings": [{"reading": "last_day", "choice": "y"}]}, "CHOICE_UNKNOWN", "readings"),
    ],
)
async def test_facts_that_no_record_can_hold_are_refused(
    schema: strawberry.Schema, office: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, office, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)


async def test_nothing_is_read_from_the_registry(schema: strawberry.Schema, office: Office) -> None:
    before = office.database.reads_done
    await ask(schema, office, SMALL, ANYONE, violations=[RECORD])
    assert office.database.reads_done == before
