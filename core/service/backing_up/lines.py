"""A snapshot as text: a line of JSON for each record, in one order, between a first line and a last that seals them.

Reading holds one line at a time. What is not exactly as it would be written is refused with the number of its line.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

import orjson

from core.errors import GuijuError, RefusedError
from core.proof.chain import Head
from core.storage.snapshot_fields import Holds, Value
from core.storage.snapshots import EVERY, TRAIL, Snapped
from core.text import Text

FORMAT, VERSION = "guiju-snapshot", 1
RECORD, END = "record", "end"
LONGEST_LINE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a line of one kind can say."""

    place: int
    """Among all kinds."""
    snapped: Snapped
    fields: frozenset[str]
    key: tuple[tuple[str, type], ...]
    """The fields of the natural key, each with the type of its values."""


def _kind(place: int, kind: Snapped) -> _Kind:
    fields = {one.name: int if one.holds is Holds.NUMBER else str for one in kind.fields}
    return _Kind(place, kind, frozenset(fields), tuple((name, fields[name]) for name in kind.key))


_BY_NAME = MappingProxyType({kind.table: _kind(place, kind) for place, kind in enumerate(EVERY)})

Values = Mapping[str, Value]
Place = tuple[int, tuple[Value, ...]]
"""Where a line comes in the order of all: the place of its kind, and its natural key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record."""

    number: int
    """Of the line, from 1."""
    kind: Snapped
    values: Values
    """What it says, by field; what it does not say is not there."""
    place: Place

    @property
    def key(self) -> dict[str, Value]:
        """Its natural key by field."""
        return {name: self.values[name] for name in self.kind.key if name in self.values}


class Writing:
    """Writes the lines of one snapshot."""

    def __init__(self, stream: BinaryIO, *, trail: bool) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.count = 0
        """How many records were written."""
        self._write({"format": FORMAT, "version": VERSION, "trail": trail})

    def record(self, kind: Snapped, values: Values) -> None:
        """Write a record."""
        self._write({RECORD: kind.table, **values})
        self.count += 1

    def end(self, head: Head | None) -> str:
        """Write the last line, and return the digest of all before it; ``head`` is that of the audit trail."""
        said = None if head is None else str(head)
        sha256 = self._digest.hexdigest()
        self._write({RECORD: END, "records": self.count, "head": said, "sha256": sha256})
        return sha256

    def _write(self, node: Mapping[str, object]) -> None:
        line = orjson.dumps(node, option=orjson.OPT_APPEND_NEWLINE)
        self._digest.update(line)
        self._stream.write(line)


class Snapshot:
    """A snapshot that is read: its lines one after another, and then its end."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self._name = path.name
        self._stream = stream
        self._digest = hashlib.sha256()
        """Of the lines before the one that was read last."""
        self._read = b""
        self._number = 0
        first = self._node()
        if first is None or first.get("format") != FORMAT:
            raise self.wrong("应为快照的首行", "the first line of a snapshot is expected")
        if first.get("version") != VERSION:
            raise self.wrong("快照由更新的版本写成，请升级本程序", "a later version wrote it; upgrade this program")
        self.has_trail = first.get("trail") is True
        """Whether it holds the audit trail."""
        self.head: Head | None = None
        """How far the trail goes, once all lines are read; None: it has none, or none was kept."""

    def lines(self) -> Iterator[Line]:
        """Yield the records in order; raises RefusedError for a line that is none, and for an end that is missing."""
        last: Place = (-1, ())
        count = 0
        while True:
            node = self._node()
            if node is None:
                raise self.wrong("文件不完整：没有末行", "the file is not whole: its last line is missing")
            if node.get(RECORD) == END:
                self._end(node, count)
                return
            line = self._line(node)
            if line.place <= last:
                raise self.wrong("次序不对，或自然键重复", "it is out of order, or its natural key is there twice")
            last = line.place
            count += 1
            yield line

    def wrong(self, zh: str, en: str, line: int | None = None) -> GuijuError:
        """Return the error for a line; None: the one that was read last."""
        number = self._number if line is None else line
        return RefusedError(
            "SNAPSHOT_WRONG",
            Text(zh=f"{self._name} 第 {number} 行：{zh}。", en=f"{self._name}, line {number}: {en}."),
        )

    def _line(self, node: dict[str, object]) -> Line:
        name = node.pop(RECORD, None)
        found = _BY_NAME.get(name) if isinstance(name, str) else None
        if found is None or (found.snapped is TRAIL and not self.has_trail):
            raise self.wrong(f"没有 {name!r} 这种记录", f"there is no kind of record {name!r}")
        for field, value in node.items():
            if field not in found.fields or not isinstance(value, (str, int)):
                raise self.wrong(
                    f"{name} 没有字段 {field}，或其值不对（是否由更新的版本写成？）",
                    f"{name} has no field {field}, or not with such a value (did a later version write it?)",
                )
        values = cast("Values", node)
        key = tuple(values.get(one, "") for one, _ in found.key)
        for value, (one, kind) in zip(key, found.key, strict=True):
            if type(value) is not kind:
                raise self.wrong(f"字段 {one} 的值不对", f"the value of {one} is wrong")
        return Line(self._number, found.snapped, values, (found.place, key))

    def _end(self, node: Mapping[str, object], count: int) -> None:
        is_sealed = node.get("records") == count and node.get("sha256") == self._digest.hexdigest()
        if not is_sealed or self._stream.read(1):
            raise self.wrong(
                "内容与末行的校验值不符：文件被改动或不完整",
                "the lines are not those that it seals: the file was changed, or is not whole",
            )
        head = node.get("head")
        if head is not None:
            number, _, value = str(head).partition(":")
            if not (number.isascii() and number.isdigit()):
                raise self.wrong("链首的写法不对", "the head of the trail is none")
            self.head = Head(int(number), value)

    def _node(self) -> dict[str, object] | None:
        self._digest.update(self._read)
        self._read = text = self._stream.readline(LONGEST_LINE)
        if not text:
            return None
        self._number += 1
        try:
            node = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise self.wrong(f"不是 JSON（{error}）", f"it is no JSON ({error})") from error
        if not isinstance(node, dict) or orjson.dumps(node, option=orjson.OPT_APPEND_NEWLINE) != text:
            raise self.wrong("写法与快照不同", "it is not written as a snapshot is")
        return cast("dict[str, object]", node)
