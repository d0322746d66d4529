# ruff: noqa: RUF001 - full-width characters are what these tests are about

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from core.regulation.files.positions import Position
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import parse, problem_at, read_bytes, read_text
from core.text import Text

FILE = "testville/2011.toml"


class Table(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Colour(StrEnum):
    RED = "RED"
    GREEN = "GREEN"


class Span(Table):
    from_: int = Field(alias="from")
    to: int


class Circle(Table):
    kind: Literal["circle"]
    radius: int


class Square(Table):
    kind: Literal["square"]
    circle: int


def no_wildcard(value: str) -> str:
    if "*" in value:
        raise PydanticCustomError(
            "wildcard",
            "{value} has a star",
            {"value": value, "zh": f"{value} 含有星号", "hint_zh": "去掉星号", "hint_en": "leave out the star"},
        )
    return value


def span(value: object) -> object:
    return Span.model_validate(value) if isinstance(value, dict) else value


class Entry(Table):
    id: Annotated[str, Field(pattern="^[a-z]+$"), AfterValidator(no_wildcard)] = "x"
    colour: Annotated[Colour, Field(strict=False)] | None = None
    size: Annotated[int, Field(gt=0, le=9)] | Span = 1
    nested: Annotated[int | Span, BeforeValidator(span)] = 1
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None
    either: Circle | Square | None = None
    on: date | None = None
    rate: Annotated[Decimal, Field(decimal_places=2)] | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    codes: Annotated[tuple[int, ...], Field(min_length=1)] = (1,)
    tags: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(max_length=2)] = ()
    mode: Literal["fast", "slow"] | int = "fast"
    open: bool = True
    name: Annotated[str, AfterValidator(no_wildcard)] = "n"
    low: int = 0
    high: int = 9

    @model_validator(mode="after")
    def _ordered(self) -> "Entry":
        if self.low > self.high:
            raise ValueError("low is over high")
        return self


class File(Table):
    title: Text
    entries: tuple[Entry, ...] = ()


HEAD = 'title = { zh = "甲", en = "a" }\n[[entries]]\n'


def problems(text: str, model: type[BaseModel] = File) -> tuple[Problem, ...]:
    with pytest.raises(DataFileError) as caught:
        read_text(text, FILE, model)
    return caught.value.problems


def in_entry(line: str) -> tuple[str, int, int, str, str]:
    """Return the one problem that an entry with this line has: code, line, column, message and hint in English."""
    (problem,) = problems(HEAD + line + "\n")
    assert problem.file == FILE
    assert problem.source == (HEAD + line).split("\n")[problem.line - 1]
    return problem.code, problem.line, problem.column, problem.message.en, problem.hint.en


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("colr = 1", ("UNKNOWN_KEY", 3, 1, "unknown key entries#1.colr", "did you mean colour?")),
        ("size = { from = 1, too = 2 }", ("UNKNOWN_KEY", 3, 20, "unknown key entries#1.size.too", "did you mean to?")),
        (
            "nested = { from = 1, too = 2 }",
            ("UNKNOWN_KEY", 3, 22, "unknown key entries#1.nested.too", "did you mean to?"),
        ),
        (
            'shape = { kind = "circle", radius = 1, zzz = 2 }',
            ("UNKNOWN_KEY", 3, 40, "unknown key entries#1.shape.zzz", "remove the key"),
        ),
        (
            "size = { from = 1 }",
            ("MISSING_KEY", 3, 8, "the key entries#1.size.to is missing", "write to = … in entries#1.size"),
        ),
        (
            "shape = { radius = 1 }",
            ("MISSING_KEY", 3, 9, "the key entries#1.shape.kind is missing", "write kind = … in entries#1.shape"),
        ),
        (
            'size = "three"',
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.size should be a whole number or a table, not the string "three"',
                "a whole number without quotes, as in 3; or a table: [name] above its keys, or { key = value }",
            ),
        ),
        (
            'on = "2011-01-05"',
            (
                "WRONG_TYPE",
                3,
                6,
                'entries#1.on should be a date, not the string "2011-01-05"',
                "a date without quotes, as in 2024-01-31",
            ),
        ),
        (
            "rate = 3",
            (
                "WRONG_TYPE",
                3,
                8,
                "entries#1.rate should be a decimal number, not the whole number 3",
                "a number with a point and no quotes, as in 2.50",
            ),
        ),
        (
            'open = "true"',
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.open should be true or false, not the string "true"',
                "true or false, without quotes",
            ),
        ),
        (
            'counts = { "a b" = true }',
            (
                "WRONG_TYPE",
                3,
                20,
                'entries#1.counts."a b" should be a whole number, not true',
                "a whole number without quotes, as in 3",
            ),
        ),
        (
            "mode = 2.5",
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.mode should be a whole number or "fast" or "slow", not the decimal number 2.5',
                "a whole number without quotes, as in 3",
            ),
        ),
        (
            'colour = "red"',
            (
                "NOT_ALLOWED",
                3,
                10,
                'entries#1.colour cannot be the string "red"',
                'did you mean "RED"? write one of: "RED", "GREEN"',
            ),
        ),
        (
            'mode = "idle"',
            ("NOT_ALLOWED", 3, 8, 'entries#1.mode cannot be the string "idle"', 'write one of: "fast", "slow"'),
        ),
        (
            'shape = { kind = "oval" }',
            (
                "NOT_ALLOWED",
                3,
                18,
                'entries#1.shape.kind cannot be the string "oval"',
                'write one of: "circle", "square"',
            ),
        ),
        (
            "size = 0",
            (
                "TOO_SMALL",
                3,
                8,
                "entries#1.size should be more than 0, not the whole number 0",
                "write a value that is more than 0",
            ),
        ),
        (
            "size = 10",
            (
                "TOO_LARGE",
                3,
                8,
                "entries#1.size should be at most 9, not the whole number 10",
                "write a value that is at most 9",
            ),
        ),
        (
            'tags = ["ab", "c"]',
            ("TOO_SHORT", 3, 15, "the length of entries#1.tags#2 should be at least 2", "add to it or shorten it"),
        ),
        (
            'tags = ["ab", "cd", "ef"]',
            ("TOO_LONG", 3, 8, "the length of entries#1.tags should be at most 2", "add to it or shorten it"),
        ),
        (
            'id = "A1"',
            ("BAD_FORM", 3, 6, 'entries#1.id does not have the right form: the string "A1"', "it must match ^[a-z]+$"),
        ),
        ('name = "a*"', ("WILDCARD", 3, 8, "entries#1.name: a* has a star", "leave out the star")),
        (
            "low = 9\nhigh = 1",
            ("INVALID", 2, 1, "entries#1 is invalid: low is over high", "change it for the reason given"),
        ),
    ],
)
def test_each_mistake_gives_one_problem(line: str, expected: tuple[str, int, int, str, str]) -> None:
    assert in_entry(line) == expected


