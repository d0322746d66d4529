"""What acts found cost: items of a tariff, shares of costs, multiples of damages, once they are established."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.charges.account import WHOLE, ZERO, Account, charge_of, fen
from core.assessment.charges.terms import ActFound, Charge, ConsequenceOwed, Cost
from core.assessment.money import yuan
from core.assessment.outcome import StepKind
from core.assessment.points.sanctions import name_of
from core.regulation.base import Range
from core.regulation.schemes.charges import (
    ActRule,
    CategoryShare,
    CostKind,
    CostShare,
    CountedBy,
    Multiple,
    Proof,
    Tariff,
)
from core.text import Text

_Priced = tuple[Charge, StepKind, tuple[Text | str, ...]]
"""A charge, and the step that says how it comes about if its amount is decided."""


def price_act(rule: ActRule, account: Account, act: ActFound) -> None:
    """Enter what an act costs and what follows from it, or note what is missing to say so."""
    failed, unknown = _unproven(rule, act)
    if failed:
        told = (act.on.isoformat(), rule.label, _PROOFS[failed[0]])
        account.add(charge_of(rule, act, ZERO), StepKind.CHARGE_NOT_DUE, told)
        return
    for proof in unknown:
        account.lack(f"acts.{act.id}.{proof.lower()}", _PROOFS[proof], act.id, rule.cite)
    for charge, kind, told in _priced(rule, account, act):
        if unknown:
            account.leave(replace(charge, amount=None, amount_from=ZERO, amount_to=charge.most))
        elif charge.amount is None:
            account.leave(charge)
        else:
            account.add(charge, kind, told)
    if isinstance(rule, Multiple) and not unknown:
        _follow(rule, account, act)


def _unproven(rule: ActRule, act: ActFound) -> tuple[list[Proof], list[Proof]]:
    """Return what was found not to hold of all that the rule requires, and what is not known."""
    known: dict[Proof, bool] = {}
    for one in act.proofs:
        known[one.proof] = known.get(one.proof, True) and one.holds
    failed = [proof for proof in rule.requires if known.get(proof) is False]
    return failed, [proof for proof in rule.requires if proof not in known]


def _priced(rule: ActRule, account: Account, act: ActFound) -> Iterator[_Priced]:
    match rule:
        case Tariff():
            yield _by_tariff(rule, act)
        case CostShare():
            yield from _by_cost(rule, account, act)
        case Multiple():
            yield _by_damages(rule, account, act)
        case _:
            raise TypeError(f"no act is priced by {type(rule).__name__}")


def _by_tariff(rule: Tariff, act: ActFound) -> _Priced:
    quantity = act.items if rule.counted_by is CountedBy.ITEM else 1
    amount = fen(quantity * Fraction(rule.amount))
    charge = replace(charge_of(rule, act, amount), quantity=Decimal(quantity), unit_amount=fen(rule.amount))
    told = (act.on.isoformat(), rule.label, str(quantity), yuan(rule.amount), yuan(amount))
    return charge, StepKind.CHARGE_ITEMS, told


def _by_cost(rule: CostShare, account: Account, act: ActFound) -> Iterator[_Priced]:
    if not act.costs:
        text = Text(zh="须写明费用", en="the costs must be named")
        account.lack(f"acts.{act.id}.costs", text, act.id, rule.cite)
        yield charge_of(rule, act, None), StepKind.CHARGE_SHARE, ()
    for cost in act.costs:
        share = next((one for one in rule.shares if not one.of or cost.kind in one.of), None)
        if share is None:
            told = (act.on.isoformat(), rule.label, _COSTS[cost.kind], yuan(cost.amount))
            yield replace(charge_of(rule, act, ZERO), base=fen(cost.amount)), StepKind.CHARGE_UNPRICED, told
        else:
            yield _by_share(rule, account, act, cost, share)


def _by_share(rule: CostShare, account: Account, act: ActFound, cost: Cost, share: CategoryShare) -> _Priced:
    percent = share.percent if isinstance(share.percent, Decimal) else _decided(share, share.percent, account, act)
    charge = replace(charge_of(rule, act, None), citation=share.cite, base=fen(cost.amount), percent=percent)
    if percent is None:
        low, high = (share.percent.from_, share.percent.to) if isinstance(share.percent, Range) else (ZERO, ZERO)
        bounds = replace(charge, amount_from=_part(low, cost.amount), amount_to=_part(high, cost.amount))
        return bounds, StepKind.CHARGE_SHARE, ()
    amount = _part(percent, cost.amount)
    told = (
        act.on.isoformat(),
        rule.label,
        _COSTS[cost.kind],
        yuan(cost.amount),
        plain(percent),
        yuan(amount),
    )
    return replace(charge, amount=amount), StepKind.CHARGE_SHARE, told


def _decided(share: CategoryShare, allowed: Range, account: Account, act: ActFound) -> Decimal | None:
    """Return the share that the decision carries, or None after noting that it is missing or not allowed."""
    if act.percent is not None and act.percent in allowed:
        return act.percent
    low, high = plain(allowed.from_), plain(allowed.to)
    if act.percent is None:
        text = Text(
            zh=f"承担比例由决定在 {low}% 至 {high}% 之间写明",
            en=f"the decision must state the share, between {low} % and {high} %",
        )
    else:
        text = Text(
            zh=f"决定的比例 {plain(act.percent)}% 不在 {low}% 至 {high}% 之间",
            en=f"the decided {plain(act.percent)} % is not between {low} % and {high} %",
        )
    account.lack(f"acts.{act.id}.percent", text, act.id, share.cite)
    return None


def _part(percent: Decimal, amount: Decimal) -> Decimal:
    return fen(Fraction(percent) * Fraction(amount) / WHOLE)


def _by_damages(rule: Multiple, account: Account, act: ActFound) -> _Priced:
    charge = replace(charge_of(rule, act, None), quantity=Decimal(rule.times), from_deposit=rule.from_deposit)
    if act.damages is None:
        text = Text(zh="须写明违约金", en="the liquidated damages must be named")
        account.lack(f"acts.{act.id}.damages", text, act.id, rule.cite)
        return charge, StepKind.CHARGE_MULTIPLE, ()
    amount = fen(rule.times * Fraction(act.damages))
    way = _DEPOSIT if rule.from_deposit else _PAID
    told = (act.on.isoformat(), rule.label, str(rule.times), yuan(act.damages), yuan(amount), way)
    return replace(charge, amount=amount, unit_amount=fen(act.damages)), StepKind.CHARGE_MULTIPLE, told


def _follow(rule: Multiple, account: Account, act: ActFound) -> None:
    for one in rule.consequences:
        account.consequences.append(
            ConsequenceOwed(kind=one.kind, citation=one.cite, rule=rule.id, record=act.id, on=act.on)
        )
        account.note(StepKind.CHARGE_CONSEQUENCE, one.cite, (act.on.isoformat(), rule.label, name_of(one.kind)), act.id)


_DEPOSIT = Text(zh="自保证金扣减", en="taken from the deposit")
_PAID = Text(zh="应缴", en="to be paid")
_PROOFS = MappingProxyType(
    {
        Proof.CONFIRMED: Text(zh="经办机构审核认定", en="confirmation of the deduction by the agency"),
        Proof.APPEAL_REJECTED: Text(zh="申诉被驳回", en="rejection of the appeal"),
        Proof.VERIFIED: Text(zh="查证属实", en="verification of the act"),
    }
)
_COSTS = MappingProxyType(
    {
        CostKind.DRUGS: Text(zh="药费", en="drugs"),
        CostKind.TESTS: Text(zh="检查费", en="tests"),
        CostKind.TREATMENT: Text(zh="治疗费", en="treatment"),
        CostKind.PRESCRIPTION: Text(zh="处方", en="the prescription"),
        CostKind.OTHER: Text(zh="其他费用", en="other costs"),
    }
)
