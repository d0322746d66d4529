"""The kinds of file that can be read, and the reading of one: bytes in, records and problems out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from core.intake.cells import Cells
from core.intake.codes import is_region
from core.intake.decode import decode
from core.intake.headings import (
    DEPARTMENT_HEADINGS,
    DOCTOR_HEADINGS,
    ENROLMENT_HEADINGS,
    EXAMINATION_HEADINGS,
    INSTITUTION_HEADINGS,
    MEASUREMENT_HEADINGS,
    REPAIR_HEADINGS,
    ROSTER_HEADINGS,
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
from core.intake.table import Header, Table, open_table
from core.intake.values import not_a_region
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentRecord,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    RepairRecord,
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
    VIOLATIONS = "VIOLATIONS"
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
    violations: tuple[Sourced[ViolationRecord], ...] = ()
    examinations: tuple[Sourced[ExaminationRecord], ...] = ()
    repairs: tuple[Sourced[RepairRecord], ...] = ()
    measurements: tuple[Sourced[MeasurementRecord], ...] = ()


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

    def column(self, name: str) -> str:
        """Return the heading that the file gives the field ``name``, or the field's own name where it has none."""
        return self.columns.get(name, name)

    @property
    def ok(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Format:
    headings: tuple[Heading, ...]
    read_row: RowReader
    needs: tuple[Field, ...] = ()
    """What only the options can say."""


_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
_FORMATS = MappingProxyType(
    {
        Kind.INSTITUTIONS: _Format(INSTITUTION_HEADINGS, read_institution),
        Kind.DEPARTMENTS: _Format(DEPARTMENT_HEADINGS, read_department),
        Kind.DOCTORS: _Format(DOCTOR_HEADINGS, read_doctor),
        Kind.ENROLMENTS: _Format(ENROLMENT_HEADINGS, read_enrolment),
        Kind.VIOLATIONS: _Format(VIOLATION_HEADINGS, read_violation),
        Kind.EXAMINATIONS: _Format(EXAMINATION_HEADINGS, read_examination),
        Kind.REPAIRS: _Format(REPAIR_HEADINGS, read_repair),
        Kind.MEASUREMENTS: _Format(MEASUREMENT_HEADINGS, read_measurement),
        Kind.ROSTER: _Format(ROSTER_HEADINGS, read_roster_row, needs=(Field.PLACE, Field.BASIS)),
    }
)


def read(kind: Kind, data: bytes, file: str, options: Options) -> Reading:
    """Return what the file says; ``file`` only names it in problems. Whatever the bytes are, nothing is raised."""
    log = ProblemLog(file)
    layout = _FORMATS[kind]
    table = _open(layout, data, options, log)
    if table is None:
        return Reading(records=Records(), problems=log.problems(), rows=0, columns=_NO_COLUMNS)
    produced, rows = _read_rows(layout.read_row, table, options, log)
    sourced = settle(produced, log)
    records = Records() if log.stopped else _sorted_out(sourced)
    return Reading(records=records, problems=log.problems(), rows=rows, columns=_columns(table.header))


def _columns(header: Header) -> Mapping[str, str]:
    """Return the name of each column that means a field, by field."""
    names = {field.value: header.name(position) for position, field in enumerate(header.fields) if field is not None}
    return MappingProxyType(names)


def _open(layout: _Format, data: bytes, options: Options, log: ProblemLog) -> Table | None:
    supplied = options.supplied()
    for field in layout.needs:
        if field not in supplied:
            log.stop(0, None, _option_missing(field))
    if options.region is not None and not is_region(options.region):
        log.stop(0, None, not_a_region(options.region))
    decoded = decode(data, log.file, encoding=options.encoding, limit_bytes=options.limit_bytes)
    if isinstance(decoded, RowProblem):
        log.put(decoded)
        return None
    if log.stopped:
        return None
    return open_table(decoded.text, layout.headings, supplied, options.aliases, options.limit_rows, log)


def _read_rows(read_row: RowReader, table: Table, options: Options, log: ProblemLog) -> tuple[list[Produced], int]:
    produced: list[Produced] = []
    rows = 0
    for row in table.rows:
        rows += 1
        if not row.cells:
            continue
        cells = Cells(table.header, row, log)
        records = read_row(cells, options)
        if not cells.failed:
            produced.append(Produced(row.number, records))
    return produced, rows


def _sorted_out(sourced: tuple[Sourced[Record], ...]) -> Records:
    return Records(
        institutions=_of(InstitutionRecord, sourced),
        departments=_of(DepartmentRecord, sourced),
        doctors=_of(DoctorRecord, sourced),
        enrolments=_of(EnrolmentRecord, sourced),
        violations=_of(ViolationRecord, sourced),
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
