"""Evaluation periods (考核周期) and terms of calendar months, as half-open intervals ``[start, end)``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.regulation.schemes.points import LastDay
from core.regulation.vocabulary import PeriodKind

_MONTHS = {
    PeriodKind.YEAR: 12,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.QUARTER: 3,
    PeriodKind.TWO_MONTHS: 2,
    PeriodKind.MONTH: 1,
}
_MARK = {PeriodKind.HALF_YEAR: "H", PeriodKind.QUARTER: "Q", PeriodKind.TWO_MONTHS: "B", PeriodKind.MONTH: ""}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 1
_NAME = re.compile(r"(?P<year>[0-9]{4})(-(?P<mark>[HQB]?)(?P<number>[0-9]{1,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One evaluation period: ``[start, end)``, named 2011, 2011-H1, 2011-Q3, 2011-B6 (two months) or 2011-07."""

    start: date
    end: date
    kind: PeriodKind

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> "Period":
        """Return the period of ``kind`` that ``day`` falls into."""
        months = _MONTHS[kind]
        start = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(start, add_months(start, months), kind)

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Return the period called ``name``; raise ValueError for any other text."""
        match = _NAME.fullmatch(name)
        if match is None or match["year"] == "0000":
            raise ValueError(f"{name!r} is not a period such as 2011, 2011-H1, 2011-Q3, 2011-B6 or 2011-07")
        if match["number"] is None:
            return cls.of(PeriodKind.YEAR, date(int(match["year"]), 1, 1))
        kind = next(kind for kind, mark in _MARK.items() if mark == match["mark"])
        month = (int(match["number"]) - 1) * _MONTHS[kind] + 1
        if not 1 <= month <= _MONTHS[PeriodKind.YEAR]:
            raise ValueError(f"{name!r} names no part of a year")
        period = cls.of(kind, date(int(match["year"]), month, 1))
        if period.name != name:
            raise ValueError(f"{name!r} is written {period.name}")
        return period

    @property
    def name(self) -> str:
        """The period's name."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.start.year:04}"
        number = (self.start.month - 1) // _MONTHS[self.kind] + 1
        width = 2 if self.kind is PeriodKind.MONTH else 1
        return f"{self.start.year:04}-{_MARK[self.kind]}{number:0{width}}"

    def __contains__(self, day: date) -> bool:
        """Return whether ``day`` falls into the period."""
        return self.start <= day < self.end


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, or the month's last: 2011-08-31 plus 6 is 2012-02-29."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = _LENGTHS[month] + (month == _FEBRUARY and calendar.isleap(year))
    return date(year, month + 1, min(day.day, last))


def end_of_term(start: date, months: int, last_day: LastDay) -> date:
    """Return the first day after a term of ``months`` that starts on ``start``."""
    end = add_months(start, months)
    return end if last_day is LastDay.PREVIOUS else end + timedelta(days=1)


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after ``day``'s."""
    return add_months(day.replace(day=1), 1)
