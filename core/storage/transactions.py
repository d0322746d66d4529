"""One write transaction at a time: whatever interrupts it, the lock is given back and nothing stays open."""

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar, cast

import anyio
from tortoise.backends.base.client import TransactionContext
from tortoise.connection import ConnectionToken, get_connections
from tortoise.context import get_current_context

from core.storage.backend import Transaction
from core.storage.trouble import busy

T = TypeVar("T")
Held = TypeVar("Held", bound=Transaction)
Held_co = TypeVar("Held_co", bound=Transaction, covariant=True)

DEFAULT_BUSY_MS = 5000
"""How long, in milliseconds, a write waits for another writer."""


async def to_the_end(
    work: Coroutine[Any, Any, T] | asyncio.Future[T], *, undo: Callable[[T], object] | None = None
) -> T:
    """Return the result of ``work``, which is awaited to its end even when the caller is cancelled.

    The cancellation is let through afterwards; ``undo`` is then given the result that nobody takes. Raises what
    ``work`` raises.
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
        # The exception is looked at, or asyncio would report it as never retrieved.
        if not task.cancelled() and task.exception() is None and undo is not None:
            undo(task.result())
        raise cancelled
    return task.result()


class Writer(Protocol[Held_co]):
    """The connection that writes."""

    async def new_transaction(self) -> Held_co:
        """Return a transaction that has not begun, on a connection that is open."""
        ...


class OneAtATime(TransactionContext, Generic[Held]):
    """A write transaction to be entered, after those of other tasks and other processes."""

    def __init__(self, writer: Writer[Held], lock: asyncio.Lock, busy_seconds: float) -> None:
        self._writer = writer
        self._lock = lock
        self._busy_seconds = busy_seconds
        self._token: ConnectionToken | None = None
        self._transaction: Held | None = None

    async def __aenter__(self) -> Held:  # pyright: ignore[reportIncompatibleMethodOverride] - it has what Tortoise needs
        await self._take_lock()
        try:
            await to_the_end(self._begin())
        except BaseException:
            await to_the_end(self._end(commit=False))
            raise
        transaction = cast("Held", self._transaction)
        if get_current_context() is not None:
            self._token = get_connections().set(transaction.client.connection_name, transaction.client)
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
        self._transaction = await self._writer.new_transaction()
        await self._transaction.begin()

    async def _end(self, *, commit: bool) -> None:
        try:
            if self._transaction is not None and not self._transaction.is_finished:
                await (self._transaction.commit() if commit else self._transaction.rollback())
        finally:
            self._lock.release()
