"""What objects of the registry led to in answers before, kept as JSON while nothing at all is written.

A page that was never asked for is mostly made of doctors who were shown on other pages. What the same fields of one
doctor say to the same viewer is the same until the data changes, so it is put into the answer as it was written then.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import orjson

from core.service.viewer import Viewer

MOST_VALUES = 100_000
"""How many values of the law are kept with what they led to; beyond that keeping begins again, too."""
MOST_MADE = 256
"""How much else is kept that was made ready for many requests."""
MOST_BYTES = 64 * 1024 * 1024
"""How much is kept; beyond that all of it is dropped, and keeping begins again."""
Made = TypeVar("Made")
Shelf = dict[Hashable, orjson.Fragment]
"""What some fields say of each object, by the object's key."""


@dataclass(slots=True)
class Shelves:
    """What is kept under one state of the data; another state has shelves of its own."""

    most_bytes: int = MOST_BYTES
    values: dict[object, dict[int, tuple[object, orjson.Fragment]]] = field(
        default_factory=dict[object, dict[int, tuple[object, orjson.Fragment]]], init=False, repr=False
    )
    """Values of the law, which never change, and what they led to, by the place in an operation and the value's id.

    The value itself is kept with it, so that no other one can have its id.
    """
    _shelves: dict[Hashable, Shelf] = field(default_factory=dict[Hashable, Shelf], init=False, repr=False)
    _made: dict[Hashable, object] = field(default_factory=dict[Hashable, object], init=False, repr=False)
    _bytes: int = field(default=0, init=False)
    _count: int = field(default=0, init=False)
    """How many values of the law there are."""

    def of(self, viewer: Viewer, *place: Hashable) -> Shelf:
        """Return the shelf for what ``viewer`` is shown at a place of an operation with its arguments."""
        return self._shelves.setdefault((viewer, *place), {})

    def keep(self, shelf: Shelf, keys: Iterable[Hashable], found: Iterable[object]) -> Shelf:
        """Return each of ``found`` as it stands in answers by its key, and keep it under that."""
        # What orjson gives keeps hold of more than it is long: a copy takes as much as there is.
        written = [*map(bytes, map(memoryview, map(orjson.dumps, found)))]
        kept = dict(zip(keys, map(orjson.Fragment, written), strict=True))
        self._bytes += sum(map(len, written))
        if self._bytes > self.most_bytes:
            self._clear()
        else:
            shelf.update(kept)
        return kept

    def known(self, place: object) -> dict[int, tuple[object, orjson.Fragment]]:
        """Return the values met at a place of an operation, and what they led to, by their ids; only to be read."""
        return self.values.setdefault(place, {})

    def remember(self, place: object, value: object, found: object) -> orjson.Fragment:
        """Return ``found``, which ``value`` led to at a place of an operation, and keep it."""
        fragment = orjson.Fragment(written := orjson.dumps(found))
        self._bytes += len(written)
        if self._bytes > self.most_bytes or self._count >= MOST_VALUES:
            self._clear()
        else:
            self._count += 1
            self.known(place)[id(value)] = value, fragment
        return fragment

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` gives under this state of the data, made where it is first needed; ``key`` says all."""
        if key not in self._made:
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            self._made[key] = make()
        return cast("Made", self._made[key])

    def _clear(self) -> None:
        self._shelves.clear()
        self.values.clear()
        self._bytes = self._count = 0
