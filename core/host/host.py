"""The host: one value that holds every regulation served, its owner, and every plugin parked with its reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

import pluggy

from core.host.discovery import Candidate, find
from core.host.hookspecs import PROJECT, Hooks
from core.host.parking import Origin, PluginError, PluginInfo, Reason, failed
from core.host.vetting import vet
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law, PointsQuestion, Rules
from core.regulation.load import load_law
from core.regulation.problems import DataFileError, Problem
from core.regulation.settings import Settings, apply_settings, unknown_regulations
from core.text import Text


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A plugin that can be served, with its laws."""

    candidate: Candidate
    parts: tuple[object, ...]
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """Every regulation served and every plugin found. A value: loading again makes another."""

    catalogue: Catalogue
    plugins: tuple[PluginInfo, ...]

    @classmethod
    def load(cls, roots: Iterable[Path] = (), *, packages: bool = True, settings: Settings | None = None) -> "Host":
        """Return the host of the plugins in ``roots`` and, if ``packages``, of those that are installed.

        A plugin that is wrong in any way is parked with its reason; the others are served as if it were not there.

        Raises:
            NotFoundError: ``settings`` name a regulation or reading that is not at hand.
            RefusedError: ``settings`` would replace numbers of the law.
        """
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(Hooks)
        loaded: list[_Loaded] = []
        parked: list[PluginInfo] = []
        candidates = find(roots, packages=packages)
        names = Counter(one.name for one in candidates)
        for candidate in candidates:
            try:
                if names[candidate.name] > 1:
                    raise _name_clash(candidate, candidates)
                loaded.append(_load(manager, candidate))
            except PluginError as error:
                parked.append(_info(candidate, (), error.reason))
        served, clashing = _without_clashes(loaded)
        parked += [_info(one.candidate, (), reason) for one, reason in clashing]
        infos = [_info(one.candidate, tuple(law.id for law in one.laws), None) for one in served]
        catalogue = Catalogue(law for one in served for law in one.laws)
        return cls(_settled(catalogue, settings), tuple(sorted([*infos, *parked], key=_order)))

    @property
    def parked(self) -> tuple[PluginInfo, ...]:
        """The plugins that are not served."""
        return tuple(one for one in self.plugins if one.is_parked)


def _order(info: PluginInfo) -> tuple[str, str, str]:
    return info.name, info.origin, info.location


def _info(candidate: Candidate, regulations: tuple[str, ...], reason: Reason | None) -> PluginInfo:
    return PluginInfo(candidate.name, candidate.origin, candidate.location, regulations, reason)


def _load(manager: pluggy.PluginManager, candidate: Candidate) -> _Loaded:
    """Load, vet, register and ask one plugin; raise PluginError if anything about it is wrong."""
    parts = candidate.load()
    for part in parts:
        vet(part)
    try:
        for number, part in enumerate(parts):
            manager.register(part, f"{candidate.name}:{number}")
        files = _files(manager, candidate, parts)
        rules = _rules(manager, parts)
        laws = tuple(replace(law, rules=rules) for law in _laws(candidate, files))
    except PluginError:
        _forget(manager, parts)
        raise
    except (Exception, SystemExit) as error:
        _forget(manager, parts)
        raise failed("REFUSED", "插件不能注册", "the plugin cannot be registered", error) from error
    return _Loaded(candidate, parts, laws)


def _forget(manager: pluggy.PluginManager, parts: Sequence[object]) -> None:
    for part in parts:
        if manager.is_registered(part):
            manager.unregister(part)


def _only(manager: pluggy.PluginManager, hook: str, parts: Sequence[object]) -> pluggy.HookCaller:
    """Return ``hook`` as a caller of ``parts`` alone."""
    others = [one for one in manager.get_plugins() if not any(one is part for part in parts)]
    return manager.subset_hook_caller(hook, others)


