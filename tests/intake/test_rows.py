from datetime import date
from decimal import Decimal

import pytest

from core.intake import Kind, Options, Sourced
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentRecord,
    InstitutionRecord,
    Qualification,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis, Responsibility

from .builders import cells_of, places, read_text

ENROLMENT = {
    "doctor": "D990101000001",
    "institution": "H99010100001",
    "place": "testville",
    "basis": "协议",
    "since": "2025/3/1",
}
VIOLATION = {
    "place": "testville",
    "regulation": "testville/2020",
    "clause": "11.1",
    "decision_no": "试医保\u30142025\u30151号",
    "doctor": "D990101000001",
    "institution": "H99010100001",
    "decided_on": "2025年3月1日",
}


def test_an_institution_is_read_from_chinese_headings() -> None:
    text = "医疗机构编码,医疗机构名称,行政区划代码,等级,是否定点\nH99010100001,试镇医院,990102,三级甲等,否\n"

    assert read_text(Kind.INSTITUTIONS, text).records.institutions == (
        Sourced(
            2,
            InstitutionRecord(
                code="H99010100001", name="试镇医院", region="990102", level="三级甲等", designated=False
            ),
        ),
    )


@pytest.mark.parametrize(
    ("code", "cell", "option", "region"),
    [
        ("H99010100001", "990102", "990103", "990102"),
        ("H99010100001", "", "990103", "990103"),
        ("H99010100001", "", None, "990101"),
        ("local-1", "", "990103", "990103"),
    ],
)
def test_the_region_is_that_of_the_cell_else_the_option_else_the_code(
    code: str, cell: str, option: str | None, region: str
) -> None:
    reading = read_text(Kind.INSTITUTIONS, cells_of(code=code, name="甲院", region=cell), Options(region=option))

    assert [one.record.region for one in reading.records.institutions] == [region]


def test_a_local_institution_without_a_region_is_refused() -> None:
    reading = read_text(Kind.INSTITUTIONS, cells_of(code="local-1", name="甲院"))

    assert places(reading) == [(2, "code", "REGION_MISSING"), (2, "code", "LOCAL_CODE")]
    assert reading.records.institutions == ()


def test_a_department_is_read() -> None:
    text = cells_of(institution="H99010100001", code="N1", name="内科")

    assert read_text(Kind.DEPARTMENTS, text).records.departments == (
        Sourced(2, DepartmentRecord(institution="H99010100001", code="N1", name="内科")),
    )


def test_a_doctor_is_read() -> None:
    text = "医保医生代码;姓名;执业级别;专业技术职务;执业类别;执业范围\nD990101000001;甲乙;执业助理医师;医师;临床;\n"

    assert read_text(Kind.DOCTORS, text).records.doctors == (
        Sourced(
            2,
            DoctorRecord(
                code="D990101000001",
                name="甲乙",
                qualification=Qualification.ASSISTANT_LICENSED,
                title="医师",
                category="临床",
            ),
        ),
    )


def test_an_enrolment_is_read() -> None:
    text = cells_of(**ENROLMENT, until="20260301", department="N1", main="否")

    assert read_text(Kind.ENROLMENTS, text).records.enrolments == (
        Sourced(
            2,
            EnrolmentRecord(
                doctor="D990101000001",
                institution="H99010100001",
                place="testville",
                basis=Basis.AGREEMENT,
                since=date(2025, 3, 1),
                until=date(2026, 3, 1),
                department="N1",
                main=False,
            ),
        ),
    )


def test_place_and_basis_come_from_the_options_where_the_file_has_none() -> None:
    text = cells_of(doctor="D990101000001", institution="H99010100001", since="2025-03-01", until="9999-12-31")
    options = Options(place="othertown", basis=Basis.REGISTRATION)

    reading = read_text(Kind.ENROLMENTS, text, options)

    assert [(one.record.place, one.record.basis, one.record.until) for one in reading.records.enrolments] == [
        ("othertown", Basis.REGISTRATION, None)
    ]


def test_without_column_and_option_the_column_is_missing() -> None:
    text = cells_of(doctor="D990101000001", institution="H99010100001", since="2025-03-01")

    reading = read_text(Kind.ENROLMENTS, text, Options())

    assert places(reading) == [(1, "place", "COLUMN_MISSING"), (1, "basis", "COLUMN_MISSING")]
    assert all("as an option" in problem.message.en for problem in reading.problems)


@pytest.mark.parametrize("until", ["2025-03-01", "2025-02-28"])
def test_an_enrolment_must_end_after_it_began(until: str) -> None:
    assert places(read_text(Kind.ENROLMENTS, cells_of(**ENROLMENT, until=until))) == [
        (2, "until", "DATES_OUT_OF_ORDER")
    ]


