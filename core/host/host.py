"""The host: one value that holds every regulation served, its owner, and every plugin parked with its reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

import pluggy

from core.host.discovery import Candidate, find
from core.host.hookspecs import PROJECT, Hooks
from core.host.inheriting import Loaded, Parked, Read, orphans, understand
from core.host.parking import PluginError, PluginInfo, Reason, failed
from core.host.vetting import vet
from core.regulation.catalogue import Catalogue
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import Document, decode, parse
from core.regulation.law import Law, PointsQuestion, Rules
from core.regulation.settings import Settings, apply_settings, unknown_regulations
from core.text import Text


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
        read: list[Read] = []
        parked: list[PluginInfo] = []
        candidates = find(roots, packages=packages)
        names = Counter(one.name for one in candidates)
        for candidate in candidates:
            try:
                if names[candidate.name] > 1:
                    raise _name_clash(candidate, candidates)
                read.append(_read(candidate))
            except PluginError as error:
                parked.append(_info(candidate, (), error.reason))
        loaded, faulty = understand(read)
        agreed, clashing = _without_clashes(loaded)
        served, orphaned = orphans(agreed)
        parked += [_info(candidate, (), reason) for candidate, reason in (*faulty, *clashing, *orphaned)]
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


def _read(candidate: Candidate) -> Read:
    """Load, vet, register and ask one plugin, and read its files; raise PluginError if anything is wrong with them.

    Each plugin has a manager of its own: whatever is asked of it, no other can answer, fail or be asked in its place.
    """
    parts = candidate.load()
    for part in parts:
        vet(part)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        for number, part in enumerate(parts):
            manager.register(part, f"{candidate.name}:{number}")
    except (Exception, SystemExit) as error:
        raise failed("REFUSED", "插件不能注册", "the plugin cannot be registered", error) from error
    documents, problems = _documents(candidate, _files(manager, candidate))
    return Read(candidate, documents, problems, _rules(manager))


def _files(manager: pluggy.PluginManager, candidate: Candidate) -> list[Path | Traversable]:
    try:
        answers = cast("list[object]", manager.hook.guiju_regulation_files())
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


def _rules(manager: pluggy.PluginManager) -> Rules | None:
    """Return the owner's answer to what its data leaves to it, or None if it has none to give."""
    caller = manager.hook.guiju_points_of
    if not caller.get_hookimpls():
        return None

    def rules(question: PointsQuestion) -> Decimal | None:
        try:
            answers = cast("list[object]", caller(question=question))
        except (Exception, SystemExit):  # noqa: BLE001 - a faulty rule leaves this one outcome undecided, nothing else
            return None
        return next((one for one in answers if isinstance(one, Decimal)), None)

    return rules


def _documents(
    candidate: Candidate, files: Sequence[Path | Traversable]
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return what the files say, and what is wrong with those that cannot be read."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in files:
        file = f"{candidate.location}/{path.name}"
        try:
            documents.append(parse(decode(path.read_bytes(), file), file))
        except DataFileError as error:
            problems += error.problems
        except OSError as error:
            raise failed("FILE_UNREADABLE", f"{path.name} 不能读取", f"{path.name} cannot be read", error) from error
    return tuple(documents), tuple(problems)


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


def _name_clash(candidate: Candidate, candidates: Sequence[Candidate]) -> PluginError:
    who = ", ".join(f"{one.origin} {one.found_in}" for one in candidates if one.name == candidate.name)
    return PluginError(
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
