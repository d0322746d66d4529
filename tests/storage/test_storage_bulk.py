"""Very many violations at once: what is there already stays, and what contradicts it is returned."""

from contextlib import closing
from dataclasses import asdict, replace
from decimal import Decimal

import pytest

from core.records import Put, ViolationRecord
from core.storage import Database
from core.storage.bulk import Conflict
from tests.storage.registry_samples import RECORDED_AT, a_doctor, a_violation, an_institution, register

pytestmark = pytest.mark.anyio


async def added(db: Database, records: list[ViolationRecord]) -> tuple[Put, list[Conflict]]:
    """Add records and return what that did, and those that are there with other content."""
    rows = [asdict(one) for one in records]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["decided_on"] = [str(day) for day in columns["decided_on"]]
    async with db.writing(RECORDED_AT) as writes:
        with closing(writes.violations_in_bulk()) as bulk:
            await bulk.begin(len(rows))
            assert await bulk.know(columns["doctor"], columns["institution"], departments=False)
            conflicts = await (await bulk.adding(columns))
            return await bulk.end(lambda: None), list(conflicts)


async def test_rows_that_are_there_stay_as_they_are_whatever_comes_with_them(db: Database) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    records = [a_violation(f"N{number}") for number in range(7)]
    assert await added(db, records[:5]) == (Put(created=5), [])
    other = replace(records[2], cases=9, points=Decimal("1.50"))
    assert await added(db, [*records[:2], other, *records[3:]]) == (Put(created=2, unchanged=4), [(2, "cases, points")])
    rows = await db.read("SELECT decision_no, cases, points FROM violation ORDER BY id")
    assert [tuple(row) for row in rows] == [(f"N{number}", 1, "2.00") for number in range(7)]
