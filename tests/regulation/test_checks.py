import pytest

from core.regulation.checks import check
from core.regulation.files.positions import Path
from core.regulation.files.reading import read_text
from core.regulation.model import Regulation
from tests.assessment.testville import ENROLMENT, GAP, HEAD, POINTS
from tests.rewriting import rewritten

WHOLE = HEAD + ENROLMENT + POINTS


def found(*changes: tuple[str, str], text: str = WHOLE) -> list[tuple[str, Path]]:
    """Return code and path of each finding in Testville's file after ``changes``, each made at its first place."""
    regulation = read_text(rewritten(text, *changes, times=1), "testville/2020.toml", Regulation)
    return [(one.code, one.path) for one in check(regulation)]


CLAUSES: Path = ("points", "clauses")
THRESHOLDS: Path = ("points", "thresholds")


def test_nothing_is_wrong_with_a_right_file() -> None:
    assert found() == []
    assert found(text=HEAD + GAP) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ('id = "half"', 'id = "one"', "DUPLICATE_ID", (*CLAUSES, 1, "id")),
        ('id = "six"', 'id = "three"', "DUPLICATE_ID", (*THRESHOLDS, 1, "id")),
        ('id = "start"', 'id = "overlap"', "DUPLICATE_ID", ("readings", 1, "id")),
        ('id = "serial"', 'id = "supersede"', "DUPLICATE_ID", ("readings", 0, "choices", 1, "id")),
        ('id = "clean"', 'id = "licence"', "DUPLICATE_ID", ("enrolment", "conditions", 1, "id")),
        ("of = 3\n", "", "COUNT_MISSING", (*CLAUSES, 3, "per")),
        ('per = "ACT"\n', 'per = "ACT"\nof = 2\n', "COUNT_MISPLACED", (*CLAUSES, 2, "of")),
        ("{ from = 1, to = 6 }\nlabel", "{ from = 6, to = 6 }\nlabel", "RANGE_EMPTY", (*CLAUSES, 5, "points")),
        (
            "months = { from = 1, to = 6 }",
            "months = { from = 1.5, to = 6 }",
            "RANGE_EMPTY",
            (*THRESHOLDS, 2, "sanctions", 0, "months"),
        ),
        (
            "months = { from = 1, to = 6 }",
            "months = { from = 0, to = 6 }",
            "RANGE_EMPTY",
            (*THRESHOLDS, 2, "sanctions", 0, "months"),
        ),
        (
            "bar_months = 36",
            "months = { from = 2, to = 1 }",
            "RANGE_EMPTY",
            (*CLAUSES, 9, "sanctions", 0, "months"),
        ),
        (
            "bar_months = 12",
            "months = { from = 2, to = 1 }",
            "RANGE_EMPTY",
            ("points", "escalations", 0, "sanction", "months"),
        ),
        ("at = 3", "at = 3\nleft_below = 17", "THRESHOLD_UNCLEAR", (*THRESHOLDS, 0)),
        ("at = 3\n", "", "THRESHOLD_UNCLEAR", (*THRESHOLDS, 0)),
        ("at = 6", "at = 3", "THRESHOLD_OUT_OF_ORDER", (*THRESHOLDS, 1, "at")),
        ("at = 6", "at = 2", "THRESHOLD_OUT_OF_ORDER", (*THRESHOLDS, 1, "at")),
        ("left_below = 9", "left_below = 15", "THRESHOLD_OUT_OF_ORDER", (*THRESHOLDS, 2, "left_below")),
        ("at = 20", "at = 20.5", "THRESHOLD_UNREACHABLE", (*THRESHOLDS, 3, "at")),
        ("at = 20", "left_below = 0", "THRESHOLD_UNREACHABLE", (*THRESHOLDS, 3, "left_below")),
        ("at = 3", "at = 0", "THRESHOLD_AT_ONCE", (*THRESHOLDS, 0, "at")),
        ("at = 3", "left_below = 20.5", "THRESHOLD_AT_ONCE", (*THRESHOLDS, 0, "left_below")),
        ('counts = "SUSPEND"', 'counts = "TRAIN"', "ESCALATION_UNREACHABLE", ("points", "escalations", 0, "counts")),
        (
            'counts = "SUSPEND"',
            'counts = "TERMINATE"',
            "ESCALATION_UNREACHABLE",
            ("points", "escalations", 0, "counts"),
        ),
        ('cite = "4.二"', 'cite = "4.一"', "CLAUSE_OUT_OF_ORDER", (*CLAUSES, 1, "cite")),
        ('cite = "5.二"', 'cite = "3.二"', "CLAUSE_OUT_OF_ORDER", (*CLAUSES, 9, "cite")),
        ('any_of = ["EXAM_PASSED"]', "", "CONDITION_UNCLEAR", ("enrolment", "conditions", 2)),
        (
            'any_of = ["EXAM_PASSED"]',
            'any_of = ["EXAM_PASSED"]\nclear_of = "BREACH"',
            "CONDITION_UNCLEAR",
            ("enrolment", "conditions", 2),
        ),
        ('from = "APPLIED"', 'from = "LISTED"', "POINTS_NOWHERE", ("enrolment", "transitions", 1, "from")),
        ('to = "SIGNED"', 'to = "LISTED"', "POINTS_NOWHERE", ("enrolment", "transitions", 1, "to")),
        ('requires = ["exam"]', 'requires = ["examen"]', "POINTS_NOWHERE", ("enrolment", "transitions", 1, "requires")),
        ("enrolled = true", "enrolled = false", "NO_ENROLLED_STATE", ("enrolment", "states")),
        ("from = 2020-01-01,", "from = 2020-01-01, to = 2020-01-01,", "INTERVAL_EMPTY", ("in_force", "to")),
        ("from = 2020-01-01,", "from = 2020-01-01, to = 2019-01-01,", "INTERVAL_EMPTY", ("in_force", "to")),
        (
            'en = "Absorbed" } }',
            'en = "Absorbed" }, set = { "points.full" = 20 } }',
            "DEFAULT_CHANGES",
            ("readings", 0, "choices", 0, "set"),
        ),
    ],
)
def test_what_types_cannot_say_is_found_where_it_is(old: str, new: str, code: str, path: Path) -> None:
    assert (code, path) in found((old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at = 6", "at = 5.9"),
        ("at = 3", "left_below = 20"),
        ("left_below = 9", "left_below = 14"),
        ("at = 20", "left_below = 0.5"),
        ('cite = "4.二"', 'cite = "4.一.1"'),
        ("from = 2020-01-01,", "from = 2020-01-01, to = 2020-01-02,"),
        ("from = 2020-01-01,", "to = 2020-01-01,"),
        ("months = { from = 1, to = 6 }", "months = { from = 1, to = 2 }"),
    ],
)
def test_what_is_just_right_is_left_alone(old: str, new: str) -> None:
    assert found((old, new)) == []


def test_everything_wrong_is_found_at_once() -> None:
    codes = [
        code for code, _ in found(('id = "half"', 'id = "one"'), ("at = 6", "at = 2"), ('to = "SIGNED"', 'to = "X"'))
    ]

    assert sorted(codes) == ["DUPLICATE_ID", "POINTS_NOWHERE", "THRESHOLD_OUT_OF_ORDER"]


def test_every_finding_says_what_is_wrong_and_what_to_do_in_both_languages() -> None:
    text = WHOLE.replace("at = 6", "at = 2").replace('to = "SIGNED"', 'to = "X"')
    said = {one.code: one for one in check(read_text(text, "testville/2020.toml", Regulation))}

    assert said["POINTS_NOWHERE"].message.zh == "没有标识为 X 的状态"
    assert said["POINTS_NOWHERE"].message.en == "no state has the id X"
    assert said["POINTS_NOWHERE"].hint.en == "write one of: APPLIED, SIGNED"
    assert said["THRESHOLD_OUT_OF_ORDER"].hint.zh == "按扣分从少到多排列, 不得重复"
