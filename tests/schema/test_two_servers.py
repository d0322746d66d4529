"""Two server processes on one registry: what is written through one is in the next answer of the other."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from core.service.office import opened
from tests.databases import Kind, Registry, a_registry, kinds
from tests.schema.testville import TODAY, a_host, fill

ROOT = Path(__file__).parents[2]
SERVING = """
import socket, sys
from pathlib import Path
import uvicorn
from core.host import Host
from core.service.viewer import EVERYONE_IN_DEMO
from tests.schema.serving import an_app

plugins, database = sys.argv[1:]
app = an_app(Host.load([Path(plugins)], packages=False), database, open_viewer=EVERYONE_IN_DEMO)
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
"""
STATE = """{
  violations(first: 0) { totalCount }
  assessment(doctor: "N", regulation: "testville-2020") { pointsLost }
  doctor(code: "N") { name violations(first: 50) { nodes { decisionNo } } }
}"""
RECORD = """mutation ($no: String!) { recordViolation(input: {
  place: "testville", regulation: "testville-2020", clause: "T.1", decisionNo: $no, doctor: "N",
  institution: "H-NORTH", decidedOn: "2025-06-01"
}) { created problems { code } } }"""


@contextmanager
def serving(plugins: Path, registry: Registry) -> Generator[str]:
    """Give the address of a server process of its own."""
    command = [sys.executable, "-c", SERVING, str(plugins), str(registry.location)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/graphql"
        finally:
            process.terminate()


def ask(url: str, query: str, **variables: object) -> dict[str, Any]:
    """Return the data of a server's answer."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found = json.load(answer)
    assert "errors" not in found, found
    return found["data"]


async def filled(plugins: Path, registry: Registry) -> None:
    async with opened(a_host(plugins), registry.location, today=lambda: TODAY) as office:
        await fill(office)


@pytest.fixture(scope="module", params=kinds())
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[list[str]]:
    """Give the addresses of two server processes on one registry, on each kind of database."""
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as stack:
        registry = stack.enter_context(a_registry(Kind(request.param), folder))
        anyio.run(filled, folder / "plugins", registry)
        yield [stack.enter_context(serving(folder / "plugins", registry)) for _ in range(2)]


def test_a_write_through_one_server_is_in_the_next_answer_of_the_other(servers: list[str]) -> None:
    for number in range(6):
        writing, reading = servers[number % 2], servers[1 - number % 2]
        before = ask(reading, STATE)
        assert ask(reading, STATE) == before
        done = ask(writing, RECORD, no=f"两台{number}号")["recordViolation"]
        assert done == {"created": True, "problems": []}
        after = ask(reading, STATE)
        assert after["violations"]["totalCount"] == before["violations"]["totalCount"] + 1
        assert {"decisionNo": f"两台{number}号"} in after["doctor"]["violations"]["nodes"]
        assert after["assessment"] != before["assessment"]
        assert ask(writing, STATE) == after


@pytest.mark.anyio
async def test_the_same_decision_sent_to_both_at_once_is_recorded_once(servers: list[str]) -> None:
    async def send(url: str, no: str, created: list[bool]) -> None:
        created.append(await anyio.to_thread.run_sync(lambda: ask(url, RECORD, no=no)["recordViolation"]["created"]))

    for number in range(10):
        created: list[bool] = []
        async with anyio.create_task_group() as group:
            for url in servers * 2:
                group.start_soon(send, url, f"同号{number}", created)
        assert sorted(created) == [False, False, False, True]
