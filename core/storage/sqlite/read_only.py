"""An SQLite file opened for reading alone, as it stands at one moment.

SQLite itself refuses every write on the connection; the file is neither made nor migrated.
"""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import aiosqlite
import anyio

from core.errors import RefusedError
from core.storage.backend import STREAMED_ROWS, Reading, Row
from core.storage.sqlite.trouble import known_trouble
from core.storage.tables import APP, LOG, require_version
from core.storage.trouble import unusable
from core.text import Text


@asynccontextmanager
async def reading(path: Path) -> AsyncGenerator[Reading]:
    """Give what reads the file at a path; every read until the end sees the same state of it.

    Raises RefusedError for a file that is not there, is no registry, or is not of this version, and for a write;
    RetryLaterError when the disk fails.
    """
    file = anyio.Path(path)
    if not await file.is_file():
        raise missing(path)
    try:
        async with aiosqlite.connect(f"{(await file.resolve()).as_uri()}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            await connection.execute("BEGIN")
            await _require_version(connection)

            async def read(sql: str, parameters: tuple[object, ...]) -> list[Row]:
                return cast("list[Row]", list(await connection.execute_fetchall(sql, parameters)))

            async def stream(sql: str) -> AsyncGenerator[list[Row]]:
                async with connection.execute(sql) as cursor:
                    while rows := await cursor.fetchmany(STREAMED_ROWS):
                        yield cast("list[Row]", list(rows))

            yield Reading(read, stream)
    except sqlite3.DatabaseError as error:
        raise (known_trouble(error) or unusable(str(error))) from error


async def _require_version(connection: aiosqlite.Connection) -> None:
    applied = set[str]()
    if await connection.execute_fetchall("SELECT 1 FROM sqlite_master WHERE name = ?", [LOG]):
        rows = await connection.execute_fetchall(f"SELECT name FROM {LOG} WHERE app = ?", [APP])  # noqa: S608
        applied = {row[0] for row in rows}
    require_version(applied)


def missing(path: Path) -> RefusedError:
    """Return the error for a file that is not there."""
    return RefusedError(
        "DATABASE_MISSING",
        Text(
            zh=f"没有数据库文件 {path}；只读时不会新建，请用 --db 指定已有的数据库。",
            en=f"There is no database {path}, and reading makes none. Name one that exists with --db.",
        ),
    )
