"""A registry opened for reading alone: one state of it, and nothing made, migrated or written."""

from pathlib import Path

import anyio
import pytest

from core.errors import RefusedError
from core.storage import Database, ReadOnly, Reads
from tests.databases import Registry
from tests.storage.registry_samples import a_doctor

pytestmark = pytest.mark.anyio


async def test_every_read_sees_the_state_at_the_beginning(db: Database, registry: Registry) -> None:
    async with ReadOnly.open(registry.location) as source:
        assert await Reads(source).unknown_doctors(["D1"]) == {"D1"}
        async with db.writing() as writes:
            await writes.put_doctors([a_doctor("D1")])
        assert await Reads(source).unknown_doctors(["D1"]) == {"D1"}
    async with ReadOnly.open(str(registry.location)) as source:
        assert await Reads(source).unknown_doctors(["D1"]) == set()


@pytest.mark.parametrize("statement", ["DELETE FROM doctor", "CREATE TABLE more (id INT)", "DROP TABLE doctor"])
@pytest.mark.usefixtures("db")
async def test_a_write_is_refused(registry: Registry, statement: str) -> None:
    with pytest.raises(RefusedError, match=r"read-?only"):
        async with ReadOnly.open(registry.location) as source:
            await source.read(statement)


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="DATABASE_MISSING"):
        async with ReadOnly.open(tmp_path / "none.sqlite3"):
            pass
    assert not [one async for one in anyio.Path(tmp_path).iterdir()]


@pytest.mark.parametrize("name", ["other text", ""])
async def test_a_file_that_is_no_registry_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(name * 200, encoding="utf-8")
    with pytest.raises(RefusedError, match="DATABASE_"):
        async with ReadOnly.open(path):
            pass
    assert path.read_text(encoding="utf-8") == name * 200


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM tortoise_migrations WHERE name LIKE '0002%'",
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('registry', '9999_later', '2030-01-01')",
    ],
)
@pytest.mark.usefixtures("db")
async def test_tables_of_another_version_are_neither_read_nor_migrated(registry: Registry, change: str) -> None:
    registry.run(change)
    with pytest.raises(RefusedError, match="DATABASE_VERSION"):
        async with ReadOnly.open(registry.location):
            pass
