"""The charges engine: acts, measured values and audit deductions under one law → what is owed, by whom, and why."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from core.assessment.arithmetic import plain
from core.assessment.charges.account import (
    WHOLE,
    ZERO,
    Account,
    ChargedRecord,
    charge_of,
    fen,
    line_of_charges,
    owed_by_each,
    total_of,
)
from core.assessment.charges.acts import price_act
from core.assessment.charges.excess import Rows, misplaced, price_measured
from core.assessment.charges.terms import ActFound, AuditDeduction, ChargesFacts, ChargesOutcome, MeasuredValue
from core.assessment.money import yuan
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.preamble import preamble
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.charges import ActRule, AuditShares, ChargesScheme, Excess, OrdinalBy, Reset, Rule
from core.regulation.vocabulary import Scheme
from core.text import Text

_YEAR = 12


def assess_charges(law: Law, facts: ChargesFacts, period: Period, as_of: date) -> ChargesOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Records after ``as_of`` do not count. Records before the period are looked at, since windows stand in a row and
    problems recur; charges are those of ``period`` alone.
    """
    scheme = law.regulation.charges
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, period, as_of, digest)
    facts = ChargesFacts(
        acts=tuple(one for one in facts.acts if one.on <= as_of),
        measured=tuple(one for one in facts.measured if one.on <= as_of),
        deductions=tuple(one for one in facts.deductions if one.on <= as_of),
    )
    account = _draw_up(scheme, facts, period)
    outcome = ChargesOutcome(
        law=law,
        period=period,
        as_of=as_of,
        facts_digest=digest,
        missing=tuple(account.missing),
        charges=tuple(account.charges),
        consequences=tuple(account.consequences),
    )
    if not account.open:
        outcome = _with_sums(outcome, account)
    steps = (*preamble(law, Scheme.CHARGES), *account.steps, *_reported(account), *_summed(outcome, scheme))
    return replace(outcome, steps=steps)


def _draw_up(scheme: ChargesScheme, facts: ChargesFacts, period: Period) -> Account:
    """Go through the records in the order of their days and, on one day, of the text."""
    excesses = {one.id: one for one in scheme.excesses}
    acts: dict[str, ActRule] = {one.id: one for one in (*scheme.tariffs, *scheme.costs, *scheme.multiples)}
    rows = Rows(excesses, facts.measured)
    account = Account(period)

    def rule_of(record: ChargedRecord) -> Rule | None:
        match record:
            case ActFound():
                return acts.get(record.rule)
            case MeasuredValue():
                return excesses.get(record.rule)
            case AuditDeduction():
                return scheme.audit

    def order(record: ChargedRecord) -> tuple[date, list[int], str, str]:
        rule = rule_of(record)
        place = [part.number for part in rule.cite.parts] if rule is not None else []
        return record.on, place, rule.id if rule is not None else "", record.id

    records: list[ChargedRecord] = sorted([*facts.acts, *facts.measured, *facts.deductions], key=order)
    for record in records:
        rule = rule_of(record)
        if record.on not in period:
            _look_at(rule, account, record)
        elif rule is None:
            _unknown(account, record)
        else:
            _price(rule, rows, account, record, facts)
    return account


def _price(rule: Rule, rows: Rows, account: Account, record: ChargedRecord, facts: ChargesFacts) -> None:
    if isinstance(rule, Excess) and isinstance(record, MeasuredValue):
        price_measured(rule, rows, account, record)
    elif isinstance(rule, AuditShares) and isinstance(record, AuditDeduction):
        _share(rule, account, record, facts)
    elif isinstance(rule, ActRule) and isinstance(record, ActFound):
        price_act(rule, account, record)


def _look_at(rule: Rule | None, account: Account, record: ChargedRecord) -> None:
    """Note what is missing of a value outside the period that could stand in a row with one inside."""
    if isinstance(rule, Excess) and isinstance(record, MeasuredValue) and rule.repeat is not None:
        for name, text in misplaced(rule, record):
            account.open = True
            account.lack(f"measured.{record.id}.{name}", text, record.id, rule.cite)


