"""New regulations without a pause: another host is loaded aside, and put in the old one's place as a whole.

It is not put there if a plugin that is served now would be parked, or if the settings do not fit: a wrong file keeps
the old regulations in force, all of them, and is reported. A plugin that is gone is gone, since its folder was taken
away; a new one that is wrong is parked, as at the start.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace

from anyio import to_thread

from core.errors import GuijuError
from core.host import Host, PluginInfo, Reason
from core.service.notice_board import NoticeBoard
from core.service.office import Office
from core.text import Lang, Text
from schema.errors import fault
from schema.serving.exchange import Exchange
from schema.serving.metrics import Metrics

_log = logging.getLogger("guiju.reloading")
_LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What became of a reload."""

    is_done: bool
    """Whether the new host is served; otherwise the old one is, as before."""
    code: str
    message: Text
    parked: tuple[PluginInfo, ...] = ()
    """Plugins of the new host that are wrong."""


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
        """Have it done soon; the outcome is in the log."""
        self._begin(self.reload())

    async def reload(self) -> Reloaded:
        """Load the host again, serve it if it is fit, and return what became of it."""
        async with self._one_at_a_time:
            done = await self._tried()
        self._metrics.count_reload(is_done=done.is_done)
        _log.log(logging.WARNING if done.is_done else logging.ERROR, "%s: %s", done.code, done.message.en)
        return done

    async def finish(self) -> None:
        """Wait for what has begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _tried(self) -> Reloaded:
        try:
            found = await to_thread.run_sync(self._load)
        except GuijuError as error:
            return Reloaded(is_done=False, code=error.code, message=_kept(error.message))
        except Exception as error:  # noqa: BLE001 - whatever it is, the old host goes on
            code, text = fault(error)
            return Reloaded(is_done=False, code=code, message=_kept(text))
        office = self._current()
        lost = lost_plugins(office.host, found)
        if lost:
            found.close()
            return Reloaded(is_done=False, code="RELOAD_REFUSED", message=_kept(_named(lost)), parked=lost)
        self._serve(replace(office, host=found, board=NoticeBoard()))
        self._begin(self._close_later(office.host, frozenset(self._in_progress)))
        served = len(found.catalogue.laws)
        text = Text(
            zh=f"已换用新载入的规定 {served} 件; 未启用的插件 {len(found.parked)} 个",
            en=f"{served} regulations are served anew; {len(found.parked)} plugins are parked",
        )
        return Reloaded(is_done=True, code="RELOADED", message=text, parked=found.parked)

    async def _close_later(self, host: Host, before: frozenset[Exchange]) -> None:
        """End the old host's processes once the requests ``before`` the change, which may ask them, have ended."""
        while before & self._in_progress:  # noqa: ASYNC110 - reloads are rare, requests must not pay for them
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        await to_thread.run_sync(host.close)

    def _begin(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def lost_plugins(old: Host, new: Host) -> tuple[PluginInfo, ...]:
    """Return the plugins that ``old`` serves and ``new`` has parked."""
    served = {one.name for one in old.plugins if not one.is_parked}
    return tuple(one for one in new.parked if one.name in served)


def _kept(why: Text) -> Text:
    return Text(
        zh=f"规定未换, 仍用原来的: {why.zh}",
        en=f"the regulations stay as they were: {why.en}",
    )


def _named(parked: tuple[PluginInfo, ...]) -> Text:
    reasons = [(one.name, one.reason) for one in parked if one.reason is not None]
    return Text(
        zh="; ".join(f"{name} {why.code}: {_said(why, Lang.ZH)}" for name, why in reasons),
        en="; ".join(f"{name} {why.code}: {_said(why, Lang.EN)}" for name, why in reasons),
    )


def _said(why: Reason, lang: Lang) -> str:
    mistakes = [f"{one.file}:{one.line}:{one.column} {one.message.get(lang)}" for one in why.problems]
    return ", ".join([why.message.get(lang), *mistakes])
