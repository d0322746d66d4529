from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.regulation.files.positions import Position
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import parse, problem_at, read_bytes, read_text
from core.text import Text
from tests.regulation.a_file import FILE, HEAD, Colour, File, Span, Table, problems


def test_a_file_becomes_a_value_with_tuples_exact_numbers_and_dates() -> None:
    text = HEAD + 'rate = 2.50\non = 2011-01-05\ntags = ["ab", "cd"]\nsize = { from = 1, to = 3 }\ncolour = "RED"\n'

    entry = read_text(text, FILE, File).entries[0]

    assert (entry.rate, entry.on, entry.tags, entry.colour) == (
        Decimal("2.50"),
        date(2011, 1, 5),
        ("ab", "cd"),
        Colour.RED,
    )
    assert entry.size == Span.model_validate({"from": 1, "to": 3})


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = '[[entries]]\nlow = "x"\nsize = 0\n[[entries]]\nmoed = "fast"\n'

    assert [(one.code, one.line, one.column) for one in problems(text)] == [
        ("MISSING_KEY", 1, 1),
        ("WRONG_TYPE", 2, 7),
        ("TOO_SMALL", 3, 8),
        ("UNKNOWN_KEY", 5, 1),
    ]


def test_bytes_may_begin_with_a_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf" + 'title = { zh = "甲", en = "a" }'.encode()

    assert read_bytes(data, FILE, File) == File(title=Text(zh="甲", en="a"))


def test_a_byte_order_mark_does_not_shift_the_first_line() -> None:
    for data in (b"\xef\xbb\xbfx = 1", b"x = 1"):
        with pytest.raises(DataFileError) as caught:
            read_bytes(data, FILE, Table)
        assert [(one.line, one.column) for one in caught.value.problems] == [(1, 1)]


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        ('a = 1\nb = "甲'.encode() + b'\xff"', 2, 7, "byte 0xFF is not UTF-8"),
        (b"\xef\xbb\xbfa = '\xff'", 1, 6, "byte 0xFF is not UTF-8"),
        ('a = 1\nb = "中文"\n'.encode("gbk"), 2, 6, "byte 0xD6 is not UTF-8; it looks like GBK/GB18030"),
        ("a = 1".encode("utf-16"), 1, 1, "byte 0xFF is not UTF-8; it looks like UTF-16"),
    ],
)
def test_bytes_that_are_not_utf8_are_named_with_their_place(data: bytes, line: int, column: int, message: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_bytes(data, FILE, File)

    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.message.en) == ("NOT_UTF8", line, column, message)
    assert problem.hint == Text(zh="在编辑器中另存为 UTF-8 编码", en="save the file as UTF-8 in your editor")


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(DataFileError) as caught:
        read_bytes(b"\xff" * 11, FILE, File, limit=10)

    assert [one.code for one in caught.value.problems] == ["FILE_TOO_LARGE"]
    with pytest.raises(DataFileError) as caught:
        read_bytes(b"#" * 1_000_001, FILE, File)
    assert [one.code for one in caught.value.problems] == ["FILE_TOO_LARGE"]


def test_a_check_can_add_a_problem_at_a_key_path() -> None:
    text = HEAD + "low = 3\n"
    document = parse(text, FILE)
    message, hint = Text(zh="太低", en="too low"), Text(zh="提高", en="raise it")

    problem = document.problem(("entries", 0, "low"), "LOW", message, hint)

    assert problem == Problem("LOW", FILE, 3, 7, "low = 3", message, hint)
    assert problem == problem_at(document.positions, text, FILE, ("entries", 0, "low"), "LOW", message, hint)
    absent = document.problem(("entries", 0, "high"), "LOW", message, hint)
    assert absent == replace(problem, line=2, column=1, source="[[entries]]")


def test_a_document_says_what_the_text_says_and_where() -> None:
    document = parse("\ufeffa = [1, { b = 2.0 }]\n", FILE)

    assert document.data == {"a": (1, {"b": Decimal("2.0")})}
    assert document.positions.of(("a", 1, "b")) == Position(1, 15)
    assert document.text == "a = [1, { b = 2.0 }]\n"
