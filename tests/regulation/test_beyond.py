"""Files that are well formed and far beyond what any regulation needs are refused before they cost anything."""

import pytest

from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import MOST
from tests.host.villages import data

RIGHT = data("bombville")
WRONG_CLAUSE = '{ id = 1, cite = 2, points = "many", label = { zh = 5, en = 6 } },\n'
READING = """
[[readings]]
id = "r{number}"
cite = "4"
question = {{ zh = "如何?", en = "How?" }}
choices = [{{ id = "a", label = {{ zh = "甲", en = "A" }} }}, {{ id = "b", label = {{ zh = "乙", en = "B" }} }}]
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(DataFileError) as caught:
        load_law(text.encode(), "bombville/2020.toml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (RIGHT + 'note = "' + "x" * 20_000 + '"', "LINE_TOO_LONG", len(RIGHT.splitlines()) + 1),
        ("x = " + "[" * 100_000, "LINE_TOO_LONG", 1),
        ("\n".join(f"k{number} = 1" for number in range(25_000)), "TOO_MANY_VALUES", 1),
        (RIGHT.replace("clauses = [", "clauses = [\n" + "{},\n" * 30_000), "TOO_MANY_VALUES", 1),
        (
            RIGHT + "".join(READING.format(number=number) for number in range(300)),
            "TOO_MANY_READINGS",
            len(RIGHT.splitlines()) + 2,
        ),
        ("x" * 1_000_001, "FILE_TOO_LARGE", 1),
    ],
)
def test_a_file_beyond_all_measure_has_one_problem_that_says_what_to_do(text: str, code: str, line: int) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.line) == (code, line)
    assert problem.message.zh
    assert problem.hint.en


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"k{number} = 1" for number in range(2_000)) + RIGHT,
        RIGHT.replace("clauses = [", "clauses = [\n" + WRONG_CLAUSE * 1_000),
        RIGHT.replace("clauses = [", "clauses = [\n" + '{ id = "late", cite = "2", points = 3 },\n' * 1_000),
    ],
)
def test_of_many_mistakes_the_first_two_hundred_are_told(text: str) -> None:
    assert len(problems(text)) == MOST
