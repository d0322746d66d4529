import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.host import Host

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def run(*command: str | Path, path: tuple[Path, ...] = ()) -> str:
    """Return what the command writes, in an environment without a package index and with ``path`` to import from."""
    paths = os.pathsep.join(map(str, path))
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env={**os.environ, **OFFLINE, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(here: Path) -> dict[str, Any]:
    """Return what is told in an environment of its own, into which the wheel of the sample project was installed."""
    shutil.copytree(HERE / "project", here / "project")
    run("-m", "build", "--no-isolation", "--wheel", "--outdir", here / "dist", here / "project")
    (wheel,) = (here / "dist").glob("*.whl")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--target", here / "site", wheel)
    return json.loads(run(HERE / "ask.py", here, path=(here / "site", ROOT)))


def test_a_wheel_from_outside_is_served_and_assessed_over_graphql_with_no_change_here(tmp_path: Path) -> None:
    told = installed(tmp_path)

    digest = told["digests"].pop("testville-2024")
    assert ["testville", "PACKAGE", "guiju-testville 1.0", ["testville-2024"], False] in told["plugins"]
    assert (told["cases"], told["mismatches"]) == (["TV-1"], [])
    without = Host.load([ROOT / "plugins"], packages=True).catalogue
    assert told["digests"] == {law.id: law.digest for law in without.laws}
    assert told["graphql"].get("errors") is None
    assert {
        "name": "testville",
        "origin": "PACKAGE",
        "location": "guiju-testville 1.0",
        "reason": None,
        "regulations": [{"code": "testville-2024"}],
    } in told["graphql"]["data"]["plugins"]
    assert told["graphql"]["data"]["regulation"] == {
        "code": "testville-2024",
        "place": "testville",
        "title": {"en": "Testville: measures for insurance doctors"},
        "digest": digest,
        "points": {"full": "15"},
    }
    assert told["graphql"]["data"]["simulate"] == {
        "determination": "DETERMINED",
        "period": {"name": "2024-H1"},
        "pointsLost": "6",
        "pointsLeft": "9",
        "arithmetic": "15 - 2[4.一] - 4[4.三] = 9",
        "standing": {"status": "SUSPENDED", "until": "2024-05-05"},
        "headroom": None,
    }
