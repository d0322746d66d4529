"""One open SQLite file: a connection for writing, one for reading, and nothing left behind when it is closed.

Reads never wait for a write: SQLite's write-ahead log shows them the last committed state. ``data_version`` has a
small connection of its own, since asking on it takes microseconds and needs no other thread.
"""

import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any, Self, cast

from tortoise.context import TortoiseContext

from core.storage.backend import Row, Transaction
from core.storage.sqlite.engine import RegistryClient
from core.storage.sqlite.trouble import named_trouble
from core.storage.sqlite.upgrade import CONNECTION, ENGINE, upgrade
from core.storage.tables import app_config
from core.storage.transactions import to_the_end
from core.storage.trouble import unusable


class SqliteRegistry:
    """An open SQLite file. Use ``open``; the object is of no use after that block."""

    def __init__(self, context: TortoiseContext, versions: sqlite3.Connection) -> None:
        self._context = context
        self._writer = cast("RegistryClient", context.connections.get(CONNECTION))
        self._reader = cast("RegistryClient", context.connections.get("reader"))
        self._versions = versions

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, busy_ms: int) -> AsyncGenerator[Self]:
        """Open the file at a path, made or migrated first if need be; all connections are closed in every case.

        Raises RefusedError for a file that cannot serve and RetryLaterError for a locked one.
        """
        context = TortoiseContext()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(closed, context)
            with named_trouble():
                versions = stack.enter_context(closing(await prepared(path)))
                with context:
                    await context.init({"connections": connections(path, busy_ms), "apps": app_config(CONNECTION)})
                registry = cls(context, versions)
                await registry.connect()
            yield registry

    async def connect(self) -> None:
        """Open both connections, so that no request pays for it."""
        await self._writer.connect()
        await self._reader.connect()

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement, which waits for no writer."""
        return await self._reader.fetch(sql, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Give a transaction, in which the models write; one at a time in all processes."""
        async with self._writer.transaction() as transaction:
            with self._context:  # the models look for it; only the holder of the lock is ever inside
                yield transaction

    async def data_version(self) -> int:
        """Return a number that changes with every commit of any connection or process."""
        return cast("int", self._versions.execute("PRAGMA data_version").fetchone()[0])

    def naming_trouble(self) -> AbstractContextManager[None]:
        """Return a block that raises the project's errors in place of SQLite's."""
        return named_trouble()


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
        CONNECTION: {"engine": ENGINE, "credentials": common},
        "reader": {"engine": ENGINE, "credentials": {**common, "query_only": "ON"}},
    }
