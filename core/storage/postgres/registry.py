"""One open PostgreSQL database: a connection for writing, a few for reading, and nothing left behind when it is closed.

A statement that reads sees what was committed when it began, by whichever process; nothing is cached here.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from hashlib import sha256
from typing import Self, cast

from tortoise.context import TortoiseContext

from core.storage.backend import Row, Transaction
from core.storage.locations import Server
from core.storage.postgres.connecting import READING, connected
from core.storage.postgres.dialect import in_postgres
from core.storage.postgres.driver import LOST, Pool, pool
from core.storage.postgres.engine import RegistryClient
from core.storage.postgres.trouble import named_trouble
from core.storage.postgres.upgrade import CONNECTION, ENGINE, upgrade
from core.storage.tables import app_config
from core.storage.transactions import to_the_end
from core.storage.trouble import unreachable

MOST_READERS = 4
"""Connections for reading that one process opens at most; a read that finds none free waits for one."""


class PostgresRegistry:
    """An open PostgreSQL database. Use ``open``; the object is of no use after that block."""

    def __init__(self, context: TortoiseContext, readers: Pool) -> None:
        self._context = context
        self._writer = cast("RegistryClient", context.connections.get(CONNECTION))
        self._readers = readers

    @classmethod
    @asynccontextmanager
    async def open(cls, server: Server, busy_ms: int) -> AsyncGenerator[Self]:
        """Open a database on a server, filled with tables or migrated first if need be; closed in every case.

        Raises RefusedError for a database that cannot serve, and RetryLaterError when the server cannot be reached.
        """
        context = TortoiseContext()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(closed, context)
            with named_trouble():
                await upgrade(server)
                with context:
                    credentials = {"url": server.url, "busy_timeout": busy_ms}
                    connections = {CONNECTION: {"engine": ENGINE, "credentials": credentials}}
                    await context.init({"connections": connections, "apps": app_config(CONNECTION)})
                readers = pool(partial(connected, server, READING), MOST_READERS)
                stack.push_async_callback(closed_pool, readers)
                registry = cls(context, readers)
                await registry.connect()
            yield registry

    async def connect(self) -> None:
        """Open the connection that writes and one that reads, so that no request pays for it."""
        await self._writer.connect()
        await to_the_end(initialised(self._readers))

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement, which waits for no writer."""
        if self._readers.is_closing():
            raise RuntimeError("the database is closed")
        statement = in_postgres(sql)
        for _ in range(MOST_READERS):  # each may be from before the server stopped and came back
            with suppress(*LOST):
                return await self._fetched(statement, parameters)
        try:
            return await self._fetched(statement, parameters)
        except LOST as error:
            raise unreachable() from error

    async def _fetched(self, statement: str, parameters: Sequence[object]) -> list[Row]:
        async with self._readers.acquire() as connection:
            try:
                return await connection.fetch(statement, *parameters)
            except LOST:
                connection.terminate()
                raise

    def read_at_once(self, sql: str, parameters: Sequence[object]) -> None:
        """Return nothing: the server has to be asked."""

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Give a transaction, in which the models write; one at a time in all processes."""
        async with self._writer.transaction() as transaction:
            with self._context:  # the models look for it; only the holder of the lock is ever inside
                yield transaction

    async def data_version(self) -> int:
        """Return a number that changes with every commit on the server, of any connection or process."""
        seen: str = (await self.read("SELECT pg_current_snapshot()::text"))[0][0]
        return int.from_bytes(sha256(seen.encode()).digest()[:8])

    def version_at_once(self) -> None:
        """Return nothing: the server has to be asked."""

    def naming_trouble(self) -> AbstractContextManager[None]:
        """Return a block that raises the project's errors in place of the driver's."""
        return named_trouble()


async def initialised(readers: Pool) -> None:
    """Open the first connection for reading."""
    await readers


async def closed_pool(readers: Pool) -> None:
    """Close the connections for reading, whatever still reads; a pool that was never opened has none."""
    if readers.get_size():
        readers.terminate()


async def closed(context: TortoiseContext) -> None:
    """Close the connection that writes, whatever interrupts it."""
    await to_the_end(context.close_connections())
