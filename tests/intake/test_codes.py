import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.codes import (
    CodeKind,
    CodeScheme,
    code_kind,
    code_scheme,
    has_identity_shape,
    holds_identity_number,
    identity_check_digit,
    is_identity_number,
    is_region,
    region_in,
)

from .builders import IDENTITY_NUMBER


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("H99010100001", CodeKind.INSTITUTION),
        ("D990101000001", CodeKind.DOCTOR),
        ("HY990101000001", CodeKind.TECHNICIAN),
        ("HJ990101000001", CodeKind.TECHNICIAN),
    ],
)
def test_each_national_format_is_known(code: str, kind: CodeKind) -> None:
    assert code_kind(code) is kind
    assert code_scheme(code) is CodeScheme.NATIONAL


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H9901010000",
        "H990101000012",
        "d990101000001",
        "D99010100000",
        "D99010100000\uff11",
        "0001",
        "HX990101000001",
    ],
)
def test_every_other_code_is_local(code: str) -> None:
    assert code_kind(code) is None
    assert code_scheme(code) is CodeScheme.LOCAL


def test_the_region_is_read_from_national_institution_codes_only() -> None:
    assert region_in("H99010100001") == "990101"
    assert region_in("H00010100001") is None
    assert region_in("D990101000001") is None
    assert region_in("990101") is None


def test_a_region_has_six_digits_and_no_leading_zero() -> None:
    assert is_region("990101")
    assert not is_region("090101")
    assert not is_region("99010")
    assert not is_region("9901011")


def test_a_check_digit_worked_by_hand() -> None:
    assert identity_check_digit("99010119900101001") == "9"
    assert identity_check_digit("99010119900101006") == "X"  # 234 + 5·2 = 244 = 22·11 + 2


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_digit_agrees_with_the_recursive_form_of_iso_7064(digits: str) -> None:
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    expected = (12 - product) % 11

    assert identity_check_digit(digits) == ("X" if expected == 10 else str(expected))


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(position: int, change: int) -> None:
    wrong = str((int(IDENTITY_NUMBER[position]) + change) % 10)

    assert not is_identity_number(IDENTITY_NUMBER[:position] + wrong + IDENTITY_NUMBER[position + 1 :])


def test_identity_numbers_need_a_real_birthday_and_their_check_digit() -> None:
    assert is_identity_number(IDENTITY_NUMBER)
    assert is_identity_number("99010119900101006x")
    assert has_identity_shape("990101199001010010")
    assert not is_identity_number("990101199001010010")
    assert not has_identity_shape("990101199002300010")
    assert not has_identity_shape("990101179001010010")


def test_an_identity_number_is_found_inside_a_text_but_not_inside_a_longer_number() -> None:
    assert holds_identity_number(f"患者{IDENTITY_NUMBER}冒名")
    assert not holds_identity_number(f"1{IDENTITY_NUMBER}")
    assert not holds_identity_number("医保罚\u30142025\u301512号")
