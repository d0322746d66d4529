"""The database is held by somebody else, or its disk is full: writes say so and lose nothing, reads are answered."""

import http.client
import json
import resource
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import anyio
import pytest

from core.service.office import opened
from core.service.viewer import Scope
from tests.databases import Kind, Registry, a_registry, kinds
from tests.schema.testville import TODAY, a_host, fill
from tests.serving.endpoints import a_token
from tests.serving.process import Process, a_process, a_socket
from tests.serving.sockets import PATIENCE

RECORD = """mutation ($no: String!) { recordViolation(input: {
  place: "testville", regulation: "testville-2020", clause: "T.1", decisionNo: $no, doctor: "N",
  institution: "H-NORTH", decidedOn: "2025-06-01"
}) { created problems { code } } }"""
READ = """query ($text: String) { doctor(code: "N") { name violations(first: 50) { nodes { decisionNo } } }
  doctors(text: $text) { totalCount } }"""
FULL = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON audit_entry EXECUTE FUNCTION full_disk()"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server process on a registry with a few people in it."""

    registry: Registry
    process: Process
    port: int
    token: str

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the answer, which is for the one who has the token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        connection.request("POST", "/graphql", json.dumps({"query": query, "variables": variables}), headers)
        found: dict[str, Any] = json.load(connection.getresponse())
        connection.close()
        return found

    def record(self, no: str) -> dict[str, Any]:
        """Return the answer to a decision that is sent."""
        return self.ask(RECORD, no=no)

    def recorded(self, text: str = "N") -> set[str]:
        """Return the numbers of the decisions on a doctor, by an answer that has not been given before."""
        found = self.ask(READ, text=text)
        assert "errors" not in found, found
        return {one["decisionNo"] for one in found["data"]["doctor"]["violations"]["nodes"]}


@pytest.fixture(scope="module", params=kinds())
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """Give a server process on each kind of database."""
    folder = tmp_path_factory.mktemp("served")

    async def enter(registry: Registry) -> None:
        async with opened(a_host(folder / "plugins"), registry.location, today=lambda: TODAY) as office:
            await fill(office)

    with ExitStack() as stack:
        registry = stack.enter_context(a_registry(Kind(request.param), folder))
        anyio.run(enter, registry)
        token = a_token(registry.location, Scope.READ, Scope.RECORD)
        listening = stack.enter_context(a_socket())
        process = stack.enter_context(a_process(folder, listening, f"--db={registry.location}"))
        process.wait_until_ready()
        yield Served(registry, process, listening.getsockname()[1], token)


@contextmanager
def full_disk(served: Served) -> Generator[None]:
    """Let the database take no more: on SQLite no file grows any further, on a server its own error is raised."""
    if isinstance(served.registry.location, str):
        served.registry.run(FULL)
        yield
        served.registry.run("DROP TRIGGER full_disk ON audit_entry")
        return
    log = Path(f"{served.registry.location}-wal")
    usual = resource.prlimit(served.process.popen.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.process.popen.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, usual[1]))
    yield
    resource.prlimit(served.process.popen.pid, resource.RLIMIT_FSIZE, usual)


def refused(code: str) -> dict[str, Any]:
    """Return the answer to a decision that was not recorded."""
    return {"data": {"recordViolation": {"created": False, "problems": [{"code": code}]}}}


def test_while_another_holds_the_database_reads_are_answered_and_a_write_is_to_be_sent_again(served: Served) -> None:
    before = served.recorded()
    answered = 0
    with ThreadPoolExecutor(1) as thread:
        with served.registry.held():
            writing: Future[dict[str, Any]] = thread.submit(served.record, "占用1号")
            for number in count():
                assert served.recorded(f"{number}") == before
                answered += 1
                if writing.done():
                    break
                sleep(0.1)
        assert writing.result() == refused("DATABASE_BUSY")
    assert answered > 3
    assert served.record("占用1号")["data"]["recordViolation"] == {"created": True, "problems": []}
    assert served.recorded() == {*before, "占用1号"}


def test_while_the_disk_is_full_reads_are_answered_and_nothing_is_half_written(served: Served) -> None:
    assert served.record("有余1号")["data"]["recordViolation"]["created"]
    before = served.recorded()
    with full_disk(served):
        for number in range(5):
            assert served.record(f"满盘{number}号") == refused("DATABASE_FULL")
            assert served.recorded(f"{number}") == before
    assert served.recorded() == before
    assert served.record("满盘0号")["data"]["recordViolation"] == {"created": True, "problems": []}
    assert served.recorded() == {*before, "满盘0号"}
