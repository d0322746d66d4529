"""What a scorecard is told and what it answers: scores and findings in, a score with its grade and consequences out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.outcome import Outcome
from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.scorecard import BroughtBy, ConsequenceKind, Normalisation, Scored
from core.regulation.vocabulary import Scheme
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measurement (评分): what an indicator, or a group as a whole, scored in a period.

    A later one for the same indicator and period takes its place.
    """

    indicator: str
    """Id of the indicator or group."""
    value: Decimal
    period: Period
    recorded_on: date
    source: str | None = None
    """Where the value comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoFound:
    """A finding that caps the grade of a period."""

    veto: str
    """Id of the veto."""
    period: Period
    on: date
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardFacts:
    """All that the scorecard may look at for one subject, over all periods."""

    scores: tuple[Score, ...] = ()
    vetoes: tuple[VetoFound, ...] = ()
    standard: str | None = None
    """Id of the standard that the scores were given against; None: not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """What one indicator scored, and its weight."""

    indicator: str
    label: Text
    citation: Citation
    weight: int
    score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """What one group scored, and what it adds to the total."""

    group: str
    label: Text
    citation: Citation
    weight: int
    """The weight with which it counts: its own, or that of its indicators together."""
    score: Decimal
    """The mean of its indicators by their weights, or its own score, to two places."""
    adds: Decimal
    """What it adds to the total, to two places; over all groups these add up to the total before it is capped."""
    indicators: tuple[IndicatorScore, ...] = ()
    """Its indicators; empty where it is scored as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightWarning:
    """Weights that do not add up to what they should, with both figures."""

    group: str | None
    """Id of the group; None: all groups together."""
    citation: Citation
    stated: int
    found: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceDue:
    """What follows, or may follow by decision."""

    id: str
    kind: ConsequenceKind
    label: Text
    citation: Citation
    brought_by: BroughtBy
    by_share: bool
    """Whether it is a share of something."""
    percent: Decimal | None
    """That share in per cent; None: not a share, or the text gives no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHeadroom:
    """How far it is to the next better grade."""

    points_to_next: Decimal
    """Rounded up to two places, so that it suffices."""
    grade: str
    """Id of the grade that would be earned."""
    label: Text
    citation: Citation
    days_until_reset: int | None
    """Days from the day asked about until the period ends; None: it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardOutcome(Outcome):
    """The answer of the scorecard scheme for one subject, one period and one day."""

    scheme: Scheme = Scheme.SCORECARD
    period: Period
    subject: Scored | None = None
    normalisation: Normalisation | None = None
    score: Decimal | None = None
    """The score to two places, halves upwards; the grade rests on the exact one. None: not decidable."""
    groups: tuple[GroupScore, ...] = ()
    """What makes up the score; empty while it is not decidable."""
    grade: str | None = None
    """Id of the grade; None: not decidable, or the text has none."""
    grade_label: Text | None = None
    grade_citation: Citation | None = None
    grade_borrowed_from: str | None = None
    """Id of the regulation whose grades are used where the text has none of its own."""
    standard: str | None = None
    """Id of the standard applied."""
    standard_chosen: str | None = None
    """Id of the standard chosen, which may not be the one applied."""
    consequences: tuple[ConsequenceDue, ...] = ()
    warnings: tuple[WeightWarning, ...] = ()
    headroom: ScoreHeadroom | None = None
    arithmetic: str | None = None
    rules_used: frozenset[str] = frozenset()
    """Ids of the groups, indicators, standards, grades, vetoes and consequences that were brought to bear."""

    @property
    def period_name(self) -> str:
        """Name of the period."""
        return self.period.name
