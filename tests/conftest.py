"""What holds for all tests: a property is never failed for being slow, and is tried as often as the gate has time for.

``GUIJU_EXAMPLES=1000 pytest`` tries each property that names no number of its own a thousand times.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from core.storage.sqlite import registry as sqlite_registry
from tests.databases import Kind, Registry, a_registry, kinds

settings.register_profile("guiju", deadline=None, max_examples=int(os.environ.get("GUIJU_EXAMPLES", "25")))
settings.load_profile("guiju")

LONG = (
    "test_gate.py",
    "test_tutorial.py",
    "test_newcomer.py",
    "test_wheel.py",
    "test_readme.py",
    "test_site.py",
    "test_mutations.py",
    "test_privacy.py",
    "test_invariants.py",
    "test_serving.py",
    "test_rules_at_work.py",
    "test_lives_properties.py",
    "test_killed.py",
    "test_two_servers.py",
)
"""Modules whose tests take longest; they start first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first; the order of the others stays."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session", autouse=True)
def _new_files_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have each new file begin as a copy of one that the migrations made: they take a third of a second.

    Not where the making of a file is what is tested.
    """
    template = tmp_path_factory.mktemp("template") / "registry.sqlite3"
    upgrade = sqlite_registry.upgrade

    def is_to_be_copied(path: Path) -> bool:
        return not path.exists() and not os.environ.get("PYTEST_CURRENT_TEST", "").startswith("tests/storage/")

    async def upgraded(path: Path) -> None:
        if is_to_be_copied(path):
            if is_to_be_copied(template):
                await upgrade(template)
            shutil.copy(template, path)
        await upgrade(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_registry, "upgrade", upgraded)
        yield


@pytest.fixture(params=kinds())
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return each kind of database in turn."""
    return Kind(request.param)


@pytest.fixture
def registry(kind: Kind, tmp_path: Path) -> Iterator[Registry]:
    """Give an empty registry on each kind of database."""
    with a_registry(kind, tmp_path) as registry:
        yield registry
