"""A run over the registry says of everyone what the engine for one doctor says."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.bulk.files.parts import Parts
from core.bulk.files.tables import tables_of_rows
from core.bulk.rows import rows_of
from core.host import Host
from core.service.assessing import assess_doctors, settle
from core.service.bulk.registry import RegistrySource
from core.service.bulk.run import assess_in_bulk
from core.service.demo import fill
from core.service.office import Office, opened
from core.storage import ReadOnly
from tests.databases import Kind, a_registry, kinds
from tests.service import filled_village
from tests.service.killing import DOCTORS, enter_doctors
from tests.service.testville import POINTS, a_host, a_violation, register

pytestmark = pytest.mark.anyio
PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry") / "registry.sqlite3"


@pytest.fixture(scope="module")
async def office(location: Path) -> AsyncGenerator[Office]:
    host = Host.load([PLUGINS], packages=False)
    async with opened(host, location, today=lambda: date(2026, 3, 1)) as office:
        await fill(office, 7)
        yield office


def shown(_: int, __: int) -> None:
    """Show no progress."""


@pytest.mark.parametrize("period", ["2024", "2025"])
async def test_everyone_on_record_is_told_as_one_by_one(
    office: Office, location: Path, tmp_path: Path, period: str
) -> None:
    rows = await office.database.read("SELECT id, code FROM doctor")
    codes: dict[int, str] = {row[0]: row[1] for row in rows}
    columns = told = 0
    for law in office.host.catalogue.laws:
        question = settle(office, law.id, period)
        out = tmp_path / f"{law.id}.parquet"
        async with ReadOnly.open(location) as reading:
            source = RegistrySource(office.host.catalogue, reading, question, size=97)
            done = await assess_in_bulk(source, question, out, 97, shown)

        outcomes = await assess_doctors(office, question, sorted(codes))
        expected = tables_of_rows(rows_of(codes[doctor], one) for doctor, one in outcomes.items())
        if law.regulation.points is None:
            continue
        assert_frame_equal(pl.read_parquet(out).sort("doctor"), expected.standings.sort("doctor"))
        found = pl.read_parquet(Parts(out).sanctions)
        assert_frame_equal(
            found.sort("doctor", maintain_order=True), expected.sanctions.sort("doctor", maintain_order=True)
        )
        told, columns = told + done.told, columns + done.told - done.one_by_one
    assert told > 0
    assert columns > 0


async def enter(office: Office) -> None:
    """Enter ninety doctors with up to four records, and some with entries of every kind."""
    await register(office)
    await enter_doctors(office)
    first = a_violation()
    records = [
        replace(
            first,
            doctor=f"D{(number * 37) % DOCTORS}",
            decision_no=f"{number:03}号",
            decided_on=date(2025, 1, 5) + timedelta(number % 300),
            cases=1 + number % 3,
            note="附注" if number % 11 == 0 else None,
        )
        for number in range(250)
    ]
    async with office.database.writing() as writes:
        await writes.add_violations(records)
    await filled_village.fill(office)


@pytest.mark.skipif(len(kinds()) == 1, reason="one kind alone is asked for")
async def test_either_kind_of_database_gives_the_same_bytes(tmp_path: Path) -> None:
    host = a_host(tmp_path / "plugins")
    files: list[list[bytes]] = []
    for kind in Kind:
        out = tmp_path / f"{kind}.csv"
        with a_registry(kind, tmp_path) as registry:
            async with opened(host, registry.location, today=lambda: date(2026, 3, 1)) as office:
                await enter(office)
                question = settle(office, POINTS, "2025")
            async with ReadOnly.open(registry.location) as reading:
                source = RegistrySource(host.catalogue, reading, question, size=40)
                done = await assess_in_bulk(source, question, out, 40, shown)
        assert 0 < done.one_by_one < done.told
        files.append([out.read_bytes(), Parts(out).sanctions.read_bytes()])
    assert files[0] == files[1]
    assert all(file.count(b"\n") > DOCTORS // 2 for file in files[0])
