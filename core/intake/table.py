"""Numbered rows of cells, from whatever kind of file, to rows under known headings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from core.intake.headings import SUPPLIED_BY_OPTION, Field, Heading, lookup, plain
from core.intake.problems import ProblemCode, ProblemLog, Refusal, shown
from core.text import Text

CELL_LIMIT_CHARACTERS = 131_072
"""The longest cell that is read; the csv module's own default, which is never changed here: it is the process's."""

HEADER_WITHIN_ROWS = 100
"""In how many rows from the top the headings must stand."""

_LETTERS = 26
_NOTHING_REFUSED: Mapping[int, Refusal] = MappingProxyType({})


def _nothing_refused() -> Mapping[int, Refusal]:
    return _NOTHING_REFUSED


Cell = str | Refusal
"""What stands in a cell, or why that cannot be known exactly."""
Numbered = tuple[int, Sequence[Cell]]
"""A row as a spreadsheet counts it, from 1, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a table must be to be read."""

    headings: tuple[Heading, ...]
    supplied: frozenset[Field] = frozenset()
    """Fields that come from the options and need no column."""
    extra: Mapping[str, Field]
    """More headings and what they mean; they override the built-in ones."""
    limit_rows: int
    """Rows after the headings, blank ones included."""

    def header(self, row: int, cells: Iterable[Cell], sheet: str = "") -> "Header":
        """Return the heading row that ``cells`` make."""
        known = lookup(self.headings, self.extra)
        names = tuple(cell.strip() if isinstance(cell, str) else "" for cell in cells)
        return Header(row, names, tuple(known.get(plain(name)) for name in names), sheet)


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row: each column's name as written, and the field it means (None: ignored)."""

    row: int
    names: tuple[str, ...]
    fields: tuple[Field | None, ...]
    sheet: str = ""
    """The sheet of a workbook; empty in files that have none."""

    @property
    def recognised(self) -> int:
        """How many columns mean something."""
        return sum(field is not None for field in self.fields)

    def position(self, field: Field) -> int | None:
        """Return the index of the column of ``field``; None when the file has none."""
        return self.fields.index(field) if field in self.fields else None

    def name(self, position: int) -> str:
        """Return the heading at ``position``, or the spreadsheet's letters where there is none."""
        written = shown(self.names[position]) if position < len(self.names) else ""
        return written or column_letters(position)

    def address(self, row: int, position: int | None) -> str | None:
        """Return where a cell stands in its workbook, as 名册!C3; None in files without sheets."""
        return f"{self.sheet}!{column_letters(position)}{row}" if self.sheet and position is not None else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells, trimmed; ``number`` is the spreadsheet's.

    There are as many cells as headings, or none at all where the row could not be laid under them.
    """

    number: int
    cells: tuple[str, ...]
    refused: Mapping[int, Refusal] = field(default_factory=_nothing_refused)
    """By position, why what stands in a cell cannot be known; the cell itself is then empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows after it; the rows can be walked once and note their own problems."""

    header: Header
    rows: Iterator[Row]


def column_letters(position: int) -> str:
    """Return a spreadsheet's letters for the column at ``position`` (from 0)."""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters


def is_blank(cells: Iterable[Cell]) -> bool:
    """Return whether nothing stands in any of the cells."""
    return not any(isinstance(cell, Refusal) or (cell and not cell.isspace()) for cell in cells)


def laid(records: Iterator[Numbered], header: Header, wanted: Wanted, log: ProblemLog) -> Table | None:
    """Return the rows after ``header`` as a table; None, with the reasons in ``log``, if the header cannot be used."""
    return Table(header, _rows(records, header, log)) if is_usable(header, wanted, log) else None


def is_usable(header: Header, wanted: Wanted, log: ProblemLog) -> bool:
    """Return whether the header names every column needed, each once; ``log`` stops where it does not."""
    usable = True
    for position, means in enumerate(header.fields):
        first = header.position(means) if means is not None else None
        cell = header.address(header.row, position)
        if means is None:
            log.warning(header.row, header.name(position), UNKNOWN, cell)
        elif first is not None and first != position:
            log.error(header.row, header.name(position), _repeated(header, first, position), cell)
            usable = False
    for heading in wanted.headings:
        if heading.required and heading.field not in wanted.supplied and header.position(heading.field) is None:
            log.error(header.row, heading.field.value, _missing(heading, wanted.extra))
            usable = False
    log.stopped = log.stopped or not usable
    return usable


