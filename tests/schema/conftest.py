"""The schema, and a small registry for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import strawberry

from core.host import Host
from core.service.office import Office
from schema.build import build_schema
from tests.databases import Kind
from tests.plugins.shipped import ROOT
from tests.schema.testville import an_office, fill


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def schema() -> strawberry.Schema:
    return build_schema()


@pytest.fixture(scope="module")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    """Serve every shipped regulation, with an empty registry."""
    async with an_office(tmp_path_factory.mktemp("shipped"), Host.load([ROOT], packages=False)) as office:
        yield office


@pytest.fixture
async def office(tmp_path: Path, kind: Kind) -> AsyncGenerator[Office]:
    async with an_office(tmp_path, kind=kind) as office:
        await fill(office)
        yield office