def _unknown(account: Account, record: ChargedRecord) -> None:
    """Note that the regulation has no rule of the name, or none for audit deductions at all."""
    account.open = True
    if isinstance(record, AuditDeduction):
        text = Text(zh="规定没有审核扣款的承担办法", en="the regulation has no rule on audit deductions")
        account.lack("charges.audit", text, record.id, None)
        return
    kind = "excesses" if isinstance(record, MeasuredValue) else "acts"
    text = Text(zh=f"规定中没有扣款规则 {record.rule}", en=f"the regulation has no rule {record.rule} of that kind")
    account.lack(f"charges.{kind}.{record.rule}", text, record.id, None)


def _share(rule: AuditShares, account: Account, record: AuditDeduction, facts: ChargesFacts) -> None:
    """Enter the share of an audit deduction, by how often its kind of problem has occurred."""
    months = {_month(one.on) for one in facts.deductions if one.problem == record.problem}
    ordinal = ordinal_of(rule, months, _month(record.on))
    share = rule.shares[min(ordinal, len(rule.shares)) - 1]
    amount = fen(Fraction(share.percent) * Fraction(record.amount) / WHOLE)
    base = fen(record.amount)
    charge = replace(
        charge_of(rule, record, amount),
        citation=share.cite,
        percent=share.percent,
        base=base,
        rest=base - amount,
        ordinal=ordinal,
    )
    told = (record.on.isoformat(), record.problem, str(ordinal), yuan(base), plain(share.percent), yuan(amount))
    account.add(charge, StepKind.CHARGE_OCCURRENCE, told)


def ordinal_of(rule: AuditShares, months: set[int], month: int) -> int:
    """Return for which time a problem that occurred in ``months`` occurs in ``month``, one of them."""
    if rule.reset is Reset.CALENDAR_YEAR:
        months = {one for one in months if one // _YEAR == month // _YEAR}
    first = min(months)
    if rule.ordinal_by is OrdinalBy.CALENDAR:
        return max(1, month - first + 1 - rule.lag_months)
    return 1 + sum(1 for one in months if first + rule.lag_months < one <= month)


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _with_sums(outcome: ChargesOutcome, account: Account) -> ChargesOutcome:
    owed = [one for one in account.charges if not one.from_deposit]
    taken = [one for one in account.charges if one.from_deposit]
    total, least, most = total_of(owed)
    deposit, _, _ = total_of(taken)
    return replace(
        outcome,
        total=total,
        total_from=least,
        total_to=most,
        owed=owed_by_each(owed),
        deposit_change=-deposit if deposit else deposit,
        arithmetic=line_of_charges(owed) if total is not None else None,
        deposit_arithmetic=line_of_charges(taken, taken=True) if deposit else None,
    )


def _reported(account: Account) -> list[Step]:
    """Return a step for each rule used that is only reported."""
    used = {one.rule: one for one in reversed(account.charges) if one.reported}
    return [Step(StepKind.CHARGE_REPORTED, one.citation, (name, one.label)) for name, one in reversed(used.items())]


def _summed(outcome: ChargesOutcome, scheme: ChargesScheme) -> list[Step]:
    steps: list[Step] = []
    if outcome.total is not None:
        told = (outcome.period.name, yuan(outcome.total))
        steps.append(Step(StepKind.CHARGE_TOTAL, scheme.cite, told, ZERO, outcome.total))
    if outcome.deposit_change:
        told = (outcome.period.name, yuan(-outcome.deposit_change))
        steps.append(Step(StepKind.CHARGE_DEPOSIT, scheme.cite, told))
    return steps


def _undecided(law: Law, period: Period, as_of: date, digest: str) -> ChargesOutcome:
    gap = law.regulation.gap_of(Scheme.CHARGES)
    label = gap.label if gap else Text(zh="该规定没有扣款办法", en="the regulation has no charges scheme")
    names = gap.parameters if gap and gap.parameters else ("charges",)
    missing = tuple(Missing(name, label) for name in names)
    steps = (*preamble(law, Scheme.CHARGES), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return ChargesOutcome(law=law, period=period, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)
