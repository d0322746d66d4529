"""Each check says what is wrong and what to do, on either database, and hides no other."""

import sqlite3
import tomllib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.service.closing import close_period
from core.service.doctor import CHECKS, Found, State, Surroundings, examine
from core.service.doctor.machine import EXTRAS, FILES
from core.service.office import Office
from core.service.recording import record_violation
from core.service.tokens import issue_token
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer
from schema.serving.settings import Limits
from tests.databases import Kind, Registry, a_registry, an_empty_database
from tests.service.testville import a_violation

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 3, 1)
BUREAU = Viewer("bureau", frozenset({Scope.ADMIN}), ("9901",))


def now() -> datetime:
    """Return the moment: tests that were collected long before they run find what was written since."""
    return datetime.now(UTC)


@pytest.fixture
def there(testville: Office, registry: Registry, tmp_path: Path) -> Surroundings:
    del testville  # it is filled, and stays open as under a server
    plugins = (tmp_path / "plugins",)
    return Surroundings(
        location=registry.location, plugins=plugins, settings=None, now=now(), today=TODAY, packages=False
    )


async def found_in(there: Surroundings) -> dict[str, list[Found]]:
    """Return what every check has found; each has found something."""
    found: dict[str, list[Found]] = {name: [] for name in CHECKS}
    async for one in examine(there):
        found[one.check].append(one)
    there.close()
    assert all(found.values())
    return found


def failing(found: dict[str, list[Found]]) -> dict[str, list[str]]:
    told = {name: [one.seen.en for one in some if one.state is State.FAIL] for name, some in found.items()}
    return {name: some for name, some in told.items() if some}


def states(found: dict[str, list[Found]]) -> set[tuple[str, State]]:
    return {(name, one.state) for name, some in found.items() for one in some}


async def test_a_sound_registry_passes_every_check_while_it_is_open_elsewhere(
    there: Surroundings, testville: Office
) -> None:
    assert (await record_violation(testville, EVERYONE_IN_DEMO, a_violation())).created
    assert (await close_period(testville, BUREAU, "testville", "2025")).frozen == 2
    found = await found_in(there)
    assert failing(found) == {}
    assert found["receipts"][0].seen.en.startswith("2 frozen results worked out anew")
    assert {name for name, state in states(found) if state is State.OK} >= {
        "database", "writing", "schema", "integrity", "objects", "audit", "clock", "plugins", "receipts", "regulations",
    }  # fmt: skip


LATER = (
    "INSERT INTO tortoise_migrations (id, app, name, applied_at) VALUES (99, 'registry', '9999_later', '2026-01-01')"
)


@pytest.mark.parametrize(
    ("statement", "check", "told"),
    [
        ("DROP INDEX violation_by_day", "objects", "violation_by_day"),
        (None, "objects", "violation_"),
        ("DELETE FROM tortoise_migrations WHERE name = '0005_closing'", "schema", "0005_closing"),
        (LATER, "schema", "9999_later"),
        ("UPDATE audit_head SET number = number + 1", "audit", "findings"),
    ],
)
async def test_what_somebody_did_to_the_database_is_named_and_hides_nothing_else(
    there: Surroundings, registry: Registry, statement: str | None, check: str, told: str
) -> None:
    if statement is None:
        registry.untie("violation")
    else:
        registry.run(statement)
    found = await found_in(there)
    wrong = failing(found)
    assert list(wrong) == [check]
    assert told in wrong[check][0]
    assert found[check][0].todo is not None
    assert found["plugins"][0].state is State.OK


async def test_a_clock_behind_the_last_entry_and_tokens_that_end_are_told(
    there: Surroundings, testville: Office
) -> None:
    database = testville.database
    await issue_token(database, "gone", (Scope.READ,), None, now() - timedelta(days=1), now=now() - timedelta(days=9))
    await issue_token(database, "soon", (Scope.READ,), None, now() + timedelta(days=9), now=now())
    found = await found_in(there)
    assert [(one.state, one.seen.en) for one in found["tokens"]] == [
        (State.WARN, "they end within 30 days: soon"),
        (State.WARN, "they have expired: gone"),
    ]
    earlier = await found_in(replace(there, now=now() - timedelta(days=30)))
    assert list(failing(earlier)) == ["clock"]


