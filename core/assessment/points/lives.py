"""The life of a record: suspected, decided, notified, contested, upheld or set aside, and whether it counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.assessment.facts import LifeEntry, Violation
from core.assessment.workdays import CalendarUnknown, WorkCalendar, last_workday
from core.regulation.effects import AppealRule
from core.regulation.vocabulary import LifeEvent, LifeState
from core.text import Text

_ORDER = {event: order for order, event in enumerate(LifeEvent)}
_DAY = timedelta(days=1)


VOID = frozenset({LifeState.OVERTURNED, LifeState.WITHDRAWN})
"""States in which a record is as if it had never been."""

STATE_WORDS = {
    LifeState.SUSPECTED: Text(zh="立案待查", en="suspected"),
    LifeState.DECIDED: Text(zh="已决定", en="decided"),
    LifeState.NOTIFIED: Text(zh="已送达", en="notified"),
    LifeState.APPEALED: Text(zh="申诉中", en="under appeal"),
    LifeState.UPHELD: Text(zh="申诉后维持", en="upheld"),
    LifeState.OVERTURNED: Text(zh="已撤销", en="overturned"),
    LifeState.WITHDRAWN: Text(zh="已撤回", en="withdrawn"),
    LifeState.UNCONTESTED: Text(zh="无异议", en="uncontested"),
}

_FOLLOWING = {
    LifeState.SUSPECTED: (LifeEvent.DECIDED, LifeEvent.WITHDRAWN),
    LifeState.DECIDED: (LifeEvent.NOTIFIED, LifeEvent.APPEALED, LifeEvent.OVERTURNED, LifeEvent.WITHDRAWN),
    LifeState.NOTIFIED: (LifeEvent.APPEALED, LifeEvent.OVERTURNED, LifeEvent.WITHDRAWN),
    LifeState.APPEALED: (
        LifeEvent.APPEAL_WITHDRAWN,
        LifeEvent.UPHELD,
        LifeEvent.OVERTURNED,
        LifeEvent.WITHDRAWN,
    ),
    LifeState.UPHELD: (LifeEvent.APPEALED, LifeEvent.OVERTURNED, LifeEvent.WITHDRAWN),
    LifeState.UNCONTESTED: (LifeEvent.OVERTURNED, LifeEvent.WITHDRAWN),
    LifeState.OVERTURNED: (),
    LifeState.WITHDRAWN: (),
}


_REACHED = {
    LifeEvent.SUSPECTED: LifeState.SUSPECTED,
    LifeEvent.DECIDED: LifeState.DECIDED,
    LifeEvent.NOTIFIED: LifeState.NOTIFIED,
    LifeEvent.APPEALED: LifeState.APPEALED,
    LifeEvent.APPEAL_WITHDRAWN: LifeState.UNCONTESTED,
    LifeEvent.UPHELD: LifeState.UPHELD,
    LifeEvent.OVERTURNED: LifeState.OVERTURNED,
    LifeEvent.WITHDRAWN: LifeState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Days ``[start, end)`` on which a record was not executed; ``end`` None: it still is not."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Where a record stands at the end of a day."""

    state: LifeState
    since: date
    decided_on: date | None
    """None: a suspicion."""
    notified_on: date | None
    stays: tuple[Stay, ...] = ()
    calendar: int | None = None
    """The year whose days off would have to be known to say whether an objection came in time and stays it."""

    @property
    def counts(self) -> bool:
        """Whether the record is in force: decided, not set aside, and not stayed."""
        is_stayed = any(one.end is None for one in self.stays)
        return self.decided_on is not None and self.state not in VOID and not is_stayed

    @property
    def is_open(self) -> bool:
        """Whether the person can still hope: a suspicion, or an objection that is pending."""
        return self.state in {LifeState.SUSPECTED, LifeState.APPEALED}


def next_events(state: LifeState) -> tuple[LifeEvent, ...]:
    """Return what can happen next to a record in ``state``; empty: nothing any more."""
    return _FOLLOWING[state]


