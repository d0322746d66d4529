"""The scorecard scheme of a regulation (考核评分): indicators with their weights, grades, and what follows."""

from decimal import Decimal

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import PeriodKind
from schema.vocabulary_of_grades import BroughtBy, Normalisation, Rounding, ScorecardConsequenceKind, Scored


@strawberry.type(description="Something that is scored (指标).")
class ScorecardIndicator:
    """Stands for ``core.regulation.schemes.scorecard.Indicator``."""

    code: str = field("Its name within the regulation, for `ScoreInput.indicator`.", "id")
    citation: Citation = field("Where the text names it, and its weight if there is one.", "cite")
    label: Text = field("The indicator in short.")
    weight: int | None = field("Its weight in per cent; 0: it does not count. None: the text gives none.")


@strawberry.type(description="A group of indicators, scored as a whole where its indicators have no weights.")
class ScorecardGroup:
    """Stands for ``core.regulation.schemes.scorecard.Group``."""

    code: str = field("Its name within the regulation, for `ScoreInput.indicator`.", "id")
    citation: Citation = field("Where the text names it, and its weight if there is one.", "cite")
    label: Text = field("The group in short.")
    weight: int | None = field(
        "Its weight in per cent; 0: it does not count. None: that of its indicators together, or the text gives none."
    )
    counts: int | None = field(
        "The weight with which it counts: its own, or that of its indicators together; none: not known."
    )
    indicators_sum: int | None = field(
        "What the weights of its indicators add up to; none: it has none, or one of them has no weight.", "sum"
    )
    indicators: list[ScorecardIndicator] = field("What it is made of.")


@strawberry.type(description="Weights that do not add up to what they should: the text contradicts itself.")
class WeightContradiction:
    """Stands for ``core.regulation.schemes.scorecard.Contradiction``."""

    group: ScorecardGroup | None = field("The group whose indicators are meant; none: all groups together.")
    stated: int = field("What they should add up to: the group's own weight, or a hundred.")
    found: int = field("What they add up to.")


@strawberry.type(description="A standard that scores can be given against (考评标准).")
class ScorecardStandard:
    """Stands for ``core.regulation.schemes.scorecard.Standard``."""

    code: str = field("Its name within the regulation, for the argument `standard` of `simulateScorecard`.", "id")
    citation: Citation = field("Where the text names it.", "cite")
    label: Text = field("The standard in short.")
    adopted: bool = field("Whether it is at hand: the text's own basic one, or one that the operator has adopted.")
    falls_back_to: str | None = field(
        "Code of the standard that applies while this one has not been adopted; none: nothing can be scored against it."
    )


@strawberry.type(description="A grade (等级).")
class ScorecardGrade:
    """Stands for ``core.regulation.schemes.scorecard.Grade``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text names it, and its bound if there is one.", "cite")
    label: Text = field("What the text calls it.")
    at_least: Decimal | None = field(
        "The least score that earns it; none: the lowest grade, or the text gives no bound."
    )


@strawberry.type(description="The grades: each from its least score up to, but not including, that of the one above.")
class ScorecardScale:
    """Stands for ``core.regulation.schemes.scorecard.Scale``."""

    citation: Citation = field("Where the table stands; if it is borrowed, in the text that it is from.", "cite")
    borrowed_from: str | None = field("Code of the regulation whose table this is; none: the text's own.")
    applies: bool = field("Whether scores are graded by it.")
    rounding: Rounding = field("What is done to a score before it is graded.")
    grades: list[ScorecardGrade] = field("The grades, best first.")


@strawberry.type(description="A reward, penalty, duty or publication that follows.")
class ScorecardConsequence:
    """Stands for ``core.regulation.schemes.scorecard.Consequence``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text provides for it.", "cite")
    label: Text = field("The consequence in short.")
    kind: ScorecardConsequenceKind = field("What it is.")
    brought_by: BroughtBy = field("What brings it about.")
    grades: list[str] = field("Codes of the grades that bring it about, where `broughtBy` is GRADE.")
    by_share: bool = field("Whether the text speaks of a share of something, such as a bonus.")
    percent: Decimal | None = field("That share in per cent; none: not a share, or the text gives no number.")


@strawberry.type(description="A finding that caps the grade, whatever the score (一票否决).")
class ScorecardVeto:
    """Stands for ``core.regulation.schemes.scorecard.Veto``."""

    code: str = field("Its name within the regulation, for `VetoInput.veto`.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("The finding in short.")
    grade: str = field("Code of the best grade still possible.")


@strawberry.type(description="Weighted indicators, a score, a grade, and what follows (考核评分).")
class ScorecardScheme:
    """Stands for ``core.regulation.schemes.scorecard.ScorecardScheme``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    subject: Scored = field("Who is scored.")
    period: PeriodKind | None = field("The interval that a score is about; none: the text gives none.")
    full: Decimal | None = field("The greatest score of an indicator, and of the whole; none: the text gives none.")
    normalisation: Normalisation = field("How weights make a score.")
    groups: list[ScorecardGroup] = field("What is scored, in the order of the text.")
    weights_sum: int | None = field("What the weights of all groups add up to; none: one of them is not known.", "sum")
    contradictions: list[WeightContradiction] = field(
        "Where weights do not add up; empty: they do, or the text gives none.", lambda one: one.contradictions()
    )
    standards: list[ScorecardStandard] = field("The standards that scores can be given against.")
    scale: ScorecardScale | None = field("The grades; none: the text names none.")
    vetoes: list[ScorecardVeto] = field("Findings that cap the grade.")
    consequences: list[ScorecardConsequence] = field("What follows, in the order of the text.")
