import pytest

from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError
from tests.assessment.charging import CHARGES
from tests.assessment.testville import HEAD


def codes(text: str) -> list[tuple[str, int]]:
    """Return the code and line of each problem of a file that says ``text`` after Testville's head."""
    with pytest.raises(DataFileError) as caught:
        load_law((HEAD + text).encode(), "testville.toml")
    return [(one.code, one.line) for one in caught.value.problems]


def line_of(text: str, sought: str) -> int:
    before, found, _ = (HEAD + text).partition(sought)
    assert found
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "paid"', 'id = "item"', "DUPLICATE_ID"),
        ('cite = "2.二"', 'cite = "1.二"', "RULE_OUT_OF_ORDER"),
        ("amount = 29.00, times = 2", "amount = 13.00, times = 2", "REPEAT_NOT_HEAVIER"),
        ('window = "QUARTER"\n', "", "REPEAT_WITHOUT_WINDOW"),
        ("percent = 45", "percent = 15", "SHARE_NOT_RISING"),
        ("{ from = 20, to = 70 }", "{ from = 70, to = 70 }", "RANGE_EMPTY"),
        ("{ from = 20, to = 70 }", "{ from = 20, to = 170 }", "RANGE_EMPTY"),
        ('of = ["TESTS"]', 'of = ["DRUGS"]', "COST_TWICE"),
        ('of = ["TESTS"], ', "", "COST_TWICE"),
    ],
)
def test_what_types_cannot_say_is_found_where_it_stands(old: str, new: str, code: str) -> None:
    assert CHARGES.count(old) == 1
    text = CHARGES.replace(old, new)

    assert [name for name, _ in codes(text)] == [code]


def test_a_percentage_of_nothing_is_found_at_the_standard() -> None:
    text = CHARGES.replace("standard = 60", 'standard = 0\nmeasure = "PERCENT_OF_STANDARD"')

    assert codes(text) == [("STANDARD_ZERO", line_of(text, "standard = 0"))]


def test_charges_without_a_rule_are_found() -> None:
    text = '[charges]\ncite = "2"\n'

    assert codes(text) == [("CHARGES_EMPTY", line_of(text, "[charges]"))]


def test_rules_of_one_place_may_stand_together() -> None:
    text = CHARGES.replace('cite = "2.二"', 'cite = "2.一"')

    assert load_law((HEAD + text).encode(), "testville.toml").regulation.charges is not None
