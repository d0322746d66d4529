"""Which answers are late: one timer for all requests at work, set for the oldest."""

import asyncio
from collections.abc import Callable

from schema.serving.exchange import Exchange


class Lateness:
    """Calls back for each request that is at work for longer than so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._at_work: dict[Exchange, tuple[float, Callable[[], None]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        """Where the timer is set; None: it is not."""

    def begin(self, exchange: Exchange, too_late: Callable[[], None]) -> None:
        """Call ``too_late`` once, unless ``end`` is called before the seconds are over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._seconds
        self._at_work[exchange] = until, too_late
        if self._loop is not loop:
            self._set(loop, until)

    def end(self, exchange: Exchange) -> None:
        """Call nothing for it any more."""
        self._at_work.pop(exchange, None)

    def _set(self, loop: asyncio.AbstractEventLoop, until: float) -> None:
        self._loop = loop
        loop.call_at(until, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = None
        for exchange, (until, too_late) in tuple(self._at_work.items()):
            if until > loop.time():
                self._set(loop, until)
                return
            self.end(exchange)
            too_late()
