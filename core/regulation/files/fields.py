"""Which keys a model accepts at a key path."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from core.regulation.files.positions import Path


def keys_at(model: type[BaseModel], path: Path, labels: Mapping[Path, str]) -> tuple[str, ...]:
    """Return the keys that a table at ``path`` may hold, in the order of the model's fields.

    ``labels`` names the branch taken of a union at a path: a model's name, or the value of its discriminator.
    """
    models: list[object] = []
    places: list[object] = [model]
    for depth in range(len(path) + 1):
        models = _chosen([part for place in places for part in _parts(place)], labels.get(path[:depth]))
        if depth < len(path):
            places = [inner for part in models for inner in _inside(part, path[depth])]
    return tuple(dict.fromkeys(key for part in models for key, _ in _fields(part)))


def _chosen(parts: list[object], label: str | None) -> list[object]:
    named = [part for part in parts if label is not None and _answers_to(part, label)]
    return named or parts


def _parts(annotation: object) -> Iterator[object]:
    """Yield the types that an annotation allows, without the wrappings around them."""
    alias = getattr(annotation, "__value__", None)
    if alias is not None:
        yield from _parts(alias)
    elif get_origin(annotation) is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _parts(annotation.model_fields["root"].annotation)
    else:
        yield annotation


def _fields(part: object) -> Iterator[tuple[str, object]]:
    """Yield key and annotation of each field of a model; nothing for any other type."""
    if isinstance(part, type) and issubclass(part, BaseModel):
        for name, field in part.model_fields.items():
            yield (field.validation_alias if isinstance(field.validation_alias, str) else name), field.annotation


def _inside(part: object, key: str | int) -> Iterator[object]:
    """Yield what the type allows at a key or index."""
    for name, annotation in _fields(part):
        if name == key:
            yield annotation
    arguments = get_args(part)
    if isinstance(key, int):
        variadic = Ellipsis in arguments or len(arguments) == 1
        yield from arguments[:1] if variadic else arguments[key : key + 1]
    elif get_origin(part) is not None and len(arguments) == 2:  # noqa: PLR2004 - a mapping's key and value
        yield arguments[1]


def _answers_to(part: object, label: str) -> bool:
    """Return whether a branch of a union is the one that pydantic calls ``label``."""
    if getattr(part, "__name__", None) == label:
        return True
    return any(
        get_origin(allowed) is Literal and label in map(str, get_args(allowed))
        for _, annotation in _fields(part)
        for allowed in _parts(annotation)
    )
