import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.formulas import FORMULA_STARTS, guarded, unguarded
from core.intake.problems import ProblemCode, Refusal
from core.intake.texts import parse_code, parse_document_number, parse_name, parse_note, parse_text

from .builders import IDENTITY_NUMBER


def refused_as(result: object) -> ProblemCode | None:
    return result.code if isinstance(result, Refusal) else None


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


@given(st.text())
def test_every_guarded_text_is_read_back_as_it_was_and_starts_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(FORMULA_STARTS)


def test_a_guarded_text_is_taken_without_its_apostrophe() -> None:
    assert parse_text("'=1+1") == "=1+1"
    assert parse_note("''-甲") == "'-甲"
    assert parse_code("'-7") == "-7"
    assert parse_name("O'Neil") == "O'Neil"
