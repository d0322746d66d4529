from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.typed_cells import NUMBER_TOO_LONG, TIME_OF_DAY, cell_of


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("甲", "甲"),
        (True, "true"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-2.5, "-2.5"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, NUMBER_TOO_LONG),
        (float("nan"), NUMBER_TOO_LONG),
        (float("inf"), NUMBER_TOO_LONG),
        (2**63, "9223372036854775808"),
        (Decimal("1E+2"), "100"),
        (Decimal("NaN"), NUMBER_TOO_LONG),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29), "2024-02-29"),  # noqa: DTZ001 - a spreadsheet knows no zone
        (datetime(2024, 2, 29, 8), TIME_OF_DAY),  # noqa: DTZ001 - as above
        (time(8), TIME_OF_DAY),
    ],
)
def test_a_typed_value_is_written_as_a_text_file_would_have_it_or_refused(value: object, cell: object) -> None:
    assert cell_of(value) == cell


@given(st.decimals(0, Decimal("99999999.9999"), places=4))
def test_a_number_that_a_spreadsheet_keeps_comes_back_exactly(number: Decimal) -> None:
    cell = cell_of(float(number))
    assert isinstance(cell, str)
    assert Decimal(cell) == number
