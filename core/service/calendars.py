"""Today, and the days off that the country publishes each year, as a value for the engine."""

from datetime import date, datetime
from importlib.metadata import version
from typing import cast
from zoneinfo import ZoneInfo

import chinese_calendar

from core.assessment.workdays import WorkCalendar

_SATURDAY = 5
_CHINA = ZoneInfo("Asia/Shanghai")


def _published() -> WorkCalendar:
    off = cast("dict[date, str]", chinese_calendar.holidays)
    worked = cast("dict[date, str]", chinese_calendar.workdays)
    return WorkCalendar(
        years=frozenset(day.year for day in off),
        days_off=frozenset(day for day in off if day.weekday() < _SATURDAY),
        make_up_days=frozenset(worked),
    )


PUBLISHED = _published()
"""The published schedule of days off, for the years that the installed package holds."""

PUBLICATION = f"chinesecalendar {version('chinesecalendar')}"
"""The package that the schedule comes from, with its version."""


def today_in_china() -> date:
    """Return today's date in China, where every regulation's days are counted."""
    return datetime.now(_CHINA).date()
