"""What of a draft can still bear upon the standing on the day asked about: drafts that agree in it end alike.

A key leaves out what no later event, and no question on that day, can tell apart. Why leaving it out is safe is said
where it is left out; the tests compare the answers with those of trying every subset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.appeal_value.outlook import Outlook
from core.assessment.appeal_value.sanctions import sanctions_ahead
from core.assessment.facts import Examination
from core.assessment.periods import Period, add_months
from core.assessment.points.course import Draft
from core.assessment.points.sanctions import Docket, Trigger
from core.assessment.points.tally import ZERO, Tally
from core.regulation.law import Law
from core.regulation.schemes.points import CountedPer, Escalation, PointsScheme, Sanction

Key = tuple[object, ...]
"""What drafts have in common that end alike; hashable, and only ever compared for equality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the law and the question are, as far as keys depend on it."""

    scheme: PointsScheme
    examinations: tuple[Examination, ...]
    as_of: date
    hopeless: int | None
    """The severity from which on a state need not be followed any further; None: there is none."""
    top: Decimal | None
    """Points beyond which accounts are alike; None: the law can tell apart any two."""
    is_minded: bool
    """Whether the law makes a difference how a threshold is reached."""


def terms_of(
    law: Law, scheme: PointsScheme, examinations: Sequence[Examination], as_of: date, *, hopeless: int | None
) -> Terms:
    """Return the terms of a question about ``scheme``, the points scheme of ``law``."""
    by_number = not scheme.capped and any(one.months_at for one in _sanctions_of(scheme))
    top = max(scheme.full, *(one.at or ZERO for one in scheme.thresholds))
    return Terms(
        scheme=scheme,
        examinations=tuple(examinations),
        as_of=as_of,
        hopeless=hopeless,
        top=None if by_number or law.rules is not None else top,
        is_minded=any(sanction.reached is not None for one in scheme.thresholds for sanction in one.sanctions),
    )


def _sanctions_of(scheme: PointsScheme) -> Iterator[Sanction]:
    for one in (*scheme.clauses, *scheme.thresholds):
        yield from one.sanctions
    yield from (one.sanction for one in scheme.escalations)


@dataclass(slots=True)
class State:
    """A draft at a place in its course, less what cannot matter any more."""

    draft: Draft
    floor: int = 0
    """The severity that the standing on the day asked about has at least, whatever is still to come."""

    def fork(self) -> "State":
        """Return a copy that goes its own way; steps and sentences are not taken along."""
        draft, docket = self.draft, self.draft.docket
        own = Docket(docket.scheme, docket.as_of, list(docket.imposed), list(docket.triggers))
        own.released.update(docket.released)
        own.credits.update(docket.credits)
        tallies = {period: _copied(tally) for period, tally in draft.tallies.items()}
        return State(Draft(own, tallies, dict(draft.before), dict(draft.last)), self.floor)


def _copied(tally: Tally) -> Tally:
    return Tally(
        tally.period,
        tally.lost,
        tally.held,
        reached=tally.reached,
        reached_at_once=set(tally.reached_at_once),
        earned=dict(tally.earned),
        stayed=list(tally.stayed),
        blocking=tally.blocking,
    )


def reduce(terms: Terms, state: State, outlook: Outlook) -> Key | None:
    """Take out of ``state`` what cannot matter any more, and return the key of what is left.

    None: nothing need be followed any further, since the standing cannot be decided or is hopeless.
    """
    draft = state.draft
    if any(tally.blocking for tally in draft.tallies.values()):
        return None
    touched = outlook.periods.union(period.start for period in draft.last)
    draft.tallies = {period: tally for period, tally in draft.tallies.items() if period.start in touched}
    state.floor, sanctions = sanctions_ahead(draft.docket, terms.examinations, outlook, state.floor)
    if terms.hopeless is not None and state.floor >= terms.hopeless:
        return None
    if outlook.decided is None and not outlook.is_repaired:
        return state.floor, sanctions
    return (
        state.floor,
        sanctions,
        tuple(_account(terms, one, outlook) for one in _accounts(draft)),
        tuple(_repeated(one, draft.docket.triggers, outlook, touched) for one in terms.scheme.escalations),
        tuple(_pending(terms, draft, period, outlook) for period in draft.last),
    )


def _accounts(draft: Draft) -> list[Tally]:
    """Return the accounts in which anything has happened, in the order of their periods."""
    tallies = sorted(draft.tallies.values(), key=lambda one: one.period)
    return [one for one in tallies if one.held or one.reached or one.earned]


def _account(terms: Terms, tally: Tally, outlook: Outlook) -> Key:
    """Return what matters of an account. What was lost in all matters only while a decision is being entered."""
    held, is_repaired = tally.held, tally.period.start in outlook.repaired
    if terms.top is not None:  # no threshold lies beyond, a cap is where a repair starts from, and without one …
        held = min(held, terms.top if terms.scheme.capped else terms.top + outlook.repairable)  # … it cannot get there
    return (
        tally.period.start,
        held,
        tally.reached,
        frozenset(tally.reached_at_once) if terms.is_minded else None,
        frozenset(tally.earned.items()) if is_repaired else None,
        tuple(tally.stayed),
    )


def _pending(terms: Terms, draft: Draft, period: Period, outlook: Outlook) -> Key:
    """Return what matters of the records of a decision that have been entered before it is concluded."""
    last, before, violation = draft.last[period], draft.before[period], draft.last[period].violation
    weight = None
    if terms.is_minded or outlook.is_repaired:
        points = draft.tallies[period].lost - before.lost
        weight = (points if terms.top is None else min(points, terms.top), before.held > ZERO)
    return period.start, violation.notified_on, violation.months, violation.reason is None, last.stays, weight


def _repeated(escalation: Escalation, triggers: list[Trigger], outlook: Outlook, touched: frozenset[date]) -> Key:
    """Return what an escalation can still count. Of closed periods and of events, only as many as it asks for."""
    if outlook.decided is None:
        return ()
    needed, window = escalation.times - 1, escalation.window_months
    until = [
        (one.period.start, date.max if window is None else add_months(one.on, window))
        for one in triggers
        if one.kind is escalation.counts
    ]
    if escalation.counted_per is CountedPer.EVENT:
        return tuple(sorted((end for _, end in until if end > outlook.decided), reverse=True)[:needed])
    latest: dict[date, date] = {}
    for period, end in until:
        latest[period] = max(end, latest.get(period, date.min))
    closed = sorted(end for period, end in latest.items() if end > outlook.decided and period not in touched)
    still = ((period, max(end, outlook.decided)) for period, end in sorted(latest.items()) if period in touched)
    return (*closed[-needed:], *still)
