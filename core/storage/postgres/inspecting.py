"""A PostgreSQL database looked at from outside, whatever state it is in."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg

from core.storage.locations import Server
from core.storage.postgres.connecting import connected
from core.storage.postgres.driver import Connection
from core.storage.postgres.trouble import known_trouble
from core.storage.postgres.upgrade import tables_of
from core.storage.tables import APP, LOG
from core.storage.transactions import to_the_end
from core.storage.trouble import unusable_server

CORRUPT = """
SELECT 'checksum failures: ' || checksum_failures FROM pg_stat_database
WHERE datname = current_database() AND checksum_failures > 0
UNION ALL
SELECT 'invalid index ' || i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready)
UNION ALL
SELECT 'unchecked reference ' || conname FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
"""
UNIQUES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY k.place)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = current_schema()::regnamespace
CROSS JOIN unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
WHERE i.indisunique AND i.indpred IS NULL
GROUP BY c.relname, i.indexrelid
"""
TRIGGERS = """
SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'
"""
READ_ONLY = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"
UNGRANTED = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    AND NOT has_table_privilege(c.oid, 'INSERT')
ORDER BY 1
"""


class ServerInspection:
    """A PostgreSQL database that is looked at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def tables(self) -> frozenset[str]:
        """Return the names of its tables."""
        return frozenset(await tables_of(self._connection.fetch))

    async def applied(self) -> frozenset[str]:
        """Return the names of the migrations that it has been through."""
        found = await self._connection.fetch(f"SELECT name FROM {LOG} WHERE app = $1", APP)  # noqa: S608
        return frozenset(row[0] for row in found)

    async def damage(self) -> tuple[str, ...]:
        """Return damaged pages that the server has noticed, and indexes and references that are not valid."""
        return tuple(str(row[0]) for row in await self._connection.fetch(CORRUPT))

    async def built(self) -> tuple[frozenset[str], frozenset[tuple[str, tuple[str, ...]]], frozenset[str]]:
        """Return its indexes by name, its tables with columns unique together, and its triggers that are on."""
        fetch = self._connection.fetch
        return (
            frozenset(
                row[0] for row in await fetch("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
            ),
            frozenset((row[0], tuple(row[1])) for row in await fetch(UNIQUES)),
            frozenset(row[0] for row in await fetch(TRIGGERS)),
        )

    async def sizes(self) -> tuple[int, int | None]:
        """Return how many bytes the database takes; its log is the server's own matter."""
        return (await self._connection.fetch("SELECT pg_database_size(current_database())"))[0][0], None

    async def require_writable(self) -> None:
        """Raise RefusedError where the server takes no writes, or not from this user."""
        if (await self._connection.fetch(READ_ONLY))[0][0]:
            raise unusable_server("read-only / 只读")
        if tables := [row[0] for row in await self._connection.fetch(UNGRANTED)]:
            raise unusable_server(f"INSERT: {', '.join(tables)}")


@asynccontextmanager
async def inspecting(server: Server) -> AsyncGenerator[ServerInspection]:
    """Connect to look at a database; raises RefusedError or RetryLaterError if it lets nobody in."""
    connection = await connected(server)
    try:
        yield ServerInspection(connection)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise (known_trouble(error) or unusable_server(str(error))) from error
    finally:
        await to_the_end(connection.close(timeout=5))
