"""The SQLite engine that Tortoise is told to use: immediate transactions that survive cancellation.

Tortoise's own begins deferred, so that a read followed by a write fails at once when another process writes, and
loses its lock or leaves a transaction open when a task is cancelled at the wrong await. The word ``sqlite`` in the
module's name matters: Tortoise chooses its schema editor by it.
"""

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar, cast

import aiosqlite
import anyio
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import ConnectionToken, get_connections
from tortoise.context import get_current_context
from tortoise.exceptions import TransactionManagementError

from core.storage.trouble import busy

T = TypeVar("T")

DEFAULT_BUSY_MS = 5000


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Return the result of ``work``, which is awaited to its end even when the caller is cancelled.

    The cancellation is let through afterwards. Raises what ``work`` raises.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    with anyio.CancelScope(shield=True):
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError as error:
                cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # looked at, or asyncio would report it as never retrieved
        raise cancelled
    return task.result()


def statements_of(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script one by one; a trigger's body stays in one piece."""
    statement = ""
    for part in script.split(";"):
        statement += part
        if not statement.strip():
            statement = ""
        elif sqlite3.complete_statement(statement + ";"):
            yield statement.strip()
            statement = ""
        else:
            statement += ";"
    if statement.strip():
        yield statement.strip()


class RegistryClient(SqliteClient):
    """One SQLite connection with its own worker thread."""

    def __init__(self, file_path: str, *, busy_timeout: int = DEFAULT_BUSY_MS, **others: object) -> None:
        super().__init__(file_path, busy_timeout=busy_timeout, **others)
        self._busy_seconds = busy_timeout / 1000
        self._is_closed = False

    async def connect(self) -> aiosqlite.Connection:
        """Return the connection, opened if nobody has used it yet.

        Raises RuntimeError after ``close``: opened again, its thread would keep the process alive.
        """
        if self._is_closed:
            raise RuntimeError("the database is closed")
        if self._connection is None:
            await self.create_connection(with_db=True)
        return cast("aiosqlite.Connection", self._connection)

    async def close(self) -> None:
        """Close the connection for good."""
        self._is_closed = True
        await super().close()

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of one statement.

        It takes no lock, so it must not be used on a connection that also runs transactions.
        """
        connection = await self.connect()
        return cast("list[sqlite3.Row]", await connection.execute_fetchall(sql, parameters))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for each list of values, all or none."""
        async with self.transaction() as transaction:
            await transaction.execute_many(query, values)

    def transaction(self) -> "ImmediateTransaction":
        """Return a write transaction, to be entered."""
        return ImmediateTransaction(self, self._lock, self._busy_seconds)

    def _in_transaction(self) -> "ImmediateTransaction":
        return self.transaction()


class RegistryTransaction(SqliteTransactionWrapper):
    """The connection while one transaction holds it; of no use to anyone after that transaction's end."""

    _connection: aiosqlite.Connection

    @property
    def is_finished(self) -> bool:
        """Whether the transaction was committed or rolled back."""
        return self._finalized

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows of one statement, among them what this transaction wrote."""
        return cast("list[sqlite3.Row]", await self._alive().execute_fetchall(sql, parameters))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for each list of values."""
        await self._alive().executemany(query, values)

    async def execute_script(self, query: str) -> None:
        """Run the statements one by one: sqlite3's own script call would commit what is pending."""
        for statement in statements_of(query):
            await self._alive().execute_fetchall(statement)

    async def begin(self) -> None:
        """Take SQLite's write lock, waiting for another process as long as the busy timeout says."""
        await self._connection.execute_fetchall("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Commit; when that fails, roll back and raise why."""
        connection = self._alive()
        self._finalized = True
        try:
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise

    async def rollback(self) -> None:
        """Roll back what is open; nothing happens when nothing is."""
        self._finalized = True
        await self._connection.rollback()

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(RegistryTransaction(self))

    def _alive(self) -> aiosqlite.Connection:
        if self._finalized:
            raise TransactionManagementError("the transaction has ended")
        return self._connection


class ImmediateTransaction(TransactionContext):
    """One write transaction: whatever interrupts it, the lock is given back and nothing stays open."""

    def __init__(self, client: RegistryClient, lock: asyncio.Lock, busy_seconds: float) -> None:
        self._client = client
        self._lock = lock
        self._busy_seconds = busy_seconds
        self._token: ConnectionToken | None = None
        self._transaction: RegistryTransaction | None = None

    async def __aenter__(self) -> RegistryTransaction:
        await self._take_lock()
        try:
            await to_the_end(self._begin())
        except BaseException:
            await to_the_end(self._end(commit=False))
            raise
        transaction = cast("RegistryTransaction", self._transaction)
        if get_current_context() is not None:
            self._token = get_connections().set(transaction.connection_name, transaction)
        return transaction

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            if self._token is not None:
                get_connections().reset(self._token)
        finally:
            await to_the_end(self._end(commit=exc_type is None))

    async def _take_lock(self) -> None:
        with anyio.move_on_after(self._busy_seconds):
            await self._lock.acquire()
            return
        raise busy()

    async def _begin(self) -> None:
        await self._client.connect()
        self._transaction = RegistryTransaction(self._client)
        await self._transaction.begin()

    async def _end(self, *, commit: bool) -> None:
        try:
            if self._transaction is not None and not self._transaction.is_finished:
                await (self._transaction.commit() if commit else self._transaction.rollback())
        finally:
            self._lock.release()


client_class = RegistryClient
