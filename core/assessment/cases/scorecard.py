"""Worked examples of the scorecard scheme."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.periods import Period
from core.assessment.scorecard.assess import assess_scorecard
from core.assessment.scorecard.terms import Score, ScorecardFacts, ScorecardOutcome, VetoFound
from core.regulation.base import Id, Model, Number
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.schemes.scorecard import Scored
from core.text import Text


class GivenScore(Model):
    """A score of another period or day, as an example gives it."""

    indicator: Id
    """Id of the indicator or group."""
    value: Number
    """The score."""
    period: str | None = None
    """The period it is about; none: that asked about."""
    recorded_on: date | None = None
    """The day it was recorded; none: the day asked about."""


class GivenVeto(Model):
    """A finding that caps the grade, as an example gives it."""

    veto: Id
    """Id of the veto."""
    on: date
    """Day of the finding."""


class ExpectedConsequence(Model):
    """A consequence as an example expects it."""

    id: Id
    """Id of the consequence."""
    kind: str | None = None
    """REWARD, PENALTY, DUTY or PUBLICATION."""
    brought_by: str | None = None
    """GRADE, RESULT or DECISION."""
    by_share: bool | None = None
    """Whether it is a share of something."""
    percent: Number | None = None
    """The share."""


class ExpectedWarning(Model):
    """A warning of weights as an example expects it."""

    group: Id | None = None
    """The group; none: not compared."""
    stated: int
    """What the weights should add up to."""
    found: int
    """What they add up to."""


class ExpectedScoreHeadroom(Model):
    """The distance to the next better grade as an example expects it."""

    points_to_next: Number
    """Points to it."""
    grade: Id
    """The grade that would be earned."""
    days_until_reset: int | None = None
    """Days until the period ends."""


class ExpectedGroup(Model):
    """A group's score as an example expects it."""

    group: Id
    """Id of the group."""
    weight: int | None = None
    """The weight with which it counts."""
    score: Number | None = None
    """Its score."""
    adds: Number | None = None
    """What it adds to the total."""


class ExpectedScorecard(Expected):
    """What an example of the scorecard scheme states of the outcome."""

    score: Number | None = None
    """The score, to two places."""
    grade: Id | None = None
    """Id of the grade."""
    grade_label: Text | None = None
    """The grade's name."""
    grade_citation: Cite | None = None
    """Where the grade is set, in the text or in that which it is borrowed from."""
    grade_borrowed_from: Id | None = None
    """Id of the regulation whose grades are used."""
    subject: Annotated[Scored, Field(strict=False)] | None = None
    """Who is scored."""
    period_name: str | None = None
    """Name of the period."""
    standard: Id | None = None
    """Id of the standard applied."""
    standard_chosen: Id | None = None
    """Id of the standard chosen."""
    groups: tuple[ExpectedGroup, ...] | None = None
    """The groups that make up the score, all of them."""
    consequences: tuple[ExpectedConsequence, ...] | None = None
    """What follows, all of it."""
    warnings: tuple[ExpectedWarning, ...] | None = None
    """The warnings, all of them."""
    headroom: ExpectedScoreHeadroom | None = None
    """The distance to the next better grade."""
    arithmetic: str | None = None
    """The arithmetic line."""


class ScorecardCase(BaseCase):
    """One worked example of the scorecard scheme."""

    scheme: Literal["SCORECARD"]
    """The scheme asked."""
    period: str | None = None
    """The period asked about; none: that of ``as_of``."""
    scores: dict[str, Number] = Field(default_factory=dict)
    """Scores of the period asked about, recorded on the day asked about: id of the indicator or group = score."""
    further_scores: tuple[GivenScore, ...] = ()
    """Scores of other periods or days."""
    vetoes: tuple[GivenVeto, ...] = ()
    """Findings that cap the grade, in the period asked about."""
    standard: Id | None = None
    """The standard chosen."""
    expect: ExpectedScorecard
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedScorecard:
        """What the law makes of it."""
        return self.expect

    def facts(self, period: Period) -> ScorecardFacts:
        """Return the facts given; those without a period are about ``period``."""
        given = [GivenScore(indicator=name, value=value) for name, value in self.scores.items()]
        return ScorecardFacts(
            scores=tuple(
                Score(
                    indicator=one.indicator,
                    value=one.value,
                    period=Period.parse(one.period) if one.period is not None else period,
                    recorded_on=one.recorded_on or self.as_of,
                )
                for one in (*given, *self.further_scores)
            ),
            vetoes=tuple(VetoFound(veto=one.veto, period=period, on=one.on) for one in self.vetoes),
            standard=self.standard,
        )

    def answer(self, law: Law) -> ScorecardOutcome:
        """Return what ``law`` makes of it."""
        scheme = law.regulation.scorecard
        if self.period is not None or scheme is None or scheme.period is None:
            period = Period.parse(self.period or str(self.as_of.year))
        else:
            period = Period.of(scheme.period, self.as_of)
        return assess_scorecard(law, self.facts(period), period, self.as_of)

    def used(self) -> frozenset[str]:
        """Return the ids of what was scored, found and chosen."""
        named = {*self.scores, *(one.indicator for one in self.further_scores), *(one.veto for one in self.vetoes)}
        return frozenset(named | ({self.standard} if self.standard else set[str]()))
