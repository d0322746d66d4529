"""The SQLite engine that Tortoise is told to use: immediate transactions that survive cancellation.

Tortoise's own begins deferred, so that a read followed by a write fails at once when another process writes, and
loses its lock or leaves a transaction open when a task is cancelled at the wrong await. The word ``sqlite`` in the
module's name matters: Tortoise chooses its schema editor by it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError

from core.storage.backend import Row
from core.storage.sqlite.bulk import INDEXES, REFERENCES, Columns, insertions, unreferenced
from core.storage.transactions import DEFAULT_BUSY_MS, OneAtATime

CACHE_KIBIBYTES = 32 * 1024
SORTED_KIBIBYTES = 1024
"""What is sorted at a time: what the processor's own memory holds, which takes half the time of a whole table."""
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
OWN_REFERENCES = """SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = ?"""


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

    def __init__(self, connection: SqliteClient) -> None:
        super().__init__(connection)
        self._changes = 0
        """How much had been written on the connection when this began."""
        self._is_unchecked = False
        """Whether SQLite looks at no foreign keys."""
        self._filled: set[tuple[str, str]] = set()
        """Tables and the columns of them that were filled."""

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
        """Give the connection memory for very many rows, and leave foreign keys be.

        SQLite would look up every id of every row. Which ids there are is asked once instead, before the commit. As
        that can only be chosen between transactions, this one begins anew, unless something was written in it.
        """
        await self.fetch(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        if self._alive().total_changes == self._changes:
            await self._connection.rollback()
            self._is_unchecked = True
            await self.fetch("PRAGMA foreign_keys = OFF")
            await self.begin()

    async def insert_missing(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
        """Insert the rows whose natural keys are not there yet; return how many those were."""
        return await self.insert_columns(table, dict(zip(columns, zip(*rows, strict=True), strict=True))) if rows else 0

    async def insert_columns(self, table: str, columns: Columns) -> int:
        """Do as ``insert_missing`` with rows in columns."""
        connection = cast("Any", self._alive())
        self._filled.update((table, name) for name in columns)

        def insert() -> int:
            held: sqlite3.Connection = connection._conn  # noqa: SLF001
            before = held.total_changes
            most_parameters = held.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
            for sql, parameters in insertions(table, columns, most_parameters):
                held.execute(sql, parameters)
            return held.total_changes - before

        # All of it as one piece of work for the connection's thread, which else would wait for this one in between.
        return await connection._execute(insert)  # noqa: SLF001

    async def removable_indexes(self, table: str) -> list[tuple[str, str]]:
        """Return names and statements of the separate indexes: readers go on meanwhile, on the state before."""
        return [(row[0], row[1]) for row in await self.fetch(INDEXES, [table])]

    async def make_indexes(self, statements: Sequence[str]) -> None:
        """Make indexes again that were dropped meanwhile."""
        await self.fetch(f"PRAGMA cache_size = -{SORTED_KIBIBYTES}")
        for statement in statements:
            await self.fetch(statement)
        await self.fetch(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")

    async def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of tables, each named behind those that it refers to, append-only ones too."""
        triggers = await self.fetch(TRIGGERS)
        for name, _ in triggers:
            await self.fetch(f'DROP TRIGGER "{name}"')
        for table in reversed(tables):
            for (column,) in await self.fetch(OWN_REFERENCES, [table, table]):
                # Without the index each deletion would look through all rows for one that refers to it.
                await self.fetch(f"UPDATE {table} SET {column} = NULL")  # noqa: S608 - our own names
                await self.fetch(f"CREATE INDEX emptying_{column} ON {table} ({column})")
            await self.fetch(f"DELETE FROM {table}")  # noqa: S608 - our own names
            for (column,) in await self.fetch(OWN_REFERENCES, [table, table]):
                await self.fetch(f"DROP INDEX emptying_{column}")
        for _, statement in triggers:
            await self.fetch(statement)

    async def continue_ids(self, tables: Sequence[str]) -> None:
        """Do nothing: the next id follows the highest."""

    async def execute_script(self, query: str) -> None:
        """Run the statements one by one: sqlite3's own script call would commit what is pending."""
        for statement in statements_of(query):
            await self._alive().execute_fetchall(statement)

    async def begin(self) -> None:
        """Take SQLite's write lock, waiting for another process as long as the busy timeout says."""
        await self._connection.execute_fetchall("BEGIN IMMEDIATE")
        self._changes = self._connection.total_changes

    async def commit(self) -> None:
        """Commit; when that fails, roll back and raise why."""
        connection = self._alive()
        try:
            if self._is_unchecked:
                await self._require_references()
            self._finalized = True
            await connection.commit()
        except BaseException:
            await self.rollback()
            raise
        await self._check_again()

    async def rollback(self) -> None:
        """Roll back what is open; nothing happens when nothing is."""
        self._finalized = True
        await self._connection.rollback()
        await self._check_again()

    async def _require_references(self) -> None:
        """Raise IntegrityError, as SQLite itself does, when a row of a table that was filled refers to nothing."""
        for table in {table for table, _ in self._filled}:
            references = [row for row in await self.fetch(REFERENCES, [table]) if (table, row[0]) in self._filled]
            found = await self.fetch(unreferenced(table, references))
            if found[0][0]:
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")

    async def _check_again(self) -> None:
        """Have SQLite look at foreign keys in the transactions to come."""
        if self._is_unchecked:
            await self._connection.execute_fetchall("PRAGMA foreign_keys = ON")

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(RegistryTransaction(self))

    def _alive(self) -> aiosqlite.Connection:
        if self._finalized:
            raise TransactionManagementError("the transaction has ended")
        return self._connection


client_class = RegistryClient
