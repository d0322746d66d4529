"""Data frames of records as the columns that the engine reads.

A frame of violations has ``doctor`` (a code or number), ``clause``, ``decided_on`` and ``decision_no``, and may have
``cases`` (else 1 each), ``occurred_on``, ``notified_on``, ``points``, ``months``, ``responsibility``,
``determined_by``, ``note`` and ``reason``.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from core.bulk.engine.arrays import NONE, Flags, Ints
from core.bulk.engine.plan import Plan
from core.bulk.engine.records import Chunk, Happened, Ranks, Records
from core.bulk.files.doctors import Doctors, doctors_of
from core.regulation.vocabulary import Responsibility

EXACT = pl.Decimal(38, 6)
"""Points as they are read: with more places than any regulation counts in."""
_DEGREES = [str(one) for one in Responsibility]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frames:
    """What is known of some doctors, as frames; each has ``doctor`` as the violations do."""

    violations: pl.DataFrame
    passed: pl.DataFrame | None = None
    """Examinations passed: ``doctor`` and ``on``."""
    readmitted: pl.DataFrame | None = None
    """Enrolments anew: ``doctor`` and ``on``."""
    irregular: pl.Series | None = None
    """Doctors of whom more is known than frames say."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Framed:
    """A chunk, with what its numbers stand for."""

    chunk: Chunk
    doctors: Doctors
    violations: pl.DataFrame

    def codes_of(self, doctors: Ints) -> list[str]:
        """Return the codes of the doctors numbered so."""
        return self.doctors.codes.gather(doctors).cast(pl.String).to_list()


def framed(plan: Plan, frames: Frames) -> Framed:
    """Return the chunk that ``frames`` hold; doctors without any violation are left out.

    Raises:
        KeyError: a column that has to be there is not.
    """
    found = frames.violations
    doctors, numbers = doctors_of(found["doctor"])
    chunk = Chunk(
        doctors=len(doctors),
        records=_records(plan, found, numbers),
        passed=_happened(doctors, frames.passed),
        readmitted=_happened(doctors, frames.readmitted),
        irregular=_numbers(doctors, frames.irregular),
    )
    return Framed(chunk=chunk, doctors=doctors, violations=found)


def _records(plan: Plan, found: pl.DataFrame, doctor: Ints) -> Records:
    responsibility = _column(found, "responsibility")
    points = _column(found, "points")
    cases = _column(found, "cases")
    return Records(
        doctor=doctor,
        clause=_codes(found["clause"], [one.id for one in plan.scheme.clauses]),
        decided_on=whole(found["decided_on"]),
        cases=np.ones(found.height, dtype=np.int64) if cases is None else whole(cases.fill_null(1)),
        ranks=_ranks(found),
        occurred_on=_whole(found, "occurred_on"),
        notified_on=_whole(found, "notified_on"),
        points=None if points is None else scaled(points, plan.unit),
        months=_whole(found, "months"),
        degree=None if responsibility is None else _codes(responsibility, _DEGREES),
        has_determined_by=_present(found, "determined_by"),
        has_note=_present(found, "note"),
        has_reason=_present(found, "reason"),
    )


def _ranks(found: pl.DataFrame) -> Ranks:
    def ranks(rows: Ints) -> tuple[Ints, Ints]:
        tied = found["decision_no"].gather(rows).cast(pl.String)
        return whole(tied.rank("dense")), np.zeros(rows.size, dtype=np.int64)

    return ranks


def _column(found: pl.DataFrame, name: str) -> pl.Series | None:
    """Return a column that may be left out; None also for one that holds nothing."""
    if name not in found.columns:
        return None
    column = found[name]
    return None if column.null_count() == found.height else column


def _whole(found: pl.DataFrame, name: str) -> Ints | None:
    column = _column(found, name)
    return None if column is None else whole(column)


def _present(found: pl.DataFrame, name: str) -> Flags | None:
    column = _column(found, name)
    return None if column is None else column.is_not_null().to_numpy()


def whole(column: pl.Series) -> Ints:
    """Return whole numbers or days as an array, ``NONE`` for what is not there."""
    return column.cast(pl.Int64).fill_null(NONE).to_numpy()


def scaled(points: pl.Series, unit: int) -> Ints:
    """Return points in units of one to the ``unit``; ``NONE - 1`` for what is no multiple of it."""
    exact = points.cast(EXACT) * unit
    number = exact.cast(pl.Int64)
    is_whole = exact == number.cast(EXACT)
    return number.zip_with(is_whole.fill_null(value=True), pl.Series([NONE - 1])).fill_null(NONE).to_numpy()


def _codes(column: pl.Series, values: list[str]) -> Ints:
    """Return the place of each value in ``values``, ``NONE`` for another or none."""
    if not values:
        return np.full(column.len(), NONE, dtype=np.int64)
    return whole(column.cast(pl.Enum(values), strict=False).to_physical())


def _happened(doctors: Doctors, found: pl.DataFrame | None) -> Happened:
    if found is None:
        return Happened()
    number = doctors.numbers_of(found["doctor"])
    known = number != NONE
    return Happened(doctor=number[known], on=whole(found["on"])[known])


def _numbers(doctors: Doctors, found: pl.Series | None) -> Ints:
    if found is None:
        return np.empty(0, dtype=np.int64)
    number = doctors.numbers_of(found)
    return number[number != NONE]