def first_refused(
    violation: Violation, rule: AppealRule | None, calendar: WorkCalendar | None = None
) -> tuple[LifeEntry, Life | None] | None:
    """Return the first entry of ``violation`` that cannot follow on what came before, and where the record stood.

    None: each entry follows. The life is None for an entry before anything was decided or suspected.
    """
    entries = in_order(violation.entries)
    for number, entry in enumerate(entries):
        if entry.event is LifeEvent.SUSPECTED:
            if number:
                return entry, None
            continue
        before = life_of(replace(violation, entries=tuple(entries[:number])), rule, entry.on, calendar)
        if before is None or entry.event not in _FOLLOWING[before.state]:
            return entry, before
    return None


def in_order(entries: Iterable[LifeEntry]) -> list[LifeEntry]:
    """Return ``entries`` by day; on one day, in the order in which they can happen."""
    return sorted(entries, key=lambda one: (one.on, _ORDER[one.event]))


def life_of(
    violation: Violation, rule: AppealRule | None, as_of: date, calendar: WorkCalendar | None = None
) -> Life | None:
    """Return where ``violation`` stands at the end of ``as_of``; None: it is not known of yet.

    ``rule`` is the law's on objections; without one an objection is never late and stays nothing.
    """
    entries = in_order(one for one in violation.entries if one.on <= as_of)
    is_suspicion = any(one.event is LifeEvent.SUSPECTED for one in violation.entries)
    life = _begun(violation, entries, as_of, is_suspicion=is_suspicion)
    if life is None:
        return None
    for entry in entries:
        life = _after(life, entry, rule, calendar)
    return _silent(life, rule, as_of, calendar)


def _begun(violation: Violation, entries: Iterable[LifeEntry], as_of: date, *, is_suspicion: bool) -> Life | None:
    """Return the life at its beginning: a suspicion, or a decision with its notice."""
    if is_suspicion:
        first = next((one for one in entries if one.event is LifeEvent.SUSPECTED), None)
        if first is None:
            return None
        return Life(state=LifeState.SUSPECTED, since=first.on, decided_on=None, notified_on=None)
    if violation.decided_on > as_of:
        return None
    decided = Life(
        state=LifeState.DECIDED, since=violation.decided_on, decided_on=violation.decided_on, notified_on=None
    )
    notified_on = violation.notified_on
    if notified_on is None:
        return decided
    if notified_on > as_of:
        return replace(decided, notified_on=notified_on)
    return replace(decided, state=LifeState.NOTIFIED, since=notified_on, notified_on=notified_on)


def _after(life: Life, entry: LifeEntry, rule: AppealRule | None, calendar: WorkCalendar | None) -> Life:
    """Return the life after ``entry``; an event that cannot follow, such as a late objection, changes nothing."""
    life = _silent(life, rule, entry.on, calendar)
    if entry.event not in _FOLLOWING[life.state]:
        return life
    on = entry.on
    state = _REACHED[entry.event]
    match entry.event:
        case LifeEvent.DECIDED:
            return replace(life, state=state, since=on, decided_on=on)
        case LifeEvent.NOTIFIED:
            return replace(life, state=state, since=on, notified_on=on)
        case LifeEvent.APPEALED:
            return _appealed(life, on, rule, calendar)
        case _:
            stays = tuple(replace(one, end=on) if one.end is None else one for one in life.stays)
            return replace(life, state=state, since=on, stays=stays)


def _appealed(life: Life, on: date, rule: AppealRule | None, calendar: WorkCalendar | None) -> Life:
    stays = life.stays
    unknown = None
    if rule is not None and rule.stays:
        stays = (*stays, Stay(start=on, end=None))
        last = None if life.notified_on is None else last_workday(calendar, life.notified_on, rule.working_days)
        unknown = last.year if isinstance(last, CalendarUnknown) else None
    return replace(life, state=LifeState.APPEALED, since=on, stays=stays, calendar=unknown)


def _silent(life: Life, rule: AppealRule | None, day: date, calendar: WorkCalendar | None) -> Life:
    """Return the life at the end of ``day`` if nothing was said: after the term, that is no objection."""
    if life.state is not LifeState.NOTIFIED or rule is None or life.notified_on is None:
        return life
    last = last_workday(calendar, life.notified_on, rule.working_days)
    if isinstance(last, CalendarUnknown) or day <= last:
        return life
    return replace(life, state=LifeState.UNCONTESTED, since=last + _DAY)
