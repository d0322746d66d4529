"""From a score to a grade, what follows from it, and how far it is to the next better one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.scorecard.sums import to_places, up_to_places
from core.assessment.scorecard.terms import ConsequenceDue, ScorecardFacts, ScorecardOutcome, ScoreHeadroom
from core.regulation.citation import Citation
from core.regulation.schemes.scorecard import BroughtBy, Grade, Rounding, Scale, ScorecardScheme
from core.text import Text

_HALF = Fraction(1, 2)
_GROUND = MappingProxyType(
    {
        BroughtBy.GRADE: Text(zh="该等级带来", en="the grade brings"),
        BroughtBy.RESULT: Text(zh="凡有结果即", en="every result brings"),
        BroughtBy.DECISION: Text(zh="可另行决定", en="may be decided"),
    }
)


@dataclass(slots=True)
class Award:
    """A grade, while it is arrived at; None: the text has none, or what it rests on is missing."""

    grade: Grade | None = None
    is_capped: bool = False
    missing: list[Missing] = field(default_factory=list[Missing])
    steps: list[Step] = field(default_factory=list[Step])
    used: set[str] = field(default_factory=set[str])


def awarded(scheme: ScorecardScheme, facts: ScorecardFacts, outcome: ScorecardOutcome, exact: Fraction) -> Award:
    """Return the grade that the score ``exact`` earns, or less if a finding caps it."""
    award, scale = Award(), scheme.scale
    if scale is None or not scale.applies:
        return award
    unstated = [one for one in scale.grades[:-1] if one.at_least is None]
    if unstated:
        award.missing.append(_bounds_missing(unstated))
        return award
    unknown = _unknown_findings(scheme, facts, outcome)
    if unknown:
        award.missing += unknown
        return award
    if scale.borrowed_from is not None:
        award.steps.append(Step(StepKind.GRADE_BORROWED, scheme.cite, (scale.borrowed_from,)))
    grade = earned(scale, exact)
    award.grade = grade
    award.steps.append(Step(StepKind.GRADE_EARNED, place_of(scale, grade), (plain(to_places(exact)), grade.label)))
    _cap(award, scheme, scale, facts, outcome)
    award.used.add(award.grade.id)
    return award


def earned(scale: Scale, exact: Fraction) -> Grade:
    """Return the best grade whose bound the score reaches; the lowest has none. Every bound must be known."""
    score = graded_as(scale, exact)
    reached = (one for one in scale.grades[:-1] if one.at_least is not None and score >= Fraction(one.at_least))
    return next(reached, scale.grades[-1])


def place_of(scale: Scale, grade: Grade) -> Citation:
    """Return where the grade is set: in the text itself, or in that which the table is borrowed from."""
    return grade.cite.seen_from_outside(scale.borrowed_from) if scale.borrowed_from is not None else grade.cite


def graded_as(scale: Scale, exact: Fraction) -> Fraction:
    """Return the number that is held against the bounds."""
    return Fraction(floor(exact + _HALF)) if scale.rounding is Rounding.HALF_UP else exact


def _cap(award: Award, scheme: ScorecardScheme, scale: Scale, facts: ScorecardFacts, outcome: ScorecardOutcome) -> None:
    """Lower the grade to what findings of the period allow."""
    found = _found(facts, outcome)
    order = [one.id for one in scale.grades]
    for veto in scheme.vetoes:
        if veto.id not in found or award.grade is None:
            continue
        award.used.add(veto.id)
        award.is_capped = True
        if order.index(veto.grade) > order.index(award.grade.id):
            award.grade = scale.grades[order.index(veto.grade)]
        award.steps.append(Step(StepKind.GRADE_CAPPED, veto.cite, (veto.label, award.grade.label)))


def _found(facts: ScorecardFacts, outcome: ScorecardOutcome) -> set[str]:
    """Return the findings of the period that were made by the day asked about."""
    return {one.veto for one in facts.vetoes if one.period == outcome.period and one.on <= outcome.as_of}


def _unknown_findings(scheme: ScorecardScheme, facts: ScorecardFacts, outcome: ScorecardOutcome) -> list[Missing]:
    unknown = sorted(_found(facts, outcome) - {one.id for one in scheme.vetoes})
    return [
        Missing(
            f"scorecard.vetoes.{name}",
            Text(zh=f"规定中没有否决项 {name}", en=f"the regulation has no such finding as {name}"),
        )
        for name in unknown
    ]


def _bounds_missing(grades: Sequence[Grade]) -> Missing:
    listed = ", ".join(f"scorecard.scale.grades.{one.id}.at_least" for one in grades)
    text = Text(
        zh=f"原文没有等级的分数线, 由经办者提供: {listed}",
        en=f"the text gives no bounds of the grades; the operator supplies: {listed}",
    )
    return Missing("grades", text)


def due(
    scheme: ScorecardScheme, grade: Grade | None
) -> tuple[tuple[ConsequenceDue, ...], list[Step], tuple[Missing, ...]]:
    """Return what follows from a score with ``grade``, in the order of the text, and the shares that are not known."""
    found: list[ConsequenceDue] = []
    steps: list[Step] = []
    missing: list[Missing] = []
    for one in scheme.consequences:
        if one.brought_by is BroughtBy.GRADE and (grade is None or grade.id not in one.grades):
            continue
        found.append(
            ConsequenceDue(
                id=one.id,
                kind=one.kind,
                label=one.label,
                citation=one.cite,
                brought_by=one.brought_by,
                by_share=one.by_share,
                percent=one.percent,
            )
        )
        steps.append(Step(StepKind.GRADE_FOLLOWS, one.cite, (_GROUND[one.brought_by], one.label)))
        if one.by_share and one.percent is None and one.brought_by is not BroughtBy.DECISION:
            missing.append(Missing(f"scorecard.consequences.{one.id}.percent", one.label))
    return tuple(found), steps, tuple(missing)


def headroom_of(
    scheme: ScorecardScheme, outcome: ScorecardOutcome, exact: Fraction, grade: Grade | None
) -> ScoreHeadroom | None:
    """Return how far it is to the next better grade; None if there is no grade or none better."""
    scale = scheme.scale
    if scale is None or grade is None:
        return None
    index = scale.grades.index(grade)
    better = scale.grades[index - 1] if index else None
    if better is None or better.at_least is None:
        return None
    bound = Fraction(better.at_least)
    if scale.rounding is Rounding.HALF_UP:
        bound = ceil(bound) - _HALF
    until = outcome.period.end
    return ScoreHeadroom(
        points_to_next=up_to_places(bound - exact),
        grade=better.id,
        label=better.label,
        citation=place_of(scale, better),
        days_until_reset=(until - outcome.as_of).days if outcome.as_of < until else None,
    )
