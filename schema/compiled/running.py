"""What compiled operations call: many values at once, so that however long a list is, it is awaited once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from itertools import islice
from typing import Any

from schema.compiled.leaves import Irregular
from schema.shelves import Shelves

Many = Callable[[list[Any], Any], Awaitable[list[Any]]]
"""Completes objects of one type, in their order."""
Kind = tuple[Callable[[Any, Any], bool], Callable[[Any, Any], Any], bool]
"""Whether a value is of a type, what completes it or many of it, and whether that is many of it, awaited."""


def class_of(value: object, is_kind: Callable[[Any, Any], bool], asking: object) -> type:
    """Return the class of ``value``, by which alone types are told; raise Irregular for one of another type."""
    if is_kind(value, asking):
        return value.__class__
    raise Irregular


async def together(waiting: Iterable[Awaitable[object]]) -> list[object]:
    """Return what each gives, in order; all have ended before the first of their errors is raised."""
    each = tuple(waiting)
    if len(each) == 1:
        return [await each[0]]
    found = await asyncio.gather(*each, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return found


async def objects_in(found: Sequence[Any], complete: Many, asking: object, *, nulls: bool) -> list[Any]:
    """Return the objects ``found``, completed; raise Irregular for a null where none may be."""
    present = [one for one in found if one is not None]
    if len(present) == len(found):
        return await complete(present, asking)
    if not nulls:
        raise Irregular
    done = iter(await complete(present, asking))
    return [None if one is None else next(done) for one in found]


async def lists_in(
    found: Sequence[Any], complete: Many, asking: object, *, nulls: bool, nulls_inside: bool
) -> list[Any]:
    """Return the lists of objects ``found``, completed all at once; raise Irregular for what is no list."""
    if any(
        one.__class__ is not list and one.__class__ is not tuple and (one is not None or not nulls) for one in found
    ):
        raise Irregular
    flat = [item for one in found if one is not None for item in one]
    done = iter(await objects_in(flat, complete, asking, nulls=nulls_inside))
    return [None if one is None else list(islice(done, len(one))) for one in found]


async def kinds_in(found: Sequence[Any], kinds: Sequence[Kind], asking: object) -> list[Any]:
    """Return ``found``, values of several types, each completed as what it is; raise Irregular for any other."""
    places: list[list[int]] = [[] for _ in kinds]
    for place, one in enumerate(found):
        places[_kind_of(one, kinds, asking)].append(place)
    completed: list[Any] = [None] * len(found)
    for (_, complete, is_many), each in zip(kinds, places, strict=True):
        values = [found[place] for place in each]
        done = await complete(values, asking) if is_many else [complete(one, asking) for one in values]
        for place, one in zip(each, done, strict=True):
            completed[place] = one
    return completed


def _kind_of(value: object, kinds: Sequence[Kind], asking: object) -> int:
    for number, (is_kind, _, _) in enumerate(kinds):
        if is_kind(value, asking):
            return number
    raise Irregular


async def from_shelf(
    found: Sequence[Any],
    asking: Any,  # noqa: ANN401 - what resolvers are given
    key_of: Callable[[Any], Hashable],
    place: tuple[Hashable, tuple[int, ...]],
    complete: Callable[[Sequence[Any], Any], Awaitable[list[Any]]],
) -> list[Any]:
    """Return what ``complete`` makes of the objects ``found``, taking from the shelf at ``place`` what is there.

    ``place`` ends with the numbers of the arguments that vary, whose values tell shelves apart.
    """
    shelves: Shelves | None = asking.context.shelves
    if shelves is None:
        return await complete(found, asking)
    where, numbers = place
    arguments = [repr(asking.arguments[number]) for number in numbers]
    shelf = shelves.of(asking.context.viewer, where, *arguments)
    keys = [*map(key_of, found)]
    at_hand = [*map(shelf.get, keys)]
    if None not in at_hand:
        return at_hand
    if None in keys:
        raise Irregular
    missing = {key: one for key, one, there in zip(keys, found, at_hand, strict=True) if there is None}
    kept = shelves.keep(shelf, missing, await complete([*missing.values()], asking))
    return [kept[key] if there is None else there for key, there in zip(keys, at_hand, strict=True)]
