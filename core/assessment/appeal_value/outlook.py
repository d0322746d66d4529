"""What is still to come at a place in a course: all that what has happened so far can still bear upon."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.assessment.facts import Brought, Repair
from core.assessment.periods import Period, first_of_next_month
from core.assessment.points.course import DecisionEnd, Event, Lifting, Readmission, Running
from core.assessment.points.tally import ZERO, Booked
from core.regulation.effects import Repairs
from core.regulation.schemes.points import PointsScheme, StartsOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is still to come, the question itself included."""

    as_of: date
    """The day of the question."""
    day: date
    """The earliest day about which anything asks what has started, runs or holds."""
    decided: date | None = None
    """The first decision still to be entered or concluded; None: there is none."""
    periods: frozenset[date] = frozenset()
    """The first days of the periods whose accounts are touched."""
    readmissions: tuple[date, ...] = ()
    """Days on which the person was enrolled anew, in order."""
    repaired_on: date | None = None
    """The first day on which points are given back; None: there is none."""
    repaired: frozenset[date] = frozenset()
    """The first days of the periods in which points are given back."""
    repairable: Decimal = ZERO
    """The most points that can be given back, limits left aside."""
    is_limited: bool = False
    """Whether what one repair earns can take away from what another does, under a limit for the period of both."""
    is_lifted: bool = False
    """Whether suspensions without an end are lifted."""

    @property
    def is_repaired(self) -> bool:
        """Whether points are given back."""
        return self.repaired_on is not None


def outlooks(scheme: PointsScheme, course: Sequence[Event], as_of: date) -> tuple[Outlook, ...]:
    """Return what is still to come before each event of ``course`` and, last, after all of them."""
    here = Outlook(as_of=as_of, day=as_of)
    found = [here]
    for event, day in zip(reversed(course), reversed(_asked(scheme, course)), strict=True):
        here = _before(scheme, event, day, here)
        found.append(here)
    return tuple(reversed(found))


def _asked(scheme: PointsScheme, course: Sequence[Event]) -> list[date]:
    """Return the earliest day about which each event asks; the end of a decision asks for all its records."""
    asked: list[date] = []
    earliest: date | None = None
    for event in course:
        match event:
            case Booked():
                day = _starts(scheme, event)
                earliest = day if earliest is None else min(earliest, day)
            case DecisionEnd():
                day, earliest = earliest or event.on, None
            case Brought():
                day = event.booked_on
            case _:
                day = event.on
        asked.append(day)
    return asked


def _starts(scheme: PointsScheme, booked: Booked) -> date:
    """Return a day before which nothing starts that follows from ``booked``."""
    violation = booked.violation
    match scheme.conventions.starts_on:
        case StartsOn.DECIDED:
            return violation.decided_on
        case StartsOn.NEXT_MONTH:
            return first_of_next_month(violation.decided_on)
        case StartsOn.NOTIFIED:
            return violation.notified_on or violation.decided_on


def _before(scheme: PointsScheme, event: Event, day: date, after: Outlook) -> Outlook:
    """Return what is still to come before ``event``, given what is to come after it."""
    here = replace(after, day=min(day, after.day))
    match event:
        case Running():
            pass
        case Readmission():
            here = replace(here, readmissions=(event.on, *after.readmissions))
        case Lifting():
            here = replace(here, is_lifted=True)
        case Repair():
            here = _before_repair(scheme, event, here)
        case Brought():
            here = replace(here, periods=after.periods | {_period(scheme, event.booked_on)})
        case Booked():
            periods = after.periods | {_period(scheme, event.booked_on)}
            here = replace(here, decided=event.violation.decided_on, periods=periods)
        case DecisionEnd():
            here = replace(here, decided=event.on)
    return here


def _period(scheme: PointsScheme, day: date) -> date:
    return Period.of(scheme.period, day).start


def _before_repair(scheme: PointsScheme, done: Repair, after: Outlook) -> Outlook:
    period = frozenset({_period(scheme, done.on)})
    touched = replace(after, periods=after.periods | period)
    if scheme.repairs is None:
        return touched
    repairable = after.repairable + _worth(scheme.repairs, done)
    has_limits = scheme.repairs.most is not None or any(one.most is not None for one in scheme.repairs.rules)
    return replace(
        touched,
        repaired_on=done.on,
        repaired=after.repaired | period,
        repairable=repairable,
        is_limited=after.is_limited or (has_limits and period <= after.repaired),
    )


def _worth(repairs: Repairs, done: Repair) -> Decimal:
    rule = next((one for one in repairs.rules if one.id == done.rule), None)
    return (rule.points if rule is not None else None) or done.points or ZERO