async def test_a_result_that_was_tampered_with_does_not_come_out_the_same(
    there: Surroundings, testville: Office, registry: Registry
) -> None:
    await close_period(testville, BUREAU, "testville", "2025")
    registry.untie("frozen")
    registry.run("""UPDATE frozen SET content = replace(content, '"points_left":"12"', '"points_left":"11"')""")
    wrong = failing(await found_in(there))
    assert wrong["receipts"][0].startswith("2 differ, the first ")
    assert set(wrong) == {"receipts", "objects"}  # the triggers are still off


async def test_a_parked_plugin_and_wrong_settings_are_told_and_the_rest_is_still_looked_at(
    there: Surroundings, tmp_path: Path
) -> None:
    (tmp_path / "plugins" / "otherville").mkdir()
    (tmp_path / "plugins" / "otherville" / "2025.toml").write_text("id = \n", encoding="utf-8")
    settings = tmp_path / "settings.toml"
    settings.write_text("colour = 1\n", encoding="utf-8")
    found = await found_in(replace(there, settings=settings))
    wrong = failing(found)
    assert set(wrong) == {"plugins", "settings"}
    assert wrong["plugins"][0].startswith("otherville is parked, DATA_WRONG otherville/2025.toml:1:6")
    assert "settings.toml:1:1" in wrong["settings"][0]
    assert found["regulations"][0].state is State.OK


async def test_people_enrolled_where_nothing_is_in_force_are_told(there: Surroundings, tmp_path: Path) -> None:
    nobody = await found_in(replace(there, today=date(2020, 6, 1)))
    assert nobody["regulations"][0].seen.en == "nobody is enrolled"
    file = tmp_path / "plugins" / "testville" / "2020.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("from = 2020-01-01", "from = 2020-01-01, to = 2025-01-01"), encoding="utf-8")
    lapsed = await found_in(replace(there, _hosts=[]))
    assert [(one.state, one.seen.en) for one in lapsed["regulations"]] == [
        (State.WARN, "no version of testville is in force today, the last was testville-points")
    ]
    lost = await found_in(replace(there, plugins=(tmp_path,), _hosts=[]))
    assert failing(lost)["regulations"] == ["people are enrolled under testville, which has no regulation"]
    assert lost["calendar"][0].state is State.SKIPPED


async def test_a_place_without_a_registry_is_told_and_nothing_is_made_there(kind: Kind, tmp_path: Path) -> None:
    with an_empty_database(kind, tmp_path, "none") as nowhere:
        there = Surroundings(
            location=nowhere.location, plugins=(), settings=None, now=now(), today=TODAY, packages=False
        )
        found = await found_in(there)
        assert found["database"][0].state is (State.FAIL if kind is Kind.SQLITE else State.WARN)
        assert {found[name][0].state for name in ("schema", "audit", "receipts", "regulations")} == {State.SKIPPED}
        assert found["plugins"][0].state is State.OK
        if isinstance(nowhere.location, Path):
            assert not nowhere.location.exists()
        else:
            assert nowhere.contents() == {}


async def test_a_writer_that_holds_the_lock_and_a_damaged_page_of_a_file_are_told_apart(tmp_path: Path) -> None:
    with a_registry(Kind.SQLITE, tmp_path) as registry:
        path = tmp_path / "registry.sqlite3"
        there = Surroundings(location=path, plugins=(), settings=None, now=now(), today=TODAY, packages=False)
        with registry.held():
            held = await found_in(there)
        assert (held["writing"][0].state, failing(held)) == (State.WARN, {})
        with closing(sqlite3.connect(path)) as connection:
            (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'repair'").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
        damaged = await found_in(there)
        assert list(failing(damaged)) == ["integrity"]
        assert damaged["tokens"][0].state is State.OK


async def test_every_optional_part_is_looked_for_and_a_server_has_files_enough() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"]) - {"dev", "docs"}
    assert Limits().connections < FILES
