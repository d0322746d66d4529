"""Connections that answer at once, on a real port: the same answers as by uvicorn alone, however a request comes."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.service.office import Office
from core.service.viewer import EVERYONE_IN_DEMO
from core.storage import Database
from core.storage.backend import Backend, Row
from schema.serving.exchange import RunBy
from schema.serving.quick import QuickHttpTools
from schema.serving.settings import Limits, Rate, Serving
from tests.serving.endpoints import a_server
from tests.serving.sockets import PATIENCE, answer, connected, everything

SMALL = "query ($first: Int!) { doctors(first: $first) { nodes { code } } }"
PAGE = {"query": SMALL, "variables": {"first": 2}}
LIMITS = Limits(head_seconds=0.3, body_seconds=0.3, idle_seconds=1, write_seconds=0.3, linger_seconds=0.3)
BRIEF = Serving(limits=Limits(idle_seconds=1))
LAST = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


def post(body: object, *headers: str, path: str = "/graphql") -> bytes:
    """Return a request with nothing unusual about it but what is given."""
    written = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: x",
        "Content-Type: application/json",
        f"Content-Length: {len(written)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + written


def without_id(said: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Return an answer's status, what its headers say but for time and name, and its body."""
    head, _, body = said.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    return status, sorted(one for one in lines if not one.startswith((b"date", b"x-request-id"))), body


