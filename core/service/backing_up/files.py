"""A file of personal data: for its owner alone, and there only once it is whole and safe on the disk."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from core.errors import RefusedError
from core.text import Text

OWNER_ALONE = 0o600


@contextmanager
def new_file(path: Path, *, replace: bool) -> Generator[Path]:
    """Give the path of an empty file that takes the name ``path`` at the block's end; whatever goes wrong, it does not.

    ``replace`` lets it take the place of a file that is there. Raises RefusedError for a file that is there and not to
    be replaced, and for what cannot be written.
    """
    _require_absent(path, replace=replace)
    try:
        # A folder of its own: what a database keeps beside a file is then nobody else's either, and goes with it.
        with tempfile.TemporaryDirectory(prefix=".guiju-", dir=path.parent) as folder:
            unfinished = Path(folder) / path.name
            unfinished.touch(OWNER_ALONE)
            yield unfinished
            unfinished.chmod(OWNER_ALONE)
            _flush(unfinished)
            _require_absent(path, replace=replace)
            unfinished.replace(path)
            _flush(path.parent)
    except OSError as error:
        raise RefusedError(
            "FILE_NOT_WRITTEN",
            Text(
                zh=f"无法写成 {path}（{error.strerror}）；请检查文件夹、权限和磁盘空间。",
                en=f"{path} cannot be written ({error.strerror}). Check its folder, its permissions and the room on "
                "the disk.",
            ),
            field="out",
        ) from error


def _require_absent(path: Path, *, replace: bool) -> None:
    if path.exists() and not replace:
        raise RefusedError(
            "FILE_EXISTS",
            Text(
                zh=f"{path} 已存在，未作改动；换一个文件名，或加 --replace。",
                en=f"{path} is there and was left as it is. Take another name, or add --replace.",
            ),
            field="out",
        )


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
