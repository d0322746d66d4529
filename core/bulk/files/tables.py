"""Answers as tables: the columns that a bulk run writes, made of arrays or of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self, cast

import numpy as np
import polars as pl

from core.assessment.outcome import Determination
from core.bulk.engine.arrays import NONE, Ints
from core.bulk.engine.assess import Result, Sanctions, Standings
from core.bulk.engine.plan import Plan
from core.bulk.engine.standings import STATUSES
from core.bulk.engine.terms import KINDS, OBJECTS
from core.bulk.files.frames import Framed
from core.bulk.names import name_of_period
from core.bulk.rows import Rows, SanctionRow, StandingRow

POINTS = pl.Decimal(18, 4)
_MOST_NUMBERS = 100_000
"""Up to how many numbers in a row each is worked out, whether there or not."""
WORD = pl.Categorical()
"""One of few words, kept once each."""
STANDINGS = pl.Schema(
    {
        "doctor": pl.String,
        "determination": WORD,
        "missing": WORD,
        "points_lost": POINTS,
        "points_counted": POINTS,
        "points_left": POINTS,
        "status": WORD,
        "object": WORD,
        "since": pl.Date,
        "until": pl.Date,
        "may_reapply_from": pl.Date,
        "citation": WORD,
        "suspensions": pl.Int64,
        "points_to_next": POINTS,
        "next_threshold": WORD,
        "next_consequence": WORD,
        "flags": WORD,
    }
)
"""Columns of the standings; several names in one cell are parted by a space."""
SANCTIONS = pl.Schema(
    {
        "doctor": pl.String,
        "kind": WORD,
        "object": WORD,
        "citation": WORD,
        "cause": WORD,
        "reached": WORD,
        "record": pl.String,
        "period": WORD,
        "start": pl.Date,
        "end": pl.Date,
        "months": pl.Int64,
        "months_from": pl.Int64,
        "months_to": pl.Int64,
        "until_exam": pl.Boolean,
        "may_reapply_from": pl.Date,
        "absorbed": pl.Boolean,
        "is_carried": pl.Boolean,
    }
)
"""Columns of the sanctions."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What is said of some doctors, as tables in the order of their codes."""

    standings: pl.DataFrame
    sanctions: pl.DataFrame

    @classmethod
    def of(cls, parts: Sequence["Tables"]) -> Self:
        """Return what ``parts`` say one behind the other."""
        if not parts:
            return cls(STANDINGS.to_frame(), SANCTIONS.to_frame())
        return cls(pl.concat([one.standings for one in parts]), pl.concat([one.sanctions for one in parts]))

    def joined_with(self, other: "Tables") -> "Tables":
        """Return both, in the order of codes; a doctor is in one of them alone."""
        return Tables(_joined(self.standings, other.standings), _joined(self.sanctions, other.sanctions))


