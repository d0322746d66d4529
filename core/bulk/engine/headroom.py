"""How far it is to the next consequence for many doctors at once."""

from dataclasses import dataclass

import numpy as np

from core.bulk.engine.arrays import NONE, Ints
from core.bulk.engine.impositions import Triggers, escalations_of, reached
from core.bulk.engine.plan import Plan, places_of
from core.bulk.engine.terms import KINDS
from core.regulation.base import Range


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Headrooms:
    """The next threshold of each account, ``NONE`` where all have been reached; points in the plan's unit."""

    points_to_next: Ints
    threshold: Ints
    """Its place in the scheme."""
    consequence: Ints
    """Kind of what would follow, repetition included."""


def headrooms_of(plan: Plan, doctor: Ints, held: Ints, triggers: Triggers, period: int, day: int) -> Headrooms:
    """Return the headroom of accounts that hold so many points, if the next threshold were reached on ``day``.

    ``doctor`` says, rising, whose account of ``period`` each is; ``triggers`` is what has been reached before.
    """
    count = reached(plan, held)
    is_next = count < len(plan.levels)
    following = np.where(is_next, count, 0)
    gravest = np.array([_gravest(plan, one) for one in range(len(plan.levels))], dtype=np.int64)
    consequence = gravest[following]
    asked = Triggers(
        doctor=doctor,
        period=np.full(doctor.size, period, dtype=np.int64),
        on=np.full(doctor.size, day, dtype=np.int64),
        kind=consequence,
    )
    escalation = escalations_of(plan, triggers, asked)
    heavier = [KINDS.index(one.sanction.kind) for one in plan.scheme.escalations]
    if heavier:
        consequence = np.where(escalation < 0, consequence, np.array(heavier, dtype=np.int64)[escalation])
    distance = np.where(is_next, _distances(plan, following, held), NONE)
    return Headrooms(
        points_to_next=distance,
        threshold=np.where(is_next, following, NONE),
        consequence=np.where(is_next, consequence, NONE),
    )


def _gravest(plan: Plan, threshold: int) -> int:
    return max(KINDS.index(one.kind) for one in plan.scheme.thresholds[threshold].sanctions)


def _distances(plan: Plan, following: Ints, held: Ints) -> Ints:
    left_below = np.array(
        [NONE if one.left_below is None else int(one.left_below * plan.unit) for one in plan.scheme.thresholds],
        dtype=np.int64,
    )
    by_left = left_below[following] != NONE
    if not by_left.any():
        return plan.levels[following] - held
    left = np.maximum(plan.full - held, 0)
    return np.where(by_left, left - left_below[following] + _least_steps(plan, held), plan.levels[following] - held)


def _least_steps(plan: Plan, held: Ints) -> Ints:
    """Return one unit of the last decimal place in use, in the plan's unit."""
    numbers = [plan.scheme.full, *(one.left_below for one in plan.scheme.thresholds if one.left_below is not None)]
    for clause in plan.scheme.clauses:
        if isinstance(clause.points, Range):
            numbers += [clause.points.from_, clause.points.to]
        elif not isinstance(clause.points, str):
            numbers.append(clause.points)
    step = np.full(held.size, plan.unit // 10 ** max(map(places_of, numbers)), dtype=np.int64)
    while (finer := held % step != 0).any():
        step = np.where(finer, step // 10, step)
    return step
