"""Which sanctions decisions bring, in the order in which they come about, and which repetition makes heavier."""

from dataclasses import dataclass

import numpy as np

from core.bulk.engine.accounts import Accounts
from core.bulk.engine.arrays import Flags, Ints, later_by_months, repeated, starts_of_runs
from core.bulk.engine.plan import Imposition, Plan
from core.regulation.schemes.points import BookedOn, CountedPer, Escalation, OneOff
from core.regulation.vocabulary import SanctionKind

_BITS = 4
_MASK = (1 << _BITS) - 1
_KINDS = tuple(SanctionKind)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Impositions:
    """Sanctions to be imposed, by doctor and in the order in which they come about."""

    doctor: Ints
    period: Ints
    row: Ints
    """The record that brings it about."""
    decided_on: Ints
    held: Ints
    """Points held by then."""
    template: Ints
    triggers: Ints
    """Places, in these columns, of those that count towards an escalation."""
    trigger_kind: Ints
    """Their kinds before any escalation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Triggers:
    """Sanctions that count towards an escalation, by doctor and in order."""

    doctor: Ints
    period: Ints
    on: Ints
    kind: Ints


def reached(plan: Plan, points: Ints) -> Ints:
    """Return how many thresholds so many points lost reach."""
    count = np.zeros(points.size, dtype=np.int64)
    for level in plan.levels.tolist():
        count += points >= level
    return count


def impositions_of(plan: Plan, accounts: Accounts) -> Impositions:
    """Return what the decisions bring, with the heavier sanction where repetition escalates."""
    crossed = _crossed(plan, accounts)
    acted = _acted(plan, accounts)
    drawn = _in_order(acted, crossed, plan.scheme.conventions.booked_on)
    at = np.flatnonzero(drawn.is_trigger)
    template = drawn.template.copy()
    kind = plan.terms.kind[template[at]]
    found = Triggers(doctor=drawn.doctor[at], period=drawn.period[at], on=drawn.decided_on[at], kind=kind)
    if plan.of_escalation:
        escalation = escalations_of(plan, found)
        heavier = escalation >= 0
        template[at[heavier]] = np.array(plan.of_escalation, dtype=np.int64)[escalation[heavier]]
    return Impositions(
        doctor=drawn.doctor,
        period=drawn.period,
        row=drawn.row,
        decided_on=drawn.decided_on,
        held=drawn.held,
        template=template,
        triggers=at,
        trigger_kind=kind,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    doctor: Ints
    period: Ints
    decision: Ints
    order: Ints
    number: Ints
    row: Ints
    decided_on: Ints
    held: Ints
    template: Ints
    is_trigger: Flags


def _in_order(acted: _Drawn, crossed: _Drawn, booked_on: BookedOn) -> _Drawn:
    """Return both in the order in which they come about: what acts bring before what their decision reaches."""
    if not acted.row.size and booked_on is BookedOn.DECIDED:
        return crossed
    of_decision = np.repeat(np.array([0, 1]), (acted.row.size, crossed.row.size))
    keys = [
        np.concatenate(both)
        for both in ((acted.number, crossed.number), (acted.order, crossed.order), (acted.decision, crossed.decision))
    ]
    order = np.lexsort((keys[0], keys[1], of_decision, keys[2]))
    return _Drawn(
        doctor=np.concatenate((acted.doctor, crossed.doctor))[order],
        period=np.concatenate((acted.period, crossed.period))[order],
        decision=keys[2][order],
        order=keys[1][order],
        number=keys[0][order],
        row=np.concatenate((acted.row, crossed.row))[order],
        decided_on=np.concatenate((acted.decided_on, crossed.decided_on))[order],
        held=np.concatenate((acted.held, crossed.held))[order],
        template=np.concatenate((acted.template, crossed.template))[order],
        is_trigger=np.concatenate((acted.is_trigger, crossed.is_trigger))[order],
    )


def _crossed(plan: Plan, accounts: Accounts) -> _Drawn:
    """Return what the thresholds bring that decisions newly reach."""
    first, last = accounts.decisions()
    at = np.flatnonzero(accounts.held[last] >= plan.levels[0])
    opening = first[at]
    held, held_before = accounts.held[last[at]], accounts.held[opening] - accounts.points[opening]
    after = reached(plan, held)
    before = np.where(accounts.opens[opening], 0, reached(plan, held_before))
    at_once, at_once_before = _at_once(plan, accounts, first, last, at)
    is_new = (after > before) | (at_once > at_once_before)
    key = (((before << _BITS | after) << _BITS | at_once) << _BITS | at_once_before)[is_new]
    at = at[is_new]
    is_met = np.zeros(1 << 4 * _BITS, dtype=np.bool_)
    is_met[key] = True
    keys, which = np.flatnonzero(is_met), (np.cumsum(is_met) - 1)[key]
    scripts = [_script(plan, one) for one in keys.tolist()]
    lengths = np.array([len(one) for one in scripts], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    copies, number = repeated(np.arange(at.size, dtype=np.int64), lengths[which])
    said = [one for script in scripts for one in script]
    place = starts[which[copies]] + number
    return _drawn(
        accounts,
        last[at[copies]],
        first[at[copies]],
        number,
        np.array([one.template for one in said], dtype=np.int64)[place],
        np.array([one.is_trigger for one in said], dtype=np.bool_)[place],
    )


def _drawn(accounts: Accounts, at: Ints, touched: Ints, number: Ints, template: Ints, is_trigger: Flags) -> _Drawn:
    """Return what the records at these places bring; ``touched`` is where their decisions first touch the account."""
    decision, order = accounts.numbers(touched)
    return _Drawn(
        doctor=accounts.doctor[at],
        period=accounts.period[at],
        decision=decision,
        order=order,
        number=number,
        row=accounts.row[at],
        decided_on=accounts.decided_on[at],
        held=accounts.held[at],
        template=template,
        is_trigger=is_trigger,
    )


def _script(plan: Plan, key: int) -> tuple[Imposition, ...]:
    before, after = key >> 3 * _BITS, key >> 2 * _BITS & _MASK
    return plan.brought(before, after, key >> _BITS & _MASK, key & _MASK)


def _at_once(plan: Plan, accounts: Accounts, first: Ints, last: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Return how many thresholds the decisions ``at`` reach by themselves, and how many single ones before them did.

    The latter is all of them where the law makes no difference.
    """
    differs = any(plan.differs)
    some = slice(None) if differs else at
    before = accounts.held[first[some]] - accounts.points[first[some]]
    count = reached(plan, accounts.held[last[some]] - before)
    if plan.scheme.conventions.one_off is OneOff.CLEAN:
        count = np.where(before > 0, 0, count)
    if not differs:
        return count, np.full(at.size, len(plan.levels), dtype=np.int64)
    opens = accounts.opens[first]
    account = np.cumsum(opens, dtype=np.int64) << _BITS
    highest = np.maximum.accumulate(account | count) & _MASK
    earlier = np.append(0, highest[:-1])
    earlier[opens] = 0
    return count[at], earlier[at]


