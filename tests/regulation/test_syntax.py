# ruff: noqa: RUF001 - full-width characters are what these tests are about

import pytest

from core.regulation.files.reading import parse
from tests.regulation.a_file import FILE, problems


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
        ("a = " + "[" * 9_000, "TOO_DEEP", 5),
        ("a = 1\n".strip() + "\n" + ".".join("b" * 40) + " = 1", "TOO_DEEP", 1),
    ],
)
def test_numbers_and_depths_beyond_reason_are_refused(text: str, code: str, column: int) -> None:
    (problem,) = problems(text)

    assert (problem.code, problem.column) == (code, column)


def test_a_text_with_many_dots_in_it_is_not_too_deep() -> None:
    assert parse('a = "' + ".".join("b" * 40) + '"', FILE).data == {"a": ".".join("b" * 40)}