def test_a_violation_is_read_whole() -> None:
    text = cells_of(
        **VIOLATION,
        cases="3",
        department="N1",
        occurred_on="2025-03-01",
        notified_on="2025-03-05",
        points="1.5",
        months="2",
        determined_by="试镇医保局",
        note="说明",
        responsibility="主要责任",
        reason="屡查屡犯",
    )

    assert read_text(Kind.VIOLATIONS, text).records.violations == (
        Sourced(
            2,
            ViolationRecord(
                place="testville",
                regulation="testville/2020",
                clause="11.1",
                decision_no="试医保\u30142025\u30151号",
                doctor="D990101000001",
                institution="H99010100001",
                decided_on=date(2025, 3, 1),
                cases=3,
                department="N1",
                occurred_on=date(2025, 3, 1),
                notified_on=date(2025, 3, 5),
                points=Decimal("1.5"),
                months=2,
                determined_by="试镇医保局",
                note="说明",
                responsibility=Responsibility.MAIN,
                reason="屡查屡犯",
            ),
        ),
    )


def test_a_violation_needs_no_more_than_its_decision_and_counts_one_case() -> None:
    (found,) = read_text(Kind.VIOLATIONS, cells_of(**VIOLATION)).records.violations

    assert (found.record.cases, found.record.points, found.record.note) == (1, None, None)


def test_place_and_regulation_of_violations_may_be_options() -> None:
    cells = {name: value for name, value in VIOLATION.items() if name not in {"place", "regulation"}}

    (found,) = read_text(
        Kind.VIOLATIONS, cells_of(**cells), Options(place="othertown", regulation="othertown/2021")
    ).records.violations

    assert (found.record.place, found.record.regulation) == ("othertown", "othertown/2021")


def test_a_violation_cannot_be_decided_before_it_occurred() -> None:
    assert places(read_text(Kind.VIOLATIONS, cells_of(**VIOLATION, occurred_on="2025-03-02"))) == [
        (2, "decided_on", "DATES_OUT_OF_ORDER")
    ]


def test_every_wrong_cell_of_a_row_is_reported_and_the_row_yields_nothing() -> None:
    text = cells_of(**VIOLATION | {"doctor": "", "decided_on": "45200"}, cases="\uff10", points="x", months="0")

    reading = read_text(Kind.VIOLATIONS, text)

    assert sorted(places(reading), key=str) == [
        (2, "cases", "FULL_WIDTH_CHARACTERS"),
        (2, "decided_on", "EXCEL_DATE_NUMBER"),
        (2, "doctor", "CELL_EMPTY"),
        (2, "months", "NOT_A_NUMBER"),
        (2, "points", "NOT_A_NUMBER"),
    ]
    assert (reading.rows, reading.records.violations, reading.ok) == (1, (), False)


def test_a_local_code_is_kept_with_a_warning() -> None:
    reading = read_text(Kind.DOCTORS, cells_of(code="YS001", name="甲乙", qualification="LICENSED"))

    assert places(reading) == [(2, "code", "LOCAL_CODE")]
    assert reading.ok
    assert [one.record.code for one in reading.records.doctors] == ["YS001"]


def test_a_pharmacist_has_a_national_code_too_but_an_institution_is_no_doctor() -> None:
    pharmacist = read_text(Kind.DOCTORS, cells_of(code="HY990101000001", name="甲乙", qualification="LICENSED"))
    institution = read_text(Kind.DOCTORS, cells_of(code="H99010100001", name="甲乙", qualification="LICENSED"))

    assert places(pharmacist) == []
    assert places(institution) == [(2, "code", "LOCAL_CODE")]


@pytest.mark.parametrize(
    ("words", "degree"),
    [
        (("一般", "一般责任", "GENERAL"), Responsibility.GENERAL),
        (("重要", "重要责任", "important"), Responsibility.IMPORTANT),
        (("主要", "主要责任", "Main"), Responsibility.MAIN),
        (("",), None),
    ],
)
def test_a_degree_of_responsibility_has_chinese_and_english_words(
    words: tuple[str, ...], degree: Responsibility | None
) -> None:
    header = ",".join([*VIOLATION, "责任程度", "裁量理由"])
    rows = [",".join([*(VIOLATION | {"clause": str(number)}).values(), word, ""]) for number, word in enumerate(words)]

    reading = read_text(Kind.VIOLATIONS, "\n".join([header, *rows]))

    assert reading.ok
    assert [one.record.responsibility for one in reading.records.violations] == [degree] * len(words)


def test_no_other_degree_of_responsibility_is_guessed() -> None:
    assert places(read_text(Kind.VIOLATIONS, cells_of(**VIOLATION, responsibility="次要"))) == [
        (2, "responsibility", "NOT_LISTED")
    ]
