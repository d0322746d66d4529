from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.problems import ProblemCode, Refusal
from core.intake.values import (
    OPEN_END,
    one_of,
    parse_date,
    parse_end,
    parse_measured,
    parse_points,
    parse_region,
    whole_number,
)


def refused_as(result: object) -> ProblemCode | None:
    return result.code if isinstance(result, Refusal) else None


@pytest.mark.parametrize("value", ["2025-03-01", "2025-3-1", "2025/3/1", "20250301", "2025年3月1日", "2025年03月01日"])
def test_a_date_is_read_in_each_of_its_forms(value: str) -> None:
    assert parse_date(value) == date(2025, 3, 1)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    )

    assert {parse_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("45200", ProblemCode.EXCEL_DATE_NUMBER),
        ("45200.5", ProblemCode.EXCEL_DATE_NUMBER),
        ("01/03/2025", ProblemCode.NOT_A_DATE),
        ("25-3-1", ProblemCode.NOT_A_DATE),
        ("2025-03", ProblemCode.NOT_A_DATE),
        ("2025/3-1", ProblemCode.NOT_A_DATE),
        ("2025.3.1", ProblemCode.NOT_A_DATE),
        ("2025-03-01 00:00:00", ProblemCode.NOT_A_DATE),
        ("2025-02-29", ProblemCode.NO_SUCH_DAY),
        ("20251301", ProblemCode.NO_SUCH_DAY),
        ("1899-12-31", ProblemCode.NO_SUCH_DAY),
        ("2200-01-01", ProblemCode.NO_SUCH_DAY),
        ("9999-12-31", ProblemCode.NO_SUCH_DAY),
        ("0000-00-00", ProblemCode.NO_SUCH_DAY),
        ("\uff12\uff10\uff12\uff15-03-01", ProblemCode.FULL_WIDTH_CHARACTERS),
    ],
)
def test_no_other_date_is_guessed(value: str, code: ProblemCode) -> None:
    assert refused_as(parse_date(value)) is code


def test_an_end_may_be_written_as_no_end() -> None:
    assert parse_end("9999-12-31") == OPEN_END
    assert parse_end("99991231") == OPEN_END
    assert parse_end("2025-03-01") == date(2025, 3, 1)
    assert refused_as(parse_end("9999-12-30")) is ProblemCode.NO_SUCH_DAY


def test_whole_numbers_have_plain_digits_and_a_lower_bound() -> None:
    parse = whole_number(1)

    assert parse("1") == 1
    assert parse("007") == 7
    assert parse("999999999") == 999_999_999
    assert [refused_as(parse(value)) for value in ("0", "-1", "1.0", "1e3", "1,000", "1000000000", "两次")] == [
        ProblemCode.NOT_A_NUMBER
    ] * 7
    assert refused_as(parse("\uff11\uff12")) is ProblemCode.FULL_WIDTH_CHARACTERS


def test_points_have_at_most_two_places() -> None:
    assert parse_points("0") == Decimal(0)
    assert parse_points("2.50") == Decimal("2.5")
    assert [refused_as(parse_points(value)) for value in ("-1", "1.234", "1e3", "NaN", ".5")] == [
        ProblemCode.NOT_A_NUMBER
    ] * 5
    assert refused_as(parse_points("\uff12")) is ProblemCode.FULL_WIDTH_CHARACTERS


def test_a_figure_has_at_most_four_places_and_no_unit() -> None:
    assert parse_measured("0") == Decimal(0)
    assert parse_measured("12345678901234.5678") == Decimal("12345678901234.5678")
    assert [
        refused_as(parse_measured(value))
        for value in ("-1", "1.23456", "123456789012345", "85%", "1,000", "3万", "NaN")
    ] == [ProblemCode.NOT_A_NUMBER] * 7
    assert refused_as(parse_measured("1.23E+10")) is ProblemCode.SCIENTIFIC_NUMBER
    assert refused_as(parse_measured("\uff12")) is ProblemCode.FULL_WIDTH_CHARACTERS


def test_the_hint_about_full_width_shows_what_to_write() -> None:
    refusal = whole_number(1)("\uff11\uff12")

    assert isinstance(refusal, Refusal)
    assert refusal.message.en == '"\uff11\uff12" has full-width characters; write "12"'


def test_a_choice_is_one_of_its_words_in_any_case() -> None:
    parse = one_of({"yes": 1, "否": 0})

    assert parse("YES") == 1
    assert parse("否") == 0
    refusal = parse("maybe")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ProblemCode.NOT_LISTED
    assert refusal.message.en == '"maybe" is not known; write one of yes, 否'


def test_a_region_has_six_digits() -> None:
    assert parse_region("990101") == "990101"
    assert refused_as(parse_region("99")) is ProblemCode.NOT_A_REGION
    assert refused_as(parse_region("\uff19\uff190101")) is ProblemCode.FULL_WIDTH_CHARACTERS
