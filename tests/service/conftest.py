"""Offices over an empty registry on a fixed day: with the shipped regulations, and with those of a made-up place."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.service.office import Office, opened
from tests.databases import Registry, a_registry
from tests.service.filled_village import Other, fill
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


@pytest.fixture
async def filled(testville: Office) -> Office:
    """Return an office with something of every kind, a period closed twice and an assessment that was succeeded."""
    await fill(testville)
    return testville


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Other]:
    """Return what gives further empty registries."""
    with ExitStack() as stack:
        yield lambda kind, name: stack.enter_context(a_registry(kind, tmp_path, name))
