"""Answers of the rating scheme about facts in the request: nothing is stored, and anyone may ask."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Annotated

from core.assessment.periods import Period
from core.assessment.rating import terms
from core.assessment.rating.assess import assess_rating
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from schema.context import Info
from schema.fields import PeriodName, RegulationId, argument
from schema.given import MOST, Day, Readings, law_under, named_period, refuse_outside, refuse_too_many
from schema.rating_assessment import RatingAssessed
from schema.rating_inputs import (
    CheckInput,
    CircumstanceInput,
    DutyPerformedInput,
    GradeInput,
    MeasurementInput,
    RankInput,
    StateInput,
)
from schema.vocabulary_of_grades import RatedSubject


def states_reached(given: Iterable[StateInput]) -> tuple[terms.StateReached, ...]:
    """Return the facts."""
    return tuple(terms.StateReached(state=one.state, on=one.on) for one in given)


def _grades(given: Sequence[GradeInput], asked: Period) -> tuple[terms.GradeGiven, ...]:
    return tuple(
        terms.GradeGiven(
            id=str(number + 1),
            on=one.on,
            grade=one.grade,
            period=_period(one.period, f"grades.{number}.period", asked),
            score=one.score,
            determined_by=one.determined_by,
            note=one.note,
            forms=tuple(one.forms),
            rectify_by=one.rectify_by,
            rectified_on=one.rectified_on,
            reached=states_reached(one.reached),
        )
        for number, one in enumerate(given)
    )


def circumstances_noted(given: Sequence[CircumstanceInput], after: int = 0) -> tuple[terms.CircumstanceNoted, ...]:
    """Return the facts, numbered from the number that follows ``after``."""
    return tuple(
        terms.CircumstanceNoted(
            id=str(number),
            on=one.on,
            circumstance=one.circumstance,
            determined_by=one.determined_by,
            note=one.note,
            forms=tuple(one.forms),
            rectify_by=one.rectify_by,
            rectified_on=one.rectified_on,
            reached=states_reached(one.reached),
        )
        for number, one in enumerate(given, after + 1)
    )


def duties_performed(given: Sequence[DutyPerformedInput]) -> tuple[terms.DutyPerformed, ...]:
    """Return the facts; raise RefusedError for a count that no record can carry."""
    for number, one in enumerate(given):
        refuse_outside(f"performed.{number}", {"times": (one.times, 0, MOST)})
    return tuple(terms.DutyPerformed(duty=one.duty, of=one.of, on=one.on, times=one.times) for one in given)


def _measurements(given: Sequence[MeasurementInput], asked: Period) -> tuple[terms.Measurement, ...]:
    return tuple(
        terms.Measurement(
            indicator=one.indicator,
            period=_period(one.period, f"measurements.{number}.period", asked),
            value=one.value,
            target=one.target,
        )
        for number, one in enumerate(given)
    )


def _checked(given: Sequence[CheckInput], asked: Period) -> tuple[terms.Checked, ...]:
    return tuple(
        terms.Checked(
            check=one.check,
            period=_period(one.period, f"checked.{number}.period", asked),
            checked=one.checked,
            passed=one.passed,
            rate=one.rate,
        )
        for number, one in enumerate(given)
    )


def _asked(name: str | None, law: Law, as_of: date) -> Period:
    """Return the period called ``name``; without one that of ``as_of``, of the scheme's kind or else a year."""
    if name is not None:
        return named_period(name, "period")
    scheme = law.regulation.rating
    return Period.of(scheme.period if scheme is not None and scheme.period is not None else PeriodKind.YEAR, as_of)


def _period(name: str | None, path: str, asked: Period) -> Period:
    return asked if name is None else named_period(name, path)


def places_ranked(given: Iterable[RankInput]) -> tuple[terms.Ranked, ...]:
    """Return the facts."""
    return tuple(terms.Ranked(ranking=one.ranking, item=one.item, rank=one.rank) for one in given)


def simulate_rating(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: PeriodName = None,
    subject: Annotated[RatedSubject, argument("Who or what is rated.")],
    grades: Annotated[
        list[GradeInput], argument("The grades given, over all periods; in the answer they are numbered from 1.")
    ] = [],  # noqa: B006 - a default of the schema, never changed
    circumstances: Annotated[
        list[CircumstanceInput], argument("The circumstances found; their numbers follow those of the grades.")
    ] = [],  # noqa: B006
    performed: Annotated[list[DutyPerformedInput], argument("Returning duties that were met.")] = [],  # noqa: B006
    ranked: Annotated[list[RankInput], argument("Places in lists.")] = [],  # noqa: B006
    measurements: Annotated[list[MeasurementInput], argument("Measured values.")] = [],  # noqa: B006
    checked: Annotated[list[CheckInput], argument("Results of checks.")] = [],  # noqa: B006
    readings: Readings = [],  # noqa: B006
) -> RatingAssessed:
    """Return what a regulation makes of grades and circumstances in the request; nothing is stored.

    The period asked about may be longer than that of a rating: every grade given for a part of it counts.
    """
    records = (*grades, *circumstances)
    nested = chain.from_iterable((one.forms, one.reached) for one in records)
    refuse_too_many(records, performed, ranked, measurements, checked, readings, *nested)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1 + len(records))
    asked = _asked(period, law, as_of)
    facts = terms.RatingFacts(
        subject=subject,
        grades=_grades(grades, asked),
        circumstances=circumstances_noted(circumstances, len(grades)),
        performed=duties_performed(performed),
        ranked=places_ranked(ranked),
        measurements=_measurements(measurements, asked),
        checked=_checked(checked, asked),
    )
    return RatingAssessed(assess_rating(law, facts, asked, as_of))
