"""The zip package that a workbook (.xlsx) is: looked at before it is unpacked, and unpacked in pieces that are counted.

What a package says about its own sizes is not believed: the limits are held against what comes out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.intake.problems import ProblemCode, Refusal
from core.text import Text

LIMIT_ENTRIES = 1000
LIMIT_UNPACKED_BYTES = 256 * 1024 * 1024
"""Of all parts together."""
LIMIT_RATIO = 250
"""Unpacked to packed size of one part, once it is larger than ``SMALL_BYTES``."""
SMALL_BYTES = 8 * 1024 * 1024
PIECE_BYTES = 1024 * 1024

_LIMIT_DIRECTORY_BYTES = LIMIT_ENTRIES * 1024
_END = struct.Struct("<4s4H2IH")
_END_MARK = b"PK\x05\x06"
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1


class PackageError(Exception):
    """A package that is not unpacked, with the reason; told as a problem, never to the caller."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose directory is within the limits."""

    data: bytes
    parts: Mapping[str, zipfile.ZipInfo]

    @classmethod
    def of(cls, data: bytes) -> "Package":
        """Return the package in ``data``; raise PackageError when it is damaged or exceeds a limit."""
        _check_end(data)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                listed = opened.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise PackageError(DAMAGED) from error
        if len({one.filename for one in listed}) != len(listed):
            raise PackageError(DAMAGED)
        if any(one.flag_bits & _ENCRYPTED for one in listed):
            raise PackageError(LOCKED)
        _check_sizes(listed)
        return cls(data, MappingProxyType({one.filename: one for one in listed}))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces of at most ``PIECE_BYTES``; raise PackageError where it is not what it says."""
        info = self.parts.get(name)
        if info is None:
            raise PackageError(DAMAGED)
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + PIECE_BYTES]) for at in range(0, len(packed), PIECE_BYTES))
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed, info.file_size)
        else:
            raise PackageError(DAMAGED)

    def part(self, name: str, limit_bytes: int) -> bytes:
        """Return a whole part of at most ``limit_bytes``; raise PackageError for a longer one."""
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            if len(found) > limit_bytes:
                raise PackageError(TOO_LARGE)
        return bytes(found)

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        begin = info.header_offset
        if len(self.data) < begin + _LOCAL.size:
            raise PackageError(DAMAGED)
        *_, name_bytes, extra_bytes = _LOCAL.unpack_from(self.data, begin)
        start = begin + _LOCAL.size + name_bytes + extra_bytes
        return memoryview(self.data)[start : start + info.compress_size]


def _check_end(data: bytes) -> None:
    """Raise PackageError unless the directory ends the file and is short.

    A package with anything behind its directory is read in two ways by two readers, so it is not read at all.
    """
    at = len(data) - _END.size
    if at < 0 or data[at : at + len(_END_MARK)] != _END_MARK:
        raise PackageError(DAMAGED)
    _, _, _, _, entries, directory_bytes, directory_at, _ = _END.unpack_from(data, at)
    if entries > LIMIT_ENTRIES or directory_bytes > _LIMIT_DIRECTORY_BYTES:
        raise PackageError(TOO_LARGE)
    if directory_at + directory_bytes != at:
        raise PackageError(DAMAGED)


def _check_sizes(listed: list[zipfile.ZipInfo]) -> None:
    if len(listed) > LIMIT_ENTRIES or sum(one.file_size for one in listed) > LIMIT_UNPACKED_BYTES:
        raise PackageError(TOO_LARGE)
    if any(one.file_size > max(SMALL_BYTES, one.compress_size * LIMIT_RATIO) for one in listed):
        raise PackageError(TOO_LARGE)


def _inflated(packed: memoryview, stated: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    unpacked = 0
    while rest and not inflate.eof:
        try:
            piece = inflate.decompress(rest, PIECE_BYTES)
        except zlib.error as error:
            raise PackageError(DAMAGED) from error
        rest = inflate.unconsumed_tail
        unpacked += len(piece)
        if unpacked > stated:
            raise PackageError(DAMAGED)
        yield piece
    if unpacked != stated:
        raise PackageError(DAMAGED)


DAMAGED = Refusal(
    ProblemCode.FILE_DAMAGED,
    Text(
        zh="文件已损坏或不完整，无法打开；请在表格软件中打开并重新保存为xlsx后再导入",
        en="the file is damaged or cut short and cannot be opened; open it in a spreadsheet, save it again as xlsx and "
        "import that",
    ),
)
LOCKED = Refusal(
    ProblemCode.FILE_LOCKED,
    Text(zh="文件设有密码；请取消密码后再导入", en="the file is locked with a password; remove it and import again"),
)
TOO_LARGE = Refusal(
    ProblemCode.FILE_TOO_LARGE,
    Text(
        zh=f"文件解压后过大：最多{LIMIT_ENTRIES}个部件、共{LIMIT_UNPACKED_BYTES}字节，单个部件压缩比不超过{LIMIT_RATIO}；"
        "未解压。请拆分，或改用CSV",
        en=f"unpacked the file is too large: at most {LIMIT_ENTRIES} parts, {LIMIT_UNPACKED_BYTES} bytes together, and "
        f"no part {LIMIT_RATIO} times its packed size; it was not unpacked. Split it, or use CSV",
    ),
)
