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

LENGTHS = {
    "actor": models.NAME,
    "audit_actor": models.SENTENCE,
    "category": models.NAME,
    "clause": models.CODE,
    "code": models.CODE,
    "decision_no": models.NAME,
    "department": models.CODE,
    "determined_by": models.NAME,
    "document_no": models.NAME,
    "doctor": models.CODE,
    "grade": models.NAME,
    "indicator": models.CODE,
    "institution": models.CODE,
    "label": models.NAME,
    "level": models.WORD,
    "name": models.NAME,
    "note": models.NOTE,
    "period": models.WORD,
    "place": models.PLACE,
    "reason": models.NOTE,
    "region": models.REGION,
    "regulation": models.NAME,
    "rule": models.CODE,
    "scope": models.SENTENCE,
    "source": models.NAME,
    "subject": models.CODE,
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
        case int() if abs(value) > models.LARGEST_INTEGER:
            raise not_storable(name)
        case Decimal() if name == "value":
            check_number(name, value, models.VALUE_DIGITS, models.VALUE_PLACES)
        case Decimal():
            check_number(name, value, models.POINT_DIGITS, models.POINT_PLACES)
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


def check_number(name: str, number: Decimal, digits: int, places: int) -> None:
    """Raise RefusedError for a number that is negative, not finite, too large, or finer than ``places`` decimals."""
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** (digits - places) or is_finer(number, places):
        raise not_storable(
            name,
            Text(
                zh=f"应为不小于 0、最多 {places} 位小数的数",
                en=f"it is not a number from 0 with at most {places} decimal places",
            ),
        )


def is_finer(number: Decimal, places: int) -> bool:
    """Return whether ``number`` has more decimal places than are kept."""
    return number != number.quantize(Decimal(1).scaleb(-places))
