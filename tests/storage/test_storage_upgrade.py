"""A database that any earlier version filled: today's version finds every row in it, and what a new one has."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from core.proof.chain import SEALED, Action, Entry, Head, sealed
from core.proof.chain_checks import verify
from core.storage import Database, read_entries, read_head
from core.storage.copying import TABLES
from core.storage.locations import Server
from core.storage.postgres.driver import connect
from core.storage.postgres.upgrade import upgrade as upgrade_server
from core.storage.sqlite.upgrade import upgrade as upgrade_file
from tests.databases import REFUSALS, Kind, Registry, an_empty_database
from tests.storage.sqlite.test_sqlite_upgrade import STEPS, contents, later_steps

pytestmark = pytest.mark.anyio

DAY, MOMENT, DIGEST = "2024-03-01", "2024-03-02 08:30:00.250000+00:00", "ab" * 32
TRAIL = tuple[Entry, ...]


def a_trail() -> TRAIL:
    said = partial(sealed, at=datetime(2024, 3, 2, tzinfo=UTC), actor="cli:clerk", action=Action.RECORDED)
    first = said(Head(), subject="doctor code=D1", content='{"created":1}')
    return first, said(Head(1, first.hash), subject="violation", content='{"created":2}')


def rows_by_table() -> dict[str, list[dict[str, object]]]:
    """Return rows of every table, with the columns of today; some are left without a value where that is allowed."""
    of_doctor: dict[str, object] = {"id": 1, "doctor_id": 1, "recorded_at": MOMENT}
    violation = of_doctor | {
        "place": "testville", "regulation": "testville-2024", "clause": "A", "decision_no": "N1", "institution_id": 1,
        "department_id": 1, "cases": 1, "points": "1.50", "decided_on": DAY, "note": "注", "reason": "由",
    }  # fmt: skip
    frozen = of_doctor | {
        "period_id": 1, "regulation": "testville-2024", "number": 0, "law_id": 1, "facts_digest": DIGEST,
        "outcome_digest": DIGEST, "digest": DIGEST, "engine": "1", "as_of": DAY, "known_at": MOMENT, "content": "{}",
    }  # fmt: skip
    entries: list[dict[str, object]] = [
        {"id": one.number, **{name: getattr(one, name) for name in (*SEALED, "digests", "hash")}} for one in a_trail()
    ]
    return {
        "institution": [{"id": 1, "code": "H1", "name": "甲", "region": "990101", "designated": True}],
        "department": [{"id": 1, "institution_id": 1, "code": "D1", "name": "内科"}],
        "doctor": [{"id": 1, "code": "P1", "name": "乙", "qualification": "LICENSED"}],
        "enrolment": [
            of_doctor
            | {"institution_id": 1, "place": "testville", "basis": "AGREEMENT", "since": DAY, "main": False}
        ],
        "enrolment_entry": [
            of_doctor
            | {"institution_id": 1, "place": "testville", "kind": "INCIDENTS_CHECKED", "term": "", "happened_on": DAY}
        ],
        "evaluation_period": [
            {"id": 1, "place": "testville", "kind": "YEAR", "name": "2024", "starts_on": "2024-01-01",
             "ends_on": "2025-01-01", "state": "CLOSED"}
        ],
        "violation": [violation, violation | {"id": 2, "decision_no": "N2", "points": None, "department_id": None}],
        "violation_entry": [
            {"id": 1, "violation_id": 1, "event": "NOTIFIED", "happened_on": DAY, "actor": "丙", "recorded_at": MOMENT}
        ],
        "examination": [of_doctor | {"place": "testville", "held_on": DAY, "passed": True}],
        "repair": [of_doctor | {"regulation": "testville-2024", "rule": "course", "done_on": DAY, "points": "0.50"}],
        "measurement": [
            {"id": 1, "regulation": "testville-2024", "region": "990101", "subject_kind": "DOCTOR", "subject": "P1",
             "indicator": "a", "period": "2024", "measured_on": DAY, "document_no": "1", "value": "3.1250",
             "source": "丁", "recorded_at": MOMENT}
        ],
        "period_entry": [{"id": 1, "period_id": 1, "state": "CLOSED", "actor": "戊", "recorded_at": MOMENT}],
        "kept_law": [
            {"id": 1, "digest": DIGEST, "regulation": "testville-2024", "data": "{}", "recorded_at": MOMENT}
        ],
        "frozen": [frozen, frozen | {"id": 2, "number": 1, "follows_id": 1}],
        "token": [{"id": 1, "label": "front", "sha256": DIGEST, "scopes": "read", "created_at": MOMENT}],
        "audit_entry": entries,
        "audit_head": [{"id": 1, "number": 2, "hash": a_trail()[-1].hash}],
    }  # fmt: skip


async def columns_of(registry: Registry) -> dict[str, set[str]]:
    """Return the columns by table."""
    if isinstance(registry.location, Path):
        with closing(sqlite3.connect(registry.location)) as connection:
            sql = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
            found = connection.execute(sql).fetchall()
    else:
        sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        found = await fetched(registry, sql)
    columns: dict[str, set[str]] = {}
    for table, column in found:
        columns.setdefault(str(table), set()).add(str(column))
    return columns


async def fetched(registry: Registry, sql: str) -> list[tuple[object, ...]]:
    connection = await connect(str(registry.location))
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def shape_of(registry: Registry) -> set[tuple[object, ...]]:
    """Return all indexes, triggers and foreign keys."""
    if isinstance(registry.location, Path):
        return contents(registry.location)[1]
    sql = (
        "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = current_schema() "
        "UNION SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
        "UNION SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    )
    return set(await fetched(registry, sql))


def literal(value: object) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, (bool, int)) else f"'{value}'"


def filled(registry: Registry, columns: Mapping[str, set[str]]) -> dict[str, list[dict[str, object]]]:
    """Put rows into every table that there is, and return them as far as there are columns for them."""
    entered: dict[str, list[dict[str, object]]] = {}
    for table in (table for table in TABLES if table in columns):
        entered[table] = [
            {name: value for name, value in row.items() if name in columns[table]} for row in rows_by_table()[table]
        ]
        registry.run(
            *(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(literal, row.values()))})"  # noqa: S608
                for row in entered[table]
            )
        )
    return entered


async def rows_of(db: Database, table: str, row: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the rows of a table in the columns of ``row``, by id and in the form in which they were entered."""
    names = list(row)
    found = await db.read(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", [row["id"]])  # noqa: S608
    return [dict(zip(names, map(plain, one), strict=True)) for one in found]


def plain(value: object) -> object:
    """Return a moment as it was entered, a flag as a number; anything else as it is."""
    if isinstance(value, str) and value.endswith("+00"):
        return f"{value}:00" if "." not in value else f"{value[:-3].ljust(26, '0')}+00:00"
    return value


async def test_each_version_finds_all_that_every_earlier_one_entered_and_what_a_new_database_has(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, registry: Registry
) -> None:
    entered: dict[str, list[dict[str, object]]] = {}
    with an_empty_database(kind, tmp_path, "earlier") as old:
        for count in range(1, len(STEPS) + 1):
            steps = tmp_path / STEPS[count - 1]
            steps.mkdir()
            await upgraded(old, a_version(steps, monkeypatch, count))
            columns = await columns_of(old)
            entered |= filled(old, {table: names for table, names in columns.items() if table not in entered})
        for table in set(TABLES) - entered.keys():
            assert table in await columns_of(registry)

        async with Database.open(old.location) as db:
            for table, rows in entered.items():
                for row in rows:
                    assert await rows_of(db, table, row) == [row], table
            assert len(entered["audit_entry"]) == 2
            assert verify(await read_entries(db), await read_head(db)) == ()

        assert await shape_of(old) == await shape_of(registry)
        assert await columns_of(old) == await columns_of(registry)
        for table in ("violation", "audit_entry", "repair"):
            with pytest.raises(REFUSALS):
                old.run(f"DELETE FROM {table}")  # noqa: S608 - our own names


def a_version(folder: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> str:
    """Return the name of a package with the first ``count`` migrations."""
    name = later_steps(folder, monkeypatch, "")
    for later in (*STEPS[count:], "9999_next"):
        (folder / name / f"{later}.py").unlink()
    return name


async def upgraded(registry: Registry, migrations: str) -> None:
    if isinstance(registry.location, Path):
        await upgrade_file(registry.location, migrations)
    else:
        await upgrade_server(Server(registry.location), migrations)
