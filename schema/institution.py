"""Institutions (定点医疗机构) and their departments."""

from datetime import date
from typing import Annotated

import strawberry

from core.intake.codes import code_scheme
from core.storage import DepartmentRow, EnrolmentFilter, EnrolmentRow, InstitutionFilter, InstitutionRow
from schema.access import seen_institution
from schema.connection import DEFAULT_FIRST, Connection, Page, Paging, codes
from schema.context import Info
from schema.enrolment import ENROLMENTS, Enrolment, Phase, PhaseDay
from schema.fields import After, First, RegionPrefix, argument, field, resolved
from schema.node import Node, node_id
from schema.regulation import region_prefix
from schema.staff_share import StaffShareAssessment, staff_share_of
from schema.vocabulary_of_answers import CodeScheme

INSTITUTIONS: Paging[InstitutionRow, str] = Paging(codes("institution"), lambda row: row.code)


@strawberry.type(description="A department (科室) of an institution.")
class Department:
    """Stands for ``core.storage.DepartmentRow``."""

    code: str = field("Its code within the institution.")
    name: str = field("Its name.")


async def _departments(root: strawberry.Parent[InstitutionRow], info: Info) -> list[DepartmentRow]:
    return list(await info.context.loaders.departments_of.load(root.id))


async def _enrolments(
    root: strawberry.Parent[InstitutionRow],
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    status: Phase = None,
    on: PhaseDay = None,
) -> Page[EnrolmentRow]:
    context = info.context
    day: date | None = on or context.office.today()
    wanted = EnrolmentFilter(regions=context.viewer.regions, institution=root.code, status=status, on=day)
    reads = context.reads
    return await ENROLMENTS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_enrolments(wanted, key, limit),
        lambda: reads.count_enrolments(wanted),
    )


@strawberry.type(description="An institution (医疗机构) whose doctors treat insured patients.")
class Institution(Node):
    """Stands for ``core.storage.InstitutionRow``."""

    id: strawberry.ID = node_id("Institution", lambda row: row.code)
    code: str = field("Its code, national or local.")
    code_scheme: CodeScheme = field("Who gave the code.", lambda row: code_scheme(row.code))
    name: str = field("Its name.")
    region: str = field("GB/T 2260 code of six digits.")
    level: str | None = field("Its level (等级), as recorded.")
    designated: bool = field("Whether it is designated (定点).")
    departments: list[Department] = resolved(_departments, "Its departments, by code.")
    enrolments: Connection[Enrolment] = resolved(_enrolments, "Doctors enrolled here, by first day.")
    staff_share: StaffShareAssessment | None = resolved(
        staff_share_of,
        "What follows for the institution from the share of its staff that was suspended or terminated within a year, "
        "with each person, record and place in the law.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, InstitutionRow)


async def institution(info: Info, code: Annotated[str, argument("The institution's code.")]) -> InstitutionRow | None:
    """Return the institution with this code; None if there is none in the viewer's regions."""
    info.context.require_read()
    return await seen_institution(info.context, code)


async def institutions(
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    region: RegionPrefix = None,
    text: Annotated[str | None, argument("A part of the name or code.")] = None,
    designated: Annotated[bool | None, argument("Only those that are designated, or only those that are not.")] = None,
) -> Page[InstitutionRow]:
    """Return the institutions in the viewer's regions, by code."""
    context = info.context
    context.require_read()
    wanted = InstitutionFilter(
        regions=context.viewer.regions, text=text, region=region_prefix(region), designated=designated
    )
    reads = context.reads
    return await INSTITUTIONS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_institutions(wanted, key, limit),
        lambda: reads.count_institutions(wanted),
    )
