"""Enrolments (备案/协议): a doctor at an institution under a place's regulations."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.storage import (
    DepartmentRow,
    DoctorRow,
    EnrolledAt,
    EnrolmentEntryRow,
    EnrolmentFilter,
    EnrolmentRow,
    InstitutionRow,
)
from schema.connection import DEFAULT_FIRST, Page, Paging, days
from schema.context import Info
from schema.enrolment_assessment import EnrolmentAssessed, EnrolmentAssessment, assess_at
from schema.fields import After, DoctorCode, First, InstitutionCode, PlaceName, argument, field, resolved
from schema.node import Node, node_id_of
from schema.vocabulary import Act, Attribute, Basis, Change, Incident
from schema.vocabulary_of_answers import EnrolmentPhase, EntryKind

if TYPE_CHECKING:
    from schema.doctor import Doctor
    from schema.institution import Department, Institution

ENROLMENTS: Paging[EnrolmentRow, tuple[date, int]] = Paging(days("enrolment"), lambda row: (row.since, row.id))

WHERE_ALONE = frozenset({"nodes", "nodes.institution"})
"""What ``EnrolledAt`` tells of enrolments, by the names of fields."""

Phase = Annotated[EnrolmentPhase | None, argument("Only those that are active, or have ended, on the day `on`.")]
PhaseDay = Annotated[date | None, argument("The day that `status` speaks of; none: today in China.")]
AsOf = Annotated[date | None, argument("The day asked about; none: today in China.")]


@strawberry.type(description="One entry in the append-only file of an enrolment.")
class EnrolmentEntry:
    """Stands for ``core.storage.EnrolmentEntryRow``."""

    kind: EntryKind = field("What it tells.")
    on: date = field("When it happened.")
    attribute: Attribute | None = field("The attribute, for a finding.")
    holds: bool | None = field("Whether the attribute holds, for a finding.")
    act: Act | None = field("The procedural step, for an act.")
    incident: Incident | None = field("The incident, for an incident.")
    change: Change | None = field("The change, for a change.")
    reported_on: date | None = field("When the change was reported; none: not yet.")
    recorded_at: datetime = field("When it entered the registry.")


async def _doctor(root: strawberry.Parent[EnrolmentRow], info: Info) -> DoctorRow:
    return await info.context.loaders.doctors.load(root.doctor_id)


async def _institution(root: strawberry.Parent[EnrolmentRow], info: Info) -> InstitutionRow:
    return await info.context.loaders.institutions.load(root.institution_id)


async def _doctors(roots: Sequence[EnrolmentRow], info: Info) -> list[DoctorRow]:
    return await info.context.loaders.doctors.load_many([one.doctor_id for one in roots])


async def _institutions(roots: Sequence[EnrolmentRow], info: Info) -> list[InstitutionRow]:
    return await info.context.loaders.institutions.load_many([one.institution_id for one in roots])


async def _keys(roots: Sequence[EnrolmentRow], info: Info) -> list[tuple[str, str, str, str]]:
    doctors, places = await _doctors(roots, info), await _institutions(roots, info)
    return [
        (person.code, place.code, one.place, one.since.isoformat())
        for one, person, place in zip(roots, doctors, places, strict=True)
    ]


async def _department(root: strawberry.Parent[EnrolmentRow], info: Info) -> DepartmentRow | None:
    return None if root.department_id is None else await info.context.loaders.departments.load(root.department_id)


async def _entries(root: strawberry.Parent[EnrolmentRow], info: Info) -> list[EnrolmentEntryRow]:
    return list(await info.context.loaders.entries_of.load(root.id))


def _status(root: strawberry.Parent[EnrolmentRow], info: Info, on: AsOf = None) -> EnrolmentPhase | None:
    day = on or info.context.office.today()
    if day < root.since:
        return None
    return EnrolmentPhase.ACTIVE if root.until is None or day < root.until else EnrolmentPhase.ENDED


async def _assessment(
    root: strawberry.Parent[EnrolmentRow], info: Info, as_of: AsOf = None
) -> EnrolmentAssessed | None:
    context = info.context
    day = as_of or context.office.today()
    law = context.office.host.catalogue.governing(root.place, day).law
    if law is None:
        return None
    context.spend(1)
    people = context.loaders.doctors.load(root.doctor_id), context.loaders.institutions.load(root.institution_id)
    entries = context.loaders.entries_of.load(root.id)
    return assess_at(law, await people[0], await people[1], await entries, day)


@strawberry.type(
    description="A doctor at an institution under a place's regulations (备案/协议), during [since, until)."
)
class Enrolment(Node):
    """Stands for ``core.storage.EnrolmentRow``."""

    id: strawberry.ID = node_id_of("Enrolment", _keys)
    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] = resolved(
        _doctor, "The doctor.", many=_doctors, by="doctor_id"
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institution")] = resolved(
        _institution, "The institution.", many=_institutions, by="institution_id"
    )
    department: Annotated["Department", strawberry.lazy("schema.institution")] | None = resolved(
        _department, "The department; none: not recorded."
    )
    place: str = field("The place whose regulations govern it.")
    basis: Basis = field("What it rests on.")
    since: date = field("First day.")
    until: date | None = field("First day after it; none: no end is known.")
    main: bool = field("Whether it is the doctor's main one.")
    status: EnrolmentPhase | None = resolved(_status, "Where a day lies in it; none: before its first day.")
    entries: list[EnrolmentEntry] = resolved(
        _entries, "The file of the doctor at the institution under the place, by day."
    )
    assessment: EnrolmentAssessment | None = resolved(
        _assessment,
        "Whether the doctor may practise here for insured patients, under the version of the place's regulations that "
        "governs the day; none: no version served governs it.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, EnrolmentRow | EnrolledAt)


async def enrolments(
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    place: PlaceName = None,
    doctor: DoctorCode = None,
    institution: InstitutionCode = None,
    status: Phase = None,
    on: PhaseDay = None,
) -> Page[EnrolmentRow]:
    """Return the enrolments in the viewer's regions, by first day."""
    context = info.context
    context.require_read()
    wanted = EnrolmentFilter(
        regions=context.viewer.regions,
        place=place,
        doctor=doctor,
        institution=institution,
        status=status,
        on=on or context.office.today(),
    )
    reads = context.reads
    return await ENROLMENTS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_enrolments(wanted, key, limit),
        lambda: reads.count_enrolments(wanted),
    )
