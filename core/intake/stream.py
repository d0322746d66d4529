"""A delimited file too large to be held: its rows in chunks, under the same rules as a file that is read whole.

The encoding is chosen by the first four megabytes that hold anything but ASCII; what later does not fit is refused.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from core.intake.decode import Decoded, Encoding, decode
from core.intake.delimited import RECORD_LIMIT_CHARACTERS, TOO_MANY_CHARACTERS, UNBALANCED, header_of
from core.intake.frames import can_read_columns
from core.intake.problems import ProblemCode, ProblemLog, Refusal, RowProblem
from core.intake.table import EMPTY, TOO_LONG, Header, Wanted, is_usable, too_many_rows
from core.text import Text

if TYPE_CHECKING:
    from polars import DataFrame

CHUNK_ROWS = 10_000
LOOK_BYTES = 4 * 1024 * 1024

Rows: TypeAlias = "list[list[str]] | DataFrame"
"""Rows of cells; as a frame, whose columns are called by their positions, where each is as wide as the header."""
Blocks = Callable[[], Iterator[bytes]]
"""The bytes of a file from its beginning, in blocks, as often as it is asked for."""


class _BrokenOffError(Exception):
    """The file cannot be read on; told as a problem, never to the caller."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that follow each other; ``first`` is the spreadsheet's number of the first."""

    first: int
    rows: "Rows"


@dataclass(frozen=True, slots=True)
class Stream:
    """The header, and the rows after it as often as they are asked for."""

    header: Header
    blocks: Blocks
    delimiter: str
    encoding: Encoding
    limit_rows: int

    def chunks(self, log: ProblemLog) -> Iterator[Chunk]:
        """Yield the rows after the header; stop, and note why, where the file cannot be read on."""
        first, last = 1, self.limit_rows + self.header.row
        try:
            for rows in self._parts():
                if first + len(rows) - 1 > last:
                    log.stop(last + 1, None, too_many_rows(self.limit_rows))
                    return
                skipped = max(self.header.row + 1 - first, 0)
                if skipped < len(rows):
                    yield Chunk(first + skipped, rows[skipped:])
                first += len(rows)
        except _BrokenOffError as error:
            log.stop(first, None, error.refusal)

    def _parts(self) -> Iterator[Rows]:
        """Yield all rows, the header too; raise _BrokenOffError where the file cannot be read on."""
        frame_of = _splitter()
        pieces = _pieces(self.blocks(), self.encoding)
        for piece in pieces:
            frame = frame_of(piece, self.delimiter, len(self.header.names)) if frame_of else None
            if frame is None:
                yield from self._read(_Lines(_text(piece), map(_text, pieces)))
            else:
                yield frame

    def _read(self, lines: "_Lines") -> Iterator[Rows]:
        """Yield the rows of ``lines``, and of as many more as the last of them goes on for."""
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        rows: list[list[str]] = []
        broken_off: Refusal | None = None
        try:
            for row in reader:
                rows.append(row)
                is_last = reader.line_num == lines.count
                if is_last or len(rows) == CHUNK_ROWS:
                    yield rows
                    rows = []
                if is_last:
                    return
        except csv.Error as error:
            broken_off = TOO_LONG if "limit" in str(error) else UNBALANCED
        except _BrokenOffError as error:
            broken_off = error.refusal
        if rows:
            yield rows
        if broken_off is not None:
            raise _BrokenOffError(broken_off)


class _Lines:
    """The lines of a text, and then those of further ones for as long as they are asked for."""

    def __init__(self, text: str, further: Iterator[str]) -> None:
        self._further = further
        self.count = 0
        """How many lines there are in the texts that were begun."""
        self._begin(text)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self._begin(next(self._further))
            line = next(self._lines)
        return line

    def _begin(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline="\n"))
        self.count += text.count("\n") + (not text.endswith("\n"))


def _splitter() -> "Callable[[bytes, str, int], DataFrame | None] | None":
    """Return what splits text without quotes; None where the library for it is missing."""
    if not can_read_columns():
        return None
    from core.intake.unquoted import frame_of  # noqa: PLC0415 - its library is optional

    return frame_of


