from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.problems import ProblemCode, Refusal
from core.intake.values import (
    OPEN_END,
    one_of,
    parse_code,
    parse_date,
    parse_document_number,
    parse_end,
    parse_measured,
    parse_name,
    parse_note,
    parse_points,
    parse_region,
    parse_text,
    whole_number,
)

from .builders import IDENTITY_NUMBER


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


@pytest.mark.parametrize("value", ["D990101000001", "0012-a", "testville/2020", "内科01", "（三）2", "11.一.1"])
def test_a_code_has_letters_digits_and_a_few_marks(value: str) -> None:
    assert parse_code(value) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3.30E+17", ProblemCode.SCIENTIFIC_NUMBER),
        ("3.3e17", ProblemCode.SCIENTIFIC_NUMBER),
        ("3E+17", ProblemCode.SCIENTIFIC_NUMBER),
        ("\uff24990101000001", ProblemCode.FULL_WIDTH_CHARACTERS),
        ("D99 1", ProblemCode.NOT_A_CODE),
        ("'001", ProblemCode.NOT_A_CODE),
        ("D\u200b1", ProblemCode.HIDDEN_CHARACTER),
        ("\u04bd\u02a6", ProblemCode.NOT_A_CODE),
        ("=1+1", ProblemCode.FORMULA),
        ("x" * 65, ProblemCode.CELL_TOO_LONG),
        (IDENTITY_NUMBER, ProblemCode.IDENTITY_NUMBER_MISPLACED),
        (IDENTITY_NUMBER[:-1] + "0", ProblemCode.IDENTITY_NUMBER_MISPLACED),
    ],
)
def test_a_code_that_is_none_is_refused_for_its_reason(value: str, code: ProblemCode) -> None:
    assert refused_as(parse_code(value)) is code


def test_a_code_may_look_like_a_short_power() -> None:
    assert parse_code("1E12") == "1E12"


@pytest.mark.parametrize("name", ["甲乙", "阿·丙", "José", "O'Neil 2", "\u3007一", "\uff21医院"])
def test_a_name_has_chinese_or_latin_letters(name: str) -> None:
    assert parse_name(name) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("\u04bd\u02a6", ProblemCode.NOT_A_NAME),
        ("12345", ProblemCode.NOT_A_NAME),
        ("—", ProblemCode.NOT_A_NAME),
        ("甲\ue000", ProblemCode.HIDDEN_CHARACTER),
        ("甲\n乙", ProblemCode.HIDDEN_CHARACTER),
        ("=甲", ProblemCode.FORMULA),
        ("甲" * 101, ProblemCode.CELL_TOO_LONG),
        (f"甲{IDENTITY_NUMBER}", ProblemCode.IDENTITY_NUMBER_MISPLACED),
    ],
)
def test_a_name_that_is_none_is_refused_for_its_reason(name: str, code: ProblemCode) -> None:
    assert refused_as(parse_name(name)) is code


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_text_that_a_spreadsheet_would_run_is_refused(sign: str) -> None:
    for parse in (parse_text, parse_note, parse_document_number):
        assert refused_as(parse(f"{sign}1")) is ProblemCode.FORMULA


def test_only_a_note_may_have_several_lines() -> None:
    assert parse_note("甲\r\n乙") == "甲\r\n乙"
    assert refused_as(parse_note("甲\t乙")) is ProblemCode.HIDDEN_CHARACTER
    assert refused_as(parse_text("甲\n乙")) is ProblemCode.HIDDEN_CHARACTER


def test_an_identity_number_is_kept_out_of_notes_but_may_be_the_shape_of_a_document_number() -> None:
    assert refused_as(parse_note(f"患者{IDENTITY_NUMBER}")) is ProblemCode.IDENTITY_NUMBER_MISPLACED
    assert parse_document_number(IDENTITY_NUMBER) == IDENTITY_NUMBER
