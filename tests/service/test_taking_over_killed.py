"""Killed amid a restore or a load: all of it is there or nothing, the trail verifies, and the same again completes it.

``GUIJU_KILLS=20 pytest -rP tests/service/test_taking_over_killed.py`` kills each twenty times on each database, and
prints how often all of it was there.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest

from core.proof.chain_checks import verify
from core.service.backing_up.backup import back_up
from core.storage import Database, read_entries, read_head
from tests.databases import Kind, Registry, a_registry
from tests.service.filled_village import ACTOR, issue, snapshot
from tests.service.taking_over import WORK
from tests.storage.registry_samples import a_doctor, a_violation, an_institution

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("GUIJU_KILLS", "1"))
VIOLATIONS = 1_500


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a backup and a snapshot of one registry, by the work that takes them."""
    folder = tmp_path_factory.mktemp("files")

    async def write(registry: Registry) -> None:
        async with Database.open(registry.location) as db, db.writing(actor=ACTOR) as writes:
            await writes.put_institutions([an_institution()])
            await writes.put_doctors([a_doctor()])
            await writes.add_violations([a_violation(f"{one}") for one in range(VIOLATIONS)])
        await back_up(registry.location, folder / "restore")
        await snapshot(registry, folder / "load")

    with a_registry(Kind.SQLITE, folder) as registry:
        anyio.run(write, registry)
    return {work: folder / work for work in WORK}


@contextmanager
def begun(work: str, registry: Registry, file: Path) -> Generator[subprocess.Popen[str]]:
    """Give a process that has just begun the work; it is killed at the end if it still works then."""
    command = [sys.executable, "-m", "tests.service.taking_over", work, str(registry.location), str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@contextmanager
def prepared(kind: Kind, work: str, folder: Path, name: str) -> Generator[Registry]:
    """Give a registry that the work can take over: for a restore with something in it."""

    async def enter(registry: Registry) -> None:
        async with Database.open(registry.location) as db:
            await issue(db, "old")

    with a_registry(kind, folder, name) as registry:
        if work == "restore":
            anyio.run(enter, registry)
        yield registry


async def found(registry: Registry) -> tuple[int, list[str]]:
    """Return how many violations there are and what the trail tells, once it has been verified."""
    async with Database.open(registry.location, busy_ms=60_000) as db:
        async with db.writing():
            pass  # whoever was killed holds the database no longer
        entries = await read_entries(db)
        assert verify(entries, await read_head(db)) == ()
        return (await db.read("SELECT COUNT(*) FROM violation"))[0][0], [one.action for one in entries]


@pytest.mark.parametrize("work", WORK)
def test_a_killed_process_leaves_all_or_nothing(kind: Kind, work: str, files: dict[str, Path], tmp_path: Path) -> None:
    with prepared(kind, work, tmp_path, "calm") as calm:
        before = anyio.run(found, calm)
        start = time.perf_counter()
        anyio.run(complete, work, calm, files[work])
        seconds = time.perf_counter() - start
        after = anyio.run(found, calm)
    assert (before[0], after[0]) == (0, VIOLATIONS)
    assert after[1][-1] == ("RESTORED" if work == "restore" else "LOADED")

    chance = random.Random(f"{kind} {work}")  # noqa: S311 - where to kill
    whole = 0
    for number in range(KILLS):
        with prepared(kind, work, tmp_path, f"killed-{number}") as registry:
            with begun(work, registry, files[work]):
                time.sleep(chance.uniform(0, 2 * seconds))  # a process of its own takes longer
            left = anyio.run(found, registry)
            assert left in (before, after)
            whole += left == after
            if left == before:
                anyio.run(complete, work, registry, files[work])
            assert anyio.run(found, registry) == after
    print(f"{kind}, {work}: all of it there after {whole} of {KILLS} kills, nothing after the others")  # noqa: T201


async def complete(work: str, registry: Registry, file: Path) -> None:
    """Do the work to its end, in this process."""
    await WORK[work](registry.location, file, actor=ACTOR)
