"""The bytes of a file, as far as they are wanted."""

from importlib.resources.abc import Traversable
from pathlib import Path


def bytes_of(file: Path | Traversable, limit: int) -> tuple[bytes, int]:
    """Return the bytes of ``file`` and how many there are; none of them if there are more than ``limit``.

    Raises:
        OSError: it cannot be read, or is nothing that ends, such as a pipe or a folder.
    """
    if isinstance(file, Path):
        size = _regular_size(file)
        return (b"" if size > limit else file.read_bytes(), size)
    data = file.read_bytes()
    return (b"" if len(data) > limit else data, len(data))


def _regular_size(file: Path) -> int:
    size = file.stat().st_size
    if file.is_dir():
        raise IsADirectoryError(f"{file.name} is a folder")
    if not file.is_file():
        raise OSError(f"{file.name} is no regular file")
    return size
