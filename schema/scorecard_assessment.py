"""The answer of the scorecard scheme: a score with its parts, a grade, what follows, and headroom."""

from dataclasses import dataclass
from decimal import Decimal

import strawberry

from core.assessment.scorecard.terms import ScorecardOutcome
from schema.assessment import Assessment
from schema.fields import field
from schema.points_terms import Period
from schema.text import Citation, Text
from schema.vocabulary_of_grades import BroughtBy, Normalisation, ScorecardConsequenceKind, Scored


@dataclass(frozen=True, slots=True)
class ScorecardAssessed:
    """An outcome of the scorecard scheme."""

    outcome: ScorecardOutcome


@strawberry.type(description="What one indicator scored.")
class IndicatorScore:
    """Stands for ``core.assessment.scorecard.terms.IndicatorScore``."""

    indicator: str = field("Code of the indicator within the regulation.")
    label: Text = field("The indicator in short.")
    citation: Citation = field("The place in the law.")
    weight: int = field("Its weight in per cent.")
    score: Decimal = field("Its score.")


@strawberry.type(description="What one group scored, and what it adds to the total.")
class GroupScore:
    """Stands for ``core.assessment.scorecard.terms.GroupScore``."""

    group: str = field("Code of the group within the regulation.")
    label: Text = field("The group in short.")
    citation: Citation = field("The place in the law.")
    weight: int = field("The weight with which it counts: its own, or that of its indicators together.")
    score: Decimal = field("The mean of its indicators by their weights, or its own score, to two places.")
    adds: Decimal = field(
        "What it adds to the total, to two places; over all groups these add up to the total before it is capped."
    )
    indicators: list[IndicatorScore] = field("Its indicators; empty: it was scored as a whole.")


@strawberry.type(description="Weights that do not add up to what they should, and what was done about it.")
class WeightWarning:
    """Stands for ``core.assessment.scorecard.terms.WeightWarning``."""

    group: str | None = field("Code of the group whose indicators are meant; none: all groups together.")
    citation: Citation = field("The place in the law.")
    stated: int = field("What they should add up to.")
    found: int = field("What they add up to.")
    text: Text = field("The warning as a sentence.")


@strawberry.type(description="What follows from a score, or may follow by decision.")
class ScorecardConsequenceDue:
    """Stands for ``core.assessment.scorecard.terms.ConsequenceDue``."""

    code: str = field("Its name within the regulation.", "id")
    kind: ScorecardConsequenceKind = field("What it is.")
    label: Text = field("The consequence in short.")
    citation: Citation = field("The place in the law.")
    brought_by: BroughtBy = field("What brings it about; if DECISION, it only may follow.")
    by_share: bool = field("Whether it is a share of something, such as a bonus.")
    percent: Decimal | None = field("That share in per cent; none: not a share, or the text gives no number.")


@strawberry.type(description="How far it is to the next better grade.")
class ScoreHeadroom:
    """Stands for ``core.assessment.scorecard.terms.ScoreHeadroom``."""

    points_to_next: Decimal = field("Points of the total that would earn it, rounded up to two places.")
    grade: str = field("Code of the grade that would be earned.")
    label: Text = field("What the text calls that grade.")
    citation: Citation = field("The place in the law.")
    days_until_reset: int | None = field("Days from `asOf` until the period ends; none: it has ended.")


@strawberry.type(description="A score, its grade and what follows, under one regulation (考核评分).")
class ScorecardAssessment(Assessment):
    """Stands for ``ScorecardAssessed``."""

    period: Period = field("The period that is scored.", "outcome.period")
    subject: Scored | None = field("Who is scored; none: the regulation has no scorecard.", "outcome.subject")
    normalisation: Normalisation | None = field(
        "How weights made the score; none: the regulation has no scorecard.", "outcome.normalisation"
    )
    score: Decimal | None = field(
        "The total to two places, halves upwards; the grade rests on the exact one. None: not decidable.",
        "outcome.score",
    )
    groups: list[GroupScore] = field("What makes up the total; empty: not decidable.", "outcome.groups")
    grade: str | None = field("Code of the grade; none: not decidable, or the text has none.", "outcome.grade")
    grade_label: Text | None = field("What the text calls the grade; none: there is none.", "outcome.grade_label")
    grade_citation: Citation | None = field("Where the grade is set; none: there is none.", "outcome.grade_citation")
    grade_borrowed_from: str | None = field(
        "Code of the regulation whose grades are used where the text has none of its own; none: its own.",
        "outcome.grade_borrowed_from",
    )
    standard: str | None = field("Code of the standard applied; none: none was named.", "outcome.standard")
    standard_chosen: str | None = field(
        "Code of the standard named in the question, which may not be the one applied.", "outcome.standard_chosen"
    )
    consequences: list[ScorecardConsequenceDue] = field(
        "What follows, in the order of the text.", "outcome.consequences"
    )
    warnings: list[WeightWarning] = field("Where weights do not add up; empty: they do.", "outcome.warnings")
    headroom: ScoreHeadroom | None = field(
        "How far it is to the next better grade; none: there is none better, a finding caps it, or not decidable.",
        "outcome.headroom",
    )
    arithmetic: str | None = field(
        "One line that re-adds to the score, such as (30×(15×100 + 15×80)/30[3.二] + 70×90[3.三])/100 = 90; "
        "none: not decidable.",
        "outcome.arithmetic",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, ScorecardAssessed)
