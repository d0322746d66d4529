"""The driver as far as it is used, with the types that it does not declare itself."""

from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, BinaryIO, Protocol, cast

import asyncpg

from core.storage.backend import Row

LOST = (
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,  # what it raises between the server's last word and the end of the line
    ConnectionError,
)
"""What the driver raises for a server that was lost; a connection on which one was raised is of no more use."""


class Connection(Protocol):
    """One connection to the server."""

    async def execute(self, query: str, *parameters: object) -> str:
        """Run a statement, or several without parameters."""
        ...

    async def fetch(self, query: str, *parameters: object) -> list[Row]:
        """Return the rows of one statement with ``$1`` for its first parameter."""
        ...

    async def executemany(self, query: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each list of parameters."""
        ...

    async def copy_to_table(self, table_name: str, *, source: BinaryIO, columns: Sequence[str]) -> str:
        """Write rows, as lines of text, by the server's fastest way."""
        ...

    async def set_type_codec(self, typename: str, **how: object) -> None:
        """Have a type come and go in a form of one's own."""
        ...

    def is_closed(self) -> bool:
        """Return whether it was closed, or lost."""
        ...

    def is_in_transaction(self) -> bool:
        """Return whether a transaction is open on it."""
        ...

    def terminate(self) -> None:
        """Close it at once."""
        ...

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the driver's name
        """Close it, saying goodbye."""
        ...


class Pool(Protocol):
    """Some connections; it opens the first when it is awaited."""

    def __await__(self) -> Generator[Any, None, object]: ...

    def acquire(self) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that nobody uses, for as long as the block lasts."""
        ...

    def get_size(self) -> int:
        """Return how many connections are open."""
        ...

    def is_closing(self) -> bool:
        """Return whether it was closed."""
        ...

    def terminate(self) -> None:
        """Close all of them at once."""
        ...


async def connect(url: str, *, seconds: int = 60, settings: Mapping[str, str] | None = None) -> Connection:
    """Open a connection; raises the driver's errors, OSError and TimeoutError."""
    opening = cast("Any", asyncpg.connect(url, timeout=seconds, server_settings=dict(settings or {})))  # pyright: ignore[reportUnknownMemberType]
    return cast("Connection", await opening)


def pool(connecting: Callable[[], Awaitable[Connection]], most: int) -> Pool:
    """Return at most ``most`` connections, each opened by ``connecting`` and used again as it comes back."""

    async def opened(*_: object, **__: object) -> Connection:
        return await connecting()

    async def unchanged(_: object) -> None:
        """Do nothing: a read leaves nothing behind."""

    made: Any = asyncpg.create_pool(min_size=1, max_size=most, connect=opened, reset=unchanged)  # pyright: ignore[reportUnknownMemberType]
    return cast("Pool", made)
