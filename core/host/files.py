"""The bytes of a data file, read without harm: a file that is too large is measured and not read."""

from dataclasses import dataclass
from pathlib import Path

from core.host.parking import PluginError, failed
from core.regulation.files.reading import Document, decode, parse, require_size
from core.text import Text
from core.worker.files import bytes_of


@dataclass(frozen=True, slots=True)
class RawFile:
    """A data file as it was found."""

    name: str
    size: int
    """In bytes."""
    data: bytes
    """Nothing if there are more than the limit."""

    def document(self, location: str, limit: int) -> Document:
        """Return what the file says; ``location`` is the plugin's, from which on it is named.

        Raises:
            DataFileError: it is larger than ``limit`` bytes, or cannot be read.
        """
        file = f"{location}/{self.name}"
        require_size(self.size, file, limit)
        return parse(decode(self.data, file, limit=limit), file)


def raw(path: Path, limit: int) -> RawFile:
    """Return the file at ``path``; raise PluginError if it cannot be read."""
    try:
        data, size = bytes_of(path, limit)
    except OSError as error:
        raise unreadable(path.name, error) from error
    return RawFile(path.name, size, data)


def unreadable(name: str, error: OSError) -> PluginError:
    """Return the error for something of a plugin, called ``name``, that cannot be read."""
    return failed(
        "FILE_UNREADABLE",
        f"{name} 不能读取",
        f"{name} cannot be read",
        error,
        Text(
            zh="核对它是否存在、是否为普通文件、有无读取权限",
            en="check that it is there, a regular file, and may be read",
        ),
    )
