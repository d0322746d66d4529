"""What is sent again every night uses up no ids: the server has two thousand million for a table."""

from dataclasses import asdict

import pytest

from core.storage import Database
from tests.storage.registry_samples import RECORDED_AT, a_doctor, a_violation, an_institution, register

pytestmark = pytest.mark.anyio


async def test_a_file_that_grows_uses_up_ids_for_what_is_new_alone(db: Database) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    for night in range(4):
        records = [asdict(a_violation(f"N{number}")) for number in range(20 + night)]
        columns = {name: [one[name] for one in records] for name in records[0]}
        columns["decided_on"] = [str(day) for day in columns["decided_on"]]
        async with db.writing(RECORDED_AT) as writes:
            bulk = writes.violations_in_bulk()
            await bulk.begin(len(records))
            await bulk.know(columns["doctor"], columns["institution"], departments=False)
            assert not await (await bulk.adding(columns))
            assert (await bulk.end(lambda: None)).created == (1 if night else 20)
    assert [row[0] for row in await db.read("SELECT id FROM violation ORDER BY id")] == [*range(1, 24)]
