"""How each kind of record lies in its table: which columns are its natural key, and what they hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from tortoise.models import Model

from core.errors import RefusedError
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    EntryKind,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    RepairRecord,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.storage import models
from core.text import Text

R = TypeVar("R")

Columns = dict[str, object]
"""A row by column: what a record says, with ids in place of codes."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The database ids of the codes that a batch names."""

    institutions: Mapping[str, int] = field(default_factory=dict[str, int])
    doctors: Mapping[str, int] = field(default_factory=dict[str, int])
    departments: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """By codes of institution and department."""
    violations: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict[tuple[str, str, str, str], int])
    """By place, number of the decision, code of the doctor and clause."""

    def department(self, institution: str, department: str | None) -> int | None:
        """Return the id of a department; None for no department."""
        return None if department is None else self.departments[institution, department]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[R]):
    """One kind of record: where and how it is kept."""

    label: Text
    model: type[Model]
    table: str
    key: tuple[str, ...]
    """The columns of the natural key."""
    lookup: str
    """The column of the key by which a batch finds the rows that are there; it has an index."""
    columns: Callable[[R, Ids], Columns]


def institution_columns(record: InstitutionRecord, ids: Ids) -> Columns:  # noqa: ARG001 - it names no other
    """Return the row of an institution."""
    return {
        "code": record.code,
        "name": record.name,
        "region": record.region,
        "level": record.level,
        "designated": record.designated,
    }


def department_columns(record: DepartmentRecord, ids: Ids) -> Columns:
    """Return the row of a department."""
    return {
        "institution_id": ids.institutions[record.institution],
        "code": record.code,
        "name": record.name,
    }


def doctor_columns(record: DoctorRecord, ids: Ids) -> Columns:  # noqa: ARG001 - it names no other
    """Return the row of a doctor."""
    return {
        "code": record.code,
        "name": record.name,
        "qualification": record.qualification.value,
        "title": record.title,
        "category": record.category,
        "scope": record.scope,
    }


def enrolment_columns(record: EnrolmentRecord, ids: Ids) -> Columns:
    """Return the row of an enrolment; raises RefusedError when it ends before it begins."""
    if record.until is not None and record.until < record.since:
        raise RefusedError(
            "BAD_INTERVAL",
            Text(
                zh=f"备案的结束日 {record.until} 早于开始日 {record.since}；请更正其中一个日期。",
                en=f"The enrolment ends on {record.until}, before it begins on {record.since}; correct one of them.",
            ),
            field="until",
        )
    return {
        "doctor_id": ids.doctors[record.doctor],
        "institution_id": ids.institutions[record.institution],
        "department_id": ids.department(record.institution, record.department),
        "place": record.place,
        "basis": record.basis.value,
        "since": record.since,
        "until": record.until,
        "main": record.main,
    }


def entry_columns(record: EnrolmentEntryRecord, ids: Ids) -> Columns:
    """Return the row of an enrolment entry; raises RefusedError when its term is not that of its kind."""
    return {
        "doctor_id": ids.doctors[record.doctor],
        "institution_id": ids.institutions[record.institution],
        "place": record.place,
        "kind": record.kind.value,
        "term": term_of(record),
        "happened_on": record.on,
        "holds": record.holds,
        "reported_on": record.reported_on,
    }


def term_of(record: EnrolmentEntryRecord) -> str:
    """Return the one term that an entry's kind asks for, empty where it asks for none; else raise RefusedError."""
    terms = {
        EntryKind.FINDING: record.attribute,
        EntryKind.ACT: record.act,
        EntryKind.INCIDENT: record.incident,
        EntryKind.CHANGE: record.change,
    }
    term = terms.pop(record.kind, None)
    is_complete = (term is None) == (record.kind is EntryKind.INCIDENTS_CHECKED)
    is_held = (record.holds is None) == (record.kind is not EntryKind.FINDING)
    is_reported = record.reported_on is None or record.kind is EntryKind.CHANGE
    if not is_complete or not is_held or not is_reported or any(terms.values()):
        raise RefusedError(
            "BAD_ENTRY",
            Text(
                zh=f"{record.kind} 类条目须且只须给出其自身的项目（FINDING 另须 holds，仅 CHANGE 可有 reported_on）。",
                en=f"An entry of kind {record.kind} gives exactly the term of its kind (FINDING also holds; only "
                "CHANGE may give reported_on).",
            ),
            field="kind",
        )
    return "" if term is None else term.value


def violation_columns(record: ViolationRecord, ids: Ids) -> Columns:
    """Return the row of a violation."""
    return {
        "place": record.place,
        "decision_no": record.decision_no,
        "doctor_id": ids.doctors[record.doctor],
        "clause": record.clause,
        "regulation": record.regulation,
        "institution_id": ids.institutions[record.institution],
        "department_id": ids.department(record.institution, record.department),
        "cases": record.cases,
        "points": in_places(record.points, models.POINT_PLACES),
        "months": record.months,
        "occurred_on": record.occurred_on,
        "decided_on": record.decided_on,
        "notified_on": record.notified_on,
        "determined_by": record.determined_by,
        "note": record.note,
        "responsibility": record.responsibility and record.responsibility.value,
        "reason": record.reason,
    }


