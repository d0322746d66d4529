"""Worked examples of the rating scheme."""

from datetime import date
from itertools import count
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase
from core.assessment.cases.rating_expected import ExpectedRating
from core.assessment.periods import Period
from core.assessment.rating.assess import assess_rating
from core.assessment.rating.terms import (
    Checked,
    CircumstanceNoted,
    DutyPerformed,
    GradeGiven,
    Measurement,
    Ranked,
    RatingFacts,
    RatingOutcome,
    StateReached,
)
from core.regulation.base import Model, Number
from core.regulation.law import Law
from core.regulation.schemes.rating import RatedSubject
from core.regulation.vocabulary import PeriodKind


class GivenState(Model):
    """A state of a procedure as an example gives it."""

    state: str
    """Id of the state."""
    on: date
    """When it was brought about."""


class GivenRecord(Model):
    """What a grade and a circumstance have in common."""

    on: date
    """Day of the decision."""
    determined_by: str | None = None
    """The body that determined it."""
    note: str | None = None
    """The circumstances."""
    forms: tuple[str, ...] = ()
    """Ids of the forms chosen."""
    rectify_by: date | None = None
    """Last day for rectification."""
    rectified_on: date | None = None
    """Day of rectification."""
    reached: tuple[GivenState, ...] = ()
    """States of the procedure."""


class GivenGrade(GivenRecord):
    """A grade as an example gives it."""

    grade: str
    """Id of the grade."""
    period: str | None = None
    """The period rated; none: the one asked about."""
    score: Number | None = None
    """The score."""


class GivenCircumstance(GivenRecord):
    """A circumstance as an example gives it."""

    circumstance: str
    """Id of the circumstance."""


class GivenDuty(Model):
    """A duty met, as an example gives it."""

    duty: str
    """Id of the duty."""
    of: date
    """A day of the interval that it is for."""
    on: date
    """When it was met."""
    times: int = 1
    """How many times."""


class GivenRank(Model):
    """A place in a list as an example gives it."""

    ranking: str
    """Id of the list."""
    item: str
    """What is ranked."""
    rank: int
    """Its place."""


class GivenMeasurement(Model):
    """A measured value as an example gives it."""

    indicator: str
    """Id of the indicator."""
    period: str | None = None
    """The period measured; none: the one asked about."""
    value: Number
    """The value."""
    target: Number | None = None
    """The target set."""


class GivenCheck(Model):
    """The result of a check as an example gives it."""

    check: str
    """Id of the check."""
    period: str | None = None
    """The period checked; none: the one asked about."""
    checked: int
    """How many were checked."""
    passed: int | None = None
    """How many passed."""
    rate: Number | None = None
    """The rate as reported, in percent."""


class RatingCase(BaseCase):
    """One worked example of the rating scheme; the records given are numbered from 1, grades first."""

    scheme: Literal["RATING"]
    """The scheme asked."""
    subject: Annotated[RatedSubject, Field(strict=False)]
    """Who or what is rated."""
    period: str | None = None
    """The period asked about; none: that of ``as_of``."""
    grades: tuple[GivenGrade, ...] = ()
    """The grades given."""
    circumstances: tuple[GivenCircumstance, ...] = ()
    """The circumstances given."""
    performed: tuple[GivenDuty, ...] = ()
    """The duties met."""
    ranked: tuple[GivenRank, ...] = ()
    """The places given."""
    measurements: tuple[GivenMeasurement, ...] = ()
    """The values given."""
    checked: tuple[GivenCheck, ...] = ()
    """The results of checks given."""
    expect: ExpectedRating
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedRating:
        """What the law makes of it."""
        return self.expect

    def facts(self, asked: Period) -> RatingFacts:
        """Return the facts given; those without a period are of the one asked about."""
        numbers = count(1)
        return RatingFacts(
            subject=self.subject,
            grades=tuple(
                GradeGiven(
                    **one.model_dump(exclude={"period", "reached"}),
                    id=str(next(numbers)),
                    period=_period(one.period, asked),
                    reached=_reached(one),
                )
                for one in self.grades
            ),
            circumstances=tuple(
                CircumstanceNoted(**one.model_dump(exclude={"reached"}), id=str(next(numbers)), reached=_reached(one))
                for one in self.circumstances
            ),
            performed=tuple(DutyPerformed(**one.model_dump()) for one in self.performed),
            ranked=tuple(Ranked(**one.model_dump()) for one in self.ranked),
            measurements=tuple(
                Measurement(**one.model_dump(exclude={"period"}), period=_period(one.period, asked))
                for one in self.measurements
            ),
            checked=tuple(
                Checked(**one.model_dump(exclude={"period"}), period=_period(one.period, asked)) for one in self.checked
            ),
        )

    def answer(self, law: Law) -> RatingOutcome:
        """Return what ``law`` makes of it."""
        scheme = law.regulation.rating
        kind = scheme.period if scheme is not None and scheme.period is not None else PeriodKind.YEAR
        asked = Period.parse(self.period) if self.period is not None else Period.of(kind, self.as_of)
        return assess_rating(law, self.facts(asked), asked, self.as_of)

    def used(self) -> frozenset[str]:
        """Return the ids of the rules that the facts name."""
        names = [one.grade for one in self.grades] + [one.circumstance for one in self.circumstances]
        names += [state.state for one in (*self.grades, *self.circumstances) for state in one.reached]
        names += [one.duty for one in self.performed] + [one.ranking for one in self.ranked]
        names += [one.indicator for one in self.measurements] + [one.check for one in self.checked]
        return frozenset(names)


def _reached(given: GivenRecord) -> tuple[StateReached, ...]:
    return tuple(StateReached(state=one.state, on=one.on) for one in given.reached)


def _period(name: str | None, asked: Period) -> Period:
    return asked if name is None else Period.parse(name)
