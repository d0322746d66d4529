"""Importing and closing, cancelled at any wait: whole units, no lock kept, and the next try completes them."""

import os
from collections.abc import Awaitable
from pathlib import Path

import anyio
import pytest

from core.proof.chain_checks import verify
from core.service.office import Office, opened
from core.storage import read_entries, read_head
from tests.cancelling import waits_until_done
from tests.databases import Registry
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

pytestmark = pytest.mark.anyio


async def require_whole_units(office: Office, registry: Registry) -> None:
    """Fail for a lock that is kept, a part of a unit, or a broken chain."""
    with anyio.fail_after(60):
        async with office.database.writing():
            pass
    assert registry.is_free
    read = office.database.read
    units = "SELECT substr(decision_no, 1, 1), COUNT(*) FROM violation GROUP BY substr(decision_no, 1, 1)"
    assert {row[1] for row in await read(units)} <= {ROWS_OF_A_FILE}
    assert (await read("SELECT COUNT(*) FROM frozen"))[0][0] in {0, DOCTORS}
    assert verify(await read_entries(office.database), await read_head(office.database)) == ()


@pytest.mark.parametrize(("work", "stride"), [("import", 11), ("close", 5)])
async def test_work_cancelled_at_any_wait_leaves_whole_units_and_the_next_try_completes_them(
    registry: Registry, tmp_path: Path, work: str, stride: int
) -> None:
    write_files(tmp_path)
    async with opened(a_killed_host(tmp_path), registry.location, today=lambda: TODAY) as office:
        await enter_doctors(office)
        if work == "close":
            await import_all(office, tmp_path)

        tried: list[int] = []

        def start(_: int) -> Awaitable[None]:
            return WORK[work](office, tmp_path)

        async def check(step: int) -> None:
            tried.append(step)
            await require_whole_units(office, registry)

        await waits_until_done(start, check, stride=int(os.environ.get("GUIJU_STRIDE", stride)))
        assert len(tried) > 5
        found = await office.database.read("SELECT (SELECT COUNT(*) FROM violation), (SELECT COUNT(*) FROM frozen)")
        assert tuple(found[0]) == (FILES * ROWS_OF_A_FILE, DOCTORS if work == "close" else 0)
