"""From a file or an entry point to a plugin that was imported, vetted and registered, or to the fault on the way."""

import sys
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pluggy

from core.worker.hookspecs import ENTRY_POINT_GROUP, PROJECT, Hooks
from core.worker.imports import ForbiddenImportError, forbidden_imports, place_of, sources_of
from core.worker.messages import Fault, Load, Loaded, TargetKind
from core.worker.vetting import fault_of

RANGE = "GUIJU_API"
"""The attribute of a plugin that states the range of versions of the host it was made for."""

_TEXT = 300


@dataclass(frozen=True, slots=True)
class Plugin:
    """What came of loading a plugin."""

    loaded: Loaded | None
    fault: Fault | None
    manager: pluggy.PluginManager
    """Asks this plugin's hooks and no other's."""
    root: Path
    """The folder from which on its files are named in messages."""


def load(wanted: Load) -> Plugin:
    """Return the plugin that ``wanted`` names. Its code runs, if nothing in its text forbids that."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    files, root = _code(wanted)
    places = forbidden_imports(files, root)
    if places:
        return Plugin(None, Fault("FORBIDDEN_IMPORT", places[0].what, places), manager, root)
    try:
        plugin = _imported(wanted)
    except BaseException as error:  # noqa: BLE001 - whatever the code raises, also SystemExit, is the plugin's own
        return Plugin(None, raised("IMPORT_FAILED", error, root), manager, root)
    loaded, fault = _registered(plugin, manager, wanted.name)
    return Plugin(loaded, fault, manager, root)


def raised(code: str, error: BaseException, root: Path) -> Fault:
    """Return the fault of a plugin that raised ``error``: ``code``, unless the error has a name of its own."""
    if isinstance(error, ForbiddenImportError):
        return Fault("FORBIDDEN_IMPORT", str(error.name), (place_of(error, root),))
    if isinstance(error, MemoryError):
        return Fault("OUT_OF_MEMORY")
    return Fault(code, told(error))


def told(error: BaseException) -> str:
    """Return the kind of ``error`` and the first line of what it says."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - an error of the plugin's own making may not even be able to say what it is
        text = ""
    said = f"{type(error).__name__}: {text}".strip().splitlines()[0][:_TEXT]
    return said.encode(errors="replace").decode()


def _code(wanted: Load) -> tuple[tuple[Path, ...], Path]:
    """Return the files of the plugin's code, and the folder from which on they are named."""
    if wanted.kind is TargetKind.FILE:
        path = Path(wanted.target)
        return (path,), path.parents[1]
    files = sources_of(wanted.target.partition(":")[0].strip())
    top = wanted.target.partition(":")[0].partition(".")[0].strip()
    inside = next((path.parents[path.parts[::-1].index(top)] for path in files if top in path.parts), None)
    return files, inside or (files[0].parent if files else Path())


def _imported(wanted: Load) -> object:
    if wanted.kind is TargetKind.ENTRY_POINT:
        return EntryPoint(wanted.name, wanted.target, ENTRY_POINT_GROUP).load()
    loader = SourceFileLoader(wanted.name, wanted.target)
    module = ModuleType(wanted.name)
    module.__file__ = wanted.target
    sys.modules[wanted.name] = module  # dataclasses of the module look themselves up there
    loader.exec_module(module)
    return module


def _registered(plugin: object, manager: pluggy.PluginManager, name: str) -> tuple[Loaded | None, Fault | None]:
    """Return what the plugin has, and what is wrong with it; the range that it states comes with either."""
    api = _range(plugin)
    try:
        fault = fault_of(plugin)
    except BaseException as error:  # noqa: BLE001 - looking at the plugin runs its code
        return Loaded((), api), Fault("INSPECTION_FAILED", told(error))
    if fault is not None:
        return Loaded((), api), fault
    try:
        manager.register(plugin, name)
    except BaseException as error:  # noqa: BLE001 - as is registering it
        return Loaded((), api), Fault("REFUSED", told(error))
    hooks = (caller.name for caller in manager.get_hookcallers(plugin) or ())
    return Loaded(tuple(sorted(hooks)), api), None


def _range(plugin: object) -> str | None:
    """Return the range of versions of the host that the plugin, or its module, states; None if neither does."""
    module = sys.modules.get(str(getattr(plugin, "__module__", "")))
    for one in (plugin, module):
        try:
            stated = getattr(one, RANGE, None)
        except BaseException:  # noqa: BLE001, S112 - an attribute may be code
            continue
        if stated is not None:
            return str(stated)[:_TEXT]
    return None
