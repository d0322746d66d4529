"""Rows to records, for the files whose columns are the fields of a record."""

from collections.abc import Callable
from types import MappingProxyType

from core.intake.cells import Cells
from core.intake.codes import CodeKind, region_in
from core.intake.headings import Field
from core.intake.options import Options
from core.intake.problems import ProblemCode, Refusal
from core.intake.texts import parse_code, parse_document_number, parse_name, parse_note, parse_text
from core.intake.values import (
    YES_OR_NO,
    one_of,
    parse_date,
    parse_measured,
    parse_points,
    parse_region,
    whole_number,
    yes_or_no,
)
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    Qualification,
    RepairRecord,
    SubjectKind,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis, Responsibility
from core.text import Text

Record = (
    InstitutionRecord
    | DepartmentRecord
    | DoctorRecord
    | EnrolmentRecord
    | ViolationRecord
    | ExaminationRecord
    | RepairRecord
    | MeasurementRecord
    | EnrolmentEntryRecord
    | ViolationEntryRecord
)
RowReader = Callable[[Cells, Options], tuple[Record, ...]]

_BASES = MappingProxyType(
    {"agreement": Basis.AGREEMENT, "协议": Basis.AGREEMENT, "协议管理": Basis.AGREEMENT}
    | {"registration": Basis.REGISTRATION, "备案": Basis.REGISTRATION, "登记备案": Basis.REGISTRATION}
)
_QUALIFICATIONS = MappingProxyType(
    {"licensed": Qualification.LICENSED, "执业医师": Qualification.LICENSED}
    | {"assistant_licensed": Qualification.ASSISTANT_LICENSED, "执业助理医师": Qualification.ASSISTANT_LICENSED}
)
_RESULTS = MappingProxyType(
    {"合格": True, "通过": True, "passed": True, "不合格": False, "未通过": False, "failed": False} | YES_OR_NO
)
_RESPONSIBILITIES = MappingProxyType(
    {"general": Responsibility.GENERAL, "一般": Responsibility.GENERAL, "一般责任": Responsibility.GENERAL}
    | {"important": Responsibility.IMPORTANT, "重要": Responsibility.IMPORTANT, "重要责任": Responsibility.IMPORTANT}
    | {"main": Responsibility.MAIN, "主要": Responsibility.MAIN, "主要责任": Responsibility.MAIN}
)
_SUBJECT_KINDS = MappingProxyType(
    {"doctor": SubjectKind.DOCTOR, "医师": SubjectKind.DOCTOR, "医生": SubjectKind.DOCTOR}
    | {"department": SubjectKind.DEPARTMENT, "科室": SubjectKind.DEPARTMENT}
    | {"institution": SubjectKind.INSTITUTION, "医疗机构": SubjectKind.INSTITUTION, "机构": SubjectKind.INSTITUTION}
    | {"agency": SubjectKind.AGENCY, "经办机构": SubjectKind.AGENCY}
)
parse_result = one_of(_RESULTS)
parse_responsibility = one_of(_RESPONSIBILITIES)
parse_subject_kind = one_of(_SUBJECT_KINDS)
parse_basis = one_of(_BASES)
parse_qualification = one_of(_QUALIFICATIONS)


def read_institution(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the institution of a row."""
    code = cells.code(Field.CODE, CodeKind.INSTITUTION)
    record = InstitutionRecord(
        code=code,
        name=cells.text(Field.NAME, parse_name),
        region=_region(cells, Field.CODE, code, options),
        level=cells.optional(Field.LEVEL, parse_text),
        designated=cells.required(Field.DESIGNATED, yes_or_no, stand_in=True, supplied=True),
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
        main=cells.required(Field.MAIN, yes_or_no, stand_in=True, supplied=True),
    )
    return (record,)


def read_violation(cells: Cells, options: Options) -> tuple[ViolationRecord]:
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
        responsibility=cells.optional(Field.RESPONSIBILITY, parse_responsibility),
        reason=cells.optional(Field.REASON, parse_note),
    )
    return (record,)


def read_examination(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the examination of a row."""
    record = ExaminationRecord(
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        place=cells.text(Field.PLACE, parse_code, supplied=options.place),
        on=cells.day(Field.ON),
        passed=cells.required(Field.PASSED, parse_result, stand_in=False),
    )
    return (record,)


def read_repair(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the repair of a row."""
    record = RepairRecord(
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        regulation=cells.text(Field.REGULATION, parse_code, supplied=options.regulation),
        rule=cells.text(Field.RULE, parse_code),
        on=cells.day(Field.ON),
        points=cells.optional(Field.POINTS, parse_points),
        determined_by=cells.optional(Field.DETERMINED_BY, parse_text),
    )
    return (record,)


def read_measurement(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the measurement of a row."""
    subject_kind = cells.required(Field.SUBJECT_KIND, parse_subject_kind, SubjectKind.AGENCY)
    subject = _subject(cells, subject_kind)
    is_known = not (cells.is_refused(Field.VALUE) or cells.is_refused(Field.GRADE))
    if is_known and (cells.raw(Field.VALUE) is None) == (cells.raw(Field.GRADE) is None):
        cells.refuse(Field.VALUE, _VALUE_OR_GRADE)
    record = MeasurementRecord(
        regulation=cells.text(Field.REGULATION, parse_code, supplied=options.regulation),
        region=_region(cells, Field.SUBJECT, subject, options),
        subject_kind=subject_kind,
        subject=subject,
        indicator=cells.text(Field.INDICATOR, parse_code),
        period=cells.text(Field.PERIOD, parse_code),
        on=cells.day(Field.ON),
        source=cells.text(Field.SOURCE, parse_text),
        document_no=cells.optional(Field.DOCUMENT_NO, parse_document_number) or "",
        value=cells.optional(Field.VALUE, parse_measured),
        grade=cells.optional(Field.GRADE, parse_text),
        category=cells.optional(Field.CATEGORY, parse_text),
    )
    return (record,)


def _subject(cells: Cells, kind: SubjectKind) -> str:
    """Return the code of what was measured; only doctors and institutions have a national format."""
    match kind:
        case SubjectKind.DOCTOR:
            return cells.code(Field.SUBJECT, CodeKind.DOCTOR)
        case SubjectKind.INSTITUTION:
            return cells.code(Field.SUBJECT, CodeKind.INSTITUTION)
        case SubjectKind.DEPARTMENT | SubjectKind.AGENCY:
            return cells.text(Field.SUBJECT, parse_code)


def _region(cells: Cells, column: Field, code: str, options: Options) -> str:
    """Return the region that a row states, else that of the ``code`` in ``column``."""
    given = cells.optional(Field.REGION, parse_region)
    return given or ("" if cells.is_refused(Field.REGION) else region_for(cells, column, code, options))


def region_for(cells: Cells, column: Field, code: str, options: Options) -> str:
    """Return the region of ``code`` where the row states none; refuse when nothing tells it."""
    region = options.region or region_in(code)
    if region is None and code:
        cells.refuse(column, _REGION_MISSING)
    return region or ""


_REGION_MISSING = Refusal(
    ProblemCode.REGION_MISSING,
    Text(
        zh="从这个编码看不出行政区划；请在文件中增加行政区划代码列，或用选项给出",
        en="this code does not hold a region; add a region column or give the region as an option",
    ),
)
_VALUE_OR_GRADE = Refusal(
    ProblemCode.VALUE_OR_GRADE,
    Text(
        zh="数值和等级须且只须填写一项；请补上缺少的一项，或删去多余的一项",
        en="a measurement has either a value or a grade; fill in the one that is missing or clear the one too many",
    ),
)
