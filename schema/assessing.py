"""Answers about the registry: one doctor, one enrolment, or every doctor whom a regulation concerns."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date, datetime
from typing import Annotated

import strawberry

from core.assessment.outcome import PointsOutcome
from core.assessment.points.glance import Glancing
from core.service.apart import apart
from core.service.assessing import assess_ledger, settle
from core.service.facts import Ledger
from core.service.glancing import glances_of, glancing_of
from core.service.questions import Question
from core.storage import DoctorRow, EnrolmentRow
from schema.access import seen_doctor, seen_institution, sees_each_under
from schema.assessed import PointsAssessed, PointsGlanced
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
from schema.given import law_on
from schema.points_assessment import PointsAssessment
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


LawAt = Annotated[
    date | None,
    argument(
        "The day whose law is asked for: of the regulation's place, the version in force then. None: the version that "
        "`regulation` names, or of a place the one in force on `asOf`."
    ),
]
KnownAt = Annotated[
    datetime | None,
    argument("Only what had been recorded by this moment (with time zone); none: everything. To replay an answer."),
]


async def assess_seen(context: Context, doctor: DoctorRow, question: Question) -> PointsAssessed | None:
    """Return how ``doctor`` stands; None if the viewer may see no record of them under the law's place."""
    return (await assess_each_seen(context, [doctor], question))[0]


async def assess_each_seen(
    context: Context, doctors: Sequence[DoctorRow], question: Question
) -> list[PointsAssessed | None]:
    """Return how each of ``doctors`` stands, in their order; None for whom the viewer may see no record."""
    context.spend(len(doctors))
    answers = await _answers(context, question, doctors)
    seen = await sees_each_under(context, [one.id for one in doctors], question.law.regulation.place)
    return [answer if is_seen else None for answer, is_seen in zip(answers, seen, strict=True)]


async def glance_at_each_seen(
    context: Context, doctors: Sequence[DoctorRow], question: Question, glancing: Glancing
) -> list[PointsAssessed | PointsGlanced | None]:
    """Return what ``assess_each_seen`` does, as far as ``PointsGlanced`` goes and mostly by a glance."""
    glances = await glances_of(context.office, glancing, [one.id for one in doctors])
    left = [one for one, glance in zip(doctors, glances, strict=True) if glance is None] if None in glances else []
    context.spend(len(doctors) - len(left))
    seen = await sees_each_under(context, [one.id for one in doctors], question.law.regulation.place)
    assessed = iter(await assess_each_seen(context, left, question) if left else ())
    return [
        next(assessed) if glance is None else PointsGlanced(glance, one) if is_seen else None
        for one, glance, is_seen in zip(doctors, glances, seen, strict=True)
    ]


def asked(
    context: Context,
    regulation: str,
    period: str | None,
    as_of: date | None,
    law_at: date | None = None,
    known_at: datetime | None = None,
) -> Question:
    """Return what a question means; raises GuijuError for one that means nothing."""
    return settle(context.office, plain_id(regulation), period, as_of, law_at=law_at, known_at=known_at)


def asked_at_a_glance(
    context: Context,
    regulation: str,
    period: str | None,
    as_of: date | None,
    law_at: date | None,
    known_at: datetime | None,
) -> tuple[Question, Glancing | None]:
    """Return what ``asked`` does, and what tells of it at a glance, kept from one request to the next."""

    def made() -> tuple[Question, Glancing | None]:
        question = asked(context, regulation, period, as_of, law_at, known_at)
        return question, glancing_of(context.office, question)

    if context.shelves is None:
        return made()
    return context.shelves.once((asked_at_a_glance, regulation, period, as_of, law_at, known_at), made)


async def ledgers_seen(context: Context, doctors: Sequence[int]) -> list[Ledger]:
    """Return what the registry holds on each doctor, from what the request has read already or reads now, once."""
    loaders, ids = context.loaders, list(doctors)
    each = await asyncio.gather(
        loaders.violations_of.load_many(ids),
        loaders.examinations_of.load_many(ids),
        loaders.enrolments_of.load_many(ids),
        loaders.repairs_of.load_many(ids),
    )
    return [
        Ledger(violations=violations, examinations=examinations, enrolments=enrolments, repairs=repairs)
        for violations, examinations, enrolments, repairs in zip(*each, strict=True)
    ]


async def _answers(context: Context, question: Question, doctors: Sequence[DoctorRow]) -> list[PointsAssessed]:
    """Return the answer for each doctor, in their order."""
    ledgers = await ledgers_seen(context, [row.id for row in doctors])

    def answers() -> list[PointsAssessed]:
        found: list[PointsAssessed] = []
        for row, ledger in zip(doctors, ledgers, strict=True):
            answer = assess_ledger(context.office, question, ledger)
            found.append(PointsAssessed(answer.outcome, answer.facts, row, question.law_at, question.known_at))
        return found

    return await apart(question.law, answers)


async def assessment(
    info: Info,
    doctor: Annotated[str, argument("The doctor's code.")],
    *,
    regulation: RegulationId,
    period: PeriodName = None,
    as_of: AsOf = None,
    law_at: LawAt = None,
    known_at: KnownAt = None,
) -> PointsAssessed | None:
    """Return how a doctor stands; None if the viewer may see no record of such a doctor."""
    context = info.context
    context.require_read()
    question = asked(context, regulation, period, as_of, law_at, known_at)
    row = await seen_doctor(context, doctor)
    return None if row is None else await assess_seen(context, row, question)


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
    day = as_of or context.office.today()
    law = law_on(context, regulation, day)
    place = await seen_institution(context, institution)
    if place is None:
        return None
    person = await context.reads.doctor_within(doctor, context.viewer.regions, (place.id, law.regulation.place))
    if person is None:
        return None
    found = (await context.reads.entries_of_doctors([person.id], law.regulation.place))[person.id]
    entries = [row for row in found if row.institution_id == place.id]
    return assess_at(law, person, place, entries, day)


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
    law_at: LawAt = None,
    known_at: KnownAt = None,
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
    question = asked(context, regulation, period, as_of, law_at, known_at)
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
            found += [one for one in await _answers(context, question, doctors) if _stands(one.outcome, status)]
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
