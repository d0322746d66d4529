"""Loading files into the registry: all of a file, or its good rows if that is asked for; never half of a row.

Every bad row is reported with file, row, column and reason. Loading the same file again changes nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from core.errors import ConflictError, NotFoundError, RefusedError
from core.intake import Kind, Options, Records, RowProblem, Severity, Sourced, read
from core.records import EnrolmentRecord, Put, ViolationRecord
from core.service.admission import FieldProblem, check_enrolment, check_violation
from core.service.office import Office
from core.storage import Writes
from core.text import Text

R = TypeVar("R")


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
) -> Load:
    """Load ``data`` (the bytes of ``file``) into the registry in one transaction.

    Nothing is written if a row is bad, unless ``skip_bad_rows``; nothing at all with ``try_only``, which tells what
    would be.

    Raises:
        RetryLaterError: another writer holds the database.
    """
    reading = read(kind, data, file, options)
    checked = [*reading.problems, *await _against_registry(office, reading.records, file)]
    records = _without(reading.records, {problem.row for problem in checked if problem.severity is Severity.ERROR})
    log = list(checked)
    try:
        async with office.database.writing() as writes:
            put = await _put_all(writes, records, file, log)
            _undo_if(try_only or (_has_errors(log) and not skip_bad_rows), put)
        written = True
    except _UndoneError as undone:
        put, written = undone.put if try_only else Put(), False
    except (NotFoundError, RefusedError) as error:
        log.append(RowProblem(file, 0, error.field, error.code, error.message))
        put, written = Put(), False
    return Load(tuple(sorted(log, key=lambda one: one.row)), reading.rows, written, put)


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


async def _against_registry(office: Office, records: Records, file: str) -> list[RowProblem]:
    """Return what the registry and the regulations say against rows that read well."""
    here = {one.record.code for one in records.institutions}
    linked = [*records.enrolments, *records.violations]
    institutions = await office.reads.unknown_institutions({one.record.institution for one in linked} - here)
    people = {one.record.doctor for one in linked} - {one.record.code for one in records.doctors}
    doctors = await office.reads.unknown_doctors(people)
    problems: list[RowProblem] = []
    for one in linked:
        if one.record.institution in institutions:
            text = Text(zh="机构未登记; 先导入机构", en="the institution is not registered; load institutions first")
            problems.append(RowProblem(file, one.row, "institution", "INSTITUTION_UNKNOWN", text))
        if one.record.doctor in doctors:
            text = Text(zh="医师未登记; 先导入医师", en="the doctor is not registered; load doctors first")
            problems.append(RowProblem(file, one.row, "doctor", "DOCTOR_UNKNOWN", text))
        problems += [_at_row(file, one.row, found) for found in _admitted(office, one.record)]
    return problems


def _admitted(office: Office, record: EnrolmentRecord | ViolationRecord) -> tuple[FieldProblem, ...]:
    if isinstance(record, EnrolmentRecord):
        return check_enrolment(office.host.catalogue, record)
    return check_violation(office.host.catalogue, record, office.today())


def _at_row(file: str, row: int, problem: FieldProblem) -> RowProblem:
    return RowProblem(file, row, problem.field, problem.code, problem.message)


def _without(records: Records, bad: set[int]) -> Records:
    """Return ``records`` but for those of bad rows."""
    return replace(
        records,
        institutions=tuple(one for one in records.institutions if one.row not in bad),
        departments=tuple(one for one in records.departments if one.row not in bad),
        doctors=tuple(one for one in records.doctors if one.row not in bad),
        enrolments=tuple(one for one in records.enrolments if one.row not in bad),
        violations=tuple(one for one in records.violations if one.row not in bad),
    )


async def _put_all(writes: Writes, records: Records, file: str, problems: list[RowProblem]) -> Put:
    """Write all records in load order; rows that contradict the ledger are left out and added to ``problems``."""
    put = await writes.put_institutions([one.record for one in records.institutions])
    put += await writes.put_departments([one.record for one in records.departments])
    put += await writes.put_doctors([one.record for one in records.doctors])
    put += await writes.put_enrolments([one.record for one in records.enrolments])
    return put + await _append(writes.add_violations, records.violations, file, problems)


async def _append(
    write: Callable[[Sequence[R]], Awaitable[Put]],
    records: Sequence[Sourced[R]],
    file: str,
    problems: list[RowProblem],
) -> Put:
    """Append to the ledger as a batch; if it contradicts the ledger, one by one, to know which rows do."""
    try:
        return await write([one.record for one in records])
    except ConflictError:
        total = Put()
    for one in records:
        try:
            total += await write([one.record])
        except ConflictError as error:
            problems.append(RowProblem(file, one.row, None, error.code, error.message))
    return total
