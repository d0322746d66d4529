"""Cancelled anywhere: the lock is given back, no transaction stays open, and a batch is there whole or not at all."""

import asyncio
from collections.abc import Awaitable
from contextlib import ExitStack
from pathlib import Path

import anyio
import pytest

from core.storage import Database
from core.storage.transactions import to_the_end
from tests.cancelling import waits_until_done
from tests.databases import Kind, Registry, an_empty_database
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, count, register

pytestmark = pytest.mark.anyio


async def test_a_write_cancelled_at_any_wait_leaves_all_of_it_or_nothing(db: Database, registry: Registry) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])

    async def write(step: int) -> None:
        async with db.writing() as writes:
            await writes.put_enrolments([an_enrolment(since=f"20{step % 90 + 10}-01-01")])
            await writes.add_violations([a_violation(f"{step}-{number}") for number in range(3)])

    async def check(step: int) -> None:
        with anyio.fail_after(30):
            async with db.writing() as writes:
                await writes.put_doctors([a_doctor("P2", name=str(step))])
        assert registry.is_free
        kept = await db.read("SELECT COUNT(*) FROM violation WHERE decision_no LIKE ?", [f"{step}-%"])
        assert kept[0][0] in {0, 3}

    waits = await waits_until_done(write, check)

    assert waits > 10
    assert await count(db, "violation") % 3 == 0


async def test_a_read_cancelled_at_any_wait_takes_no_connection_with_it(db: Database) -> None:
    await register(db, doctors=[a_doctor(f"P{number}") for number in range(50)])

    async def read(_: int) -> None:
        for _ in range(3):
            await db.read("SELECT a.code FROM doctor a CROSS JOIN doctor b CROSS JOIN doctor c LIMIT 40000")

    async def check(_: int) -> None:
        with anyio.fail_after(30):
            assert await count(db, "doctor") == 50

    assert await waits_until_done(read, check) > 2
    for _ in range(10):  # more often than there are connections
        await check(0)


async def test_reads_cancelled_by_dozens_leave_the_next_ones_answered(db: Database) -> None:
    await register(db, doctors=[a_doctor(f"P{number}") for number in range(60)])

    async def read() -> None:
        await db.read("SELECT COUNT(*) FROM doctor a CROSS JOIN doctor b CROSS JOIN doctor c WHERE a.name < c.name")

    for _ in range(3):
        tasks = [asyncio.ensure_future(read()) for _ in range(12)]
        await anyio.sleep(0.005)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    with anyio.fail_after(60):
        assert await count(db, "doctor") == 60


async def test_opening_cancelled_at_any_wait_leaves_no_lock(kind: Kind, tmp_path: Path) -> None:
    places: dict[int, Registry] = {}

    async def open_and_close(registry: Registry) -> None:
        async with Database.open(registry.location):
            pass

    async def check(step: int) -> None:
        assert places[step].is_free
        async with Database.open(places[step].location) as db:
            assert await count(db, "doctor") == 0

    with ExitStack() as stack:

        def start(step: int) -> Awaitable[None]:
            places[step] = stack.enter_context(an_empty_database(kind, tmp_path, str(step)))
            return open_and_close(places[step])

        assert await waits_until_done(start, check, stride=29) > 10


async def test_a_cancel_scope_around_a_write_leaves_the_next_one_free(db: Database, registry: Registry) -> None:
    with anyio.CancelScope() as scope:
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            scope.cancel()
            await anyio.lowlevel.checkpoint()

    assert registry.is_free
    assert await count(db, "doctor") == 0
    await register(db, doctors=[a_doctor()])


async def test_work_goes_to_its_end_although_its_caller_is_cancelled() -> None:
    done: list[str] = []

    async def work() -> str:
        await asyncio.sleep(0.01)
        done.append("work")
        return "result"

    assert await to_the_end(work()) == "result"
    task = asyncio.ensure_future(to_the_end(work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert done == ["work", "work"]


async def test_what_nobody_takes_any_more_is_undone() -> None:
    undone: list[str] = []

    async def work() -> str:
        await asyncio.sleep(0.01)
        return "result"

    task = asyncio.ensure_future(to_the_end(work(), undo=undone.append))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert undone == ["result"]
    assert await to_the_end(work(), undo=undone.append) == "result"
    assert undone == ["result"]
