"""Very many rows into SQLite: each once, and none that refers to nothing."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RetryLaterError
from core.storage import Database
from core.storage.sqlite.bulk import insertions
from tests.storage.registry_samples import a_doctor, an_institution, count, register

pytestmark = pytest.mark.anyio

VALUES = st.sampled_from([None, 0, 1, "", "1", "一"])


def with_ids(doctors: Sequence[object], institutions: Sequence[object]) -> dict[str, Sequence[object]]:
    """Return violations of doctors at institutions, in columns."""
    numbers = [f"试{number}" for number in range(len(doctors))]
    same = {"place": "testville", "regulation": "testville-2020", "clause": "late", "cases": 1}
    days = {"decided_on": "2025-03-10", "recorded_at": "2025-03-11 00:00:00+00:00"}
    ids = {"decision_no": numbers, "doctor_id": doctors, "institution_id": institutions}
    return {**{name: [one] * len(doctors) for name, one in (same | days).items()}, **ids}


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=80), st.sampled_from([3, 50, 32_766]))
def test_every_row_is_inserted_as_it_is(rows: list[tuple[object, ...]], most: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a, b, c)")
    for sql, parameters in insertions("t", dict(zip("abc", zip(*rows, strict=True), strict=True)), most):
        connection.execute(sql, parameters)
    assert connection.execute("SELECT a, b, c FROM t ORDER BY rowid").fetchall() == rows
    connection.close()


async def fill(db: Database, doctors: Sequence[object]) -> None:
    """Put in violations of the doctors with these ids, as the first of a million."""
    async with db.writing() as writes:
        with closing(writes.violations_in_bulk()) as bulk:
            await bulk.begin(1_000_000)
        assert (await writes.read("PRAGMA foreign_keys"))[0][0] == 0
        await bulk.transaction.insert_columns("violation", with_ids(doctors, [1] * len(doctors)))


async def test_a_row_that_refers_to_nothing_keeps_all_rows_out(db: Database) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await fill(db, [1, 2])
    assert await count(db, "violation") == 0
    await fill(db, [1])
    assert await count(db, "violation") == 1


@pytest.mark.parametrize("doctors", [[1], [2]])
async def test_afterwards_the_database_looks_at_each_row_again(db: Database, doctors: list[object]) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    with suppress(sqlite3.IntegrityError):
        await fill(db, doctors)
    async with db.writing() as writes:
        assert (await writes.read("PRAGMA foreign_keys"))[0][0] == 1


async def test_a_full_disk_keeps_all_rows_out(db: Database) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    async with db.writing() as writes:
        pages = (await writes.read("PRAGMA page_count"))[0][0]
        await writes.read(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(RetryLaterError, match="DATABASE_FULL"):
        await fill(db, [1] * 5000)
    assert await count(db, "violation") == 0
    async with db.writing() as writes:
        assert (await writes.read("PRAGMA foreign_keys"))[0][0] == 1


async def test_what_was_written_before_many_rows_is_kept(db: Database) -> None:
    async with db.writing() as writes:
        await writes.put_institutions([an_institution()])
        with closing(writes.violations_in_bulk()) as bulk:
            await bulk.begin(1_000_000)
        assert (await writes.read("PRAGMA foreign_keys"))[0][0] == 1
    assert await count(db, "institution") == 1
