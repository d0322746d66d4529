"""What an exported column holds, so that each kind of file can write it without loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | bool | date | Decimal | None
Rows = Sequence[Sequence[Value]]


class Holds(StrEnum):
    """What every value of a column is, if it is not None."""

    TEXT = "TEXT"
    DAY = "DAY"
    NUMBER = "NUMBER"
    """A whole number of at most nine digits."""
    EXACT = "EXACT"
    """An exact number with decimal places."""
    FLAG = "FLAG"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported file."""

    name: str
    holds: Holds = Holds.TEXT
    digits: int = 0
    """Of an exact number, how many it has at most."""
    places: int = 0
    """How many of them are decimal places."""


def text_of(value: Value) -> str:
    """Return a value as text: days as 2025-03-01, numbers without idle zeros, empty for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
