import io
import struct
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake import Kind, Options, read
from core.intake.package import LIMIT_ENTRIES
from core.text import Lang

from .workbooks import GOOD, HEADINGS, a_list, a_workbook, changed, noted, read_doctors

GOOD_LIST = a_list(GOOD)


def in_b2(part: bytes, cell: str) -> bytes:
    """Return a sheet with another cell in place of B2."""
    start = part.index(b'<c r="B2"')
    return part[:start] + cell.encode() + part[part.index(b"</c>", start) + 4 :]


def test_a_workbook_is_read_as_a_text_file_is() -> None:
    reading = read_doctors(a_list(GOOD, ("D990101000002", "丙丁", "执业助理医师")))
    assert noted(reading) == []
    assert [(one.row, one.record.code) for one in reading.records.doctors] == [(2, GOOD[0]), (3, "D990101000002")]


def test_a_table_may_begin_below_the_top_and_right_of_the_edge() -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has few types
        sheet = workbook.add_worksheet("名册")
        sheet.write_row(3, 2, HEADINGS)
        sheet.write_row(4, 2, (GOOD[0], "", GOOD[2]))

    assert noted(read_doctors(a_workbook(fill))) == [
        (4, "A", "名册!A4", "COLUMN_UNKNOWN"), (4, "B", "名册!B4", "COLUMN_UNKNOWN"),
        (5, "name", "名册!D5", "CELL_EMPTY"),
    ]  # fmt: skip


def test_a_problem_is_told_with_sheet_and_cell() -> None:
    (problem,) = read_doctors(a_list((GOOD[0], "甲乙", "不详"))).problems
    assert problem.render(Lang.ZH).startswith("名册.xlsx:第2行，列«qualification»（名册!C2）：")
    assert problem.render(Lang.EN).startswith("名册.xlsx:row 2, column «qualification» (名册!C2): ")


def test_a_typed_day_number_and_truth_are_read() -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - as above
        sheet, day = workbook.add_worksheet("x"), workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ("doctor", "place", "on", "passed"))
        sheet.write_row(1, 0, ("D990101000001", "testville"))
        sheet.write_datetime(1, 2, date(2024, 2, 29), day)
        sheet.write_boolean(1, 3, True)  # noqa: FBT003 - its signature

    (one,) = read(Kind.EXAMINATIONS, a_workbook(fill), "x.xlsx", Options()).records.examinations
    assert (one.record.on, one.record.passed) == (date(2024, 2, 29), True)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (330106199001011234, "NUMBER_TOO_LONG"),
        (2**63, "NUMBER_TOO_LONG"),
        (1e300, "NUMBER_TOO_LONG"),
        ("=1+1", "FORMULA"),
        ("甲\x00乙", "HIDDEN_CHARACTER"),
        ("甲" * 200_000, "CELL_TOO_LONG"),
    ],
)
def test_a_value_that_cannot_be_known_or_kept_is_refused_at_its_cell(value: object, code: str) -> None:
    cell = (
        f"<c r='B2' t='inlineStr'><is><t>{value}</t></is></c>"
        if isinstance(value, str)
        else f"<c r='B2'><v>{value!r}</v></c>"
    )
    text = cell.replace("\x00", "_x0000_")

    def put(part: bytes) -> bytes:
        return in_b2(part, text)

    found = noted(read_doctors(changed(GOOD_LIST, sheet1=put)))
    assert found in ([(2, "name", "名册!B2", code)], [(2, None, None, code)])


def test_an_excel_serial_in_place_of_a_day_is_refused() -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - as above
        sheet = workbook.add_worksheet("x")
        sheet.write_row(0, 0, ("doctor", "place", "on", "passed"))
        sheet.write_row(1, 0, ("D990101000001", "testville", 45351, "合格"))

    assert noted(read(Kind.EXAMINATIONS, a_workbook(fill), "x.xlsx", Options())) == [
        (2, "on", "x!C2", "EXCEL_DATE_NUMBER")
    ]


def test_a_time_of_day_is_refused() -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - as above
        sheet, day = workbook.add_worksheet("x"), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ("doctor", "place", "on", "passed"))
        sheet.write_row(1, 0, ("D990101000001", "testville", "", "合格"))
        sheet.write_number(1, 2, 45351.5, day)

    assert noted(read(Kind.EXAMINATIONS, a_workbook(fill), "x.xlsx", Options())) == [(2, "on", "x!C2", "TIME_OF_DAY")]


def test_a_formula_is_refused_in_a_known_column_and_passed_over_in_another() -> None:
    known = a_list(GOOD, then=lambda sheet: sheet.write_formula("B2", '="甲"&"乙"', None, "甲乙"))

    def number(sheet: Any) -> None:  # noqa: ANN401 - as above
        sheet.write("D1", "序号")
        sheet.write_formula("D2", "=ROW()-1")

    other = a_list(GOOD, then=number)
    assert noted(read_doctors(known)) == [(2, "name", "名册!B2", "FORMULA")]
    assert noted(read_doctors(other)) == [(1, "序号", "名册!D1", "COLUMN_UNKNOWN")]


