"""Text of a delimited file to numbered rows of cells under known headings."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

from core.intake.headings import SUPPLIED_BY_OPTION, Field, Heading, lookup, plain
from core.intake.problems import ProblemCode, ProblemLog, Refusal, shown
from core.text import Text

CELL_LIMIT_CHARACTERS = 131_072
"""The csv module's own default limit for one cell, which is never changed here: it belongs to the process."""

RECORD_LIMIT_CHARACTERS = 2 * CELL_LIMIT_CHARACTERS
"""The csv module bounds a cell but not how many there are; millions of empty ones would fill the memory."""

_DELIMITERS = ("\t", ",", ";")
_HEADER_WITHIN_ROWS = 100
_LETTERS = 26
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row: each column's name as written, and the field it means (None: ignored)."""

    row: int
    names: tuple[str, ...]
    fields: tuple[Field | None, ...]

    def position(self, field: Field) -> int | None:
        """Return the index of the column of ``field``; None when the file has none."""
        return self.fields.index(field) if field in self.fields else None

    def name(self, position: int) -> str:
        """Return the heading at ``position``, or the spreadsheet's letters where there is none."""
        written = shown(self.names[position]) if position < len(self.names) else ""
        return written or column_letters(position)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells, trimmed; ``number`` is the spreadsheet's.

    There are as many cells as headings, or none at all where the row could not be laid under them.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows after it; the rows can be walked once and note their own problems."""

    header: Header
    rows: Iterator[Row]


def open_table(
    text: str,
    headings: tuple[Heading, ...],
    supplied: frozenset[Field],
    extra: Mapping[str, Field],
    limit_rows: int,
    log: ProblemLog,
) -> Table | None:
    """Return the table in ``text``; None, with the reasons in ``log``, when its header cannot be used.

    A field in ``supplied`` comes from the options and needs no column. Blank rows count towards ``limit_rows``.
    """
    known = lookup(headings, extra)
    candidates = (_first_record(text, delimiter, known) for delimiter in _DELIMITERS)
    first_line = _first_line(text)
    delimiter, header = max(candidates, key=lambda pair: (_recognised(pair[1]), first_line.count(pair[0])))
    records = _records(text, delimiter, header, limit_rows, log)
    if all(_is_blank(cells) for _, cells in islice(records, _HEADER_WITHIN_ROWS)):
        if not log.stopped:
            log.stop(0, None, _EMPTY)
        return None
    if not _header_is_usable(header, headings, supplied, extra, log):
        return None
    return Table(header, _rows(records, header, log))


def column_letters(position: int) -> str:
    """Return a spreadsheet's letters for the column at ``position`` (from 0)."""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, _LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters


def _recognised(header: Header) -> int:
    return sum(field is not None for field in header.fields)


def _first_line(text: str) -> str:
    match = _LINE.match(text[:RECORD_LIMIT_CHARACTERS].lstrip("\r\n"))
    return "" if match is None else match.group()


class _RecordTooLongError(Exception):
    """A record passed its limit; told as a problem, never to the caller."""


class _Lines:
    """The lines of a text, of which those of the record being read are remembered."""

    def __init__(self, text: str) -> None:
        self._source = _LINE.finditer(text)
        self._lines: list[str] = []
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._source).group()
        self._lines.append(line)
        self._size += len(line)
        if self._size > RECORD_LIMIT_CHARACTERS:
            raise _RecordTooLongError
        return line

    def begin_record(self) -> None:
        """Forget the lines read so far."""
        self._lines.clear()
        self._size = 0

    def record(self) -> str:
        """Return the text of the record being read, as far as the limit."""
        return "".join(self._lines)[:RECORD_LIMIT_CHARACTERS]


def _first_record(text: str, delimiter: str, known: Mapping[str, Field]) -> tuple[str, Header]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(islice(reader, _HEADER_WITHIN_ROWS), start=1):
            if not _is_blank(cells):
                names = tuple(cell.strip() for cell in cells)
                return delimiter, Header(number, names, tuple(known.get(plain(name)) for name in names))
            lines.begin_record()
    except (csv.Error, _RecordTooLongError):
        pass  # told by the pass that reads the rows
    return delimiter, Header(number + 1, (), ())


