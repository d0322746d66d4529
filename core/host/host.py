"""The host: one value that holds every regulation served, its owner, and every plugin parked with its reason."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from core.host.code import PluginCode
from core.host.discovery import Candidate, find, may_concern
from core.host.inheriting import Loaded, Parked, Read, orphans, understand
from core.host.limits import Limits, is_tracing
from core.host.loading import Loader
from core.host.parking import PluginInfo, Reason
from core.host.watching import CodeReport, Trace
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.settings import Settings, apply_settings, unknown_regulations
from core.text import Text


@dataclass(frozen=True, slots=True)
class Host:
    """Every regulation served and every plugin found. A value: loading again makes another.

    The code of plugins runs in processes of their own, which end with ``close``, with the block of a ``with``, or when
    nothing refers to the host and its laws any more.
    """

    catalogue: Catalogue
    plugins: tuple[PluginInfo, ...]
    codes: tuple[PluginCode, ...] = field(default=(), repr=False, compare=False)
    """The code of those plugins served that have some to ask."""

    @classmethod
    def load(
        cls,
        roots: Iterable[Path] = (),
        *,
        packages: bool = True,
        settings: Settings | None = None,
        limits: Limits | None = None,
        foremost: Path | None = None,
        about: str | None = None,
    ) -> "Host":
        """Return the host of the plugins in ``roots`` and, if ``packages``, of those that are installed.

        A plugin that is wrong in any way is parked with its reason; the others are served as if it were not there.
        ``limits`` are what the code of plugins is granted; None: as the environment says. ``foremost`` is a folder
        before which other plugins of its name give way; None: of several with one name, none is served. ``about`` is
        the one regulation, or place, that will be asked about: folders that it has nothing to do with are not read;
        None: all are. They are also where nothing is found, so that errors are the same, and with ``settings``.

        Raises:
            NotFoundError: ``settings`` name a regulation or reading that is not at hand.
            RefusedError: ``settings`` would replace numbers of the law, or the environment states no proper limit.
        """
        loader = Loader(limits or Limits.stated_in(os.environ), Trace(is_on=is_tracing(os.environ)))
        candidates = find(roots, packages=packages, foremost=foremost)
        if about is not None and settings is None:
            host = cls._understood(*_read(candidates, loader, {about}), settings)
            if host.catalogue.find(about) is not None or host.catalogue.versions(about):
                return host
            host.close()
        return cls._understood(*_read(candidates, loader), settings)

    @classmethod
    def _understood(cls, read: list[Read], parked: list[PluginInfo], settings: Settings | None) -> "Host":
        """Return the host of the plugins that were read, beside those that are parked already."""
        try:
            loaded, faulty = understand(read)
            agreed, clashing = _without_clashes(loaded)
            served, orphaned = orphans(agreed)
            catalogue = _settled(Catalogue(law for one in served for law in one.laws), settings)
        except BaseException:
            _close(one.code for one in read)
            raise
        parked += [_info(candidate, (), reason) for candidate, reason in (*faulty, *clashing, *orphaned)]
        infos = [_info(one.candidate, tuple(law.id for law in one.laws), None) for one in served]
        codes = tuple(one.code for one in served if one.code is not None)
        _close(one.code for one in read if one.code not in codes)
        return cls(catalogue, tuple(sorted([*infos, *parked], key=_order)), codes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes of all plugins; a rule that is asked from now on does not decide."""
        _close(self.codes)

    def code_of(self, plugin: str) -> CodeReport | None:
        """Return how the code of the plugin of this name has fared; None: it has none to ask, or is not served."""
        return next((one.report for one in self.codes if one.owner == plugin), None)

    @property
    def parked(self) -> tuple[PluginInfo, ...]:
        """The plugins that are not served."""
        return tuple(one for one in self.plugins if one.is_parked)


