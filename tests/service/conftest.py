"""An office over an empty registry, with the shipped regulations and a fixed day."""

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.service.office import Office, opened

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="session")
def host() -> Host:
    return Host.load([PLUGINS], packages=False)


@pytest.fixture
async def office(host: Host, tmp_path: Path) -> AsyncGenerator[Office]:
    async with opened(host, tmp_path / "registry.sqlite3", today=lambda: TODAY) as office:
        yield office


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
