"""Measurements as a question finds them: what was known by then, and which of several holds.

The ledger keeps every row. Of two rows about the same thing the one of the later day holds, on one day that of the
later document; the order in which they were entered never matters.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from core.assessment.periods import Period
from core.records import SubjectKind
from core.service.measuring_names import YES
from core.storage import MeasurementRow

Key = TypeVar("Key")
FIRST_YEAR, LAST_YEAR = 1900, 2999
_NUMBER = re.compile(r"([0-9]+)")


def known(rows: Iterable[MeasurementRow], as_of: date, known_at: datetime | None = None) -> tuple[MeasurementRow, ...]:
    """Return what had been measured by the end of ``as_of`` and recorded by ``known_at`` (None: ever), earliest first.

    Rows of a text that names no period are left out; none can be recorded.
    """
    found = [
        row
        for row in rows
        if row.on <= as_of and (known_at is None or row.recorded_at <= known_at) and period_of(row) is not None
    ]
    return tuple(sorted(found, key=_order))


def _order(row: MeasurementRow) -> tuple[object, ...]:
    """Return what rows are ordered by: the natural key, so that no two are equal, with 10 after 2 in a number."""
    parts = _NUMBER.split(row.document_no)
    number = [(int(part), "") if index % 2 else (0, part) for index, part in enumerate(parts)]
    return row.on, number, row.indicator, row.period, row.subject_kind, row.subject


def real_period(name: str) -> Period | None:
    """Return the period called ``name``; None for any other text, and for a year before 1900 or after 2999."""
    try:
        found = Period.parse(name)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.start.year <= LAST_YEAR else None


def period_of(row: MeasurementRow) -> Period | None:
    """Return the period of ``row``; None: its text names none."""
    return real_period(row.period)


def latest(rows: Sequence[MeasurementRow], key: Callable[[MeasurementRow], Key]) -> dict[Key, MeasurementRow]:
    """Return of rows in order the last of each ``key``."""
    return {key(row): row for row in rows}


def latest_of_period(rows: Sequence[MeasurementRow], period: Period) -> dict[str, MeasurementRow]:
    """Return the row that holds for each indicator in ``period``."""
    return latest([row for row in rows if row.period == period.name], lambda row: row.indicator)


def around(rows: Sequence[MeasurementRow], period: Period | None) -> MeasurementRow | None:
    """Return of rows in order the one that holds in ``period``: its own before that of a longer period around it.

    None: there is none, or no period.
    """
    about = [(row, found) for row in rows if (found := period_of(row)) is not None]
    if period is None:
        return None
    fitting = [(row, found) for row, found in about if found.start <= period.start and period.end <= found.end]
    shortest = min((found.end - found.start for _, found in fitting), default=None)
    return next((row for row, found in reversed(fitting) if found.end - found.start == shortest), None)


def holds(row: MeasurementRow) -> bool:
    """Return whether a finding is YES."""
    return row.grade == YES


def record_of(row: MeasurementRow) -> str:
    """Return what sets a record apart from others of its rule: its document, or without one its day."""
    return row.document_no or row.on.isoformat()


def department_of(row: MeasurementRow) -> str | None:
    """Return the code of the department within its institution; None: the row is about no department."""
    return row.subject.partition("/")[2] or None if row.subject_kind is SubjectKind.DEPARTMENT else None
