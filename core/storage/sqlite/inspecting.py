"""An SQLite file looked at from outside, whatever state it is in."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import anyio

from core.storage.sqlite.read_only import missing
from core.storage.sqlite.trouble import named_trouble
from core.storage.sqlite.upgrade import UNIQUE_COLUMNS
from core.storage.tables import APP, LOG
from core.storage.trouble import unusable

_MOST = 20
"""How many faults are told; a damaged page can cause very many."""
_WAIT_SECONDS = 2.0


class FileInspection:
    """An SQLite file that is looked at; for a command that has nothing else to do meanwhile."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    async def tables(self) -> frozenset[str]:
        """Return the names of its tables."""
        return frozenset(row[0] for row in self._rows("SELECT name FROM sqlite_master WHERE type = 'table'"))

    async def applied(self) -> frozenset[str]:
        """Return the names of the migrations that it has been through."""
        return frozenset(row[0] for row in self._rows(f"SELECT name FROM {LOG} WHERE app = ?", APP))  # noqa: S608

    async def damage(self) -> tuple[str, ...]:
        """Return what SQLite's checks of pages and of references find."""
        found = [str(row[0]) for row in self._rows(f"PRAGMA quick_check({_MOST})") if row[0] != "ok"]
        lost = self._rows("PRAGMA foreign_key_check")
        return (*found, *(f"{table} {row}: no such {parent}" for table, row, parent, _ in lost[:_MOST]))

    async def built(self) -> tuple[frozenset[str], frozenset[tuple[str, tuple[str, ...]]], frozenset[str]]:
        """Return its indexes by name, its tables with columns unique together, and its triggers."""
        uniques: dict[tuple[str, str], list[str]] = {}
        for table, index, column in self._rows(UNIQUE_COLUMNS):
            uniques.setdefault((table, index), []).append(column)
        return (
            self._named("index"),
            frozenset((table, tuple(columns)) for (table, _), columns in uniques.items()),
            self._named("trigger"),
        )

    async def sizes(self) -> tuple[int, int | None]:
        """Return how many bytes the file takes, and its write-ahead log."""
        log = anyio.Path(f"{self._path}-wal")
        size = (await log.stat()).st_size if await log.exists() else 0
        return (await anyio.Path(self._path).stat()).st_size + size, size

    async def require_writable(self) -> None:
        """Take the lock that writers take, and give it back."""
        uri = f"{(await anyio.Path(self._path).resolve()).as_uri()}?mode=rw"
        with (
            named_trouble(),
            closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as writer,
        ):
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("ROLLBACK")

    def _named(self, kind: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._rows("SELECT name FROM sqlite_master WHERE type = ?", kind))

    def _rows(self, sql: str, *parameters: object) -> list[Any]:
        return self._connection.execute(sql, parameters).fetchall()


@asynccontextmanager
async def inspecting(path: Path) -> AsyncGenerator[FileInspection]:
    """Open a file to look at it; raises RefusedError if it is not there or cannot be opened."""
    file = anyio.Path(path)
    if not await file.is_file():
        raise missing(path)
    try:
        uri = f"{(await file.resolve()).as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as connection:
            yield FileInspection(path, connection)
    except sqlite3.DatabaseError as error:
        raise unusable(str(error)) from error