def _records(
    text: str, delimiter: str, header: Header, limit_rows: int, log: ProblemLog
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its row number; stop, and note why, where quoting or size breaks the reading."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in count(1):
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _RecordTooLongError):
            position, refusal = _fault(lines.record(), delimiter)
            log.stop(number, header.name(position), refusal)
            return
        if number > limit_rows + header.row:
            log.stop(number, None, _too_many_rows(limit_rows))
            return
        yield number, cells


def _fault(record: str, delimiter: str) -> tuple[int, Refusal]:
    """Return which cell of ``record`` cannot be read, and why."""
    position = start = 0
    while True:
        quoted = record.startswith('"', start)
        end = _quoted_end(record, start) if quoted else _plain_end(record, start, delimiter)
        stop = len(record) if end is None else end
        follows = record[stop : stop + 1]
        if stop - start > CELL_LIMIT_CHARACTERS and not (end is None and "\n" in record):
            return position, _TOO_LONG
        if quoted and follows != delimiter:
            return position, _UNBALANCED
        if not follows:
            return position, _TOO_MANY
        position, start = position + 1, stop + 1


def _quoted_end(record: str, start: int) -> int | None:
    """Return the index behind the closing quote; None when the quote is never closed."""
    at = start + 1
    while (at := record.find('"', at)) != -1:
        if record[at + 1 : at + 2] != '"':
            return at + 1
        at += 2
    return None


def _plain_end(record: str, start: int, delimiter: str) -> int:
    at = record.find(delimiter, start)
    return len(record) if at == -1 else at


def _is_blank(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)


def _header_is_usable(
    header: Header,
    headings: tuple[Heading, ...],
    supplied: frozenset[Field],
    extra: Mapping[str, Field],
    log: ProblemLog,
) -> bool:
    usable = True
    for position, field in enumerate(header.fields):
        first = header.position(field) if field is not None else None
        if field is None:
            log.warning(header.row, header.name(position), _UNKNOWN)
        elif first is not None and first != position:
            log.error(header.row, header.name(position), _repeated(header, first, position))
            usable = False
    for heading in headings:
        if heading.required and heading.field not in supplied and header.position(heading.field) is None:
            log.error(header.row, heading.field.value, _missing(heading, extra))
            usable = False
    log.stopped = log.stopped or not usable
    return usable


def _rows(records: Iterator[tuple[int, list[str]]], header: Header, log: ProblemLog) -> Iterator[Row]:
    width = len(header.names)
    for number, cells in records:
        if log.stopped:
            return
        if _is_blank(cells):
            continue
        if len(cells) < width:
            log.error(number, header.name(len(cells)), _too_few(len(cells), width))
            yield Row(number, ())
        elif not _is_blank(cells[width:]):
            log.error(number, column_letters(width), _too_many(len(cells), width))
            yield Row(number, ())
        else:
            yield Row(number, tuple(cell.strip() for cell in cells[:width]))


_EMPTY = Refusal(
    ProblemCode.FILE_EMPTY,
    Text(zh="文件开头没有内容；第一行应为列名", en="the file begins with nothing; its first row must name the columns"),
)
_UNKNOWN = Refusal(
    ProblemCode.COLUMN_UNKNOWN,
    Text(zh="不认识这一列，已忽略", en="this column is not known and was ignored"),
)
_TOO_LONG = Refusal(
    ProblemCode.CELL_TOO_LONG,
    Text(
        zh=f"单元格超过{CELL_LIMIT_CHARACTERS}个字符，其后未再读取；请缩短",
        en=f"the cell exceeds {CELL_LIMIT_CHARACTERS} characters and nothing after it was read; shorten it",
    ),
)
_TOO_MANY = Refusal(
    ProblemCode.CELLS_TOO_MANY,
    Text(
        zh=f"本行超过{RECORD_LIMIT_CHARACTERS}个字符，其后未再读取；请检查分隔符",
        en=f"the row exceeds {RECORD_LIMIT_CHARACTERS} characters and nothing after it was read; check the delimiter",
    ),
)
_UNBALANCED = Refusal(
    ProblemCode.QUOTE_UNBALANCED,
    Text(
        zh='双引号"没有成对，其后未再读取；单元格内的双引号应写成两个""',
        en='the quote " has no partner and nothing after it was read; write a quote inside a cell twice ("")',
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


def _too_many_rows(limit: int) -> Refusal:
    return Refusal(
        ProblemCode.TOO_MANY_ROWS,
        Text(
            zh=f"超过{limit}行，其后未再读取；请拆分后分别导入",
            en=f"there are more than {limit} rows and nothing after them was read; split the file",
        ),
    )
