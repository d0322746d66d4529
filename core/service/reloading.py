"""The regulations loaded again while others are served: who may ask for it, and what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.errors import GuijuError, RefusedError
from core.host import Host, PluginInfo, Reason
from core.service.admission import FieldProblem
from core.service.office import Office
from core.service.viewer import Scope, Viewer
from core.text import Lang, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """What became of a reload."""

    is_done: bool
    """Whether the new host is served; otherwise the old one is, as before."""
    code: str
    message: Text
    parked: tuple[PluginInfo, ...] = ()
    """Plugins of the new host that are wrong."""

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """Why nothing changed; empty if it did."""
        return () if self.is_done else (FieldProblem(None, self.code, self.message),)


Reload = Callable[[str], Awaitable[Reloaded]]
"""Loads the regulations again for an actor, as the audit trail calls them."""


async def reload_regulations(viewer: Viewer, reload: Reload | None) -> Reloaded:
    """Have the regulations loaded again, if the viewer may: an administrator of every region.

    ``reload`` None: the regulations stay as they are while this process runs.
    """
    try:
        viewer.require(Scope.ADMIN)
        _require_every_region(viewer)
        if reload is None:
            text = Text(
                zh="本进程不能重新载入规定; 请重启, 或用 guiju serve 启动",
                en="this process cannot load regulations again; restart it, or start it with `guiju serve`",
            )
            raise RefusedError("RELOAD_UNAVAILABLE", text)
    except GuijuError as error:
        return Reloaded(is_done=False, code=error.code, message=error.message)
    return await reload(viewer.actor)


def _require_every_region(viewer: Viewer) -> None:
    if viewer.regions is not None:
        text = Text(
            zh="规定对所有地区一并换新, 须用不限地区的 admin 令牌",
            en="regulations are loaded for every region at once; use a token with the scope admin for all regions",
        )
        raise RefusedError("REGION_FORBIDDEN", text)


async def note_reload(office: Office, found: Host, actor: str) -> None:
    """Tell the audit trail that ``found`` takes the place of the host served; raises GuijuError if it cannot."""
    laws = {law.id: law.digest for law in found.catalogue.laws}
    async with office.database.writing(actor=actor) as writes:
        await writes.note_reload(laws, [one.name for one in found.parked])


def lost_plugins(old: Host, new: Host) -> tuple[PluginInfo, ...]:
    """Return the plugins that ``old`` serves and ``new`` has parked."""
    served = {one.name for one in old.plugins if not one.is_parked}
    return tuple(one for one in new.parked if one.name in served)


def done(found: Host) -> Reloaded:
    """Return what is said once ``found`` is served."""
    served = len(found.catalogue.laws)
    text = Text(
        zh=f"已换用新载入的规定 {served} 件; 未启用的插件 {len(found.parked)} 个",
        en=f"{served} regulations are served anew; {len(found.parked)} plugins are parked",
    )
    return Reloaded(is_done=True, code="RELOADED", message=text, parked=found.parked)


def refused(code: str, why: Text) -> Reloaded:
    """Return what is said when everything stays as it was, for ``why``."""
    text = Text(zh=f"规定未换, 仍用原来的: {why.zh}", en=f"the regulations stay as they were: {why.en}")
    return Reloaded(is_done=False, code=code, message=text)


def refused_for(lost: tuple[PluginInfo, ...]) -> Reloaded:
    """Return what is said when everything stays as it was, since plugins that are served would be ``lost``."""
    reasons = [(one.name, one.reason) for one in lost if one.reason is not None]
    text = Text(
        zh="规定未换, 仍用原来的: " + "; ".join(f"{name} {why.code}: {_said(why, Lang.ZH)}" for name, why in reasons),
        en="the regulations stay as they were: "
        + "; ".join(f"{name} {why.code}: {_said(why, Lang.EN)}" for name, why in reasons),
    )
    return Reloaded(is_done=False, code="RELOAD_REFUSED", message=text, parked=lost)


def _said(why: Reason, lang: Lang) -> str:
    mistakes = [f"{one.file}:{one.line}:{one.column} {one.message.get(lang)}" for one in why.problems]
    return ", ".join([why.message.get(lang), *mistakes])
