"""Where each key and each value of a TOML text stands, which ``tomllib`` does not tell.

The scanner is for texts that ``tomllib`` has accepted. On any other text it still ends, and tells where it broke off.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Names and array indexes (from 0) that lead from the top of a document to a value."""

_DEEPEST = 256
"""Longer paths get no place of their own: noting them would take memory by the square of the depth."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""")
_STRING = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'''
    r"""|'{3}(?:[^']|'(?!''))*+'{3,5}"""
    r'''|"(?!"")(?:[^"\\\n]|\\.)*+"'''
    r"""|'(?!'')[^'\n]*+'""",
    re.DOTALL,
)
_BARE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:[^\s,\]}#]*+|[^\s,\]}#]++")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: line and column, both from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Positions:
    """The places of all keys and values of one text, by key path."""

    _keys: Mapping[Path, int]
    _values: Mapping[Path, int]
    _starts: tuple[int, ...]
    """Offset of the first character of each line."""

    def of(self, path: Path) -> Position:
        """Return where the value at ``path`` begins; for a table that has a header, where its header begins.

        A path that the text does not have, or one of more than 256 steps, gets the place of the nearest value around
        it, at worst of the first statement.
        """
        return self._nearest(self._values, path)

    def key(self, path: Path) -> Position:
        """Return where the key at ``path`` begins; for an array's element, where the element begins.

        Falls back as ``of`` does.
        """
        return self._nearest(self._keys, path)

    def paths(self) -> frozenset[Path]:
        """Return the paths of all values: leaves, tables, arrays and their elements."""
        return frozenset(self._values)

    def moved(self, to: Callable[[Path], Path]) -> "Positions":
        """Return the same places under other paths: ``to`` gives the new path for each."""
        keys = MappingProxyType({to(path): offset for path, offset in self._keys.items()})
        return Positions(
            keys, MappingProxyType({to(path): offset for path, offset in self._values.items()}), self._starts
        )

    def __contains__(self, path: Path) -> bool:
        return path in self._values

    def source(self, text: str, line: int) -> str:
        """Return a line of ``text``, the text these positions were taken from, without its end of line.

        A line beyond the last is empty.
        """
        if line > len(self._starts):
            return ""
        end = self._starts[line] if line < len(self._starts) else len(text)
        return text[self._starts[line - 1] : end].removesuffix("\n").removesuffix("\r")

    def _nearest(self, places: Mapping[Path, int], path: Path) -> Position:
        for length in range(len(path), 0, -1):
            offset = places.get(path[:length])
            if offset is not None:
                return _position(self._starts, offset)
        first = (min(found.values(), default=0) for found in (self._keys, self._values))
        return _position(self._starts, min(first))


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a text that is not whole TOML broke off."""

    path: Path
    """The key that was read last among those still open, or the value in its way where that stood before."""
    place: Position
    """Where the key that was read last stands."""
    earlier: Position | None
    """Where the value at ``path`` stood before; None when there was none."""
    quote: Position | None
    """The opening quote of a string that is never closed; None when every string is closed."""


def locate(text: str) -> Positions:
    """Return the places of all keys and values in ``text``, which ``tomllib`` has accepted."""
    scanner = _Scanner(text)
    scanner.run()
    return Positions(MappingProxyType(scanner.keys), MappingProxyType(scanner.values), line_starts(text))


def tail(text: str) -> Tail:
    """Return where ``text``, the part of a document before a mistake in it, breaks off."""
    scanner = _Scanner(text)
    scanner.run()
    starts = line_starts(text)
    last = scanner.stack[-1].last if scanner.stack and scanner.stack[-1].last else scanner.last
    path, earlier = last.path, last.earlier
    for length in range(len(path) - 1, 0, -1):
        offset = scanner.values.get(path[:length], last.offset)
        if earlier is None and offset < last.statement:
            path, earlier = path[:length], offset
    return Tail(
        path,
        _position(starts, last.offset),
        None if earlier is None else _position(starts, earlier),
        None if scanner.unclosed is None else _position(starts, scanner.unclosed),
    )


def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of the first character of each line."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _position(starts: tuple[int, ...], offset: int) -> Position:
    line = bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Key:
    path: Path = ()
    offset: int = 0
    """Where its last part begins."""
    statement: int = 0
    """Where its first part begins."""
    earlier: int | None = None


@dataclass(slots=True)
class _Container:
    """An array or inline table that is still open."""

    path: Path
    is_array: bool
    count: int = 0
    last: _Key | None = None


@dataclass(slots=True)
class _Scanner:
    """One pass over a text, with a stack of its own so that no depth of nesting can exhaust Python's."""

    text: str
    at: int = 0
    keys: dict[Path, int] = field(default_factory=dict[Path, int])
    values: dict[Path, int] = field(default_factory=dict[Path, int])
    lengths: dict[Path, int] = field(default_factory=dict[Path, int])
    """How many elements each array of tables has so far."""
    stack: list[_Container] = field(default_factory=list[_Container])
    last: _Key = _Key()
    unclosed: int | None = None

    def run(self) -> None:
        """Read statement after statement; each step goes forward, so it ends on any text."""
        header: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            before = self.at
            if self.text.startswith("[", self.at):
                header = self._header()
            else:
                self.last = self._key(header)
                self._value_after_key(self.last.path)
                self._nested()
            if self.at == before:
                self.at += 1
            self._skip(_BLANK)

    def _header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]`` and return the path of the table that it opens."""
        bracket = self.at
        is_element = self.text.startswith("[[", bracket)
        self.at += 2 if is_element else 1
        self._skip(_SPACE)
        self.last = key = self._key((), follow_arrays=True)
        path = key.path
        if is_element:
            index = self.lengths.get(path, 0)
            self.lengths[path] = index + 1
            self.values.setdefault(path, bracket)
            path = (*path, index)
        self.keys[path] = key.offset
        self.values[path] = bracket
        if self.text.startswith("]", self.at):
            self.at += 2 if is_element else 1
        return path

    def _key(self, base: Path, *, follow_arrays: bool = False) -> _Key:
        """Read a dotted key below ``base``; the tables on its way get a place unless they have one."""
        path, statement, offset = base, self.at, self.at
        while True:
            match = _KEY_PART.match(self.text, self.at)
            if match is None:
                self._stop_at_open_quote()
                break
            offset, self.at = match.start(), match.end()
            path = _joined(path, _decoded(match.group()))
            if len(path) <= _DEEPEST:
                self.keys.setdefault(path, offset)
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                break
            if len(path) <= _DEEPEST:
                self.values.setdefault(path, offset)
            if follow_arrays and path in self.lengths:
                path = (*path, self.lengths[path] - 1)
            self.at += 1
            self._skip(_SPACE)
        return _Key(path, offset, statement, self.values.get(path))

    def _value_after_key(self, path: Path) -> None:
        if self.text.startswith("=", self.at):
            self.at += 1
            self._skip(_SPACE)
            self._value(path)

    def _value(self, path: Path) -> None:
        """Note where a value begins, then skip it, or open it if it is an array or an inline table."""
        start = self.at
        if len(path) <= _DEEPEST:
            self.values[path] = start
        first = self.text[start : start + 1]
        if first in {"[", "{"}:
            self.stack.append(_Container(path, is_array=first == "["))
            self.at += 1
        elif first in {'"', "'"}:
            self._skip(_STRING)
            self._stop_at_open_quote(start)
        else:
            self._skip(_BARE)

    def _nested(self) -> None:
        """Read on until every open array and inline table is closed, or the text ends."""
        while self.stack:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return
            top, before, char = self.stack[-1], self.at, self.text[self.at]
            if char in "]}":
                self.stack.pop()
            elif char != ",":
                self._member(top)
            if self.at == before:
                self.at += 1

    def _member(self, container: _Container) -> None:
        if container.is_array:
            path = _joined(container.path, container.count)
            container.count += 1
            if len(path) <= _DEEPEST:
                self.keys[path] = self.at
            self._value(path)
        else:
            container.last = self._key(container.path)
            self._value_after_key(container.last.path)

    def _stop_at_open_quote(self, opening: int | None = None) -> None:
        """Give up at a quote that nothing closes: whatever follows would be read as keys."""
        start = self.at if opening is None else opening
        if self.at == start and self.text[start : start + 1] in {'"', "'"}:
            self.unclosed = start
            self.at = len(self.text)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()


def _joined(path: Path, part: str | int) -> Path:
    """Return the path one step further, or one that is too deep to be noted."""
    return (*path, part) if len(path) <= _DEEPEST else path


def _decoded(key: str) -> str:
    """Return the name that a key part stands for."""
    if key[0] not in "\"'":
        return key
    if "\\" not in key:
        return key[1:-1]
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:  # only in a text that tomllib has refused already
        return key[1:-1]
