"""Rows to records, for the files whose columns are the fields of a record."""

from collections.abc import Callable
from types import MappingProxyType

from core.intake.cells import Cells
from core.intake.codes import CodeKind, region_in
from core.intake.headings import Field
from core.intake.options import Options
from core.intake.problems import ProblemCode, Refusal
from core.intake.values import (
    one_of,
    parse_code,
    parse_date,
    parse_document_number,
    parse_name,
    parse_note,
    parse_points,
    parse_region,
    parse_text,
    whole_number,
)
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentRecord,
    InstitutionRecord,
    Qualification,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis
from core.text import Text

Record = InstitutionRecord | DepartmentRecord | DoctorRecord | EnrolmentRecord | ViolationRecord
RowReader = Callable[[Cells, Options], tuple[Record, ...]]

_YES_OR_NO = MappingProxyType(
    {"是": True, "yes": True, "y": True, "true": True, "1": True}
    | {"否": False, "no": False, "n": False, "false": False, "0": False}
)
_BASES = MappingProxyType(
    {"agreement": Basis.AGREEMENT, "协议": Basis.AGREEMENT, "协议管理": Basis.AGREEMENT}
    | {"registration": Basis.REGISTRATION, "备案": Basis.REGISTRATION, "登记备案": Basis.REGISTRATION}
)
_QUALIFICATIONS = MappingProxyType(
    {"licensed": Qualification.LICENSED, "执业医师": Qualification.LICENSED}
    | {"assistant_licensed": Qualification.ASSISTANT_LICENSED, "执业助理医师": Qualification.ASSISTANT_LICENSED}
)
parse_flag = one_of(_YES_OR_NO)
parse_basis = one_of(_BASES)
parse_qualification = one_of(_QUALIFICATIONS)


def read_institution(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the institution of a row."""
    code = cells.code(Field.CODE, CodeKind.INSTITUTION)
    given = cells.optional(Field.REGION, parse_region)
    record = InstitutionRecord(
        code=code,
        name=cells.text(Field.NAME, parse_name),
        region=given or ("" if cells.is_refused(Field.REGION) else region_for(cells, Field.CODE, code, options)),
        level=cells.optional(Field.LEVEL, parse_text),
        designated=cells.required(Field.DESIGNATED, parse_flag, stand_in=True, supplied=True),
    )
    return (record,)


def read_department(cells: Cells, options: Options) -> tuple[Record, ...]:  # noqa: ARG001  one signature for all
    """Return the department of a row."""
    record = DepartmentRecord(
        institution=cells.code(Field.INSTITUTION, CodeKind.INSTITUTION),
        code=cells.text(Field.CODE, parse_code),
        name=cells.text(Field.NAME, parse_name),
    )
    return (record,)


def read_doctor(cells: Cells, options: Options) -> tuple[Record, ...]:  # noqa: ARG001  one signature for all
    """Return the doctor of a row."""
    return (doctor_of(cells, Field.CODE),)


def doctor_of(cells: Cells, code: Field) -> DoctorRecord:
    """Return the doctor whose code stands in the column ``code``."""
    return DoctorRecord(
        code=cells.code(code, CodeKind.DOCTOR),
        name=cells.text(Field.NAME, parse_name),
        qualification=cells.required(Field.QUALIFICATION, parse_qualification, Qualification.LICENSED),
        title=cells.optional(Field.TITLE, parse_text),
        category=cells.optional(Field.CATEGORY, parse_text),
        scope=cells.optional(Field.SCOPE, parse_text),
    )


def read_enrolment(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the enrolment of a row."""
    since, until = cells.day(Field.SINCE), cells.end(Field.UNTIL)
    cells.later(Field.UNTIL, until, Field.SINCE, since)
    record = EnrolmentRecord(
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        institution=cells.code(Field.INSTITUTION, CodeKind.INSTITUTION),
        place=cells.text(Field.PLACE, parse_code, supplied=options.place),
        basis=cells.required(Field.BASIS, parse_basis, Basis.AGREEMENT, supplied=options.basis),
        since=since,
        until=until,
        department=cells.optional(Field.DEPARTMENT, parse_code),
        main=cells.required(Field.MAIN, parse_flag, stand_in=True, supplied=True),
    )
    return (record,)


def read_violation(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the violation of a row."""
    decided_on = cells.day(Field.DECIDED_ON)
    occurred_on = cells.optional(Field.OCCURRED_ON, parse_date)
    cells.later(Field.DECIDED_ON, decided_on, Field.OCCURRED_ON, occurred_on, or_same=True)
    record = ViolationRecord(
        place=cells.text(Field.PLACE, parse_code, supplied=options.place),
        regulation=cells.text(Field.REGULATION, parse_code, supplied=options.regulation),
        clause=cells.text(Field.CLAUSE, parse_code),
        decision_no=cells.text(Field.DECISION_NO, parse_document_number),
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        institution=cells.code(Field.INSTITUTION, CodeKind.INSTITUTION),
        decided_on=decided_on,
        cases=cells.required(Field.CASES, whole_number(1), 1, supplied=1),
        department=cells.optional(Field.DEPARTMENT, parse_code),
        occurred_on=occurred_on,
        notified_on=cells.optional(Field.NOTIFIED_ON, parse_date),
        points=cells.optional(Field.POINTS, parse_points),
        months=cells.optional(Field.MONTHS, whole_number(1)),
        determined_by=cells.optional(Field.DETERMINED_BY, parse_text),
        note=cells.optional(Field.NOTE, parse_note),
    )
    return (record,)


def region_for(cells: Cells, column: Field, code: str, options: Options) -> str:
    """Return the region of the institution ``code`` whose row states none; refuse when nothing tells it."""
    region = options.region or region_in(code)
    if region is None and code:
        cells.refuse(column, _REGION_MISSING)
    return region or ""


_REGION_MISSING = Refusal(
    ProblemCode.REGION_MISSING,
    Text(
        zh="地方编码不含行政区划；请在文件中增加行政区划代码列，或用选项给出",
        en="a local code does not hold its region; add a region column or give the region as an option",
    ),
)
