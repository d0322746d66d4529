"""Every root field of a query, and `node`."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from core.regulation.law import Law
from schema import assessing, doctor, enrolment, institution, period, plugin, regulation, simulation, violation
from schema.access import seen_doctor, seen_institution
from schema.assessing import PointsAssessmentConnection
from schema.connection import Connection
from schema.context import Context, Info
from schema.doctor import Doctor
from schema.enrolment import Enrolment
from schema.enrolment_assessment import EnrolmentAssessment
from schema.fields import argument, resolved
from schema.institution import Institution
from schema.node import Node, parse_id
from schema.period import EvaluationPeriod
from schema.plugin import Plugin
from schema.points import ClauseOf, clause_of
from schema.points_assessment import PointsAssessment
from schema.regulation import Regulation
from schema.violation import Violation

_MOST_DIGITS = 18


async def _regulation(context: Context, key: str) -> Law | None:
    return context.office.host.catalogue.find(key)


async def _clause(context: Context, key: str) -> ClauseOf | None:
    law, _, name = key.partition("/")
    return clause_of(context.office.host.catalogue.find(law), name)


async def _enrolment(context: Context, key: str) -> object:
    row = (await context.reads.enrolments_by_id([int(key)])).get(int(key)) if _is_number(key) else None
    return row if row is not None and await _is_seen(context, row.institution_id) else None


async def _violation(context: Context, key: str) -> object:
    row = (await context.reads.violations_by_id([int(key)])).get(int(key)) if _is_number(key) else None
    return row if row is not None and await _is_seen(context, row.institution_id) else None


async def _period(context: Context, key: str) -> object:
    return (await context.reads.periods_by_id([int(key)])).get(int(key)) if _is_number(key) else None


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS


async def _is_seen(context: Context, institution_id: int) -> bool:
    return context.viewer.sees((await context.loaders.institutions.load(institution_id)).region)


async def node(
    info: Info,
    id: Annotated[strawberry.ID, argument("A global id, as any `id` field gives it.")],  # noqa: A002 - the client's word
) -> object:
    """Return what has this global id; None if nothing has, or the viewer may not see it."""
    name, key = parse_id(id) or ("", "")
    is_open: dict[str, Callable[[Context, str], Awaitable[object]]] = {"Regulation": _regulation, "Clause": _clause}
    of_registry: dict[str, Callable[[Context, str], Awaitable[object]]] = {
        "Doctor": seen_doctor,
        "Institution": seen_institution,
        "Enrolment": _enrolment,
        "Violation": _violation,
        "EvaluationPeriod": _period,
    }
    if name in of_registry:
        info.context.require_read()
    find = is_open.get(name) or of_registry.get(name)
    return None if find is None else await find(info.context, key)


@strawberry.type(description="Everything that can be read.")
class Query:
    """Every query."""

    regulations: Connection[Regulation] | None = resolved(
        regulation.regulations, "The regulations served, by code. Open to anyone."
    )
    regulation: Regulation | None = resolved(
        regulation.regulation, "One regulation; none: it is not served. Open to anyone."
    )
    plugins: list[Plugin] = resolved(plugin.plugins, "Every plugin found, served or parked. Open to anyone.")
    institutions: Connection[Institution] | None = resolved(
        institution.institutions, "The institutions in your regions, by code."
    )
    institution: Institution | None = resolved(
        institution.institution, "One institution; none: there is none in your regions."
    )
    doctors: Connection[Doctor] | None = resolved(doctor.doctors, "The doctors enrolled in your regions, by code.")
    doctor: Doctor | None = resolved(
        doctor.doctor, "One doctor; none: there is no record of such a doctor in your regions."
    )
    enrolments: Connection[Enrolment] | None = resolved(
        enrolment.enrolments, "The enrolments in your regions, by first day."
    )
    evaluation_periods: Connection[EvaluationPeriod] | None = resolved(
        period.evaluation_periods, "The evaluation periods that the registry has opened, by first day."
    )
    violations: Connection[Violation] | None = resolved(
        violation.violations, "The violations in your regions, by day of decision."
    )
    assessments: PointsAssessmentConnection | None = resolved(
        assessing.assessments,
        "How every doctor stands whom a regulation concerns in a period: enrolled, or found at fault, in your regions. "
        "By code of the doctor.",
    )
    assessment: PointsAssessment | None = resolved(
        assessing.assessment,
        "How one doctor stands under a regulation, with every step; none: there is no record of such a doctor in your "
        "regions under the regulation's place.",
    )
    enrolment_assessment: EnrolmentAssessment | None = resolved(
        assessing.enrolment_assessment,
        "Whether a doctor may practise at an institution; none: either is not in your regions.",
    )
    simulate: PointsAssessment | None = resolved(
        simulation.simulate,
        f"What a regulation makes of facts in the request, at most {simulation.MAX_RECORDS}. Nothing is stored. "
        "Open to anyone.",
    )
    simulate_enrolment: EnrolmentAssessment | None = resolved(
        simulation.simulate_enrolment,
        "Whether facts in the request make an enrolment. Nothing is stored. Open to anyone.",
    )
    node: Node | None = resolved(node, "Anything by its global id; none: nothing you may see has it.")
