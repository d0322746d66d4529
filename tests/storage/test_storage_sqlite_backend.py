"""Cancelled anywhere: the lock is given back, no transaction stays open, and a batch is there whole or not at all."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

import anyio
import pytest

from core.storage import Database
from core.storage.sqlite_backend import statements_of, to_the_end
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, count, register

pytestmark = pytest.mark.anyio

MOST_STEPS = 400


class CancelledAt:
    """Runs a coroutine as the current task and cancels that task at the nth time that it has to wait."""

    def __init__(self, work: Awaitable[None], step: int) -> None:
        self.work = work
        self.step = step
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, None]:
        running = self.work.__await__()
        task = asyncio.current_task()
        assert task is not None
        error: BaseException | None = None
        while True:
            try:
                waiting = running.send(None) if error is None else running.throw(error)  # type: ignore[attr-defined]
            except StopIteration:
                return
            error = None
            self.waits += 1
            if self.waits == self.step:
                asyncio.get_running_loop().call_soon(task.cancel)
            try:
                yield waiting
            except BaseException as thrown:  # noqa: BLE001 - passed on to the coroutine
                error = thrown


def is_free(path: Path) -> bool:
    """Return whether another connection can have the write lock at once."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


async def waits_until_done(
    start: Callable[[int], Awaitable[None]], after_each: Callable[[int], Awaitable[None]], *, stride: int = 1
) -> int:
    """Cancel at the first wait, the next and so on until the work is done first; return how many there were."""
    for step in range(1, MOST_STEPS, stride):
        running = CancelledAt(start(step), step)
        task = asyncio.ensure_future(to_task(running))
        await asyncio.wait([task])
        await after_each(step)
        if running.waits < step:
            return running.waits
        assert task.cancelled()
    raise AssertionError(f"not done after {MOST_STEPS} waits")


async def to_task(running: CancelledAt) -> None:
    await running


async def test_a_write_cancelled_at_any_wait_leaves_all_of_it_or_nothing(db: Database, path: Path) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])

    async def write(step: int) -> None:
        async with db.writing() as writes:
            await writes.put_enrolments([an_enrolment(since=f"20{step % 90 + 10}-01-01")])
            await writes.add_violations([a_violation(f"{step}-{number}") for number in range(3)])

    async def check(step: int) -> None:
        with anyio.fail_after(30):
            async with db.writing() as writes:
                await writes.put_doctors([a_doctor("P2", name=str(step))])
        assert is_free(path)
        kept = await db.read("SELECT COUNT(*) FROM violation WHERE decision_no LIKE ?", [f"{step}-%"])
        assert kept[0][0] in {0, 3}

    waits = await waits_until_done(write, check)

    assert waits > 10
    assert await count(db, "violation") % 3 == 0


async def test_opening_cancelled_at_any_wait_leaves_no_lock_on_the_file(tmp_path: Path) -> None:
    async def open_and_close(step: int) -> None:
        async with Database.open(tmp_path / f"{step}.sqlite3"):
            pass

    async def check(step: int) -> None:
        assert is_free(tmp_path / f"{step}.sqlite3")
        async with Database.open(tmp_path / f"{step}.sqlite3") as db:
            assert await count(db, "doctor") == 0

    assert await waits_until_done(open_and_close, check, stride=7) > 10


async def test_a_cancel_scope_around_a_write_leaves_the_next_one_free(db: Database, path: Path) -> None:
    with anyio.CancelScope() as scope:
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor()])
            scope.cancel()
            await anyio.lowlevel.checkpoint()

    assert is_free(path)
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


def test_a_script_is_split_between_its_statements_and_nowhere_else() -> None:
    trigger = "CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; SELECT ';'; END"

    assert list(statements_of(f"CREATE TABLE a (b TEXT DEFAULT ';');; {trigger};\nSELECT 2")) == [
        "CREATE TABLE a (b TEXT DEFAULT ';')",
        trigger,
        "SELECT 2",
    ]
