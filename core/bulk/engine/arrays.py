"""Arrays of whole numbers: the types, days and periods as numbers, and steps over runs of equal keys.

A day is its number since 1970-01-01; ``NONE`` stands for a value that is not there. Points are whole numbers of the
smallest unit that a plan counts in, never floats.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from core.regulation.vocabulary import PeriodKind

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = -(2**31)
"""A value that is not there; no day, number of points or months is so low."""
_EPOCH = date(1970, 1, 1).toordinal()
FOREVER = date.max.toordinal() - _EPOCH
"""Stands for an end that is not known, where ends are compared."""
_DAY_0001 = date.min.toordinal() - _EPOCH
MONTHS_OF = {
    PeriodKind.YEAR: 12,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.QUARTER: 3,
    PeriodKind.TWO_MONTHS: 2,
    PeriodKind.MONTH: 1,
}
"""How many months a period of each kind has."""


def number_of_day(day: date) -> int:
    """Return the number of ``day``."""
    return day.toordinal() - _EPOCH


def day_of_number(number: int) -> date | None:
    """Return the day of ``number``, or None for ``NONE``."""
    return None if number == NONE else date.fromordinal(int(number) + _EPOCH)


def periods_of(days: Ints, kind: PeriodKind) -> Ints:
    """Return the number of the period of ``kind`` that each of ``days`` falls into, in the order of the calendar."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // MONTHS_OF[kind]


def looked_up_periods(days: Ints, kind: PeriodKind) -> Ints:
    """Return what ``periods_of`` does, worked out once for each day between the first and the last."""
    if not days.size:
        return days
    first = int(days.min())
    table = periods_of(np.arange(first, int(days.max()) + 1, dtype=np.int64), kind)
    return table[days - first]


def later_by_months(days: Ints, months: Ints) -> Ints:
    """Return the corresponding day so many months later, or the month's last: 31 August plus 6 is 29 February.

    What calendars say is worked out once for each day between the first and the last.
    """
    if not days.size:
        return days
    first = int(days.min())
    table = np.arange(first, int(days.max()) + 1, dtype=np.int64).astype("datetime64[D]")
    month = table.astype("datetime64[M]")
    within = (table - month.astype("datetime64[D]")).astype(np.int64)
    start = month[0].astype(np.int64)
    number = month.astype(np.int64) - start
    count = int(number[-1]) + int(months.max()) + 2
    firsts = np.arange(int(start), int(start) + count, dtype=np.int64).astype("datetime64[M]")
    begins = firsts.astype("datetime64[D]").astype(np.int64)
    place = days - first
    to = number[place] + months
    return np.minimum(begins[to] + within[place], begins[to + 1] - 1)


def firsts_of_next_month(days: Ints) -> Ints:
    """Return the first day of the month after each of ``days``."""
    month = days.astype("datetime64[D]").astype("datetime64[M]")
    return (month + 1).astype("datetime64[D]").astype(np.int64)


def starts_of_runs(*keys: Ints) -> Flags:
    """Return where a run of equal keys begins; ``keys`` are of one length and sorted, so that equal ones touch."""
    begins = np.ones(keys[0].size, dtype=np.bool_)
    if begins.size:
        np.not_equal(keys[0][1:], keys[0][:-1], out=begins[1:])
    for key in keys[1:]:
        begins[1:] |= key[1:] != key[:-1]
    return begins


def ends_of_runs(begins: Flags) -> Flags:
    """Return where runs end that begin where ``begins`` says."""
    ends = np.ones(begins.size, dtype=np.bool_)
    ends[:-1] = begins[1:]
    return ends


def summed_in_runs(amounts: Ints, begins: Flags) -> Ints:
    """Return the running sum of ``amounts``, from nothing at the start of each run."""
    total = np.cumsum(amounts)
    first = np.flatnonzero(begins)
    before = total[first] - amounts[first]
    total -= np.repeat(before, np.diff(np.append(first, amounts.size)))
    return total


def repeated(items: Ints, times: Ints) -> tuple[Ints, Ints]:
    """Return each of ``items`` so many ``times``, and the number of each copy from 0."""
    copies = np.repeat(items, times)
    first = np.cumsum(times) - times
    return copies, np.arange(copies.size, dtype=np.int64) - np.repeat(first, times)


def ordinals(days: Ints) -> Ints:
    """Return ``days`` as numbers from 0 on that fit into 22 bits, for keys packed of several."""
    return days - _DAY_0001