def violation_entry_columns(record: ViolationEntryRecord, ids: Ids) -> Columns:
    """Return the row of an entry in the life of a violation."""
    return {
        "violation_id": ids.violations[record.place, record.decision_no, record.doctor, record.clause],
        "event": record.event.value,
        "happened_on": record.on,
        "actor": record.actor,
        "reason": record.reason,
    }


def in_places(number: Decimal | None, places: int) -> Decimal | None:
    """Return the number with as many decimal places as its column keeps; None for none."""
    return None if number is None else number.quantize(Decimal(1).scaleb(-places))


def repair_columns(record: RepairRecord, ids: Ids) -> Columns:
    """Return the row of a repair."""
    return {
        "doctor_id": ids.doctors[record.doctor],
        "regulation": record.regulation,
        "rule": record.rule,
        "done_on": record.on,
        "points": in_places(record.points, models.POINT_PLACES),
        "determined_by": record.determined_by,
    }


def measurement_columns(record: MeasurementRecord, ids: Ids) -> Columns:  # noqa: ARG001 - it names no other
    """Return the row of a measurement; raises RefusedError unless it gives a value or a grade, not both."""
    if (record.value is None) == (record.grade is None):
        raise RefusedError(
            "BAD_MEASUREMENT",
            Text(zh="须且只须给出 value 或 grade 之一。", en="A measurement gives either value or grade."),
            field="value",
        )
    return {
        "regulation": record.regulation,
        "region": record.region,
        "subject_kind": record.subject_kind.value,
        "subject": record.subject,
        "indicator": record.indicator,
        "period": record.period,
        "measured_on": record.on,
        "document_no": record.document_no,
        "value": in_places(record.value, models.VALUE_PLACES),
        "grade": record.grade,
        "category": record.category,
        "source": record.source,
    }


def examination_columns(record: ExaminationRecord, ids: Ids) -> Columns:
    """Return the row of an examination."""
    return {
        "doctor_id": ids.doctors[record.doctor],
        "place": record.place,
        "held_on": record.on,
        "passed": record.passed,
    }


INSTITUTIONS = Kind(
    label=Text(zh="医疗机构", en="institution"),
    model=models.Institution,
    table="institution",
    key=("code",),
    lookup="code",
    columns=institution_columns,
)
DEPARTMENTS = Kind(
    label=Text(zh="科室", en="department"),
    model=models.Department,
    table="department",
    key=("institution_id", "code"),
    lookup="institution_id",
    columns=department_columns,
)
DOCTORS = Kind(
    label=Text(zh="医师", en="doctor"),
    model=models.Doctor,
    table="doctor",
    key=("code",),
    lookup="code",
    columns=doctor_columns,
)
ENROLMENTS = Kind(
    label=Text(zh="备案", en="enrolment"),
    model=models.Enrolment,
    table="enrolment",
    key=("doctor_id", "place", "since", "institution_id"),
    lookup="doctor_id",
    columns=enrolment_columns,
)
ENTRIES = Kind(
    label=Text(zh="备案条目", en="enrolment entry"),
    model=models.EnrolmentEntry,
    table="enrolment_entry",
    key=("doctor_id", "institution_id", "place", "kind", "term", "happened_on", "reported_on"),
    lookup="doctor_id",
    columns=entry_columns,
)
VIOLATIONS = Kind(
    label=Text(zh="违规记录", en="violation"),
    model=models.Violation,
    table="violation",
    key=("place", "decision_no", "doctor_id", "clause"),
    lookup="doctor_id",
    columns=violation_columns,
)
VIOLATION_ENTRIES = Kind(
    label=Text(zh="违规记录条目", en="entry in the life of a violation"),
    model=models.ViolationEntry,
    table="violation_entry",
    key=("violation_id", "event", "happened_on"),
    lookup="violation_id",
    columns=violation_entry_columns,
)
EXAMINATIONS = Kind(
    label=Text(zh="考试", en="examination"),
    model=models.Examination,
    table="examination",
    key=("doctor_id", "place", "held_on"),
    lookup="doctor_id",
    columns=examination_columns,
)
REPAIRS = Kind(
    label=Text(zh="修复", en="repair"),
    model=models.Repair,
    table="repair",
    key=("doctor_id", "regulation", "rule", "done_on"),
    lookup="doctor_id",
    columns=repair_columns,
)
MEASUREMENTS = Kind(
    label=Text(zh="测量", en="measurement"),
    model=models.Measurement,
    table="measurement",
    key=("subject", "regulation", "subject_kind", "indicator", "period", "measured_on", "document_no"),
    lookup="subject",
    columns=measurement_columns,
)
