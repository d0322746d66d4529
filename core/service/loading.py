"""Loading files into the registry: all of a file, or its good rows if that is asked for; never half of a row.

Every bad row is reported with file, row, column and reason. Loading the same file again changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from core.errors import ConflictError, NotFoundError, RefusedError
from core.intake import Kind, Options, Reading, Records, RowProblem, Severity, Sourced, read
from core.records import (
    EnrolmentRecord,
    ExaminationRecord,
    MeasurementRecord,
    Put,
    RepairRecord,
    SubjectKind,
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
from core.service.closing import succeed
from core.service.office import Office
from core.storage import UNNAMED, Writes
from core.text import Text

R = TypeVar("R")

Checked = EnrolmentRecord | ViolationRecord | ExaminationRecord | RepairRecord | MeasurementRecord
"""A record that is checked against the regulations."""


@dataclass(frozen=True, slots=True)
class Load:
    """What loading a file did, or would do."""

    problems: tuple[RowProblem, ...]
    rows: int
    """Rows read, headings apart."""
    loaded: bool
    """Whether anything was written; False too when it was only tried."""
    put: Put
    """Records created, updated and found unchanged, of every kind."""

    @property
    def bad_rows(self) -> int:
        """Rows that were not loaded for a mistake of their own."""
        return len({problem.row for problem in self.problems if problem.severity is Severity.ERROR})


async def load(
    office: Office,
    kind: Kind,
    data: bytes,
    file: str,
    options: Options,
    *,
    skip_bad_rows: bool = False,
    try_only: bool = False,
    actor: str = UNNAMED,
) -> Load:
    """Load ``data`` (the bytes of ``file``) into the registry in one transaction, as ``actor`` in the audit trail.

    Nothing is written if a row is bad, unless ``skip_bad_rows``; nothing at all with ``try_only``, which tells what
    would be.

    Raises:
        RetryLaterError: another writer holds the database.
    """
    reading = read(kind, data, file, options)
    log = await _against_registry(office, reading.records, file)
    bad = {problem.row for problem in (*reading.problems, *log) if problem.severity is Severity.ERROR}
    records = _without(reading.records, bad)
    try:
        async with office.database.writing(actor=actor) as writes:
            put = await _put_all(writes, records, file, log)
            _undo_if(try_only or (_has_errors([*reading.problems, *log]) and not skip_bad_rows), put)
            if put.created or put.updated:
                await succeed(office, writes)
        written = True
    except _UndoneError as undone:
        put, written = undone.put if try_only else Put(), False
    except (NotFoundError, RefusedError) as error:
        log.append(RowProblem(file, 0, error.field, error.code, error.message))
        put, written = Put(), False
    problems = [*reading.problems, *(_under_its_heading(reading, one) for one in log)]
    return Load(tuple(sorted(problems, key=lambda one: one.row)), reading.rows, written, put)


def _under_its_heading(reading: Reading, problem: RowProblem) -> RowProblem:
    """Return a problem that names a field as one that names the column of the file."""
    return problem if problem.column is None else replace(problem, column=reading.column(problem.column))


class _UndoneError(Exception):
    """Rolls the transaction back, keeping what it would have done."""

    def __init__(self, put: Put) -> None:
        super().__init__()
        self.put = put


def _undo_if(undo: bool, put: Put) -> None:  # noqa: FBT001
    if undo:
        raise _UndoneError(put)


def _has_errors(problems: Sequence[RowProblem]) -> bool:
    return any(one.severity is Severity.ERROR for one in problems)


@dataclass(frozen=True, slots=True)
class _Named:
    """A code by which a row speaks of a doctor or an institution."""

    row: int
    field: str
    kind: SubjectKind
    code: str


async def _against_registry(office: Office, records: Records, file: str) -> list[RowProblem]:
    """Return what the registry and the regulations say against rows that read well."""
    named = [*_named(records)]
    institutions = {one.code for one in named if one.kind is SubjectKind.INSTITUTION}
    doctors = {one.code for one in named if one.kind is SubjectKind.DOCTOR}
    unknown = {
        SubjectKind.INSTITUTION: await office.reads.unknown_institutions(
            institutions - {one.record.code for one in records.institutions}
        ),
        SubjectKind.DOCTOR: await office.reads.unknown_doctors(doctors - {one.record.code for one in records.doctors}),
    }
    problems = [_unregistered(file, one) for one in named if one.code in unknown.get(one.kind, ())]
    for one in _checked(records):
        problems += [
            RowProblem(file, one.row, bad.field, bad.code, bad.message) for bad in _admitted(office, one.record)
        ]
    return problems


def _named(records: Records) -> Iterator[_Named]:
    placed = (*records.enrolments, *records.violations)
    for one in placed:
        yield _Named(one.row, "institution", SubjectKind.INSTITUTION, one.record.institution)
    for one in (*placed, *records.examinations, *records.repairs):
        yield _Named(one.row, "doctor", SubjectKind.DOCTOR, one.record.doctor)
    for one in records.measurements:
        kind, code = one.record.subject_kind, one.record.subject
        if kind is SubjectKind.DEPARTMENT:  # registered, as far as it is, with its institution
            kind, code = SubjectKind.INSTITUTION, code.partition("/")[0]
        yield _Named(one.row, "subject", kind, code)


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


def _unregistered(file: str, named: _Named) -> RowProblem:
    return RowProblem(file, named.row, named.field, *_UNREGISTERED[named.kind])


def _checked(records: Records) -> Iterator[Sourced[Checked]]:
    yield from records.enrolments
    yield from records.violations
    yield from records.examinations
    yield from records.repairs
    yield from records.measurements


def _admitted(office: Office, record: Checked) -> tuple[FieldProblem, ...]:
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


def _without(records: Records, bad: set[int]) -> Records:
    """Return ``records`` but for those of bad rows."""
    return replace(
        records,
        institutions=tuple(one for one in records.institutions if one.row not in bad),
        departments=tuple(one for one in records.departments if one.row not in bad),
        doctors=tuple(one for one in records.doctors if one.row not in bad),
        enrolments=tuple(one for one in records.enrolments if one.row not in bad),
        violations=tuple(one for one in records.violations if one.row not in bad),
        examinations=tuple(one for one in records.examinations if one.row not in bad),
        repairs=tuple(one for one in records.repairs if one.row not in bad),
        measurements=tuple(one for one in records.measurements if one.row not in bad),
    )


async def _put_all(writes: Writes, records: Records, file: str, problems: list[RowProblem]) -> Put:
    """Write all records in load order; rows that the ledger refuses are left out and added to ``problems``."""
    put = await writes.put_institutions([one.record for one in records.institutions])
    put += await writes.put_departments([one.record for one in records.departments])
    put += await writes.put_doctors([one.record for one in records.doctors])
    put += await writes.put_enrolments([one.record for one in records.enrolments])
    put += await _append(writes.add_violations, records.violations, file, problems)
    put += await _append(writes.add_examinations, records.examinations, file, problems)
    put += await _append(writes.add_repairs, records.repairs, file, problems)
    return put + await _append(writes.add_measurements, records.measurements, file, problems)


async def _append(
    write: Callable[[Sequence[R]], Awaitable[Put]],
    records: Sequence[Sourced[R]],
    file: str,
    problems: list[RowProblem],
) -> Put:
    """Append to the ledger as a batch; if the ledger refuses it, one by one, to know which rows it means.

    A refused batch has written nothing.
    """
    try:
        return await write([one.record for one in records])
    except (ConflictError, NotFoundError, RefusedError):
        total = Put()
    for one in records:
        try:
            total += await write([one.record])
        except (ConflictError, NotFoundError, RefusedError) as error:
            problems.append(RowProblem(file, one.row, error.field, error.code, error.message))
    return total
