"""From the text of a data file to a typed value, or to everything that is wrong with it at once."""

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TypeAlias, TypeVar, cast

from pydantic import BaseModel, ValidationError

from core.regulation.files import beyond, messages
from core.regulation.files.messages import Wording
from core.regulation.files.model_errors import complaints
from core.regulation.files.positions import Path, Position, Positions, line_starts, locate
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.syntax import explain
from core.text import Text

M = TypeVar("M", bound=BaseModel)

Value: TypeAlias = "str | int | bool | Decimal | date | time | tuple[Value, ...] | dict[str, Value]"
"""A value of a TOML text; a datetime is a date. Lists are tuples and no number is a binary float."""

BYTES = 1_000_000
"""How large a data file may be unless the caller says otherwise, in bytes."""

MOST = 200
"""How many problems of one file are told."""

_LINE = 10_000
"""How many characters a line may have: every problem shows its line."""
_VALUES = 20_000
"""How many values a file may have, tables and lists among them; the largest at hand has some twelve hundred."""
_DEPTH = 32
"""How many tables and arrays may stand in one another."""
_DIGITS = 40
_EXPONENT = 30

_KEY_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*+((?:{_KEY_PART}[ \t]*+\.[ \t]*+){{{_DEPTH}}})", re.MULTILINE)
_DEEP_BRACKETS = re.compile(rf"[\[{{](?:[^\[\]{{}}\"'#]*+[\[{{]){{{_DEPTH}}}")
_LONG_LINE = re.compile(rf"[^\n]{{{_LINE + 1}}}")
_LONG_NUMBER = re.compile(rf"(?<![0-9_])[0-9_]{{{_DIGITS}}}")


@dataclass(frozen=True, slots=True)
class Document:
    """A data file as read: its text, what it says, and where."""

    text: str
    """Without a byte order mark."""
    file: str
    positions: Positions
    data: Mapping[str, Value]

    def problem(self, path: Path, code: str, message: Text, hint: Text) -> Problem:
        """Return a problem at the value at ``path``, or at the nearest table around it."""
        return problem_at(self.positions, self.text, self.file, path, code, message, hint)

    def validate(self, model: type[M]) -> M:
        """Return the value of ``model`` that the file states.

        Raises:
            DataFileError: the file does not fit the model; carries every misfit.
        """
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            found = [
                _problem(self, self.positions.key(one.path) if one.at_key else self.positions.of(one.path), one.wording)
                for one in islice(complaints(error, self.data, model), MOST)
            ]
            raise DataFileError(found) from error


def read_bytes(data: bytes, file: str, model: type[M], *, limit: int = BYTES) -> M:
    """Return the value of ``model`` that the bytes of a file state; a byte order mark is accepted.

    Raises:
        DataFileError: larger than ``limit`` bytes, not UTF-8, not TOML, or not what the model asks for.
    """
    return read_text(decode(data, file, limit=limit), file, model)


def read_text(text: str, file: str, model: type[M]) -> M:
    """Return the value of ``model`` that ``text`` states; ``file`` is what problems call the file.

    Raises:
        DataFileError: not TOML, or not what the model asks for; carries every problem.
    """
    return parse(text, file).validate(model)


