"""Killed at any moment: each unit is there whole or not at all, the audit chain holds, and going on completes it.

``GUIJU_KILLS=20 pytest -rP tests/service/test_killed.py`` kills each work twenty times on each database, and prints
how many units were there after each kill.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import anyio
import pytest

from core.proof.chain_checks import verify
from core.service.office import opened
from core.storage import Database, PeriodFilter, PeriodState, Reads, read_entries, read_head
from tests.databases import Kind, Registry, a_registry
from tests.service.killing import (
    DOCTORS,
    FILES,
    ROWS_OF_A_FILE,
    TODAY,
    WORK,
    a_killed_host,
    enter_doctors,
    import_all,
    write_files,
)

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("GUIJU_KILLS", "2"))

Totals = dict[str, list[tuple[object, ...]]]

TOTALS = {
    "violation": "SELECT decision_no, clause, doctor_id, decided_on FROM violation ORDER BY decision_no",
    "frozen": "SELECT doctor_id, regulation, number, outcome_digest FROM frozen ORDER BY doctor_id",
    "period": "SELECT place, kind, starts_on, state FROM evaluation_period",
    "audit": "SELECT action, actor FROM audit_entry ORDER BY id",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    write_files(folder)
    return folder


@contextmanager
def prepared(kind: Kind, work: str, folder: Path, name: str) -> Generator[Registry]:
    """Give a registry in which everything that the work needs is entered."""

    async def enter(registry: Registry) -> None:
        async with opened(a_killed_host(folder), registry.location, today=lambda: TODAY) as office:
            await enter_doctors(office)
            if work == "close":
                await import_all(office, folder)

    with a_registry(kind, folder, name) as registry:
        anyio.run(enter, registry)
        yield registry


@contextmanager
def begun(work: str, registry: Registry, folder: Path) -> Generator[subprocess.Popen[str]]:
    """Give a process that has just begun the work; it is killed at the end if it still works then."""
    command = [sys.executable, "-m", "tests.service.killing", work, str(registry.location), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def finished(work: str, registry: Registry, folder: Path) -> float:
    """Do the work to its end and return how long it took, in seconds."""
    with begun(work, registry, folder) as process:
        start = time.perf_counter()
        assert process.wait() == 0
        return time.perf_counter() - start


async def complete(work: str, registry: Registry, folder: Path) -> None:
    """Do the work to its end, in this process."""
    async with opened(a_killed_host(folder), registry.location, today=lambda: TODAY) as office:
        await WORK[work](office, folder)


async def totals(registry: Registry) -> Totals:
    """Return what is in the registry once its chain has been verified, in a form that is equal wherever it is."""
    async with Database.open(registry.location, busy_ms=60_000) as db:
        async with db.writing():
            pass  # whoever was killed holds the database no longer
        assert verify(await read_entries(db), await read_head(db)) == ()
        return {name: [tuple(row) for row in await db.read(sql)] for name, sql in TOTALS.items()}


async def require_whole_units(registry: Registry, work: str) -> int:
    """Return how many units are there; fail for a part of one."""
    async with Database.open(registry.location) as db:
        if work == "import":
            units = "SELECT substr(decision_no, 1, 1), COUNT(*) FROM violation GROUP BY substr(decision_no, 1, 1)"
            counts = [row[1] for row in await db.read(units)]
            assert set(counts) <= {ROWS_OF_A_FILE}
            return len(counts)
        periods = await Reads(db).page_periods(PeriodFilter(place="testville"))
        frozen = (await db.read("SELECT COUNT(*) FROM frozen"))[0][0]
        assert [(one.state, frozen) for one in periods] in ([], [(PeriodState.CLOSED, DOCTORS)])
        return len(periods)


@pytest.mark.parametrize("work", WORK)
def test_a_killed_process_leaves_whole_units_and_the_next_completes_them(kind: Kind, work: str, folder: Path) -> None:
    with prepared(kind, work, folder, f"{work}-calm") as calm:
        seconds = finished(work, calm, folder)
        expected = anyio.run(totals, calm)
    assert (len(expected["violation"]), len(expected["frozen"])) == (
        FILES * ROWS_OF_A_FILE,
        DOCTORS if work == "close" else 0,
    )

    most = FILES if work == "import" else 1
    chance = random.Random(f"{kind} {work}")  # noqa: S311 - where to kill
    left: list[int] = []
    for number in range(KILLS):
        with prepared(kind, work, folder, f"{work}-{number}") as registry:
            with begun(work, registry, folder):
                time.sleep(chance.uniform(0, seconds))
            anyio.run(totals, registry)
            left.append(anyio.run(partial(require_whole_units, registry, work)))
            anyio.run(complete, work, registry, folder)
            assert anyio.run(totals, registry) == expected
    print(f"{kind}, {work}: units there after each kill, of {most}: {sorted(left)}")  # noqa: T201 - for -rP
