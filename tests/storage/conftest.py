"""An empty registry for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from core.storage import Database


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.sqlite3"


@pytest.fixture
async def db(path: Path) -> AsyncGenerator[Database]:
    async with Database.open(path) as database:
        yield database
