"""A database looked at from outside, whatever state it is in: nothing is made, migrated or changed.

Each question is put by itself, so that a part that is broken hides no other.
"""

import re
from collections.abc import Generator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from tortoise.models import Model

from core.storage import closing_models, models
from core.storage.append_only import AppendOnly, triggers_for
from core.storage.database import require_driver
from core.storage.locations import Server, located
from core.storage.sqlite.inspecting import inspecting as inspecting_file
from core.storage.tables import MIGRATIONS, steps

_TRIGGER = re.compile(r'CREATE TRIGGER "(\w+)"')


@dataclass(frozen=True, slots=True)
class Built:
    """What a database has beside its rows, by which reads are fast and what is recorded stays."""

    indexes: frozenset[str]
    """By name, those that have one of their own."""
    uniques: frozenset[tuple[str, tuple[str, ...]]]
    """Tables and the columns that are unique together in them."""
    triggers: frozenset[str]

    def missing(self, due: "Built") -> tuple[str, ...]:
        """Return what of ``due`` is not there, by name."""
        uniques = (f"{table}({', '.join(columns)})" for table, columns in due.uniques - self.uniques)
        return tuple(sorted([*(due.indexes - self.indexes), *(due.triggers - self.triggers), *uniques]))


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a database takes, in bytes."""

    all: int
    log: int | None
    """Of its write-ahead log; None where that is the server's own matter."""


class Inspection(Protocol):
    """A database that is looked at. All methods raise what its driver raises where it is broken."""

    async def tables(self) -> frozenset[str]:
        """Return the names of its tables."""
        ...

    async def applied(self) -> frozenset[str]:
        """Return the names of the migrations that it has been through."""
        ...

    async def damage(self) -> tuple[str, ...]:
        """Return what its own checks find, in the words of the database; empty if it is sound."""
        ...

    async def built(self) -> tuple[frozenset[str], frozenset[tuple[str, tuple[str, ...]]], frozenset[str]]:
        """Return its indexes by name, its tables with columns unique together, and its triggers that are on."""
        ...

    async def sizes(self) -> tuple[int, int | None]:
        """Return how many bytes it takes, and of these its write-ahead log; None: not told."""
        ...

    async def require_writable(self) -> None:
        """Begin to write, write nothing, and end; raises as any write would."""
        ...


def inspecting(location: str | Path) -> AbstractAsyncContextManager[Inspection]:
    """Return the database at a path or URL, to be entered; raises RefusedError or RetryLaterError for none."""
    place = located(location)
    if not isinstance(place, Server):
        return inspecting_file(place)
    require_driver()
    from core.storage.postgres.inspecting import inspecting as inspecting_there  # noqa: PLC0415 - its driver is optional

    return inspecting_there(place)


async def missing_in(inspection: Inspection, location: str | Path) -> tuple[str, ...]:
    """Return the indexes, triggers and columns unique together that this version makes and a database lacks."""
    dialect = "postgres" if isinstance(located(location), Server) else "sqlite"
    return Built(*await inspection.built()).missing(built_by(dialect))


async def sizes_of(inspection: Inspection) -> Sizes:
    """Return what a database takes."""
    return Sizes(*await inspection.sizes())


def built_by(dialect: str) -> Built:
    """Return what this version makes in an empty database of a kind."""
    tables = list(_models())
    statements = [one for table in _append_only() for one in triggers_for(table, dialect)]
    return Built(
        indexes=frozenset(index.name for one in tables for index in _meta(one).indexes if index.name),
        uniques=frozenset(pair for one in tables for pair in _uniques(one)),
        triggers=frozenset(name for one in statements for name in _TRIGGER.findall(one)),
    )


def _models() -> Generator[type[Model]]:
    for module in (models, closing_models):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Model) and one.__module__ == module.__name__:
                yield one


def _meta(model: type[Model]) -> Any:  # noqa: ANN401 - Tortoise does not declare what its description holds
    return model._meta  # noqa: SLF001 - there is no other way to it  # pyright: ignore[reportPrivateUsage]


def _uniques(model: type[Model]) -> Generator[tuple[str, tuple[str, ...]]]:
    meta = _meta(model)
    for names in cast("tuple[tuple[str, ...], ...]", meta.unique_together):
        yield meta.db_table, tuple(f"{name}_id" if name in meta.fk_fields else name for name in names)
    for name, field in meta.fields_map.items():
        if field.unique and not field.pk:
            yield meta.db_table, (name,)


def _append_only() -> Generator[str]:
    """Yield the tables that migrations have made append-only."""
    for name in sorted(steps()):
        for one in import_module(f"{MIGRATIONS}.{name}").Migration.operations:
            if isinstance(one, AppendOnly):
                yield from one.tables
