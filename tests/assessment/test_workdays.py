from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.cases.calendar import CALENDAR
from core.assessment.workdays import CalendarUnknown, WorkCalendar, last_workday

EVENTS = st.dates(date(2025, 1, 1), date(2025, 10, 31))
COUNTS = st.integers(1, 30)
TWO_YEARS = WorkCalendar(years=frozenset({2021, 2022}), days_off=frozenset({date(2022, 1, 3)}))


def reckoned(event: date, days: int) -> date:
    last = last_workday(CALENDAR, event, days)
    assert isinstance(last, date)
    return last


@pytest.mark.parametrize(
    ("event", "days", "last"),
    [
        (date(2025, 3, 3), 1, date(2025, 3, 4)),
        (date(2025, 3, 3), 10, date(2025, 3, 17)),
        (date(2025, 3, 7), 1, date(2025, 3, 10)),
        (date(2025, 1, 24), 1, date(2025, 1, 26)),
        (date(2025, 1, 27), 1, date(2025, 2, 5)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 10, 10), 1, date(2025, 10, 11)),
    ],
)
def test_the_count_starts_the_day_after_and_keeps_to_days_off_and_make_up_days(
    event: date, days: int, last: date
) -> None:
    assert last_workday(CALENDAR, event, days) == last


@given(event=EVENTS, days=COUNTS)
def test_there_are_exactly_so_many_working_days_up_to_the_last_and_it_is_one_of_them(event: date, days: int) -> None:
    last = reckoned(event, days)

    counted = [event + timedelta(days=n) for n in range(1, (last - event).days + 1)]
    assert sum(CALENDAR.is_workday(day) is True for day in counted) == days
    assert CALENDAR.is_workday(last) is True


@given(event=EVENTS, days=COUNTS)
def test_a_longer_term_ends_later_and_a_later_event_never_earlier(event: date, days: int) -> None:
    assert reckoned(event, days) < reckoned(event, days + 1)
    assert reckoned(event, days) <= reckoned(event + timedelta(days=1), days)


@pytest.mark.parametrize(
    ("calendar", "event", "days", "year"),
    [
        (None, date(2025, 3, 3), 1, 2025),
        (None, date(2025, 12, 31), 1, 2026),
        (CALENDAR, date(2024, 12, 30), 1, 2024),
        (CALENDAR, date(2024, 12, 31), 1, None),
        (CALENDAR, date(2025, 12, 23), 1, None),
        (CALENDAR, date(2025, 12, 24), 1, 2026),
        (CALENDAR, date(2025, 12, 22), 10, 2026),
    ],
)
def test_a_year_that_the_calendar_does_not_cover_is_named_and_nothing_is_guessed(
    calendar: WorkCalendar | None, event: date, days: int, year: int | None
) -> None:
    found = last_workday(calendar, event, days)

    assert (found.year if isinstance(found, CalendarUnknown) else None) == year


def test_a_term_may_run_from_one_covered_year_into_the_next() -> None:
    assert last_workday(TWO_YEARS, date(2021, 12, 31), 1) == date(2022, 1, 4)
