"""Where plugins are found: folders of data files, and entry points of installed packages. Nothing of them is run."""

import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from core.host.code import Target
from core.host.parking import Origin
from core.worker.hookspecs import ENTRY_POINT_GROUP
from core.worker.messages import TargetKind

CASES = ".cases.toml"
RULES = "rules.py"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found and not yet loaded."""

    name: str
    origin: Origin
    location: str
    found_in: str
    """What it was found in: the folder of folders, or the package."""
    folder: Path | None
    """Its folder; None: it is a package."""
    target: Target | None
    """Its code; None: it has none."""


def data_files(folder: Path) -> Iterator[Path]:
    """Yield the regulations of ``folder``, by name: its TOML files but those of worked examples."""
    yield from (path for path in sorted(folder.glob("*.toml")) if not path.name.endswith(CASES))


def find(roots: Iterable[Path], *, packages: bool, foremost: Path | None = None) -> list[Candidate]:
    """Return the plugins in the folders of ``roots`` and, if ``packages``, those that installed packages register.

    Others of the name of ``foremost``, a folder, are left out; None: none is.
    """
    found = [_from_folder(folder) for root in roots for folder in _folders(root)]
    if packages:
        found += [_from_entry_point(entry) for entry in sorted(entry_points(group=ENTRY_POINT_GROUP))]
    return [one for one in found if foremost is None or one.folder == foremost or one.name != foremost.name]


def may_concern(candidate: Candidate, names: Collection[str]) -> bool:
    """Return False for a folder that is neither one of ``names``, which are regulations and places, nor writes one."""
    folder = candidate.folder
    if folder is None or candidate.target is not None or candidate.name in names:
        return True
    quoted = [f"{quote}{name}{quote}".encode() for name in names for quote in "\"'"]
    try:
        texts = [path.read_bytes() for path in data_files(folder)]
    except OSError:
        return True
    return any(b"\\" in text or any(one in text for one in quoted) for text in texts)  # an escape may hide a name


def _folders(root: Path) -> list[Path]:
    """Return the folders in ``root``, and the links that lead to nothing, which somebody meant to be folders."""
    return [path for path in sorted(root.iterdir()) if path.name[0] not in "._" and (path.is_dir() or _dangles(path))]


def _dangles(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def _from_folder(folder: Path) -> Candidate:
    name = _readable(folder.name)
    rules = folder / RULES
    target = Target(TargetKind.FILE, str(rules.absolute()), f"guiju_rules_{name}", _search())
    has_rules = rules.exists() or _dangles(rules)
    found_in = f"{_readable(folder.parent.name)}/{name}"
    return Candidate(name, Origin.FOLDER, name, found_in, folder, target if has_rules else None)


def _from_entry_point(entry: EntryPoint) -> Candidate:
    distribution = entry.dist
    location = f"{distribution.name} {distribution.version}" if distribution else entry.value
    target = Target(TargetKind.ENTRY_POINT, entry.value, entry.name, _search())
    return Candidate(entry.name, Origin.PACKAGE, location, location, None, target)


def _search() -> tuple[str, ...]:
    """Return where this process imports from; another one starts in another folder."""
    return tuple(str(Path(one).absolute()) for one in sys.path)


def _readable(name: str) -> str:
    """Return the name of a folder as text that can be written anywhere, also if its bytes are no UTF-8."""
    return name.encode(errors="surrogateescape").decode(errors="replace")
