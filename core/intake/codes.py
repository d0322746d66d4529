"""National code formats, and the check digit of a resident identity number.

Local codes exist beside the national ones, so a format tells what kind a code is and never refuses it.
"""

import re
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_IDENTITY_NUMBER = re.compile(r"[1-9][0-9]{5}((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]")
_IDENTITY_NUMBER_IN_TEXT = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_REGION = re.compile(r"[1-9][0-9]{5}")


class CodeScheme(StrEnum):
    """Who gave a code."""

    NATIONAL = "NATIONAL"
    LOCAL = "LOCAL"


class CodeKind(StrEnum):
    """What a national code stands for."""

    INSTITUTION = "INSTITUTION"
    DOCTOR = "DOCTOR"
    TECHNICIAN = "TECHNICIAN"
    """A pharmacist or technician in an institution."""


_FORMAT = re.compile(r"(?P<INSTITUTION>H[0-9]{11})|(?P<DOCTOR>D[0-9]{12})|(?P<TECHNICIAN>H[YJ][0-9]{12})")
"""Each group is called as the kind that it is the format of."""


def code_kind(code: str) -> CodeKind | None:
    """Return what a national code stands for; None means that ``code`` has no national format."""
    match = _FORMAT.fullmatch(code)
    return CodeKind(match.lastgroup) if match else None


def code_scheme(code: str) -> CodeScheme:
    """Return whether ``code`` has one of the national formats or is a local code."""
    return CodeScheme.LOCAL if code_kind(code) is None else CodeScheme.NATIONAL


def region_in(institution_code: str) -> str | None:
    """Return the six digits of the area inside a national institution code; None when it is not national."""
    region = institution_code[1:7]
    national = code_kind(institution_code) is CodeKind.INSTITUTION
    return region if national and is_region(region) else None


def is_region(value: str) -> bool:
    """Return whether ``value`` has the shape of a GB/T 2260 code; whether the area exists is not looked up."""
    return _REGION.fullmatch(value) is not None


def identity_check_digit(first_seventeen: str) -> str:
    """Return the last character of the identity number that begins with these 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % len(_CHECK_DIGITS)]


def has_identity_shape(value: str) -> bool:
    """Return whether ``value`` is built like an 18-character identity number with a real birthday."""
    match = _IDENTITY_NUMBER.fullmatch(value)
    if match is None:
        return False
    try:
        date(*(int(part) for part in match.groups()))
    except ValueError:
        return False
    return True


def is_identity_number(value: str) -> bool:
    """Return whether ``value`` has the shape of a resident identity number and the right check digit."""
    return has_identity_shape(value) and identity_check_digit(value[:17]) == value[17].upper()


def holds_identity_number(text: str) -> bool:
    """Return whether a valid identity number stands anywhere in ``text``."""
    return any(is_identity_number(match.group()) for match in _IDENTITY_NUMBER_IN_TEXT.finditer(text))
