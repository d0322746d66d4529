"""A delimited file too large to be held: its rows in chunks, under the same rules as a file that is read whole.

The encoding is chosen by the first four megabytes that hold anything but ASCII; what later does not fit is refused.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from core.intake.decode import Decoded, Encoding, decode
from core.intake.delimited import RECORD_LIMIT_CHARACTERS, TOO_MANY_CHARACTERS, UNBALANCED, header_of
from core.intake.problems import ProblemCode, ProblemLog, Refusal, RowProblem
from core.intake.table import EMPTY, TOO_LONG, Header, Wanted, is_usable, too_many_rows
from core.text import Text

CHUNK_ROWS = 10_000
LOOK_BYTES = 4 * 1024 * 1024

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
    rows: list[list[str]]


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
        reader = csv.reader(_lines(self.blocks(), self.encoding), delimiter=self.delimiter, strict=True)
        first, last = 1, self.limit_rows + self.header.row
        broken_off: Refusal | None = None
        while broken_off is None:
            rows: list[list[str]] = []
            try:
                rows.extend(islice(reader, CHUNK_ROWS))
            except csv.Error as error:
                broken_off = TOO_LONG if "limit" in str(error) else UNBALANCED
            except _BrokenOffError as error:
                broken_off = error.refusal
            if not rows and broken_off is None:
                return
            skipped = max(self.header.row + 1 - first, 0)
            if first + len(rows) - 1 > last:
                log.stop(last + 1, None, too_many_rows(self.limit_rows))
                return
            if rows[skipped:]:
                yield Chunk(first + skipped, rows[skipped:])
            first += len(rows)
        log.stop(first, None, broken_off)


def open_stream(blocks: Blocks, wanted: Wanted, encoding: Encoding | None, log: ProblemLog) -> Stream | None:
    """Return the rows of a file; None, with the reasons in ``log``, when its encoding or header cannot be used."""
    chosen = _encoding(blocks(), log.file, encoding)
    if isinstance(chosen, RowProblem):
        log.put(chosen)
        log.stopped = True
        return None
    try:
        top = _top(_texts(blocks(), chosen))
    except _BrokenOffError as error:
        log.stop(1, None, error.refusal)
        return None
    delimiter, header = header_of(top, wanted)
    if not header.names:
        log.stop(0, None, EMPTY)
        return None
    return Stream(header, blocks, delimiter, chosen, wanted.limit_rows) if is_usable(header, wanted, log) else None


def _top(texts: Iterable[str]) -> str:
    """Return the beginning of a text, whole lines and longer than any headings."""
    top = ""
    for text in texts:
        top += text
        if len(top) > RECORD_LIMIT_CHARACTERS:
            break
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


def _lines(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[str]:
    """Return the lines, each with its end; raise _BrokenOffError where the bytes are no text of ``encoding``."""
    return chain.from_iterable(io.StringIO(text, newline="\n") for text in _texts(blocks, encoding))


def _texts(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[str]:
    """Yield the text in pieces of whole lines; raise _BrokenOffError where the bytes are no text of ``encoding``."""
    decoder = codecs.getincrementaldecoder(encoding)()
    held = ""
    for number, block in enumerate(chain(blocks, (None,))):
        data = block or b""
        if number == 0:
            data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = held + decoder.decode(data, final=block is None)
        except UnicodeDecodeError as error:
            raise _BrokenOffError(_undecodable(error, encoding)) from error
        if "\0" in text:
            raise _BrokenOffError(_NUL)
        cut = len(text) if block is None else text.rfind("\n") + 1
        held = text[cut:]
        if len(held) > RECORD_LIMIT_CHARACTERS:
            raise _BrokenOffError(TOO_MANY_CHARACTERS)
        if cut:
            yield text[:cut]


_NUL = Refusal(
    ProblemCode.NUL_BYTE,
    Text(
        zh="此行附近有空字节，文件已损坏；请重新导出为UTF-8",
        en="there is a NUL byte in or soon after this row: the file is damaged; export it again as UTF-8",
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
