"""Violations in bulk: whole columns looked up rather than rows read one by one.

What stands in a cell is read by the same functions as anywhere else, but each different content once. A row with
anything but plainly good values is not judged here: it is left to be read by itself, which says what is wrong.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from operator import gt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from core.intake.codes import CodeKind, code_kind
from core.intake.headings import Field
from core.intake.options import Options
from core.intake.problems import Refusal
from core.intake.rows import parse_responsibility
from core.intake.stream import Chunk
from core.intake.table import Header
from core.intake.texts import parse_code, parse_document_number, parse_note, parse_text
from core.intake.values import parse_date, parse_points, whole_number
from core.records import ViolationRecord
from core.regulation.vocabulary import Responsibility

if TYPE_CHECKING:
    from polars import Series

MOST_REMEMBERED = 50_000
"""Different contents of one column that are remembered."""

FIELDS = (
    Field.PLACE, Field.REGULATION, Field.CLAUSE, Field.DECISION_NO, Field.DOCTOR, Field.INSTITUTION, Field.DECIDED_ON,
    Field.CASES, Field.DEPARTMENT, Field.OCCURRED_ON, Field.NOTIFIED_ON, Field.POINTS, Field.MONTHS,
    Field.DETERMINED_BY, Field.NOTE, Field.RESPONSIBILITY, Field.REASON,
)  # fmt: skip
"""The fields of a violation in the order of ``Columns.values``; each is called as in the record."""

_DAYS = (Field.DECIDED_ON, Field.OCCURRED_ON, Field.NOTIFIED_ON)

Parse = Callable[[str], object]


_PLAIN = MappingProxyType(
    {
        Field.DECISION_NO: re.compile(r"[\u4e00-\u9fffA-Za-z0-9〔（(][\u4e00-\u9fffA-Za-z0-9〔〕（）()\-_/]{0,199}"),
        Field.DOCTOR: re.compile(r"D[0-9]{12}"),
        Field.INSTITUTION: re.compile(r"H[0-9]{11}"),
    }
)
"""What is good as it is, of fields whose contents are too many to be remembered."""
_LONGEST_TEXT = 200
"""What the registry keeps of a short text; the reading itself allows for more."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """The cells of a column that have been read one by one."""

    cells: Sequence[str]
    only: str | None = None
    """What stands in every cell; None if that is not known to be the same."""

    def is_each(self, form: str) -> bool:  # noqa: ARG002 - nothing is known
        """Return False."""
        return False


class FrameColumn:
    """The cells of a column of a frame."""

    def __init__(self, cells: "Series") -> None:
        self._cells = cells

    @cached_property
    def cells(self) -> Sequence[str]:
        """All of them."""
        return self._cells.to_list()

    @cached_property
    def only(self) -> str | None:
        """What stands in every cell; None where they differ."""
        first = self._cells[0]
        return first if (self._cells == first).all() else None

    def is_each(self, form: str) -> bool:
        """Return whether every cell has a form."""
        return self._cells.str.contains(f"^{form}$").all()


Column = ListColumn | FrameColumn


class Unsure:
    """Stands for a content that is not plainly good."""


UNSURE: Final = Unsure()


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a chunk whose every cell is good, column by column, and those that are left."""

    rows: list[int]
    """The number of each row."""
    values: list[list[object]]
    """For each of ``FIELDS`` the value in every row: days as 2025-03-01, None for none."""
    left: list[tuple[int, list[str]]]
    """Rows to be read one by one."""

    def record(self, at: int) -> ViolationRecord:
        """Return the row at a position as a record."""
        said = {one.value: column[at] for one, column in zip(FIELDS, self.values, strict=True)}
        days = {one.value: _as_day(said[one.value]) for one in _DAYS}
        degree = said[Field.RESPONSIBILITY.value]
        return ViolationRecord(**(said | days | {"responsibility": degree and Responsibility(str(degree))}))  # pyright: ignore[reportArgumentType] - each column holds its field's type

    def take(self, row: int, record: ViolationRecord) -> None:
        """Add a record that was read by itself."""
        self.rows.append(row)
        for one, column in zip(FIELDS, self.values, strict=True):
            value = getattr(record, one.value)
            column.append(value.isoformat() if one in _DAYS and value is not None else value)

    def without(self, positions: Collection[int]) -> "Columns":
        """Return the rows but for those at ``positions``; the same when there are none."""
        if not positions:
            return self
        kept = [at not in positions for at in range(len(self.rows))]
        return Columns([*compress(self.rows, kept)], [[*compress(one, kept)] for one in self.values], self.left)

    def column(self, field: Field) -> list[object]:
        """Return the value of a field in every row."""
        return self.values[FIELDS.index(field)]


class _Memory(dict[str, object]):
    """What each content of a column reads as, found out when it is first met."""

    def __init__(self, parse: Parse, empty: object) -> None:
        super().__init__()
        self._parse = parse
        self._empty = empty
        self.is_sure = True
        """Whether nothing met so far is unsure."""

    def __missing__(self, cell: str) -> object:
        text = cell.strip()
        value = self._parse(text) if text else self._empty
        if isinstance(value, Refusal):
            value = UNSURE
        self.is_sure = self.is_sure and value is not UNSURE
        if len(self) < MOST_REMEMBERED:
            self[cell] = value
        return value