def test_a_number_with_too_many_places_is_too_precise() -> None:
    assert in_entry("rate = 2.505")[:3] == ("TOO_PRECISE", 3, 8)


def test_a_union_without_a_tag_tells_of_the_branch_that_fits_best() -> None:
    assert in_entry('either = { kind = "square", circle = "x" }')[:4] == (
        "WRONG_TYPE",
        3,
        38,
        'entries#1.either.circle should be a whole number, not the string "x"',
    )


def test_a_tag_that_is_also_the_name_of_a_key_is_not_taken_for_it() -> None:
    line = 'shape = { kind = "square", circle = "x" }'

    assert in_entry(line)[:4] == (
        "WRONG_TYPE",
        3,
        37,
        'entries#1.shape.circle should be a whole number, not the string "x"',
    )


def test_a_list_is_not_too_short_because_its_elements_are_wrong() -> None:
    assert in_entry('codes = ["x"]')[:3] == ("WRONG_TYPE", 3, 10)
    assert in_entry("codes = []")[:3] == ("TOO_SHORT", 3, 9)


def test_the_words_of_a_validator_are_given_in_both_languages() -> None:
    (problem,) = problems(HEAD + 'name = "a*"\n')

    assert problem.message.zh == "entries#1.name: a* 含有星号"
    assert problem.hint.zh == "去掉星号"


def test_a_mistaken_table_is_told_to_be_an_array() -> None:
    (problem,) = problems('[title]\nzh = "甲"\nen = "a"\n[entries]\nlow = 1\n')

    assert (problem.code, problem.line, problem.column) == ("WRONG_TYPE", 4, 1)
    assert problem.message.zh == "entries 应为数组，现为表"
    assert "[[name]]" in problem.hint.en


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = '[[entries]]\nlow = "x"\nsize = 0\n[[entries]]\nmoed = "fast"\n'

    assert [(one.code, one.line, one.column) for one in problems(text)] == [
        ("MISSING_KEY", 1, 1),
        ("WRONG_TYPE", 2, 7),
        ("TOO_SMALL", 3, 8),
        ("UNKNOWN_KEY", 5, 1),
    ]


def test_every_missing_key_is_told_at_the_header_of_its_table() -> None:
    found = problems("# head\n\n[title]\n")

    assert [(one.code, one.line, one.message.zh) for one in found] == [
        ("MISSING_KEY", 3, "缺少必填的键 title.zh"),
        ("MISSING_KEY", 3, "缺少必填的键 title.en"),
    ]


def test_a_missing_key_at_the_top_is_told_at_the_first_key() -> None:
    (problem,) = problems("# head\nentries = []\n")

    assert (problem.line, problem.column, problem.hint.en) == (2, 1, "write title = … at the top of the file")


