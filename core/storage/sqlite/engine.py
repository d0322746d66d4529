"""The SQLite engine that Tortoise is told to use: immediate transactions that survive cancellation.

Tortoise's own begins deferred, so that a read followed by a write fails at once when another process writes, and
loses its lock or leaves a transaction open when a task is cancelled at the wrong await. The word ``sqlite`` in the
module's name matters: Tortoise chooses its schema editor by it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError

from core.storage.backend import Row
from core.storage.loaders import chunks
from core.storage.transactions import DEFAULT_BUSY_MS, OneAtATime

CACHE_KIBIBYTES = 64 * 1024
SORTING_THREADS = 2
MOST_PARAMETERS = 32_766
"""Of one statement."""
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name"


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

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of one statement.

        It takes no lock, so it must not be used on a connection that also runs transactions.
        """
        connection = await self.connect()
        return cast("list[Row]", await connection.execute_fetchall(sql, parameters))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for each list of values, all or none."""
        async with self.transaction() as transaction:
            await transaction.execute_many(query, values)

    def transaction(self) -> "OneAtATime[RegistryTransaction]":
        """Return a write transaction, to be entered."""
        return OneAtATime(self, self._lock, self._busy_seconds)

    async def new_transaction(self) -> "RegistryTransaction":
        """Return a transaction that has not begun, on the connection opened if need be."""
        await self.connect()
        return RegistryTransaction(self)

    def _in_transaction(self) -> "OneAtATime[RegistryTransaction]":
        return self.transaction()


class RegistryTransaction(SqliteTransactionWrapper):
    """The connection while one transaction holds it; of no use to anyone after that transaction's end."""

    _connection: aiosqlite.Connection

    @property
    def client(self) -> "RegistryTransaction":
        """Itself: Tortoise's models use it as it is."""
        return self

    @property
    def is_finished(self) -> bool:
        """Whether the transaction was committed or rolled back."""
        return self._finalized

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of one statement, among them what this transaction wrote."""
        return cast("list[Row]", await self._alive().execute_fetchall(sql, parameters))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for each list of values."""
        await self._alive().executemany(query, values)

    async def expect_many(self) -> None:
        """Give the connection memory and threads for very many rows; it keeps them."""
        await self.fetch(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        await self.fetch(f"PRAGMA threads = {SORTING_THREADS}")

    async def insert_missing(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
        """Insert the rows whose natural keys are not there yet; return how many those were."""
        # Many rows a statement, so that each is one long call: with a call for every row this thread and one that
        # computes would wait for each other all the time.
        row = f"({', '.join('?' * len(columns))})"
        before = self._alive().total_changes
        for some in chunks(rows, MOST_PARAMETERS // len(columns)):
            marks = ", ".join([row] * len(some))
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} ON CONFLICT DO NOTHING"  # noqa: S608 - our own names
            await self._alive().execute_fetchall(sql, list(chain.from_iterable(some)))
        return self._alive().total_changes - before

    async def removable_indexes(self, table: str) -> list[tuple[str, str]]:
        """Return names and statements of the separate indexes: readers go on meanwhile, on the state before."""
        return [(row[0], row[1]) for row in await self.fetch(INDEXES, [table])]

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


client_class = RegistryClient
