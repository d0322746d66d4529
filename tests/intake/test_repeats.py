from core.intake import Kind, Severity

from .builders import places, read_roster, read_text

HEADER = "code,name,qualification,title\n"


def test_a_row_that_repeats_another_is_folded_with_a_warning() -> None:
    reading = read_text(Kind.DOCTORS, HEADER + "D990101000001,甲乙,LICENSED,\n" * 3)

    assert [(p.row, p.message.en, p.severity) for p in reading.problems] == [
        (3, "says the same as row 2 and was folded into it", Severity.WARNING),
        (4, "says the same as row 2 and was folded into it", Severity.WARNING),
    ]
    assert [one.row for one in reading.records.doctors] == [2]
    assert reading.rows == 3


def test_rows_that_contradict_each_other_are_all_refused_and_named() -> None:
    reading = read_text(
        Kind.DOCTORS,
        HEADER
        + "D990101000001,甲乙,LICENSED,医师\n"
        + "D990101000002,丙丁,LICENSED,医师\n"
        + "D990101000001,甲乙,LICENSED,主任医师\n"
        + "D990101000001,甲乙,LICENSED,医师\n",
    )

    assert places(reading) == [(2, None, "ROWS_CONTRADICT"), (4, None, "ROWS_CONTRADICT")]
    assert {p.message.en for p in reading.problems} == {
        "rows 2, 4 speak of the same doctor but differ in title, and none was taken; make them agree"
    }
    assert [one.record.code for one in reading.records.doctors] == ["D990101000002"]


def test_a_contradiction_refuses_the_whole_row_but_not_what_other_rows_say() -> None:
    reading = read_roster(
        {},
        {"医保医生代码": "D990101000002", "姓名": "丁戊"},
        {"医疗机构编码": "H99010100002", "医疗机构名称": "邻镇医院", "姓名": "他人"},
    )

    assert places(reading) == [(2, None, "ROWS_CONTRADICT"), (4, None, "ROWS_CONTRADICT")]
    assert [(one.row, one.record.code) for one in reading.records.institutions] == [(3, "H99010100001")]
    assert [(one.row, one.record.doctor) for one in reading.records.enrolments] == [(3, "D990101000002")]


def test_one_decision_may_name_one_doctor_under_two_clauses() -> None:
    header = "place,regulation,clause,decision_no,doctor,institution,decided_on,cases\n"
    row = "testville,testville/2020,{clause},一号,D990101000001,H99010100001,2025-03-01,{cases}\n"

    two_clauses = read_text(Kind.VIOLATIONS, header + row.format(clause="1", cases=1) + row.format(clause="2", cases=1))
    two_counts = read_text(Kind.VIOLATIONS, header + row.format(clause="1", cases=1) + row.format(clause="1", cases=2))

    assert len(two_clauses.records.violations) == 2
    assert places(two_counts) == [(2, None, "ROWS_CONTRADICT"), (3, None, "ROWS_CONTRADICT")]


def test_a_row_with_an_error_takes_no_part() -> None:
    reading = read_text(Kind.DOCTORS, HEADER + "D990101000001,123,LICENSED,\nD990101000001,甲乙,LICENSED,\n")

    assert places(reading) == [(2, "name", "NOT_A_NAME")]
    assert [one.row for one in reading.records.doctors] == [3]


def test_one_indicator_may_be_measured_twice_by_documents_of_different_numbers() -> None:
    header = "regulation,subject_kind,subject,indicator,period,on,source,document_no,grade\n"
    row = "testville,institution,H99010100001,colour,2025,2025-03-01,中心,{number},{grade}\n"

    two_documents = read_text(
        Kind.MEASUREMENTS, header + row.format(number="1", grade="红") + row.format(number="2", grade="黄")
    )
    two_grades = read_text(
        Kind.MEASUREMENTS, header + row.format(number="1", grade="红") + row.format(number="1", grade="黄")
    )

    assert [one.record.grade for one in two_documents.records.measurements] == ["红", "黄"]
    assert places(two_grades) == [(2, None, "ROWS_CONTRADICT"), (3, None, "ROWS_CONTRADICT")]


def test_a_doctor_has_one_result_a_day_and_may_be_credited_under_two_rules() -> None:
    results = read_text(
        Kind.EXAMINATIONS, "doctor,on,passed\nD990101000001,2025-03-01,合格\nD990101000001,2025-03-01,不合格\n"
    )
    credited = read_text(
        Kind.REPAIRS,
        "doctor,regulation,rule,on\nD990101000001,r,course,2025-03-01\nD990101000001,r,service,2025-03-01\n",
    )

    assert places(results) == [(2, None, "ROWS_CONTRADICT"), (3, None, "ROWS_CONTRADICT")]
    assert [one.record.rule for one in credited.records.repairs] == ["course", "service"]
