"""The schema, and a small registry for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import strawberry

from core.service.office import Office
from schema.build import build_schema
from tests.schema.testville import an_office, fill


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def schema() -> strawberry.Schema:
    return build_schema()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(tmp_path) as office:
        await fill(office)
        yield office
