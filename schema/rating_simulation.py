"""Answers of the rating scheme about facts in the request: nothing is stored, and anyone may ask."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Annotated

from core.assessment import rating_terms as terms
from core.assessment.periods import Period
from core.assessment.rating import assess_rating
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


def _reached(given: Iterable[StateInput]) -> tuple[terms.StateReached, ...]:
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
            reached=_reached(one.reached),
        )
        for number, one in enumerate(given)
    )


def _circumstances(given: Sequence[CircumstanceInput], after: int) -> tuple[terms.CircumstanceNoted, ...]:
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
            reached=_reached(one.reached),
        )
        for number, one in enumerate(given, after + 1)
    )


def _performed(given: Sequence[DutyPerformedInput]) -> tuple[terms.DutyPerformed, ...]:
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


def _period(name: str | None, path: str, asked: Period) -> Period:
    return asked if name is None else named_period(name, path)


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
    law = law_under(info.context, regulation, readings)
    info.context.spend(1 + len(records))
    scheme = law.regulation.rating
    kind = scheme.period if scheme is not None and scheme.period is not None else PeriodKind.YEAR
    asked = named_period(period, "period") if period is not None else Period.of(kind, as_of)
    facts = terms.RatingFacts(
        subject=subject,
        grades=_grades(grades, asked),
        circumstances=_circumstances(circumstances, len(grades)),
        performed=_performed(performed),
        ranked=tuple(terms.Ranked(ranking=one.ranking, item=one.item, rank=one.rank) for one in ranked),
        measurements=_measurements(measurements, asked),
        checked=_checked(checked, asked),
    )
    return RatingAssessed(assess_rating(law, facts, asked, as_of))