def _read(
    candidates: Sequence[Candidate], loader: Loader, wanted: set[str] | None = None
) -> tuple[list[Read], list[PluginInfo]]:
    """Return the plugins whose files could be read, and those that are parked for that or for their name.

    ``wanted`` are regulations and places: only plugins that may have to do with one of them, and with what these
    inherit from, are read; None: all are.
    """
    names = Counter(one.name for one in candidates)
    left = [one for one in candidates if names[one.name] == 1]
    parked = [_info(one, (), _name_clash(one, candidates)) for one in candidates if names[one.name] > 1]
    read: list[Read] = []
    while some := [one for one in left if wanted is None or may_concern(one, wanted)]:
        left = [one for one in left if all(one is not other for other in some)]
        for candidate, found in zip(some, loader.load(some), strict=True):
            if isinstance(found, Read):
                read.append(found)
                wanted = None if wanted is None else wanted | {*found.parents.values(), *found.places}
            else:
                parked.append(_info(candidate, (), found.reason))
    return read, parked


def _close(codes: Iterable[PluginCode | None]) -> None:
    for one in codes:
        if one is not None:
            one.close()


def _order(info: PluginInfo) -> tuple[str, str, str]:
    return info.name, info.origin, info.location


def _info(candidate: Candidate, regulations: tuple[str, ...], reason: Reason | None) -> PluginInfo:
    return PluginInfo(candidate.name, candidate.origin, candidate.location, regulations, reason)


def _without_clashes(loaded: Sequence[Loaded]) -> tuple[list[Loaded], list[Parked]]:
    """Part the plugins whose regulations no other claims from those that clash; of a clash, all are refused."""
    served: list[Loaded] = []
    clashing: list[Parked] = []
    for one in loaded:
        reason = next((found for law in one.laws if (found := _clash(law, one, loaded)) is not None), None)
        if reason is None:
            served.append(one)
        else:
            clashing.append((one.candidate, reason))
    return served, clashing


def _clash(law: Law, owner: Loaded, loaded: Sequence[Loaded]) -> Reason | None:
    for other in loaded:
        for rival in other.laws:
            if rival is law:
                continue
            if rival.id == law.id:
                who = f"{owner.candidate.location}, {other.candidate.location}"
                text = Text(
                    zh=f"规定 {law.id} 由多个插件提供: {who}; 只保留一个",
                    en=f"the regulation {law.id} is claimed by {who}; keep one of them",
                )
                return Reason("ID_CLASH", text)
            if rival.regulation.place == law.regulation.place and _overlap(law, rival):
                text = Text(
                    zh=f"{law.id} 与 {rival.id} 的施行期间重叠; 写明 in_force.to",
                    en=f"{law.id} and {rival.id} are in force at the same time; state in_force.to",
                )
                return Reason("VERSIONS_OVERLAP", text)
    return None


def _overlap(one: Law, other: Law) -> bool:
    first, second = one.regulation.in_force, other.regulation.in_force
    starts_before_end = second.to is None or first.from_ is None or first.from_ < second.to
    return starts_before_end and (first.to is None or second.from_ is None or second.from_ < first.to)


def _name_clash(candidate: Candidate, candidates: Sequence[Candidate]) -> Reason:
    who = ", ".join(f"{one.origin} {one.found_in}" for one in candidates if one.name == candidate.name)
    return Reason(
        "NAME_CLASH",
        Text(
            zh=f"名为 {candidate.name} 的插件不止一个: {who}; 只保留一个, 或给其余的改名",
            en=f"several plugins are called {candidate.name}: {who}; keep one of them, or rename the others",
        ),
    )


def _settled(catalogue: Catalogue, settings: Settings | None) -> Catalogue:
    if settings is None:
        return catalogue
    unknown = unknown_regulations(settings, {law.id: law for law in catalogue.laws})
    if unknown is not None:
        raise unknown
    return Catalogue(apply_settings(law, settings) for law in catalogue.laws)
