"""Typed cells of workbooks and columnar files as the text that a delimited file would hold; exactly, or not at all."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from core.intake.problems import ProblemCode, Refusal
from core.intake.table import Cell
from core.text import Text

LOSSLESS_BELOW = 10**15
"""Spreadsheets keep fifteen digits of a number; what is longer was rounded before anyone looked."""

_DIGITS_KEPT = ".15g"


def cell_of(value: object) -> Cell:  # noqa: PLR0911 - one answer for each type
    """Return the text of a cell, empty for None; a Refusal for what the text could say only inexactly."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _number(value)
        case Decimal():
            return f"{value:f}" if value.is_finite() else NUMBER_TOO_LONG
        case datetime():
            return _day(value)
        case date():
            return value.isoformat()
        case time() | timedelta():
            return TIME_OF_DAY
        case _:
            return str(value)


def _number(value: float) -> Cell:
    if not isfinite(value) or abs(value) >= LOSSLESS_BELOW:
        return NUMBER_TOO_LONG
    return str(int(value)) if value.is_integer() else f"{Decimal(format(value, _DIGITS_KEPT)):f}"


def _day(value: datetime) -> Cell:
    return value.date().isoformat() if value.timetz() == time(tzinfo=value.tzinfo) else TIME_OF_DAY


NUMBER_TOO_LONG = Refusal(
    ProblemCode.NUMBER_TOO_LONG,
    Text(
        zh="这个数值超过15位，表格软件只保留前15位，其余已丢失；请将该列设为文本格式，从原系统重新导出",
        en="the number has more than 15 digits, of which a spreadsheet keeps the first 15; format the column as text "
        "and export it again from the source",
    ),
)
TIME_OF_DAY = Refusal(
    ProblemCode.TIME_OF_DAY,
    Text(zh="此处含有时刻；只填日期（2025-03-01）", en="this holds a time of day; give the day alone, as 2025-03-01"),
)
