"""Answers about the registry: one doctor, one enrolment, or every doctor whom a regulation concerns."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date
from typing import Annotated

import strawberry

from core.assessment.outcome import PointsOutcome
from core.assessment.points import assess_points
from core.service.assessing import Question, settle
from core.service.calendars import PUBLISHED
from core.service.facts import points_facts
from core.storage import DoctorRow, EnrolmentRow
from schema.access import seen_doctor, seen_institution, sees_doctor, sees_under
from schema.connection import DEFAULT_FIRST, Edge, Page, PageInfo, Paging, codes, page_size
from schema.context import Context, Info
from schema.enrolment_assessment import EnrolmentAssessed, assess_at
from schema.fields import (
    After,
    First,
    InstitutionCode,
    PeriodName,
    RegionPrefix,
    RegulationId,
    argument,
    field,
    resolved,
)
from schema.points_assessment import PointsAssessed, PointsAssessment
from schema.regulation import plain_id, region_prefix
from schema.vocabulary import Status

ASSESSMENTS: Paging[PointsAssessed, str] = Paging(
    codes("assessment"), lambda one: one.doctor.code if one.doctor else ""
)
COUNTING = 5000
"""How many doctors are read at once to count them."""

AsOf = Annotated[
    date | None, argument("The day asked about; none: today in China, or the period's last day if it is over.")
]


async def assess_seen(
    context: Context, doctor: DoctorRow, regulation: str, period: str | None, as_of: date | None
) -> PointsAssessed | None:
    """Return how ``doctor`` stands; None if the viewer may see no record of them under the regulation's place."""
    question = settle(context.office, plain_id(regulation), period, as_of)
    context.spend(1)
    place = question.law.regulation.place
    outcome = (await _outcomes(context, question, [doctor.id]))[doctor.id]
    return PointsAssessed(outcome, doctor) if await sees_under(context, doctor.id, place) else None


async def _outcomes(context: Context, question: Question, doctors: Sequence[int]) -> dict[int, PointsOutcome]:
    """Return the outcome of each doctor, from what the request has read already or reads now, once for all."""
    law, place, loaders, ids = question.law, question.law.regulation.place, context.loaders, list(doctors)
    violations, examinations, enrolments, repairs = await asyncio.gather(
        loaders.violations_of.load_many(ids),
        loaders.examinations_of.load_many(ids),
        loaders.enrolments_of.load_many(ids),
        loaders.repairs_of.load_many(ids),
    )
    outcomes: dict[int, PointsOutcome] = {}
    for number, doctor in enumerate(ids):
        facts = points_facts(
            law.id,
            [row for row in violations[number] if row.place == place],
            [row for row in examinations[number] if row.place == place],
            [row for row in enrolments[number] if row.place == place],
            [row for row in repairs[number] if row.regulation == law.id],
        )
        outcomes[doctor] = assess_points(law, facts, question.period, question.as_of, PUBLISHED)
    return outcomes


async def assessment(
    info: Info,
    doctor: Annotated[str, argument("The doctor's code.")],
    regulation: RegulationId,
    period: PeriodName = None,
    as_of: AsOf = None,
) -> PointsAssessed | None:
    """Return how a doctor stands; None if the viewer may see no record of such a doctor."""
    context = info.context
    context.require_read()
    settle(context.office, plain_id(regulation), period, as_of)
    row = await seen_doctor(context, doctor)
    return None if row is None else await assess_seen(context, row, regulation, period, as_of)


async def enrolment_assessment(
    info: Info,
    doctor: Annotated[str, argument("The doctor's code.")],
    institution: Annotated[str, argument("The institution's code.")],
    regulation: RegulationId,
    as_of: Annotated[date | None, argument("The day asked about; none: today in China.")] = None,
) -> EnrolmentAssessed | None:
    """Return whether a doctor may practise at an institution; None if the viewer may not see either."""
    context = info.context
    context.require_read()
    law = context.office.host.catalogue.get(plain_id(regulation))
    place = await seen_institution(context, institution)
    person = (await context.reads.doctors_by_code([doctor])).get(doctor)
    if place is None or person is None:
        return None
    found = (await context.reads.entries_of_doctors([person.id], law.regulation.place))[person.id]
    entries = [row for row in found if row.institution_id == place.id]
    if not entries and not await sees_doctor(context, person.id):
        return None
    return assess_at(law, person, place, entries, as_of or context.office.today())


