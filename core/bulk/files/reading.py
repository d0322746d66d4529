"""Files of records, Parquet or CSV: checked by their headings, and read so many doctors at a time."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from core.bulk.files.faults import UNREADABLE, fault_of_text, fault_of_value, holds_nul, repeated_heading, scanned
from core.bulk.files.frames import EXACT
from core.errors import RefusedError
from core.regulation.vocabulary import Responsibility
from core.text import Text

VIOLATIONS: Mapping[str, pl.DataType] = {
    "doctor": pl.String(),
    "clause": pl.String(),
    "decided_on": pl.Date(),
    "decision_no": pl.String(),
    "cases": pl.Int64(),
    "occurred_on": pl.Date(),
    "notified_on": pl.Date(),
    "points": EXACT,
    "months": pl.Int64(),
    "responsibility": pl.Enum([str(one) for one in Responsibility]),
    "determined_by": pl.String(),
    "note": pl.String(),
    "reason": pl.String(),
    "regulation": pl.String(),
}
"""Columns of a file of violations and what each holds; a doctor or decision may be a whole number as well."""
NEEDED = ("doctor", "clause", "decided_on", "decision_no")
ALWAYS = frozenset({*NEEDED, "cases", "on"})
"""Columns that are read whichever are wanted."""
HAPPENED: Mapping[str, pl.DataType] = {"doctor": pl.String(), "on": pl.Date()}
"""Columns of a file of days."""
_NUMBERED = frozenset({"doctor", "decision_no"})
_BOUNDS: Mapping[str, tuple[int, int]] = {"cases": (1, 999_999_999), "months": (1, 999_999_999), "points": (0, 999_999)}
"""Least and greatest numbers of a column; greater ones might not be summed exactly."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Range:
    """Doctors from ``first`` (None: the first of all) to before ``end`` (None: to the last)."""

    first: str | int | None = None
    end: str | int | None = None
    doctors: pl.Series | None = None
    """Only these of them; None: all."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordFile:
    """A file of records whose headings have been looked at."""

    path: Path
    columns: tuple[str, ...]
    frame: pl.LazyFrame

    def under(self, regulation: str) -> "RecordFile":
        """Return the records that name ``regulation``; all of them if the file does not say which they name."""
        if "regulation" not in self.columns:
            return self
        named = self.frame.filter(pl.col("regulation") == regulation).drop("regulation")
        return RecordFile(self.path, tuple(one for one in self.columns if one != "regulation"), named)

    def digest(self) -> str:
        """Return the SHA-256 of its bytes, in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def height(self) -> int:
        """Return how many records there are."""
        return self._collected(self.frame.select(pl.len())).item()

    def ranges(self, most: int, count: int) -> Iterator[Range]:
        """Yield ranges of doctors that hold about ``most`` of the ``count`` records each, in the order of doctors."""
        parts = -(-count // most)
        if parts <= 1:
            yield Range()
            return
        every = max(1, count // (parts * _SAMPLES))
        sample = self._collected(self.frame.select(pl.col("doctor").gather_every(every))).to_series().sort()
        bounds = [sample[sample.len() * part // parts] for part in range(1, parts)]
        for first, end in zip([None, *bounds], [*bounds, None], strict=True):
            yield Range(first=first, end=end)

    def read(self, wanted: Range, columns: frozenset[str] | None = None) -> pl.DataFrame:
        """Return the records of the doctors ``wanted``, in the order of the file.

        ``columns`` says which are wanted besides those that must be there; None: all.
        Raises RefusedError for a value that is none of its column's, or a gap where there must be none.
        """
        kept = [one for one in self.columns if columns is None or one in columns or one in ALWAYS]
        doctor, frame = pl.col("doctor"), self.frame.select(kept)
        if wanted.first is not None:
            frame = frame.filter(doctor >= wanted.first)
        if wanted.end is not None:
            frame = frame.filter(doctor < wanted.end)
        if wanted.doctors is not None:
            frame = frame.filter(doctor.is_in(wanted.doctors))
        found = self._collected(frame)
        if not all(_is_right(found[name]) for name in kept):
            raise _unreadable(self.path, "")
        return found

    def _collected(self, frame: pl.LazyFrame) -> pl.DataFrame:
        try:
            return frame.collect(engine="streaming")
        except UNREADABLE as error:
            raise _unreadable(self.path, str(error)) from error


_SAMPLES = 1000
"""How many doctors are looked at for the bounds of each range."""


def record_file(path: Path, columns: Mapping[str, pl.DataType], needed: tuple[str, ...]) -> RecordFile:
    """Return the file at ``path``; raise RefusedError if it cannot be read, or lacks or mistakes a column."""
    frame = scanned(path)
    try:
        schema = frame.collect_schema()
        if holds_nul(path):
            raise _unreadable(path, "")
    except UNREADABLE as error:
        raise _unreadable(path, str(error)) from error
    repeated = repeated_heading(path)
    if repeated is not None:
        raise _refused(path, f"第1行: 有两列名为 {repeated}", f"row 1: two columns are named {repeated}")
    lacking = ", ".join(name for name in needed if name not in schema)
    if lacking:
        known = ", ".join(columns)
        raise _refused(
            path, f"缺少列 {lacking}; 可有的列: {known}", f"it lacks the columns {lacking}; it may have {known}"
        )
    kept = tuple(name for name in columns if name in schema)
    for name in kept:
        if not _fits(name, schema[name], columns[name]):
            found, wanted = schema[name], columns[name]
            raise _refused(
                path, f"{name} 一列是 {found}, 应为 {wanted}", f"the column {name} holds {found}, not {wanted}"
            )
    return RecordFile(path, kept, frame.with_columns(_conversions(schema, columns).values()))


def _fits(name: str, found: pl.DataType, wanted: pl.DataType) -> bool:
    if found == wanted or isinstance(found, (pl.String, pl.Null)):
        return True
    if found.is_integer():
        return wanted.is_numeric() or name in _NUMBERED
    if isinstance(found, (pl.Categorical, pl.Enum)):
        return isinstance(wanted, (pl.String, pl.Enum))
    return found.is_decimal() and wanted.is_decimal()


def _conversions(
    schema: Mapping[str, pl.DataType], columns: Mapping[str, pl.DataType], *, strict: bool = True
) -> dict[str, pl.Expr]:
    """Return the columns that are not of their type as they are to be read; not strict: nothing for what cannot be."""
    return {
        name: _converted(pl.col(name), schema[name], wanted, strict=strict)
        for name, wanted in columns.items()
        if name in schema and schema[name] != wanted and not (name in _NUMBERED and schema[name].is_integer())
    }


def _converted(column: pl.Expr, found: pl.DataType, wanted: pl.DataType, *, strict: bool) -> pl.Expr:
    if found == pl.String and wanted == pl.Date:
        return column.str.to_date("%Y-%m-%d", strict=strict)
    return column.cast(wanted, strict=strict)


def _is_right(column: pl.Series) -> bool:
    """Return whether a column has no gaps where it must have none, and no number out of bounds."""
    if column.name in (*NEEDED, "on"):
        return not column.null_count()
    bounds = _BOUNDS.get(column.name)
    return bounds is None or column.null_count() == column.len() or bool(column.is_between(*bounds).all())


def _fault(path: Path) -> Text | None:
    """Return what is wrong with a file, with the row; None if nothing is found."""
    try:
        fault = fault_of_text(path)
        if fault is not None:
            return fault
        schema, columns = scanned(path).collect_schema(), {**VIOLATIONS, **HAPPENED}
        read = {name: pl.col(name) for name in columns if name in schema}
        read |= _conversions(schema, columns, strict=False)
        for name, bounds in _BOUNDS.items():
            if name in read:
                read[name] = pl.when(read[name].is_between(*bounds)).then(read[name])
        return fault_of_value(path, read, (*NEEDED, "on"))
    except UNREADABLE:
        return None


def _unreadable(path: Path, reason: str) -> RefusedError:
    """Return the refusal of a file, with the place if one is found, else with the ``reason`` that its reader gave."""
    fault = _fault(path)
    if fault is not None:
        return _refused(path, fault.zh, fault.en)
    said = (reason.splitlines() or ["?"])[0]
    return _refused(path, f"不能读取: {said}", f"it cannot be read: {said}")


def _refused(path: Path, zh: str, en: str) -> RefusedError:
    return RefusedError("RECORDS_UNREADABLE", Text(zh=f"{path.name}: {zh}", en=f"{path.name}: {en}"), field="from")
