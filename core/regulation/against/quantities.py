"""Quantities in the words of a law: numerals (Arabic, full-width, Chinese) with their units, in one measure each.

Terms are in months (半年 is 6, 两年 is 24), periods in days (两周 is 14), money in yuan, shares in percent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

_DIGITS = MappingProxyType({char: value for value, char in enumerate("零一二三四五六七八九")})
_PLACES = MappingProxyType({"十": 10, "百": 100, "千": 1000})
_SAME = str.maketrans("\u3007○两兩俩壹贰叁肆伍陆柒捌玖拾佰仟貳參陸", "零零二二二一二三四五六七八九十百千二三六")


class Measure(Enum):
    """What a quantity is an amount of."""

    POINTS = "分"
    MONTHS = "个月"
    DAYS = "天"
    MONEY = "元"
    PERCENT = "%"
    TIMES = "次"
    OTHER = "个"
    """Any other unit, or none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that a text gives."""

    measure: Measure
    value: Decimal
    written: str
    """As it stands in the text."""
    worded: bool = False
    """Whether it is said in words alone, such as 全部 for a hundred per cent."""
    is_upper_end: bool = False
    """Whether it ends a range (6至8分) that begins with another."""
    is_each: bool = False
    """Whether the text says shortly before it that something is so for each of it (每超过1%)."""
    is_bound: bool = False
    """Whether the text says right after it that something begins or ends there (90分以上)."""


_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = r"[零〇一二两兩三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟貳參陸]+"
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_UNIT = (
    r"个半年|個半年|个季度|個季度|个月|個月|个?工作日|個工作日|个?星期|個星期|个百分点|個百分點"
    r"|年半|周年|年(?!度)|季度|月|周|週|天|日|万元|萬元|元|分(?![钟鐘之别別类類级級解为為支数數管期设設配布析])|%|成(?=以|的|比)"
    r"|次|倍|回|个|個|项|項|种|種|位|名|人|条|條|家|级|級|例|张|張|份|件|笔|筆|期|类|類|款|分钟|分鐘|小时|小時"
)
_RANGE = r"\s*(?:至|到|-|~|—|–)\s*"
_BOUND = re.compile(r"\s*[及或]?以[上下内]")
_EACH = re.compile(r"每[^\d。;,:]{0,4}$")
_QUANTITY = re.compile(
    rf"(?<![\d.第])(?:(?P<low>{_NUMBER})(?:{_UNIT})?{_RANGE})?(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})"
    rf"|百分之(?P<percent>{_NUMBER})"
    rf"|第(?P<ordinal>{_NUMBER})次"
    rf"|(?<![\d.A-Za-z第])(?P<plain_low>{_ARABIC})(?:{_RANGE})(?P<plain_high>{_ARABIC})(?![\d.A-Za-z])"
    rf"|(?<![\d.A-Za-z第])(?P<plain>{_ARABIC})(?![\d.A-Za-z])"
)
_WORDED = (
    (re.compile("半年"), Measure.MONTHS, Decimal(6), False),
    (re.compile("(?:每|一|按|本|逐)季度?"), Measure.MONTHS, Decimal(3), True),
    (re.compile("一刻钟|一刻鐘"), Measure.OTHER, Decimal(15), True),
    (re.compile("全部|全额|全額|全數|全数"), Measure.PERCENT, Decimal(100), True),
    (re.compile("一半|半数|半數"), Measure.PERCENT, Decimal(50), True),
    (re.compile("再次|又一次"), Measure.TIMES, Decimal(2), True),
)
_DATE = re.compile(
    r"(?P<year>\d{4}|[〇零○一二三四五六七八九]{4})\s*[年./-]\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月./-]\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
_NO_TERM = re.compile(
    r"\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*年(?:度)?|[〇零○一二三四五六七八九]{4}年|\d+(?:\.\d+){2,}|[〔(\[]\d{4}[〕)\]]\s*\d*号?"
)
_MEASURES = (
    (re.compile("工作日|^[天日]$"), Measure.DAYS, 1),
    (re.compile("星期|^[周週]$"), Measure.DAYS, 7),
    (re.compile("半年"), Measure.MONTHS, 6),
    (re.compile("年"), Measure.MONTHS, 12),
    (re.compile("季"), Measure.MONTHS, 3),
    (re.compile("月"), Measure.MONTHS, 1),
    (re.compile("[万萬]元"), Measure.MONEY, 10_000),
    (re.compile("元"), Measure.MONEY, 1),
    (re.compile("成"), Measure.PERCENT, 10),
    (re.compile("%|百分"), Measure.PERCENT, 1),
    (re.compile("^[次倍回]$"), Measure.TIMES, 1),
    (re.compile("^分$"), Measure.POINTS, 1),
)
"""What a unit measures by the first that fits it, and how many of the measure's own unit it is."""
_OTHER = (Measure.OTHER, 1)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in half width, in its order; dates and the years of documents are none."""
    rest = _NO_TERM.sub(_blank, _DATE.sub(_blank, text))
    found = [
        (
            match.start(),
            replace(one, is_each=_is_each(rest, match.start()), is_bound=_BOUND.match(rest, match.end()) is not None),
        )
        for match in _QUANTITY.finditer(rest)
        for one in _of(match)
    ]
    for pattern, measure, value, worded in _WORDED:
        found += [
            (match.start(), Quantity(measure, value, match[0], worded))
            for match in pattern.finditer(rest)
            if not any(start <= match.start() < start + len(one.written) for start, one in found)
        ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _is_each(text: str, start: int) -> bool:
    return _EACH.search(text, 0, start) is not None


def dates(text: str) -> tuple[date, ...]:
    """Return the dates that a text in half width gives, in its order."""
    return tuple(day for match in _DATE.finditer(text) if (day := _date(match)) is not None)


def number_of(text: str) -> Decimal | None:
    """Return the number that ``text`` writes in Arabic or, below ten thousand, in Chinese numerals; else None."""
    if text[:1].isdecimal():
        return Decimal(text.replace(",", ""))
    total, digit = 0, None
    for char in text.translate(_SAME):
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            return None
    return Decimal(total + (digit or 0)) if text else None


def _of(match: re.Match[str]) -> Iterator[Quantity]:
    written = match[0]
    if match["percent"]:
        yield from _quantity(Measure.PERCENT, match["percent"], 1, written)
    elif match["ordinal"]:
        yield from _quantity(Measure.TIMES, match["ordinal"], 1, written, worded=True)
    elif match["plain_low"]:
        yield from _quantity(Measure.OTHER, match["plain_low"], 1, written)
        yield from _quantity(Measure.OTHER, match["plain_high"], 1, written, upper=True)
    elif match["plain"]:
        yield from _quantity(Measure.OTHER, match["plain"], 1, written)
    else:
        measure, factor = _measure(match["unit"])
        if match["low"]:
            yield from _quantity(measure, match["low"], factor, written)
        extra = 6 if match["unit"] == "年半" else 0
        yield from _quantity(measure, match["number"], factor, written, upper=bool(match["low"]), extra=extra)


def _quantity(
    measure: Measure,
    number: str,
    factor: int,
    written: str,
    *,
    worded: bool = False,
    upper: bool = False,
    extra: int = 0,
) -> Iterator[Quantity]:
    value = number_of(number)
    if value is not None:
        yield Quantity(measure, value * factor + extra, written, worded, upper)


def _measure(unit: str) -> tuple[Measure, int]:
    """Return what a unit measures, and how many of the measure's own unit it is."""
    return next(((measure, factor) for pattern, measure, factor in _MEASURES if pattern.search(unit)), _OTHER)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _date(match: re.Match[str]) -> date | None:
    year = match["year"]
    if not year.isdecimal():
        year = "".join(str(_DIGITS[char]) for char in year.translate(_SAME))
    month, day = number_of(match["month"]), number_of(match["day"])
    try:
        return None if month is None or day is None else date(int(year), int(month), int(day))
    except ValueError:
        return None
