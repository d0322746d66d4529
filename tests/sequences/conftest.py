"""One registry for all sequences, each with people of its own, under made-up laws and those that are shipped."""

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.service.office import Office, opened
from tests.sequences.told import LAWS

PLUGINS = Path(__file__).parents[2] / "plugins"
TODAY = date(2027, 12, 31)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    host = Host.load([LAWS, PLUGINS], packages=False)
    assert not host.parked
    async with opened(host, tmp_path_factory.mktemp("sequences") / "registry.sqlite3", today=lambda: TODAY) as office:
        yield office
