"""Every root field of a query, and `node`."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from core.storage import EnrolmentKey, ViolationKey
from schema import (
    applicability,
    assessing,
    behaviours,
    charges_simulation,
    comparison,
    deadlines,
    differences,
    dispensing_simulation,
    doctor,
    enrolment,
    enrolment_simulation,
    institution,
    measured,
    notice,
    period,
    plugin,
    rating_simulation,
    regulation,
    scorecard_simulation,
    settlement_simulation,
    simulation,
    staff_share,
    violation,
)
from schema.access import seen_doctor, seen_institution
from schema.applicability import ApplicableLaw
from schema.assessing import PointsAssessmentConnection
from schema.behaviours import BehaviourInfo
from schema.charges_assessment import ChargesAssessment
from schema.comparison import MAX_REGULATIONS, Comparison
from schema.connection import Connection
from schema.context import Context, Info
from schema.deadlines import DoctorDeadlinesConnection
from schema.differences import AnswerDiff
from schema.dispensing_assessment import DispensingAssessment
from schema.doctor import Doctor
from schema.enrolment import Enrolment
from schema.enrolment_assessment import EnrolmentAssessment
from schema.fields import argument, resolved
from schema.given import MAX_RECORDS
from schema.institution import Institution
from schema.node import Node, day_of, parse_id, parts_of
from schema.notice import PublicNotice
from schema.period import EvaluationPeriod
from schema.plugin import Plugin
from schema.points import ClauseOf, clause_of
from schema.points_assessment import PointsAssessment
from schema.rating_assessment import RatingAssessment
from schema.regulation import Regulation
from schema.scorecard_assessment import ScorecardAssessment
from schema.settlement_assessment import SettlementAssessment
from schema.staff_share import StaffShareAssessment
from schema.violation import Violation


async def _regulation(context: Context, key: str) -> Law | None:
    return context.office.host.catalogue.find(key)


async def _clause(context: Context, key: str) -> ClauseOf | None:
    law, _, name = key.partition("/")
    return clause_of(context.office.host.catalogue.find(law), name)


async def _enrolment(context: Context, key: str) -> object:
    parts = parts_of(key, 4)
    since = None if parts is None else day_of(parts[3])
    if parts is None or since is None:
        return None
    doctor_code, institution_code, place, _ = parts
    wanted = EnrolmentKey(doctor_code, institution_code, place, since)
    return await context.reads.enrolment_within(wanted, context.viewer.regions)


async def _violation(context: Context, key: str) -> object:
    parts = parts_of(key, 4)
    return None if parts is None else await context.reads.violation_within(ViolationKey(*parts), context.viewer.regions)


async def _period(context: Context, key: str) -> object:
    parts = parts_of(key, 3)
    start = None if parts is None else day_of(parts[2])
    if parts is None or start is None or parts[1] not in set(PeriodKind):
        return None
    return await context.reads.period(parts[0], PeriodKind(parts[1]), start)


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
    diff: AnswerDiff | None = resolved(
        differences.diff,
        "What differs between two answers about one doctor under one regulation, such as those of two days, of two "
        "versions of the law, or of what had been recorded by two moments; none: there is no record of such a doctor "
        "in your regions under the regulation's place.",
    )
    deadlines: DoctorDeadlinesConnection | None = resolved(
        deadlines.deadlines,
        "What comes up in your regions, by code of the doctor: terms to object, ends of suspensions and bars, "
        "examinations and reports that are due.",
    )
    enrolment_assessment: EnrolmentAssessment | None = resolved(
        assessing.enrolment_assessment,
        "Whether a doctor may practise at an institution; none: either is not in your regions.",
    )
    simulate: PointsAssessment | None = resolved(
        simulation.simulate,
        f"What a regulation makes of facts in the request, at most {MAX_RECORDS}. Nothing is stored. Open to anyone.",
    )
    simulate_enrolment: EnrolmentAssessment | None = resolved(
        enrolment_simulation.simulate_enrolment,
        f"Whether facts in the request, at most {MAX_RECORDS}, make an enrolment. Nothing is stored. Open to anyone.",
    )
    simulate_scorecard: ScorecardAssessment | None = resolved(
        scorecard_simulation.simulate_scorecard,
        f"The score and grade that scores in the request earn, at most {MAX_RECORDS}. Nothing is stored. "
        "Open to anyone.",
    )
    simulate_rating: RatingAssessment | None = resolved(
        rating_simulation.simulate_rating,
        "What follows from grades, circumstances and figures in the request, "
        f"at most {MAX_RECORDS}. The period may be longer than that of a rating: every grade given for a part of it "
        "counts. Nothing is stored. Open to anyone.",
    )
    simulate_charges: ChargesAssessment | None = resolved(
        charges_simulation.simulate_charges,
        f"What acts, measured values and audit deductions in the request cost, at most {MAX_RECORDS}. Nothing is "
        "stored. Open to anyone.",
    )
    simulate_settlement: SettlementAssessment | None = resolved(
        settlement_simulation.simulate_settlement,
        "What becomes of a prepaid budget in the request. Nothing is stored. Open to anyone.",
    )
    simulate_dispensing: DispensingAssessment | None = resolved(
        dispensing_simulation.simulate_dispensing,
        f"Whether a prescription in the request, of at most {MAX_RECORDS} lines, keeps to the limits of days' supply. "
        "Nothing is stored. Open to anyone.",
    )
    simulate_staff_share: StaffShareAssessment | None = resolved(
        staff_share.simulate_staff_share,
        "What follows for an institution from the share of its staff that was suspended or terminated. Nothing is "
        "stored. Open to anyone.",
    )
    behaviours: list[BehaviourInfo] = resolved(
        behaviours.behaviours,
        "Every behaviour of the taxonomy, with what it costs under each regulation served. Open to anyone.",
    )
    compare: list[Comparison] | None = resolved(
        comparison.compare,
        f"What each of several regulations, at most {MAX_REGULATIONS}, makes of facts in the request, at most "
        f"{MAX_RECORDS}: points and what they lead to. Nothing is stored. Open to anyone.",
    )
    applicable_law: ApplicableLaw | None = resolved(
        applicability.applicable_law,
        "Which regulation applies to an act of one day decided on another, and why. Open to anyone.",
    )
    scorecard_assessment: ScorecardAssessment | None = resolved(
        measured.scorecard_assessment,
        "The score and grade that the measurements in the registry earn; none: there is no such subject in your "
        "regions. The names that a measurement may have are those of `ScorecardIndicator.code` and "
        "`ScorecardGroup.code`, with `veto:CODE` for a finding and `standard` for the standard.",
    )
    charges_assessment: ChargesAssessment | None = resolved(
        measured.charges_assessment,
        "What the measurements in the registry cost, of an institution with its departments; none: there is no such "
        "subject in your regions.",
    )
    settlement_assessment: SettlementAssessment | None = resolved(
        measured.settlement_assessment,
        "What becomes of a budget that the registry holds; none: there is no such subject in your regions.",
    )
    rating_assessment: RatingAssessment | None = resolved(
        measured.rating_assessment,
        "What follows from the grades, circumstances and figures in the registry, and from what the request adds "
        "that is no measurement; none: there is no such subject in your regions.",
    )
    public_notices: Connection[PublicNotice] | None = resolved(
        notice.notices,
        "What the regulations have made public (公示) and is public today, by first day, with names masked as the "
        "text has it. Open to anyone.",
    )
    node: Node | None = resolved(node, "Anything by its global id; none: nothing you may see has it.")
