"""The columnar engine: the records of many doctors under one plan → points, standings and sanctions of all at once."""

from dataclasses import dataclass

import numpy as np

from core.assessment.periods import Period
from core.bulk.engine.accounts import Accounts, accounts_of
from core.bulk.engine.arrays import NONE, Flags, Ints, ends_of_runs, number_of_day, periods_of, starts_of_runs
from core.bulk.engine.docket import Dockets, dockets_of
from core.bulk.engine.headroom import Headrooms, headrooms_of
from core.bulk.engine.impositions import Impositions, Triggers, impositions_of
from core.bulk.engine.plan import Plan
from core.bulk.engine.records import Chunk
from core.bulk.engine.standings import NORMAL, Held, gravest, held_on, last_passed
from core.bulk.engine.terms import SUSPEND


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standings:
    """Doctors with something to tell, a row each, by their numbers; who is absent has a clean sheet.

    Points are in the plan's unit, ``NONE`` stands for what there is not.
    """

    doctor: Ints
    lost: Ints
    status: Ints
    since: Ints
    until: Ints
    may_reapply_from: Ints
    template: Ints
    """The sanction that the standing rests on."""
    suspensions: Ints
    headroom: Headrooms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sanctions:
    """Sanctions of the period asked about, then those carried into it, of each doctor."""

    doctor: Ints
    template: Ints
    row: Ints
    """The record that brought it about."""
    period: Ints
    start: Ints
    end: Ints
    months: Ints
    may_reapply_from: Ints
    absorbed: Flags
    is_carried: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """The answers for a chunk, and the doctors whom only the other engine can answer for."""

    standings: Standings
    sanctions: Sanctions
    irregular: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    accounts: Accounts
    imposed: Impositions
    dockets: Dockets
    held: Held
    regular: Flags
    """Of each doctor, whether columns say all."""


def assess_columns(plan: Plan, chunk: Chunk, period: Period, as_of: int) -> Result:
    """Return what ``plan`` makes of ``chunk`` for ``period``, as it stands at the end of the day ``as_of``."""
    drawn = _drawn(plan, chunk, as_of)
    number = int(periods_of(np.array([number_of_day(period.start)], dtype=np.int64), plan.scheme.period)[0])
    return Result(
        standings=_standings(plan, chunk, drawn, number, max(as_of, number_of_day(period.start))),
        sanctions=_sanctions(drawn, number),
        irregular=np.flatnonzero(~drawn.regular),
    )


def _drawn(plan: Plan, chunk: Chunk, as_of: int) -> _Drawn:
    accounts = accounts_of(plan, chunk.records, as_of)
    imposed = impositions_of(plan, accounts)
    dockets = dockets_of(plan, chunk.records, imposed, as_of)
    current = int(periods_of(np.array([as_of], dtype=np.int64), plan.scheme.period)[0])
    passed = last_passed(chunk.doctors, chunk.passed, as_of)
    regular = np.ones(chunk.doctors, dtype=np.bool_)
    for some in (chunk.irregular, accounts.unclear, dockets.unclear, _readmitted(plan, chunk, imposed, dockets, as_of)):
        regular[some] = False
    held = held_on(plan, imposed, dockets, passed, as_of, current)
    return _Drawn(accounts=accounts, imposed=imposed, dockets=dockets, held=held, regular=regular)


def _readmitted(plan: Plan, chunk: Chunk, imposed: Impositions, dockets: Dockets, as_of: int) -> Ints:
    """Return the doctors who were enrolled anew after a final sanction had begun: whether that ended it, is asked."""
    final = np.flatnonzero(plan.terms.is_final[imposed.template])
    first = np.full(chunk.doctors, as_of, dtype=np.int64)
    np.minimum.at(first, imposed.doctor[final], dockets.start[final])
    again = chunk.readmitted
    return again.doctor[(again.on <= as_of) & (again.on > first[again.doctor])]


def _standings(plan: Plan, chunk: Chunk, drawn: _Drawn, period: int, day: int) -> Standings:
    accounts, imposed = drawn.accounts, drawn.imposed
    own = np.flatnonzero(accounts.period == period)
    closing = own[ends_of_runs(accounts.opens)[own]]
    lost = np.zeros(chunk.doctors, dtype=np.int64)
    lost[accounts.doctor[closing]] = accounts.held[closing]
    suspensions = _suspensions(chunk.doctors, imposed)
    governing = gravest(imposed, drawn.held)
    is_told = (lost > 0) | (suspensions > 0)
    is_told[imposed.doctor[governing]] = True
    is_told[imposed.doctor[imposed.period == period]] = True
    doctor = np.flatnonzero(is_told & drawn.regular)
    place = np.full(chunk.doctors, NONE, dtype=np.int64)
    place[imposed.doctor[governing]] = governing
    place = place[doctor]
    under = place != NONE
    where = np.maximum(place, 0)

    def of(column: Ints, otherwise: int = NONE) -> Ints:
        found = np.full(doctor.size, otherwise, dtype=np.int64)
        found[under] = column[where[under]]
        return found

    return Standings(
        doctor=doctor,
        lost=lost[doctor],
        status=of(drawn.held.status, NORMAL),
        since=of(drawn.held.since),
        until=of(drawn.held.until),
        may_reapply_from=of(drawn.dockets.may_reapply_from),
        template=of(imposed.template),
        suspensions=suspensions[doctor],
        headroom=headrooms_of(plan, doctor, lost[doctor], _triggers(imposed), period, day),
    )


def _triggers(imposed: Impositions) -> Triggers:
    at = imposed.triggers
    return Triggers(
        doctor=imposed.doctor[at], period=imposed.period[at], on=imposed.decided_on[at], kind=imposed.trigger_kind
    )


def _suspensions(doctors: int, imposed: Impositions) -> Ints:
    """Return in how many periods each doctor has reached a suspension."""
    at = imposed.triggers[imposed.trigger_kind == SUSPEND]
    doctor, period = imposed.doctor[at], imposed.period[at]
    is_next = (doctor[1:] == doctor[:-1]) & (period[1:] < period[:-1])
    if is_next.any():  # booked by the day of the act, periods do not follow on one another
        order = np.lexsort((period, doctor))
        doctor, period = doctor[order], period[order]
    return np.bincount(doctor[starts_of_runs(doctor, period)], minlength=doctors).astype(np.int64)


def _sanctions(drawn: _Drawn, period: int) -> Sanctions:
    imposed, dockets = drawn.imposed, drawn.dockets
    own = imposed.period == period
    at = np.flatnonzero((own | (drawn.held.status != NONE)) & drawn.regular[imposed.doctor])
    at = at[np.lexsort((~own[at], imposed.doctor[at]))]
    return Sanctions(
        doctor=imposed.doctor[at],
        template=imposed.template[at],
        row=imposed.row[at],
        period=imposed.period[at],
        start=dockets.start[at],
        end=dockets.end[at],
        months=dockets.months[at],
        may_reapply_from=dockets.may_reapply_from[at],
        absorbed=dockets.absorbed[at],
        is_carried=~own[at],
    )
