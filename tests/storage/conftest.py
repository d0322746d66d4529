"""An empty registry for each test, on each kind of database."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from core.storage import Database
from tests.databases import Kind, Registry, a_registry


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def another(kind: Kind, tmp_path: Path) -> Iterator[Registry]:
    with a_registry(kind, tmp_path, "another") as registry:
        yield registry


@pytest.fixture
async def db(registry: Registry) -> AsyncGenerator[Database]:
    async with Database.open(registry.location) as database:
        yield database
