"""Answers drawn from the measurements of the registry: scorecard, charges, settlement and rating of a subject.

An institution's or department's answer is seen with the institution. A doctor's or an agency's rests on measurements
of several regions, and is shown as a whole to those who may see each of them, and otherwise not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Annotated

from core.regulation.vocabulary import Scheme
from core.service import measuring
from core.service.measuring import MeasuredQuestion, Subject
from core.service.measuring_rating import Beside
from core.storage import MeasurementRow
from schema.access import seen_doctor, seen_institution
from schema.assessing import KnownAt
from schema.charges_assessment import ChargesAssessed
from schema.context import Context, Info
from schema.fields import PeriodName, RegulationId, argument
from schema.given import refuse_too_many
from schema.rating_assessment import RatingAssessed
from schema.rating_inputs import CircumstanceInput, DutyPerformedInput, RankInput, StateInput
from schema.rating_simulation import circumstances_noted, duties_performed, places_ranked, states_reached
from schema.regulation import plain_id
from schema.scorecard_assessment import ScorecardAssessed
from schema.settlement_assessment import SettlementAssessed
from schema.vocabulary_of_answers import SubjectKind

AboutKind = Annotated[SubjectKind, argument("Whom the measurements are about.")]
AboutCode = Annotated[
    str, argument("The subject's code; a department's is its institution's, a slash and its own, such as H1/A01.")
]
MeasuredBy = Annotated[
    date | None, argument("The day asked about: what was measured later does not count; none: today in China.")
]


@dataclass(frozen=True, slots=True)
class _Found:
    """A question, and every measurement that it rests on."""

    question: MeasuredQuestion
    rows: tuple[MeasurementRow, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """When a question is about."""

    period: str | None
    as_of: date | None
    known_at: datetime | None


async def _found(
    context: Context, scheme: Scheme, regulation: str, subject: Subject, *, asked: _Asked
) -> _Found | None:
    """Return the measurements that an answer rests on; None if the viewer may not see the subject.

    Raises:
        RefusedError: the token may not read, or the period cannot be used.
        NotFoundError: there is no such regulation.
    """
    context.require_read()
    question = measuring.settle_measured(
        context.office,
        scheme,
        plain_id(regulation),
        subject,
        period=asked.period,
        as_of=asked.as_of,
        known_at=asked.known_at,
    )
    context.spend(1)
    rows = await measuring.measurements_for(context.office, question)
    return _Found(question, rows) if await _is_seen(context, subject, rows) else None


async def _is_seen(context: Context, subject: Subject, rows: Sequence[MeasurementRow]) -> bool:
    match subject.kind:
        case SubjectKind.INSTITUTION | SubjectKind.DEPARTMENT:
            return await seen_institution(context, subject.code.partition("/")[0]) is not None
        case SubjectKind.DOCTOR:
            is_known = await seen_doctor(context, subject.code) is not None
        case SubjectKind.AGENCY:
            is_known = bool(rows)
    return is_known and all(context.viewer.sees(row.region) for row in rows)


async def scorecard_assessment(
    info: Info,
    *,
    regulation: RegulationId,
    subject_kind: AboutKind,
    subject: AboutCode,
    period: PeriodName = None,
    as_of: MeasuredBy = None,
    known_at: KnownAt = None,
) -> ScorecardAssessed | None:
    """Return the score and grade that recorded scores earn; None if the viewer may not see the subject."""
    asked, about = _Asked(period, as_of, known_at), Subject(subject_kind, subject)
    found = await _found(info.context, Scheme.SCORECARD, regulation, about, asked=asked)
    return None if found is None else ScorecardAssessed(measuring.scorecard_of(found.question, found.rows))


async def charges_assessment(
    info: Info,
    *,
    regulation: RegulationId,
    subject_kind: AboutKind,
    subject: AboutCode,
    period: PeriodName = None,
    as_of: MeasuredBy = None,
    known_at: KnownAt = None,
) -> ChargesAssessed | None:
    """Return what recorded acts, values and deductions cost; None if the viewer may not see the subject."""
    asked, about = _Asked(period, as_of, known_at), Subject(subject_kind, subject)
    found = await _found(info.context, Scheme.CHARGES, regulation, about, asked=asked)
    return None if found is None else ChargesAssessed(measuring.charges_of(found.question, found.rows))


async def settlement_assessment(
    info: Info,
    *,
    regulation: RegulationId,
    subject_kind: AboutKind,
    subject: AboutCode,
    period: PeriodName = None,
    as_of: MeasuredBy = None,
    known_at: KnownAt = None,
) -> SettlementAssessed | None:
    """Return what becomes of a recorded budget; None if the viewer may not see the subject."""
    asked, about = _Asked(period, as_of, known_at), Subject(subject_kind, subject)
    found = await _found(info.context, Scheme.SETTLEMENT, regulation, about, asked=asked)
    return None if found is None else SettlementAssessed(measuring.settlement_of(found.question, found.rows))


async def rating_assessment(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    subject_kind: AboutKind,
    subject: AboutCode,
    period: PeriodName = None,
    as_of: MeasuredBy = None,
    known_at: KnownAt = None,
    circumstances: Annotated[
        list[CircumstanceInput], argument("Circumstances beside those recorded; numbered from 1 in the answer.")
    ] = [],  # noqa: B006 - a default of the schema, never changed
    performed: Annotated[list[DutyPerformedInput], argument("Returning duties that were met.")] = [],  # noqa: B006
    ranked: Annotated[list[RankInput], argument("Places in lists.")] = [],  # noqa: B006
    reached: Annotated[
        list[StateInput], argument("States of the procedure that the grade of the period asked about started.")
    ] = [],  # noqa: B006
    forms: Annotated[
        list[str], argument("Codes of the forms chosen on that grade, as `RatingForm.code` gives them.")
    ] = [],  # noqa: B006
    rectify_by: Annotated[date | None, argument("Last day to put things right that was set with that grade.")] = None,
    rectified_on: Annotated[date | None, argument("Day on which things were put right; none: not yet.")] = None,
) -> RatingAssessed | None:
    """Return what recorded grades and figures lead to; None if the viewer may not see the subject."""
    nested = chain.from_iterable((one.forms, one.reached) for one in circumstances)
    refuse_too_many(circumstances, performed, ranked, reached, forms, *nested)
    about, asked = Subject(subject_kind, subject), _Asked(period, as_of, known_at)
    if (found := await _found(info.context, Scheme.RATING, regulation, about, asked=asked)) is None:
        return None
    info.context.spend(len(circumstances))
    beside = Beside(
        circumstances=circumstances_noted(circumstances),
        performed=duties_performed(performed),
        ranked=places_ranked(ranked),
        reached=states_reached(reached),
        forms=tuple(forms),
        rectify_by=rectify_by,
        rectified_on=rectified_on,
    )
    return RatingAssessed(measuring.rating_of(found.question, found.rows, beside))
