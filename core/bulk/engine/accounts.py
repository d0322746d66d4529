"""The accounts of all doctors at once: records in the order in which they count, and what each decision finds."""

from dataclasses import dataclass

import numpy as np

from core.bulk.engine.arrays import (
    NONE,
    Flags,
    Ints,
    ends_of_runs,
    looked_up_periods,
    starts_of_runs,
    summed_in_runs,
)
from core.bulk.engine.costs import Costs, costs_of
from core.bulk.engine.plan import Plan
from core.bulk.engine.records import Records
from core.regulation.schemes.points import AllPoints, BookedOn

_BITS = 63


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entered:
    """Records in force in the order in which they count: by doctor, day, decision, place in the text and id."""

    row: Ints
    """Where the record stands in the chunk."""
    doctor: Ints
    decided_on: Ints
    decides: Flags
    """Whether it is the first of its decision."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Accounts:
    """The records in force, those of an account together, and what is held against their doctors once each is in."""

    row: Ints
    """Where the record stands in the chunk."""
    doctor: Ints
    period: Ints
    """Number of the period."""
    decided_on: Ints
    clause: Ints
    points: Ints
    held: Ints
    opens: Flags
    """Whether the record is the first of its account."""
    order: Ints | None
    """Its place among all records of its doctor; None: they stand in that order."""
    decision: Ints | None
    """Number of its decision, rising with its doctors' orders; None: each record is a decision of its own."""
    acts: Ints
    """Places, in these columns, of records whose act itself has a consequence."""
    unclear: Ints
    """Doctors who lack something without which there is no account."""

    def decisions(self) -> tuple[Ints, Ints]:
        """Return the places of the first and the last record of each decision in each account that it touches."""
        if self.decision is None:
            place = np.arange(self.row.size, dtype=np.int64)
            return place, place
        begins = self.opens | starts_of_runs(self.decision)
        return np.flatnonzero(begins), np.flatnonzero(ends_of_runs(begins))

    def numbers(self, at: Ints) -> tuple[Ints, Ints]:
        """Return the number of the decision of the records at these places, and their order."""
        order = at if self.order is None else self.order[at]
        return order if self.decision is None else self.decision[at], order


def entered(records: Records, chosen: Ints | None) -> Entered:
    """Return the records at ``chosen`` (None: all) in the order in which they count."""
    doctor = records.doctor if chosen is None else records.doctor[chosen]
    day = records.decided_on if chosen is None else records.decided_on[chosen]
    row, doctor, day, same = _by_doctor_and_day(doctor, day)
    if chosen is not None:
        row = chosen[row]
    begins = ~same
    tied = np.flatnonzero(same | np.append(same[1:], False)) if row.size else row
    if tied.size:
        rows = row[tied]
        by_decision, by_id = records.ranks(rows)
        group = np.cumsum(begins, dtype=np.int64)[tied]
        sorting = np.lexsort((by_id, records.clause[rows], by_decision, group))
        row[tied] = rows[sorting]
        by_decision = by_decision[sorting]
        begins[tied[1:]] |= by_decision[1:] != by_decision[:-1]
    return Entered(row=row, doctor=doctor, decided_on=day, decides=begins)


def _by_doctor_and_day(doctor: Ints, day: Ints) -> tuple[Ints, Ints, Ints, Flags]:
    """Return the order by doctor and day, doctor and day in it, and where both are those of the one before.

    Doctor, day and row are packed into one number if they fit, since sorting numbers is faster than sorting by them.
    """
    if not doctor.size:
        return doctor, doctor, day, np.zeros(0, dtype=np.bool_)
    first = int(day.min())
    day_bits = (int(day.max()) - first).bit_length()
    row_bits = doctor.size.bit_length()
    if int(doctor.max()).bit_length() + day_bits + row_bits > _BITS:
        row = np.lexsort((day, doctor))
        doctor, day = doctor[row], day[row]
        return row, doctor, day, ~starts_of_runs(doctor, day)
    key = doctor << day_bits
    key += day
    key -= first
    key <<= row_bits
    key |= np.arange(doctor.size, dtype=np.int64)
    key.sort()
    row = key & ((1 << row_bits) - 1)
    key >>= row_bits
    same = np.zeros(key.size, dtype=np.bool_)
    np.equal(key[1:], key[:-1], out=same[1:])
    return row, key >> day_bits, (key & ((1 << day_bits) - 1)) + first, same


def accounts_of(plan: Plan, records: Records, as_of: int) -> Accounts:
    """Return the accounts of the records decided by ``as_of``."""
    is_known = records.decided_on <= as_of
    found = entered(records, None if is_known.all() else np.flatnonzero(is_known))
    costs = costs_of(plan, records, found.row)
    if plan.scheme.conventions.booked_on is BookedOn.DECIDED:
        period = looked_up_periods(found.decided_on, plan.scheme.period)
        return _accounts(plan, found, costs, period, found.doctor[costs.lacking], None)
    occurred = records.occurred_on
    booked_on = np.full(found.row.size, NONE, dtype=np.int64) if occurred is None else occurred[found.row]
    is_missing = booked_on == NONE
    period = looked_up_periods(np.where(is_missing, found.decided_on, booked_on), plan.scheme.period)
    order = np.lexsort((np.arange(found.row.size, dtype=np.int64), period, found.doctor))
    return _accounts(plan, found, costs, period, found.doctor[costs.lacking | is_missing], order)


def _accounts(plan: Plan, found: Entered, costs: Costs, period: Ints, unclear: Ints, order: Ints | None) -> Accounts:
    """Return the accounts; ``order`` puts the records of each together, None: they are."""
    decision = None if found.decides.all() else np.cumsum(found.decides, dtype=np.int64)
    row, doctor, decided_on, points = found.row, found.doctor, found.decided_on, costs.points
    clause, takes_all, has_consequence = costs.clause, costs.takes_all, costs.has_consequence
    if order is not None:
        row, doctor, decided_on, points = row[order], doctor[order], decided_on[order], points[order]
        period, clause = period[order], clause[order]
        takes_all = None if takes_all is None else takes_all[order]
        has_consequence = None if has_consequence is None else has_consequence[order]
        decision = order if decision is None else decision[order]
    opens = starts_of_runs(doctor, period)
    if takes_all is not None:
        points = _with_all(plan, points, takes_all, opens)
    return Accounts(
        row=row,
        doctor=doctor,
        period=period,
        decided_on=decided_on,
        clause=clause,
        points=points,
        held=summed_in_runs(points, opens),
        opens=opens,
        order=order,
        decision=decision,
        acts=np.empty(0, dtype=np.int64) if has_consequence is None else np.flatnonzero(has_consequence),
        unclear=unclear,
    )


def _with_all(plan: Plan, points: Ints, takes_all: Flags, opens: Flags) -> Ints:
    """Return ``points`` with what the records cost that take all points of their period.

    Of those that take what is left, the first of an account leaves nothing for the others.
    """
    at = np.flatnonzero(takes_all)
    if not at.size:
        return points
    points = points.copy()
    if plan.scheme.conventions.all_points is AllPoints.FULL:
        points[at] = plan.full
        return points
    account = np.cumsum(opens, dtype=np.int64)[at]
    first = at[starts_of_runs(account)]
    points[first] = np.maximum(0, plan.full - summed_in_runs(points, opens)[first])
    return points
