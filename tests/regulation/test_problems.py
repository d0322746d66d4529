import pytest

from core.regulation.files.problems import DataFileError, Problem, render, render_all
from core.text import Lang, Text


def a_problem(
    source: str = "full = 0", column: int = 8, *, file: str = "testville/2011.toml", line: int = 3
) -> Problem:
    return Problem(
        code="TOO_SMALL",
        file=file,
        line=line,
        column=column,
        source=source,
        message=Text(zh="应大于 0", en="should be more than 0"),
        hint=Text(zh="写成正数", en="write a positive number"),
    )


def caret_line(source: str, column: int) -> str:
    return render(a_problem(source, column), Lang.EN).split("\n")[2]


def test_a_problem_shows_its_place_its_line_a_caret_and_what_would_be_right() -> None:
    assert render(a_problem(), Lang.EN) == (
        "testville/2011.toml:3:8: should be more than 0\n    full = 0\n           ^\n  fix: write a positive number"
    )
    assert render(a_problem(), Lang.ZH) == (
        "testville/2011.toml:3:8: 应大于 0\n    full = 0\n           ^\n  改法：写成正数"
    )


def test_a_problem_without_a_line_shows_none() -> None:
    assert render(a_problem("", 1), Lang.EN) == (
        "testville/2011.toml:3:1: should be more than 0\n  fix: write a positive number"
    )


def test_the_caret_allows_for_characters_two_columns_wide() -> None:
    assert caret_line('"医师（甲）" = x', 10) == "    " + " " * (1 + 10 + 1 + 2) + "^"


def test_the_caret_allows_for_tabs_and_combining_marks() -> None:
    assert caret_line("\ta\t= x", 5) == "    \t \t ^"
    assert caret_line("e\u0301 = x", 6) == "    " + "    " + "^"


def test_the_caret_stands_after_the_line_where_the_place_is_its_end() -> None:
    assert caret_line("a = [", 6) == "         ^"
    assert caret_line("a = [", 99) == "         ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    _, shown, caret, _ = render(a_problem("x" * 200 + "!" + "y" * 200, 201), Lang.EN).split("\n")

    assert shown == "    …" + "x" * 60 + "!" + "y" * 39 + "…"
    assert shown[len(caret) - 1] == "!"


def test_characters_that_could_upset_a_terminal_are_replaced() -> None:
    assert render(a_problem("a\x1b[2J\u202e = 0", 1), Lang.EN).split("\n")[1] == "    a�[2J� = 0"


def test_all_problems_are_given_in_the_order_of_their_places_with_a_count() -> None:
    later, earlier, other = a_problem(line=10), a_problem(line=9), a_problem(file="testville/a.toml")

    text = render_all([other, later, earlier], Lang.EN)

    assert text == "\n\n".join([*(render(one, Lang.EN) for one in (earlier, later, other)), "3 problems in 2 files"])
    assert render_all([later], Lang.ZH).endswith("\n\n共 1 处错误，涉及 1 个文件")
    assert render_all([later], Lang.EN).endswith("\n\n1 problem in 1 file")
    assert render_all([], Lang.EN) == "no problems"


def test_the_error_of_a_file_carries_its_problems_in_order_and_names_the_first() -> None:
    later, earlier = a_problem(line=10), a_problem(line=9)

    error = DataFileError([later, earlier])

    assert error.problems == (earlier, later)
    assert error.code == "DATA_FILE"
    assert error.message.en == "testville/2011.toml:9:8: should be more than 0 (2 problems in all)"
    assert DataFileError([later]).message.zh == "testville/2011.toml:10:8: 应大于 0"


def test_an_error_without_a_problem_is_refused() -> None:
    with pytest.raises(ValueError, match="without a problem"):
        DataFileError([])
