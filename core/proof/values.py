"""Values of the engine as JSON: facts sparsely, so that they can be read back; outcomes with everything a client sees.

Days are written YYYY-MM-DD and exact numbers without idle zeros, both in quotes; enumerations by their value.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from core.assessment.outcome import Outcome, Step
from core.assessment.sentences import text_of
from core.proof.canonical import Json
from core.regulation.citation import Citation
from core.regulation.law import Law

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_ELSEWHERE = frozenset({"law", "facts_digest", "rules_used"})
"""Fields of an outcome that have a place of their own in a receipt."""


def told(value: object) -> Json:
    """Return facts as JSON, what is left at its default left out."""
    if isinstance(value, (list, tuple)):
        return [told(one) for one in cast("tuple[object, ...]", value)]
    if is_dataclass(value) and not isinstance(value, type):
        given = ((one, cast("object", getattr(value, one.name))) for one in fields(value))
        return {one.name: told(held) for one, held in given if one.default is MISSING or held != one.default}
    return _plain(value)


def seen(value: object) -> Json:
    """Return a part of an outcome as JSON, with every field and property that a client can ask for."""
    if isinstance(value, (list, tuple)):
        return [seen(one) for one in cast("tuple[object, ...]", value)]
    if isinstance(value, Mapping):
        return {str(key): seen(held) for key, held in cast("Mapping[object, object]", value).items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _seen(value)
    return _plain(value)


def _seen(value: "DataclassInstance") -> Json:
    """Return a typed value as JSON; of some more is said than their fields."""
    match value:
        case Citation():
            return {"code": str(value), "en": value.text.en, "zh": value.text.zh}
        case Step():
            return {**_shown(value, leave={"arguments"}), "text": _plain(text_of(value))}
        case Outcome():
            return _shown(value, leave=_ELSEWHERE)
        case _:
            return _shown(value)


def _shown(value: "DataclassInstance", leave: Collection[str] = ()) -> dict[str, Json]:
    return {name: seen(getattr(value, name)) for name in _names(type(value)) if name not in leave}


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    """Return the names of a type's fields and public properties."""
    return tuple(sorted({*(one.name for one in fields(kind)), *_properties(kind)}))


def _properties(kind: type) -> Iterator[str]:
    for base in kind.__mro__:
        yield from (name for name, one in vars(base).items() if isinstance(one, property) and name[0] != "_")


def _plain(value: object) -> Json:
    """Return a single value as JSON; raise TypeError for one that no proof can hold."""
    match value:
        case Enum():
            return cast("str", value.value)
        case None | str() | bool() | int():
            return value
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case date():
            return value.isoformat()
        case BaseModel():
            return cast("Json", value.model_dump(mode="json", by_alias=True))
        case Law():
            return value.id
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a proof")
