"""Trying a regulation on made-up ledgers: which invariants it breaks, and the smallest ledger that shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from core.assessment.checking.invariants import Invariant, holds, is_decided
from core.assessment.checking.trials import Trial
from core.assessment.facts import PointsFacts, Violation
from core.regulation.law import Law
from core.service.ledgers import trials

T = TypeVar("T")

SEED = 1
"""The seed that is taken unless another is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An invariant that a regulation does not keep, with the smallest ledger found that shows it."""

    invariant: Invariant
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of trying one regulation."""

    regulation: str
    ledgers: int
    """How many were tried; none if the regulation has no points scheme."""
    undecided: int = 0
    """On how many of them law and ledger leave the standing open, so that little could be compared."""
    broken: tuple[Broken, ...] = ()


def try_law(law: Law, ledgers: int, seed: int = SEED) -> Tried:
    """Return which invariants ``law`` breaks on so many made-up ledgers, each with the smallest ledger that shows it.

    The same law, number and seed give the same ledgers. Once an invariant is broken it is not tried any further.
    """
    if law.regulation.points is None:
        return Tried(regulation=law.id, ledgers=0)
    broken: dict[Invariant, Broken] = {}
    undecided = 0
    for trial in trials(law, ledgers, seed):
        undecided += not is_decided(trial)
        for invariant in Invariant:
            if invariant not in broken and not holds(invariant, trial):
                broken[invariant] = Broken(invariant=invariant, trial=_smallest(invariant, trial))
    found = tuple(broken[one] for one in Invariant if one in broken)
    return Tried(regulation=law.id, ledgers=ledgers, undecided=undecided, broken=found)


def _smallest(invariant: Invariant, trial: Trial) -> Trial:
    """Return a ledger of which nothing can be left out or made plainer without keeping ``invariant`` after all."""
    while True:
        smaller = next((one for one in _smaller(trial) if not holds(invariant, one)), None)
        if smaller is None:
            return trial
        trial = smaller


def _smaller(trial: Trial) -> Iterator[Trial]:
    """Yield ``trial`` with one thing left out or made plainer, the boldest steps first."""
    facts = trial.facts
    for less in _left_out(facts):
        yield replace(trial, facts=less)
    for index, one in enumerate(facts.violations):
        for plainer in _plainer(one):
            changed = (*facts.violations[:index], plainer, *facts.violations[index + 1 :])
            yield replace(trial, facts=replace(facts, violations=changed))
    latest = max((one.decided_on for one in facts.violations), default=trial.as_of)
    if latest != trial.as_of:
        yield replace(trial, as_of=latest)


def _left_out(facts: PointsFacts) -> Iterator[PointsFacts]:
    for one in _without_one(facts.violations):
        yield replace(facts, violations=one)
    for one in _without_one(facts.repairs):
        yield replace(facts, repairs=one)
    for one in _without_one(facts.examinations):
        yield replace(facts, examinations=one)
    for one in _without_one(facts.readmitted_on):
        yield replace(facts, readmitted_on=one)
    for one in _without_one(facts.lifted_on):
        yield replace(facts, lifted_on=one)


def _without_one(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    return ((*items[:index], *items[index + 1 :]) for index in range(len(items)))


def _plainer(one: Violation) -> Iterator[Violation]:
    plain = (
        replace(one, decision_no=None),
        replace(one, occurred_on=one.decided_on),
        replace(one, notified_on=one.decided_on),
        replace(one, responsibility=one.responsibility[:1]),
        replace(one, cases=min(one.cases, 1)),
        replace(one, cases=max(one.cases - 1, 0)),
    )
    return (other for other in plain if other != one)
