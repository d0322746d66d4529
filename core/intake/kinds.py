"""The kinds of file that can be read, and the reading of one: bytes in, records and problems out."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from core.intake.cells import Cells
from core.intake.codes import is_region
from core.intake.decode import decode, too_large
from core.intake.delimited import open_text
from core.intake.entry_rows import read_enrolment_entry, read_violation_entry
from core.intake.frames import MISSING, can_read_columns, is_columnar
from core.intake.headings import (
    DEPARTMENT_HEADINGS,
    DOCTOR_HEADINGS,
    ENROLMENT_ENTRY_HEADINGS,
    ENROLMENT_HEADINGS,
    EXAMINATION_HEADINGS,
    INSTITUTION_HEADINGS,
    MEASUREMENT_HEADINGS,
    REPAIR_HEADINGS,
    ROSTER_HEADINGS,
    VIOLATION_ENTRY_HEADINGS,
    VIOLATION_HEADINGS,
    Field,
    Heading,
)
from core.intake.options import Options
from core.intake.problems import ProblemCode, ProblemLog, Refusal, RowProblem, Severity
from core.intake.repeats import Produced, Sourced, settle
from core.intake.roster import read_roster_row
from core.intake.rows import (
    Record,
    RowReader,
    read_department,
    read_doctor,
    read_enrolment,
    read_examination,
    read_institution,
    read_measurement,
    read_repair,
    read_violation,
)
from core.intake.table import Header, Table, Wanted
from core.intake.values import not_a_region
from core.intake.workbook import is_workbook, open_workbook
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

R = TypeVar("R", bound=Record)


class Kind(StrEnum):
    """What a file lists."""

    INSTITUTIONS = "INSTITUTIONS"
    DEPARTMENTS = "DEPARTMENTS"
    DOCTORS = "DOCTORS"
    ENROLMENTS = "ENROLMENTS"
    ENROLMENT_ENTRIES = "ENROLMENT_ENTRIES"
    VIOLATIONS = "VIOLATIONS"
    VIOLATION_ENTRIES = "VIOLATION_ENTRIES"
    EXAMINATIONS = "EXAMINATIONS"
    REPAIRS = "REPAIRS"
    MEASUREMENTS = "MEASUREMENTS"
    ROSTER = "ROSTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of a file in the order in which they can be stored, each with its row."""

    institutions: tuple[Sourced[InstitutionRecord], ...] = ()
    departments: tuple[Sourced[DepartmentRecord], ...] = ()
    doctors: tuple[Sourced[DoctorRecord], ...] = ()
    enrolments: tuple[Sourced[EnrolmentRecord], ...] = ()
    enrolment_entries: tuple[Sourced[EnrolmentEntryRecord], ...] = ()
    violations: tuple[Sourced[ViolationRecord], ...] = ()
    violation_entries: tuple[Sourced[ViolationEntryRecord], ...] = ()
    examinations: tuple[Sourced[ExaminationRecord], ...] = ()
    repairs: tuple[Sourced[RepairRecord], ...] = ()
    measurements: tuple[Sourced[MeasurementRecord], ...] = ()


