"""The course of a person's records: decisions, repairs and readmissions in the order of their days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from core.assessment.arithmetic import plain
from core.assessment.facts import Brought, PointsFacts, Repair
from core.assessment.outcome import Step, StepKind
from core.assessment.periods import Period
from core.assessment.points.repairs import ask_for_determinations, repair
from core.assessment.points.sanctions import Docket, Weight, cross, follow, lift, readmit
from core.assessment.points.tally import ZERO, Booked, Tally, deduct, is_reached
from core.assessment.points.terms import Deduction, SanctionImposed
from core.regulation.law import Law
from core.regulation.schemes.points import PointsScheme

_RUNNING, _READMISSION, _BROUGHT, _DECISION, _REPAIR = range(5)


@dataclass(frozen=True, slots=True)
class Readmission:
    """The person was enrolled anew."""

    on: date


@dataclass(frozen=True, slots=True)
class Lifting:
    """A suspension without an end was lifted."""

    on: date


@dataclass(frozen=True, slots=True)
class Running:
    """A sanction under a version before is in effect."""

    sanction: SanctionImposed

    @property
    def on(self) -> date:
        """Its first day."""
        return self.sanction.start


@dataclass(frozen=True, slots=True)
class DecisionEnd:
    """All records of a decision have been entered; what it has reached follows now."""

    on: date


Event = Running | Readmission | Lifting | Brought | Booked | DecisionEnd | Repair
"""What a course is made of."""


@dataclass(slots=True)
class Draft:
    """The docket of sanctions and the account of each period, while a course is being followed."""

    docket: Docket
    tallies: dict[Period, Tally] = field(default_factory=dict["Period", "Tally"])
    before: dict[Period, Tally] = field(default_factory=dict["Period", "Tally"])
    """What the decision being entered found in each period that it touches."""
    last: dict[Period, Booked] = field(default_factory=dict["Period", "Booked"])
    """The last record of the decision being entered, in each period that it touches; empty: none is."""

    def tally(self, day: date) -> Tally:
        """Return the account of the period that ``day`` falls into."""
        period = Period.of(self.docket.scheme.period, day)
        return self.tallies.setdefault(period, Tally(period))


def draw_up(
    law: Law, scheme: PointsScheme, booked: Iterable[Booked], facts: PointsFacts, as_of: date
) -> tuple[Docket, dict[Period, Tally]]:
    """Return the docket of sanctions and the account of each period, as they are at the end of the day ``as_of``."""
    draft = Draft(Docket(scheme, as_of))
    course = course_of(booked, facts, as_of)
    for event in course:
        if isinstance(event, Brought):
            draft.tally(event.booked_on)
    for event in course:
        if isinstance(event, Repair):
            draft.tally(event.on)
    for event in course:
        enter(law, draft, event)
    ask_for_determinations(draft.docket, draft.tallies)
    return draft.docket, draft.tallies


def course_of(booked: Iterable[Booked], facts: PointsFacts, as_of: date) -> tuple[Event, ...]:
    """Return what happened up to ``as_of`` in the order in which it counts.

    On one day sanctions under versions before come first, then readmissions and liftings, what the version before has
    cost, decisions by their number, and repairs last. ``booked`` comes in that order already.
    """
    course: list[tuple[date, int, str, int, Event]] = [
        *((one.start, _RUNNING, one.record, 0, Running(one)) for one in facts.running),
        *((day, _READMISSION, "", 0, Readmission(day)) for day in facts.readmitted_on),
        *((day, _READMISSION, "", 1, Lifting(day)) for day in facts.lifted_on),
        *((one.booked_on, _BROUGHT, one.record, 0, one) for one in facts.brought),
    ]
    for (day, number), decision in groupby(booked, key=lambda one: (one.violation.decided_on, one.decision)):
        for event in (*decision, DecisionEnd(day)):
            course.append((day, _DECISION, number, len(course), event))
    for done in sorted(facts.repairs, key=lambda one: (one.on, one.rule, one.id)):
        course.append((done.on, _REPAIR, "", len(course), done))
    course.sort(key=lambda one: one[:4])
    return tuple(one[-1] for one in course if one[0] <= as_of)


def enter(law: Law, draft: Draft, event: Event) -> None:
    """Enter the next event of a course into ``draft``."""
    match event:
        case Running():
            draft.docket.imposed.append(event.sanction)
        case Readmission():
            readmit(draft.docket, event.on)
        case Lifting():
            lift(draft.docket, event.on)
        case Brought():
            _bring(draft.docket, draft.tally(event.booked_on), event)
        case Booked():
            _record(law, draft, event)
        case DecisionEnd():
            _conclude(draft)
        case Repair():
            repair(law, draft.docket, draft.tally(event.on), event)


def _bring(docket: Docket, tally: Tally, one: Brought) -> None:
    """Enter points of the version before: they count on, and what they had reached is not reached anew."""
    before = tally.held
    tally.lost += one.points
    tally.held += one.points
    tally.entries.append(
        Deduction(
            record=one.record,
            clause=one.clause,
            citation=one.citation,
            label=one.label,
            booked_on=one.booked_on,
            points=one.points,
            quantity=1,
        )
    )
    arguments = (one.record, one.label, plain(one.points), plain(tally.held))
    tally.steps.append(Step(StepKind.BROUGHT, one.citation, arguments, before, tally.held, one.record))
    tally.reached = sum(is_reached(docket.scheme, threshold, tally.held) for threshold in docket.scheme.thresholds)


def _record(law: Law, draft: Draft, one: Booked) -> None:
    """Enter a record of a decision: what it costs, and what follows from its act."""
    tally = draft.tally(one.booked_on)
    draft.before.setdefault(tally.period, Tally(tally.period, tally.lost, tally.held))
    deduct(law, draft.docket.scheme, tally, one)
    follow(draft.docket, tally, one)
    draft.last[tally.period] = one


def _conclude(draft: Draft) -> None:
    """See which thresholds the decision has reached in each period that it touches."""
    for period, one in draft.last.items():
        tally, earlier = draft.tallies[period], draft.before[period]
        cross(draft.docket, tally, one, Weight(tally.lost - earlier.lost, max(earlier.held, ZERO)))
    draft.before.clear()
    draft.last.clear()
