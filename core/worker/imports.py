"""What a plugin's code may not import: anything of the project itself.

Its text is looked at before it runs, and an import by another way is refused while it runs. This keeps a plugin from
resting on what may change any day; it is no fence against someone who means harm.
"""

import ast
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from core.worker.messages import Place

FORBIDDEN = frozenset({"app", "core", "plugins", "schema"})
"""The project's own packages and modules."""

_MOST_FILES = 500
_SHOWN = 200
_BY_NAME = frozenset({"__import__", "import_module"})


class ForbiddenImportError(ImportError):
    """The code imports something of the project."""


class _Refusing(MetaPathFinder):
    """Asked before any other finder, and refuses what belongs to the project."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return None, so that others are asked; raise ForbiddenImportError for a module of the project."""
        del path, target
        if fullname.partition(".")[0] in FORBIDDEN:
            raise ForbiddenImportError(f"a plugin imports nothing of the host: {fullname}", name=fullname)
        return None


def refuse_imports_of_the_project() -> None:
    """Make every import of the project fail from now on, also of what this process has imported for itself."""
    sys.meta_path.insert(0, _Refusing())
    for name in [one for one in sys.modules if one.partition(".")[0] in FORBIDDEN]:
        del sys.modules[name]


def sources_of(module: str) -> tuple[Path, ...]:
    """Return the Python files of the top package that ``module`` stands in; empty if it cannot be found.

    Nothing is imported to find them.
    """
    try:
        spec = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return ()
    if spec is None:
        return ()
    if spec.submodule_search_locations is None:
        return (Path(spec.origin),) if spec.origin is not None and spec.origin.endswith(".py") else ()
    found = (path for folder in spec.submodule_search_locations for path in sorted(Path(folder).rglob("*.py")))
    return tuple(path for _, path in zip(range(_MOST_FILES), found, strict=False))


def forbidden_imports(files: Iterable[Path], root: Path) -> tuple[Place, ...]:
    """Return each import of the project in ``files``, which are named from ``root`` on.

    A file that cannot be read or parsed has none: importing it says what is wrong.
    """
    return tuple(place for path in files for place in _of_file(path, shown(path, root)))


def shown(path: Path, root: Path) -> str:
    """Return what ``path`` is called in a message: from ``root`` on, or its name alone if it stands elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _of_file(path: Path, file: str) -> Iterator[Place]:
    try:
        text = path.read_bytes()
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = text.decode(errors="replace").splitlines()
    for line, offset, name in sorted(_imports(tree)):
        source = lines[line - 1] if line <= len(lines) else ""
        column = len(source.encode()[:offset].decode(errors="replace")) + 1
        yield Place(file, line, column, source[:_SHOWN], name)


def _imports(tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    """Yield line, offset in bytes and name of each import of the project."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [one.name for one in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]
            ):
                found = [name] if called in _BY_NAME else []
            case _:
                continue
        yield from ((node.lineno, node.col_offset, name) for name in found if name.partition(".")[0] in FORBIDDEN)


def place_of(error: ForbiddenImportError, root: Path) -> Place:
    """Return where the import that was refused while the code ran stands."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if not _is_machinery(one.filename)]
    if not frames:
        return Place("", 1, 1, "", str(error.name))
    last = frames[-1]
    return Place(shown(Path(last.filename), root), last.lineno or 1, 1, (last.line or "")[:_SHOWN], str(error.name))


def _is_machinery(file: str) -> bool:
    return file.startswith("<frozen ") or Path(file).parts[-2:] == ("importlib", "__init__.py") or file == __file__
