"""Rows of the registry as facts for the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, Self, TypeVar

from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    EnrolmentFacts,
    Examination,
    Finding,
    IncidentNoted,
    LifeEntry,
    PointsFacts,
    Repair,
    Violation,
)
from core.assessment.points.lives import in_order
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


class Recorded(Protocol):
    """A row that says when it entered the registry."""

    @property
    def recorded_at(self) -> datetime | None:
        """When, in UTC; None: before that was kept."""
        ...


Entered = TypeVar("Entered", bound=Recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All that the registry holds on one doctor and the points scheme of any law may ask for."""

    violations: Sequence[ViolationRow] = ()
    examinations: Sequence[ExaminationRow] = ()
    enrolments: Sequence[EnrolmentRow] = ()
    repairs: Sequence[RepairRow] = ()

    def known_at(self, moment: datetime | None) -> Self:
        """Return what had been recorded by ``moment``; None: all."""
        if moment is None:
            return self
        known = _known(self.violations, moment)
        return replace(
            self,
            violations=[replace(row, entries=tuple(_known(row.entries, moment))) for row in known],
            examinations=_known(self.examinations, moment),
            enrolments=_known(self.enrolments, moment),
            repairs=_known(self.repairs, moment),
        )

    def facts(self, place: str, regulation: str) -> PointsFacts:
        """Return what the points scheme of a place's ``regulation`` is told."""
        return points_facts(
            regulation,
            [row for row in self.violations if row.place == place],
            [row for row in self.examinations if row.place == place],
            [row for row in self.enrolments if row.place == place],
            self.repairs,
        )


def _known(rows: Iterable[Entered], moment: datetime) -> list[Entered]:
    return [row for row in rows if row.recorded_at is None or row.recorded_at <= moment]


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

    The order of entry leaves no trace: each list is ordered by day and then by what identifies a record.
    An enrolment that begins after a revocation counts as a readmission, if the law's bar has passed by then.
    """
    decided = sorted(violations, key=lambda row: (row.decided_on, row.decision_no, row.clause))
    sat = sorted(examinations, key=lambda row: row.on)
    repaired = sorted(repairs, key=lambda row: (row.on, row.rule))
    return PointsFacts(
        violations=tuple(violation_of(row) for row in decided if row.regulation == regulation),
        examinations=tuple(Examination(on=row.on, passed=row.passed) for row in sat),
        readmitted_on=tuple(sorted({row.since for row in enrolments})),
        repairs=tuple(_repair(row) for row in repaired if row.regulation == regulation),
    )


def violation_of(row: ViolationRow, *more: LifeEntry) -> Violation:
    """Return the fact that ``row`` records, with ``more`` entries of its life than the registry holds."""
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
        entries=tuple(in_order((*(LifeEntry(event=one.event, on=one.on) for one in row.entries), *more))),
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
