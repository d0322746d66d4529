"""One open registry, on SQLite or PostgreSQL: reads that wait for no writer, and writes one transaction at a time."""

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from core.errors import RefusedError
from core.logs import said
from core.storage.audit import UNNAMED
from core.storage.backend import Backend, Row
from core.storage.locations import Server, located
from core.storage.sqlite.registry import SqliteRegistry
from core.storage.transactions import DEFAULT_BUSY_MS
from core.storage.writes import Writes
from core.text import Text

_log = logging.getLogger("guiju.audit")


class Database:
    """An open registry. Use ``open``; the object is of no use after that block."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.reads_done = 0
        """How many statements have been run for reading, for tests that count them."""

    @classmethod
    @asynccontextmanager
    async def open(cls, location: str | Path, *, busy_ms: int = DEFAULT_BUSY_MS) -> AsyncGenerator[Self]:
        """Open the database at a path, ``sqlite://`` or ``postgres://`` URL, filled with tables or migrated if need be.

        ``busy_ms`` is how long, in milliseconds, a write waits for another writer. All connections are closed in
        every case. Raises RefusedError for a location that cannot serve and RetryLaterError for a database that is
        held or cannot be reached.
        """
        async with opened(location, busy_ms) as backend:
            yield cls(backend)

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement with ``?`` for each parameter.

        Raises RefusedError when a parameter holds what no database can, and RetryLaterError when the disk fails.
        """
        self.reads_done += 1
        found = self._backend.read_at_once(sql, parameters)
        if found is not None:
            return found
        with self._backend.naming_trouble():
            return await self._backend.read(sql, parameters)

    @asynccontextmanager
    async def writing(self, at: datetime | None = None, *, actor: str = UNNAMED) -> AsyncGenerator[Writes]:
        """Give the write API within one transaction, committed at the block's end and rolled back on any error.

        ``at`` is what ledger entries say about when they were recorded; None for now. ``actor`` is who writes, for
        the audit trail: whatever serves people names one. Start no task inside that writes too. A cancelled caller
        leaves either all of it or nothing behind. Raises RetryLaterError when another writer holds the database, and
        nothing is written then.
        """
        with self._backend.naming_trouble():
            async with self._backend.transaction() as transaction:
                writes = Writes(transaction, at or datetime.now(UTC), actor)
                yield writes
        if writes.audited:
            _log.info("audited", extra=said(event="audited", entries=[writes.audited[0], writes.audited[-1]]))

    async def data_version(self) -> int:
        """Return a number that changes with every commit of any connection or process, and may change more often."""
        found = self._backend.version_at_once()
        if found is not None:
            return found
        with self._backend.naming_trouble():
            return await self._backend.data_version()


def opened(location: str | Path, busy_ms: int) -> AbstractAsyncContextManager[Backend]:
    """Return the open database at ``location``, to be entered."""
    place = located(location)
    if not isinstance(place, Server):
        return SqliteRegistry.open(place, busy_ms)
    require_driver()
    from core.storage.postgres.registry import PostgresRegistry  # noqa: PLC0415 - its driver is optional

    return PostgresRegistry.open(place, busy_ms)


def require_driver() -> None:
    """Raise RefusedError unless what speaks to PostgreSQL is installed."""
    if find_spec("asyncpg") is None:
        raise RefusedError(
            "DATABASE_DRIVER",
            Text(
                zh="使用 PostgreSQL 须安装驱动：pip install 'guiju[postgres]'。",
                en="PostgreSQL needs its driver: pip install 'guiju[postgres]'.",
            ),
        )