def _files(manager: pluggy.PluginManager, candidate: Candidate, parts: Sequence[object]) -> list[Path | Traversable]:
    try:
        answers = cast("list[object]", _only(manager, "guiju_regulation_files", parts)())
        listed = [one for answer in answers for one in cast("Sequence[object]", answer)]
    except (Exception, SystemExit) as error:
        zh, en = "guiju_regulation_files 出错", "guiju_regulation_files failed"
        raise failed("HOOK_FAILED", zh, en, error) from error
    wrong = [one for one in listed if not isinstance(one, (Path, Traversable))]
    if wrong or not listed:
        raise PluginError(
            "NO_REGULATION",
            Text(zh=f"{candidate.name} 没有给出数据文件的路径", en=f"{candidate.name} names no path of a data file"),
        )
    return [one for one in listed if isinstance(one, (Path, Traversable))]


def _rules(manager: pluggy.PluginManager, parts: Sequence[object]) -> Rules | None:
    """Return the owner's answer to what its data leaves to it, or None if it has none to give."""
    caller = _only(manager, "guiju_points_of", parts)
    if not caller.get_hookimpls():
        return None

    def rules(question: PointsQuestion) -> Decimal | None:
        try:
            answers = cast("list[object]", caller(question=question))
        except Exception:  # noqa: BLE001 - a faulty rule leaves this one outcome undecided, nothing else
            return None
        return next((one for one in answers if isinstance(one, Decimal)), None)

    return rules


def _laws(candidate: Candidate, files: Sequence[Path | Traversable]) -> list[Law]:
    laws: list[Law] = []
    problems: list[Problem] = []
    for path in files:
        try:
            laws.append(load_law(path.read_bytes(), f"{candidate.location}/{path.name}"))
        except DataFileError as error:
            problems += error.problems
        except OSError as error:
            raise failed("FILE_UNREADABLE", f"{path.name} 不能读取", f"{path.name} cannot be read", error) from error
    if problems:
        raise PluginError(
            "DATA_WRONG",
            Text(zh=f"数据文件有 {len(problems)} 处错误", en=f"the data files hold {len(problems)} mistake(s)"),
            tuple(problems),
        )
    wrong = [law.id for law in laws if candidate.origin is Origin.FOLDER and law.regulation.place != candidate.name]
    if wrong:
        listed = ", ".join(wrong)
        raise PluginError(
            "PLACE_MISMATCH",
            Text(zh=f"{listed} 的 place 与文件夹名不同", en=f"the place of {listed} is not the name of the folder"),
        )
    return laws


def _without_clashes(loaded: Sequence[_Loaded]) -> tuple[list[_Loaded], list[tuple[_Loaded, Reason]]]:
    """Part the plugins whose regulations no other claims from those that clash; of a clash, all are refused."""
    served: list[_Loaded] = []
    clashing: list[tuple[_Loaded, Reason]] = []
    for one in loaded:
        reason = next((found for law in one.laws if (found := _clash(law, one, loaded)) is not None), None)
        if reason is None:
            served.append(one)
        else:
            clashing.append((one, reason))
    return served, clashing


def _clash(law: Law, owner: _Loaded, loaded: Sequence[_Loaded]) -> Reason | None:
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


def _name_clash(candidate: Candidate, candidates: Sequence[Candidate]) -> PluginError:
    who = ", ".join(f"{one.origin} {one.location}" for one in candidates if one.name == candidate.name)
    return PluginError(
        "NAME_CLASH",
        Text(
            zh=f"名为 {candidate.name} 的插件不止一个: {who}", en=f"several plugins are called {candidate.name}: {who}"
        ),
    )


def _settled(catalogue: Catalogue, settings: Settings | None) -> Catalogue:
    if settings is None:
        return catalogue
    unknown = unknown_regulations(settings, {law.id: law for law in catalogue.laws})
    if unknown is not None:
        raise unknown
    return Catalogue(apply_settings(law, settings) for law in catalogue.laws)
