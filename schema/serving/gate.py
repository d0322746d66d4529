"""So many at work and so many waiting: what comes beyond is told at once to come again."""

import asyncio
from collections import deque

from schema.serving.settings import Limits


class Gate:
    """Lets requests in, in the order they came."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._queue: deque[asyncio.Future[bool]] = deque()
        self.at_work = 0
        """How many are in."""

    @property
    def waiting(self) -> int:
        """How many wait to be let in."""
        return len(self._queue)

    @property
    def is_full(self) -> bool:
        """Whether nobody is let in at once."""
        return self.at_work >= self._limits.at_work

    def is_too_late(self, waited: float) -> bool:
        """Return whether a request that could be answered at once has waited too many seconds for that."""
        return waited > self._limits.turn_seconds

    def enter_at_once(self) -> bool:
        """Return True if there is room; whoever is let in must ``leave``."""
        if self.is_full:
            return False
        self.at_work += 1
        return True

    async def enter(self) -> bool:
        """Return True once there is room; False if too many wait, or it took too long.

        Whoever is let in must ``leave``.
        """
        if self.enter_at_once():
            return True
        if len(self._queue) >= self._limits.waiting:
            return False
        return await self._wait()

    def leave(self) -> None:
        """Make room for the one who has waited longest."""
        while self._queue:
            first = self._queue.popleft()
            if not first.done():
                first.set_result(True)  # the place passes on without becoming free
                return
        self.at_work -= 1

    async def _wait(self) -> bool:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[bool] = loop.create_future()
        self._queue.append(turn)
        impatience = loop.call_later(self._limits.patience_seconds, self._give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():
                self.leave()  # the place was given, and nobody takes it
            else:
                self._forget(turn)
            raise
        finally:
            impatience.cancel()

    def _give_up(self, turn: asyncio.Future[bool]) -> None:
        if not turn.done():
            self._forget(turn)
            turn.set_result(False)

    def _forget(self, turn: asyncio.Future[bool]) -> None:
        if turn in self._queue:
            self._queue.remove(turn)
