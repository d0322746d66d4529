"""One made-up region for all clients of a run."""

import pytest

from tests.clients.service import Registry, made_up


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return made_up(tmp_path_factory.mktemp("registry") / "demo.sqlite3")
