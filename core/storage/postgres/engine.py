"""The PostgreSQL engine that Tortoise is told to use: one writer at a time in all processes, and none cut half-way.

A transaction begins with an advisory lock of the database, as SQLite's begins with the lock of the file: the chained
audit trail admits one writer anyway, and what a writer has read stays true until it commits. Statements of a
transaction go to their end although the caller is cancelled: a cancellation sent to the server could meet the next one.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar, cast

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext, TransactionContext
from tortoise.exceptions import TransactionManagementError

from core.storage.backend import Row
from core.storage.locations import Server
from core.storage.postgres.connecting import connected
from core.storage.postgres.dialect import copied, in_postgres
from core.storage.postgres.driver import LOST, Connection
from core.storage.transactions import DEFAULT_BUSY_MS, OneAtATime, to_the_end
from core.storage.trouble import unreachable

T = TypeVar("T")

LOCK = 0x67_75_69_6A_75
"""The advisory lock that a writer holds; any number that no other program on the database takes."""
CLOSING_SECONDS = 5
CHANGES = ("INSERT", "UPDATE", "DELETE")


class RegistryClient(AsyncpgDBClient):
    """The one connection that writes."""

    def __init__(self, url: str, *, busy_timeout: int = DEFAULT_BUSY_MS, **others: Any) -> None:  # noqa: ANN401 - Tortoise's
        super().__init__(**others)
        self._server = Server(url)
        self._lock = asyncio.Lock()
        self.busy_ms = busy_timeout
        self._is_closed = False

    async def connect(self) -> Connection:
        """Return the connection, opened if nobody has used it yet or the server was lost.

        Raises RuntimeError after ``close``.
        """
        if self._is_closed:
            raise RuntimeError("the database is closed")
        held = cast("Connection | None", self._connection)
        if held is None or held.is_closed():
            held = await connected(self._server)
            self._connection = cast("Any", held)
            await self._post_connect()
        return held

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - Tortoise's signature
        """Open the connection."""
        await self.connect()

    async def close(self) -> None:
        """Close the connection for good."""
        self._is_closed = True
        held, self._connection = cast("Connection | None", self._connection), None
        if held is not None:
            await held.close(timeout=CLOSING_SECONDS)

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """Return the connection for one statement outside transactions."""
        return ConnectionWrapper(self._lock, self)

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of one statement.

        It takes no lock, so it must not be used while a transaction runs.
        """
        return await (await self.connect()).fetch(in_postgres(sql), *parameters)

    def transaction(self) -> "OneAtATime[RegistryTransaction]":
        """Return a write transaction, to be entered."""
        return OneAtATime(self, self._lock, self.busy_ms / 1000)

    async def new_transaction(self) -> "RegistryTransaction":
        """Return a transaction that has not begun, on the connection opened if need be."""
        await self.connect()
        return RegistryTransaction(self)

    def _in_transaction(self) -> TransactionContext:
        return self.transaction()