def test_a_misspelt_key_is_not_told_again_as_missing() -> None:
    (problem,) = problems('titel = { zh = "甲", en = "a" }\n')

    assert (problem.code, problem.hint.zh) == ("UNKNOWN_KEY", "是否想写 title？")


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "zh", "hint"),
    [
        ("a = １２", "FULL_WIDTH", 1, 5, "全角或排版用的字符 １２（U+FF11 U+FF12）", "改为半角的 12"),
        ("a = 1２", "FULL_WIDTH", 1, 6, "字符 ２", "改为半角的 2"),
        ("a ＝ 1", "FULL_WIDTH", 1, 3, "字符 ＝", "改为半角的 ="),
        ("a = [1，2]", "FULL_WIDTH", 1, 7, "字符 ，", "改为半角的 ,"),
        ("[a］", "FULL_WIDTH", 1, 3, "字符 ］", "改为半角的 ]"),
        ("a = “x”", "FULL_WIDTH", 1, 5, "字符 “", '改为半角的 "'),
        ('a = "x”\nb = 1', "FULL_WIDTH", 1, 7, "字符 ”", '改为半角的 "'),
        ("a\u3000= 1", "FULL_WIDTH", 1, 2, "全角空格（U+3000）", "改为半角空格"),
        ("a = 2011-13-45", "BAD_DATE", 1, 5, "2011-13-45 不是有效日期", "2011-01-05"),
        ("a = 2011-02-30", "BAD_DATE", 1, 5, "2011-02-30 不是有效日期", "2011-01-05"),
        ("a = [1, 2011-1-5]", "BAD_DATE", 1, 9, "2011-1-5 不是有效日期", "2011-01-05"),
        ("a = 2011年1月5日", "BAD_DATE", 1, 5, "2011年1月5日 不是有效日期", "2011-01-05"),
        ("a = 1\nb = 2\na = 3\n", "DUPLICATE_KEY", 3, 1, "a 重复定义，第 1 行已经写过", "只保留一处"),
        ("[a]\n[b]\n[a]\n", "DUPLICATE_KEY", 3, 2, "a 重复定义，第 1 行已经写过", "[[名称]]"),
        ("a = { b = 1, b = [2] }", "DUPLICATE_KEY", 1, 14, "a.b 重复定义，第 1 行已经写过", "只保留一处"),
        ("a = 1\n[a.b]\n", "DUPLICATE_KEY", 2, 4, "a 重复定义，第 1 行已经写过", "只保留一处"),
        ('a = 1\nb = "x\nc = "y"\n', "UNCLOSED_STRING", 2, 5, '引号 " 没有配对', '补上 "'),
        ("a = 'x", "UNCLOSED_STRING", 1, 5, "引号 ' 没有配对", "补上 '"),
        ('a = 1\nb = """x\n\n\nc = 1\n', "UNCLOSED_STRING", 2, 5, '引号 """ 没有配对', '补上 """'),
        ("a = 甲", "NO_QUOTES", 1, 5, "甲 不是可用的值", '改为 "甲"'),
        ("a = True", "NO_QUOTES", 1, 5, "True 不是可用的值", "改为 true"),
        ("a = 021000", "BAD_NUMBER", 1, 5, "数 021000 不能以 0 开头", '"021000"'),
        ("a = [1,\nb = 2\n", "TOML_SYNTAX", 2, 1, "键 b 出现在数组或值的位置", "右方括号"),
        ("a = \n", "TOML_SYNTAX", 1, 5, "等号后没有值", "键 = 值"),
        ("a = [1, 2\n", "TOML_SYNTAX", 1, 10, "数组没有用 ] 结束", "键 = 值"),
        ("甲 = 1", "TOML_SYNTAX", 1, 1, "这里不符合 TOML 的写法", "中文键名也加双引号"),
    ],
)
def test_what_is_not_toml_is_told_in_plain_words(
    text: str, code: str, line: int, column: int, zh: str, hint: str
) -> None:
    for end in ("\n", "\r\n"):
        (problem,) = problems(text.replace("\n", end))
        assert (problem.code, problem.line, problem.column) == (code, line, column)
        assert zh in problem.message.zh
        assert hint in problem.hint.zh
        assert problem.source == text.split("\n")[line - 1]


def test_other_mistakes_are_told_in_the_words_of_tomllib() -> None:
    (problem,) = problems("a = 1 b\n")

    assert (problem.code, problem.column) == ("TOML_SYNTAX", 7)
    assert problem.message.en == "Expected newline or end of document after a statement"


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("a = inf", "BAD_NUMBER", 5),
        ("a = [1.5, nan]", "BAD_NUMBER", 11),
        ("a = 1e99999999999999999999", "BAD_NUMBER", 5),
        ("a = 1e-31", "BAD_NUMBER", 5),
        ("a = " + "9" * 31, "BAD_NUMBER", 5),
        ("a = -" + "9" * 5000, "BAD_NUMBER", 6),
        ("a = " + "[" * 33 + "]" * 33, "TOO_DEEP", 5),
        ("a = " + "[" * 100_000, "TOO_DEEP", 5),
        ("a = 1\n".strip() + "\n" + ".".join("b" * 40) + " = 1", "TOO_DEEP", 1),
    ],
)
def test_numbers_and_depths_beyond_reason_are_refused(text: str, code: str, column: int) -> None:
    (problem,) = problems(text)

    assert (problem.code, problem.column) == (code, column)


def test_a_text_with_many_dots_in_it_is_not_too_deep() -> None:
    assert parse('a = "' + ".".join("b" * 40) + '"', FILE).data == {"a": ".".join("b" * 40)}


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
