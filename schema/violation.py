"""Violations (违规) as decided."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.regulation.law import Law
from core.service.facts import record_id
from core.storage import DepartmentRow, DoctorRow, InstitutionRow, ViolationFilter, ViolationRow
from schema import life
from schema.connection import DEFAULT_FIRST, Page, Paging, days
from schema.context import Info
from schema.fields import (
    After,
    DoctorCode,
    First,
    InstitutionCode,
    PlaceName,
    RegionPrefix,
    argument,
    field,
    resolved,
)
from schema.node import Node, node_id_of
from schema.points import Clause, ClauseOf, clause_of
from schema.regulation import Regulation, plain_id, region_prefix
from schema.vocabulary import Responsibility
from schema.vocabulary_of_lives import LifeEvent, LifeState

if TYPE_CHECKING:
    from schema.doctor import Doctor
    from schema.institution import Department, Institution

VIOLATIONS: Paging[ViolationRow, tuple[date, int]] = Paging(days("violation"), lambda row: (row.decided_on, row.id))


async def _doctor(root: strawberry.Parent[ViolationRow], info: Info) -> DoctorRow:
    return await info.context.loaders.doctors.load(root.doctor_id)


async def _institution(root: strawberry.Parent[ViolationRow], info: Info) -> InstitutionRow:
    return await info.context.loaders.institutions.load(root.institution_id)


async def _doctors(roots: Sequence[ViolationRow], info: Info) -> list[DoctorRow]:
    return await info.context.loaders.doctors.load_many([one.doctor_id for one in roots])


async def _institutions(roots: Sequence[ViolationRow], info: Info) -> list[InstitutionRow]:
    return await info.context.loaders.institutions.load_many([one.institution_id for one in roots])


async def _keys(roots: Sequence[ViolationRow], info: Info) -> list[tuple[str, str, str, str]]:
    doctors = await _doctors(roots, info)
    return [(one.place, one.decision_no, person.code, one.clause) for one, person in zip(roots, doctors, strict=True)]


async def _department(root: strawberry.Parent[ViolationRow], info: Info) -> DepartmentRow | None:
    return None if root.department_id is None else await info.context.loaders.departments.load(root.department_id)


def _regulation(root: strawberry.Parent[ViolationRow], info: Info) -> Law | None:
    return info.context.office.host.catalogue.find(root.regulation)


def _clause(root: strawberry.Parent[ViolationRow], info: Info) -> ClauseOf | None:
    return clause_of(info.context.office.host.catalogue.find(root.regulation), root.clause)


@strawberry.type(description="A violation (违规): a clause breached by a doctor, as decided.")
class Violation(Node):
    """Stands for ``core.storage.ViolationRow``."""

    id: strawberry.ID = node_id_of("Violation", _keys)
    record: str = field("How the steps of an assessment call it: decision number and clause.", record_id)
    place: str = field("The place under whose regulations it was decided.")
    regulation_code: str = field("Code of the regulation whose clause it names.", "regulation")
    regulation: Regulation | None = resolved(_regulation, "The regulation; none: it is not served.")
    clause_code: str = field("The clause's name within the regulation.", "clause")
    clause: Clause | None = resolved(_clause, "The clause; none: the regulation is not served or has no such clause.")
    decision_no: str = field("Number of the decision (决定书号).")
    cases: int = field("How many cases it counts.")
    points: Decimal | None = field("The decided points, where the law leaves them to the decision.")
    months: int | None = field("The decided months of a suspension, where the law leaves them to the decision.")
    occurred_on: date | None = field("Day of the act.")
    decided_on: date = field("Day of the decision.")
    notified_on: date | None = field("Day of written notification.")
    determined_by: str | None = field("The body that determined the act.")
    note: str | None = field("The circumstances.")
    responsibility: Responsibility | None = field("The degree of responsibility found (责任程度); none: not recorded.")
    reason: str | None = field("Why points or months were chosen, where the law leaves a range; none: not recorded.")
    recorded_at: datetime = field("When it entered the registry.")
    state: LifeState = resolved(life.state, "Where it stands today, in China.")
    counts: bool = resolved(life.counts, "Whether it is in force today; only what is in force counts.")
    entries: list[life.ViolationEntry] = resolved(life.entries, "Its life: what happened to it since, by day.")
    next_events: list[LifeEvent] = resolved(life.next_of, "What can happen next; empty: nothing any more.")
    objection_until: date | None = resolved(
        life.objection_until, "Last day to object; none: no notice, no term in the text, or a year not published."
    )
    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] = resolved(_doctor, "The doctor.", many=_doctors)
    institution: Annotated["Institution", strawberry.lazy("schema.institution")] = resolved(
        _institution, "The institution where it happened.", many=_institutions
    )
    department: Annotated["Department", strawberry.lazy("schema.institution")] | None = resolved(
        _department, "The department; none: not recorded."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, ViolationRow)


async def violations(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    place: PlaceName = None,
    regulation: Annotated[strawberry.ID | None, argument("Only under this regulation, by code or global id.")] = None,
    clause: Annotated[str | None, argument("Only of this clause, by its name within the regulation.")] = None,
    doctor: DoctorCode = None,
    institution: InstitutionCode = None,
    region: RegionPrefix = None,
    decided_from: Annotated[date | None, argument("Only decided on or after this day.")] = None,
    decided_until: Annotated[date | None, argument("Only decided before this day.")] = None,
    text: Annotated[str | None, argument("A part of the decision's number.")] = None,
) -> Page[ViolationRow]:
    """Return the violations in the viewer's regions, by day of decision."""
    context = info.context
    context.require_read()
    wanted = ViolationFilter(
        regions=context.viewer.regions,
        place=place,
        regulation=None if regulation is None else plain_id(regulation),
        clause=clause,
        doctor=doctor,
        institution=institution,
        region=region_prefix(region),
        decided_from=decided_from,
        decided_until=decided_until,
        text=text,
    )
    reads = context.reads
    return await VIOLATIONS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_violations(wanted, key, limit),
        lambda: reads.count_violations(wanted),
    )