def _rows(records: Iterator[Numbered], header: Header, log: ProblemLog) -> Iterator[Row]:
    for number, cells in records:
        if log.stopped:
            return
        if not is_blank(cells):
            yield row_of(number, cells, header, log)


def row_of(number: int, cells: Sequence[Cell], header: Header, log: ProblemLog) -> Row:
    """Return a row under its headings; without cells, and noted, where there are too few or too many."""
    width = len(header.names)
    if len(cells) < width:
        log.error(number, header.name(len(cells)), _too_few(len(cells), width))
        return Row(number, ())
    if not is_blank(cells[width:]):
        log.error(number, column_letters(width), _too_many(len(cells), width), header.address(number, width))
        return Row(number, ())
    texts = tuple(cell.strip() if isinstance(cell, str) else "" for cell in cells[:width])
    refused = {at: cell for at, cell in enumerate(cells[:width]) if isinstance(cell, Refusal)}
    return Row(number, texts, refused) if refused else Row(number, texts)


EMPTY = Refusal(
    ProblemCode.FILE_EMPTY,
    Text(zh="文件开头没有内容；第一行应为列名", en="the file begins with nothing; its first row must name the columns"),
)
UNKNOWN = Refusal(
    ProblemCode.COLUMN_UNKNOWN,
    Text(zh="不认识这一列，已忽略", en="this column is not known and was ignored"),
)
TOO_LONG = Refusal(
    ProblemCode.CELL_TOO_LONG,
    Text(
        zh=f"单元格超过{CELL_LIMIT_CHARACTERS}个字符，其后未再读取；请缩短",
        en=f"the cell exceeds {CELL_LIMIT_CHARACTERS} characters and nothing after it was read; shorten it",
    ),
)


def too_many_rows(limit: int) -> Refusal:
    """Return the refusal of a file with more rows than are read."""
    return Refusal(
        ProblemCode.TOO_MANY_ROWS,
        Text(
            zh=f"超过{limit}行，其后未再读取；请拆分后分别导入",
            en=f"there are more than {limit} rows and nothing after them was read; split the file",
        ),
    )


def _repeated(header: Header, first: int, second: int) -> Refusal:
    places = f"{column_letters(first)}, {column_letters(second)}"
    return Refusal(
        ProblemCode.COLUMN_REPEATED,
        Text(
            zh=f"与列«{header.name(first)}»同义（{places}）；只能保留一列",
            en=f"means the same as column «{header.name(first)}» ({places}); keep one of them",
        ),
    )


def _missing(heading: Heading, extra: Mapping[str, Field]) -> Refusal:
    others = [shown(alias) for alias, field in extra.items() if field is heading.field]
    names = ", ".join((heading.field.value, *heading.aliases, *others))
    by_option = heading.field in SUPPLIED_BY_OPTION
    return Refusal(
        ProblemCode.COLUMN_MISSING,
        Text(
            zh=f"缺少必需的列；可用列名：{names}" + ("；也可用选项统一给出" if by_option else ""),
            en=f"a required column is missing; it may be called {names}"
            + ("; or give one value for the whole file as an option" if by_option else ""),
        ),
    )


def _too_few(found: int, expected: int) -> Refusal:
    return Refusal(
        ProblemCode.CELLS_TOO_FEW,
        Text(
            zh=f"本行只有{found}格，列名有{expected}格；请补齐",
            en=f"the row has {found} cells and the header {expected}; complete the row",
        ),
    )


def _too_many(found: int, expected: int) -> Refusal:
    return Refusal(
        ProblemCode.CELLS_TOO_MANY,
        Text(
            zh=f"本行有{found}格，列名只有{expected}格；含分隔符的内容应加双引号",
            en=f"the row has {found} cells and the header {expected}; put quotes around text with the delimiter in it",
        ),
    )
