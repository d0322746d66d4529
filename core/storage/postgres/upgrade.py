"""Brings a PostgreSQL database to today's tables, in one transaction that keeps every row or changes nothing.

The server alters tables in place and undoes that with the rest of a transaction, so no copy is made before. One process
at a time does it, by the lock that every writer takes. Afterwards all text is compared by code point, whatever the
database's own order is: pages and cursors are then the same as on SQLite.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import BasePostgresSchemaEditor

from core.storage.locations import Server
from core.storage.postgres.engine import RegistryClient, RegistryTransaction
from core.storage.postgres.trouble import known_trouble, named_trouble
from core.storage.tables import LOG, MIGRATIONS, app_config, failed, lost, refuse_strangers
from core.storage.transactions import to_the_end
from core.storage.trouble import unusable_server

ENGINE = "core.storage.postgres.engine"
CONNECTION = "postgres_writer"
"""Not SQLite's name: Tortoise keeps by this name, for the whole process, how each kind of database is spoken to."""
LOCK_WAIT_MS = 60_000
"""How long one process waits for another that is migrating the same database."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
ENCODING = "SELECT current_setting('server_encoding'), current_schema() IS NOT NULL"
OTHER_COLLATIONS = """
SELECT format('ALTER TABLE %s %s', c.oid::regclass, string_agg(
    format('ALTER COLUMN %I TYPE %s COLLATE "C"', a.attname, format_type(a.atttypid, a.atttypmod)), ', '))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
JOIN pg_collation o ON o.oid = a.attcollation AND o.collname <> 'C'
WHERE a.attnum > 0 AND NOT a.attisdropped
GROUP BY c.oid
"""

Fetch = Callable[[str], Awaitable[Sequence[Sequence[Any]]]]


async def upgrade(server: Server, migrations: str = MIGRATIONS) -> None:
    """Create the tables in an empty database, or apply to a filled one the migrations that it still lacks.

    Raises RefusedError when it is not a database of this system, was written by a later version or would lose rows,
    and RetryLaterError when another process holds it for longer than a minute. In every such case it is unchanged.
    """
    with named_trouble():
        async with migrator(server, migrations) as client:
            await require_unicode(client)
            await refuse_strangers(client, await tables_of(client.fetch), migrations)
            if not await MigrationExecutor(client, app_config(CONNECTION, migrations)).plan():
                return
            try:
                async with client.transaction() as transaction:
                    await apply(transaction, migrations)
            except asyncpg.InsufficientPrivilegeError as error:
                raise unusable_server(str(error)) from error
            except Exception as error:
                raise (known_trouble(error) or failed(error, None)) from error


@asynccontextmanager
async def migrator(server: Server, migrations: str) -> AsyncGenerator[RegistryClient]:
    """Open a connection of its own, and close it in every case."""
    context = TortoiseContext()
    connections = {CONNECTION: {"engine": ENGINE, "credentials": {"url": server.url, "busy_timeout": LOCK_WAIT_MS}}}
    with context:
        try:
            await context.init({"connections": connections, "apps": app_config(CONNECTION, migrations)})
            client = cast("RegistryClient", context.connections.get(CONNECTION))
            await client.connect()
            yield client
        finally:
            await to_the_end(context.close_connections())


async def require_unicode(client: RegistryClient) -> None:
    """Raise RefusedError for a database that cannot hold every character, or in which tables have no place."""
    encoding, has_schema = (await client.fetch(ENCODING))[0]
    if encoding != "UTF8":
        raise unusable_server(f"server_encoding = {encoding}, UTF8 needed / 须为 UTF8")
    if not has_schema:
        raise unusable_server("search_path")


async def tables_of(fetch: Fetch) -> list[str]:
    """Return the names of the tables in the database."""
    return [row[0] for row in await fetch(TABLES)]


async def apply(transaction: RegistryTransaction, migrations: str) -> None:
    """Apply what is pending, and raise RefusedError if anything is missing then."""
    before = await rows_of(transaction)
    executor = MigrationExecutor(transaction, app_config(CONNECTION, migrations))
    # It looks for the table before it makes it; the failed look would end the transaction.
    await executor.recorder.ensure_schema(BasePostgresSchemaEditor(transaction, atomic=False))  # pyright: ignore[reportUnknownMemberType]
    await executor.migrate()
    for row in await transaction.fetch(OTHER_COLLATIONS):
        await transaction.fetch(row[0])
    after = await rows_of(transaction)
    for table, count in before.items():
        if after.get(table, count) < count:
            raise lost(f"{count - after[table]} of {count} rows of {table}")


async def rows_of(transaction: RegistryTransaction) -> dict[str, int]:
    """Return the number of rows by table."""
    tables = [table for table in await tables_of(transaction.fetch) if table != LOG]
    return {table: (await transaction.fetch(f'SELECT COUNT(*) FROM "{table}"'))[0][0] for table in tables}  # noqa: S608
