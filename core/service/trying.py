"""Trying a regulation on made-up facts: which invariants it breaks, and the smallest facts that show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import AnyTrial
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme
from core.service.ledgers.every import schemes_of, trials

SEED = 1
"""The seed that is taken unless another is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An invariant that a regulation does not keep, with the smallest facts found that show it."""

    invariant: Invariant
    trial: AnyTrial


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of trying one scheme of a regulation."""

    regulation: str
    scheme: Scheme
    ledgers: int
    """On how many ledgers, or sets of facts, it was tried."""
    invariants: int = 0
    """How many invariants were tried on each."""
    undecided: int = 0
    """On how many of them law and facts leave the question open, so that little could be compared."""
    broken: tuple[Broken, ...] = ()


def try_law(law: Law, ledgers: int, seed: int = SEED) -> tuple[Tried, ...]:
    """Return, a scheme at a time, which invariants ``law`` breaks on so many made-up ledgers.

    Each comes with the smallest ledger that shows it. The same law, number and seed give the same ledgers. Once an
    invariant is broken it is not tried any further.
    """
    return tuple(_try_scheme(law, scheme, ledgers, seed) for scheme in schemes_of(law))


def _try_scheme(law: Law, scheme: Scheme, ledgers: int, seed: int) -> Tried:
    broken: dict[Invariant, Broken] = {}
    undecided = 0
    known: set[Invariant] = set()
    for trial in trials(law, scheme, ledgers, seed):
        known.update(trial.invariants)
        undecided += not trial.is_decided
        for invariant in trial.invariants:
            if invariant not in broken and not trial.holds(invariant):
                broken[invariant] = Broken(invariant=invariant, trial=_smallest(invariant, trial))
    found = tuple(broken[one] for one in Invariant if one in broken)
    return Tried(
        regulation=law.id, scheme=scheme, ledgers=ledgers, invariants=len(known), undecided=undecided, broken=found
    )


def _smallest(invariant: Invariant, trial: AnyTrial) -> AnyTrial:
    """Return facts of which nothing can be left out or made plainer without keeping ``invariant`` after all."""
    while True:
        smaller: Iterator[AnyTrial] = (one for one in trial.smaller() if not one.holds(invariant))
        found = next(smaller, None)
        if found is None:
            return trial
        trial = found
