"""Checking a plugin folder: its data files, its worked examples, and whether the examples use every rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.assessment.cases import Case, CaseFile, Mismatch
from core.assessment.examples import Unused, compare, unused
from core.host import Host, Reason
from core.regulation.law import Law
from core.regulation.problems import DataFileError, Problem
from core.regulation.reading import read_bytes
from core.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """A worked example that does not come out as it says."""

    file: str
    case: str
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """What checking a folder found."""

    regulations: tuple[str, ...] = ()
    cases: int = 0
    reason: Reason | None = None
    """Why the plugin would be parked; None if it would be served."""
    problems: tuple[Problem, ...] = ()
    """Mistakes in the files of worked examples."""
    failures: tuple[Failure, ...] = ()
    unused: tuple[tuple[str, Unused], ...] = ()
    """Rules that no example uses, with their regulation."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return self.reason is None and not (self.problems or self.failures or self.unused)


def check_folder(folder: Path) -> FolderCheck:
    """Return what is wrong with the plugin in ``folder``, everything at once."""
    if not folder.is_dir():
        return FolderCheck(reason=_no_folder(folder))
    host = Host.load([folder.parent], packages=False)
    info = next((one for one in host.plugins if one.name == folder.name), None)
    if info is None:
        return FolderCheck(reason=_no_folder(folder))
    if info.reason is not None:
        return FolderCheck(reason=info.reason)
    laws = {one: host.catalogue.get(one) for one in info.regulations}
    files, problems = _case_files(folder)
    cases = {name: [one for file in files.values() if file.regulation == name for one in file.case] for name in laws}
    failures = [one for name, file in files.items() for one in _failures(name, file, laws)]
    left = [(name, one) for name, law in laws.items() for one in unused(law, cases[name])]
    total = sum(map(len, cases.values()))
    return FolderCheck(info.regulations, total, None, tuple(problems), tuple(failures), tuple(left))


def _no_folder(folder: Path) -> Reason:
    text = Text(
        zh=f"{folder.name} 不是插件文件夹; 指向如 plugins/<地区> 的文件夹",
        en=f"{folder.name} is no plugin folder; point to a folder such as plugins/<place>",
    )
    return Reason("NO_FOLDER", text)


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


def _failures(name: str, file: CaseFile, laws: dict[str, Law]) -> list[Failure]:
    law = laws.get(file.regulation)
    if law is None:
        return [Failure(name, "-", (Mismatch("regulation", ", ".join(laws), file.regulation),))]
    seen: Sequence[tuple[Case, tuple[Mismatch, ...]]] = [(case, compare(law, case)) for case in file.case]
    return [Failure(name, case.id, found) for case, found in seen if found]
