"""What a chunk of doctors is told of: records and days as columns, a row for each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.bulk.engine.arrays import Flags, Ints

Ranks = Callable[[Ints], tuple[Ints, Ints]]
"""Of some rows, the order of their decisions' numbers and, within equal ones, of their ids: numbers that compare as the
texts do and are equal where they are."""


def _nothing() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Happened:
    """Days on which something happened to doctors, in no particular order."""

    doctor: Ints = field(default_factory=_nothing)
    on: Ints = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Records:
    """The violations of some doctors as columns of one length, in no particular order.

    ``NONE`` stands for a value that a record does not carry.
    """

    doctor: Ints
    """Number of the doctor within the chunk, from 0."""
    clause: Ints
    """Place of the clause in the scheme; ``NONE`` for a clause that it does not have."""
    decided_on: Ints
    cases: Ints
    ranks: Ranks
    occurred_on: Ints | None = None
    """None: no record carries one; so with all that follow."""
    notified_on: Ints | None = None
    points: Ints | None = None
    """Decided points in the plan's unit; ``NONE - 1`` for a number that is none of its multiples."""
    months: Ints | None = None
    degree: Ints | None = None
    """Place of the highest degree of responsibility found, the lowest first."""
    has_determined_by: Flags | None = None
    has_note: Flags | None = None
    has_reason: Flags | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chunk:
    """All that is told of the doctors numbered from 0 to ``doctors``."""

    doctors: int
    records: Records
    passed: Happened = field(default_factory=Happened)
    """Examinations passed."""
    readmitted: Happened = field(default_factory=Happened)
    """Enrolments anew."""
    irregular: Ints = field(default_factory=_nothing)
    """Doctors of whom more is known than columns say: each goes to the engine that takes one at a time."""


def taken(column: Ints | None, rows: Ints) -> Ints | None:
    """Return ``column`` at ``rows``; None for a column that is not there."""
    return None if column is None else column[rows]