class ViolationColumns:
    """Reads the violations of one file, chunk by chunk."""

    def __init__(self, header: Header, options: Options) -> None:
        self._width = len(header.names)
        empty: dict[Field, object] = {
            Field.PLACE: options.place or UNSURE,
            Field.REGULATION: options.regulation or UNSURE,
            Field.CASES: 1,
        }
        empty |= dict.fromkeys(_REQUIRED, UNSURE)
        self._positions = {one: header.position(one) for one in FIELDS}
        self._memories = {one: _Memory(_PARSERS[one], empty.get(one)) for one in FIELDS}

    def read(self, chunk: Chunk) -> Columns:
        """Return what the rows of a chunk say."""
        rows, odd = chunk.rows, list[tuple[int, list[str]]]()
        numbers: Sequence[int] = range(chunk.first, chunk.first + len(rows))
        if not isinstance(rows, list):
            columns: Sequence[Column] = [FrameColumn(one) for one in rows.get_columns()]
        else:
            if set(map(len, rows)) != {self._width}:
                odd = [(number, row) for number, row in zip(numbers, rows, strict=True) if len(row) != self._width]
                numbers = [number for number, row in zip(numbers, rows, strict=True) if len(row) == self._width]
                rows = [row for row in rows if len(row) == self._width]
            columns = [ListColumn(one) for one in zip(*rows, strict=True)] or [ListColumn(())] * self._width
        values = [self._column(one, columns, len(numbers)) for one in FIELDS]
        unsure = self._unsure(values)
        left = odd + [(numbers[at], [one.cells[at] for one in columns]) for at in unsure]
        return Columns([*numbers], values, sorted(left)).without(set(unsure))

    def _column(self, field: Field, columns: Sequence[Column], rows: int) -> list[object]:
        position, memory = self._positions[field], self._memories[field]
        if position is None:
            return [memory[""]] * rows
        column, plain = columns[position], _PLAIN.get(field)
        if plain is None:
            return [memory[column.only]] * rows if column.only is not None else [*map(memory.__getitem__, column.cells)]
        if column.is_each(plain.pattern):
            return [*column.cells]
        is_plain, read = plain.fullmatch, memory.__getitem__
        return [one if is_plain(one) else read(one) for one in column.cells]

    def _unsure(self, values: list[list[object]]) -> list[int]:
        """Return the positions of the rows with an unsure value, or with days that are not in order."""
        unsure = {
            at
            for one, column in zip(FIELDS, values, strict=True)
            if not self._memories[one].is_sure
            for at, value in enumerate(column)
            if value is UNSURE
        }
        for earlier, later in ((Field.OCCURRED_ON, Field.DECIDED_ON), (Field.DECIDED_ON, Field.NOTIFIED_ON)):
            unsure.update(_out_of_order(values[FIELDS.index(earlier)], values[FIELDS.index(later)]))
        return sorted(unsure)


def _out_of_order(earlier: list[Any], later: list[Any]) -> Iterator[int]:
    """Yield the positions at which a day comes after the one that it should not; those without a day are in order."""
    try:
        if not any(map(gt, earlier, later)):
            return
    except TypeError:
        pass  # some row has no day, or none that is sure
    for at, (day, other) in enumerate(zip(earlier, later, strict=True)):
        if isinstance(day, str) and isinstance(other, str) and day > other:
            yield at


def _as_day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text))


def _day(text: str) -> object:
    found = parse_date(text)
    return found.isoformat() if isinstance(found, date) else UNSURE


def _national(kind: CodeKind) -> Parse:
    def parse(text: str) -> object:
        found = code_kind(text)
        is_expected = found is kind or (kind is CodeKind.DOCTOR and found is CodeKind.TECHNICIAN)
        return text if is_expected else UNSURE  # a local code is warned of, row by row

    return parse


def _responsibility(text: str) -> object:
    found = parse_responsibility(text)
    return UNSURE if isinstance(found, Refusal) else found.value


def _short(parse: Parse) -> Parse:
    def short(text: str) -> object:
        found = parse(text)
        return UNSURE if isinstance(found, str) and len(found) > _LONGEST_TEXT else found

    return short


_REQUIRED = (
    Field.CLAUSE, Field.DECISION_NO, Field.DOCTOR, Field.INSTITUTION, Field.DECIDED_ON,
)  # fmt: skip
_PARSERS: Final[dict[Field, Parse]] = {
    Field.PLACE: parse_code,
    Field.REGULATION: parse_code,
    Field.CLAUSE: parse_code,
    Field.DECISION_NO: _short(parse_document_number),
    Field.DOCTOR: _national(CodeKind.DOCTOR),
    Field.INSTITUTION: _national(CodeKind.INSTITUTION),
    Field.DECIDED_ON: _day,
    Field.CASES: whole_number(1),
    Field.DEPARTMENT: parse_code,
    Field.OCCURRED_ON: _day,
    Field.NOTIFIED_ON: _day,
    Field.POINTS: parse_points,
    Field.MONTHS: whole_number(1),
    Field.DETERMINED_BY: _short(parse_text),
    Field.NOTE: parse_note,
    Field.RESPONSIBILITY: _responsibility,
    Field.REASON: parse_note,
}
