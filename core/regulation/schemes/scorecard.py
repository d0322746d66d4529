"""The ``scorecard`` scheme: weighted indicators, a score, a grade, and what follows (考核评分)."""

from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from core.regulation.base import Id, Model, Named, Number
from core.regulation.citation import Cite
from core.regulation.vocabulary import PeriodKind
from core.text import Text

HUNDRED = 100
"""What weights in per cent add up to."""

Weight = Annotated[int, Field(ge=0, le=HUNDRED)]
"""A weight in per cent; 0: it does not count."""


class Scored(StrEnum):
    """Who is scored."""

    OFFICE = "OFFICE"
    """The insurance office (医保办) of an institution, as a whole."""
    STAFF = "STAFF"
    """A member of that office."""
    AGENCY = "AGENCY"
    """An insurance agency (经办机构)."""


class Normalisation(StrEnum):
    """How weights make a score, above all where those of a group's members do not add up to the group's own."""

    GROUP = "GROUP"
    """Each group counts by its own weight, which its members share in proportion to theirs."""
    SUM = "SUM"
    """Each member counts by its own weight, over the sum of all members' weights."""
    RAW = "RAW"
    """Each member counts by its own weight in per cent, the total being at most the full score if there is one."""


class Rounding(StrEnum):
    """What is done to a score before it is graded."""

    NONE = "NONE"
    """Nothing: the exact score is graded."""
    HALF_UP = "HALF_UP"
    """It is rounded to a whole number, halves upwards."""


class ConsequenceKind(StrEnum):
    """What follows from a score or grade."""

    REWARD = "REWARD"
    """A reward (奖励)."""
    PENALTY = "PENALTY"
    """A penalty (处罚)."""
    DUTY = "DUTY"
    """Something that must be done."""
    PUBLICATION = "PUBLICATION"
    """The result is made public (公示、通报)."""


class BroughtBy(StrEnum):
    """What brings a consequence about."""

    GRADE = "GRADE"
    """One of the grades named."""
    RESULT = "RESULT"
    """Every result, whatever the grade."""
    DECISION = "DECISION"
    """A decision of the body in charge; the text ties it to no grade."""


class Indicator(Named):
    """Something that is scored (指标)."""

    cite: Cite
    """Where the text names it, and its weight if there is one."""
    label: Text
    """The indicator in short."""
    weight: Weight | None = None
    """Its weight; none: the text gives none."""


class Group(Named):
    """A group of indicators. It is scored as a whole where its indicators have no weights."""

    cite: Cite
    """Where the text names it, and its weight if there is one."""
    label: Text
    """The group in short."""
    weight: Weight | None = None
    """Its weight; none: that of its indicators together, or the text gives none."""
    members_sum: Annotated[int, Field(ge=0)] | None = None
    """What its indicators' weights add up to, stated only where the text contradicts itself."""
    indicators: tuple[Indicator, ...] = ()
    """What it is made of."""

    @property
    def sum(self) -> int | None:
        """What the weights of its indicators add up to; None if it has none, or one of them has no weight."""
        weights = [one.weight for one in self.indicators if one.weight is not None]
        return sum(weights) if weights and len(weights) == len(self.indicators) else None

    @property
    def counts(self) -> int | None:
        """The weight with which it counts: its own, or that of its indicators together; None: not known."""
        return self.weight if self.weight is not None else self.sum


class Standard(Named):
    """A standard that scores can be given against (考评标准)."""

    cite: Cite
    """Where the text names it."""
    label: Text
    """The standard in short."""
    adopted: bool = False
    """Whether it is at hand: the text's own basic one, or one that the operator has adopted."""
    falls_back_to: Id | None = None
    """The standard that applies while this one has not been adopted; none: nothing can be scored against it."""


class Grade(Named):
    """A grade (等级)."""

    cite: Cite
    """Where the text names it, and its bound if there is one."""
    label: Text
    """The grade's name."""
    at_least: Number | None = None
    """The least score that earns it; none: the lowest grade, or the text gives no bound."""


