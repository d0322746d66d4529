"""One open registry: two connections, two registries in a process, two processes on a file, nothing left behind."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import anyio
import asyncpg
import pytest

from core.errors import NotFoundError, RefusedError, RetryLaterError
from core.records import EnrolmentEntryRecord, EntryKind, ExaminationRecord
from core.regulation.vocabulary import Act
from core.storage import Database, ReadOnly, Reads, Writes
from tests.databases import REFUSALS, Registry
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, count, register

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
WRITER = """
import asyncio, sys
from core.records import DoctorRecord, Qualification
from core.storage import Database

async def main(path, name):
    async with Database.open(path, busy_ms=30_000) as db:
        for number in range(25):
            async with db.writing() as writes:
                known = await writes.reads.unknown_doctors([f"{name}{number}"])
                doctors = [DoctorRecord(code=code, name=code, qualification=Qualification.LICENSED) for code in known]
                await writes.put_doctors(doctors)

asyncio.run(main(*sys.argv[1:]))
"""
DYING = """
import asyncio, os, sys
from core.records import DoctorRecord, Qualification
from core.storage import Database

def doctors(*codes):
    return [DoctorRecord(code=code, name=code, qualification=Qualification.LICENSED) for code in codes]

async def main(path):
    async with Database.open(path) as db:
        async with db.writing() as writes:
            await writes.put_doctors(doctors("acknowledged"))
        async with db.writing() as writes:
            await writes.put_doctors(doctors(*map(str, range(5000))))
            os._exit(9)

asyncio.run(main(*sys.argv[1:]))
"""


async def left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Wait for threads that are about to end; return those that do not."""
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        await anyio.to_thread.run_sync(thread.join, 5, abandon_on_cancel=True)
    return [thread for thread in started if thread.is_alive()]


async def keep(codes: list[int], run: Callable[[str], int], name: str) -> None:
    codes.append(await anyio.to_thread.run_sync(run, name))


async def test_a_path_and_a_url_name_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite3"
    async with Database.open(f"sqlite://{path}") as db:
        await register(db, doctors=[a_doctor()])
    async with Database.open(str(path)) as db:
        assert await count(db, "doctor") == 1


@pytest.mark.parametrize("location", ["mysql://somewhere/registry", ":memory:"])
async def test_another_kind_of_database_is_refused(location: str) -> None:
    with pytest.raises(RefusedError, match="DATABASE_KIND"):
        async with Database.open(location):
            pass


async def test_without_its_driver_a_server_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    for open_it in (Database.open, ReadOnly.open):
        with pytest.raises(RefusedError, match=r"pip install 'guiju\[postgres\]'"):
            async with open_it("postgres://somewhere/registry"):
                pass


def test_a_registry_in_a_file_needs_no_driver() -> None:
    seen = "import sys, app, core.storage; sys.exit('asyncpg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], cwd=ROOT, check=False).returncode == 0


async def test_a_location_that_cannot_serve_is_refused_and_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    rubbish = tmp_path / "rubbish.sqlite3"
    rubbish.write_text("no database" * 1000)
    foreign = tmp_path / "foreign.sqlite3"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE other (id INTEGER)")
    connection.close()

    for path, code in [
        (tmp_path / "none" / "registry.sqlite3", "DATABASE_UNUSABLE"),
        (rubbish, "DATABASE_UNUSABLE"),
        (foreign, "DATABASE_FOREIGN"),
    ]:
        with pytest.raises(RefusedError, match=code):
            async with Database.open(path):
                pass

    assert rubbish.read_text() == "no database" * 1000
    assert await left_threads(before) == []


async def test_closing_leaves_no_thread_even_after_an_error(registry: Registry) -> None:
    before = set(threading.enumerate())

    with pytest.raises(NotFoundError):
        async with Database.open(registry.location) as db:
            await register(db, violations=[a_violation()])

    assert await left_threads(before) == []


async def test_closing_amid_a_transaction_rolls_it_back(registry: Registry) -> None:
    async with Database.open(registry.location) as db:
        transaction = db.writing()
        writes = await transaction.__aenter__()
        await writes.put_doctors([a_doctor()])
        await transaction.__aexit__(KeyError, KeyError(), None)

    async with Database.open(registry.location) as db:
        assert await count(db, "doctor") == 0


async def test_two_registries_in_one_process_do_not_mix(registry: Registry, another: Registry) -> None:
    async with Database.open(registry.location) as first, Database.open(another.location) as second:
        async with first.writing() as one, second.writing() as other:
            await one.put_doctors([a_doctor("A")])
            await other.put_doctors([a_doctor("B")])
        await register(first, institutions=[an_institution()])

        assert list(await Reads(first).doctors_by_code(["A", "B"])) == ["A"]
        assert list(await Reads(second).doctors_by_code(["A", "B"])) == ["B"]
        assert await count(second, "institution") == 0