class Concerned:
    """The doctors whom a regulation concerns in a period, as far as the viewer and the query see them."""

    def __init__(self, context: Context, question: Question, institution: str | None, region: str | None) -> None:
        self._context = context
        self._question = question
        self._institution = institution
        self._region = region
        regions = context.viewer.regions
        self._prefixes = regions if regions is None else tuple(_narrowed(regions, region))

    async def after(self, code: str | None, batch: int) -> AsyncGenerator[list[DoctorRow]]:
        """Yield the doctors behind ``code`` (None: from the first), by code, some at a time."""
        if self._prefixes == ():
            return
        single = self._prefixes is not None and len(self._prefixes) == 1
        rows = self._context.reads.enrolled_doctors(
            self._question.law.regulation.place,
            self._question.period.start,
            self._question.period.end,
            institution=self._institution,
            region=self._prefixes[0] if single and self._prefixes else self._region,
            after=code,
            batch=batch,
        )
        async with aclosing(rows) as batches:
            async for found in batches:
                yield found if self._prefixes is None or single else await self._seen(found, self._prefixes)

    async def _seen(self, doctors: Sequence[DoctorRow], prefixes: tuple[str, ...]) -> list[DoctorRow]:
        """Return those with a record that is both of the period and in one of several regions."""
        reads, place = self._context.reads, self._question.law.regulation.place
        ids = [row.id for row in doctors]
        enrolments = await reads.enrolments_of_doctors(ids)
        violations = await reads.violations_of_doctors(ids, place)
        concerning = {
            row.id: {
                *(one.institution_id for one in enrolments[row.id] if one.place == place and self._overlaps(one)),
                *(one.institution_id for one in violations[row.id] if one.decided_on in self._question.period),
            }
            for row in doctors
        }
        institutions = await reads.institutions_by_id({one for each in concerning.values() for one in each})
        seen = {
            row.id
            for row in institutions.values()
            if row.region.startswith(prefixes) and self._institution in (None, row.code)
        }
        return [row for row in doctors if concerning[row.id] & seen]

    def _overlaps(self, enrolment: EnrolmentRow) -> bool:
        period = self._question.period
        return enrolment.since < period.end and (enrolment.until is None or enrolment.until > period.start)

    async def count(self) -> int:
        """Return how many there are."""
        return sum([len(rows) async for rows in self.after(None, COUNTING)])


def _narrowed(regions: Sequence[str], region: str | None) -> list[str]:
    """Return what lies both in ``regions`` and in ``region``, as prefixes."""
    wanted = region or ""
    return [max(one, wanted, key=len) for one in regions if one.startswith(wanted) or wanted.startswith(one)]


async def assessments(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    period: PeriodName = None,
    as_of: AsOf = None,
    institution: InstitutionCode = None,
    region: RegionPrefix = None,
    status: Annotated[
        Status | None, argument("Only doctors of this standing; assesses as many as it takes to fill the page.")
    ] = None,
    first: First = DEFAULT_FIRST,
    after: After = None,
) -> Page[PointsAssessed]:
    """Return how every doctor stands whom the regulation concerns in the period, by code."""
    context = info.context
    context.require_read()
    question = settle(context.office, plain_id(regulation), period, as_of)
    concerned = Concerned(context, question, institution, region_prefix(region))
    size, key = page_size(first), ASSESSMENTS.cursors.key(after)
    context.spend(size)
    rows = await _fill(context, question, concerned, key, size, status)

    async def count() -> int | None:
        return await concerned.count() if status is None else None

    return ASSESSMENTS.page(context, rows, size, after=key is not None, count=count)


async def _fill(
    context: Context, question: Question, concerned: Concerned, key: str | None, size: int, status: Status | None
) -> list[PointsAssessed]:
    """Return one more than ``size`` answers, if there are so many."""
    found: list[PointsAssessed] = []
    batch = size + 1 if status is None else max(size + 1, 500)
    async with aclosing(concerned.after(key, batch)) as batches:
        async for doctors in batches:
            outcomes = await _outcomes(context, question, [row.id for row in doctors])
            found += [PointsAssessed(outcomes[row.id], row) for row in doctors if _stands(outcomes[row.id], status)]
            if len(found) > size:
                break
    return found[: size + 1]


def _stands(outcome: PointsOutcome, status: Status | None) -> bool:
    return status is None or (outcome.standing is not None and outcome.standing.status is status)


async def _total_count(root: strawberry.Parent[Page[PointsAssessed]]) -> int | None:
    return await root.count()


@strawberry.type(description="A page of answers, by code of the doctor.")
class PointsAssessmentConnection:
    """A page; stands for ``Page``."""

    edges: list[Edge[PointsAssessment]] = field("The answers with their cursors.")
    nodes: list[PointsAssessment] = field("The answers, for a client that needs no cursor of each.", "rows")
    page_info: PageInfo = field("Where the page stands.", lambda page: page)
    total_count: int | None = resolved(
        _total_count,
        "How many doctors the regulation concerns in the period; none with `status`, where counting would mean "
        "assessing every one of them.",
    )