def _joined(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    if not other.height:
        return one
    return pl.concat([one, other]).sort("doctor", maintain_order=True)


def tables_of_rows(found: Iterable[Rows]) -> Tables:
    """Return ``found`` as tables."""
    listed = tuple(found)
    standings = [_cells(row) for rows in listed for row in rows.standings]
    sanctions = [_cells(row) for rows in listed for row in rows.sanctions]
    return Tables(
        pl.DataFrame(standings, schema=STANDINGS, orient="row"), pl.DataFrame(sanctions, schema=SANCTIONS, orient="row")
    )


def _cells(row: StandingRow | SanctionRow) -> tuple[object, ...]:
    values = (getattr(row, field.name) for field in fields(row))
    return tuple(
        " ".join(cast("tuple[str, ...]", value))
        if isinstance(value, tuple)
        else str(value)
        if isinstance(value, StrEnum)
        else value
        for value in values
    )


def tables_of_result(plan: Plan, framed: Framed, result: Result) -> Tables:
    """Return what the columnar engine says as tables."""
    return Tables(_standings(plan, framed, result.standings), _sanctions(plan, framed, result.sanctions))


def _standings(plan: Plan, framed: Framed, found: Standings) -> pl.DataFrame:
    left = np.maximum(plan.full - found.lost, 0)
    objects = [
        str(one.sanction.object) if plan.terms.is_grave[place] else None for place, one in enumerate(plan.templates)
    ]
    return pl.DataFrame(
        {
            "doctor": _doctors(framed, found.doctor),
            "determination": _always(str(Determination.DETERMINED), found.doctor.size),
            "missing": _always("", found.doctor.size),
            "points_lost": _points(plan, found.lost),
            "points_counted": _points(plan, np.minimum(found.lost, plan.full) if plan.scheme.capped else found.lost),
            "points_left": _points(plan, left),
            "status": _words(found.status, STATUSES),
            "object": _words(found.template, objects),
            "since": _days(found.since),
            "until": _days(found.until),
            "may_reapply_from": _days(found.may_reapply_from),
            "citation": _words(found.template, _citations(plan)),
            "suspensions": found.suspensions,
            "points_to_next": _points(plan, found.headroom.points_to_next),
            "next_threshold": _words(found.headroom.threshold, [one.id for one in plan.scheme.thresholds]),
            "next_consequence": _words(found.headroom.consequence, KINDS),
            "flags": _flags(plan, left),
        },
        schema=STANDINGS,
    )


def _sanctions(plan: Plan, framed: Framed, found: Sanctions) -> pl.DataFrame:
    sanctions = [one.sanction for one in plan.templates]
    first = int(found.period.min()) if found.period.size else 0
    last = int(found.period.max()) if found.period.size else 0
    periods = [name_of_period(plan.scheme.period, one) for one in range(first, last + 1)]
    return pl.DataFrame(
        {
            "doctor": _doctors(framed, found.doctor),
            "kind": _words(plan.terms.kind[found.template], KINDS),
            "object": _words(plan.terms.object[found.template], OBJECTS),
            "citation": _words(found.template, _citations(plan)),
            "cause": _words(found.template, [one.cause for one in plan.templates]),
            "reached": _words(found.template, [one.reached for one in plan.templates]),
            "record": _records(framed, found.row),
            "period": _words(found.period - first, periods),
            "start": _days(found.start),
            "end": _days(found.end),
            "months": _numbers(found.months),
            "months_from": pl.repeat(None, found.row.size, dtype=pl.Int64, eager=True),
            "months_to": pl.repeat(None, found.row.size, dtype=pl.Int64, eager=True),
            "until_exam": np.array([one.until_exam for one in sanctions], dtype=np.bool_)[found.template],
            "may_reapply_from": _days(found.may_reapply_from),
            "absorbed": found.absorbed,
            "is_carried": found.is_carried,
        },
        schema=SANCTIONS,
    )


def _citations(plan: Plan) -> list[str]:
    return [str(one.sanction.cite) for one in plan.templates]


def _doctors(framed: Framed, doctor: Ints) -> pl.Series:
    return framed.doctors.codes.gather(doctor).cast(pl.String)


def _records(framed: Framed, row: Ints) -> pl.Series:
    """Return how explanations call the records: by decision and clause."""
    decisions = framed.violations["decision_no"].gather(row).cast(pl.String)
    return decisions + "/" + framed.violations["clause"].gather(row).cast(pl.String)


def _numbers(column: Ints) -> pl.Series:
    numbers = pl.Series(column)
    return numbers.set(numbers == NONE, None)


def _days(column: Ints) -> pl.Series:
    return _numbers(column).cast(pl.Int32).cast(pl.Date)


def _points(plan: Plan, column: Ints) -> pl.Series:
    """Return points in the plan's unit as exact numbers; most columns hold few different ones."""
    there = column[column != NONE]
    first, last = (int(there.min()), int(there.max())) if there.size else (0, 0)
    if last - first < _MOST_NUMBERS:
        values = np.append(np.arange(first, last + 1, dtype=np.int64), NONE)
        place = np.where(column == NONE, values.size - 1, column - first)
    else:
        values, place = np.unique(column, return_inverse=True)
    numbers = _numbers(values).cast(pl.Decimal(38, 4)) / pl.Series([plan.unit]).cast(pl.Decimal(38, 0))
    return numbers.cast(POINTS).gather(place)


def _words(column: Ints, words: Sequence[str | None]) -> pl.Series:
    """Return the word at each place; None for ``NONE``."""
    listed = pl.Series([*(None if one is None else str(one) for one in words), None], dtype=WORD)
    return listed.gather(np.where(column == NONE, len(words), column))


def _always(word: str, count: int) -> pl.Series:
    return pl.Series([word], dtype=WORD).new_from_index(0, count)


def _flags(plan: Plan, left: Ints) -> pl.Series:
    """Return the distinctions that so many points left grant."""
    distinctions = plan.scheme.distinctions
    code = np.zeros(left.size, dtype=np.int64)
    for bit, one in enumerate(distinctions):
        code |= (left >= int(one.left_from * plan.unit)).astype(np.int64) << bit
    words = [
        " ".join(str(one.flag) for bit, one in enumerate(distinctions) if code_of >> bit & 1)
        for code_of in range(1 << len(distinctions))
    ]
    return _words(code, words)
