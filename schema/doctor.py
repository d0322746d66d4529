"""Doctors (医保医师)."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Annotated, ClassVar, NamedTuple

import strawberry

from core.intake.codes import code_scheme
from core.storage import DoctorFilter, DoctorRow, EnrolledAt, EnrolmentRow, ExaminationRow, RepairRow, ViolationRow
from schema.access import (
    seen_doctor,
    seen_enrolments,
    seen_enrolments_of_each,
    seen_violations,
    seen_violations_of_each,
    sees_under,
)
from schema.assessed import PointsAssessed, PointsGlanced
from schema.assessing import (
    AsOf,
    KnownAt,
    LawAt,
    asked,
    asked_at_a_glance,
    assess_each_seen,
    assess_seen,
    glance_at_each_seen,
)
from schema.connection import DEFAULT_FIRST, Connection, Page, Paging, codes, page_size
from schema.context import Context, Info
from schema.deadline import Deadline
from schema.deadlines import deadlines_of_doctor
from schema.enrolment import ENROLMENTS, WHERE_ALONE, Enrolment, Phase, PhaseDay
from schema.fields import (
    After,
    First,
    InstitutionCode,
    PeriodName,
    PlaceName,
    RegionPrefix,
    RegulationId,
    argument,
    field,
    resolved,
)
from schema.node import Node, node_id
from schema.points_assessment import AT_A_GLANCE, PointsAssessment
from schema.regulation import region_prefix
from schema.repair import Repair
from schema.timeline import StandingAcross, StandingStretch, standing, timeline
from schema.violation import VIOLATIONS, Violation
from schema.vocabulary_of_answers import CodeScheme, Qualification

DOCTORS: Paging[DoctorRow, str] = Paging(codes("doctor"), lambda row: row.code)


@strawberry.type(description="An examination after training (考试考核).")
class Examination:
    """Stands for ``core.storage.ExaminationRow``."""

    place: str = field("The place under whose regulations it was held.")
    on: date = field("Day of the examination.")
    passed: bool = field("Whether it was passed.")
    recorded_at: datetime = field("When it entered the registry.")


async def _enrolments(
    root: strawberry.Parent[DoctorRow], info: Info, first: First = DEFAULT_FIRST, after: After = None
) -> Page[EnrolmentRow]:
    return ENROLMENTS.cut(info.context, first, after, await seen_enrolments(info.context, root.id))


async def _violations(
    root: strawberry.Parent[DoctorRow],
    info: Info,
    first: First = DEFAULT_FIRST,
    after: After = None,
    place: PlaceName = None,
) -> Page[ViolationRow]:
    rows = [row for row in await seen_violations(info.context, root.id) if place in (None, row.place)]
    return VIOLATIONS.cut(info.context, first, after, rows)


async def _examinations(
    root: strawberry.Parent[DoctorRow], info: Info, place: PlaceName = None
) -> list[ExaminationRow]:
    rows = await info.context.loaders.examinations_of.load(root.id)
    return [row for row in rows if place in (None, row.place) and await sees_under(info.context, root.id, row.place)]


async def _repairs(root: strawberry.Parent[DoctorRow], info: Info) -> list[RepairRow]:
    context = info.context
    rows = await context.loaders.repairs_of.load(root.id)
    laws = {row.regulation: context.office.host.catalogue.find(row.regulation) for row in rows}
    places = {code: law.regulation.place if law is not None else "" for code, law in laws.items()}
    return [row for row in rows if await sees_under(context, root.id, places[row.regulation])]


async def _assessment(
    root: strawberry.Parent[DoctorRow],
    info: Info,
    *,
    regulation: RegulationId,
    period: PeriodName = None,
    as_of: AsOf = None,
    law_at: LawAt = None,
    known_at: KnownAt = None,
) -> PointsAssessed | None:
    question = asked(info.context, regulation, period, as_of, law_at, known_at)
    return await assess_seen(info.context, root, question)


async def _assessments(
    roots: Sequence[DoctorRow],
    info: Info,
    *,
    selected: frozenset[str] = frozenset(),
    regulation: str,
    period: str | None = None,
    as_of: date | None = None,
    law_at: date | None = None,
    known_at: datetime | None = None,
) -> Sequence[PointsAssessed | PointsGlanced | None]:
    context = info.context
    question, glancing = asked_at_a_glance(context, regulation, period, as_of, law_at, known_at)
    if glancing is not None and selected <= AT_A_GLANCE:
        return await glance_at_each_seen(context, roots, question, glancing)
    return await assess_each_seen(context, roots, question)


class _Places(NamedTuple):
    """A page of enrolments of which no more was selected than where they are."""

    rows: Sequence[EnrolledAt]


async def _enrolments_of_each(
    roots: Sequence[DoctorRow],
    info: Info,
    *,
    selected: frozenset[str] = frozenset(),
    first: int,
    after: str | None = None,
) -> Sequence[Page[EnrolmentRow] | _Places]:
    context, ids = info.context, [one.id for one in roots]
    is_narrow = after is None and selected <= WHERE_ALONE and context.viewer.regions is None
    if is_narrow and not context.loaders.enrolments_of.has(ids):
        return await _places_of_each(context, ids, page_size(first))
    found = await seen_enrolments_of_each(context, ids)
    return [ENROLMENTS.cut(context, first, after, rows) for rows in found]


async def _places_of_each(context: Context, doctors: Sequence[int], size: int) -> list[_Places]:
    """Return at most ``size`` enrolments of each doctor, for a viewer who may see all of them."""
    found = await context.reads.institutions_of_doctors(doctors)
    rows = [found.get(one, ())[:size] for one in doctors]
    context.spend(sum(map(len, rows)))
    return [*map(_Places, rows)]


async def _violations_of_each(
    roots: Sequence[DoctorRow], info: Info, first: int, after: str | None = None, place: str | None = None
) -> list[Page[ViolationRow]]:
    found = await seen_violations_of_each(info.context, [one.id for one in roots])
    kept = ([row for row in rows if place in (None, row.place)] for rows in found)
    return [VIOLATIONS.cut(info.context, first, after, rows) for rows in kept]


@strawberry.type(description="A doctor (医保医师). Numbers of identity documents are never kept.")
class Doctor(Node):
    """Stands for ``core.storage.DoctorRow``."""

    key_of: ClassVar = attrgetter("id")

    id: strawberry.ID = node_id("Doctor", lambda row: row.code)
    code: str = field("The doctor's code, national or local.")
    code_scheme: CodeScheme = field("Who gave the code.", lambda row: code_scheme(row.code))
    name: str = field("The doctor's name.")
    qualification: Qualification = field("The licence (执业级别).")
    title: str | None = field("The professional title (职称), as recorded.")
    category: str | None = field("The practice category (执业类别), as recorded.")
    scope: str | None = field("The practice scope (执业范围), as recorded.")
    enrolments: Connection[Enrolment] = resolved(
        _enrolments, "Enrolments in your regions, by first day.", many=_enrolments_of_each, looks_ahead=2
    )
    violations: Connection[Violation] = resolved(
        _violations, "Violations in your regions, by day of decision.", many=_violations_of_each
    )
    examinations: list[Examination] = resolved(_examinations, "Examinations after training, by day.")
    repairs: list[Repair] = resolved(_repairs, "What was done to win points back, by day.")
    assessment: PointsAssessment | None = resolved(
        _assessment,
        "Points and standing under a regulation, with every step; it follows the person across institutions. None: "
        "you may see no record of the doctor under the regulation's place.",
        many=_assessments,
        looks_ahead=1,
    )
    timeline: list[StandingStretch] | None = resolved(
        timeline,
        "How the doctor stood under a regulation on each day of a span, as stretches without gaps, and what happened "
        "when it changed. None: you may see no record of the doctor under the regulation's place.",
    )
    standing: StandingAcross | None = resolved(
        standing,
        "How the doctor stands on a day under every regulation that concerns them, and where it is gravest: of those "
        "places under which you may see a record of the doctor.",
    )
    deadlines: list[Deadline] = resolved(
        deadlines_of_doctor,
        "What comes up for the doctor, by day, under the places of which you may see a record of them: terms to "
        "object, ends of suspensions and bars, examinations and reports that are due.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, DoctorRow)


async def doctor(info: Info, code: Annotated[str, argument("The doctor's code.")]) -> DoctorRow | None:
    """Return the doctor with this code; None if the viewer may see no record of such a doctor."""
    info.context.require_read()
    return await seen_doctor(info.context, code)


async def doctors(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    region: RegionPrefix = None,
    institution: InstitutionCode = None,
    place: PlaceName = None,
    status: Phase = None,
    on: PhaseDay = None,
    text: Annotated[str | None, argument("A part of the name or code.")] = None,
) -> Page[DoctorRow]:
    """Return the doctors enrolled in the viewer's regions, by code."""
    context = info.context
    context.require_read()
    wanted = DoctorFilter(
        regions=context.viewer.regions,
        text=text,
        region=region_prefix(region),
        institution=institution,
        place=place,
        status=status,
        on=on or context.office.today(),
    )
    reads = context.reads
    return await DOCTORS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_doctors(wanted, key, limit),
        lambda: reads.count_doctors(wanted),
    )
