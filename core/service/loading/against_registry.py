"""What the registry and the regulations say against records that a file states well."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from core.assessment.facts import LifeEntry
from core.assessment.points.lives import first_refused
from core.intake import Records, RowProblem, Sourced
from core.records import (
    EnrolmentEntryRecord,
    EnrolmentRecord,
    ExaminationRecord,
    MeasurementRecord,
    RepairRecord,
    SubjectKind,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.service.admission import (
    FieldProblem,
    check_enrolment,
    check_examination,
    check_measurement,
    check_repair,
    check_violation,
)
from core.service.advancing import appeal_rule, entry_refused
from core.service.calendars import PUBLISHED
from core.service.facts import violation_of
from core.service.loading.naming import Named, named_in
from core.service.office import Office
from core.storage import ViolationRow
from core.text import Text

Checked = EnrolmentRecord | ViolationRecord | ExaminationRecord | RepairRecord | MeasurementRecord
"""A record that is checked against the regulations."""


async def against_registry(office: Office, records: Records, file: str) -> list[RowProblem]:
    """Return what the registry and the regulations say against rows that read well."""
    named = [*named_in(records)]
    institutions = {one.code for one in named if one.kind is SubjectKind.INSTITUTION}
    doctors = {one.code for one in named if one.kind is SubjectKind.DOCTOR}
    unknown = {
        SubjectKind.INSTITUTION: await office.reads.unknown_institutions(
            institutions - {one.record.code for one in records.institutions}
        ),
        SubjectKind.DOCTOR: await office.reads.unknown_doctors(doctors - {one.record.code for one in records.doctors}),
    }
    problems = [_unregistered(file, one) for one in named if one.code in unknown.get(one.kind, ())]
    problems += await _departments(office, records, file)
    for one in _checked(records):
        problems += [problem_at(file, one.row, bad) for bad in admitted(office, one.record)]
    for entry in records.enrolment_entries:
        problems += [problem_at(file, entry.row, bad) for bad in _entered(office, entry.record)]
    return problems + await _lives(office, records.violation_entries, file)


async def _departments(office: Office, records: Records, file: str) -> list[RowProblem]:
    """Return the rows that name a department which their institution, itself registered, has not."""
    named = [
        (one.row, one.record.institution, one.record.department) for one in (*records.enrolments, *records.violations)
    ]
    named = [one for one in named if one[2] is not None]
    if not named:
        return []
    institutions = await office.reads.institutions_by_code({code for _, code, _ in named})
    codes = {row.id: code for code, row in institutions.items()}
    rows = await office.reads.departments_of_institutions(codes)
    known = {(codes[key], row.code) for key, found in rows.items() for row in found}
    return [
        RowProblem(file, row, "department", "DEPARTMENT_UNKNOWN", _NO_DEPARTMENT)
        for row, institution, department in named
        if institution in institutions and (institution, department) not in known
    ]


def problem_at(file: str, row: int, bad: FieldProblem) -> RowProblem:
    """Return what is wrong with a field as a problem of a row."""
    return RowProblem(file, row, bad.field, bad.code, bad.message)


def _checked(records: Records) -> Iterator[Sourced[Checked]]:
    yield from records.enrolments
    yield from records.violations
    yield from records.examinations
    yield from records.repairs
    yield from records.measurements


def admitted(office: Office, record: Checked) -> tuple[FieldProblem, ...]:
    """Return everything that the regulations say against a record."""
    catalogue, today = office.host.catalogue, office.today()
    match record:
        case EnrolmentRecord():
            return check_enrolment(catalogue, record)
        case ViolationRecord():
            return check_violation(catalogue, record, today)
        case ExaminationRecord():
            return check_examination(catalogue, record, today)
        case RepairRecord():
            return check_repair(catalogue, record, today)
        case MeasurementRecord():
            return check_measurement(catalogue, record, today)


_NO_DEPARTMENT = Text(
    zh="该机构没有登记这个科室; 先导入科室", en="the institution has no such department; load departments first"
)
_TO_COME = Text(zh="日期还没有到", en="the day has not come yet")
_UNREGISTERED = MappingProxyType(
    {
        SubjectKind.INSTITUTION: (
            "INSTITUTION_UNKNOWN",
            Text(zh="机构未登记; 先导入机构", en="the institution is not registered; load institutions first"),
        ),
        SubjectKind.DOCTOR: (
            "DOCTOR_UNKNOWN",
            Text(zh="医师未登记; 先导入医师", en="the doctor is not registered; load doctors first"),
        ),
    }
)


def _unregistered(file: str, named: Named) -> RowProblem:
    return RowProblem(file, named.row, named.field, *_UNREGISTERED[named.kind])


def _entered(office: Office, record: EnrolmentEntryRecord) -> Iterator[FieldProblem]:
    """Yield what is wrong with an enrolment entry."""
    if not office.host.catalogue.versions(record.place):
        known = ", ".join(office.host.catalogue.places) or "-"
        text = Text(zh=f"没有地区 {record.place} 的规定; 现有: {known}", en=f"no regulation of {record.place}: {known}")
        yield FieldProblem("place", "PLACE_UNKNOWN", text)
    for field, day in (("on", record.on), ("reported_on", record.reported_on)):
        if day is not None and day > office.today():
            yield FieldProblem(field, "DAY_TO_COME", _TO_COME)


Key = tuple[str, str, str, str]


async def _lives(office: Office, entries: Sequence[Sourced[ViolationEntryRecord]], file: str) -> list[RowProblem]:
    """Return what is wrong with entries in the lives of violations, each life looked at as a whole."""
    lives: defaultdict[Key, list[Sourced[ViolationEntryRecord]]] = defaultdict(list)
    for one in entries:
        lives[one.record.place, one.record.decision_no, one.record.doctor, one.record.clause].append(one)
    ids = await office.reads.violations_by_key(lives)
    rows = await office.reads.violations_by_id(ids.values())
    problems: list[RowProblem] = []
    for key, life in lives.items():
        if key in ids:
            problems += _life(office, rows[ids[key]], life, file)
        else:
            problems += [RowProblem(file, one.row, "decision_no", "VIOLATION_UNKNOWN", _NO_VIOLATION) for one in life]
    return problems


def _life(
    office: Office, row: ViolationRow, entries: Sequence[Sourced[ViolationEntryRecord]], file: str
) -> Iterator[RowProblem]:
    """Yield what is wrong with entries that are to follow on what a violation has; those refused are passed over."""
    rule = appeal_rule(office, row)
    recorded = {LifeEntry(event=one.event, on=one.on) for one in row.entries}
    new: dict[LifeEntry, int] = {}
    for one in entries:
        if one.record.on > office.today():
            yield problem_at(file, one.row, FieldProblem("on", "DAY_TO_COME", _TO_COME))
        elif LifeEntry(event=one.record.event, on=one.record.on) not in recorded:
            new[LifeEntry(event=one.record.event, on=one.record.on)] = one.row
    while new:
        refused = first_refused(violation_of(row, *new), rule, PUBLISHED)
        if refused is None:
            return
        problem = entry_refused(*refused, rule)
        # One that stands in the registry cannot follow any more: whatever of the file comes before it is to blame.
        rows = [new.pop(refused[0])] if refused[0] in new else [new.pop(one) for one in list(new)]
        yield from (problem_at(file, number, problem) for number in rows)


_NO_VIOLATION = Text(
    zh="没有这条违规记录; 先导入违规记录, 或核对决定书号、医师、条款",
    en="there is no such violation; load violations first, or check the number of the decision, doctor and clause",
)
