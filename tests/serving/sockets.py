"""Bare ASGI applications on a port of this machine, and clients that write what they like."""

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from schema.serving.deadlines import ServerConfig
from schema.serving.life import Life
from schema.serving.settings import Limits

PATIENCE = 30
"""Seconds after which a test gives up; nothing here takes so long unless it hangs."""


@contextmanager
def in_thread(server: uvicorn.Server, listening: socket.socket) -> Generator[None]:
    """Run a server until the block ends, and see that it ends."""
    thread = Thread(target=asyncio.run, args=(server.serve(sockets=[listening]),))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"


@contextmanager
def a_bare_server(app: ASGIApp, limits: Limits, protocol: type[asyncio.Protocol]) -> Generator[uvicorn.Server]:
    """Serve an application by one of the protocols; the server's port is in ``config.port``."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = ServerConfig(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        port=listening.getsockname()[1],
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.stop_seconds,
    )
    config.limits, config.life = limits, Life()
    server = uvicorn.Server(config)
    with in_thread(server, listening):
        yield server


@contextmanager
def connected(port: int) -> Generator[socket.socket]:
    """Give a connection to the port."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        yield client


def everything(client: socket.socket) -> bytes:
    """Return all that comes until the other side closes; a reset counts as the end."""
    found = b""
    while True:
        try:
            part = client.recv(65536)
        except ConnectionResetError:
            return found
        if not part:
            return found
        found += part


def answer(client: socket.socket) -> bytes:
    """Return one answer, whose length its head states."""
    found = b""
    while b"\r\n\r\n" not in found:
        part = client.recv(65536)
        assert part, found
        found += part
    head, _, body = found.partition(b"\r\n\r\n")
    length = next(int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length"))
    while len(body) < length:
        part = client.recv(65536)
        assert part, found
        body += part
    return head + b"\r\n\r\n" + body
