"""Text of a delimited file to numbered rows of cells."""

import csv
import re
from collections.abc import Iterator
from itertools import count, islice

from core.intake.problems import ProblemCode, ProblemLog, Refusal
from core.intake.table import (
    CELL_LIMIT_CHARACTERS,
    EMPTY,
    HEADER_WITHIN_ROWS,
    TOO_LONG,
    Header,
    Table,
    Wanted,
    is_blank,
    laid,
    too_many_rows,
)
from core.text import Text

RECORD_LIMIT_CHARACTERS = 2 * CELL_LIMIT_CHARACTERS
"""The csv module bounds a cell but not how many there are; millions of empty ones would fill the memory."""

_DELIMITERS = ("\t", ",", ";")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def open_text(text: str, wanted: Wanted, log: ProblemLog) -> Table | None:
    """Return the table in ``text``; None, with the reasons in ``log``, when its header cannot be used."""
    delimiter, header = header_of(text, wanted)
    records = _records(text, delimiter, header, wanted.limit_rows, log)
    if all(is_blank(cells) for _, cells in islice(records, HEADER_WITHIN_ROWS)):
        if not log.stopped:
            log.stop(0, None, EMPTY)
        return None
    return laid(records, header, wanted, log)


def header_of(text: str, wanted: Wanted) -> tuple[str, Header]:
    """Return the delimiter that gives the most known headings, and the heading row; one without names for none."""
    candidates = (_first_record(text, delimiter, wanted) for delimiter in _DELIMITERS)
    first_line = _first_line(text)
    return max(candidates, key=lambda pair: (pair[1].recognised, first_line.count(pair[0])))


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


def _first_record(text: str, delimiter: str, wanted: Wanted) -> tuple[str, Header]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(islice(reader, HEADER_WITHIN_ROWS), start=1):
            if not is_blank(cells):
                return delimiter, wanted.header(number, cells)
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
            log.stop(number, None, too_many_rows(limit_rows))
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
            return position, TOO_LONG
        if quoted and follows != delimiter:
            return position, UNBALANCED
        if not follows:
            return position, TOO_MANY_CHARACTERS
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


TOO_MANY_CHARACTERS = Refusal(
    ProblemCode.CELLS_TOO_MANY,
    Text(
        zh=f"本行超过{RECORD_LIMIT_CHARACTERS}个字符，其后未再读取；请检查分隔符",
        en=f"the row exceeds {RECORD_LIMIT_CHARACTERS} characters and nothing after it was read; check the delimiter",
    ),
)
UNBALANCED = Refusal(
    ProblemCode.QUOTE_UNBALANCED,
    Text(
        zh='双引号"没有成对，其后未再读取；单元格内的双引号应写成两个""',
        en='the quote " has no partner and nothing after it was read; write a quote inside a cell twice ("")',
    ),
)
