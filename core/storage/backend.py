"""What the registry asks of a database. SQLite and PostgreSQL answer it, each in a package of its own.

All SQL of the registry is written once, with ``?`` for each parameter; ``postgres.dialect`` says what is put otherwise
there. Rows look the same from both: days, moments and decimals come as text, in the form that SQLite keeps.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from tortoise.backends.base.client import TransactionalDBClient

Row = Sequence[Any]
"""A row as read: by position, or all of it at once."""
Read = Callable[[str, tuple[object, ...]], Awaitable[list[Row]]]
"""Returns the rows of one reading statement with ``?`` for each parameter."""
Stream = Callable[[str], AsyncGenerator[list[Row]]]
"""Yields the rows of one reading statement without parameters, some at a time."""

STREAMED_ROWS = 2000
"""How many rows a stream holds at a time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a registry that is open for reading alone is read."""

    read: Read
    stream: Stream


class Source(Protocol):
    """Whatever runs a reading statement: an open database, or a transaction that must see its own writes."""

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one statement with ``?`` for each parameter."""
        ...


class Streamed(Source, Protocol):
    """A source that also gives more rows than memory holds."""

    def stream(self, sql: str) -> AsyncGenerator[list[Row]]:
        """Yield the rows of one reading statement without parameters, some at a time."""
        ...


class Transaction(Protocol):
    """The one connection that writes, while one transaction holds it; of no use to anyone after its end."""

    @property
    def client(self) -> TransactionalDBClient:
        """What Tortoise's models are told to use (``using_db``)."""
        ...

    @property
    def is_finished(self) -> bool:
        """Whether the transaction was committed or rolled back."""
        ...

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of one statement with ``?`` for each parameter, among them what this transaction wrote."""
        ...

    async def expect_many(self) -> None:
        """Make ready for very many rows, that name ids read in this transaction after this.

        To be called before anything is written. What was read before may have changed.
        """
        ...

    async def insert_missing(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
        """Insert the rows whose natural keys are not there yet; return how many those were."""
        ...

    async def insert_columns(self, table: str, columns: Mapping[str, Sequence[object]]) -> int:
        """Do as ``insert_missing`` with rows in columns, of which there is one at least."""
        ...

    async def removable_indexes(self, table: str) -> list[tuple[str, str]]:
        """Return names and statements of the indexes that may be dropped meanwhile and made again at the end.

        None of them where readers would have to wait for that.
        """
        ...

    async def make_indexes(self, statements: Sequence[str]) -> None:
        """Make indexes again that were dropped meanwhile."""
        ...

    async def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of tables, each named behind those that it refers to, append-only ones too."""
        ...

    async def continue_ids(self, tables: Sequence[str]) -> None:
        """Have the next row of each table get an id behind those that are there."""
        ...

    async def begin(self) -> None:
        """Begin, once no other process writes."""
        ...

    async def commit(self) -> None:
        """Commit; when that fails, roll back and raise why."""
        ...

    async def rollback(self) -> None:
        """Roll back what is open; nothing happens when nothing is."""
        ...


class Backend(Protocol):
    """An open database of one kind."""

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement, which waits for no writer."""
        ...

    def read_at_once(self, sql: str, parameters: Sequence[object]) -> list[Row] | None:
        """Return the same rows without waiting; None where that takes a while, or something is wrong."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction to be entered, in which the models write; one at a time in all processes."""
        ...

    async def data_version(self) -> int:
        """Return a number that changes with every commit of any connection or process."""
        ...

    def version_at_once(self) -> int | None:
        """Return the same number without waiting; None where that takes a while."""
        ...

    def naming_trouble(self) -> AbstractContextManager[None]:
        """Return a block that raises the project's errors in place of the driver's."""
        ...
