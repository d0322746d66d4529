"""Rows of the registry as facts for the engine."""

from collections.abc import Sequence

from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    EnrolmentFacts,
    Examination,
    Finding,
    IncidentNoted,
    PointsFacts,
    Repair,
    Violation,
)
from core.records import EntryKind
from core.regulation.vocabulary import Attribute
from core.storage import (
    DoctorRow,
    EnrolmentEntryRow,
    EnrolmentRow,
    ExaminationRow,
    InstitutionRow,
    RepairRow,
    ViolationRow,
)


def record_id(row: ViolationRow) -> str:
    """Return how explanations call a record: its decision and clause, which mean the same on every machine."""
    return f"{row.decision_no}/{row.clause}"


def repair_id(row: RepairRow) -> str:
    """Return how explanations call a repair: its regulation, rule and day."""
    return f"{row.regulation}/{row.rule}/{row.on}"


def points_facts(
    regulation: str,
    violations: Sequence[ViolationRow],
    examinations: Sequence[ExaminationRow],
    enrolments: Sequence[EnrolmentRow],
    repairs: Sequence[RepairRow] = (),
) -> PointsFacts:
    """Return what the points scheme of ``regulation`` is told of one doctor.

    An enrolment that begins after a revocation counts as a readmission, if the law's bar has passed by then.
    """
    return PointsFacts(
        violations=tuple(_violation(row) for row in violations if row.regulation == regulation),
        examinations=tuple(Examination(on=row.on, passed=row.passed) for row in examinations),
        readmitted_on=tuple(sorted({row.since for row in enrolments})),
        repairs=tuple(_repair(row) for row in repairs if row.regulation == regulation),
    )


def _violation(row: ViolationRow) -> Violation:
    return Violation(
        id=record_id(row),
        clause=row.clause,
        decided_on=row.decided_on,
        cases=row.cases,
        decision_no=row.decision_no,
        occurred_on=row.occurred_on,
        notified_on=row.notified_on,
        points=row.points,
        months=row.months,
        determined_by=row.determined_by,
        note=row.note,
        responsibility=() if row.responsibility is None else (row.responsibility,),
        reason=row.reason,
    )


def _repair(row: RepairRow) -> Repair:
    return Repair(id=repair_id(row), rule=row.rule, on=row.on, points=row.points, determined_by=row.determined_by)


def enrolment_facts(
    doctor: DoctorRow, institution: InstitutionRow, entries: Sequence[EnrolmentEntryRow]
) -> EnrolmentFacts:
    """Return what the enrolment scheme is told of one doctor at one institution.

    Licence and designation come from the registry's master data; of an attribute entered twice the later entry holds.
    """
    holds = {Attribute(doctor.qualification.value): True, Attribute.INSTITUTION_DESIGNATED: institution.designated}
    ordered = sorted(entries, key=lambda row: (row.on, row.id))
    holds |= {row.attribute: row.holds for row in ordered if row.attribute is not None and row.holds is not None}
    return EnrolmentFacts(
        findings=tuple(Finding(attribute=attribute, holds=value) for attribute, value in sorted(holds.items())),
        acts=tuple(ActTaken(act=row.act, on=row.on) for row in ordered if row.act is not None),
        incidents=tuple(IncidentNoted(incident=row.incident, on=row.on) for row in ordered if row.incident is not None),
        incidents_known=any(row.kind is EntryKind.INCIDENTS_CHECKED for row in ordered),
        changes=tuple(
            ChangeOccurred(change=row.change, on=row.on, reported_on=row.reported_on)
            for row in ordered
            if row.change is not None
        ),
    )
