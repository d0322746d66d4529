"""SQLite files as backups: a copy of one moment while others write, whole in one file, and looked over."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import RefusedError
from core.storage.sqlite.trouble import known_trouble
from core.storage.tables import LOG
from core.storage.trouble import unusable
from core.text import Text

BEGINS = b"SQLite format 3\0"
BUSY_SECONDS = 5
MOST_TOLD = 5


def copied(path: Path, file: Path) -> None:
    """Write what the registry at ``path`` holds at this moment to ``file``, which must not be there or be empty.

    It is one read of the one state; writers go on meanwhile. Raises RefusedError for what is no registry, and
    RetryLaterError when the disk fails.
    """
    require_registry(path)
    with _opened(path) as connection:
        connection.execute("VACUUM INTO ?", [str(file)])


def require_registry(path: Path) -> None:
    """Raise RefusedError unless a file is a registry, of whatever version."""
    if not path.is_file():
        raise unusable(f"no such file: {path.name}")
    with path.open("rb") as stream:
        begins = stream.read(len(BEGINS))
    if begins != BEGINS:
        raise _foreign(path)
    with _opened(path) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [LOG]).fetchall():
            raise _foreign(path)


def require_alone(path: Path) -> None:
    """Raise RefusedError for a database that a program has open, or left without ending."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise RefusedError(
            "BACKUP_IN_USE",
            Text(
                zh=f"{path.name} 是使用中的数据库（旁有 {log.name}），不是备份；先用 guiju backup 备份它。",
                en=f"{path.name} is a database in use ({log.name} is beside it), not a backup. Make a backup of it "
                "with guiju backup first.",
            ),
        )


def made_whole(file: Path) -> None:
    """Leave all of a database in its one file, with no log beside it, safe on the disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def damage_in(file: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong with a file, at most a few findings in its own words; empty: nothing."""
    with _opened(file) as connection:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST_TOLD})")]
        strays = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD)
    told = [one for one in found if one != "ok"]
    return (*told, *(f"{row[0]}, row {row[1]}: refers to no {row[2]}" for row in strays))


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    try:
        location = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(location, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise (known_trouble(error) or unusable(str(error))) from error


def _foreign(path: Path) -> RefusedError:
    return RefusedError(
        "BACKUP_FOREIGN",
        Text(
            zh=f"{path.name} 不是本系统的数据库，未作任何改动；请指定 guiju backup 写成的文件。",
            en=f"{path.name} is no database of this system; nothing was changed. Name a file that guiju backup wrote.",
        ),
    )
