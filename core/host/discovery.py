"""Where plugins are found: folders of data files, and entry points of installed packages."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType

from core.host.hookspecs import ENTRY_POINT_GROUP, hookimpl
from core.host.parking import Origin, PluginError, failed
from core.text import Text

CASES = ".cases.toml"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found and not yet loaded; ``load`` returns its parts, the objects that hold its hooks."""

    name: str
    origin: Origin
    location: str
    found_in: str
    """What it was found in: the folder of folders, or the package."""
    load: Callable[[], tuple[object, ...]]


class DataFolder:
    """The hook that every folder of data files has by itself."""

    def __init__(self, folder: Path) -> None:
        """Take the TOML files of ``folder``, except those of worked examples."""
        self._files = tuple(data_files(folder))

    @hookimpl
    def guiju_regulation_files(self) -> Sequence[Path | Traversable]:
        """Return the data files of the folder, by name."""
        return self._files


def data_files(folder: Path) -> Iterator[Path]:
    """Yield the regulations of ``folder``, by name: its TOML files but those of worked examples."""
    yield from (path for path in sorted(folder.glob("*.toml")) if not path.name.endswith(CASES))


def find(roots: Iterable[Path], *, packages: bool) -> list[Candidate]:
    """Return the plugins in the folders of ``roots`` and, if ``packages``, those that installed packages register."""
    found = [_from_folder(folder) for root in roots for folder in _folders(root)]
    if packages:
        found += [_from_entry_point(entry) for entry in sorted(entry_points(group=ENTRY_POINT_GROUP))]
    return found


def _folders(root: Path) -> list[Path]:
    return [path for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] not in "._"]


def _from_folder(folder: Path) -> Candidate:
    def load() -> tuple[object, ...]:
        rules = folder / "rules.py"
        files = DataFolder(folder)
        if not list(data_files(folder)):
            text = Text(
                zh=f"{folder.name} 中没有数据文件; 放入一个如 2011.toml 的文件",
                en=f"{folder.name} holds no data file; put one such as 2011.toml into it",
            )
            raise PluginError("NO_REGULATION", text)
        return (files, _module(folder.name, rules)) if rules.exists() else (files,)

    return Candidate(folder.name, Origin.FOLDER, folder.name, f"{folder.parent.name}/{folder.name}", load)


def _from_entry_point(entry: EntryPoint) -> Candidate:
    def load() -> tuple[object, ...]:
        try:
            return (entry.load(),)
        except (Exception, SystemExit) as error:
            raise failed(
                "IMPORT_FAILED", f"导入 {entry.value} 失败", f"importing {entry.value} failed", error
            ) from error

    distribution = entry.dist
    location = f"{distribution.name} {distribution.version}" if distribution else entry.value
    return Candidate(entry.name, Origin.PACKAGE, location, location, load)


def _module(place: str, path: Path) -> ModuleType:
    """Return the module of a folder's ``rules.py``; raise PluginError if it cannot be imported."""
    name = f"guiju_rules_{place}"
    loader = SourceFileLoader(name, str(path))
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # dataclasses of the module look themselves up there
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:
        sys.modules.pop(name, None)
        raise failed("IMPORT_FAILED", "导入 rules.py 失败", "importing rules.py failed", error) from error
    return module