class Scale(Model):
    """The grades: half-open bands, each from its least score up to that of the grade above."""

    cite: Cite
    """Where the table stands; if it is borrowed, in the text that it is borrowed from."""
    borrowed_from: Id | None = None
    """Id of the regulation whose table this is; none: the text's own."""
    applies: bool = True
    """Whether scores are graded by it."""
    rounding: Annotated[Rounding, Field(strict=False)] = Rounding.NONE
    """What is done to a score before it is graded."""
    grades: tuple[Grade, ...] = Field(min_length=2)
    """The grades, best first."""


class Consequence(Named):
    """A reward, penalty, duty or publication that follows."""

    cite: Cite
    """Where the text provides for it."""
    label: Text
    """The consequence in short."""
    kind: Annotated[ConsequenceKind, Field(strict=False)]
    """What it is."""
    brought_by: Annotated[BroughtBy, Field(strict=False)] = BroughtBy.GRADE
    """What brings it about."""
    grades: tuple[Id, ...] = ()
    """The grades that bring it about."""
    by_share: bool = False
    """Whether the text speaks of a share of something, such as a bonus."""
    percent: Number | None = None
    """That share in per cent; none: the text gives no number."""


class Veto(Named):
    """A finding that caps the grade, whatever the score (一票否决)."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """The finding in short."""
    grade: Id
    """The best grade still possible."""


class Contradiction(NamedTuple):
    """Weights that do not add up to what they should."""

    group: Group | None
    """The group; None: all groups together."""
    stated: int
    """What they should add up to: the group's own weight, or a hundred."""
    found: int
    """What they add up to."""


class ScorecardScheme(Model):
    """Weighted indicators, a score, a grade, and what follows (考核评分)."""

    cite: Cite
    """Where the text sets it up."""
    subject: Annotated[Scored, Field(strict=False)]
    """Who is scored."""
    period: Annotated[PeriodKind, Field(strict=False)] | None = None
    """The interval that a score is about; none: the text gives none."""
    full: Annotated[Number, Field(gt=0)] | None = None
    """The greatest score of an indicator, and of the whole; none: the text gives none."""
    normalisation: Annotated[Normalisation, Field(strict=False)] = Normalisation.GROUP
    """How weights make a score."""
    groups_sum: Annotated[int, Field(ge=0)] | None = None
    """What the groups' weights add up to, stated only where that is not a hundred."""
    groups: tuple[Group, ...] = Field(min_length=1)
    """What is scored."""
    standards: tuple[Standard, ...] = ()
    """The standards that scores can be given against."""
    scale: Scale | None = None
    """The grades; none: the text names none."""
    vetoes: tuple[Veto, ...] = ()
    """Findings that cap the grade."""
    consequences: tuple[Consequence, ...] = ()
    """What follows."""

    @property
    def sum(self) -> int | None:
        """What the weights of all groups add up to; None if one of them is not known."""
        weights = [one.counts for one in self.groups if one.counts is not None]
        return sum(weights) if len(weights) == len(self.groups) else None

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return where weights do not add up, with both figures: what a reader is warned of."""
        found = [
            Contradiction(one, one.weight, one.sum)
            for one in self.groups
            if one.weight and one.sum is not None and one.sum != one.weight
        ]
        total = self.sum
        if total is not None and total != HUNDRED:
            found.append(Contradiction(None, HUNDRED, total))
        return tuple(found)

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and id of everything here that a worked example can use."""
        scale = self.scale.grades if self.scale is not None else ()
        named = {
            "group": self.groups,
            "indicator": [each for one in self.groups for each in one.indicators],
            "standard": self.standards,
            "grade": scale,
            "veto": self.vetoes,
            "consequence": self.consequences,
        }
        return tuple((kind, one.id) for kind, rules in named.items() for one in rules)
