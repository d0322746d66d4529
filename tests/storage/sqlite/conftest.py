"""A registry in a file, for what only SQLite does."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from core.storage import Database
from tests.databases import Kind, a_registry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.sqlite3"


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    with a_registry(Kind.SQLITE, tmp_path) as registry:
        async with Database.open(registry.location) as database:
            yield database