def test_an_error_value_is_refused_and_not_taken_for_an_empty_cell() -> None:
    def put(part: bytes) -> bytes:
        return in_b2(part, "<c r='B2' t='e'><v>#N/A</v></c>")

    assert noted(read_doctors(changed(GOOD_LIST, sheet1=put))) == [(2, "name", "名册!B2", "CELL_ERROR")]


def test_merged_cells_are_refused_in_every_row_that_they_cover() -> None:
    data = a_list(GOOD, GOOD, then=lambda sheet: sheet.merge_range("B2:B3", "甲乙"))
    assert noted(read_doctors(data)) == [(2, "name", "名册!B2", "CELL_MERGED"), (3, "name", "名册!B3", "CELL_MERGED")]


def two_sheets(workbook: Any) -> None:  # noqa: ANN401 - as above
    for name in ("名册", "旧表"):
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, (GOOD[0], name, GOOD[2]))
    workbook.add_worksheet("空")


def test_the_sheet_is_the_one_named() -> None:
    reading = read_doctors(a_workbook(two_sheets), sheet="旧表")
    assert [one.record.name for one in reading.records.doctors] == ["旧表"]


def test_which_sheet_is_meant_must_be_clear_and_it_must_be_there() -> None:
    unclear, unknown = (read_doctors(a_workbook(two_sheets), **one) for one in ({}, {"sheet": "新表"}))
    assert noted(unclear) == [(0, None, None, "SHEET_UNCLEAR")]
    assert "名册, 旧表" in unclear.problems[0].message.en
    assert noted(unknown) == [(0, None, None, "SHEET_UNKNOWN")]


def test_hidden_and_empty_sheets_do_not_count() -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - as above
        two_sheets(workbook)
        workbook.get_worksheet_by_name("旧表").hide()

    assert [one.record.name for one in read_doctors(a_workbook(fill)).records.doctors] == ["名册"]


def test_a_workbook_without_content_is_refused() -> None:
    assert noted(read_doctors(a_workbook(lambda workbook: workbook.add_worksheet()))) == [(0, None, None, "FILE_EMPTY")]


def test_duplicated_headings_are_refused_at_the_second() -> None:
    data = a_list((*GOOD, "丙"), then=lambda sheet: sheet.write("D1", "姓名"))
    assert noted(read_doctors(data)) == [(1, "姓名", "名册!D1", "COLUMN_REPEATED")]


def a_package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def far_corner(part: bytes) -> bytes:
    return part.replace(b"</sheetData>", b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>")


def entities(part: bytes) -> bytes:
    head, _, rest = part.partition(b"?>")
    return head + b"?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + rest


def lying(data: bytes) -> bytes:
    """Return a package whose directory states a tenth of each part's size."""
    out = bytearray(data)
    at = 0
    while (at := out.find(b"PK\x01\x02", at)) != -1:
        (size,) = struct.unpack_from("<I", out, at + 24)
        struct.pack_into("<I", out, at + 24, size // 10)
        at += 4
    return bytes(out)


HARMFUL = {
    "a bomb of one part": (changed(GOOD_LIST, sheet1=lambda part: part + b" " * 50_000_000), "FILE_TOO_LARGE"),
    "a bomb of many parts": (a_package({f"{one}.xml": b"" for one in range(LIMIT_ENTRIES + 1)}), "FILE_TOO_LARGE"),
    "sizes misstated": (lying(a_list(*[GOOD] * 500)), "FILE_DAMAGED"),
    "a cell at the far corner": (changed(GOOD_LIST, sheet1=far_corner), "FILE_TOO_LARGE"),
    "entities": (changed(GOOD_LIST, workbook=entities), "FILE_DAMAGED"),
    "another archive": (a_package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "FILE_FORMAT"),
    "cut short": (GOOD_LIST[:-100], "FILE_DAMAGED"),
    "something behind it": (GOOD_LIST + b"PK", "FILE_DAMAGED"),
    "a start alone": (b"PK\x03\x04", "FILE_DAMAGED"),
    "an old workbook's start alone": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "FILE_DAMAGED"),
}


@pytest.mark.parametrize(("data", "code"), HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_or_damaged_workbook_is_refused_as_a_whole(data: bytes, code: str) -> None:
    reading = read_doctors(data)
    assert noted(reading) == [(0, None, None, code)]
    assert reading.records.doctors == ()


@given(st.lists(st.tuples(st.integers(0, len(GOOD_LIST) - 1), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=150)
def test_a_workbook_with_some_bytes_changed_is_read_or_refused_and_never_an_exception(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(GOOD_LIST)
    for at, byte in changes:
        data[at] = byte
    reading = read_doctors(bytes(data))
    assert reading.problems or [one.record.name for one in reading.records.doctors] == ["甲乙"]


@given(st.text(st.sampled_from('<>/="rvcfistn 0123456789ABC&;!-'), max_size=80))
@settings(max_examples=150)
def test_a_sheet_of_any_marks_is_read_or_refused_and_never_an_exception(text: str) -> None:
    def put(part: bytes) -> bytes:
        return part.replace(b"<sheetData>", b"<sheetData>" + text.encode())

    reading = read_doctors(changed(GOOD_LIST, sheet1=put))
    assert reading.problems or reading.rows
