"""Refuses, before anything is written, what a column could not hold or would hold differently."""

import asyncio
from collections.abc import Sequence
from dataclasses import Field
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from core.errors import RefusedError
from core.storage import models
from core.storage.loaders import chunks
from core.storage.trouble import not_storable
from core.text import Text

SLICE = 1000
"""How many records are looked at before other tasks have their turn."""
LARGEST_INTEGER = 2**31 - 1
"""What an INT column of every database holds."""

LENGTHS = {
    "category": models.NAME,
    "clause": models.CODE,
    "code": models.CODE,
    "decision_no": models.NAME,
    "department": models.CODE,
    "determined_by": models.NAME,
    "doctor": models.CODE,
    "institution": models.CODE,
    "label": models.NAME,
    "level": models.WORD,
    "name": models.NAME,
    "note": models.NOTE,
    "place": models.PLACE,
    "region": models.REGION,
    "regulation": models.NAME,
    "scope": models.SENTENCE,
    "title": models.NAME,
}
"""Longest text of each field, in characters; the same wherever a field of this name occurs."""


class Record(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


async def check_records(records: Sequence[Record]) -> None:
    """Raise RefusedError, naming the field, for the first value that cannot be stored."""
    for some in chunks(records, SLICE):
        for record in some:
            for name in record.__dataclass_fields__:
                check_value(name, getattr(record, name))
        await asyncio.sleep(0)


def check_value(name: str, value: object) -> None:
    """Raise RefusedError if ``value`` cannot be stored in the field ``name``."""
    match value:
        case str():
            check_text(name, value)
        case bool():
            return
        case int() if abs(value) > LARGEST_INTEGER:
            raise not_storable(name)
        case Decimal():
            check_points(name, value)
        case _:
            return


def check_text(name: str, text: str) -> None:
    """Raise RefusedError for text that is too long, holds what cannot be encoded, or is no region code."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise not_storable(name) from error
    if "\0" in text:
        raise not_storable(name)
    longest = LENGTHS.get(name)
    if longest is not None and len(text) > longest:
        raise not_storable(
            name,
            Text(
                zh=f"长 {len(text)} 个字符，最多 {longest} 个",
                en=f"it has {len(text)} characters, at most {longest} are kept",
            ),
        )
    if name == "region" and not (len(text) == models.REGION and text.isascii() and text.isdigit()):
        raise bad_region()


def bad_region() -> RefusedError:
    """Return the error for a region that is not a GB/T 2260 code."""
    return not_storable("region", Text(zh="行政区划代码应为六位数字", en="a region has six digits"))


def check_points(name: str, points: Decimal) -> None:
    """Raise RefusedError for points that are negative, not finite, or finer than two decimal places."""
    whole_digits = models.POINT_DIGITS - models.POINT_PLACES
    if not points.is_finite() or points < 0 or points >= Decimal(10) ** whole_digits or is_finer(points):
        raise not_storable(
            name,
            Text(
                zh=f"应为不小于 0、最多 {models.POINT_PLACES} 位小数的数",
                en=f"it is not a number from 0 with at most {models.POINT_PLACES} decimal places",
            ),
        )


def is_finer(points: Decimal) -> bool:
    """Return whether ``points`` has more decimal places than are kept."""
    return points != points.quantize(Decimal(1).scaleb(-models.POINT_PLACES))