def open_stream(blocks: Blocks, wanted: Wanted, encoding: Encoding | None, log: ProblemLog) -> Stream | None:
    """Return the rows of a file; None, with the reasons in ``log``, when its encoding or header cannot be used."""
    chosen = _encoding(blocks(), log.file, encoding)
    if isinstance(chosen, RowProblem):
        log.put(chosen)
        log.stopped = True
        return None
    try:
        top = _top(map(_text, _pieces(blocks(), chosen)))
    except _BrokenOffError as error:
        log.stop(1, None, error.refusal)
        return None
    delimiter, header = header_of(top, wanted)
    if not header.names:
        log.stop(0, None, EMPTY)
        return None
    return Stream(header, blocks, delimiter, chosen, wanted.limit_rows) if is_usable(header, wanted, log) else None


def _top(texts: Iterable[str]) -> str:
    """Return the beginning of a text, whole lines and longer than any headings, or as far as it can be read."""
    top = ""
    try:
        for text in texts:
            top += text
            if len(top) > RECORD_LIMIT_CHARACTERS:
                break
    except _BrokenOffError:
        if not top.strip():
            raise
    return top


def _encoding(blocks: Iterable[bytes], file: str, stated: Encoding | None) -> Encoding | RowProblem:
    lines_before = 0
    for piece in _whole_lines(blocks):
        if not piece.isascii() or b"\0" in piece:
            found = decode(piece, file, encoding=stated, limit_bytes=len(piece))
            if isinstance(found, Decoded):
                return found.encoding
            return replace(found, row=found.row + lines_before) if found.row else found
        lines_before += piece.count(b"\n")
    return stated or Encoding.UTF_8


def _whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the file in pieces of about ``LOOK_BYTES``, each ending with a line where it can."""
    held = bytearray()
    for block in blocks:
        held += block
        if len(held) >= LOOK_BYTES:
            cut = held.rfind(b"\n") + 1 or len(held)
            yield bytes(held[:cut])
            del held[:cut]
    if held:
        yield bytes(held)


def _pieces(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Yield the text in pieces of whole lines, in UTF-8; raise _BrokenOffError where it cannot be read on.

    Whether the bytes of a file in UTF-8 are that is for those to find out who read a piece.
    """
    held = b""
    for block in chain(_in_utf_8(blocks, encoding), (None,)):
        data = held + (block or b"")
        damaged = data.find(b"\0")
        cut = len(data) if block is None else data.rfind(b"\n") + 1
        if damaged >= 0:
            cut = data.rfind(b"\n", 0, damaged) + 1
        if cut:
            yield data[:cut]
        if damaged >= 0:
            raise _BrokenOffError(_NUL)
        held = data[cut:]
        if len(held) > RECORD_LIMIT_CHARACTERS and len(held.decode(errors="ignore")) > RECORD_LIMIT_CHARACTERS:
            raise _BrokenOffError(TOO_MANY_CHARACTERS)


def _in_utf_8(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Yield the blocks without the mark of UTF-8; raise _BrokenOffError for what is no text of another encoding."""
    decoder = None if encoding is Encoding.UTF_8 else codecs.getincrementaldecoder(encoding)()
    for number, block in enumerate(chain(blocks, (b"",))):
        data = block.removeprefix(codecs.BOM_UTF8) if number == 0 else block
        if decoder is not None:
            try:
                data = decoder.decode(data, final=not block).encode()
            except UnicodeDecodeError as error:
                raise _BrokenOffError(_undecodable(error, encoding)) from error
        yield data


def _text(piece: bytes) -> str:
    """Return the text of a piece; raises _BrokenOffError where it is none."""
    try:
        return piece.decode()
    except UnicodeDecodeError as error:
        raise _BrokenOffError(_undecodable(error, Encoding.UTF_8)) from error


_NUL = Refusal(
    ProblemCode.NUL_BYTE,
    Text(
        zh="此行有空字节，文件已损坏，其后内容未读取；请重新导出为UTF-8",
        en="there is a NUL byte in this row and nothing after it was read: the file is damaged; export it again as "
        "UTF-8",
    ),
)


def _undecodable(error: UnicodeDecodeError, encoding: Encoding) -> Refusal:
    byte = f"0x{error.object[error.start]:02x}"
    return Refusal(
        ProblemCode.UNDECODABLE,
        Text(
            zh=f"此行附近的字节{byte}不是有效的{encoding}；文件混用了编码或已损坏，请另存为UTF-8",
            en=f"byte {byte} in or soon after this row is no valid {encoding}: the file mixes encodings or is damaged; "
            "save it as UTF-8",
        ),
    )
