"""Where doctors stand on a day under their sanctions, all at once."""

from dataclasses import dataclass

import numpy as np

from core.assessment.points.standing import DUTIES
from core.bulk.engine.arrays import FOREVER, MONTHS_OF, NONE, Flags, Ints, ordinals, starts_of_runs
from core.bulk.engine.docket import Dockets
from core.bulk.engine.impositions import Impositions
from core.bulk.engine.plan import Plan
from core.bulk.engine.records import Happened
from core.bulk.engine.terms import KINDS, SUSPEND
from core.regulation.vocabulary import SanctionKind, Status

STATUSES = tuple(Status)
NORMAL = STATUSES.index(Status.NORMAL)
_BITS = 22


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """What each sanction makes of its doctor on the day asked about."""

    status: Ints
    """``NONE``: nothing (any more)."""
    since: Ints
    until: Ints
    """``NONE``: with no end."""


def last_passed(doctors: int, passed: Happened, as_of: int) -> Ints:
    """Return the day on which each doctor last passed an examination up to ``as_of``, ``NONE`` for never."""
    last = np.full(doctors, NONE, dtype=np.int64)
    known = passed.on <= as_of
    np.maximum.at(last, passed.doctor[known], passed.on[known])
    return last


def held_on(plan: Plan, imposed: Impositions, dockets: Dockets, passed: Ints, as_of: int, current: int) -> Held:
    """Return what each sanction makes of its doctor on ``as_of``, which falls into the period ``current``.

    ``passed`` says when each doctor last passed an examination by then.
    """
    terms, template = plan.terms, imposed.template
    kind, start, end = terms.kind[template], dockets.start, dockets.end
    has_passed = passed[imposed.doctor] >= start
    status, since, until = np.full(start.size, NONE, dtype=np.int64), start.copy(), np.full_like(start, NONE)
    for final, of_final in ((SanctionKind.REVOKE, Status.REVOKED), (SanctionKind.TERMINATE, Status.TERMINATED)):
        status[kind == KINDS.index(final)] = STATUSES.index(of_final)
    runs = (kind == SUSPEND) & ((end == NONE) | (as_of < end))
    status[runs], until[runs] = STATUSES.index(Status.SUSPENDED), end[runs]
    pending = (kind == SUSPEND) & ~runs & terms.until_exam[template] & ~has_passed
    status[pending], since[pending] = STATUSES.index(Status.SUSPENDED_PENDING_EXAM), end[pending]
    _duties(plan, imposed, kind, has_passed, status, until, current)
    status[dockets.absorbed | (start > as_of)] = NONE
    return Held(status=status, since=since, until=until)


def _duties(
    plan: Plan, imposed: Impositions, kind: Ints, has_passed: Flags, status: Ints, until: Ints, current: int
) -> None:
    """Enter duties, which hold until the end of the period that they arose in."""
    is_current = imposed.period == current
    end = start_of_period(plan, current + 1)
    for duty, status_of_duty in DUTIES.items():
        holds = is_current & (kind == KINDS.index(duty))
        if status_of_duty is Status.TRAINING:
            holds &= ~has_passed
        status[holds], until[holds] = STATUSES.index(status_of_duty), end


def start_of_period(plan: Plan, number: int) -> int:
    """Return the first day of the period of this number."""
    month = np.datetime64(number * MONTHS_OF[plan.scheme.period], "M")
    return int(month.astype("datetime64[D]").astype(np.int64))


def gravest(imposed: Impositions, held: Held) -> Ints:
    """Return the place of the sanction that governs each doctor's standing; doctors under none are left out.

    Of equally grave standings that which lasts longest governs, and of those the one that started last.
    """
    at = np.flatnonzero(held.status != NONE)
    if not at.size:
        return at
    until = np.where(held.until[at] == NONE, FOREVER, held.until[at])
    weight = (held.status[at] << 2 * _BITS) | (ordinals(until) << _BITS) | ordinals(held.since[at])
    begins = starts_of_runs(imposed.doctor[at])
    first = np.flatnonzero(begins)
    heaviest = np.maximum.reduceat(weight, first)
    is_heaviest = np.flatnonzero(weight == np.repeat(heaviest, np.diff(np.append(first, at.size))))
    return at[is_heaviest[starts_of_runs(imposed.doctor[at[is_heaviest]])]]
