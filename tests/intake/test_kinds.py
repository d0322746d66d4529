import csv
import io
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake import Encoding, Field, Kind, Options, ProblemCode, Reading, Records, Severity, Sourced, read
from core.intake.problems import PROBLEM_LIMIT
from core.intake.rows import Record
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    EntryKind,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    Qualification,
    RepairRecord,
    SubjectKind,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.vocabulary import Act, Attribute, Basis, Change, Incident, LifeEvent, Responsibility
from core.text import Lang

from .builders import TESTVILLE, a_roster, places, read_text

ALL = Options(place="testville", basis=Basis.AGREEMENT, regulation="testville/2020", region="990101")
HEADERS = {
    Kind.INSTITUTIONS: "code,name",
    Kind.DEPARTMENTS: "institution,code,name",
    Kind.DOCTORS: "code,name,qualification",
    Kind.ENROLMENTS: "doctor,institution,since,until",
    Kind.ENROLMENT_ENTRIES: "doctor,institution,kind,on,act",
    Kind.VIOLATION_ENTRIES: "decision_no,doctor,clause,event,on,actor",
    Kind.VIOLATIONS: "clause,decision_no,doctor,institution,decided_on,points",
    Kind.EXAMINATIONS: "doctor,on,passed",
    Kind.REPAIRS: "doctor,rule,on,points",
    Kind.MEASUREMENTS: "subject_kind,subject,indicator,period,on,source,value,grade",
    Kind.ROSTER: a_roster(delimiter=",").split("\r\n", maxsplit=1)[0],
}

codes = st.from_regex(r"[A-Z][0-9A-Za-z]{0,11}", fullmatch=True)
names = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)
words = st.none() | names
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
institutions = st.builds(
    InstitutionRecord, code=codes, name=names, region=st.just("990101"), level=words, designated=st.booleans()
)
departments = st.builds(DepartmentRecord, institution=codes, code=codes, name=names)
doctors = st.builds(
    DoctorRecord,
    code=codes,
    name=names,
    qualification=st.sampled_from(Qualification),
    title=words,
    category=words,
    scope=words,
)
enrolments = st.builds(
    EnrolmentRecord,
    doctor=codes,
    institution=codes,
    place=codes,
    basis=st.sampled_from(Basis),
    since=days,
    until=st.none() | st.dates(date(2031, 1, 1), date(2099, 12, 31)),
    department=st.none() | codes,
    main=st.booleans(),
)
violations = st.builds(
    ViolationRecord,
    place=codes,
    regulation=codes,
    clause=codes,
    decision_no=codes,
    doctor=codes,
    institution=codes,
    decided_on=st.dates(date(2031, 1, 1), date(2040, 1, 1)),
    cases=st.integers(1, 99),
    department=st.none() | codes,
    occurred_on=st.none() | days,
    notified_on=st.none() | days,
    points=st.none() | st.decimals(0, 100, places=1),
    months=st.none() | st.integers(1, 12),
    determined_by=words,
    note=words,
    responsibility=st.none() | st.sampled_from(Responsibility),
    reason=words,
)
examinations = st.builds(ExaminationRecord, doctor=codes, place=codes, on=days, passed=st.booleans())
enrolment_entries = st.builds(
    EnrolmentEntryRecord,
    doctor=codes,
    institution=codes,
    place=codes,
    kind=st.sampled_from(EntryKind),
    on=days,
    attribute=st.none() | st.sampled_from(Attribute),
    act=st.none() | st.sampled_from(Act),
    incident=st.none() | st.sampled_from(Incident),
    change=st.none() | st.sampled_from(Change),
    holds=st.none() | st.booleans(),
    reported_on=st.none() | days,
)
violation_entries = st.builds(
    ViolationEntryRecord,
    place=codes,
    decision_no=codes,
    doctor=codes,
    clause=codes,
    event=st.sampled_from(LifeEvent),
    on=days,
    actor=names,
    reason=words,
)
repairs = st.builds(
    RepairRecord,
    doctor=codes,
    regulation=codes,
    rule=codes,
    on=days,
    points=st.none() | st.decimals(0, 100, places=1),
    determined_by=words,
)


