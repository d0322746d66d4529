"""Rows of one file that speak of the same thing: alike ones are folded, contradicting ones refused."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Generic, TypeVar

from core.intake.problems import ProblemCode, ProblemLog, Refusal
from core.intake.rows import Record
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    RepairRecord,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.text import Text

_SUBJECTS_ZH = MappingProxyType(
    {"institution": "机构", "department": "科室", "doctor": "医师", "enrolment": "备案", "violation": "违规记录"}
    | {"examination": "考试", "repair": "修复", "measurement": "测量"}
    | {"enrolment entry": "备案条目", "violation entry": "违规记录条目"}
)

R_co = TypeVar("R_co", covariant=True)

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sourced(Generic[R_co]):
    """A record and the row of the file that it was read from."""

    row: int
    record: R_co


@dataclass(frozen=True, slots=True)
class Produced:
    """What one row says."""

    row: int
    records: tuple[Record, ...]


def settle(produced: Sequence[Produced], log: ProblemLog) -> tuple[Sourced[Record], ...]:
    """Return each record once, at the first row that says it, leaving out every row that is contradicted.

    A row that adds nothing to earlier ones is folded with a warning.
    """
    contradicted = _contradicted(produced, log)
    first_rows: dict[_Key, int] = {}
    kept: list[Sourced[Record]] = []
    for row in produced:
        keys = [natural_key(record) for record in row.records]
        if not contradicted.isdisjoint(keys):
            continue
        known = [first_rows[key] for key in keys if key in first_rows]
        if len(known) == len(keys):
            log.warning(row.row, None, _repeated(max(known)))
        for key, record in zip(keys, row.records, strict=True):
            if first_rows.setdefault(key, row.row) == row.row:
                kept.append(Sourced(row.row, record))
    return tuple(kept)


def natural_key(record: Record) -> _Key:
    """Return what makes ``record`` the one it is, its type included."""
    key: _Key
    match record:
        case InstitutionRecord():
            key = ("institution", record.code)
        case DepartmentRecord():
            key = ("department", record.institution, record.code)
        case DoctorRecord():
            key = ("doctor", record.code)
        case EnrolmentRecord():
            key = ("enrolment", record.doctor, record.institution, record.place, record.since.isoformat())
        case ViolationRecord():
            key = ("violation", record.place, record.decision_no, record.doctor, record.clause)
        case ExaminationRecord():
            key = ("examination", record.doctor, record.place, record.on.isoformat())
        case RepairRecord():
            key = ("repair", record.doctor, record.regulation, record.rule, record.on.isoformat())
        case MeasurementRecord():
            subject = (record.regulation, record.subject_kind.value, record.subject)
            time = (record.period, record.on.isoformat(), record.document_no)
            key = ("measurement", *subject, record.indicator, *time)
        case EnrolmentEntryRecord() | ViolationEntryRecord():
            key = _entry_key(record)
    return key


def _entry_key(record: EnrolmentEntryRecord | ViolationEntryRecord) -> _Key:
    if isinstance(record, ViolationEntryRecord):
        violation = (record.place, record.decision_no, record.doctor, record.clause)
        return "violation entry", *violation, record.event.value, record.on.isoformat()
    where = (record.doctor, record.institution, record.place, record.kind.value)
    reported = "" if record.reported_on is None else record.reported_on.isoformat()
    return "enrolment entry", *where, _term(record), record.on.isoformat(), reported


def _term(record: EnrolmentEntryRecord) -> str:
    """Return what an enrolment entry tells of, whatever its kind."""
    terms = (record.attribute, record.act, record.incident, record.change)
    return " ".join(one.value for one in terms if one is not None)


def _contradicted(produced: Sequence[Produced], log: ProblemLog) -> set[_Key]:
    """Return the keys of which rows say different things, each noted at the first row of each version."""
    versions: dict[_Key, dict[Record, int]] = {}
    for row in produced:
        for record in row.records:
            versions.setdefault(natural_key(record), {}).setdefault(record, row.row)
    found = {key for key, said in versions.items() if len(said) > 1}
    for key, said in versions.items():
        if key in found:
            refusal = _contradiction(tuple(said), tuple(said.values()))
            for row_number in said.values():
                log.error(row_number, None, refusal)
    return found


def _contradiction(records: tuple[Record, ...], rows: tuple[int, ...]) -> Refusal:
    first = records[0]
    names = ", ".join(
        field.name
        for field in fields(first)
        if any(getattr(first, field.name) != getattr(other, field.name) for other in records[1:])
    )
    places = ", ".join(str(row) for row in rows)
    return Refusal(
        ProblemCode.ROWS_CONTRADICT,
        Text(
            zh=f"第{places}行说的是同一{_SUBJECTS_ZH[natural_key(first)[0]]}，但{names}不同，均未采用；请改为一致",
            en=f"rows {places} speak of the same {natural_key(first)[0]} but differ in {names}, and none was taken; "
            "make them agree",
        ),
    )


def _repeated(row: int) -> Refusal:
    return Refusal(
        ProblemCode.ROW_REPEATED,
        Text(zh=f"与第{row}行内容相同，已合并", en=f"says the same as row {row} and was folded into it"),
    )
