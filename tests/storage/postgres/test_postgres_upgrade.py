"""Migrations on a server: tables once, all rows kept or nothing changed, and no database of somebody else touched."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from core.errors import RefusedError
from core.storage import Database
from core.storage.locations import Server
from core.storage.postgres.upgrade import ENGINE, upgrade
from core.storage.tables import app_config
from tests.databases import Kind, Registry, a_server_database, in_thread, run_on_server
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, count, register
from tests.storage.sqlite.test_sqlite_upgrade import FIRST_RELEASE, STEPS, later_steps

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
OPENING = """
import asyncio, sys
from core.storage import Database

async def main(url):
    async with Database.open(url):
        pass

asyncio.run(main(sys.argv[1]))
"""
COLLATIONS = """
SELECT DISTINCT collation_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type IN ('character varying', 'text')
"""


@pytest.fixture
async def filled(db: Database) -> Database:
    await register(
        db,
        institutions=[an_institution()],
        doctors=[a_doctor()],
        enrolments=[an_enrolment()],
        violations=[a_violation()],
    )
    return db


async def test_all_text_is_compared_by_code_point(db: Database) -> None:
    assert [row[0] for row in await db.read(COLLATIONS)] == ["C"]


async def test_two_processes_that_open_an_empty_database_make_its_tables_once(empty: str) -> None:
    def run() -> int:
        return subprocess.run([sys.executable, "-c", OPENING, empty], cwd=ROOT, check=False).returncode

    codes: list[int] = []

    async def keep() -> None:
        codes.append(await anyio.to_thread.run_sync(run))

    async with anyio.create_task_group() as group:
        group.start_soon(keep)
        group.start_soon(keep)

    assert codes == [0, 0]
    async with Database.open(empty) as db:
        assert await count(db, "tortoise_migrations") == len(STEPS)


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        ("ops.RunSQL('DELETE FROM enrolment')", "1 of 1 rows of enrolment"),
        ("ops.RunSQL('UPDATE enrolment SET institution_id = 77')", "foreign key"),
        ("ops.RunSQL('DELETE FROM violation')", "append-only"),
        ("ops.RunSQL('DELETE FROM enrolment'), ops.RunSQL('no SQL')", "syntax error"),
    ],
)
async def test_a_migration_that_fails_or_loses_rows_changes_nothing(
    filled: Database, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, reason: str
) -> None:
    before = registry.contents()
    with pytest.raises(RefusedError, match=reason):
        await upgrade(Server(str(registry.location)), later_steps(tmp_path, monkeypatch, operation))
    assert registry.contents() == before
    assert await count(filled, "enrolment") == 1


async def test_altering_a_filled_table_keeps_rows_and_the_order_of_text(
    filled: Database, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = 'ops.AlterField("Doctor", "name", fields.CharField(max_length=300))'
    before = registry.contents()
    await upgrade(Server(str(registry.location)), later_steps(tmp_path, monkeypatch, wider))
    after = registry.contents()
    assert {table: rows for table, rows in after.items() if table != "tortoise_migrations"} == {
        table: rows for table, rows in before.items() if table != "tortoise_migrations"
    }
    assert [row[0] for row in await filled.read(COLLATIONS)] == ["C"]


async def test_a_filled_database_of_the_first_release_keeps_everything_and_takes_the_new_columns(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = later_steps(tmp_path, monkeypatch, "")
    for step in (*STEPS[1:], "9999_next"):
        (tmp_path / first / f"{step}.py").unlink()
    await upgrade(Server(empty), first)
    registry = Registry(Kind.POSTGRES, empty)
    registry.run(*FIRST_RELEASE.replace("'990101', 1)", "'990101', true)").strip().removesuffix(";").split(";"))
    before = registry.contents()

    async with Database.open(empty):
        pass

    after = registry.contents()
    assert [row[:-2] for row in after["violation"]] == before["violation"]
    assert {row[-2:] for row in after["violation"]} == {(None, None)}
    assert (after["doctor"], after["institution"]) == (before["doctor"], before["institution"])


async def test_another_programs_database_is_refused_and_left_as_it_is(empty: str) -> None:
    in_thread(lambda: run_on_server(empty, "CREATE TABLE other (id INTEGER)"))
    with pytest.raises(RefusedError, match="DATABASE_FOREIGN"):
        async with Database.open(empty):
            pass
    assert list(Registry(Kind.POSTGRES, empty).contents()) == ["other"]


async def test_a_database_of_a_later_version_is_left_alone(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upgrade(Server(str(registry.location)), later_steps(tmp_path, monkeypatch, "ops.RunSQL('SELECT 1')"))
    with pytest.raises(RefusedError, match="9999_next"):
        async with Database.open(registry.location):
            pass


async def test_a_database_that_cannot_hold_every_character_is_refused() -> None:
    with (
        a_server_database("template0", more="ENCODING 'LATIN1' LOCALE 'C'") as url,
        pytest.raises(RefusedError, match="UTF8"),
    ):
        async with Database.open(url):
            pass


async def test_the_models_say_nothing_that_the_migrations_do_not_make() -> None:
    configuration = {"postgres_writer": {"engine": ENGINE, "credentials": {"url": "postgres://unused"}}}
    config = app_config("postgres_writer")
    async with TortoiseContext() as context:
        await context.init({"connections": configuration, "apps": config})
        assert context.apps is not None
        assert await MigrationAutodetector(context.apps, config).changes() == []
