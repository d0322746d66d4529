"""What each record costs, and which records lack what their clause asks for."""

from dataclasses import dataclass

import numpy as np

from core.bulk.engine.arrays import NONE, Flags, Ints
from core.bulk.engine.plan import (
    ALL,
    ASKED,
    BY_DEGREE,
    DECIDED,
    PER_ACT,
    PER_CASE,
    PER_EVERY,
    PER_REVIEW,
    WITHIN,
    Plan,
)
from core.bulk.engine.records import Records, taken

_MOST = 1_000_000
"""Cases, and units of points, up to which the sums of any chunk stay exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Costs:
    """What records cost, in the order asked for."""

    clause: Ints
    points: Ints
    """0 for a record that takes all points."""
    takes_all: Flags | None
    """None: no clause does."""
    has_consequence: Flags | None
    """Whether its act itself has a consequence; None: none has."""
    lacking: Flags
    """Whether it lacks what its clause asks for, or is beyond what columns can say."""


def costs_of(plan: Plan, records: Records, rows: Ints) -> Costs:
    """Return what the records at ``rows`` cost."""
    table = plan.clauses
    clause, cases = records.clause[rows], records.cases[rows]
    lacking = np.zeros(rows.size, dtype=np.bool_)
    if rows.size and (clause.min() == NONE or cases.min() < 0 or cases.max() > _MOST):
        lacking = (clause == NONE) | (cases < 0) | (cases > _MOST)
        clause, cases = np.where(lacking, 0, clause), np.where(lacking, 0, cases)
    ways = frozenset(table.way.tolist())
    points = table.points[clause]
    if ways & {DECIDED, WITHIN, BY_DEGREE}:
        points, unfixed = _chosen(plan, records, rows, clause, points)
        lacking |= unfixed
    if ASKED in ways:
        lacking |= table.way[clause] == ASKED
    lacking |= _incomplete(plan, records, rows, clause)
    acts = np.array([bool(one) for one in plan.of_clause], dtype=np.bool_)
    points = points * _quantities(plan, clause, cases)
    return Costs(
        clause=clause,
        points=np.where(lacking, 0, points) if lacking.any() else points,
        takes_all=(table.way == ALL)[clause] if ALL in ways else None,
        has_consequence=acts[clause] if acts.any() else None,
        lacking=lacking,
    )


def _quantities(plan: Plan, clause: Ints, cases: Ints) -> Ints:
    """Return how many times the points of each record count."""
    table = plan.clauses
    counted = frozenset(table.per[table.way != ALL].tolist())
    if counted <= {PER_CASE}:
        return cases
    per, of = table.per[clause], table.of[clause]
    quantity = np.where(per == PER_ACT, 1, cases)
    if PER_REVIEW in counted:
        quantity = np.where(per == PER_REVIEW, cases >= of, quantity)
    if PER_EVERY in counted:
        quantity = np.where(per == PER_EVERY, cases // of, quantity)
    return quantity


def _chosen(plan: Plan, records: Records, rows: Ints, clause: Ints, points: Ints) -> tuple[Ints, Flags]:
    """Return the points of one, with those that decisions choose, and where the choice is missing or not allowed."""
    table = plan.clauses
    way = table.way[clause]
    decided = taken(records.points, rows)
    if decided is None:
        decided = np.full(rows.size, NONE, dtype=np.int64)
    is_chosen = (way == DECIDED) | (way == WITHIN)
    wrong = is_chosen & ((decided < 0) | (decided > _MOST))
    within = way == WITHIN
    wrong |= within & ((decided < table.least[clause]) | (decided > table.most[clause]))
    if plan.scheme.conventions.reasoned:
        wrong |= within & ~_carried(records.has_reason, rows)
    points = np.where(is_chosen, decided, points)
    at = np.flatnonzero(way == BY_DEGREE)
    if at.size:
        degree = np.full(at.size, NONE, dtype=np.int64) if records.degree is None else records.degree[rows[at]]
        fixed = table.by_degree[clause[at], np.maximum(degree, 0)]
        wrong[at] = (degree == NONE) | ((decided[at] != NONE) & (decided[at] != fixed))
        points[at] = fixed
    return np.where(wrong, 0, points), wrong


def _incomplete(plan: Plan, records: Records, rows: Ints, clause: Ints) -> Flags:
    """Return which records do not carry a field that their clause insists on."""
    incomplete = np.zeros(rows.size, dtype=np.bool_)
    if not plan.clauses.needs.any():
        return incomplete
    at = np.flatnonzero(plan.clauses.needs.astype(np.bool_)[clause])
    needs = plan.clauses.needs[clause[at]]
    asking = rows[at]
    present = (
        _carried(None if records.points is None else records.points != NONE, asking),
        _carried(records.has_determined_by, asking),
        _carried(records.has_note, asking),
        _carried(None if records.degree is None else records.degree != NONE, asking),
    )
    for bit, carried in enumerate(present):
        incomplete[at] |= ((needs >> bit) & 1).astype(np.bool_) & ~carried
    return incomplete


def _carried(column: Flags | None, rows: Ints) -> Flags:
    return np.zeros(rows.size, dtype=np.bool_) if column is None else column[rows]
