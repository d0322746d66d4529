"""What every regulation with charges keeps, each invariant tried on made-up findings of two years."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.charges.account import fen
from core.assessment.charges.assess import assess_charges
from core.assessment.charges.excess import breach_of
from core.assessment.charges.terms import Charge, ChargesFacts, ChargesOutcome, MeasuredValue
from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial, left_out
from core.assessment.periods import Period
from core.regulation.law import Law
from core.regulation.schemes.charges import Excess
from core.regulation.vocabulary import PeriodKind, Scheme

_ZERO = Decimal(0)
_WHOLE = 100
_TERM = re.compile(r"(?P<minus>- )?(?:(?P<times>[\d.]+)(?P<share>%)?×)?(?P<amount>[\d.]+)(?:\[[^\]]*\]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesTrial(Trial[ChargesFacts, ChargesOutcome]):
    """Findings, measured values and audit deductions made up under a law; asked about is the year of the day."""

    scheme_name: ClassVar[Scheme] = Scheme.CHARGES

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What charges keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def excesses(self) -> Mapping[str, Excess]:
        """The rules that price what lies beyond a standard, by id."""
        scheme = self.law.regulation.charges
        return {one.id: one for one in scheme.excesses} if scheme is not None else {}

    @property
    def year(self) -> Period:
        """The period asked about."""
        return Period.of(PeriodKind.YEAR, self.as_of)

    def answer(self, law: Law, facts: ChargesFacts, day: date) -> ChargesOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``, for its year."""
        return assess_charges(law, facts, Period.of(PeriodKind.YEAR, day), day)

    def asked_for(self, facts: ChargesFacts, period: Period) -> ChargesOutcome:
        """Return what the law makes of ``facts`` for ``period`` on the day of the trial."""
        return assess_charges(self.law, facts, period, self.as_of)


def _periods_apart(trial: ChargesTrial) -> bool:
    quarters = [Period.parse(f"{trial.as_of.year}-Q{number}") for number in range(1, 5)]
    apart = [one for quarter in quarters for one in trial.asked_for(trial.facts, quarter).charges]
    return apart == list(trial.asked(trial.facts).charges)


def _more_never_cheaper(trial: ChargesTrial) -> bool:
    """Return whether no record lowers what another costs; a value within its standard may end a row of breaches."""
    after = _amounts(trial.asked(trial.facts))
    return all(
        _amounts_kept(_amounts(trial.asked(fewer)), after)
        for fewer in left_out(trial.facts)
        if not _complying(trial, set(trial.facts.measured) - set(fewer.measured))
    )


def _amounts(outcome: ChargesOutcome) -> dict[tuple[str, str, int], Charge]:
    counted: dict[tuple[str, str, int], Charge] = {}
    for one in outcome.charges:
        place = sum(1 for rule, record, _ in counted if (rule, record) == (one.rule, one.record))
        counted[one.rule, one.record, place] = one
    return counted


def _amounts_kept(before: Mapping[tuple[str, str, int], Charge], after: Mapping[tuple[str, str, int], Charge]) -> bool:
    pairs = [(one.amount, after[key].amount) for key, one in before.items() if key in after]
    return len(pairs) == len(before) and all(low is None or high is None or low <= high for low, high in pairs)


def _complying(trial: ChargesTrial, gone: set[MeasuredValue]) -> bool:
    breaches = [breach_of(trial.excesses[one.rule], one) for one in gone if one.rule in trial.excesses]
    return any(one is not None and one.complies for one in breaches)


def _better_never_worse(trial: ChargesTrial) -> bool:
    """Return whether no value costs more once it lies half as far from its standard."""
    before = _amounts(trial.asked(trial.facts))
    for index, one in enumerate(trial.facts.measured):
        closer = _closer(trial, one)
        measured = (*trial.facts.measured[:index], closer, *trial.facts.measured[index + 1 :])
        after = _amounts(trial.asked(replace(trial.facts, measured=measured)))
        if not _amounts_kept(after, before):
            return False
    return True


def _closer(trial: ChargesTrial, one: MeasuredValue) -> MeasuredValue:
    rule = trial.excesses.get(one.rule)
    standard = one.standard if rule is None or rule.standard is None else rule.standard
    return one if standard is None else replace(one, value=(one.value + standard) / 2)


def _parts_add_up(trial: ChargesTrial) -> bool:
    one = trial.asked(trial.facts)
    owed = [each for each in one.charges if not each.from_deposit]
    taken = [each for each in one.charges if each.from_deposit]
    whole = [each.base for each in one.charges if each.rest is not None]
    split = [(each.amount or _ZERO) + each.rest for each in one.charges if each.rest is not None]
    if whole != split:
        return False
    if one.total is None or one.deposit_change is None:
        return one.total_from is None or one.total_to is None or one.total_from <= one.total_to
    total = _sum(owed)
    return one.total == total == sum((each.total or _ZERO for each in one.owed), _ZERO) and (
        one.deposit_change == -_sum(taken)
    )


def _sum(charges: list[Charge]) -> Decimal:
    return sum((one.amount or _ZERO for one in charges), _ZERO)


def _bounds_kept(trial: ChargesTrial) -> bool:
    """Return whether every amount is in whole fen and not below zero, and every share at most the whole."""
    outcome = trial.asked(trial.facts)
    return all(
        amount == fen(amount) >= 0 and (one.base is None or amount <= one.base)
        for one in outcome.charges
        for amount in (one.amount, one.amount_from, one.amount_to)
        if amount is not None
    )


def _initial_state(trial: ChargesTrial) -> bool:
    one = trial.asked(ChargesFacts())
    return (one.total, one.deposit_change) == (0, 0) and not (one.charges or one.consequences or one.missing)


def _arithmetic_readds(trial: ChargesTrial) -> bool:
    outcome = trial.asked(trial.facts)
    lines = ((outcome.arithmetic, outcome.total), (outcome.deposit_arithmetic, outcome.deposit_change))
    return all(line is None or _added_up(line) == (stated, stated) for line, stated in lines)


def _added_up(line: str) -> tuple[Fraction, Decimal]:
    """Return what the terms of a line come to, and what it says they do."""
    terms, _, stated = line.rpartition(" = ")
    return sum(_values(terms), Fraction(0)), Decimal(stated)


def _values(terms: str) -> Iterator[Fraction]:
    for term in _TERM.finditer(terms):
        product = Fraction(term["amount"]) * Fraction(term["times"] or 1) / (_WHOLE if term["share"] else 1)
        yield -product if term["minus"] else product


_OWN = MappingProxyType[Invariant, Callable[[ChargesTrial], bool]](
    {
        Invariant.PERIODS_APART: _periods_apart,
        Invariant.MORE_NEVER_CHEAPER: _more_never_cheaper,
        Invariant.BETTER_NEVER_WORSE: _better_never_worse,
        Invariant.BOUNDS_KEPT: _bounds_kept,
        Invariant.PARTS_ADD_UP: _parts_add_up,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