def _no_numbers() -> "array[int]":
    return array("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: the records of the rows without an error, every problem, and how many rows there were.

    There are no records at all when the file could not be read to its end.
    """

    records: Records
    problems: tuple[RowProblem, ...]
    rows: int
    columns: Mapping[str, str]
    """By field, the heading of its column as the file writes it."""
    header: Header | None = field(default=None, compare=False, repr=False)
    """The heading row; None when the file could not be read as far as that."""
    numbers: "array[int]" = field(default_factory=_no_numbers, compare=False, repr=False)
    """The number of each row read, headings and blank rows apart."""

    def cell(self, name: str, row: int) -> str | None:
        """Return where the field ``name`` of a row stands in its workbook; None in other files and for no column."""
        if self.header is None or not row:
            return None
        return next((self.header.address(row, at) for at, one in enumerate(self.header.fields) if one == name), None)

    def column(self, name: str) -> str:
        """Return the heading that the file gives the field ``name``, or the field's own name where it has none."""
        return self.columns.get(name, name)

    @property
    def ok(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Format:
    """What a kind of file looks like."""

    headings: tuple[Heading, ...]
    read_row: RowReader
    """One row to its records."""
    needs: tuple[Field, ...] = ()
    """What only the options can say."""


_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
FORMATS = MappingProxyType(
    {
        Kind.INSTITUTIONS: Format(INSTITUTION_HEADINGS, read_institution),
        Kind.DEPARTMENTS: Format(DEPARTMENT_HEADINGS, read_department),
        Kind.DOCTORS: Format(DOCTOR_HEADINGS, read_doctor),
        Kind.ENROLMENTS: Format(ENROLMENT_HEADINGS, read_enrolment),
        Kind.ENROLMENT_ENTRIES: Format(ENROLMENT_ENTRY_HEADINGS, read_enrolment_entry),
        Kind.VIOLATIONS: Format(VIOLATION_HEADINGS, read_violation),
        Kind.VIOLATION_ENTRIES: Format(VIOLATION_ENTRY_HEADINGS, read_violation_entry),
        Kind.EXAMINATIONS: Format(EXAMINATION_HEADINGS, read_examination),
        Kind.REPAIRS: Format(REPAIR_HEADINGS, read_repair),
        Kind.MEASUREMENTS: Format(MEASUREMENT_HEADINGS, read_measurement),
        Kind.ROSTER: Format(ROSTER_HEADINGS, read_roster_row, needs=(Field.PLACE, Field.BASIS)),
    }
)


def read(kind: Kind, data: bytes, file: str, options: Options) -> Reading:
    """Return what the file says; ``file`` only names it in problems. Whatever the bytes are, nothing is raised."""
    log = ProblemLog(file)
    layout = FORMATS[kind]
    table = _open(layout, data, options, log)
    if table is None:
        return Reading(records=Records(), problems=log.problems(), rows=0, columns=_NO_COLUMNS)
    produced, numbers = _read_rows(layout.read_row, table, options, log)
    sourced = settle(produced, log)
    return Reading(
        records=Records() if log.stopped else _sorted_out(sourced),
        problems=log.problems(),
        rows=len(numbers),
        columns=_columns(table.header),
        header=table.header,
        numbers=numbers,
    )


def _columns(header: Header) -> Mapping[str, str]:
    """Return the name of each column that means a field, by field."""
    names = {field.value: header.name(position) for position, field in enumerate(header.fields) if field is not None}
    return MappingProxyType(names)


def _open(layout: Format, data: bytes, options: Options, log: ProblemLog) -> Table | None:
    check_options(layout, options, log)
    wanted = wanted_of(layout, options)
    if len(data) > options.limit_bytes:
        log.stop(0, None, too_large(len(data), options.limit_bytes))
    elif is_workbook(data):
        return None if log.stopped else open_workbook(data, wanted, options.sheet, log)
    elif is_columnar(data):
        return None if log.stopped else _open_columns(data, wanted, log)
    else:
        decoded = decode(data, log.file, encoding=options.encoding, limit_bytes=options.limit_bytes)
        if isinstance(decoded, RowProblem):
            log.put(decoded)
        elif not log.stopped:
            return open_text(decoded.text, wanted, log)
    return None


def _open_columns(data: bytes, wanted: Wanted, log: ProblemLog) -> Table | None:
    if not can_read_columns():
        log.stop(0, None, Refusal(ProblemCode.FILE_FORMAT, MISSING))
        return None
    from core.intake.columnar import open_columns  # noqa: PLC0415 - its library is an extra, and slow to import

    return open_columns(data, wanted, log)


def check_options(layout: Format, options: Options, log: ProblemLog) -> None:
    """Stop ``log`` if the options lack what only they can say, or say what cannot be."""
    supplied = options.supplied()
    for one in layout.needs:
        if one not in supplied:
            log.stop(0, None, _option_missing(one))
    if options.region is not None and not is_region(options.region):
        log.stop(0, None, not_a_region(options.region))


def wanted_of(layout: Format, options: Options) -> Wanted:
    """Return what a table of this kind of file must be."""
    return Wanted(
        headings=layout.headings, supplied=options.supplied(), extra=options.aliases, limit_rows=options.limit_rows
    )


def _read_rows(
    read_row: RowReader, table: Table, options: Options, log: ProblemLog
) -> tuple[list[Produced], "array[int]"]:
    produced: list[Produced] = []
    numbers = _no_numbers()
    for row in table.rows:
        numbers.append(row.number)
        if not row.cells:
            continue
        cells = Cells(table.header, row, log)
        records = read_row(cells, options)
        if not cells.failed:
            produced.append(Produced(row.number, records))
    return produced, numbers


def _sorted_out(sourced: tuple[Sourced[Record], ...]) -> Records:
    return Records(
        institutions=_of(InstitutionRecord, sourced),
        departments=_of(DepartmentRecord, sourced),
        doctors=_of(DoctorRecord, sourced),
        enrolments=_of(EnrolmentRecord, sourced),
        enrolment_entries=_of(EnrolmentEntryRecord, sourced),
        violations=_of(ViolationRecord, sourced),
        violation_entries=_of(ViolationEntryRecord, sourced),
        examinations=_of(ExaminationRecord, sourced),
        repairs=_of(RepairRecord, sourced),
        measurements=_of(MeasurementRecord, sourced),
    )


def _of(kind: type[R], sourced: tuple[Sourced[Record], ...]) -> tuple[Sourced[R], ...]:
    return tuple(Sourced(one.row, one.record) for one in sourced if isinstance(one.record, kind))


def _option_missing(field: Field) -> Refusal:
    return Refusal(
        ProblemCode.OPTION_MISSING,
        Text(
            zh=f"这种文件不含{field}；请用选项给出",
            en=f"a file of this kind does not say its {field}; give it as an option",
        ),
    )
