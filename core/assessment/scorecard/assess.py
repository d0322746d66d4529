"""The scorecard engine: scores under one law → total, grade, what follows, and every step."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.preamble import preamble
from core.assessment.scorecard.grades import awarded, due, headroom_of, place_of
from core.assessment.scorecard.sums import (
    Part,
    Term,
    Total,
    Weighed,
    countable,
    running,
    to_places,
    total_of,
    weigh,
    weights_missing,
)
from core.assessment.scorecard.terms import GroupScore, IndicatorScore, ScorecardFacts, ScorecardOutcome, WeightWarning
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.scorecard import Contradiction, Indicator, Normalisation, ScorecardScheme, Standard
from core.regulation.vocabulary import Scheme
from core.text import Text

_ALL_GROUPS = Text(zh="各组", en="the groups")
_RULES = MappingProxyType(
    {
        Normalisation.GROUP: Text(
            zh="按组权重, 组内按比例折算", en="each group keeps its weight, its indicators share it"
        ),
        Normalisation.SUM: Text(zh="各项权重除以合计", en="each indicator's weight is divided by the sum of all"),
        Normalisation.RAW: Text(
            zh="按各项权重相加, 不超过满分", en="the indicators' weights stand, the total is capped"
        ),
    }
)
_UNKNOWN = Text(zh="规定中没有此指标", en="the regulation has no such indicator")
_NO_WEIGHT = Text(zh="此项不单独计分", en="it is not what the total is made of")


@dataclass(slots=True)
class _Reading:
    """The scores of a period that can be used, and what is wrong with the others."""

    given: dict[str, str] = field(default_factory=dict[str, str])
    """What was given last for each indicator, usable or not."""
    values: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    missing: list[Missing] = field(default_factory=list[Missing])


def assess_scorecard(law: Law, facts: ScorecardFacts, period: Period, as_of: date) -> ScorecardOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Scores recorded after ``as_of`` and those of other periods do not count. A score that is not given is missing,
    never zero.
    """
    scheme = law.regulation.scorecard
    outcome = ScorecardOutcome(law=law, period=period, as_of=as_of, facts_digest=digest_of(facts), missing=())
    if scheme is None:
        return _undecided(outcome)
    read = _read(scheme, facts, period, as_of)
    weighed = weigh(scheme, read.values)
    missing, standard_steps, standard = _standard(scheme, facts)
    missing += [*_lacking(weighed, read)]
    outcome = replace(
        outcome,
        subject=scheme.subject,
        normalisation=scheme.normalisation,
        standard=standard.id if standard else None,
        standard_chosen=facts.standard,
        warnings=tuple(_warning(scheme, one) for one in scheme.contradictions()),
        rules_used=frozenset({one for one in (facts.standard, standard and standard.id) if one}),
    )
    steps = [*preamble(law, Scheme.SCORECARD), *(_warned(scheme, one) for one in scheme.contradictions())]
    steps += [*standard_steps, *_unused(scheme, read)]
    if not missing:
        total = total_of(scheme, weighed.parts)
        outcome = _with_total(outcome, weighed.parts, total)
        steps += _account(outcome, weighed.parts, total)
        outcome, follow_up = _graded(outcome, scheme, facts, total)
        missing += outcome.missing
        steps += follow_up
    steps += [Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing]
    return replace(outcome, missing=tuple(missing), steps=tuple(steps))


def _undecided(outcome: ScorecardOutcome) -> ScorecardOutcome:
    gap = outcome.law.regulation.gap_of(Scheme.SCORECARD)
    label = gap.label if gap else Text(zh="该规定没有考核评分办法", en="the regulation has no scorecard")
    names = gap.parameters if gap and gap.parameters else ("scorecard",)
    missing = tuple(Missing(name, label) for name in names)
    said = (Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing)
    return replace(outcome, missing=missing, steps=(*preamble(outcome.law, Scheme.SCORECARD), *said))


def _read(scheme: ScorecardScheme, facts: ScorecardFacts, period: Period, as_of: date) -> _Reading:
    """Return the latest score of each indicator in the period; those that contradict one another count as missing."""
    read = _Reading()
    latest: dict[str, tuple[date, set[Decimal]]] = {}
    for one in facts.scores:
        if one.period != period or one.recorded_on > as_of:
            continue
        day, values = latest.get(one.indicator, (one.recorded_on, set[Decimal]()))
        if one.recorded_on > day:
            day, values = one.recorded_on, set[Decimal]()
        if one.recorded_on == day:
            values.add(one.value)
        latest[one.indicator] = (day, values)
    for name, (_, values) in sorted(latest.items()):
        read.given[name] = ", ".join(plain(one) for one in sorted(values))
        reason = _misfit(scheme, values, read.given[name])
        if reason is None:
            read.values[name] = values.pop()
        else:
            read.missing.append(Missing(f"scores.{name}", reason))
    return read


def _misfit(scheme: ScorecardScheme, values: set[Decimal], listed: str) -> Text | None:
    if len(values) > 1:
        return Text(zh=f"同日有不同的评分: {listed}", en=f"different scores were recorded on one day: {listed}")
    if any(one < 0 or (scheme.full is not None and one > scheme.full) for one in values):
        full = plain(scheme.full) if scheme.full is not None else "…"
        return Text(zh=f"评分 {listed} 不在 0 与 {full} 之间", en=f"the score {listed} is not between 0 and {full}")
    return None