def _acted(plan: Plan, accounts: Accounts) -> _Drawn:
    """Return what the acts themselves bring, whatever the points."""
    lengths = np.array([len(one) for one in plan.of_clause], dtype=np.int64)
    said = np.array([one for templates in plan.of_clause for one in templates], dtype=np.int64)
    at, number = repeated(accounts.acts, lengths[accounts.clause[accounts.acts]])
    starts = np.cumsum(lengths) - lengths
    template = said[starts[accounts.clause[at]] + number] if at.size else at
    return _drawn(accounts, at, at, number, template, np.zeros(at.size, dtype=np.bool_))


def escalations_of(plan: Plan, triggers: Triggers, asked: Triggers | None = None) -> Ints:
    """Return the place of the escalation that each sanction reached brings, -1 for none.

    With ``asked``, at most one a doctor and of doctors who have triggers, the answer is for those: what each would
    bring after all of ``triggers``.
    """
    size = triggers.doctor.size if asked is None else asked.doctor.size
    found = np.full(size, -1, dtype=np.int64)
    for place, escalation in enumerate(plan.scheme.escalations):
        kind = _KINDS.index(escalation.counts)
        at = np.flatnonzero(triggers.kind == kind)
        if not at.size:
            continue
        earlier = _at(triggers, at)
        if asked is None:
            brings = np.zeros(size, dtype=np.bool_)
            brings[at] = _brings(escalation, earlier, earlier, np.arange(at.size, dtype=np.int64))
        else:
            behind = np.searchsorted(earlier.doctor, asked.doctor, side="right")
            brings = _brings(escalation, earlier, asked, behind) & (asked.kind == kind)
        found[(found < 0) & brings] = place
    return found


def _at(triggers: Triggers, at: Ints) -> Triggers:
    return Triggers(doctor=triggers.doctor[at], period=triggers.period[at], on=triggers.on[at], kind=triggers.kind[at])


def _brings(escalation: Escalation, earlier: Triggers, asked: Triggers, behind: Ints) -> Flags:
    """Return whether each of ``asked`` brings the escalation after those of ``earlier`` that stand before ``behind``.

    The earlier ones of its doctor are gone through from the last to the first, all doctors at once, as long as they lie
    within the window.
    """
    until = None
    if escalation.window_months is not None:
        until = later_by_months(earlier.on, np.full(earlier.on.size, escalation.window_months, dtype=np.int64))
    per_period = escalation.counted_per is CountedPer.PERIOD
    later = _next_of_period(earlier) if per_period else None
    count = np.ones(asked.doctor.size, dtype=np.int64)
    repeats = np.zeros(asked.doctor.size, dtype=np.bool_)
    active, place = np.arange(asked.doctor.size, dtype=np.int64), behind - 1
    while active.size:
        is_own = place >= 0
        is_own &= earlier.doctor[place] == asked.doctor[active]
        active, place = active[is_own], place[is_own]
        counts = np.ones(active.size, dtype=np.bool_) if until is None else asked.on[active] < until[place]
        if later is not None:
            repeats[active] |= earlier.period[place] == asked.period[active]
            counts &= later[place] >= behind[active]
        count[active] += counts
        place = place - 1
    return (count >= escalation.times) & ~repeats


def _next_of_period(triggers: Triggers) -> Ints:
    """Return the place of the next trigger of the same doctor and period, or one behind all."""
    doctor, period, size = triggers.doctor, triggers.period, triggers.doctor.size
    later = np.full(size, size, dtype=np.int64)
    order = np.arange(size, dtype=np.int64)
    if ((doctor[1:] == doctor[:-1]) & (period[1:] < period[:-1])).any():
        order = np.lexsort((period, doctor))
        doctor, period = doctor[order], period[order]
    same = ~starts_of_runs(doctor, period)[1:]
    later[order[:-1][same]] = order[1:][same]
    return later
