"""Nodes: everything that has a global id, made of its type's name and its natural key."""

import binascii
from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.relay.utils import from_base64, to_base64

from schema.fields import field


def node_id(type_name: str, key: Callable[[Any], object]) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    """Return the field ``id`` of a type whose natural key is what ``key`` finds in the value."""
    return field(
        "Global id, for `node(id)` and client caches. Opaque, and the same on every server.",
        lambda row: to_base64(type_name, str(key(row))),
    )


def parse_id(text: str) -> tuple[str, str] | None:
    """Return the type's name and the natural key in a global id; None for any other text."""
    try:
        return from_base64(text)
    except (ValueError, binascii.Error):
        return None


@strawberry.interface(description="Anything with a global id.")
class Node:
    """Anything with a global id; each type says which of the core's values it stands for in ``is_type_of``."""

    id: strawberry.ID = field("Global id, for `node(id)` and client caches. Opaque, and the same on every server.")
