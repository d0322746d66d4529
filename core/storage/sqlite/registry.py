"""One open SQLite file: a connection for writing, one for reading, and nothing left behind when it is closed.

Reads never wait for a write: SQLite's write-ahead log shows them the last committed state. A short read is answered
at once by a connection of this thread's own, since to ask another thread takes longer than most reads do; one that
turns out to be long is ended there and begun again by the connection with a thread.
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

STEPS = 5_000
"""After so many steps of SQLite's machine it is looked how long a read takes."""
LOOKS = 10
"""How often that is so in a short read at most: in one or two milliseconds."""


class ShortReads:
    """Reads of this thread, each ended once it turns out to be long."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._looks = 0
        connection.set_progress_handler(self._is_long, STEPS)

    def read(self, sql: str, parameters: Sequence[object]) -> list[Row]:
        """Return the rows of one statement; raises OperationalError for a long one."""
        self._looks = 0
        return cast("list[Row]", self._connection.execute(sql, parameters).fetchall())

    def _is_long(self) -> bool:
        self._looks += 1  # SQLite counts on from the last time a statement was run, so that one look comes early
        return self._looks > LOOKS


class SqliteRegistry:
    """An open SQLite file. Use ``open``; the object is of no use after that block."""

    def __init__(self, context: TortoiseContext, at_once: ShortReads) -> None:
        self._context = context
        self._writer = cast("RegistryClient", context.connections.get(CONNECTION))
        self._reader = cast("RegistryClient", context.connections.get("reader"))
        self._at_once = at_once

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
                at_once = stack.enter_context(closing(await prepared(path)))
                with context:
                    await context.init({"connections": connections(path, busy_ms), "apps": app_config(CONNECTION)})
                registry = cls(context, ShortReads(at_once))
                await registry.connect()
            yield registry

    async def connect(self) -> None:
        """Open both connections, so that no request pays for it."""
        await self._writer.connect()
        await self._reader.connect()

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement, which waits for no writer."""
        return await self._reader.fetch(sql, parameters)

    def read_at_once(self, sql: str, parameters: Sequence[object]) -> list[Row] | None:
        """Return the same rows if that takes no more than a moment; None: it takes longer, or something is wrong."""
        try:
            return self._at_once.read(sql, parameters)
        except (sqlite3.Error, UnicodeEncodeError, OverflowError):
            return None  # the other connection finds what is wrong, and says so in words of ours

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Give a transaction, in which the models write; one at a time in all processes."""
        async with self._writer.transaction() as transaction:
            with self._context:  # the models look for it; only the holder of the lock is ever inside
                yield transaction

    async def data_version(self) -> int:
        """Return a number that changes with every commit of any connection or process."""
        return self.version_at_once()

    def version_at_once(self) -> int:
        """Return the same number: it takes microseconds.

        It could be read out of the file that all users of the log share, but to open and close that file would give up
        SQLite's own locks on it.
        """
        return cast("int", self._at_once.read("PRAGMA data_version", ())[0][0])

    def naming_trouble(self) -> AbstractContextManager[None]:
        """Return a block that raises the project's errors in place of SQLite's."""
        return named_trouble()


async def prepared(path: Path) -> sqlite3.Connection:
    """Migrate the file and return a plain connection to it; raises RefusedError when it cannot be one."""
    try:
        await upgrade(path)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.DatabaseError as error:
        raise unusable(str(error)) from error
    return connection


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
