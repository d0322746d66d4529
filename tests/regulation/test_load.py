import pytest

from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError, Problem
from tests.assessment.testville import ENROLMENT, HEAD, POINTS
from tests.rewriting import rewritten

WHOLE = HEAD + ENROLMENT + POINTS


def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    """Return the problems of Testville's file after ``changes``, each made at its first place."""
    with pytest.raises(DataFileError) as caught:
        load_law(rewritten(WHOLE, *changes, times=1).encode(), "testville/2020.toml")
    return caught.value.problems


def line_of(part: str) -> int:
    """Return the line of Testville's file in which ``part`` stands first."""
    return WHOLE[: WHOLE.index(part)].count("\n") + 1


def test_a_right_file_is_a_law_under_its_default_readings_with_or_without_a_byte_order_mark() -> None:
    law = load_law(WHOLE.encode(), "testville/2020.toml")

    assert law.id == "testville-2020"
    assert [one.choice.id for one in law.chosen] == ["supersede", "decision"]
    assert load_law(WHOLE.encode("utf-8-sig"), "testville/2020.toml") == law


def test_a_problem_names_the_file_as_it_was_called_and_the_line() -> None:
    (problem,) = problems(("at = 6", "at = 2"))

    assert (problem.file, problem.line, problem.column) == ("testville/2020.toml", line_of("at = 6"), 6)
    assert problem.source == "at = 2"


def test_a_reading_whose_path_leads_nowhere_is_told_at_its_value() -> None:
    (problem,) = problems(('"points.conventions.overlap" = "SERIAL"', '"points.clauses.nothing.points" = 5'))

    assert problem.code == "READING_INVALID"
    assert problem.line == line_of('"points.conventions.overlap"')
    assert problem.source[problem.column - 1 :].startswith("5 }")
    assert problem.message.zh == "读法 overlap = serial 不能用于本文件: 文件中没有 points.clauses.nothing.points"
    assert problem.message.en == (
        "the reading overlap = serial does not fit this file: the file has no points.clauses.nothing.points"
    )


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ('"points.conventions.overlap" = "SIDEWAYS"', 'points.conventions.overlap cannot be the string "SIDEWAYS"'),
        ('"points.full" = "many"', 'points.full: the string "many" is not a number'),
        ('"points.thresholds.six.at" = 2', "thresholds do not go from mild to severe"),
        ('"points.full" = 5', "with 5 points it is never reached"),
    ],
)
def test_a_reading_that_would_make_a_wrong_file_is_refused_with_the_reason(value: str, why: str) -> None:
    reasons = [one.message.en for one in problems(('"points.conventions.overlap" = "SERIAL"', value))]

    assert f"the reading overlap = serial does not fit this file: {why}" in reasons


def test_a_mistake_in_the_file_is_not_told_again_for_each_reading() -> None:
    assert [one.code for one in problems(("at = 6", "at = 2"))] == ["THRESHOLD_OUT_OF_ORDER"]


def test_values_of_a_reading_that_fit_only_together_are_tried_together() -> None:
    text = WHOLE.replace(
        '"points.conventions.overlap" = "SERIAL"', '"points.thresholds.six.at" = 2, "points.thresholds.three.at" = 1'
    )

    assert load_law(text.encode(), "testville/2020.toml").under({"overlap": "serial"}).digest


def test_mistakes_of_types_are_told_before_those_that_only_a_right_type_can_make() -> None:
    assert [one.code for one in problems(("at = 6", "at = 2"), ("full = 20", "full = true"))] == ["NOT_A_NUMBER"]
