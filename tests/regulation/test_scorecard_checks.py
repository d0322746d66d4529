import pytest

from core.regulation.files.problems import DataFileError
from tests.assessment.scoring import a_scorecard

WRONG = {
    "an indicator with the id of a group": (('id = "greeting"', 'id = "speed"'), "DUPLICATE_ID"),
    "two standards of one id": (('id = "moon"', 'id = "own"'), "DUPLICATE_ID"),
    "two grades of one id": (('id = "bronze"', 'id = "silver"'), "DUPLICATE_ID"),
    "a fallback that has not been adopted": (('falls_back_to = "own"', 'falls_back_to = "moon"'), "POINTS_NOWHERE"),
    "a fallback to itself": (
        ("adopted = true\n", 'adopted = true\nfalls_back_to = "own"\n'),
        "POINTS_NOWHERE",
    ),
    "a cap at no grade": (('grade = "clay"', 'grade = "mud"'), "POINTS_NOWHERE"),
    "a percentage of nothing": (("by_share = true\n", ""), "PERCENT_MISPLACED"),
    "grades where every result counts": (
        ('brought_by = "RESULT"', 'brought_by = "RESULT"\ngrades = ["gold"]'),
        "CONSEQUENCE_UNCLEAR",
    ),
    "a sum of groups that is not theirs": (("full = 100\n", "full = 100\ngroups_sum = 101\n"), "SUM_WRONG"),
    "a sum of members that is not theirs": (("members_sum = 48", "members_sum = 49"), "SUM_WRONG"),
    "a sum of members that are not weighed": (("weight = 10\n", "weight = 10\nmembers_sum = 10\n"), "SUM_WRONG"),
    "a bound at nothing": (("at_least = 40.25", "at_least = 0"), "GRADE_UNREACHABLE"),
    "a bound beyond the full score": (("at_least = 85.5", "at_least = 100.5"), "GRADE_UNREACHABLE"),
    "two bounds alike": (("at_least = 70", "at_least = 85.5"), "GRADE_OUT_OF_ORDER"),
}
RIGHT = {
    "a bound at the full score": ("at_least = 85.5", "at_least = 100"),
    "a bound that the text does not give": (", at_least = 70", ""),
    "a weight that the text does not give": ("weight = 10\n", ""),
    "a scale without a full score": ("full = 100\n", ""),
}


@pytest.mark.parametrize(("change", "code"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_found(change: tuple[str, str], code: str) -> None:
    with pytest.raises(DataFileError) as caught:
        a_scorecard(change)

    assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
def test_what_a_text_leaves_open_is_no_mistake(change: tuple[str, str]) -> None:
    assert a_scorecard(change).regulation.scorecard is not None
