"""What is seen of an answer, in the words of what a sequence expects of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.assessment.outcome import PointsOutcome
from core.assessment.points.lives import LifeState, life_of
from core.assessment.points.terms import SanctionImposed, Standing
from core.service.assessing import Assessed
from core.service.calendars import PUBLISHED
from tests.sequences.told import Expected, ExpectedExposure, ExpectedSanction


def seen(expected: Expected, given: Assessed) -> dict[str, object]:
    """Return, of ``given``, what ``expected`` speaks of, and always what is missing; prospects are seen elsewhere."""
    outcome = given.outcome
    named = {"missing", *expected.model_fields_set} - {"lives", "says", "relieved", "confirmed"}
    found = {name: _OF_STANDING[name](_standing(outcome)) for name in named & _OF_STANDING.keys()}
    found |= {name: _OF_OUTCOME[name](outcome) for name in named & _OF_OUTCOME.keys()}
    if "lives" in expected.model_fields_set:
        found["lives"] = {name: state for name, state in _lives(given).items() if name in expected.lives}
    if "says" in expected.model_fields_set:
        texts = " ".join(one.text.en for one in outcome.missing)
        found["says"] = tuple(one for one in expected.says if one in texts)
    return found


def wanted(expected: Expected) -> dict[str, object]:
    """Return what ``expected`` speaks of."""
    named = {"missing", *expected.model_fields_set} - {"relieved", "confirmed"}
    return {name: getattr(expected, name) for name in named}


def _standing(outcome: PointsOutcome) -> Standing:
    assert outcome.standing is not None, outcome.missing
    return outcome.standing


def _lives(given: Assessed) -> dict[str, LifeState]:
    """Return where the records stand that are known of."""
    scheme = given.outcome.law.regulation.points
    rule = scheme.appeal if scheme is not None else None
    lives = {one.id: life_of(one, rule, given.outcome.as_of, PUBLISHED) for one in given.facts.violations}
    return {name: life.state for name, life in lives.items() if life is not None}


def _sanction(one: SanctionImposed) -> ExpectedSanction:
    return ExpectedSanction(kind=one.kind, start=one.start, end=one.end, absorbed=one.absorbed)


_OF_STANDING: Mapping[str, Callable[[Standing], object]] = MappingProxyType(
    {
        "status": lambda one: one.status,
        "since": lambda one: one.since,
        "until": lambda one: one.until,
        "is_open": lambda one: one.until is None,
        "may_reapply_from": lambda one: one.may_reapply_from,
    }
)
_OF_OUTCOME: Mapping[str, Callable[[PointsOutcome], object]] = MappingProxyType(
    {
        "law": lambda one: one.law.id,
        "missing": lambda one: tuple(each.name for each in one.missing),
        "points_lost": lambda one: one.points_lost,
        "points_left": lambda one: one.points_left,
        "points_repaired": lambda one: one.points_repaired,
        "arithmetic": lambda one: one.arithmetic,
        "counted": lambda one: tuple(each.record for each in one.deductions),
        "deadlines": lambda one: {each.record: each.last_day for each in one.appeals if each.last_day is not None},
        "uncharted": lambda one: {each.record: each.calendar for each in one.appeals if each.calendar is not None},
        "exposure": lambda one: tuple(
            ExpectedExposure(record=each.record, state=each.state, since=each.since, counts=each.counts)
            for each in one.exposure
        ),
        "flags": lambda one: one.flags,
        "sanctions": lambda one: tuple(map(_sanction, one.sanctions)),
        "carried": lambda one: tuple(map(_sanction, one.carried)),
        "suspensions": lambda one: one.suspensions,
    }
)
