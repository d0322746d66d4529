"""A field of a snapshot's line: how a column becomes a value of JSON, and how that becomes a column's value again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from core.errors import GuijuError
from core.proof.chain import number_text
from core.storage.checks import check_value
from core.storage.copying import moment_text
from core.storage.decoding import as_moment
from core.storage.kinds import in_places
from core.storage.models import POINT_PLACES, VALUE_PLACES

Value = str | int | bool
_EXACT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?")


class Holds(Enum):
    """What a field holds; its value is of that type in JSON too, moments, days and exact numbers being text."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"
    NUMBER = "number"
    EXACT = "exact"


class WrongValueError(ValueError):
    """A value that a field cannot hold."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a line."""

    name: str
    """What the line calls it, and the column where ``is_column`` says so."""
    sql: str = ""
    """What is read for it; empty: the column of its name."""
    holds: Holds = Holds.TEXT
    is_column: bool = True
    """False: it is part of what the row refers to, and no column of its own."""
    is_optional: bool = False
    words: frozenset[str] | None = None
    """The words that it can hold; None: any text."""
    checked_as: str = ""
    """By which field's rule its text is checked; empty: by that of its own name."""

    def said(self, found: object) -> Value | None:
        """Return what the database has given, as JSON says it; raises WrongValueError for what no text can say."""
        if found is None:
            return None
        try:
            return _SAID[self.holds](found)
        except (ValueError, ArithmeticError) as error:
            raise WrongValueError(self.name) from error

    def kept(self, value: object) -> object:
        """Return what a line says, as a column keeps it; raises WrongValueError for what is none of its values."""
        if value is None:
            if self.is_optional:
                return None
            raise WrongValueError(self.name)
        try:
            kept = _KEPT[self.holds](value)
            if self.words is not None and value not in self.words:
                raise WrongValueError(self.name)
            if self.holds is Holds.EXACT:
                places = VALUE_PLACES if self.name == "value" else POINT_PLACES
                check_value("value" if self.name == "value" else "points", Decimal(str(value)))
                return str(in_places(Decimal(str(value)), places))
            check_value(self.checked_as or self.name, kept)
        except (ValueError, ArithmeticError, GuijuError) as error:
            raise WrongValueError(self.name) from error
        return kept


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValueError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValueError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError
    return value


def _day(value: object) -> str:
    text = _text(value)
    if date.fromisoformat(text).isoformat() != text:
        raise WrongValueError
    return text


def _said_moment(value: object) -> str:
    return as_moment(_text(value)).isoformat()


def _moment(value: object) -> str:
    text = _text(value)
    if datetime.fromisoformat(text).tzinfo is None or _said_moment(text) != text:
        raise WrongValueError
    return moment_text(text)


def _said_exact(value: object) -> str:
    return number_text(Decimal(_text(value)))


def _exact(value: object) -> str:
    text = _text(value)
    if not _EXACT.fullmatch(text) or number_text(Decimal(text)) != text:
        raise WrongValueError
    return text


_SAID: MappingProxyType[Holds, Callable[[object], Value]] = MappingProxyType(
    {
        Holds.TEXT: _text,
        Holds.DAY: _day,
        Holds.MOMENT: _said_moment,
        Holds.FLAG: bool,
        Holds.NUMBER: _number,
        Holds.EXACT: _said_exact,
    }
)
_KEPT: MappingProxyType[Holds, Callable[[object], Value]] = MappingProxyType(
    {
        Holds.TEXT: _text,
        Holds.DAY: _day,
        Holds.MOMENT: _moment,
        Holds.FLAG: _flag,
        Holds.NUMBER: _number,
        Holds.EXACT: _exact,
    }
)
