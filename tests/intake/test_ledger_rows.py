from datetime import date
from decimal import Decimal

import pytest

from core.intake import Kind, Options, Sourced
from core.records import ExaminationRecord, MeasurementRecord, RepairRecord, SubjectKind

from .builders import cells_of, places, read_text

MEASUREMENT = {
    "regulation": "testville/2020",
    "subject_kind": "机构",
    "subject": "H99010100001",
    "indicator": "cost.growth",
    "period": "2025-Q1",
    "on": "2025-04-10",
    "source": "试镇医保中心",
}


@pytest.mark.parametrize(("word", "passed"), [("合格", True), ("是", True), ("未通过", False), ("FAILED", False)])
def test_an_examination_is_read_from_chinese_headings(word: str, passed: bool) -> None:  # noqa: FBT001
    text = f"医保医师代码,考试日期,考试结果\nD990101000001,2025年3月1日,{word}\n"

    assert read_text(Kind.EXAMINATIONS, text).records.examinations == (
        Sourced(2, ExaminationRecord(doctor="D990101000001", place="testville", on=date(2025, 3, 1), passed=passed)),
    )


def test_an_examination_without_a_result_is_no_failed_one() -> None:
    reading = read_text(Kind.EXAMINATIONS, cells_of(doctor="D990101000001", on="2025-03-01", passed=""))

    assert places(reading) == [(2, "passed", "CELL_EMPTY")]
    assert reading.records.examinations == ()


def test_a_repair_is_read_from_chinese_headings() -> None:
    text = (
        "医师代码,适用办法,修复方式,修复日期,修复分值,认定机关\n"
        "D990101000001,testville/2020,course,2025/3/1,1.5,试镇医保局\n"
    )

    assert read_text(Kind.REPAIRS, text).records.repairs == (
        Sourced(
            2,
            RepairRecord(
                doctor="D990101000001",
                regulation="testville/2020",
                rule="course",
                on=date(2025, 3, 1),
                points=Decimal("1.5"),
                determined_by="试镇医保局",
            ),
        ),
    )


def test_the_regulation_of_repairs_and_measurements_may_be_an_option() -> None:
    options = Options(regulation="othertown/2021")
    cells = {name: value for name, value in MEASUREMENT.items() if name != "regulation"}

    repaired = read_text(Kind.REPAIRS, cells_of(doctor="D990101000001", rule="course", on="2025-03-01"), options)
    measured = read_text(Kind.MEASUREMENTS, cells_of(**cells, value="1"), options)

    assert [one.record.regulation for one in repaired.records.repairs] == ["othertown/2021"]
    assert [one.record.regulation for one in measured.records.measurements] == ["othertown/2021"]


def test_a_measurement_is_read_from_chinese_headings() -> None:
    text = (
        "适用办法,行政区划代码,对象类型,对象编码,指标,周期,认定日期,数据来源,文号,数值,等级,类别\n"
        "testville/2020,990102,科室,H99010100001/N1,cost.growth,2025-Q1,2025-04-10,试镇医保中心,试〔2025〕3号,1234.5,,职工\n"
    )

    assert read_text(Kind.MEASUREMENTS, text).records.measurements == (
        Sourced(
            2,
            MeasurementRecord(
                regulation="testville/2020",
                region="990102",
                subject_kind=SubjectKind.DEPARTMENT,
                subject="H99010100001/N1",
                indicator="cost.growth",
                period="2025-Q1",
                on=date(2025, 4, 10),
                source="试镇医保中心",
                document_no="试〔2025〕3号",
                value=Decimal("1234.5"),
                category="职工",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("value", "grade", "found"),
    [
        ("0", "", []),
        ("", "红", []),
        ("1", "红", [(2, "value", "VALUE_OR_GRADE")]),
        ("", "", [(2, "value", "VALUE_OR_GRADE")]),
        ("甲", "", [(2, "value", "NOT_A_NUMBER")]),
    ],
)
def test_a_measurement_has_either_a_value_or_a_grade(
    value: str, grade: str, found: list[tuple[int, str | None, str]]
) -> None:
    reading = read_text(Kind.MEASUREMENTS, cells_of(**MEASUREMENT, value=value, grade=grade))

    assert places(reading) == found
    assert len(reading.records.measurements) == (0 if found else 1)


@pytest.mark.parametrize(
    ("kind", "subject", "cell", "option", "region"),
    [
        ("INSTITUTION", "H99010100001", "990102", "990103", "990102"),
        ("INSTITUTION", "H99010100001", "", "990103", "990103"),
        ("INSTITUTION", "H99010100001", "", None, "990101"),
        ("AGENCY", "center-1", "", "990103", "990103"),
    ],
)
def test_the_region_of_a_measurement_is_that_of_the_cell_else_the_option_else_the_institution(
    kind: str, subject: str, cell: str, option: str | None, region: str
) -> None:
    cells = MEASUREMENT | {"subject_kind": kind, "subject": subject}

    reading = read_text(Kind.MEASUREMENTS, cells_of(**cells, grade="A", region=cell), Options(region=option))

    assert [one.record.region for one in reading.records.measurements] == [region]


def test_a_subject_whose_region_nothing_tells_is_refused() -> None:
    cells = MEASUREMENT | {"subject_kind": "医师", "subject": "D990101000001"}

    assert places(read_text(Kind.MEASUREMENTS, cells_of(**cells, value="1"))) == [(2, "subject", "REGION_MISSING")]


def test_only_codes_of_doctors_and_institutions_have_a_national_format() -> None:
    kinds = ("doctor", "institution", "department", "agency")

    found = [
        places(
            read_text(
                Kind.MEASUREMENTS,
                cells_of(**MEASUREMENT | {"subject_kind": kind, "subject": "local-1"}, value="1"),
                Options(region="990101"),
            )
        )
        for kind in kinds
    ]

    warning = [(2, "subject", "LOCAL_CODE")]
    assert found == [warning, warning, [], []]
