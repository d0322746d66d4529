"""A run over the registry says of everyone what the engine for one doctor says."""

from collections.abc import AsyncGenerator
from datetime import date
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
