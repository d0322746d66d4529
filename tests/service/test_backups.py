"""Backups: one moment of a registry that is served, put back in one transaction, and refused when they are none."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from stat import S_IMODE

import pytest

from core.errors import GuijuError, RefusedError
from core.proof.chain_checks import verify
from core.service.backing_up.backup import back_up, restore
from core.service.backing_up.files import new_file
from core.service.backing_up.load import load_snapshot
from core.service.office import Office
from core.storage import Database, ReadOnly, read_entries, read_head
from core.storage.copying import TABLES
from tests.databases import Kind, Registry, kinds
from tests.service.filled_village import ACTOR, Other, bare, issue, require_alive, require_sound, snapshot
from tests.service.testville import a_violation

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


def beside(path: Path) -> list[str]:
    """Return what is left beside a file of the work on it."""
    return [one.name for one in path.parent.iterdir() if one.name.startswith((".", f"{path.name}-"))]


async def test_a_backup_is_put_in_the_place_of_a_registry_that_is_served(
    filled: Office, registry: Registry, other: Other, tmp_path: Path
) -> None:
    assert filled
    before = registry.contents()
    done = await back_up(registry.location, tmp_path / "backup")
    assert done.examined.is_sound
    assert S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    assert beside(tmp_path / "backup") == []
    told = await require_sound(registry)
    for kind in kinds():
        served = other(kind, f"served-{kind}")
        async with Database.open(served.location) as db:
            await issue(db, "old")
            version = await db.data_version()
            with pytest.raises(RefusedError, match="REGISTRY_NOT_EMPTY"):
                await restore(served.location, tmp_path / "backup", actor=ACTOR)
            replaced = await restore(served.location, tmp_path / "backup", actor=ACTOR, replace=True)
            assert await db.data_version() != version
            assert [row[0] for row in await db.read("SELECT label FROM token")] == ["front"]
            assert str(replaced.replaced).startswith("1:")
            said = json.loads((await read_entries(db, 1))[0].content)
            assert said == {"replaced": str(replaced.replaced), "sha256": done.sha256}
        assert await require_sound(served) == [*told, (ACTOR, "RESTORED")]
        after = served.contents()
        for table in set(TABLES) - {"audit_entry", "audit_head"}:
            assert len(after[table]) == len(before[table]) > 0
        if kind is registry.kind:
            assert {name: after[name] for name in TABLES[:-2]} == {name: before[name] for name in TABLES[:-2]}
        assert await bare(registry, tmp_path) == await bare(served, tmp_path)
        await require_alive(served)


async def test_a_backup_holds_one_moment_while_others_write(
    testville: Office, registry: Registry, tmp_path: Path
) -> None:
    command = (sys.executable, "-m", "app", "--db", str(registry.location), "backup", str(tmp_path / "backup"))
    backing_up = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    ended, written = asyncio.ensure_future(backing_up.wait()), 0
    while not ended.done():
        async with testville.database.writing(actor=ACTOR) as writes:
            await writes.add_violations([a_violation(number=f"{written}-{one}") for one in range(3)])
        written += 1
        await asyncio.sleep(0.02)
    assert await ended == 0
    async with ReadOnly.open(tmp_path / "backup") as backup:
        found = (await backup.read("SELECT COUNT(*) FROM violation"))[0][0]
        entries = await read_entries(backup)
        assert verify(entries, await read_head(backup)) == ()
    assert found == 3 * (len(entries) - 3) <= 3 * written


async def test_a_damaged_trail_is_backed_up_and_told_of_and_is_taken_only_if_that_is_allowed(
    filled: Office, registry: Registry, other: Other, tmp_path: Path
) -> None:
    assert filled
    registry.untie("audit_entry")
    registry.run("UPDATE audit_entry SET actor = 'x' WHERE number = 2")
    done = await back_up(registry.location, tmp_path / "backup")
    assert [one.number for one in done.examined.findings] == [2]
    text = await snapshot(registry, tmp_path / "text")
    for number, work in enumerate((partial(restore, path=tmp_path / "backup"), partial(load_snapshot, path=text))):
        there = other(Kind.SQLITE, f"there-{number}")
        with pytest.raises(RefusedError, match="entry 2"):
            await work(there.location, actor=ACTOR)
        assert await work(there.location, actor=ACTOR, damaged=True)


def later(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('registry', '9999_next', '')"
        )
        connection.commit()


def torn(file: Path) -> None:
    with file.open("rb+") as stream:
        stream.seek(3 * 4096)
        stream.write(b"\x5a" * 4096)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def in_use(file: Path) -> None:
    file.with_name("backup-wal").write_bytes(b"x")


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (later, "DATABASE_NEWER"),
        (torn, "BACKUP_DAMAGED|DATABASE_UNUSABLE"),
        (foreign, "BACKUP_FOREIGN"),
        (emptied, "BACKUP_FOREIGN"),
        (in_use, "BACKUP_IN_USE"),
    ],
)
async def test_what_is_no_sound_backup_is_refused_and_nothing_is_changed(
    spoil: Callable[[Path], object], code: str, other: Other, tmp_path: Path
) -> None:
    here = other(Kind.SQLITE, "here")
    async with Database.open(here.location) as db:
        await issue(db, "front")
    before = here.contents()
    await back_up(here.location, tmp_path / "backup")
    spoil(tmp_path / "backup")
    with pytest.raises(RefusedError, match=code):
        await restore(here.location, tmp_path / "backup", actor=ACTOR, replace=True)
    assert here.contents() == before


def test_a_file_is_there_only_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pytest.raises(GuijuError, match="FILE_NOT_WRITTEN"), new_file(path, replace=False) as file:
        file.mkdir()
    assert list(tmp_path.iterdir()) == []
    with new_file(path, replace=False) as file:
        file.write_text("whole")
    with pytest.raises(GuijuError, match="FILE_EXISTS"), new_file(path, replace=False):
        pytest.fail("it is there")
    with pytest.raises(GuijuError, match="FILE_NOT_WRITTEN"), new_file(tmp_path / "no" / "file", replace=False):
        pytest.fail("there is no such folder")
    with new_file(path, replace=True) as file:
        file.write_text("other")
    assert (path.read_text(), S_IMODE(path.stat().st_mode), list(tmp_path.iterdir())) == ("other", 0o600, [path])
