"""Loading a file that is read whole: every row is a record, checked against what the other rows say."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from core.errors import ConflictError, GuijuError, NotFoundError, RefusedError
from core.intake import Kind, Options, Reading, Records, RowProblem, Severity, Sourced, read
from core.records import Put
from core.service.closing import succeed
from core.service.loading.against_registry import against_registry
from core.service.loading.load import Load, UndoneError, has_errors, undo_if
from core.service.office import Office
from core.storage import UNNAMED, Writes

R = TypeVar("R")


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
    log = await against_registry(office, reading.records, file)
    bad = {problem.row for problem in (*reading.problems, *log) if problem.severity is Severity.ERROR}
    records = _without(reading.records, bad)
    try:
        async with office.database.writing(actor=actor) as writes:
            put = await _put_all(writes, records, file, log)
            undo_if(try_only or (has_errors([*reading.problems, *log]) and not skip_bad_rows), put)
            if put.created or put.updated:
                await succeed(office, writes)
        written = True
    except UndoneError as undone:
        put, written = undone.put if try_only else Put(), False
    except (NotFoundError, RefusedError) as error:
        log.append(RowProblem(file, 0, error.field, error.code, error.message))
        put, written = Put(), False
    problems = [*reading.problems, *(_in_file(reading, one) for one in log)]
    return Load(tuple(sorted(problems, key=lambda one: one.row)), reading.rows, written, put, reading.numbers)


def _in_file(reading: Reading, problem: RowProblem) -> RowProblem:
    """Return a problem that names a field as one that names column and cell of the file."""
    if problem.column is None:
        return problem
    cell = reading.cell(problem.column, problem.row)
    return replace(problem, column=reading.column(problem.column), cell=cell)


def _without(records: Records, bad: set[int]) -> Records:
    """Return ``records`` but for those of bad rows."""
    if not bad:
        return records
    kept = {
        one.name: tuple(sourced for sourced in getattr(records, one.name) if sourced.row not in bad)
        for one in fields(records)
    }
    return replace(records, **kept)


async def _put_all(writes: Writes, records: Records, file: str, log: list[RowProblem]) -> Put:
    """Write all records in load order; rows that the registry refuses are left out and added to ``log``."""
    put = await write_records(writes.put_institutions, records.institutions, file, log)
    put += await write_records(writes.put_departments, records.departments, file, log)
    put += await write_records(writes.put_doctors, records.doctors, file, log)
    put += await write_records(writes.put_enrolments, records.enrolments, file, log)
    put += await write_records(writes.add_entries, records.enrolment_entries, file, log)
    put += await write_records(writes.add_violations, records.violations, file, log)
    put += await write_records(writes.add_violation_entries, records.violation_entries, file, log)
    put += await write_records(writes.add_examinations, records.examinations, file, log)
    put += await write_records(writes.add_repairs, records.repairs, file, log)
    return put + await write_records(writes.add_measurements, records.measurements, file, log)


async def write_records(
    write: Callable[[Sequence[R]], Awaitable[Put]],
    records: Sequence[Sourced[R]],
    file: str,
    log: list[RowProblem],
) -> Put:
    """Write a batch and return what it did; rows that the registry refuses are left out and added to ``log``.

    If the registry refuses a batch, which then has written nothing, each half is tried, and so on.
    """
    refused: GuijuError
    try:
        return await write([one.record for one in records])
    except (ConflictError, NotFoundError, RefusedError) as error:
        refused = error
    if len(records) == 1:
        log.append(RowProblem(file, records[0].row, refused.field, refused.code, refused.message))
        return Put()
    half = len(records) // 2
    return await write_records(write, records[:half], file, log) + await write_records(write, records[half:], file, log)
