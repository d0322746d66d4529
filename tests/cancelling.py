"""Cancelling some work at its first wait, at its second, and so on until it is done first."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from typing import Any

MOST_STEPS = 400


class CancelledAt:
    """Runs a coroutine as the current task and cancels that task at the nth time that it has to wait."""

    def __init__(self, work: Awaitable[None], step: int) -> None:
        self.work = work
        self.step = step
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, None]:
        running = self.work.__await__()
        task = asyncio.current_task()
        assert task is not None
        error: BaseException | None = None
        while True:
            try:
                waiting = running.send(None) if error is None else running.throw(error)  # type: ignore[attr-defined]
            except StopIteration:
                return
            error = None
            self.waits += 1
            if self.waits == self.step:
                asyncio.get_running_loop().call_soon(task.cancel)
            try:
                yield waiting
            except BaseException as thrown:  # noqa: BLE001 - passed on to the coroutine
                error = thrown


async def waits_until_done(
    start: Callable[[int], Awaitable[None]], after_each: Callable[[int], Awaitable[None]], *, stride: int = 1
) -> int:
    """Cancel at the first wait, the next and so on until the work is done first; return how many there were."""
    for step in range(1, MOST_STEPS * stride, stride):
        running = CancelledAt(start(step), step)
        task = asyncio.ensure_future(to_task(running))
        await asyncio.wait([task])
        await after_each(step)
        if running.waits < step:
            return running.waits
        assert task.cancelled()
    raise AssertionError(f"not done after {MOST_STEPS * stride} waits")


async def to_task(running: CancelledAt) -> None:
    await running