async def test_a_read_shows_the_last_committed_state_and_waits_for_no_writer(db: Database) -> None:
    with anyio.fail_after(10):
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            assert await count(db, "doctor") == 0
    assert await count(db, "doctor") == 1


async def test_the_reading_connection_cannot_write(db: Database) -> None:
    with pytest.raises((sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)):
        await db.read("DELETE FROM doctor")


async def test_every_statement_that_reads_is_counted(db: Database) -> None:
    before = db.reads_done
    await count(db, "doctor")
    await count(db, "doctor")
    assert db.reads_done - before == 2


async def test_the_data_version_changes_with_a_commit_and_only_then(db: Database, registry: Registry) -> None:
    before = await db.data_version()
    async with db.writing() as writes:
        await writes.put_doctors([a_doctor()])
        assert await db.data_version() == before
    after = await db.data_version()
    assert after != before

    async with Database.open(registry.location) as other:
        await register(other, doctors=[a_doctor("P2")])
    assert await db.data_version() != after


@pytest.mark.parametrize("table", ["violation", "examination", "enrolment_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET place = 'x'", "DELETE FROM {}"])
async def test_the_ledger_refuses_change_from_whoever_connects(
    db: Database, registry: Registry, table: str, statement: str
) -> None:
    await register(
        db,
        institutions=[an_institution()],
        doctors=[a_doctor()],
        enrolments=[an_enrolment()],
        violations=[a_violation()],
    )
    async with db.writing() as writes:
        await writes.add_examinations(
            [ExaminationRecord(doctor="P1", place="testville", on=date(2024, 4, 1), passed=True)]
        )
        await writes.add_entries(
            [
                EnrolmentEntryRecord(
                    doctor="P1",
                    institution="H1",
                    place="testville",
                    kind=EntryKind.ACT,
                    act=Act.SIGN,
                    on=date(2024, 4, 1),
                )
            ]
        )

    with pytest.raises(REFUSALS, match="append-only"):
        registry.run(statement.format(table))

    assert await count(db, table) == 1


async def test_a_database_held_by_another_process_is_to_be_tried_again_later(registry: Registry) -> None:
    async with Database.open(registry.location, busy_ms=50) as db:
        with registry.held():
            with pytest.raises(RetryLaterError, match="DATABASE_BUSY"):
                async with db.writing():
                    pass
            assert await count(db, "doctor") == 0

        await register(db, doctors=[a_doctor()])
        assert await count(db, "doctor") == 1


async def test_a_transaction_held_by_another_task_is_to_be_tried_again_later(registry: Registry) -> None:
    async with Database.open(registry.location, busy_ms=50) as db:
        async with db.writing():
            with pytest.raises(RetryLaterError, match="DATABASE_BUSY"):
                async with db.writing():
                    pass
        await register(db, doctors=[a_doctor()])


async def test_a_process_that_dies_amid_a_transaction_leaves_nothing_of_it(registry: Registry) -> None:
    def die() -> int:
        command = [sys.executable, "-c", DYING, str(registry.location)]
        return subprocess.run(command, cwd=ROOT, check=False).returncode

    assert await anyio.to_thread.run_sync(die) == 9
    async with Database.open(registry.location) as db:
        assert await count(db, "doctor") == 1
        await register(db, doctors=[a_doctor()])


async def test_a_closed_registry_opens_no_connection_again(registry: Registry) -> None:
    async with Database.open(registry.location) as db:
        pass

    with pytest.raises(RuntimeError, match="closed"):
        await db.read("SELECT 1")
    with pytest.raises(RuntimeError, match="closed"):
        async with db.writing():
            pass


async def test_a_transaction_that_has_ended_takes_no_more_writes(db: Database) -> None:
    kept: list[Writes] = []
    async with db.writing() as writes:
        kept.append(writes)
    with pytest.raises(Exception, match="the transaction has ended"):
        await kept[0].put_doctors([a_doctor()])


async def test_two_processes_that_fill_one_registry_lose_nothing(registry: Registry) -> None:
    def write(name: str) -> int:
        root = Path(__file__).parents[2]
        return subprocess.run(
            [sys.executable, "-c", WRITER, str(registry.location), name], cwd=root, check=False
        ).returncode

    codes: list[int] = []
    async with anyio.create_task_group() as group:
        for name in ("A", "B"):
            group.start_soon(keep, codes, write, name)

    assert codes == [0, 0]
    async with Database.open(registry.location) as db:
        assert await count(db, "doctor") == 50
