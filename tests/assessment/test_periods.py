from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.periods import Period, add_months, end_of_term, first_of_next_month
from core.regulation.schemes.points import LastDay
from core.regulation.vocabulary import PeriodKind

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@given(KINDS, DAYS)
def test_a_day_falls_into_its_period_and_the_first_day_after_it_into_the_next(kind: PeriodKind, day: date) -> None:
    here = Period.of(kind, day)
    following = Period.of(kind, here.end)

    assert day in here
    assert here.end not in here
    assert following.start == here.end
    assert Period.of(kind, here.end - timedelta(days=1)) == here


@given(KINDS, DAYS)
def test_the_periods_of_a_kind_tile_the_year(kind: PeriodKind, day: date) -> None:
    whole = Period.of(PeriodKind.YEAR, day)

    tiles = [Period.of(kind, whole.start)]
    while tiles[-1].end < whole.end:
        tiles.append(Period.of(kind, tiles[-1].end))

    assert tiles[-1].end == whole.end
    assert sum(day in tile for tile in tiles) == 1


@given(KINDS, DAYS)
def test_the_name_of_a_period_can_be_read_back(kind: PeriodKind, day: date) -> None:
    period = Period.of(kind, day)

    assert Period.parse(period.name) == period


@given(DAYS)
def test_no_two_periods_share_a_name(day: date) -> None:
    names = [Period.of(kind, day).name for kind in PeriodKind]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2011", date(2011, 1, 1), date(2012, 1, 1)),
        ("2011-H2", date(2011, 7, 1), date(2012, 1, 1)),
        ("2011-Q3", date(2011, 7, 1), date(2011, 10, 1)),
        ("2011-B6", date(2011, 11, 1), date(2012, 1, 1)),
        ("2011-07", date(2011, 7, 1), date(2011, 8, 1)),
    ],
)
def test_a_name_means_an_interval_that_excludes_its_end(name: str, start: date, end: date) -> None:
    period = Period.parse(name)

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "name", ["", "11", "0000", "2011-", "2011-H3", "2011-H0", "2011-Q5", "2011-B7", "2011-13", "2011-7", "2011-H02"]
)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"period|part of a year|written"):
        Period.parse(name)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2011, 1, 31), 1, date(2011, 2, 28)),
        (date(2011, 1, 31), 2, date(2011, 3, 31)),
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2011, 12, 15), 1, date(2012, 1, 15)),
        (date(2011, 5, 5), 0, date(2011, 5, 5)),
    ],
)
def test_months_are_added_to_the_corresponding_day_or_the_last_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 240))
def test_adding_months_keeps_the_day_unless_the_month_is_too_short(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 120))
def test_adding_months_never_turns_the_order_of_days_around(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))

    assert add_months(first, months) <= add_months(second, months)


@given(DAYS, st.integers(1, 24))
def test_a_term_to_the_corresponding_day_is_one_day_longer(day: date, months: int) -> None:
    shorter = end_of_term(day, months, LastDay.PREVIOUS)

    assert shorter == add_months(day, months)
    assert end_of_term(day, months, LastDay.CORRESPONDING) == shorter + timedelta(days=1)


@given(DAYS)
def test_the_first_of_the_next_month_follows_the_last_day_of_this_one(day: date) -> None:
    first = first_of_next_month(day)

    assert first.day == 1
    assert (first - timedelta(days=1)).replace(day=1) == day.replace(day=1)
