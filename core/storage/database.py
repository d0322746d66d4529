"""One open registry: a connection for writing, one for reading, and nothing left behind when it is closed.

Reads never wait for a write: SQLite's write-ahead log shows them the last committed state. ``data_version`` has a
small connection of its own, since asking on it takes microseconds and needs no other thread.
"""

import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import unquote

from tortoise.context import TortoiseContext

from core.errors import RefusedError
from core.storage.audit import UNNAMED
from core.storage.sqlite_backend import DEFAULT_BUSY_MS, RegistryClient, to_the_end
from core.storage.trouble import named_trouble, unusable
from core.storage.upgrade import ENGINE, app_config, upgrade
from core.storage.writes import Writes
from core.text import Text

SQLITE_URL = "sqlite://"


class Database:
    """An open registry. Use ``open``; the object is of no use after that block."""

    def __init__(self, context: TortoiseContext, versions: sqlite3.Connection) -> None:
        self._context = context
        self._writer = cast("RegistryClient", context.connections.get("writer"))
        self._reader = cast("RegistryClient", context.connections.get("reader"))
        self._versions = versions
        self.reads_done = 0
        """How many statements have been run for reading, for tests that count them."""

    @classmethod
    @asynccontextmanager
    async def open(cls, location: str | Path, *, busy_ms: int = DEFAULT_BUSY_MS) -> AsyncGenerator[Self]:
        """Open the database at a path or ``sqlite://`` URL, made or migrated first if need be.

        ``busy_ms`` is how long, in milliseconds, a write waits for another writer. All connections are closed in
        every case. Raises RefusedError for a location that cannot serve and RetryLaterError for a locked one.
        """
        path = path_of(location)
        context = TortoiseContext()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(closed, context)
            with named_trouble():
                versions = stack.enter_context(closing(await prepared(path)))
                with context:
                    await context.init({"connections": connections(path, busy_ms), "apps": app_config()})
                database = cls(context, versions)
                await database.connect()
            yield database

    async def connect(self) -> None:
        """Open both connections, so that no request pays for it."""
        await self._writer.connect()
        await self._reader.connect()

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of one reading statement with ``?`` for each parameter.

        Raises RefusedError when a parameter holds what no database can, and RetryLaterError when the disk fails.
        """
        self.reads_done += 1
        with named_trouble():
            return await self._reader.fetch(sql, parameters)

    @asynccontextmanager
    async def writing(self, at: datetime | None = None, *, actor: str = UNNAMED) -> AsyncGenerator[Writes]:
        """Give the write API within one transaction, committed at the block's end and rolled back on any error.

        ``at`` is what ledger entries say about when they were recorded; None for now. ``actor`` is who writes, for
        the audit trail: whatever serves people names one. Start no task inside that writes too. A cancelled caller
        leaves either all of it or nothing behind. Raises RetryLaterError when another writer holds the database, and
        nothing is written then.
        """
        with named_trouble():
            async with self._writer.transaction() as transaction:
                with self._context:  # the models look for it; only the holder of the lock is ever inside
                    yield Writes(transaction, at or datetime.now(UTC), actor)

    async def data_version(self) -> int:
        """Return a number that changes with every commit of any connection or process."""
        with named_trouble():
            return cast("int", self._versions.execute("PRAGMA data_version").fetchone()[0])


def path_of(location: str | Path) -> Path:
    """Return the file that ``location`` names; raises RefusedError for another kind of database."""
    if isinstance(location, Path):
        return location
    if location.startswith(SQLITE_URL):
        return Path(unquote(location.removeprefix(SQLITE_URL)))
    if "://" in location or location == ":memory:":
        raise RefusedError(
            "DATABASE_KIND",
            Text(
                zh="此版本的数据库只能是 SQLite 文件；请给出文件路径或 sqlite:///路径。",
                en="The database of this release is an SQLite file; give a path or sqlite:///path.",
            ),
        )
    return Path(location)


async def prepared(path: Path) -> sqlite3.Connection:
    """Migrate the file and return a plain connection to it; raises RefusedError when it cannot be one."""
    try:
        await upgrade(path)
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except sqlite3.DatabaseError as error:
        raise unusable(str(error)) from error


async def closed(context: TortoiseContext) -> None:
    """Close all connections, whatever interrupts it: each holds a thread that would keep the process alive."""
    await to_the_end(context.close_connections())


def connections(path: Path, busy_ms: int) -> dict[str, dict[str, Any]]:
    """Return Tortoise's description of the connections; the order of settings is the order of PRAGMAs."""
    common: dict[str, object] = {"file_path": str(path), "busy_timeout": busy_ms}
    return {
        "writer": {"engine": ENGINE, "credentials": common},
        "reader": {"engine": ENGINE, "credentials": {**common, "query_only": "ON"}},
    }
