"""Nodes: everything that has a global id, made of its type's name and its natural key."""

import binascii
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, cast

import orjson
import strawberry
from strawberry.relay.utils import from_base64, to_base64

from schema.context import Info
from schema.fields import field, resolved

DESCRIPTION = "Global id, for `node(id)` and client caches. Opaque, and the same on every server."
Keys = Callable[[Sequence[Any], Info], Awaitable[Sequence[Sequence[str]]]]
"""What finds the natural keys, each of several parts, of many values at once."""


def node_id(type_name: str, key: Callable[[Any], object]) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    """Return the field ``id`` of a type whose natural key is what ``key`` finds in the value."""
    return field(DESCRIPTION, lambda row: to_base64(type_name, str(key(row))))


def node_id_of(type_name: str, keys: Keys) -> Any:  # noqa: ANN401 - as above
    """Return the field ``id`` of a type whose natural key has several parts, some of them in other rows."""

    async def many(roots: Sequence[Any], info: Info) -> list[str]:
        return [to_base64(type_name, joined(key)) for key in await keys(roots, info)]

    async def one(root: strawberry.Parent[Any], info: Info) -> strawberry.ID:
        return strawberry.ID((await many([root], info))[0])

    return resolved(one, DESCRIPTION, many=many)


def joined(parts: Sequence[str]) -> str:
    """Return the parts of a natural key as one text, from which ``parts_of`` has them again."""
    return orjson.dumps(list(parts)).decode()


def parts_of(key: str, count: int) -> list[str] | None:
    """Return the parts of a natural key; None for a text that is not one of ``count`` parts."""
    try:
        found = orjson.loads(key)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(found, list):
        return None
    parts = cast("list[object]", found)
    texts = [one for one in parts if isinstance(one, str) and "\0" not in one]
    return texts if len(texts) == len(parts) == count else None


def day_of(text: str) -> date | None:
    """Return the day that a part of a key writes; None for any other text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def parse_id(text: str) -> tuple[str, str] | None:
    """Return the type's name and the natural key in a global id; None for any other text."""
    try:
        return from_base64(text)
    except (ValueError, binascii.Error):
        return None


@strawberry.interface(description="Anything with a global id.")
class Node:
    """Anything with a global id; each type says which of the core's values it stands for in ``is_type_of``."""

    id: strawberry.ID = field(DESCRIPTION)
