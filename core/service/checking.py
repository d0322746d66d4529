"""Checking a plugin folder: its data files, its worked examples, and whether the examples use every rule.

If asked for, also whether the examples would notice a wrong number, and whether the regulation keeps the invariants.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from core.assessment.cases import Case, CaseFile, Mismatch
from core.assessment.checking.examples import Unused, compare, unused
from core.assessment.checking.mutation import Exemplified, survivors, value_at
from core.host import Host, PluginInfo, Reason
from core.host.discovery import data_files
from core.regulation.files.messages import path_text
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import decode, parse, read_bytes
from core.regulation.law import Law
from core.regulation.mutants import Mutant
from core.service.purity import check_rules
from core.service.trying import SEED, Tried, try_law
from core.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """A worked example that does not come out as it says."""

    file: str
    case: str
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A value of a data file that could be wrong without any worked example noticing."""

    file: str
    line: int
    column: int
    path: str
    """The key path, as in ``points.clauses#4.points``."""
    stated: str | None
    """What the file says; None: it says so by saying nothing."""
    changed: str | None
    """What it could say instead; None: nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutated:
    """What came of changing each value of a regulation's data file, one at a time."""

    regulation: str
    changes: int
    """How many were tried."""
    survivors: tuple[Survivor, ...]
    """Those that nobody noticed."""


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """What checking a folder found."""

    regulations: tuple[str, ...] = ()
    cases: int = 0
    reason: Reason | None = None
    """Why the plugin would be parked; None if it would be served."""
    problems: tuple[Problem, ...] = ()
    """Mistakes in the files of worked examples, and in ``rules.py``."""
    failures: tuple[Failure, ...] = ()
    unused: tuple[tuple[str, Unused], ...] = ()
    """Rules that no example uses, with their regulation."""
    mutated: tuple[Mutated, ...] | None = None
    """None: not asked for, or not tried because something is wrong before any value is changed."""
    tried: tuple[Tried, ...] | None = None
    """Invariants, by regulation and scheme; None as for ``mutated``."""

    @property
    def is_sound(self) -> bool:
        """Whether the plugin is served and its examples come out, whatever else is wrong."""
        return self.reason is None and not (self.problems or self.failures)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        survived = any(one.survivors for one in self.mutated or ())
        broken = any(one.broken for one in self.tried or ())
        return self.is_sound and not (self.unused or survived or broken)


def check_folder(
    folder: Path, *, context: Sequence[Path] = (), mutate: bool = False, ledgers: int = 0, seed: int = SEED
) -> FolderCheck:
    """Return what is wrong with the plugin in ``folder``, everything at once.

    What it inherits is looked for beside it; if that is not enough, also in the folders of ``context`` and among the
    installed packages.

    With ``mutate``, each value of the data is changed, one at a time; on so many ``ledgers``, made up from ``seed``,
    the invariants are tried. Values are changed only once every example comes out.
    """
    if not folder.is_dir():
        return FolderCheck(reason=_no_folder(folder))
    host, info = _host_of(folder, context)
    if info is None:
        return FolderCheck(reason=_no_folder(folder))
    if info.reason is not None:
        return FolderCheck(reason=info.reason, problems=tuple(_impure(folder)))
    laws = {one: host.catalogue.get(one) for one in info.regulations}
    found = _with_cases(folder, laws)
    if mutate and found.is_sound:
        found = replace(found, mutated=tuple(_mutated(folder, host, laws)))
    if ledgers:
        found = replace(found, tried=tuple(one for law in laws.values() for one in try_law(law, ledgers, seed)))
    return found


def _host_of(folder: Path, context: Sequence[Path]) -> tuple[Host, PluginInfo | None]:
    """Return a host with the plugin in ``folder``, and what became of the plugin; None: it is none."""
    host = Host.load([folder.parent], packages=False)
    info = _info_of(host, folder)
    if not context or info is None or info.reason is None or info.reason.code != "PARENT_MISSING":
        return host, info
    others = [root for root in context if root.resolve() != folder.parent]
    wider = Host.load([folder.parent, *others], foremost=folder)
    return wider, _info_of(wider, folder)


