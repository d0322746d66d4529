"""Brings a database file to today's tables, in one transaction that keeps rows and indexes or changes nothing.

Tortoise's own way of altering a table on SQLite builds it anew, which deletes the rows that refer to it and forgets
its separate indexes, its triggers and what is unique together; and two processes that start at once would both
migrate. Here foreign keys are off meanwhile, what was forgotten is put back, everything is counted before the commit,
and the write lock that the transaction begins with lets one process at a time do it.
"""

import sqlite3
import tempfile
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import anyio
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.operations import RemoveConstraint, RemoveIndex, RenameIndex

from core.storage.backend import Row
from core.storage.sqlite.engine import RegistryClient, RegistryTransaction
from core.storage.sqlite.trouble import known_trouble, named_trouble
from core.storage.tables import LOG, MIGRATIONS, app_config, failed, lost, refuse_strangers
from core.storage.transactions import to_the_end

ENGINE = "core.storage.sqlite.engine"
CONNECTION = "writer"
LOCK_WAIT_MS = 60_000
"""How long one process waits for another that is migrating the same file."""

UNIQUE_COLUMNS = """
SELECT m.name, l.name, c.name
FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) c
WHERE m.type = 'table' AND l."unique" = 1 AND l.partial = 0
ORDER BY m.name, l.name, c.seqno
"""

Fetch = Callable[[str], Coroutine[Any, Any, list[Row]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a database holds, as far as a migration could lose it."""

    rows: dict[str, int]
    """Number of rows by table."""
    extras: dict[str, tuple[str, str]]
    """Separate indexes and triggers by name: the table and the statement that makes it."""
    uniques: frozenset[tuple[str, tuple[str, ...]]]
    """Tables and the columns that are unique together in them."""


async def upgrade(path: Path, migrations: str = MIGRATIONS) -> None:
    """Create the tables in a new file, or apply to a filled one the migrations that it still lacks.

    A filled file is copied first; the copy is deleted when all went well and named in the error when not. Raises
    RefusedError when the file is not a database of this system, was written by a later version or would lose rows,
    and RetryLaterError when another process holds it for longer than a minute. In every such case it is unchanged.
    """
    with named_trouble():
        async with migrator(path, migrations) as client:
            await refuse_strangers(client, await tables_of(client), migrations)
            if not await MigrationExecutor(client, app_config(CONNECTION, migrations)).plan():
                return
            copy = await copied(client, path)
            try:
                async with client.transaction() as transaction:
                    await apply(transaction, migrations)
            except Exception as error:
                trouble = known_trouble(error)
                raise (failed(error, copy) if trouble is None else trouble) from error
            if copy is not None:
                await anyio.Path(copy).unlink()
                await anyio.Path(copy.parent).rmdir()


@asynccontextmanager
async def migrator(path: Path, migrations: str) -> AsyncGenerator[RegistryClient]:
    """Open a connection of its own with foreign keys off, and close it in every case."""
    context = TortoiseContext()
    credentials = {"file_path": str(path), "busy_timeout": LOCK_WAIT_MS, "foreign_keys": "OFF"}
    connections = {CONNECTION: {"engine": ENGINE, "credentials": credentials}}
    with context:
        try:
            await context.init({"connections": connections, "apps": app_config(CONNECTION, migrations)})
            client = cast("RegistryClient", context.connections.get(CONNECTION))
            await client.connect()
            yield client
        finally:
            await to_the_end(context.close_connections())


async def tables_of(client: RegistryClient) -> set[str]:
    """Return the names of the tables in the file."""
    return {row[0] for row in await client.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")}


async def copied(client: RegistryClient, path: Path) -> Path | None:
    """Copy a filled database beside itself; return the copy's path, or None when there is nothing to copy."""
    if not any((await shape_of(client.fetch)).rows.values()):
        return None
    folder = tempfile.mkdtemp(prefix=f"{path.name}-before-migration-", dir=path.parent)
    copy = Path(folder) / path.name
    await client.fetch("VACUUM INTO ?", [str(copy)])
    return copy


async def apply(transaction: RegistryTransaction, migrations: str) -> None:
    """Apply what is pending, put back what was forgotten, and raise RefusedError if anything is missing then."""
    executor = MigrationExecutor(transaction, app_config(CONNECTION, migrations))
    before = await shape_of(transaction.fetch)
    steps = await executor.plan()  # again: another process may have migrated before the lock was ours
    await executor.migrate()
    operations = [operation for step in steps for operation in step.migration.operations]
    after = await shape_of(transaction.fetch)
    for statement in forgotten(before, after, operations):
        await put_back(transaction, statement)
    if await transaction.fetch("PRAGMA foreign_key_check"):
        raise lost("rows that refer to nothing")
    for table, count in before.rows.items():
        if table in after.rows and after.rows[table] < count:
            raise lost(f"{count - after.rows[table]} of {count} rows of {table}")


async def shape_of(fetch: Fetch) -> Shape:
    """Return what the database holds."""
    made = await fetch("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    tables = [row[1] for row in made if row[0] == "table" and not row[1].startswith("sqlite_")]
    rows: dict[str, int] = {}
    for table in tables:
        if table != LOG:
            rows[table] = (await fetch(f'SELECT COUNT(*) FROM "{table}"'))[0][0]  # noqa: S608 - a name just read
    uniques: dict[tuple[str, str], list[str]] = {}
    for table, index, column in await fetch(UNIQUE_COLUMNS):
        uniques.setdefault((table, index), []).append(column)
    return Shape(
        rows=rows,
        extras={row[1]: (row[2], row[3]) for row in made if row[0] in {"index", "trigger"}},
        uniques=frozenset((table, tuple(columns)) for (table, _), columns in uniques.items()),
    )


def forgotten(before: Shape, after: Shape, operations: Sequence[object]) -> list[str]:
    """Return the statements that make again what was lost with no migration step having asked for it."""
    names = {name for operation in operations if (name := removed_name(operation)) is not None}
    groups = {frozenset(operation.fields or ()) for operation in operations if isinstance(operation, RemoveConstraint)}
    statements = [
        statement
        for name, (table, statement) in before.extras.items()
        if name not in after.extras and name not in names and table in after.rows
    ]
    for table, columns in sorted(before.uniques - after.uniques):
        # A single unique column is part of its field, which Tortoise does build anew.
        is_meant = len(columns) == 1 or frozenset(column.removesuffix("_id") for column in columns) in groups
        if table in after.rows and not is_meant:
            name = "_".join((table, *columns))
            listed = ", ".join(f'"{column}"' for column in columns)
            statements.append(f'CREATE UNIQUE INDEX IF NOT EXISTS "{name}" ON "{table}" ({listed})')
    return statements


def removed_name(operation: object) -> str | None:
    """Return the name of the index that a migration step takes away on purpose, or None."""
    if isinstance(operation, (RemoveIndex, RemoveConstraint)):
        return operation.name
    return operation.old_name if isinstance(operation, RenameIndex) else None


async def put_back(transaction: RegistryTransaction, statement: str) -> None:
    """Make an index or trigger again, unless a column that it needs was removed."""
    try:
        await transaction.fetch(statement)
    except sqlite3.OperationalError as error:
        if "no such column" not in str(error):
            raise
