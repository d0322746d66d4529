"""A registry opened for reading alone, as it stands at one moment: for questions that must leave nothing behind.

SQLite itself refuses every write on the connection; the file is neither made nor migrated.
"""

import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import aiosqlite

from core.errors import RefusedError
from core.storage.database import path_of
from core.storage.trouble import known_trouble, unusable
from core.storage.upgrade import APP
from core.text import Text

_MIGRATIONS = Path(__file__).with_name("migrations")


class ReadOnly:
    """A registry open for reading. Use ``open``; the object is of no use after that block."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    @asynccontextmanager
    async def open(cls, location: str | Path) -> AsyncGenerator[Self]:
        """Open the registry at a path or ``sqlite://`` URL; every read until the end sees the same state of it.

        Raises RefusedError for a file that is not there, is no registry, or is not of this version, and for a write;
        RetryLaterError when the disk fails.
        """
        path = path_of(location)
        if not path.is_file():
            raise _missing(path)
        try:
            async with aiosqlite.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as connection:
                connection.row_factory = sqlite3.Row
                await connection.execute("BEGIN")
                await _require_version(connection)
                yield cls(connection)
        except sqlite3.DatabaseError as error:
            raise (known_trouble(error) or unusable(str(error))) from error

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of one reading statement with ``?`` for each parameter."""
        return list(await self._connection.execute_fetchall(sql, parameters))


async def _require_version(connection: aiosqlite.Connection) -> None:
    """Raise RefusedError unless the tables are those of this version."""
    applied = set[str]()
    known = {path.stem for path in _MIGRATIONS.glob("[0-9]*.py")}
    if await connection.execute_fetchall("SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'"):
        rows = await connection.execute_fetchall("SELECT name FROM tortoise_migrations WHERE app = ?", [APP])
        applied = {row[0] for row in rows}
    if applied != known:
        raise _other_version(", ".join(sorted(applied ^ known)))


def _missing(path: Path) -> RefusedError:
    return RefusedError(
        "DATABASE_MISSING",
        Text(
            zh=f"没有数据库文件 {path}；只读时不会新建，请用 --db 指定已有的数据库。",
            en=f"There is no database {path}, and reading makes none. Name one that exists with --db.",
        ),
    )


def _other_version(steps: str) -> RefusedError:
    return RefusedError(
        "DATABASE_VERSION",
        Text(
            zh=f"数据库的结构与本程序不同（{steps}），只读时不作迁移，未作任何改动；"
            "较旧的请先用其他命令（如 guiju assess）打开一次，较新的请升级本程序。",
            en=f"The tables of the database are not those of this program ({steps}); reading migrates nothing and it "
            "was left as it is. Open an older one once with another command, such as guiju assess; for a newer one "
            "upgrade this program.",
        ),
    )
