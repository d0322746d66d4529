from datetime import date, timedelta

from chinese_calendar import is_workday  # pyright: ignore[reportUnknownVariableType] - the package has no types

from core.assessment.cases.calendar import CALENDAR
from core.assessment.workdays import CalendarUnknown
from core.service.calendars import PUBLISHED

YEAR = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
NEXT = max(PUBLISHED.years) + 1


def test_every_day_of_a_covered_year_is_what_the_published_schedule_says() -> None:
    assert [day for day in YEAR if PUBLISHED.is_workday(day) is not is_workday(day)] == []


def test_the_schedule_of_the_worked_examples_is_the_published_one() -> None:
    assert {day for day in PUBLISHED.days_off if day.year == 2025} == CALENDAR.days_off
    assert {day for day in PUBLISHED.make_up_days if day.year == 2025} == CALENDAR.make_up_days


def test_covered_years_follow_one_another_and_the_year_after_them_is_not_guessed() -> None:
    assert sorted(PUBLISHED.years) == list(range(min(PUBLISHED.years), NEXT))
    assert PUBLISHED.is_workday(date(NEXT, 3, 3)) == CalendarUnknown(NEXT)
    assert PUBLISHED.is_workday(date(NEXT - 1, 12, 31)) == CalendarUnknown(NEXT)
