"""What a worked example expects and what came out, in the words of the example: only what it could state is shown."""

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from pydantic import BaseModel

from core.assessment.arithmetic import plain
from core.assessment.cases import Mismatch
from core.assessment.periods import Period

NOTHING = "∅"
_CITE = "cite"


def expected_of(one: Mismatch) -> str:
    """Return what the example states; ``∅``: nothing may be there."""
    return _written(one.expected)


def found_of(one: Mismatch) -> str:
    """Return what came out, of each table the fields that an example can state; ``∅``: nothing."""
    model = _model_of(one.expected)
    return _written(one.found) if model is None else _seen(one.found, model)


def _model_of(stated: object) -> type[BaseModel] | None:
    """Return what kind of table ``stated`` is, or is a list of; None: no table."""
    items = cast("tuple[object, ...]", stated) if isinstance(stated, tuple) else (stated,)
    return next((type(one) for one in items if isinstance(one, BaseModel)), None)


def _seen(found: object, model: type[BaseModel]) -> str:
    if isinstance(found, tuple):
        return _list(_seen(one, model) for one in cast("tuple[object, ...]", found))
    if found is None:
        return NOTHING
    fields = {name: getattr(found, "citation" if name == _CITE else name, None) for name in model.model_fields}
    return _table({name: value for name, value in fields.items() if value not in (None, False)})


def _written(value: object) -> str:
    match value:
        case None:
            text = NOTHING
        case bool():
            text = str(value).lower()
        case Decimal():
            text = plain(value)
        case Period():
            text = value.name
        case BaseModel():
            text = _table(
                {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
            )
        case tuple():
            text = _list(_written(one) for one in cast("tuple[object, ...]", value))
        case _:
            text = str(value)
    return text


def _table(fields: dict[str, object]) -> str:
    return "{ " + ", ".join(f"{name} = {_written(value)}" for name, value in fields.items()) + " }"


def _list(items: Iterable[str]) -> str:
    return "[" + ", ".join(items) + "]"
