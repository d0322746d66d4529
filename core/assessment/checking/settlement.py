"""What every regulation with a prepaid budget keeps, each invariant tried on made-up budgets and overspends."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial
from core.assessment.money import FEN, to_fen
from core.assessment.periods import Period
from core.assessment.settlement.assess import assess_settlement
from core.assessment.settlement.terms import SettlementFacts, SettlementOutcome
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind, Scheme

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_STEPS = (FEN, Decimal("0.5"), Decimal(100))
"""How much more is spent, in yuan, to see that nobody bears less of it."""
_TERM = re.compile(r"(?:(?P<times>[\d.]+)(?P<share>%)?×)?(?P<amount>[\d.]+)\[[^\]]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementTrial(Trial[SettlementFacts, SettlementOutcome]):
    """A budget and what its year cost, made up under a law; none of it is dated."""

    scheme_name: ClassVar[Scheme] = Scheme.SETTLEMENT

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What prepaid budgets keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def repeatable(self) -> tuple[str, ...]:
        """What was found about the overspend."""
        return ("findings",)

    def answer(self, law: Law, facts: SettlementFacts, day: date) -> SettlementOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``, for the budget year that it falls into."""
        return assess_settlement(law, facts, Period.of(PeriodKind.MONTH, day), day)


def _more_never_cheaper(trial: SettlementTrial) -> bool:
    """Return whether the institution never bears less of a greater overspend."""
    actual, here = trial.facts.actual, trial.asked(trial.facts).institution_share
    if actual is None or here is None:
        return True
    for more in _STEPS:
        there = trial.asked(replace(trial.facts, actual=actual + more)).institution_share
        if there is not None and there < here:
            return False
    return True


def _better_never_worse(trial: SettlementTrial) -> bool:
    """Return whether a condition that holds, where it did not, never makes the institution bear more."""
    here = trial.asked(trial.facts).institution_share
    for index, one in enumerate(trial.facts.findings):
        turned = (*trial.facts.findings[:index], replace(one, holds=True), *trial.facts.findings[index + 1 :])
        there = trial.asked(replace(trial.facts, findings=turned)).institution_share
        if here is not None and there is not None and there > here:
            return False
    return True


def _parts_add_up(trial: SettlementTrial) -> bool:
    one = trial.asked(trial.facts)
    if one.budget is None or one.paid is None or one.reserve is None:
        return one.budget is None
    paid = sum((each.amount for each in one.instalments), _ZERO)
    whole = (paid, one.paid + one.reserve) == (one.paid, one.budget)
    if one.fund_share is None or one.institution_share is None:
        return whole
    banded = sum((each.amount for each in one.bands), _ZERO)
    split = all(each.fund + each.institution == each.amount for each in one.bands)
    shared = one.fund_share + one.institution_share == one.overspend
    return whole and split and shared and (not one.bands or banded == one.overspend)


def _bounds_kept(trial: SettlementTrial) -> bool:
    one = trial.asked(trial.facts)
    amounts = [each.amount for each in one.instalments]
    amounts += [each for each in (one.paid, one.reserve, one.fund_share, one.institution_share) if each is not None]
    released = one.reserve_released if one.reserve_released is not None else _ZERO
    sides = one.surplus is None or one.overspend is None or min(one.surplus, one.overspend) == 0
    return all(each == to_fen(each) >= 0 for each in amounts) and released <= (one.reserve or _ZERO) and sides


def _initial_state(trial: SettlementTrial) -> bool:
    """Return whether a year that cost exactly its budget leaves nothing over and nothing to bear."""
    budget = trial.facts.budget if trial.facts.budget is not None else _HUNDRED
    one = trial.asked(SettlementFacts(budget=budget, actual=budget))
    return (one.surplus, one.overspend, one.fund_share, one.institution_share) == (0, 0, 0, 0) and not one.missing


def _arithmetic_readds(trial: SettlementTrial) -> bool:
    one = trial.asked(trial.facts)
    lines = ((one.arithmetic, one.fund_share), (one.budget_arithmetic, one.budget))
    return all(line is None or _added_up(line) == (stated, stated) for line, stated in lines)


def _added_up(line: str) -> tuple[Decimal, Decimal]:
    """Return what the terms of a line come to, to the fen, and what it says they do."""
    terms, _, stated = line.rpartition(" = ")
    total = _ZERO
    for term in _TERM.finditer(terms):
        total += Decimal(term["amount"]) * Decimal(term["times"] or 1) / (_HUNDRED if term["share"] else 1)
    return to_fen(total), Decimal(stated)


_OWN = MappingProxyType[Invariant, Callable[[SettlementTrial], bool]](
    {
        Invariant.MORE_NEVER_CHEAPER: _more_never_cheaper,
        Invariant.BETTER_NEVER_WORSE: _better_never_worse,
        Invariant.BOUNDS_KEPT: _bounds_kept,
        Invariant.PARTS_ADD_UP: _parts_add_up,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
