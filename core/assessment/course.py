"""The course of a person's records: decisions, repairs and readmissions in the order of their days."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import groupby

from core.assessment.facts import PointsFacts
from core.assessment.periods import Period
from core.assessment.repairs import ask_for_determinations, repair
from core.assessment.sanctions import Docket, Weight, cross, follow, lift, readmit
from core.assessment.tally import ZERO, Booked, Tally, deduct
from core.regulation.law import Law
from core.regulation.points import PointsScheme

_READMISSION, _DECISION, _REPAIR = range(3)


def draw_up(
    law: Law, scheme: PointsScheme, booked: Iterable[Booked], facts: PointsFacts, as_of: date
) -> tuple[Docket, dict[Period, Tally]]:
    """Return the docket of sanctions and the account of each period, as they are at the end of the day ``as_of``.

    On one day readmissions and liftings come first, decisions by their number next, and repairs last.
    """
    docket = Docket(scheme, as_of)
    tallies: dict[Period, Tally] = {}
    course: list[tuple[date, int, str, int, Callable[[], None]]] = [
        (day, _READMISSION, "", 0, partial(readmit, docket, day)) for day in facts.readmitted_on if day <= as_of
    ]
    course += [(day, _READMISSION, "", 1, partial(lift, docket, day)) for day in facts.lifted_on if day <= as_of]
    for (day, number), group in groupby(booked, key=lambda one: (one.violation.decided_on, one.decision)):
        course.append((day, _DECISION, number, len(course), partial(_decide, law, docket, tallies, list(group))))
    for done in sorted(facts.repairs, key=lambda one: (one.on, one.rule, one.id)):
        if done.on <= as_of:
            tally = _tally(tallies, Period.of(scheme.period, done.on))
            course.append((done.on, _REPAIR, "", len(course), partial(repair, law, docket, tally, done)))
    for *_, happen in sorted(course, key=lambda one: one[:4]):
        happen()
    ask_for_determinations(docket, tallies)
    return docket, tallies


def _tally(tallies: dict[Period, Tally], period: Period) -> Tally:
    return tallies.setdefault(period, Tally(period))


def _decide(law: Law, docket: Docket, tallies: dict[Period, Tally], decision: list[Booked]) -> None:
    """Enter the records of one decision, then see which thresholds it reached in each period it touches."""
    last: dict[Period, Booked] = {}
    before: dict[Period, Tally] = {}
    for one in decision:
        period = Period.of(docket.scheme.period, one.booked_on)
        tally = _tally(tallies, period)
        before.setdefault(period, Tally(period, tally.lost, tally.held))
        deduct(law, docket.scheme, tally, one)
        follow(docket, tally, one)
        last[period] = one
    for period, one in last.items():
        tally, earlier = tallies[period], before[period]
        cross(docket, tally, one, Weight(tally.lost - earlier.lost, max(earlier.held, ZERO)))
