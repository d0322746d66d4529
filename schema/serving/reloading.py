"""New regulations without a pause: another host is loaded aside, and put in the old one's place as a whole.

It is not put there if a plugin that is served now would be parked, or if the settings do not fit: a wrong file keeps
the old regulations in force, all of them, and is reported. A plugin that is gone is gone, since its folder was taken
away; a new one that is wrong is parked, as at the start. An exchange is on record in the audit trail before it is made.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace

from anyio import to_thread

from core.errors import GuijuError
from core.host import Host
from core.service.notice_board import NoticeBoard
from core.service.office import Office
from core.service.reloading import Reloaded, done, lost_plugins, note_reload, refused, refused_for
from schema.errors import fault
from schema.serving.exchange import Exchange
from schema.serving.metrics import Metrics

_log = logging.getLogger("guiju.reloading")
_LOOK_AGAIN_SECONDS = 0.05
SIGNALLED = "signal"
"""What the audit trail calls whoever sent the process a signal: the system knows who may, and not who did."""


class Reloader:
    """Loads the host again, once at a time."""

    def __init__(
        self,
        load: Callable[[], Host],
        metrics: Metrics,
        current: Callable[[], Office],
        serve: Callable[[Office], None],
        in_progress: set[Exchange],
    ) -> None:
        self._load = load
        self._metrics = metrics
        self._current = current
        self._serve = serve
        self._in_progress = in_progress
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[object]] = set()

    def ask(self) -> None:
        """Have it done soon, for whoever may send this process a signal; the outcome is in the log."""
        self._begin(self.reload(SIGNALLED))

    async def reload(self, actor: str) -> Reloaded:
        """Load the host again, serve it if it is fit, and return what became of it; the audit trail names ``actor``."""
        async with self._one_at_a_time:
            outcome = await self._tried(actor)
        self._metrics.count_reload(is_done=outcome.is_done)
        _log.log(logging.WARNING if outcome.is_done else logging.ERROR, "%s: %s", outcome.code, outcome.message.en)
        return outcome

    async def finish(self) -> None:
        """Wait for what has begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _tried(self, actor: str) -> Reloaded:
        try:
            found = await to_thread.run_sync(self._load)
        except Exception as error:  # noqa: BLE001 - whatever it is, the old host goes on
            return _refused(error)
        office = self._current()
        lost = lost_plugins(office.host, found)
        if lost:
            found.close()
            return refused_for(lost)
        try:
            await note_reload(office, found, actor)
        except Exception as error:  # noqa: BLE001 - as above: nothing is exchanged that is not on record
            found.close()
            return _refused(error)
        self._serve(replace(office, host=found, board=NoticeBoard()))
        self._begin(self._close_later(office.host, frozenset(self._in_progress)))
        return done(found)

    async def _close_later(self, host: Host, before: frozenset[Exchange]) -> None:
        """End the old host's processes once the requests ``before`` the change, which may ask them, have ended."""
        while before & self._in_progress:  # noqa: ASYNC110 - reloads are rare, requests must not pay for them
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        await to_thread.run_sync(host.close)

    def _begin(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _refused(error: Exception) -> Reloaded:
    return refused(error.code, error.message) if isinstance(error, GuijuError) else refused(*fault(error))
