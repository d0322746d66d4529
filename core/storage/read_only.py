"""A registry opened for reading alone, as it stands at one moment: for questions that must leave nothing behind.

The database itself refuses every write on the connection; it is neither made nor migrated.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Self

from core.storage.backend import Reading, Row
from core.storage.database import require_driver
from core.storage.locations import Server, located
from core.storage.sqlite.read_only import reading


class ReadOnly:
    """A registry open for reading. Use ``open``; the object is of no use after that block."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @classmethod
    @asynccontextmanager
    async def open(cls, location: str | Path) -> AsyncGenerator[Self]:
        """Open the registry at a path or URL; every read until the end sees the same state of it.

        Raises RefusedError for a database that is not there, is no registry, or is not of this version, and for a
        write; RetryLaterError when the disk fails.
        """
        async with _opened(location) as opened:
            yield cls(opened)

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement with ``?`` for each parameter."""
        return await self._reading.read(sql, tuple(parameters))

    def stream(self, sql: str) -> AsyncGenerator[list[Row]]:
        """Yield the rows of one reading statement without parameters, some at a time."""
        return self._reading.stream(sql)


def _opened(location: str | Path) -> AbstractAsyncContextManager[Reading]:
    place = located(location)
    if not isinstance(place, Server):
        return reading(place)
    require_driver()
    from core.storage.postgres.read_only import reading as reading_there  # noqa: PLC0415 - its driver is optional

    return reading_there(place)
