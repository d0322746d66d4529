"""A PostgreSQL database opened for reading alone, as it stands at one moment: the server refuses every write."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count

import asyncpg

from core.storage.backend import STREAMED_ROWS, Reading, Row
from core.storage.locations import Server
from core.storage.postgres.connecting import READING, connected
from core.storage.postgres.dialect import in_postgres
from core.storage.postgres.driver import Connection
from core.storage.postgres.trouble import known_trouble, named_trouble
from core.storage.postgres.upgrade import tables_of
from core.storage.tables import APP, LOG, require_version
from core.storage.transactions import to_the_end
from core.storage.trouble import unusable_server


@asynccontextmanager
async def reading(server: Server) -> AsyncGenerator[Reading]:
    """Give what reads the database; every read until the end sees the same state of it.

    Raises RefusedError for a database that is not there, is no registry, or is not of this version, and for a write;
    RetryLaterError when the server cannot be reached.
    """
    with named_trouble():
        connection = await connected(server, READING)
    try:
        await _require_version(connection)
        await _begin(connection)
        numbers = count()

        async def read(sql: str, parameters: tuple[object, ...]) -> list[Row]:
            return await connection.fetch(in_postgres(sql), *parameters)

        async def stream(sql: str) -> AsyncGenerator[list[Row]]:
            name = f"stream_{next(numbers)}"  # one of its own: the driver remembers what a statement returned
            await connection.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {in_postgres(sql)}")
            while rows := await connection.fetch(f"FETCH {STREAMED_ROWS} FROM {name}"):
                yield rows
            await connection.execute(f"CLOSE {name}")

        yield Reading(read, stream)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise (known_trouble(error) or unusable_server(str(error))) from error
    finally:
        await to_the_end(connection.close(timeout=5))


async def _begin(connection: Connection) -> None:
    """Begin at one moment for all tables: a restore that empties them first waits until this has ended."""
    tables = ", ".join(f'"{name}"' for name in await tables_of(connection.fetch))
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    await connection.execute(f"LOCK TABLE {tables} IN ACCESS SHARE MODE")


async def _require_version(connection: Connection) -> None:
    applied = set[str]()
    if LOG in await tables_of(connection.fetch):
        rows = await connection.fetch(f"SELECT name FROM {LOG} WHERE app = $1", APP)  # noqa: S608
        applied = {row[0] for row in rows}
    require_version(applied)