def _info_of(host: Host, folder: Path) -> PluginInfo | None:
    return next((one for one in host.plugins if one.name == folder.name), None)


def _no_folder(folder: Path) -> Reason:
    text = Text(
        zh=f"{folder.name} 不是插件文件夹; 指向如 plugins/<地区> 的文件夹",
        en=f"{folder.name} is no plugin folder; point to a folder such as plugins/<place>",
    )
    return Reason("NO_FOLDER", text)


def _with_cases(folder: Path, laws: Mapping[str, Law]) -> FolderCheck:
    """Return what the worked examples find, and what is wrong with them and with ``rules.py``."""
    files, problems = _case_files(folder)
    cases = {name: _cases_of(name, files) for name in laws}
    return FolderCheck(
        regulations=tuple(laws),
        cases=sum(map(len, cases.values())),
        problems=(*problems, *_impure(folder)),
        failures=tuple(one for name, file in files.items() for one in _failures(name, file, laws)),
        unused=tuple((name, one) for name, law in laws.items() for one in unused(law, cases[name])),
    )


def _impure(folder: Path) -> Iterator[Problem]:
    for path in filter(Path.is_file, sorted(folder.glob("*.py"))):
        yield from check_rules(path.read_text(encoding="utf-8", errors="replace"), f"{folder.name}/{path.name}")


def _case_files(folder: Path) -> tuple[dict[str, CaseFile], list[Problem]]:
    files: dict[str, CaseFile] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.cases.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            files[name] = read_bytes(path.read_bytes(), name, CaseFile)
        except DataFileError as error:
            problems += error.problems
    return files, problems


def _cases_of(regulation: str, files: Mapping[str, CaseFile]) -> tuple[Case, ...]:
    return tuple(one for file in files.values() if file.regulation == regulation for one in file.case)


def _failures(name: str, file: CaseFile, laws: Mapping[str, Law]) -> list[Failure]:
    law = laws.get(file.regulation)
    if law is None:
        return [Failure(name, "-", (Mismatch("regulation", ", ".join(laws), file.regulation),))]
    seen: Sequence[tuple[Case, tuple[Mismatch, ...]]] = [(case, compare(law, case)) for case in file.case]
    return [Failure(name, case.id, found) for case, found in seen if found]


def _mutated(folder: Path, host: Host, laws: Mapping[str, Law]) -> Iterator[Mutated]:
    """Yield what came of each data file of the folder, whose plugin is served."""
    files, _ = _case_files(folder)
    for path in data_files(folder):
        name = f"{folder.name}/{path.name}"
        document = parse(decode(path.read_bytes(), name), name)
        law = laws[str(document.data["id"])]
        parent = law.regulation.inherits
        one = Exemplified(
            document=document,
            cases=_cases_of(law.id, files),
            parent=host.catalogue.get(parent) if parent is not None else None,
            rules=law.rules,
        )
        left = tuple(_survivor(one, mutant) for mutant in survivors(one))
        yield Mutated(regulation=law.id, changes=len(one.mutants()), survivors=left)


def _survivor(one: Exemplified, mutant: Mutant) -> Survivor:
    at = one.document.positions.of(mutant.path)
    stated = value_at(one.data, mutant.path)
    return Survivor(
        file=one.document.file,
        line=at.line,
        column=at.column,
        path=path_text(mutant.path).en,
        stated=_written(stated),
        changed=_written(mutant.value),
    )


def _written(value: object) -> str | None:
    """Return a value as the file writes it, a table by its id; None: the file says nothing."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        named = cast("Mapping[str, object]", value).get("id")
        return "{ … }" if named is None else f"{{ id = {named}, … }}"
    return str(value).lower() if isinstance(value, bool) else str(value)
