"""Working days (工作日): Monday to Friday, less days off, plus make-up days, as far as the schedule is known."""

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_LAST_WEEK = (12, 25)
"""From this day on, the schedule of the next year can move days: its New Year holiday reaches back."""


@dataclass(frozen=True, slots=True)
class CalendarUnknown:
    """A year for which no schedule of days off is at hand."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The schedule of days off for some years; it answers for those years alone."""

    years: frozenset[int]
    """The years whose schedule is at hand."""
    days_off: frozenset[date] = frozenset()
    """Days between Monday and Friday on which nobody works."""
    make_up_days: frozenset[date] = frozenset()
    """Saturdays and Sundays that are worked."""

    def is_workday(self, day: date) -> bool | CalendarUnknown:
        """Return whether ``day`` is worked; the last week of a year is known only with the year that follows."""
        needed = (day.year, day.year + 1) if (day.month, day.day) >= _LAST_WEEK else (day.year,)
        for year in needed:
            if year not in self.years:
                return CalendarUnknown(year)
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.days_off)


def last_workday(calendar: WorkCalendar | None, event: date, days: int) -> date | CalendarUnknown:
    """Return the last of ``days`` working days after ``event``, whose own day is not counted.

    Without a calendar, and wherever the count would lead outside the years it covers, nothing is guessed.
    """
    day, left = event, days
    while left > 0:
        day += timedelta(days=1)
        works = calendar.is_workday(day) if calendar is not None else CalendarUnknown(day.year)
        if isinstance(works, CalendarUnknown):
            return works
        left -= works
    return day
