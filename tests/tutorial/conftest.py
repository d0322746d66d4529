"""What both tests install from: wheels of this environment's own packages, made once."""

import tomllib
from pathlib import Path

import pytest

from tests.tutorial.wheelhouse import pack

ROOT = Path(__file__).parents[2]
BUILDING = ("build", "editables", "hatchling")
"""What the building of a wheel needs, and of an editable one."""


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel of everything that Guiju and the building of a wheel need."""
    folder = tmp_path_factory.mktemp("wheels")
    pack_all(folder)
    return folder


def pack_all(folder: Path) -> None:
    """Write into ``folder`` a wheel of everything that Guiju and the building of a wheel need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pack([*project["dependencies"], *BUILDING], folder)
