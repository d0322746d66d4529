"""What is sent again every night uses up no ids: the server has two thousand million for a table."""

import pytest

from core.storage import Database
from tests.storage.registry_samples import a_doctor, a_violation, an_institution, register
from tests.storage.test_storage_bulk import added

pytestmark = pytest.mark.anyio


async def test_a_file_that_grows_uses_up_ids_for_what_is_new_alone(db: Database) -> None:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()])
    for night in range(4):
        await added(db, [a_violation(f"N{number}") for number in range(20 + night)])
    assert [row[0] for row in await db.read("SELECT id FROM violation ORDER BY id")] == [*range(1, 24)]
