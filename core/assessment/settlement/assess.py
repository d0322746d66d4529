"""The settlement engine: a budget and what the year cost, under one law → instalments, reserve, who bears what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.money import FEN, to_fen, yuan
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.preamble import preamble
from core.assessment.settlement.overspend import HUNDRED, ZERO, headroom_of, share
from core.assessment.settlement.terms import (
    GrowthFound,
    GrowthVerdict,
    Instalment,
    OverspendFinding,
    SettlementFacts,
    SettlementOutcome,
)
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.settlement import Growth, SettlementScheme
from core.regulation.vocabulary import Scheme
from core.text import Text

_NO_BUDGET = Text(zh="该年度的预算", en="the budget of the year")
_NO_SCHEME = Text(zh="该规定没有预付结算办法", en="the regulation has no settlement scheme")
_NO_RELEASE = Text(zh="各考核等级发还预留金的比例", en="what part of the reserve each grade releases")
_NO_SURPLUS = Text(zh="结余归谁", en="who keeps a surplus")
_NO_SHARING = Text(zh="超支由谁负担", en="who bears an overspend")


def assess_settlement(law: Law, facts: SettlementFacts, period: Period, as_of: date) -> SettlementOutcome:
    """Return what ``law`` makes of ``facts`` for the budget year that ``period`` begins in, on the day ``as_of``.

    Instalments and reserve add up to the budget, and the two shares to the overspend, to the fen.
    """
    scheme = law.regulation.settlement
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, period, as_of, digest)
    year = Period.of(scheme.period, period.start)
    outcome = SettlementOutcome(
        law=law,
        as_of=as_of,
        facts_digest=digest,
        missing=(),
        period=year,
        final=year.end <= as_of,
        steps=preamble(law, Scheme.SETTLEMENT),
    )
    if facts.budget is None:
        outcome = _lacking(outcome, "settlement.budget", _NO_BUDGET)
    else:
        opening = Step(StepKind.BUDGET, scheme.cite, (year.name, yuan(facts.budget)), ZERO, facts.budget)
        outcome = replace(outcome, budget=facts.budget, steps=(*outcome.steps, opening))
        outcome = _with_growth(outcome, scheme.growth, facts.budget, facts.previous)
        outcome = _with_instalments(outcome, scheme, facts.budget)
        outcome = _with_release(outcome, scheme, facts.grade)
        outcome = _with_result(outcome, scheme, facts, facts.budget)
    unknown = tuple(Step(StepKind.MISSING, None, (one.name, one.text)) for one in outcome.missing)
    return replace(outcome, steps=(*outcome.steps, *unknown))


def _with_growth(
    outcome: SettlementOutcome, growth: Growth | None, budget: Decimal, previous: Decimal | None
) -> SettlementOutcome:
    if growth is None or previous is None:
        return outcome
    grown = (budget - previous) * HUNDRED
    verdict = GrowthVerdict.WITHIN
    if grown < previous * growth.from_:
        verdict = GrowthVerdict.BELOW
    elif grown > previous * growth.to:
        verdict = GrowthVerdict.ABOVE
    percent = to_fen(grown / previous) if previous else None
    arguments = (
        "-" if percent is None else plain(percent),
        plain(growth.from_),
        plain(growth.to),
        _VERDICTS[verdict],
    )
    step = Step(StepKind.GROWTH, growth.cite, arguments, previous, budget)
    found = GrowthFound(percent=percent, verdict=verdict, citation=growth.cite)
    return replace(outcome, growth=found, steps=(*outcome.steps, step))


_VERDICTS = MappingProxyType(
    {
        GrowthVerdict.BELOW: Text(zh="低于", en="below it"),
        GrowthVerdict.WITHIN: Text(zh="在区间内", en="within it"),
        GrowthVerdict.ABOVE: Text(zh="高于", en="above it"),
    }
)


def _with_instalments(outcome: SettlementOutcome, scheme: SettlementScheme, budget: Decimal) -> SettlementOutcome:
    """Split the part paid in advance over the year and keep the rest of the budget as the reserve."""
    stated, kept = scheme.instalments, scheme.reserve
    paid = to_fen(budget * stated.percent / HUNDRED)
    reserve = budget - paid
    periods = _periods(outcome.period, scheme)
    each = to_fen(budget * stated.percent / HUNDRED / len(periods))
    instalments: list[Instalment] = []
    left = paid
    for period in periods:
        amount = left if period is periods[-1] else min(each, left)
        instalments.append(Instalment(period=period, amount=amount))
        left -= amount
    terms = [
        f"{times}×{yuan(amount)}[{stated.cite}]" if times > 1 else f"{yuan(amount)}[{stated.cite}]"
        for amount, times in ((amount, len(list(same))) for amount, same in groupby(one.amount for one in instalments))
    ]
    arguments = (plain(stated.percent), str(len(periods)), yuan(instalments[0].amount), yuan(instalments[-1].amount))
    steps = (
        Step(StepKind.INSTALMENTS, stated.cite, arguments, ZERO, paid),
        Step(StepKind.RESERVE, kept.cite, (plain(kept.percent), yuan(reserve)), paid, budget),
    )
    return replace(
        outcome,
        instalments=tuple(instalments),
        paid=paid,
        reserve=reserve,
        budget_arithmetic=f"{' + '.join((*terms, f'{yuan(reserve)}[{kept.cite}]'))} = {yuan(budget)}",
        steps=(*outcome.steps, *steps),
    )


def _periods(year: Period, scheme: SettlementScheme) -> list[Period]:
    periods = [Period.of(scheme.instalments.every, year.start)]
    while periods[-1].end < year.end:
        periods.append(Period.of(scheme.instalments.every, periods[-1].end))
    return periods


def _with_release(outcome: SettlementOutcome, scheme: SettlementScheme, grade: str | None) -> SettlementOutcome:
    """Pay out the part of the reserve that the grade earns; without a table by grade it cannot be decided."""
    reserve, stated = outcome.reserve or ZERO, scheme.reserve
    if grade is None:
        step = Step(StepKind.RESERVE_HELD, stated.cite, (yuan(reserve),))
        return replace(outcome, steps=(*outcome.steps, step))
    percent = stated.release.get(grade)
    if percent is None:
        name = f"settlement.reserve.release.{grade}" if stated.release else "settlement.reserve.release"
        return _lacking(outcome, name, _NO_RELEASE)
    released = to_fen(reserve * percent / HUNDRED)
    step = Step(StepKind.RESERVE_RELEASED, stated.cite, (grade, plain(percent), yuan(released)), ZERO, released)
    return replace(outcome, reserve_released=released, steps=(*outcome.steps, step))


def _with_result(
    outcome: SettlementOutcome, scheme: SettlementScheme, facts: SettlementFacts, budget: Decimal
) -> SettlementOutcome:
    """Compare what the year cost with the budget."""
    if facts.actual is None:
        return outcome
    over = facts.actual - budget
    outcome = replace(
        outcome,
        surplus=max(FEN * 0, -over),
        overspend=max(FEN * 0, over),
        overspend_percent=to_fen(max(ZERO, over) * HUNDRED / budget) if budget else None,
    )
    if over > 0:
        return _with_overspend(outcome, scheme, facts.findings, budget, over)
    outcome = replace(outcome, fund_share=FEN * 0, institution_share=FEN * 0)
    if scheme.sharing is not None:
        outcome = replace(outcome, headroom=headroom_of(scheme.sharing, budget, facts.actual))
    if over == 0:
        return outcome
    if scheme.surplus is None:
        return _lacking(outcome, "settlement.surplus", _NO_SURPLUS)
    keeper = scheme.surplus.kept_by
    step = Step(StepKind.SURPLUS, scheme.surplus.cite, (yuan(-over), keeper.value), facts.actual, budget)
    return replace(outcome, surplus_kept_by=keeper, steps=(*outcome.steps, step))


def _with_overspend(
    outcome: SettlementOutcome,
    scheme: SettlementScheme,
    findings: tuple[OverspendFinding, ...],
    budget: Decimal,
    over: Decimal,
) -> SettlementOutcome:
    percent = "-" if outcome.overspend_percent is None else plain(outcome.overspend_percent)
    actual = budget + over
    step = Step(StepKind.OVERSPEND, scheme.cite, (yuan(actual), yuan(over), percent), budget, actual)
    outcome = replace(outcome, steps=(*outcome.steps, step))
    if scheme.sharing is None:
        return _lacking(outcome, "settlement.sharing", _NO_SHARING)
    shared = share(scheme.sharing, budget, over, findings)
    return replace(
        outcome,
        missing=(*outcome.missing, *shared.missing),
        shared=shared.shared,
        fund_share=shared.fund,
        institution_share=shared.institution,
        bands=shared.bands,
        headroom=None if shared.shared is False else headroom_of(scheme.sharing, budget, actual),
        arithmetic=shared.arithmetic,
        rules_used=shared.used,
        steps=(*outcome.steps, *shared.steps),
    )


def _lacking(outcome: SettlementOutcome, name: str, otherwise: Text) -> SettlementOutcome:
    """Return the outcome with one thing more that is missing, in the words of the gap that declares it."""
    gaps = outcome.law.regulation.gaps
    text = next(
        (gap.label for gap in gaps if any(f"{name}.".startswith(f"{one}.") for one in gap.parameters)), otherwise
    )
    return replace(outcome, missing=(*outcome.missing, Missing(name, text)))


def _undecided(law: Law, period: Period, as_of: date, digest: str) -> SettlementOutcome:
    gap = law.regulation.gap_of(Scheme.SETTLEMENT)
    names = gap.parameters if gap and gap.parameters else ("settlement",)
    missing = tuple(Missing(name, gap.label if gap else _NO_SCHEME) for name in names)
    steps = (
        *preamble(law, Scheme.SETTLEMENT),
        *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing),
    )
    return SettlementOutcome(law=law, period=period, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)