class RegistryTransaction(TransactionWrapper):
    """The connection while one transaction holds it; of no use to anyone after that transaction's end."""

    def __init__(self, connection: AsyncpgDBClient) -> None:
        super().__init__(connection)
        self._held = cast("Connection", self._connection)

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
        return await self._run(self._alive().fetch(in_postgres(sql), *parameters))

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for each list of values."""
        await self._run(self._alive().executemany(query, values))

    async def expect_many(self) -> None:
        """Do nothing: the server is set up for it, or is not."""

    async def insert_missing(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
        """Insert the rows whose natural keys are not there yet; return how many those were."""
        named = ", ".join(columns)
        await self.fetch(f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {named} FROM {table} LIMIT 0")  # noqa: S608 - our own names
        await self._run(self._alive().copy_to_table("arriving", source=copied(rows), columns=columns))
        insert = f"INSERT INTO {table} ({named}) SELECT {named} FROM arriving ON CONFLICT DO NOTHING"  # noqa: S608
        inserted, _ = await self.execute_query(insert)
        await self.fetch("DROP TABLE arriving")
        return inserted

    async def insert_columns(self, table: str, columns: Mapping[str, Sequence[object]]) -> int:
        """Do as ``insert_missing`` with rows in columns."""
        return await self.insert_missing(table, tuple(columns), list(zip(*columns.values(), strict=True)))

    async def removable_indexes(self, table: str) -> list[tuple[str, str]]:  # noqa: ARG002 - none of any table
        """Return none: readers would wait until they are made again."""
        return []

    async def make_indexes(self, statements: Sequence[str]) -> None:
        """Make indexes again; as none is ever dropped, there is none."""
        for statement in statements:
            await self.fetch(statement)

    async def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of tables, append-only ones too; readers of them wait until the transaction has ended."""
        for table in tables:
            await self.fetch(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await self.fetch(f"TRUNCATE {', '.join(tables)}")
        for table in tables:
            await self.fetch(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    async def continue_ids(self, tables: Sequence[str]) -> None:
        """Set the server's counters behind the ids that are there; a table without rows keeps its own."""
        for table in tables:
            await self.fetch(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}")  # noqa: S608 - our own names

    async def execute_script(self, query: str) -> None:
        """Run the statements."""
        await self._run(self._alive().execute(query))

    async def execute_insert(self, query: str, values: list[Any]) -> Any:  # noqa: ANN401 - Tortoise's
        """Run one statement and return its row; None when it returns none."""
        rows = await self._run(self._alive().fetch(query, *values))
        return rows[0] if rows else None

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[Any]]:
        """Run one statement; return how many rows it is about, and those that it returns."""
        if query.lstrip().upper().startswith(CHANGES):
            done = await self._run(self._alive().execute(query, *(values or ())))
            return int(done.split()[-1]), []
        rows = await self._run(self._alive().fetch(query, *(values or ())))
        return len(rows), rows

    async def begin(self) -> None:
        """Begin, once no other process writes; raises when that takes longer than the busy timeout."""
        wait = f"SET LOCAL lock_timeout = {cast('RegistryClient', self._parent).busy_ms}"
        await self._run(self._held.execute(f"BEGIN; {wait}; SELECT pg_advisory_xact_lock({LOCK})"))

    async def commit(self) -> None:
        """Commit; when that fails, roll back and raise why.

        Raises TransactionManagementError after a statement that failed: the server has undone all of it by then, and
        would answer without complaint.
        """
        connection = self._alive()
        try:
            done = await self._run(connection.execute("COMMIT"))
        except BaseException:
            await self.rollback()
            raise
        self._finalized = True
        if done != "COMMIT":
            raise TransactionManagementError("a statement of the transaction had failed; nothing was written")

    async def rollback(self) -> None:
        """Roll back what is open; nothing happens when nothing is, or when the server was lost and has done it."""
        self._finalized = True
        if not self._held.is_closed() and self._held.is_in_transaction():
            await self._held.execute("ROLLBACK")

    async def savepoint(self) -> None:
        """Begin a transaction within this one."""
        await self._run(self._alive().execute("SAVEPOINT inner_step"))

    async def release_savepoint(self) -> None:
        """Keep what was done since the savepoint."""
        await self._run(self._alive().execute("RELEASE SAVEPOINT inner_step"))

    async def savepoint_rollback(self) -> None:
        """Undo what was done since the savepoint."""
        await self._run(self._alive().execute("ROLLBACK TO SAVEPOINT inner_step"))

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(RegistryTransaction(self))

    async def _run(self, statement: Coroutine[Any, Any, T]) -> T:
        """Return what a statement gives; raises RetryLaterError when the server was lost meanwhile."""
        try:
            return await to_the_end(statement)
        except LOST as error:
            self._held.terminate()
            raise unreachable() from error

    def _alive(self) -> Connection:
        if self._finalized:
            raise TransactionManagementError("the transaction has ended")
        if self._held.is_closed():
            raise unreachable()
        return self._held


client_class = RegistryClient