def _lacking(weighed: Weighed, read: _Reading) -> list[Missing]:
    """Return what is missing to make a total; a score that is there but cannot be used says why."""
    reasons = {one.name: one for one in read.missing}
    weights = [weights_missing(weighed.unweighted)] if weighed.unweighted else []
    return weights + [reasons.get(one.name, one) for one in weighed.unscored]


def _standard(scheme: ScorecardScheme, facts: ScorecardFacts) -> tuple[list[Missing], list[Step], Standard | None]:
    """Return the standard that applies, or what is missing for one to apply."""
    if facts.standard is None:
        return [], [], None
    known = {one.id: one for one in scheme.standards}
    chosen = known.get(facts.standard)
    if chosen is None:
        text = Text(zh=f"规定中没有标准 {facts.standard}", en=f"the regulation has no standard {facts.standard}")
        return [Missing(f"scorecard.standards.{facts.standard}", text)], [], None
    if chosen.adopted:
        return [], [Step(StepKind.SCORE_STANDARD, chosen.cite, (chosen.label,))], chosen
    other = known.get(chosen.falls_back_to or "")
    if other is None:
        return [Missing(f"scorecard.standards.{chosen.id}.adopted", chosen.label)], [], None
    return [], [Step(StepKind.SCORE_FALLBACK, chosen.cite, (chosen.label, other.label))], other


def _warning(scheme: ScorecardScheme, one: Contradiction) -> WeightWarning:
    label, rule = one.group.label if one.group else _ALL_GROUPS, _RULES[scheme.normalisation]
    return WeightWarning(
        group=one.group.id if one.group else None,
        citation=one.group.cite if one.group else scheme.cite,
        stated=one.stated,
        found=one.found,
        text=Text(
            zh=f"{label.zh}的权重应为 {one.stated}%, 合计 {one.found}%; {rule.zh}",
            en=f"the weights of {label.en} should come to {one.stated} % and come to {one.found} %; {rule.en}",
        ),
    )


def _warned(scheme: ScorecardScheme, one: Contradiction) -> Step:
    label = one.group.label if one.group else _ALL_GROUPS
    arguments = (label, str(one.stated), str(one.found), _RULES[scheme.normalisation])
    return Step(StepKind.SCORE_WEIGHTS, one.group.cite if one.group else scheme.cite, arguments)


def _unused(scheme: ScorecardScheme, read: _Reading) -> list[Step]:
    """Return a step for each score that was given and that the total is not made of."""
    known = {each.id for one in scheme.groups for each in (one, *one.indicators)}
    counted = countable(scheme)
    return [
        Step(StepKind.SCORE_UNUSED, scheme.cite, (name, given, _NO_WEIGHT if name in known else _UNKNOWN))
        for name, given in read.given.items()
        if name not in counted
    ]


def _with_total(outcome: ScorecardOutcome, parts: list[Part], total: Total) -> ScorecardOutcome:
    sums = running(total.adds)
    used = {part.group.id for part in parts} | {term.rule.id for part in parts for term in part.terms}
    return replace(
        outcome,
        score=to_places(total.exact),
        groups=tuple(
            GroupScore(
                group=part.group.id,
                label=part.group.label,
                citation=part.group.cite,
                weight=part.weight,
                score=to_places(part.mean),
                adds=sums[index + 1] - sums[index],
                indicators=tuple(_indicator(one) for one in part.terms if isinstance(one.rule, Indicator)),
            )
            for index, part in enumerate(parts)
        ),
        arithmetic=total.arithmetic,
        rules_used=outcome.rules_used | used,
    )


def _indicator(term: Term) -> IndicatorScore:
    rule = term.rule
    return IndicatorScore(indicator=rule.id, label=rule.label, citation=rule.cite, weight=term.weight, score=term.score)


def _account(outcome: ScorecardOutcome, parts: list[Part], total: Total) -> list[Step]:
    sums = running(total.adds)
    steps = [
        Step(StepKind.SCORE_GROUP, one.citation, (one.label, plain(one.score), plain(one.adds)), before, after)
        for one, before, after in zip(outcome.groups, sums[:-1], sums[1:], strict=True)
    ]
    arguments = (outcome.period.name, total.arithmetic)
    return [*steps, Step(StepKind.SCORE_TOTAL, parts[0].group.cite, arguments, sums[-1], outcome.score)]


def _graded(
    outcome: ScorecardOutcome, scheme: ScorecardScheme, facts: ScorecardFacts, total: Total
) -> tuple[ScorecardOutcome, list[Step]]:
    """Return ``outcome`` with its grade and what follows, and the steps that lead there."""
    award = awarded(scheme, facts, outcome, total.exact)
    follows, follow_steps, open_shares = due(scheme, award.grade)
    used = outcome.rules_used | award.used | {one.id for one in follows}
    scale = scheme.scale
    graded = replace(
        outcome,
        missing=(*award.missing, *open_shares),
        grade=award.grade.id if award.grade else None,
        grade_label=award.grade.label if award.grade else None,
        grade_citation=place_of(scale, award.grade) if scale and award.grade else None,
        grade_borrowed_from=scale.borrowed_from if scale and award.grade else None,
        consequences=follows,
        headroom=None if award.is_capped else headroom_of(scheme, outcome, total.exact, award.grade),
        rules_used=used,
    )
    return graded, [*award.steps, *follow_steps]
