from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.arithmetic import line_of, plain
from tests.assessment.testville import a_law, a_violation, assessed

LAW = a_law()


def line(*violations: tuple[str, int]) -> str | None:
    given = [a_violation(clause, f"2021-01-{day:02}", cases) for day, (clause, cases) in enumerate(violations, 1)]
    return assessed(LAW, given, "2021-02-01").arithmetic


@pytest.mark.parametrize(
    ("violations", "expected"),
    [
        ([], "20 = 20"),
        ([("one", 1)], "20 - 1[4.一] = 19"),
        ([("half", 3)], "20 - 3×2.5[4.二] = 12.5"),
        ([("act", 9)], "20 - 3[4.三] = 17"),
        ([("one", 1), ("act", 1)], "20 - 1[4.一] - 3[4.三] = 16"),
        ([("one", 3), ("all", 2)], "20 - 3×1[4.一] - 17[5.一] = 0"),
        ([("one", 19), ("half", 1)], "max(0, 20 - 19×1[4.一] - 2.5[4.二]) = 0"),
        ([("half", 8)], "20 - 8×2.5[4.二] = 0"),
        ([("review", 2), ("every", 3), ("one", 0), ("struck", 1)], "20 = 20"),
        ([("review", 7), ("every", 11)], "20 - 2[4.四] - 2×1[4.五] = 16"),
    ],
)
def test_the_line_states_the_sum(violations: list[tuple[str, int]], expected: str) -> None:
    assert line(*violations) == expected


def test_a_full_number_with_no_deduction_is_itself() -> None:
    assert line_of(Decimal("100.0"), ()) == "100 = 100"


@pytest.mark.parametrize(
    ("number", "text"), [("5", "5"), ("59.90", "59.9"), ("1E+1", "10"), ("0.0", "0"), ("100", "100")]
)
def test_a_number_is_written_without_exponent_or_needless_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=4))
def test_a_number_as_written_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
