"""Migrations of a filled database: rows, indexes and triggers are kept, or nothing changes."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

import core.storage.migrations
from core.errors import RefusedError
from core.storage import Database
from core.storage.sqlite.upgrade import ENGINE, upgrade
from core.storage.tables import app_config
from tests.storage.registry_samples import a_department, a_doctor, a_violation, an_enrolment, an_institution, register

pytestmark = pytest.mark.anyio

NEXT = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("registry", "{latest}")]
    operations = [{operation}]
"""
STEPS = sorted(step.stem for step in Path(core.storage.migrations.__file__).parent.glob("[0-9]*.py"))
SHAPE = """
SELECT :table, type, name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table
UNION SELECT :table, 'index', name FROM pragma_index_list(:table) WHERE NOT "unique"
UNION SELECT :table, 'unique', (SELECT group_concat(c.name) FROM pragma_index_info(l.name) c)
    FROM pragma_index_list(:table) l WHERE l."unique"
UNION SELECT :table, "from", "table" || on_delete FROM pragma_foreign_key_list(:table)
"""
"""Unique indexes by their columns: one that is put back has a new name."""
WIDER = 'ops.AlterField("{model}", "name", fields.CharField(max_length=300))'
WIDER_PLACE = 'ops.AlterField("EnrolmentEntry", "place", fields.CharField(max_length=300))'
WIDER_REGULATION = 'ops.AlterField("Violation", "regulation", fields.CharField(max_length=300))'


def later_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str) -> str:
    """Return the name of a package with today's migrations and one more."""
    name = f"later_steps_{tmp_path.name}".replace("-", "_")
    folder = tmp_path / name
    shutil.copytree(Path(core.storage.migrations.__file__).parent, folder, ignore=shutil.ignore_patterns("__pyc*"))
    (folder / "9999_next.py").write_text(NEXT.format(latest=STEPS[-1], operation=operation))
    monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType]
    for module in [module for module in sys.modules if module.startswith(name)]:
        monkeypatch.delitem(sys.modules, module)
    return name


def contents(path: Path) -> tuple[dict[str, list[dict[str, object]]], set[tuple[object, ...]]]:
    """Return the rows of each table; and all indexes, triggers, unique columns and foreign keys."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = [name for name in names if name not in {"tortoise_migrations", "sqlite_sequence"}]
    rows = {table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608
    shape = {tuple(row) for table in tables for row in connection.execute(SHAPE, {"table": table})}
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return rows, shape


def copies(folder: Path) -> list[Path]:
    """Return what is left of the copies made before a migration."""
    return [file for kept in folder.glob("*before-migration*") for file in (kept, *kept.iterdir()) if file.is_file()]


@pytest.fixture
async def filled(path: Path) -> Path:
    async with Database.open(path) as db:
        await register(
            db,
            institutions=[an_institution()],
            doctors=[a_doctor()],
            enrolments=[an_enrolment()],
            violations=[a_violation()],
        )
        async with db.writing() as writes:
            await writes.put_departments([a_department()])
    return path


@pytest.mark.parametrize(
    "operation", [WIDER.format(model="Institution"), WIDER.format(model="Doctor"), WIDER_REGULATION]
)
async def test_altering_a_filled_table_keeps_rows_indexes_and_triggers(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    before = contents(filled)

    await upgrade(filled, later_steps(tmp_path, monkeypatch, operation))

    assert contents(filled) == before
    connection = sqlite3.connect(filled)
    assert "VARCHAR(300)" in "".join(row[0] or "" for row in connection.execute("SELECT sql FROM sqlite_master"))
    connection.close()
    assert copies(tmp_path) == []


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        ("ops.RunSQL('DELETE FROM department')", "1 of 1 rows of department"),
        ("ops.RunSQL('UPDATE department SET institution_id = 77')", "rows that refer to nothing"),
        ("ops.RunSQL('DELETE FROM violation')", "append-only"),
        (WIDER.format(model="Doctor") + ", ops.RunSQL('no SQL')", "syntax error"),
    ],
)
async def test_a_migration_that_fails_or_loses_rows_changes_nothing_and_names_the_copy(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, reason: str
) -> None:
    before = contents(filled)

    with pytest.raises(RefusedError, match=reason) as caught:
        await upgrade(filled, later_steps(tmp_path, monkeypatch, operation))

    assert contents(filled) == before
    (copy,) = copies(tmp_path)
    assert str(copy) in caught.value.message.en
    assert contents(copy) == before
    async with Database.open(filled) as db:
        assert (await db.read("SELECT COUNT(*) FROM tortoise_migrations"))[0][0] == len(STEPS)


FIRST_RELEASE = """
INSERT INTO institution (id, code, name, region, designated) VALUES (1, 'H1', '甲', '990101', 1);
INSERT INTO doctor (id, code, name, qualification) VALUES (1, 'D1', '乙', 'LICENSED');
INSERT INTO violation
    (place, regulation, clause, decision_no, doctor_id, institution_id, cases, points, decided_on, recorded_at)
    VALUES ('testville', 'testville-2024', 'A', 'N1', 1, 1, 2, '1.50', '2024-03-01', '2024-03-02T00:00:00+00:00');
"""


async def test_a_filled_database_of_the_first_release_keeps_everything_and_takes_the_new_columns(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = later_steps(tmp_path, monkeypatch, "")
    for step in (*STEPS[1:], "9999_next"):
        (tmp_path / first / f"{step}.py").unlink()
    await upgrade(path, first)
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_RELEASE)
    connection.close()
    before, shape = contents(path)

    async with Database.open(path):
        pass

    rows, new_shape = contents(path)
    assert rows["violation"] == [one | {"responsibility": None, "reason": None} for one in before["violation"]]
    assert {table: rows[table] for table in before if table != "violation"} == {
        table: before[table] for table in before if table != "violation"
    }
    assert shape < new_shape
    assert {("measurement", "trigger", "measurement_no_update"), ("repair", "trigger", "repair_no_delete")} < new_shape


async def test_opening_again_migrates_nothing_and_copies_nothing(filled: Path, tmp_path: Path) -> None:
    before = contents(filled)
    async with Database.open(filled):
        pass
    assert contents(filled) == before
    assert copies(tmp_path) == []


async def test_a_database_of_a_later_version_is_left_alone(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upgrade(filled, later_steps(tmp_path, monkeypatch, WIDER.format(model="Doctor")))

    with pytest.raises(RefusedError, match="9999_next"):
        async with Database.open(filled):
            pass


async def test_the_models_say_nothing_that_the_migrations_do_not_make() -> None:
    configuration = {"writer": {"engine": ENGINE, "credentials": {"file_path": "unused"}}}
    async with TortoiseContext() as context:
        await context.init({"connections": configuration, "apps": app_config("writer")})
        assert context.apps is not None
        assert await MigrationAutodetector(context.apps, app_config("writer")).changes() == []


async def test_every_index_is_on_columns_and_none_on_words(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    indexed = connection.execute(
        "SELECT l.name, c.name FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) c "
        "WHERE m.type = 'table'"
    ).fetchall()
    connection.close()

    assert {name for name, column in indexed if column is None} == set()
    assert ("violation_by_doctor", "doctor_id") in indexed
