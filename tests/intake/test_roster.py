import codecs
from datetime import date

import pytest

from core.intake import Kind, Options, Severity, Sourced, read
from core.records import DoctorRecord, EnrolmentRecord, InstitutionRecord, Qualification
from core.regulation.vocabulary import Basis
from core.text import Lang

from .builders import IDENTITY_NUMBER, TESTVILLE, a_roster, places, read_roster

INSTITUTION = InstitutionRecord(code="H99010100001", name="试镇医院", region="990101")
DOCTOR = DoctorRecord(
    code="D990101000001",
    name="甲乙丙",
    qualification=Qualification.LICENSED,
    title="主治医师",
    category="临床",
    scope="内科专业",
)
ENROLMENT = EnrolmentRecord(
    doctor="D990101000001",
    institution="H99010100001",
    place="testville",
    basis=Basis.AGREEMENT,
    since=date(2020, 3, 1),
)


@pytest.mark.parametrize(
    "data",
    [
        a_roster().encode("gbk"),
        a_roster().encode(),
        a_roster(delimiter=",").encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + a_roster().encode("utf-16-le"),
    ],
    ids=["gbk", "utf-8", "csv with mark", "utf-16"],
)
def test_a_row_is_an_institution_a_doctor_and_an_enrolment_in_every_encoding(data: bytes) -> None:
    reading = read(Kind.ROSTER, data, "roster.txt", TESTVILLE)

    assert reading.problems == ()
    assert reading.rows == 1
    assert reading.records.institutions == (Sourced(2, INSTITUTION),)
    assert reading.records.doctors == (Sourced(2, DOCTOR),)
    assert reading.records.enrolments == (Sourced(2, ENROLMENT),)


def test_place_and_basis_must_be_given_as_options() -> None:
    assert places(read_roster(options=Options())) == [(0, None, "OPTION_MISSING"), (0, None, "OPTION_MISSING")]


def test_a_region_option_wins_over_the_digits_of_the_code() -> None:
    reading = read_roster(options=Options(place="testville", basis=Basis.AGREEMENT, region="990199"))

    assert [one.record.region for one in reading.records.institutions] == ["990199"]


def test_a_region_option_that_is_none_is_refused() -> None:
    reading = read_roster(options=Options(place="testville", basis=Basis.AGREEMENT, region="99"))

    assert places(reading) == [(0, None, "NOT_A_REGION")]


@pytest.mark.parametrize("status", ["1", "在职", "返聘"])
def test_the_contract_of_someone_employed_ends_nothing(status: str) -> None:
    (enrolment,) = read_roster({"人员状态": status}).records.enrolments

    assert enrolment.record.until is None


@pytest.mark.parametrize("status", ["2", "退休", "离职", "调离"])
def test_who_has_retired_or_left_is_enrolled_until_the_end_of_the_contract(status: str) -> None:
    (enrolment,) = read_roster({"人员状态": status, "合同截止时间": "2024年6月30日"}).records.enrolments

    assert enrolment.record.until == date(2024, 6, 30)


@pytest.mark.parametrize("end", ["", "9999-12-31"])
def test_who_has_left_without_an_end_date_is_refused_asking_for_it(end: str) -> None:
    reading = read_roster({"人员状态": "离职", "合同截止时间": end, "姓名": ""})

    assert sorted(places(reading), key=str) == [
        (2, "合同截止时间", "END_DATE_MISSING"),
        (2, "姓名", "CELL_EMPTY"),
    ]


def test_an_end_date_that_cannot_be_read_is_one_problem_not_two() -> None:
    assert places(read_roster({"人员状态": "离职", "合同截止时间": "45200"})) == [
        (2, "合同截止时间", "EXCEL_DATE_NUMBER")
    ]


def test_an_unknown_status_is_refused() -> None:
    assert places(read_roster({"人员状态": "9"})) == [(2, "人员状态", "NOT_LISTED")]


@pytest.mark.parametrize(
    ("level", "qualification"),
    [("执业医师", Qualification.LICENSED), ("执业助理医师", Qualification.ASSISTANT_LICENSED)],
)
def test_the_practice_level_is_the_qualification(level: str, qualification: Qualification) -> None:
    (doctor,) = read_roster({"执业级别": level}).records.doctors

    assert doctor.record.qualification is qualification


@pytest.mark.parametrize(("practises_at", "main"), [("", True), ("试镇医院", True), ("邻镇医院", False)])
def test_the_main_place_is_where_the_certificate_says(practises_at: str, main: bool) -> None:  # noqa: FBT001
    (enrolment,) = read_roster({"执业医疗机构名称": practises_at}).records.enrolments

    assert enrolment.record.main is main


def test_the_institution_of_many_rows_is_one_record_without_a_warning() -> None:
    reading = read_roster({}, {"医保医生代码": "D990101000002", "姓名": "丁戊"})

    assert reading.problems == ()
    assert [one.row for one in reading.records.institutions] == [2]
    assert [one.row for one in reading.records.doctors] == [2, 3]


def test_a_doctor_at_two_institutions_is_one_doctor_with_two_enrolments() -> None:
    reading = read_roster({}, {"医疗机构编码": "H99010100002", "医疗机构名称": "邻镇医院"})

    assert reading.problems == ()
    assert [one.record.code for one in reading.records.doctors] == ["D990101000001"]
    assert [(one.row, one.record.main) for one in reading.records.enrolments] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    ("kind", "number"),
    [("居民身份证", IDENTITY_NUMBER[:-1] + "0"), ("", "12345"), ("01", "990101199001010018")],
)
def test_a_wrong_identity_number_is_a_warning_that_does_not_repeat_it(kind: str, number: str) -> None:
    reading = read_roster({"身份证件类型": kind, "身份证件号码": number})

    assert [(p.row, p.column, p.code, p.severity) for p in reading.problems] == [
        (2, "身份证件号码", "IDENTITY_NUMBER_WRONG", Severity.WARNING)
    ]
    assert number not in reading.problems[0].render(Lang.ZH) + reading.problems[0].render(Lang.EN)
    assert len(reading.records.doctors) == 1


@pytest.mark.parametrize(
    ("kind", "number"),
    [("居民身份证", ""), ("居民身份证", "990101900101001"), ("护照", "E12345678"), ("", "99010119900101006X")],
)
def test_other_documents_and_old_numbers_have_no_check_digit_to_verify(kind: str, number: str) -> None:
    assert read_roster({"身份证件类型": kind, "身份证件号码": number}).problems == ()


def test_no_identity_number_reaches_a_record_or_a_message() -> None:
    columns = ("医疗机构编码", "医保医生代码", "姓名", "人员状态", "合同起始时间", "执业范围", "执业级别")
    everywhere = {str(column): IDENTITY_NUMBER for column in columns}

    reading = read_roster(everywhere, {})

    assert IDENTITY_NUMBER not in repr(reading)
    assert IDENTITY_NUMBER[:14] not in repr(reading)
    assert [one.row for one in reading.records.doctors] == [3]


def test_an_identity_number_that_excel_has_shortened_is_refused() -> None:
    reading = read_roster({"身份证件号码": "9.90101E+17"})

    assert places(reading)[0] == (2, "身份证件号码", "SCIENTIFIC_NUMBER")
    assert "9.90101" not in repr(reading.problems)
    assert reading.records.doctors == ()
