"""Offices over an empty registry on a fixed day: with the shipped regulations, and with those of a made-up place."""

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.service.office import Office, opened
from tests.databases import Registry
from tests.service.testville import a_host, register

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="session")
def host() -> Host:
    return Host.load([PLUGINS], packages=False)


@pytest.fixture
async def office(host: Host, registry: Registry) -> AsyncGenerator[Office]:
    async with opened(host, registry.location, today=lambda: TODAY) as office:
        yield office


@pytest.fixture
async def testville(tmp_path: Path, registry: Registry) -> AsyncGenerator[Office]:
    host = a_host(tmp_path / "plugins")
    async with opened(host, registry.location, today=lambda: TODAY) as office:
        await register(office)
        yield office


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