def decode(data: bytes, file: str, *, limit: int = BYTES) -> str:
    """Return the text of a file.

    Raises:
        DataFileError: larger than ``limit`` bytes or not UTF-8.
    """
    require_size(len(data), file, limit)
    body = data.removeprefix(BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        before = body[: error.start].decode()
        wording = messages.not_utf8(body[error.start], _likely(body))
        raise _refused(body.decode(errors="replace"), file, _place(before, len(before)), wording) from error


def require_size(size: int, file: str, limit: int = BYTES) -> None:
    """Raise DataFileError if a file of so many bytes is larger than ``limit``."""
    if size > limit:
        raise _refused("", file, Position(1, 1), beyond.too_large(size, limit))


def parse(text: str, file: str) -> Document:
    """Return what ``text`` says and where, before any model is asked.

    Raises:
        DataFileError: not TOML, or nested or numbered beyond reason.
    """
    text = text.removeprefix("\ufeff")
    long = _LONG_LINE.search(text)
    if long is not None:
        raise _refused("", file, _place(text, long.start()), beyond.too_long_a_line(_LINE))
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        raise _refused(text, file, _place(text, deep.start(1)), beyond.too_deep(_DEPTH))
    try:
        data = _frozen_table(tomllib.loads(text, parse_float=_decimal), _DEPTH)
    except tomllib.TOMLDecodeError as error:
        fault = explain(text, str(error))
        raise _refused(text, file, fault.position, fault.wording) from error
    except (RecursionError, _TooDeepError) as error:
        match = _DEEP_BRACKETS.search(text)
        position = _place(text, match.start() if match else 0)
        raise _refused(text, file, position, beyond.too_deep(_DEPTH)) from error
    except ValueError as error:  # beyond TOML's own: Python refuses to read an integer of thousands of digits
        match = _LONG_NUMBER.search(text)
        position = _place(text, match.start() if match else 0)
        raise _refused(text, file, position, messages.bad_number(None)) from error
    count = count_of(data)
    if count > _VALUES:
        raise _refused("", file, Position(1, 1), beyond.too_many(count, _VALUES))
    document = Document(text, file, locate(text), data)
    wrong = [
        _problem(document, document.positions.of(path), messages.bad_number(path))
        for path, value in _leaves(data, ())
        if not _is_sane(value)
    ]
    if wrong:
        raise DataFileError(wrong[:MOST])
    return document


def problem_at(positions: Positions, text: str, file: str, path: Path, code: str, message: Text, hint: Text) -> Problem:
    """Return a problem at the value at ``path``, for a check that types cannot make.

    ``text`` is the one that ``positions`` were taken from. A path that it lacks gets the nearest place around it.
    """
    position = positions.of(path)
    source = positions.source(text, position.line)
    return Problem(code, file, position.line, position.column, source, message, hint)


def _problem(document: Document, position: Position, wording: Wording) -> Problem:
    source = document.positions.source(document.text, position.line)
    return Problem(wording.code, document.file, position.line, position.column, source, wording.message, wording.hint)


def _refused(text: str, file: str, position: Position, wording: Wording) -> DataFileError:
    """Return the error for a text that has no positions to ask, because it could not be read."""
    source = Positions({}, {}, line_starts(text)).source(text, position.line)
    problem = Problem(wording.code, file, position.line, position.column, source, wording.message, wording.hint)
    return DataFileError([problem])


def _place(text: str, offset: int) -> Position:
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _likely(data: bytes) -> str | None:
    """Return the encoding that bytes which are not UTF-8 seem to be in, or None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK/GB18030"


def _decimal(literal: str) -> Decimal:
    """Return the exact number, or one that is not finite where no number can be made of it."""
    try:
        return Decimal(literal)
    except InvalidOperation:  # the exponent alone has too many digits
        return Decimal("NaN")


def _is_sane(value: Value) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= _DIGITS and abs(value.adjusted()) <= _EXPONENT
    return not isinstance(value, int) or abs(value) < 10**_EXPONENT


def count_of(table: Mapping[str, Value]) -> int:
    """Return how many values ``table`` consists of: tables, lists and what is in them."""
    return sum(1 + _inner_count(value) for value in table.values())


def _inner_count(value: Value) -> int:
    if isinstance(value, dict):
        return count_of(value)
    return sum(1 + _inner_count(one) for one in value) if isinstance(value, tuple) else 0


def _leaves(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _frozen_table(table: Mapping[str, object], depth: int) -> dict[str, Value]:
    return {key: _frozen(value, depth - 1) for key, value in table.items()}


def _frozen(value: object, depth: int) -> Value:
    """Return the value with tuples for lists, of which strict types make a field that cannot change."""
    if depth < 0:
        raise _TooDeepError
    if isinstance(value, dict):
        return _frozen_table(cast("dict[str, object]", value), depth)
    if isinstance(value, list):
        return tuple(_frozen(one, depth - 1) for one in cast("list[object]", value))
    return cast("Value", value)


class _TooDeepError(Exception):
    """A value stands deeper than any data file needs."""
