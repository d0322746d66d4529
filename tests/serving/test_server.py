"""The process: how it ends under load, how it fails to start, and how it takes on new regulations."""

import http.client
import json
import shutil
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from core.service.viewer import Scope
from tests.schema.testville import REGULATION, a_host
from tests.serving.endpoints import a_filled_registry, a_token
from tests.serving.process import Process, a_process, a_socket
from tests.serving.sockets import PATIENCE, answer, connected, everything
from tests.serving.test_deadlines import until

QUERY = '{ regulations(first: 5) { nodes { code } } regulation(id: "testville-2020") { title { zh } } }'
BODY = json.dumps({"query": QUERY}).encode()
POST = (
    b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: "
    + str(len(BODY)).encode()
    + b"\r\n\r\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_host(tmp_path / "plugins")
    shutil.copy(a_filled_registry(), tmp_path / "registry.sqlite3")
    return tmp_path


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with a_socket() as found:
        yield found


def port_of(listening: socket.socket) -> int:
    return listening.getsockname()[1]


@dataclass(slots=True)
class Load:
    """Clients that ask without pause, each on a connection that it keeps as long as it may."""

    port: int
    over: Event = field(default_factory=Event)
    answered: int = 0
    failed: list[str] = field(default_factory=list[str])

    def ask(self) -> None:
        """Ask until it is over; whatever is no whole right answer is a failure."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while not self.over.is_set():
            try:
                connection.request("POST", "/graphql", BODY, {"content-type": "application/json"})
                found = connection.getresponse()
                text = found.read()
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()
                continue
            if found.status == 200 and b'"code":"testville-2020"' in text and b"errors" not in text:
                self.answered += 1
            else:
                self.failed.append(text.decode())
        connection.close()

    def grown(self, count: int) -> None:
        """Return once so many more were answered."""
        goal = self.answered + count
        until(lambda: self.answered >= goal or bool(self.failed))


def test_no_request_fails_while_one_process_takes_over_from_another(folder: Path, listening: socket.socket) -> None:
    load = Load(port_of(listening))
    with ThreadPoolExecutor(4) as threads:
        clients: list[Future[None]] = []
        try:
            for _ in range(3):
                with a_process(folder, listening) as process:
                    process.wait_until_ready()
                    clients = clients or [threads.submit(load.ask) for _ in range(4)]
                    load.grown(100)
                    process.popen.send_signal(signal.SIGTERM)
                    assert process.ended() == 0
            with a_process(folder, listening) as process:
                process.wait_until_ready()
                load.grown(50)
                load.over.set()
                for one in clients:
                    one.result(PATIENCE)
        finally:
            load.over.set()
    assert load.failed == []
    assert load.answered >= 350


def test_half_a_request_does_not_hold_the_end_up(folder: Path, listening: socket.socket) -> None:
    with a_process(folder, listening) as process, ExitStack() as stack:
        process.wait_until_ready()
        clients = [stack.enter_context(connected(port_of(listening))) for _ in range(4)]
        for client, part in zip(clients, (b"", b"POST /gra", POST, POST + BODY[:10]), strict=True):
            client.sendall(part)
        with connected(port_of(listening)) as other:
            other.sendall(POST + BODY)
            assert b"200 OK" in answer(other)
        process.popen.send_signal(signal.SIGTERM)
        assert process.ended() == 0
        for client in clients:
            assert b" 200 " not in everything(client)


def test_a_request_that_is_on_its_way_at_the_end_is_answered_and_told_that_it_is_the_last(
    folder: Path, listening: socket.socket
) -> None:
    with a_process(folder, listening) as process:
        process.wait_until_ready()
        with connected(port_of(listening)) as client:
            client.sendall(POST + BODY)
            assert b"connection: close" not in answer(client)
            client.sendall(POST)
            process.popen.send_signal(signal.SIGTERM)
            client.sendall(BODY)
            last = everything(client)
            assert (last.count(b"200 OK"), last.count(b"connection: close")) == (1, 1)
        assert process.ended() == 0


@pytest.mark.parametrize(
    ("spoil", "option", "code"), [(True, "", "DATABASE_UNUSABLE"), (False, "--public", "NO_TOKEN")]
)
def test_a_process_that_cannot_serve_ends_and_says_why(
    folder: Path, listening: socket.socket, *, spoil: bool, option: str, code: str
) -> None:
    if spoil:
        (folder / "registry.sqlite3").write_bytes(b"this is no database, and long enough not to be one" * 100)
    with a_process(folder, listening, option) as process:
        assert process.ended() == 1
        assert process.log.read_text(encoding="utf-8") == f"{code}\n"


def test_strangers_are_served_once_there_is_a_token(folder: Path, listening: socket.socket) -> None:
    a_token(folder / "registry.sqlite3", Scope.READ)
    with a_process(folder, listening, "--public") as process:
        process.wait_until_ready()
        assert asked(listening)["data"]["regulation"] == {"title": {"zh": "试镇办法"}}


def asked(listening: socket.socket) -> dict[str, Any]:
    with connected(port_of(listening)) as client:
        client.sendall(POST + BODY)
        return json.loads(answer(client).partition(b"\r\n\r\n")[2])


def reloads(process: Process) -> list[str]:
    lines = [json.loads(one) for one in process.log.read_text(encoding="utf-8").splitlines()]
    return [one["message"] for one in lines if one["log"] == "guiju.reloading"]


def test_regulations_are_changed_under_load_and_a_wrong_file_changes_nothing(
    folder: Path, listening: socket.socket
) -> None:
    law = folder / "plugins" / "testville" / "2020.toml"
    load = Load(port_of(listening))
    with a_process(folder, listening) as process, ThreadPoolExecutor(2) as threads:
        process.wait_until_ready()
        clients = [threads.submit(load.ask) for _ in range(2)]
        try:
            for text, title in (
                (REGULATION.replace("试镇办法", "试镇新办法"), "试镇新办法"),
                ('id = "testville-2020"\nplace = 5\n', "试镇新办法"),
                (REGULATION.replace("试镇办法", "试镇又一办法"), "试镇又一办法"),
            ):
                before = len(reloads(process))
                law.write_text(text, encoding="utf-8")
                process.popen.send_signal(signal.SIGHUP)
                until(lambda before=before: len(reloads(process)) > before)
                assert asked(listening)["data"]["regulation"]["title"]["zh"] == title
        finally:
            load.over.set()
        for one in clients:
            one.result(PATIENCE)
        first, second, third = reloads(process)
    assert load.failed == []
    assert first == third == "RELOADED: 1 regulations are served anew; 0 plugins are parked"
    assert second.startswith("RELOAD_REFUSED: the regulations stay as they were: testville DATA_WRONG: ")
    assert "testville/2020.toml:2:" in second