def measurements(
    value: st.SearchStrategy[Decimal | None], grade: st.SearchStrategy[str | None]
) -> st.SearchStrategy[MeasurementRecord]:
    """Return a strategy of measurements with such values and grades."""
    return st.builds(
        MeasurementRecord,
        regulation=codes,
        region=st.just("990101"),
        subject_kind=st.sampled_from(SubjectKind),
        subject=codes,
        indicator=codes,
        period=codes,
        on=days,
        source=names,
        document_no=st.just("") | codes,
        value=value,
        grade=grade,
        category=words,
    )


figures = st.decimals(0, Decimal("99999999999999.9999"), places=4)


def written(record: Record) -> bytes:
    """Return a CSV with one column for each field, as an export writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(field.name for field in fields(record))
    writer.writerow("" if value is None else cell(value) for value in asdict(record).values())
    return out.getvalue().encode("utf-8-sig")


def cell(value: str | bool | int | date | Decimal) -> str:  # noqa: FBT001
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def sourced(records: Records) -> list[Sourced[Record]]:
    """Return all records, in the order in which they can be stored."""
    return [
        *records.institutions,
        *records.departments,
        *records.doctors,
        *records.enrolments,
        *records.enrolment_entries,
        *records.violations,
        *records.violation_entries,
        *records.examinations,
        *records.repairs,
        *records.measurements,
    ]


@given(
    st.one_of(
        st.tuples(st.just(Kind.INSTITUTIONS), institutions),
        st.tuples(st.just(Kind.DEPARTMENTS), departments),
        st.tuples(st.just(Kind.DOCTORS), doctors),
        st.tuples(st.just(Kind.ENROLMENTS), enrolments),
        st.tuples(st.just(Kind.ENROLMENT_ENTRIES), enrolment_entries),
        st.tuples(st.just(Kind.VIOLATIONS), violations),
        st.tuples(st.just(Kind.VIOLATION_ENTRIES), violation_entries),
        st.tuples(st.just(Kind.EXAMINATIONS), examinations),
        st.tuples(st.just(Kind.REPAIRS), repairs),
        st.tuples(st.just(Kind.MEASUREMENTS), measurements(figures, st.none()) | measurements(st.none(), names)),
    )
)
def test_a_written_record_is_read_back(case: tuple[Kind, Record]) -> None:
    kind, record = case

    reading = read(kind, written(record), "list.csv", Options())

    assert reading.ok
    assert sourced(reading.records) == [Sourced(2, record)]


def is_orderly(reading: Reading) -> bool:
    """Return whether every problem fits on a line and no record comes from a row with an error."""
    lines = [problem.render(lang) for problem in reading.problems for lang in Lang]
    refused = {problem.row for problem in reading.problems if problem.severity is Severity.ERROR}
    return all(line.isprintable() for line in lines) and refused.isdisjoint(one.row for one in sourced(reading.records))


@given(st.sampled_from(Kind), st.binary())
@settings(max_examples=300)
def test_any_bytes_give_problems_and_never_an_exception(kind: Kind, data: bytes) -> None:
    reading = read(kind, data, "f", ALL)

    assert is_orderly(reading)
    assert reading.problems
    assert sourced(reading.records) == []


@given(
    st.sampled_from(Kind), st.sampled_from(Encoding), st.text() | st.text('\t,;"\r\n=+-@1\uff12甲\u04bd\ue000\u202e')
)
@settings(max_examples=300)
def test_any_text_under_a_right_header_never_gives_an_exception(kind: Kind, encoding: Encoding, text: str) -> None:
    data = f"{HEADERS[kind]}\r\n{text}".encode(encoding, errors="replace")

    assert is_orderly(read(kind, data, "f", ALL))


@given(st.sampled_from(Kind), st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=17), max_size=4))
@settings(max_examples=200)
def test_any_well_formed_cells_never_give_an_exception(kind: Kind, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADERS[kind].split(","), *rows])

    assert is_orderly(read(kind, out.getvalue().encode("utf-8-sig", errors="replace"), "f", ALL))


@pytest.mark.parametrize("kind", Kind)
def test_a_header_alone_is_read_without_a_problem(kind: Kind) -> None:
    reading = read_text(kind, HEADERS[kind], ALL)

    assert reading == Reading(records=Records(), problems=(), rows=0, columns=reading.columns)
    assert list(reading.columns.values()) == HEADERS[kind].split(",")


def test_a_field_is_found_under_the_heading_that_the_file_gives_it() -> None:
    reading = read_text(Kind.EXAMINATIONS, "医师代码,备注栏,考试日期,考试结果\nD990101000001,无,2025-03-01,合格\n")

    assert [reading.column(name) for name in ("doctor", "on", "passed")] == ["医师代码", "考试日期", "考试结果"]
    assert reading.column("place") == "place"


def test_a_file_that_cannot_be_opened_has_no_columns() -> None:
    reading = read_text(Kind.EXAMINATIONS, "")

    assert (dict(reading.columns), reading.column("on")) == ({}, "on")


def test_the_trap_of_gbk_that_is_valid_utf_8_is_read_right() -> None:
    data = "code,name,qualification\nD990101000001,医师,LICENSED\n".encode("gbk")
    assert "\u04bd\u02a6" in data.decode("utf-8")

    reading = read(Kind.DOCTORS, data, "f", Options())

    assert [one.record.name for one in reading.records.doctors] == ["医师"]


def test_the_trap_once_saved_as_utf_8_is_refused_at_its_cell() -> None:
    reading = read_text(Kind.DOCTORS, "code,name,qualification\nD990101000001,\u04bd\u02a6,LICENSED\n")

    assert places(reading) == [(2, "name", "NOT_A_NAME")]


def test_a_stated_encoding_is_used() -> None:
    data = "code,name,qualification\nD990101000001,毛茂,LICENSED\n".encode("gbk")

    unclear = read(Kind.DOCTORS, data, "f", Options())
    stated = read(Kind.DOCTORS, data, "f", Options(encoding=Encoding.GB18030))

    assert places(unclear) == [(2, None, "ENCODING_UNCLEAR")]
    assert [one.record.name for one in stated.records.doctors] == ["毛茂"]


def test_extra_aliases_are_used() -> None:
    text = "工号,姓名,执业级别\nD990101000001,甲乙,执业医师\n"

    assert read_text(Kind.DOCTORS, text, Options(aliases={"工号": Field.CODE})).problems == ()


def test_a_file_that_breaks_off_yields_no_record_at_all() -> None:
    reading = read_text(Kind.DOCTORS, 'code,name,qualification\nD990101000001,甲乙,LICENSED\nD990101000002,"丙\n')

    assert places(reading) == [(3, "name", "QUOTE_UNBALANCED")]
    assert (reading.rows, reading.records) == (1, Records())


def test_a_row_with_a_problem_is_counted_and_the_others_are_read() -> None:
    text = "code,name,qualification\nD990101000001,甲乙\nD990101000002,,LICENSED\nD990101000003,丙丁,LICENSED\n"

    reading = read_text(Kind.DOCTORS, text)

    assert places(reading) == [(2, "qualification", "CELLS_TOO_FEW"), (3, "name", "CELL_EMPTY")]
    assert reading.rows == 3
    assert [(one.row, one.record.code) for one in reading.records.doctors] == [(4, "D990101000003")]


def test_a_file_of_nothing_but_errors_is_given_up() -> None:
    reading = read_text(Kind.DOCTORS, "code,name,qualification\n" + "a\n" * (PROBLEM_LIMIT * 3))

    assert reading.rows == PROBLEM_LIMIT
    assert [problem.code for problem in reading.problems[-2:]] == [
        ProblemCode.CELLS_TOO_FEW,
        ProblemCode.TOO_MANY_PROBLEMS,
    ]


def test_the_limits_are_options() -> None:
    data = b"code,name,qualification\nD990101000001,Ab,LICENSED\nD990101000002,Cd,LICENSED\n"

    assert places(read(Kind.DOCTORS, data, "f", Options(limit_bytes=10))) == [(0, None, "FILE_TOO_LARGE")]
    assert places(read(Kind.DOCTORS, data, "f", Options(limit_rows=1))) == [(3, None, "TOO_MANY_ROWS")]
    assert read(Kind.DOCTORS, data, "f", Options(limit_rows=2)).ok


def test_the_file_name_only_names() -> None:
    (problem,) = read(Kind.DOCTORS, b"", "nowhere/at all.csv", TESTVILLE).problems

    assert (
        problem.render(Lang.EN)
        == "nowhere/at all.csv: the file begins with nothing; its first row must name the columns"
    )
