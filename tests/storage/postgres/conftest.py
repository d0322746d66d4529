"""An empty registry on a server, for what only PostgreSQL does."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from core.storage import Database
from tests.databases import Kind, Registry, a_registry, a_server_database, kinds

collect_ignore_glob = [] if Kind.POSTGRES in kinds() else ["test_*.py"]


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with a_registry(Kind.POSTGRES, tmp_path) as registry:
        yield registry


@pytest.fixture
def empty() -> Iterator[str]:
    with a_server_database() as url:
        yield url


@pytest.fixture
async def db(registry: Registry) -> AsyncGenerator[Database]:
    async with Database.open(registry.location) as database:
        yield database
