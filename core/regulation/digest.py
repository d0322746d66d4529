"""The fingerprint of a value: the same for equal values on every machine, different for any change.

What is left at its default does not count, so that a new optional field of a type changes no digest.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import orjson
from pydantic import BaseModel

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def digest_of(value: "BaseModel | DataclassInstance") -> str:
    """Return the SHA-256 of ``value`` in canonical JSON (sorted keys, UTF-8, numbers as text), in hexadecimal."""
    if isinstance(value, BaseModel):
        plain: object = value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    else:
        plain = _stated(value)
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def _stated(value: object) -> object:
    """Return ``value`` without the fields that hold nothing, and equal numbers in one form: 2.50 as 2.5."""
    names: Mapping[str, object] | None = getattr(value, "__dataclass_fields__", None)
    if names is not None:
        return {name: _stated(inner) for name in names if (inner := getattr(value, name)) is not None and inner != ()}
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        return {key: _stated(inner) for key, inner in table.items() if inner is not None and inner != ()}
    if isinstance(value, (list, tuple)):
        return [_stated(inner) for inner in cast("tuple[object, ...]", value)]
    return f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else value