def counted(port: int, name: str) -> int:
    """Return a number of the service, as the metrics tell."""
    with connected(port) as client:
        client.sendall(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        lines = everything(client).decode().splitlines()
    return next((int(float(one.rpartition(" ")[2])) for one in lines if one.startswith(name)), 0)


def run_by(port: int, way: RunBy) -> int:
    return counted(port, f'guiju_operations_total{{run_by="{way.value}"}}')


def until(is_so: Callable[[], bool]) -> None:
    """Return once it is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def settled(port: int) -> Generator[socket.socket]:
    """Give a connection on which the page has been asked for until its operation is known."""
    with connected(port) as client:
        client.sendall(post(PAGE))
        assert b'"errors"' not in answer(client)
        yield client


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with a_server(tmp_path_factory.mktemp("quick"), BRIEF, open_viewer=EVERYONE_IN_DEMO) as port:
        yield port


HEADERS: list[tuple[str, ...]] = [
    (),
    ("Accept: application/graphql-response+json",),
    ("Accept-Encoding: gzip",),
    ("X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.7"),
    ("Connection: keep-alive",),
    ("CONNECTION: close",),
    ("Origin: https://elsewhere.example",),
    ("Content-Length: 7",),
    ("Transfer-Encoding: chunked",),
    ("Expect: 100-continue",),
    ("Authorization: Bearer wrong",),
    ("Content-Encoding: gzip",),
]


BODIES: list[object] = [
    PAGE,
    {"query": "{ regulations { nodes { code title { zh en } } } }"},
    {"query": "{ nothing }"},
    {"query": SMALL, "variables": {"first": "2"}},
    [PAGE],
]


class Unhurried(QuickHttpTools):
    """The same connection without its short way."""

    def data_received(self, data: bytes) -> None:
        """Leave it to uvicorn."""
        super(QuickHttpTools, self).data_received(data)


@pytest.fixture(scope="module")
def unhurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with a_server(tmp_path_factory.mktemp("slow"), BRIEF, protocol=Unhurried, open_viewer=EVERYONE_IN_DEMO) as port:
        yield port


def said_to(port: int, request: bytes) -> list[tuple[bytes, list[bytes], bytes]]:
    """Return all answers to a request that is sent twice, and to a last one."""
    with connected(port) as client:
        said = b""
        for one in (request, request, LAST):
            with suppress(ConnectionError):
                client.sendall(one)
                said += client.recv(65536)
        said += everything(client)
    return [without_id(b"HTTP/1.1" + one) for one in said.split(b"HTTP/1.1")[1:]]


@pytest.mark.parametrize("headers", HEADERS, ids=repr)
@pytest.mark.parametrize("path", ["/graphql", "/graphql?x=1", "/nowhere"])
def test_an_answer_is_the_same_as_by_uvicorn_alone(
    port: int, unhurried: int, headers: tuple[str, ...], path: str
) -> None:
    for body in BODIES:
        request = post(body, *headers, path=path)
        for _ in range(2):
            assert said_to(port, request) == said_to(unhurried, request)


@pytest.mark.parametrize(
    "request_",
    [
        post(PAGE).replace(b"\r\n", b"\n").replace(b"{", b"\r\n\r\n{", 1),
        post(PAGE).replace(b"Host: x", b"Host: x\r\n Content-Length: 3"),
        post(PAGE).replace(b"Content-Length: ", b"Content-Length: +"),
        post(PAGE).replace(b"Content-Length: ", b"Content-Length : "),
        b"\r\n" + post(PAGE),
        post({}).replace(b"Content-Length: 2", b"Content-Length: 0"),
    ],
    ids=repr,
)
def test_an_odd_head_ends_where_uvicorn_sees_its_end(port: int, unhurried: int, request_: bytes) -> None:
    assert said_to(port, request_) == said_to(unhurried, request_)


def test_after_another_protocol_was_asked_for_nothing_is_answered_at_once(port: int, unhurried: int) -> None:
    request = post(PAGE, "Upgrade: websocket", "Connection: upgrade")
    assert said_to(port, request)[0] == said_to(unhurried, request)[0]


def test_a_kept_answer_and_a_compiled_operation_are_answered_at_once(port: int) -> None:
    with settled(port) as client:
        kept, compiled = run_by(port, RunBy.KEPT), run_by(port, RunBy.COMPILED)
        for first in (3, 3, 3, 3):
            client.sendall(post({"query": SMALL, "variables": {"first": first}}))
            answer(client)
        assert run_by(port, RunBy.COMPILED) == compiled + 2
        assert run_by(port, RunBy.KEPT) == kept + 2


def in_parts(request: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    """Yield a request in pieces."""
    for size in sizes:
        yield request[:size]
        request = request[size:]
    yield request


@given(sizes=st.lists(st.integers(1, 200), max_size=6), times=st.integers(1, 4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_requests_are_answered_one_for_one_however_they_are_cut(port: int, sizes: list[int], times: int) -> None:
    with settled(port) as client:
        client.sendall(post(PAGE))
        expected = without_id(answer(client))
        for part in in_parts(post(PAGE) * times, sizes):
            client.sendall(part)
        client.sendall(LAST)
        said = everything(client).split(b"HTTP/1.1")[1:]
    assert [without_id(b"HTTP/1.1" + one) for one in said[:-1]] == [expected] * times


@pytest.mark.parametrize("cut", [20, -5])
def test_part_of_a_request_after_others_is_told_that_its_time_is_over(tmp_path: Path, cut: int) -> None:
    with a_server(tmp_path, Serving(limits=LIMITS), open_viewer=EVERYONE_IN_DEMO) as port, settled(port) as client:
        client.sendall(post(PAGE))
        answer(client)
        client.sendall(post(PAGE)[:cut])
        assert b"408 Request Timeout" in everything(client)


def test_a_body_that_never_comes_is_counted_as_left(tmp_path: Path) -> None:
    gone = 'guiju_requests_total{kind="none",result="gone"}'
    with a_server(tmp_path, open_viewer=EVERYONE_IN_DEMO) as port:
        with settled(port) as client:
            client.sendall(post(PAGE)[:-5])
        until(lambda: counted(port, gone) == 1)


def test_a_connection_is_closed_when_it_has_been_idle_and_not_before(tmp_path: Path) -> None:
    with a_server(tmp_path, Serving(limits=LIMITS), open_viewer=EVERYONE_IN_DEMO) as port, settled(port) as client:
        began = time.monotonic()
        while time.monotonic() < began + 2 * LIMITS.idle_seconds:
            client.sendall(post(PAGE))
            assert b"200 OK" in answer(client)
            time.sleep(LIMITS.idle_seconds / 5)
        assert everything(client) == b""


@pytest.mark.parametrize("part", [b"", post(PAGE)[:20], post(PAGE)[:-5]], ids=["idle", "head", "body"])
def test_the_end_waits_for_no_connection(tmp_path: Path, part: bytes) -> None:
    patient = replace(LIMITS, head_seconds=600, body_seconds=600, idle_seconds=600, stop_seconds=600)
    with ExitStack() as stack:
        with a_server(tmp_path, Serving(limits=patient), open_viewer=EVERYONE_IN_DEMO) as port:
            client = stack.enter_context(settled(port))
            client.sendall(post(PAGE))
            answer(client)
            client.sendall(part)
        assert (b"408" in everything(client)) == bool(part)


def test_half_a_request_keeps_its_place_and_an_idle_connection_does_not(tmp_path: Path) -> None:
    limits = replace(LIMITS, connections=1, body_seconds=600)
    with a_server(tmp_path, Serving(limits=limits), open_viewer=EVERYONE_IN_DEMO) as port, settled(port) as client:
        client.sendall(post(PAGE))
        answer(client)
        client.sendall(post(PAGE)[:-5])
        time.sleep(0.1)
        with connected(port) as other:
            assert b"503" in everything(other)
        client.sendall(post(PAGE)[-5:])
        assert b"200 OK" in answer(client)
        with connected(port) as other:
            other.sendall(LAST)
            assert b"200 OK" in everything(other)


def test_a_client_that_does_not_read_is_answered_no_faster_than_it_reads(tmp_path: Path) -> None:
    query = "{ regulations { nodes { code title { zh en } points { clauses { code label { zh en } } } } } }"
    limits = replace(LIMITS, write_seconds=600)
    with a_server(tmp_path, Serving(limits=limits), open_viewer=EVERYONE_IN_DEMO) as port, connected(port) as client:
        for _ in range(4):
            client.sendall(post({"query": query}))
            answer(client)
        client.sendall(post({"query": query}))
        expected = without_id(answer(client))
        times = 20_000_000 // len(expected[2])
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(send_each, client, post({"query": query}), times)
            time.sleep(0.5)
            assert not sending.done()
            said = everything(client).split(b"HTTP/1.1")[1:]
        assert [without_id(b"HTTP/1.1" + one) for one in said[:-1]] == [expected] * times


def send_each(client: socket.socket, request: bytes, times: int) -> None:
    for _ in range(times):
        client.sendall(request)
    client.sendall(LAST)


def test_whoever_has_asked_for_too_much_is_refused_at_once_too(tmp_path: Path) -> None:
    rate = Rate(units_per_second=1, units_at_once=50)
    with a_server(tmp_path, Serving(rate=rate), open_viewer=EVERYONE_IN_DEMO) as port:
        said = [said_to(port, post(PAGE, f"X-Forwarded-For: 203.0.113.{one}"))[0][0] for one in (7, 7, 7, 7, 8)]
    assert b"429" in said[3]
    assert b"200" in said[4]


def test_whoever_has_waited_too_long_for_a_turn_is_to_come_again(tmp_path: Path) -> None:
    limits = Limits(turn_seconds=-1)
    with a_server(tmp_path, Serving(limits=limits), open_viewer=EVERYONE_IN_DEMO) as port, connected(port) as client:
        for number in range(3):
            client.sendall(post(PAGE))
            said = answer(client)
            assert said.startswith(b"HTTP/1.1 503 Service Unavailable")
            assert b"\r\nretry-after: 1\r\n" in said
            assert b"connection: close" not in said
            assert counted(port, 'guiju_requests_total{kind="none",result="overloaded"}') == number + 1


@dataclass(slots=True)
class Unready:
    """A database that answers nothing at once, as one on another machine."""

    backend: Backend
    seconds: float = 0.0
    """How long each read takes."""

    def __getattr__(self, name: str) -> object:
        return getattr(self.backend, name)

    def read_at_once(self, *_: object) -> None:
        """Return nothing."""

    def version_at_once(self) -> None:
        """Return nothing."""

    async def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
        """Return the rows, after a while."""
        await asyncio.sleep(self.seconds)
        return await self.backend.read(sql, parameters)

    @classmethod
    def within(cls, office: Office) -> tuple["Unready", Office]:
        """Return such a database, and the office with it."""
        found = cls(cast("Backend", vars(office.database)["_backend"]))
        return found, replace(office, database=Database(cast("Backend", found)))


def test_what_has_to_wait_goes_on_where_uvicorn_answers(tmp_path: Path) -> None:
    with (
        a_server(tmp_path, open_viewer=EVERYONE_IN_DEMO, within=lambda office: Unready.within(office)[1]) as port,
        settled(port) as client,
    ):
        said: list[object] = []
        compiled, kept = run_by(port, RunBy.COMPILED), run_by(port, RunBy.KEPT)
        for first in (2, 2, 3, 3, 3, 2):
            client.sendall(post({"query": SMALL, "variables": {"first": first}}))
            said.append(without_id(answer(client)))
        assert said[0] == said[1] == said[-1]
        assert said[2] == said[3] == said[4]
        assert run_by(port, RunBy.COMPILED) == compiled + 3
        assert run_by(port, RunBy.KEPT) == kept + 3
        assert counted(port, "guiju_requests_at_work") == 0


def test_what_has_to_wait_too_long_is_answered_late(tmp_path: Path) -> None:
    databases: list[Unready] = []

    def within(office: Office) -> Office:
        database, other = Unready.within(office)
        databases.append(database)
        return other

    limits = replace(LIMITS, answer_seconds=0.2)
    with a_server(tmp_path, Serving(limits=limits), open_viewer=EVERYONE_IN_DEMO, within=within) as port:
        with settled(port) as client:
            databases[0].seconds = 0.5
            client.sendall(post(PAGE))
            assert b"504" in answer(client)
        until(lambda: counted(port, "guiju_requests_at_work") == 0)
