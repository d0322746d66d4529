"""The dockets of all doctors at once: from when until when each sanction runs, and which others take its place."""

from dataclasses import dataclass

import numpy as np

from core.bulk.engine.arrays import (
    FOREVER,
    NONE,
    Flags,
    Ints,
    firsts_of_next_month,
    later_by_months,
    starts_of_runs,
)
from core.bulk.engine.impositions import Impositions
from core.bulk.engine.plan import Plan
from core.bulk.engine.records import Records, taken
from core.bulk.engine.terms import QUALIFICATION, SUSPEND, months_of
from core.regulation.schemes.points import LastDay, Overlap, StartsOn


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dockets:
    """Sanctions with their dates, a row for each imposition; ``NONE`` for no day."""

    start: Ints
    end: Ints
    months: Ints
    may_reapply_from: Ints
    absorbed: Flags
    unclear: Ints
    """Doctors of whom a day or a length is not known."""


def dockets_of(plan: Plan, records: Records, imposed: Impositions, as_of: int) -> Dockets:
    """Return when the sanctions run, as it stands at the end of the day ``as_of``."""
    terms, template = plan.terms, imposed.template
    start = _starts(plan, records, imposed)
    counted = np.minimum(imposed.held, plan.full) if plan.scheme.capped else imposed.held
    decided = taken(records.months, imposed.row)
    reasons = None if records.has_reason is None else records.has_reason[imposed.row]
    months, lacking = months_of(terms, template, counted, decided, reasons)
    lacking = lacking | (start == NONE)
    start = np.where(start == NONE, imposed.decided_on, start)
    grave = np.flatnonzero(terms.is_grave[template])
    run = _run(plan, template[grave], start[grave], months[grave], as_of)
    run.follow(imposed.doctor[grave])
    start[grave] = run.start
    end = ends_of(plan, start, months)
    absorbed = np.zeros(start.size, dtype=np.bool_)
    absorbed[grave] = run.absorbed
    bar = terms.bar[template]
    again = np.where(bar == NONE, NONE, later_by_months(start, np.maximum(bar, 0)))
    return Dockets(
        start=start,
        end=end,
        months=months,
        may_reapply_from=again,
        absorbed=absorbed,
        unclear=imposed.doctor[lacking],
    )


def ends_of(plan: Plan, start: Ints, months: Ints) -> Ints:
    """Return the first day after each term; ``NONE`` where the law gives no length."""
    extra = 1 if plan.scheme.conventions.last_day is LastDay.CORRESPONDING else 0
    end = later_by_months(start, np.maximum(months, 0)) + extra
    return np.where(months == NONE, NONE, end)


def _starts(plan: Plan, records: Records, imposed: Impositions) -> Ints:
    match plan.scheme.conventions.starts_on:
        case StartsOn.DECIDED:
            return imposed.decided_on.copy()
        case StartsOn.NEXT_MONTH:
            return firsts_of_next_month(imposed.decided_on)
        case StartsOn.NOTIFIED:
            notified = taken(records.notified_on, imposed.row)
            return np.full(imposed.row.size, NONE, dtype=np.int64) if notified is None else notified


def _run(plan: Plan, template: Ints, start: Ints, months: Ints, as_of: int) -> "_Run":
    end = _compared(ends_of(plan, start, months))
    return _Run(plan, template, start, months, as_of, np.zeros(start.size, dtype=np.bool_), end)


def _compared(end: Ints) -> Ints:
    """Return ends so that none lies behind every day."""
    return np.where(end == NONE, FOREVER + 1, end)


@dataclass(slots=True, eq=False)
class _Run:
    """Suspensions and final sanctions, met one after another: the first of every doctor, then every second, and so on.

    ``end`` is beyond ``FOREVER`` where there is none.
    """

    plan: Plan
    template: Ints
    start: Ints
    months: Ints
    as_of: int
    absorbed: Flags
    end: Ints

    def follow(self, doctor: Ints) -> None:
        """Work out starts, ends and what takes the place of what; ``doctor`` says whose each is, in order.

        Doctors with many are put in front, so that the k-th of all who have one stand side by side.
        """
        if not doctor.size:
            return
        first = np.flatnonzero(starts_of_runs(doctor))
        count = np.diff(np.append(first, doctor.size))
        first = first[np.argsort(-count, kind="stable")]
        count = -np.sort(-count)
        for turn in range(1, int(count[0])):
            having = int(np.searchsorted(-count, -turn, side="left"))
            self._meet(first[:having], turn)

    def _meet(self, first: Ints, turn: int) -> None:
        """Let the sanctions in place ``turn`` of their doctors meet those before them."""
        new, kind = first + turn, self.plan.terms.kind
        is_suspension = kind[self.template[new]] == SUSPEND
        if self.plan.scheme.conventions.overlap is Overlap.SERIAL:
            self._queue(first, turn, is_suspension)
        is_final = self.plan.terms.is_final[self.template[new]]
        for earlier in range(turn):
            old = first + earlier
            ended = self.plan.terms.is_final[self.template[old]] & (self.start[old] <= self.start[new])
            self.absorbed[new] |= ended & ~is_final
        takes = (self.start[new] <= self.as_of) & ~self.absorbed[new]
        for earlier in range(turn):
            old = first + earlier
            covered = takes & self._runs(old, self.start[new]) & (is_final | self._outlasts(new, old))
            self.absorbed[old[covered]] = True

    def _queue(self, first: Ints, turn: int, is_suspension: Flags) -> None:
        """Put suspensions off until none with an end runs."""
        waiting = np.flatnonzero(is_suspension)
        while waiting.size:
            new = first[waiting] + turn
            until = self.start[new].copy()
            for earlier in range(turn):
                old = first[waiting] + earlier
                runs = self._runs(old, self.start[new]) & (self.end[old] <= FOREVER)
                until = np.where(runs, np.maximum(until, self.end[old]), until)
            waiting = waiting[until > self.start[new]]
            self.start[new] = until
            self.end[new] = _compared(ends_of(self.plan, self.start[new], self.months[new]))

    def _runs(self, at: Ints, day: Ints) -> Flags:
        is_suspension = self.plan.terms.kind[self.template[at]] == SUSPEND
        return is_suspension & ~self.absorbed[at] & (self.start[at] <= day) & (day < self.end[at])

    def _outlasts(self, new: Ints, old: Ints) -> Flags:
        """Return whether nothing of ``old`` outlasts ``new``: not its term, its object nor its examination."""
        terms = self.plan.terms
        one, other = self.template[new], self.template[old]
        has_ends = (self.end[new] <= FOREVER) & (self.end[old] <= FOREVER)
        same_object = (terms.object[one] == terms.object[other]) | (terms.object[one] == QUALIFICATION)
        examined = terms.until_exam[other] & ~terms.until_exam[one]
        return has_ends & ~examined & (self.end[old] <= self.end[new]) & same_object
