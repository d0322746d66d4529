"""One registry for all sequences, each with people of its own, under made-up laws and those that are shipped."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.service.office import Office, opened
from tests.databases import Kind, a_registry, kinds, one_kind
from tests.sequences.told import LAWS

PLUGINS = Path(__file__).parents[2] / "plugins"
TODAY = date(2027, 12, 31)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def an_office(kind: Kind, folder: Path) -> AsyncGenerator[Office]:
    host = Host.load([LAWS, PLUGINS], packages=False)
    assert not host.parked
    with a_registry(kind, folder) as registry:
        async with opened(host, registry.location, today=lambda: TODAY) as office:
            yield office


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office(one_kind(), tmp_path_factory.mktemp("sequences")) as office:
        yield office


@pytest.fixture(scope="module", params=kinds())
async def each_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Office]:
    """Give an office on each kind of database."""
    async with an_office(Kind(request.param), tmp_path_factory.mktemp("sequences")) as office:
        yield office
