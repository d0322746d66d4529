"""A full disk: clear words, nothing half-written, and reads go on."""

import pytest

from core.errors import RetryLaterError
from core.storage import Database
from tests.storage.registry_samples import a_doctor, count, register

pytestmark = pytest.mark.anyio


async def test_a_full_disk_writes_nothing_and_stops_no_reader(db: Database) -> None:
    async with db.writing() as writes:
        pages = (await writes.read("PRAGMA page_count"))[0][0]
        await writes.read(f"PRAGMA max_page_count = {pages}")
    doctors = [a_doctor(f"P{number}") for number in range(3000)]

    with pytest.raises(RetryLaterError, match="DATABASE_FULL"):
        await register(db, doctors=doctors)
    assert await count(db, "doctor") == 0

    async with db.writing() as writes:
        await writes.read(f"PRAGMA max_page_count = {pages + 1000}")
    await register(db, doctors=doctors)
    assert await count(db, "doctor") == 3000


async def test_whichever_page_is_the_first_without_room_nothing_is_half_written(db: Database) -> None:
    doctors = [a_doctor(f"P{number}", name="名" * 100) for number in range(200)]
    async with db.writing() as writes:
        pages = (await writes.read("PRAGMA page_count"))[0][0]
    refused: list[str] = []
    for room in range(500):
        async with db.writing() as writes:
            await writes.read(f"PRAGMA max_page_count = {pages + room}")
        try:
            await register(db, doctors=doctors)
            break
        except RetryLaterError as error:
            refused.append(error.code)
        assert await count(db, "doctor") == await count(db, "audit_entry") == 0
    assert len(refused) > 5
    assert set(refused) == {"DATABASE_FULL"}
    assert (await count(db, "doctor"), await count(db, "audit_entry")) == (200, 1)
    assert (await db.read("PRAGMA integrity_check"))[0][0] == "ok"
