from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.decode import Encoding
from core.intake.headings import DOCTOR_HEADINGS
from core.intake.problems import ProblemLog
from core.intake.stream import Chunk, open_stream
from core.intake.table import CELL_LIMIT_CHARACTERS, Wanted

HEADER = "code,name,qualification\r\n"
Noted = list[tuple[int, str | None, str]]


def streamed(
    data: bytes, *, block: int = 7, limit_rows: int = 1000, encoding: Encoding | None = None
) -> tuple[list[Chunk], Noted]:
    """Return what is read of a file that comes in blocks of so many bytes."""

    def blocks() -> Iterator[bytes]:
        return (data[at : at + block] for at in range(0, len(data), block))

    log = ProblemLog("f")
    wanted = Wanted(headings=DOCTOR_HEADINGS, extra={}, limit_rows=limit_rows)
    stream = open_stream(blocks, wanted, encoding, log)
    chunks = [] if stream is None else list(stream.chunks(log))
    return chunks, [(one.row, one.column, str(one.code)) for one in log.problems()]


def rows_in(chunk: Chunk) -> list[list[str]]:
    rows = chunk.rows
    return rows if isinstance(rows, list) else [list(row) for row in rows.rows()]


def rows_of(data: bytes, block: int) -> list[list[str]]:
    chunks, noted = streamed(data, block=block)
    assert noted == []
    return [row for chunk in chunks for row in rows_in(chunk)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@given(block=st.integers(1, 60))
def test_blocks_may_cut_a_character_or_a_line_in_two(encoding: str, block: int) -> None:
    data = (HEADER + 'D1,医师甲,"a\nb"\r\n\r\nD2,"乙""",c\n').encode(encoding)
    assert rows_of(data, block=block) == [["D1", "医师甲", "a\nb"], [], ["D2", '乙"', "c"]]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    (chunk,), noted = streamed(("\r\n" + HEADER + "a,b,c\r\n").encode())
    assert (chunk.first, rows_in(chunk), noted) == (3, [["a", "b", "c"]], [])


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        (b'a,"b,c\nd,e,f\n', (3, None, "QUOTE_UNBALANCED")),
        (b'a,"b"b,c\n', (3, None, "QUOTE_UNBALANCED")),
        (b"a,b\0,c\n", (3, None, "NUL_BYTE")),
        (b"a," + b"b" * (CELL_LIMIT_CHARACTERS + 1) + b",c\n", (3, None, "CELL_TOO_LONG")),
        (b"d,e,f\n" * 1000 + b"a,b\0,c\n", (1003, None, "NUL_BYTE")),
        (b"a,b,c" * CELL_LIMIT_CHARACTERS, (3, None, "CELLS_TOO_MANY")),
    ],
)
def test_what_cannot_be_read_on_is_refused_with_its_row(rest: bytes, problem: tuple[int, str | None, str]) -> None:
    _, noted = streamed(HEADER.encode() + b"x,y,z\n" + rest, block=1_000_000)
    assert noted == [problem]


def test_a_file_of_two_encodings_is_refused_where_the_second_begins() -> None:
    data = HEADER.encode() + "D1,医师,a\n".encode() * 3 + "D2,医师甲,a\n".encode("gbk")
    _, noted = streamed(data, block=20, encoding=Encoding.UTF_8)
    assert noted == [(5, None, "UNDECODABLE")]


def test_more_rows_than_are_read_are_refused() -> None:
    assert streamed((HEADER + "a,b,c\n" * 3).encode(), limit_rows=2)[1] == [(4, None, "TOO_MANY_ROWS")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_content_is_refused(data: bytes) -> None:
    assert streamed(data) == ([], [(0, None, "FILE_EMPTY")])


def test_a_header_that_lacks_a_column_is_refused() -> None:
    assert streamed(b"code,name\na,b\n") == ([], [(1, "qualification", "COLUMN_MISSING")])


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_under_a_right_header_never_give_an_exception(data: bytes, block: int) -> None:
    chunks, noted = streamed(HEADER.encode() + data, block=block)
    assert noted or sum(len(chunk.rows) for chunk in chunks) <= data.count(b"\n") + 1
