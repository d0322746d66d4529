"""Cells to days, numbers and words of a list: each function returns the value or why not; none ever guesses."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from core.intake.codes import is_region
from core.intake.problems import ProblemCode, Refusal, shown
from core.text import Text

OPEN_END = date(9999, 12, 31)
"""What information systems write for "no end"; taken as such where an end may be left out, refused elsewhere."""

_OPEN_END_PARTS = (OPEN_END.year, OPEN_END.month, OPEN_END.day)

T = TypeVar("T")

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})",
        r"([0-9]{4})([0-9]{2})([0-9]{2})",
        r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日",
    )
)
_EXCEL_DATE = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+[eE]\+?|[eE]\+)[0-9]{2,}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_DECIMAL_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")
_MEASURED_NUMBER = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,4})?")
YES_OR_NO = MappingProxyType(
    {"是": True, "yes": True, "y": True, "true": True, "1": True}
    | {"否": False, "no": False, "n": False, "false": False, "0": False}
)
_FULL_WIDTH = re.compile(r"[\uff01-\uff07\uff0a-\uff5e]")  # without the brackets, which codes may have


def parse_date(value: str) -> date | Refusal:
    """Return the day written as 2025-03-01, 2025/3/1, 20250301 or 2025年3月1日."""
    for form in _DATE_FORMS:
        match = form.fullmatch(value)
        if match is not None:
            return _day(*(int(part) for part in match.groups()))
    if is_full_width(value):
        return full_width(value)
    if _EXCEL_DATE.fullmatch(value):
        return Refusal(
            ProblemCode.EXCEL_DATE_NUMBER,
            Text(
                zh=f"{shown(value)}是Excel的日期序号；请将该列设为日期格式（2025-03-01）后重新保存",
                en=f"{shown(value)} is Excel's number for a date; format the column as 2025-03-01 and save again",
            ),
        )
    return Refusal(
        ProblemCode.NOT_A_DATE,
        Text(
            zh=f"“{shown(value)}”不是日期；请写作2025-03-01、2025/3/1、20250301或2025年3月1日",
            en=f'"{shown(value)}" is no date; write 2025-03-01, 2025/3/1, 20250301 or 2025年3月1日',
        ),
    )


def parse_end(value: str) -> date | Refusal:
    """Return the day as ``parse_date`` does, or ``OPEN_END`` where the cell says that there is no end."""
    for form in _DATE_FORMS:
        match = form.fullmatch(value)
        if match is not None and tuple(int(part) for part in match.groups()) == _OPEN_END_PARTS:
            return OPEN_END
    return parse_date(value)


def _day(year: int, month: int, day: int) -> date | Refusal:
    try:
        found = date(year, month, day)
    except ValueError:
        found = None
    if found is not None and _FIRST_YEAR <= year <= _LAST_YEAR:
        return found
    return Refusal(
        ProblemCode.NO_SUCH_DAY,
        Text(
            zh=f"没有{year}年{month}月{day}日这一天，或不在{_FIRST_YEAR}至{_LAST_YEAR}年之间；请核对",
            en=f"there is no day {year}-{month}-{day} between {_FIRST_YEAR} and {_LAST_YEAR}; check it",
        ),
    )


def whole_number(at_least: int) -> Callable[[str], int | Refusal]:
    """Return a reader of whole numbers of at most nine digits that are ``at_least`` so large."""

    def parse(value: str) -> int | Refusal:
        if _WHOLE_NUMBER.fullmatch(value) and int(value) >= at_least:
            return int(value)
        if is_full_width(value):
            return full_width(value)
        return Refusal(
            ProblemCode.NOT_A_NUMBER,
            Text(
                zh=f"“{shown(value)}”不是不小于{at_least}、至多九位的整数；请用半角数字，不带小数和单位",
                en=f'"{shown(value)}" is no whole number from {at_least} of at most nine digits; write plain digits, '
                "no fraction, no unit",
            ),
        )

    return parse


def parse_points(value: str) -> Decimal | Refusal:
    """Return points, zero or more, with at most two places."""
    if _DECIMAL_NUMBER.fullmatch(value):
        return Decimal(value)
    if is_full_width(value):
        return full_width(value)
    return Refusal(
        ProblemCode.NOT_A_NUMBER,
        Text(
            zh=f"“{shown(value)}”不是分值；请写不小于0的数，至多两位小数，如2或0.5",
            en=f'"{shown(value)}" is no number of points; write zero or more with at most two places, as 2 or 0.5',
        ),
    )


def parse_measured(value: str) -> Decimal | Refusal:
    """Return a measured figure, zero or more, with at most four places; its unit is the indicator's own."""
    if _MEASURED_NUMBER.fullmatch(value):
        return Decimal(value)
    if is_full_width(value):
        return full_width(value)
    if is_scientific(value):
        return SCIENTIFIC
    return Refusal(
        ProblemCode.NOT_A_NUMBER,
        Text(
            zh=f"“{shown(value)}”不是数值；请写不小于0的数，至多四位小数，不带单位、百分号和千位分隔符",
            en=f'"{shown(value)}" is no figure; write zero or more with at most four places, without unit, percent '
            "sign or separators",
        ),
    )


def one_of(choices: Mapping[str, T]) -> Callable[[str], T | Refusal]:
    """Return a reader of the words in ``choices``, which are in lower case; that of the cell does not matter."""

    def parse(value: str) -> T | Refusal:
        word = value.casefold()
        if word in choices:
            return choices[word]
        listed = ", ".join(choices)
        return Refusal(
            ProblemCode.NOT_LISTED,
            Text(
                zh=f"“{shown(value)}”无法识别；可写：{listed}",
                en=f'"{shown(value)}" is not known; write one of {listed}',
            ),
        )

    return parse


yes_or_no = one_of(YES_OR_NO)


def parse_region(value: str) -> str | Refusal:
    """Return a GB/T 2260 code of six digits."""
    return value if is_region(value) else full_width(value) if is_full_width(value) else not_a_region(value)


def not_a_region(value: str) -> Refusal:
    """Return the refusal of a region that is not six digits."""
    return Refusal(
        ProblemCode.NOT_A_REGION,
        Text(
            zh=f"“{shown(value)}”不是六位行政区划代码（GB/T 2260）",
            en=f'"{shown(value)}" is no administrative division code of six digits (GB/T 2260)',
        ),
    )


def is_scientific(value: str) -> bool:
    """Return whether ``value`` is a long number as Excel shortens it, as 3.30E+17."""
    return _SCIENTIFIC.fullmatch(value) is not None


def is_full_width(value: str) -> bool:
    """Return whether ``value`` holds letters, digits or marks of full width."""
    return _FULL_WIDTH.search(value) is not None


def full_width(value: str) -> Refusal:
    """Return the refusal of full-width characters, with what to write instead."""
    half = unicodedata.normalize("NFKC", value)
    return Refusal(
        ProblemCode.FULL_WIDTH_CHARACTERS,
        Text(
            zh=f"“{shown(value)}”含全角字符；请改为半角“{shown(half)}”",
            en=f'"{shown(value)}" has full-width characters; write "{shown(half)}"',
        ),
    )


SCIENTIFIC = Refusal(
    ProblemCode.SCIENTIFIC_NUMBER,
    Text(
        zh="Excel把长号码变成了科学计数法，末几位已丢失；请将该列设为文本格式，从原系统重新导出",
        en="Excel turned a long number into scientific notation and lost its last digits; format the column as text "
        "and export it again from the source",
    ),
)
