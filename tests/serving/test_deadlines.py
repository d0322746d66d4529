"""Connections that dawdle, on a real port, with either parser."""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from threading import Event

import pytest
from starlette.types import Receive, Scope, Send

from schema.serving.protocols import TimedH11, protocol_at_hand
from schema.serving.settings import Limits
from tests.serving.sockets import PATIENCE, a_bare_server, answer, connected, everything

QUICK = Limits(head_seconds=0.3, body_seconds=0.3, idle_seconds=1, write_seconds=0.3, linger_seconds=0.3)
GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n"

protocols = pytest.mark.parametrize("protocol", [TimedH11, protocol_at_hand()], ids=["h11", "at hand"])
Protocol = type[asyncio.Protocol]


async def echo(_: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body, once it is whole."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    await replied(send, body)


async def hasty(_: Scope, __: Receive, send: Send) -> None:
    """Answer before the body has come."""
    await replied(send, b"no")


async def long(_: Scope, __: Receive, send: Send) -> None:
    """Answer with far more than the system keeps for a client that does not read."""
    await replied(send, b"x" * 64 * 1024 * 1024)


async def replied(send: Send, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def code_of(said: bytes) -> tuple[int, str]:
    head, _, body = said.partition(b"\r\n\r\n")
    assert b"connection: close" in head
    return int(head.split()[1]), json.loads(body)["errors"][0]["extensions"]["code"]


@protocols
def test_whole_requests_are_answered_one_after_the_other_on_one_connection(protocol: Protocol) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        for _ in range(3):
            client.sendall(POST + b"0123456789")
            assert answer(client).endswith(b"\r\n\r\n0123456789")
        client.sendall(GET + GET)
        assert everything(client).count(b"200 OK") == 2


@protocols
@pytest.mark.parametrize("part", [b"G", b"GET / HTTP/1.1\r\nhost: x\r\n", POST, POST + b"01234"])
def test_part_of_a_request_is_told_that_its_time_is_over(protocol: Protocol, part: bytes) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(part)
        assert code_of(everything(client)) == (408, "REQUEST_TIMEOUT")


@protocols
def test_part_of_a_later_request_is_told_so_too(protocol: Protocol) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(GET)
        answer(client)
        client.sendall(POST)
        assert code_of(everything(client)) == (408, "REQUEST_TIMEOUT")


@protocols
def test_a_body_in_drops_gets_no_more_time_than_one_that_stops(protocol: Protocol) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n")
        assert drip(client)
        assert code_of(everything(client)) == (408, "REQUEST_TIMEOUT")


def drip(client: socket.socket) -> bool:
    """Send byte after byte for a long time; return whether the other side had enough before."""
    client.settimeout(0.05)
    try:
        for _ in range(600):
            client.sendall(b"x")
            try:
                client.recv(1, socket.MSG_PEEK)
            except TimeoutError:
                continue
            return True
    except OSError:
        return True
    finally:
        client.settimeout(PATIENCE)
    return False


@protocols
def test_a_connection_on_which_nothing_was_ever_said_is_closed_in_silence(protocol: Protocol) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        assert everything(client) == b""


@protocols
def test_a_connection_that_is_of_no_further_use_is_closed_in_silence(protocol: Protocol) -> None:
    with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(GET)
        assert b"200 OK" in answer(client)
        assert everything(client) == b""


@protocols
def test_a_body_that_goes_on_after_its_answer_is_not_listened_to_for_ever(protocol: Protocol) -> None:
    with a_bare_server(hasty, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n")
        answer(client)
        assert drip(client)


@protocols
def test_a_client_that_does_not_read_is_cut_off(protocol: Protocol) -> None:
    with a_bare_server(long, QUICK, protocol) as server, connected(server.config.port) as client:
        client.sendall(GET)
        until(lambda: bool(server.server_state.connections))
        until(lambda: not server.server_state.connections)
        assert len(everything(client)) < 64 * 1024 * 1024


@protocols
def test_what_is_not_http_is_refused_as_everything_else_is(protocol: Protocol) -> None:
    for said in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\nhost x\r\n\r\n", b"{}\r\n\r\n"):
        with a_bare_server(echo, QUICK, protocol) as server, connected(server.config.port) as client:
            client.sendall(said)
            assert code_of(everything(client)) == (400, "REQUEST_MALFORMED")


@protocols
def test_a_newcomer_takes_the_place_of_an_idle_connection(protocol: Protocol) -> None:
    roomy = Limits(connections=1)
    with (
        a_bare_server(echo, roomy, protocol) as server,
        connected(server.config.port) as idle,
        connected(server.config.port) as client,
    ):
        client.sendall(GET)
        assert b"200 OK" in answer(client)
        assert everything(idle) == b""


@protocols
def test_a_newcomer_is_refused_while_every_connection_is_at_work(protocol: Protocol) -> None:
    go_on, arrived = Event(), Event()

    async def held(_: Scope, __: Receive, send: Send) -> None:
        arrived.set()
        await asyncio.to_thread(go_on.wait)
        await replied(send, b"done")

    with (
        a_bare_server(held, Limits(connections=1), protocol) as server,
        connected(server.config.port) as busy,
    ):
        busy.sendall(GET)
        arrived.wait()
        with connected(server.config.port) as client:
            assert code_of(everything(client)) == (503, "OVERLOADED")
        go_on.set()
        assert answer(busy).endswith(b"done")


@protocols
@pytest.mark.parametrize("part", [b"", b"GET / HT", POST, POST + b"01234"])
def test_neither_an_idle_connection_nor_half_a_request_holds_the_end_up(protocol: Protocol, part: bytes) -> None:
    patient = Limits(head_seconds=600, body_seconds=600, idle_seconds=600, linger_seconds=0.2, stop_seconds=600)
    with a_bare_server(echo, patient, protocol) as server, connected(server.config.port) as client:
        client.sendall(part)
        until(lambda: bool(server.server_state.connections))


def until(holds: Callable[[], bool]) -> None:
    """Return once it holds."""
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never held")
