"""Bytes of a file to text, by rule and not by guess: what could be read in two ways is refused.

GBK is what spreadsheets write in China, and some of its bytes are valid UTF-8 as well (the two characters of "doctor"
become a Cyrillic letter and a phonetic one), so validity alone decides nothing; the letters must make sense too.
"""

import codecs
from dataclasses import dataclass
from enum import StrEnum

from core.intake.letters import is_foreign_letter, is_hidden
from core.intake.problems import ProblemCode, Refusal, RowProblem, shown
from core.text import Text

LIMIT_BYTES = 128 * 1024 * 1024

_TWO_BYTE_UTF_8_ENDS = 0x800
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_LINE_BREAKS = frozenset("\t\r\n")


class Encoding(StrEnum):
    """An encoding that files are read in; GB18030 includes GBK and GB2312."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    GB18030 = "gb18030"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, without a byte-order mark, and the encoding it was written in."""

    text: str
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class _Failure:
    """Where a decoding broke off, in bytes from the start."""

    offset: int


def decode(
    data: bytes, file: str, *, encoding: Encoding | None = None, limit_bytes: int = LIMIT_BYTES
) -> Decoded | RowProblem:
    """Return the text of ``data``, or the problem that forbids reading it.

    A byte-order mark decides first, then ``encoding`` where one is stated, then which reading makes sense.
    """
    refused = _refused_unread(data, limit_bytes)
    if refused is not None:
        return RowProblem(file, 0, None, refused.code, refused.message)
    if is_utf_16(data):
        encoding = Encoding.UTF_16
    elif data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        encoding = Encoding.UTF_8
    if encoding is not Encoding.UTF_16 and b"\0" in data:
        before = data[: data.index(b"\0")]
        text = _try(before, Encoding.UTF_8)
        return _nul_byte(file, text if isinstance(text, str) else before.decode(Encoding.GB18030, errors="replace"))
    if encoding is None:
        return _choose(data, file)
    text = _try(data, encoding)
    if isinstance(text, _Failure):
        return _undecodable(file, data, text, encoding)
    return _nul_byte(file, text[: text.index("\0")]) if "\0" in text else Decoded(text, encoding)


def is_utf_16(data: bytes) -> bool:
    """Return whether ``data`` begins with the mark of UTF-16."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _choose(data: bytes, file: str) -> Decoded | RowProblem:
    """Decide between UTF-8 and GB18030: the one that decodes, or of two the one that ``_preferred`` names."""
    if data.isascii():
        return Decoded(data.decode("ascii"), Encoding.UTF_8)
    utf_8, gb = _try(data, Encoding.UTF_8), _try(data, Encoding.GB18030)
    if isinstance(utf_8, str) and isinstance(gb, str):
        preferred = _preferred(utf_8, gb)
        if preferred is None:
            return _unclear(file, utf_8, gb)
        return Decoded(utf_8 if preferred is Encoding.UTF_8 else gb, preferred)
    if isinstance(utf_8, str):
        return Decoded(utf_8, Encoding.UTF_8)
    if isinstance(gb, str):
        return Decoded(gb, Encoding.GB18030)
    further = (utf_8, Encoding.UTF_8) if utf_8.offset >= gb.offset else (gb, Encoding.GB18030)
    return _undecodable(file, data, *further)


def _preferred(utf_8: str, gb: str) -> Encoding | None:
    """Return the encoding of bytes that can be read in both; None when it is unclear.

    Chinese takes three bytes in UTF-8, a form that GBK hardly ever has by accident: such text is UTF-8, unless only the
    other reading makes sense, which is unclear. Without them the reading that alone makes sense is taken.
    """
    utf_8_makes_sense, gb_makes_sense = _makes_sense(set(utf_8)), _makes_sense(set(gb))
    if ord(max(utf_8)) >= _TWO_BYTE_UTF_8_ENDS:
        return Encoding.UTF_8 if utf_8_makes_sense or not gb_makes_sense else None
    if utf_8_makes_sense == gb_makes_sense:
        return None
    return Encoding.UTF_8 if utf_8_makes_sense else Encoding.GB18030


def _try(data: bytes, encoding: Encoding) -> str | _Failure:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return _Failure(error.start)


def _makes_sense(characters: set[str]) -> bool:
    return not any(char not in _LINE_BREAKS and (is_foreign_letter(char) or is_hidden(char)) for char in characters)


def _refused_unread(data: bytes, limit_bytes: int) -> Refusal | None:
    if len(data) > limit_bytes:
        return too_large(len(data), limit_bytes)
    if data.startswith(_WORKBOOK_STARTS):
        return Refusal(
            ProblemCode.FILE_IS_WORKBOOK,
            Text(
                zh="这是Excel工作簿，不是文本；请在Excel中另存为“CSV UTF-8”后再导入",
                en='this is an Excel workbook, not text; save it in Excel as "CSV UTF-8" and import that',
            ),
        )
    return None


def too_large(size_bytes: int, limit_bytes: int) -> Refusal:
    """Return the refusal of a file that is larger than is read."""
    return Refusal(
        ProblemCode.FILE_TOO_LARGE,
        Text(
            zh=f"文件有{size_bytes}字节，上限为{limit_bytes}字节；请拆分后分别导入",
            en=f"the file has {size_bytes} bytes and the limit is {limit_bytes}; split it and import the parts",
        ),
    )


def _position(before: str) -> tuple[int, int]:
    """Return line and character, each from 1, of what follows ``before``."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n")
    return lines.count("\n") + 1, len(lines) - lines.rfind("\n")


def _nul_byte(file: str, before: str) -> RowProblem:
    line, character = _position(before)
    message = Text(
        zh=f"第{character}个字符处有空字节，文件已损坏，或是没有字节序标记的UTF-16；请另存为UTF-8",
        en=f"NUL byte at character {character}: the file is damaged, or UTF-16 without its mark; save it as UTF-8",
    )
    return RowProblem(file, line, None, ProblemCode.NUL_BYTE, message)


def _undecodable(file: str, data: bytes, failure: _Failure, encoding: Encoding) -> RowProblem:
    line, character = _position(data[: failure.offset].decode(encoding, errors="replace"))
    byte = f"0x{data[failure.offset]:02x}"
    message = Text(
        zh=f"第{character}个字符处的字节{byte}不是有效的{encoding}；请用Excel另存为“CSV UTF-8”",
        en=f'byte {byte} at character {character} is no valid {encoding}; save the file in Excel as "CSV UTF-8"',
    )
    return RowProblem(file, line, None, ProblemCode.UNDECODABLE, message)


def _unclear(file: str, utf_8: str, gb: str) -> RowProblem:
    start = next(index for index, char in enumerate(utf_8) if not char.isascii())
    line, character = _position(utf_8[:start])
    one, other = shown(utf_8[start : start + 4]), shown(gb[start : start + 4])
    message = Text(
        zh=f"第{character}个字符起可读作UTF-8的“{one}”，也可读作GBK的“{other}”；请另存为带BOM的UTF-8，或指明编码",
        en=f'from character {character} this reads "{one}" in UTF-8 and "{other}" in GBK; save the file as UTF-8 with '
        "a byte-order mark, or state the encoding",
    )
    return RowProblem(file, line, None, ProblemCode.ENCODING_UNCLEAR, message)
