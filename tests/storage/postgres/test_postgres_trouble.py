"""What can go wrong with a server, in words: it is not there, lets nobody in, is lost, or takes no more."""

import asyncio
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit
from uuid import uuid4

import anyio
import asyncpg
import pytest
from tortoise.exceptions import TransactionManagementError

from core.errors import RefusedError, RetryLaterError
from core.storage import Database, ReadOnly, Reads, named
from core.storage.locations import located
from core.storage.postgres.registry import MOST_READERS
from tests.databases import Registry, in_thread, on_server, run_on_server
from tests.storage.registry_samples import a_doctor, count, register

pytestmark = pytest.mark.anyio

END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'guiju' AND datname = current_database()"
)


async def test_a_server_that_is_not_there_is_to_be_tried_again_later() -> None:
    for open_it in (Database.open, ReadOnly.open):
        with pytest.raises(RetryLaterError, match="DATABASE_UNREACHABLE"):
            async with open_it("postgres://nobody:secret@127.0.0.1:1/registry"):
                pass


async def test_a_database_that_is_not_there_is_refused_by_its_name_and_without_the_url() -> None:
    with pytest.raises(RefusedError, match="guiju_none") as caught:
        async with Database.open(on_server("guiju_none")):
            pass
    assert caught.value.code == "DATABASE_UNUSABLE"
    assert "://" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgres://host:port/name", "postgres://localhost/x?sslmode=wrong"])
async def test_a_url_that_says_nothing_is_refused(url: str) -> None:
    with pytest.raises(RefusedError, match="DATABASE_UNUSABLE"):
        async with Database.open(url):
            pass


def test_a_url_is_shown_without_user_password_and_options() -> None:
    url = "postgres://clerk:secret@db.example:5433/registry?sslmode=require"
    assert named(url) == "postgres://db.example/registry"
    assert repr(located(url)) == "Server('postgres://db.example/registry')"


async def test_a_server_lost_amid_a_transaction_undoes_it_and_is_found_again(db: Database, registry: Registry) -> None:
    async def write() -> None:
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            registry.run(END_OTHERS)
            await writes.put_doctors([a_doctor("P2")])

    with pytest.raises(RetryLaterError, match="DATABASE_UNREACHABLE"):
        await write()
    assert await count(db, "doctor") == 0
    await register(db, doctors=[a_doctor()])
    assert await count(db, "doctor") == 1


async def test_a_server_lost_before_the_commit_acknowledges_nothing(db: Database, registry: Registry) -> None:
    async def write() -> None:
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            registry.run(END_OTHERS)

    with pytest.raises(RetryLaterError, match="DATABASE_UNREACHABLE"):
        await write()
    assert await count(db, "doctor") == 0


async def test_a_read_goes_on_after_the_server_was_lost(db: Database, registry: Registry) -> None:
    assert await count(db, "doctor") == 0
    registry.run(END_OTHERS)
    await anyio.sleep(0.1)
    assert await count(db, "doctor") == 0


async def test_reads_cancelled_while_they_connect_leave_no_connection_open(db: Database) -> None:
    async def read() -> None:
        await db.read("SELECT pg_sleep(0.05)")

    for _ in range(5):
        tasks = [asyncio.ensure_future(read()) for _ in range(3 * MOST_READERS)]
        await anyio.sleep(0.004)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    tasks = [asyncio.ensure_future(read()) for _ in range(3 * MOST_READERS)]
    await asyncio.wait(tasks)
    open_now = "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'guiju' AND datname = current_database()"
    assert (await db.read(open_now))[0][0] == MOST_READERS + 1


@pytest.mark.parametrize("code", ["\0", "\ud800"])
async def test_what_no_text_can_be_is_refused(db: Database, code: str) -> None:
    with pytest.raises(RefusedError, match="NOT_STORABLE"):
        await Reads(db).doctors_by_code([code])


async def test_an_id_that_no_column_can_hold_is_nobodys(db: Database) -> None:
    assert await Reads(db).doctors_by_id([2**31, 2**70]) == {}


async def test_a_full_disk_writes_nothing_and_stops_no_reader(db: Database, registry: Registry) -> None:
    registry.run(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON audit_entry EXECUTE FUNCTION full_disk()",
    )
    with pytest.raises(RetryLaterError, match="DATABASE_FULL"):
        await register(db, doctors=[a_doctor()])
    assert await count(db, "doctor") == 0
    registry.run("DROP TRIGGER full_disk ON audit_entry")
    await register(db, doctors=[a_doctor()])
    assert await count(db, "doctor") == 1


async def test_a_write_of_which_a_statement_failed_is_never_acknowledged(db: Database) -> None:
    async def write() -> None:
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            with suppress(asyncpg.UndefinedTableError):
                await writes.read("SELECT 1 FROM nothing")

    with pytest.raises(TransactionManagementError, match="nothing was written"):
        await write()
    assert await count(db, "doctor") == 0
    await register(db, doctors=[a_doctor()])


@contextmanager
def a_user(url: str) -> Generator[str]:
    """Give the URL of a database for a user of its own, who may do nothing there yet."""
    role = f"guiju_{uuid4().hex}"
    in_thread(lambda: run_on_server(url, f"CREATE ROLE {role} LOGIN"))
    parts = urlsplit(url)
    try:
        yield parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}").geturl()
    finally:
        in_thread(lambda: run_on_server(url, f"DROP OWNED BY {role}", f"DROP ROLE {role}"))


async def test_a_user_who_may_make_no_tables_is_refused_by_name_of_what_is_denied(empty: str) -> None:
    with a_user(empty) as as_role, pytest.raises(RefusedError, match="permission denied for schema public"):
        async with Database.open(as_role):
            pass


async def test_a_user_who_may_read_alone_is_told_so_when_something_is_written(registry: Registry) -> None:
    with a_user(str(registry.location)) as as_role:
        registry.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {urlsplit(as_role).username}")
        async with Database.open(as_role) as db:
            assert await count(db, "doctor") == 0
            with pytest.raises(RefusedError, match=r"DATABASE_UNUSABLE.*permission denied for table doctor"):
                await register(db, doctors=[a_doctor()])


async def test_a_table_of_the_ledger_cannot_be_emptied(registry: Registry) -> None:
    with pytest.raises(Exception, match="append-only"):
        registry.run("TRUNCATE audit_entry")


@pytest.mark.skipif(sys.platform == "win32", reason="the variable is of the shell")
async def test_the_server_may_be_named_by_the_surroundings(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, rest = str(registry.location).partition("/guiju_")
    name, _, host = rest.partition("?host=")
    if not host:
        pytest.skip("the server given has no socket")
    monkeypatch.setenv("PGHOST", host)
    monkeypatch.setenv("PGUSER", "postgres")
    async with Database.open(f"postgres:///guiju_{name}") as db:
        assert await count(db, "doctor") == 0
    assert "PGHOST" in os.environ
