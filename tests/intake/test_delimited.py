import pytest

from core.intake.delimited import RECORD_LIMIT_CHARACTERS, open_text
from core.intake.headings import DOCTOR_HEADINGS, Field
from core.intake.problems import ProblemCode, ProblemLog
from core.intake.table import CELL_LIMIT_CHARACTERS, Row, Wanted, column_letters

HEADER = "code,name,qualification\n"
Noted = list[tuple[int, str | None, str]]


def rows_of(text: str, *, limit_rows: int = 100, extra: dict[str, Field] | None = None) -> tuple[list[Row], Noted]:
    log = ProblemLog("f")
    table = open_text(text, Wanted(headings=DOCTOR_HEADINGS, extra=extra or {}, limit_rows=limit_rows), log)
    rows = [] if table is None else list(table.rows)
    return rows, [(problem.row, problem.column, problem.code) for problem in log.problems()]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_the_delimiter_is_the_one_that_gives_known_headings(delimiter: str) -> None:
    text = delimiter.join(["code", "name", "执业级别"]) + "\n" + delimiter.join(["D1", "甲", "执业医师"])

    assert rows_of(text) == ([Row(2, ("D1", "甲", "执业医师"))], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_does_blank_and_broken_lines_included(line_end: str) -> None:
    text = HEADER + 'a,"x\ny",c\n\n , ,\nd,e,f'

    assert rows_of(text.replace("\n", line_end)) == (
        [Row(2, ("a", f"x{line_end}y", "c")), Row(5, ("d", "e", "f"))],
        [],
    )


def test_blank_rows_above_the_header_are_passed_over_and_counted() -> None:
    assert rows_of("\n,,\n" + HEADER + "a,b,c\n") == ([Row(4, ("a", "b", "c"))], [])


def test_cells_are_trimmed_of_every_kind_of_space() -> None:
    assert rows_of(HEADER + " a,\u3000b\u00a0,c \n")[0] == [Row(2, ("a", "b", "c"))]


def test_quotes_hold_delimiters_and_doubled_quotes() -> None:
    assert rows_of(HEADER + '"a,b","c""d",e\n')[0] == [Row(2, ("a,b", 'c"d', "e"))]


def test_an_unknown_column_is_ignored_with_a_warning() -> None:
    rows, noted = rows_of("code,name,鞋码,qualification,\na,b,42,c,\n")

    assert rows == [Row(2, ("a", "b", "42", "c", ""))]
    assert noted == [(1, "鞋码", ProblemCode.COLUMN_UNKNOWN), (1, "E", ProblemCode.COLUMN_UNKNOWN)]


def test_an_extra_alias_makes_a_column_known() -> None:
    assert rows_of("工号,name,qualification\na,b,c\n", extra={"工号": Field.CODE})[1] == []


def test_every_missing_column_is_named() -> None:
    assert rows_of("name\n甲\n") == (
        [],
        [(1, "code", ProblemCode.COLUMN_MISSING), (1, "qualification", ProblemCode.COLUMN_MISSING)],
    )


def test_two_columns_of_one_meaning_are_refused() -> None:
    assert rows_of("code,name,qualification,姓名\na,b,c,d\n") == ([], [(1, "姓名", ProblemCode.COLUMN_REPEATED)])


def test_a_row_with_too_few_cells_is_refused_at_the_first_missing_one() -> None:
    assert rows_of(HEADER + "a,b\nc,d,e\n") == (
        [Row(2, ()), Row(3, ("c", "d", "e"))],
        [(2, "qualification", ProblemCode.CELLS_TOO_FEW)],
    )


def test_a_row_with_too_many_cells_is_refused_at_the_first_one_too_many() -> None:
    assert rows_of(HEADER + "a,b,c,d\n") == ([Row(2, ())], [(2, "D", ProblemCode.CELLS_TOO_MANY)])


def test_empty_cells_at_the_end_of_a_row_do_no_harm() -> None:
    assert rows_of(HEADER + "a,b,c,, \n") == ([Row(2, ("a", "b", "c"))], [])


@pytest.mark.parametrize(
    "rest", ['a,"b,c\nd,e,f\n', 'a,"b"b,c\nd,e,f\n', 'a,"b', 'a,"' + "b\n" * CELL_LIMIT_CHARACTERS]
)
def test_an_unbalanced_quote_is_refused_at_its_cell(rest: str) -> None:
    rows, noted = rows_of(HEADER + "x,y,z\n" + rest)

    assert rows == [Row(2, ("x", "y", "z"))]
    assert noted == [(3, "name", ProblemCode.QUOTE_UNBALANCED)]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_ten_megabytes_is_refused_at_its_place(quote: str) -> None:
    rows, noted = rows_of(HEADER + "a," + quote + "b" * 10_000_000 + quote + ",c\nd,e,f\n")

    assert rows == []
    assert noted == [(2, "name", ProblemCode.CELL_TOO_LONG)]


def test_the_longest_cell_that_is_read() -> None:
    assert rows_of(HEADER + "a," + "b" * CELL_LIMIT_CHARACTERS + ",c\n")[1] == []
    assert rows_of(HEADER + "a," + "b" * (CELL_LIMIT_CHARACTERS + 1) + ",c\n")[1] == [
        (2, "name", ProblemCode.CELL_TOO_LONG)
    ]


def test_a_row_of_millions_of_cells_is_refused() -> None:
    rows, noted = rows_of(HEADER + "," * 10_000_000)

    assert rows == []
    assert noted == [(2, column_letters(RECORD_LIMIT_CHARACTERS), ProblemCode.CELLS_TOO_MANY)]


def test_a_header_that_cannot_be_read_is_refused() -> None:
    assert rows_of('code,"name\n') == ([], [(1, "B", ProblemCode.QUOTE_UNBALANCED)])


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n"])
def test_a_file_without_content_is_refused(text: str) -> None:
    assert rows_of(text) == ([], [(0, None, ProblemCode.FILE_EMPTY)])


def test_the_row_limit_counts_from_the_header_blank_rows_included() -> None:
    assert rows_of(HEADER + "a,b,c\n\n", limit_rows=2)[1] == []
    assert rows_of(HEADER + "a,b,c\n\nd,e,f\n", limit_rows=2) == (
        [Row(2, ("a", "b", "c"))],
        [(4, None, ProblemCode.TOO_MANY_ROWS)],
    )


def test_a_header_is_sought_in_the_first_hundred_rows() -> None:
    assert rows_of("\n" * 99 + HEADER + "a,b,c\n") == ([Row(101, ("a", "b", "c"))], [])
    assert rows_of("\n" * 100 + HEADER) == ([], [(0, None, ProblemCode.FILE_EMPTY)])


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letters(position) for position in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
