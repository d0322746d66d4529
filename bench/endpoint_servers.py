"""Servers that are measured: each a process on the first core, asked from the second, and what it takes a request."""

import http.client
import io
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent
WAITS = 600
"""How often it is looked whether a server listens, twenty times a second."""
_PATH = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens."""

    process: int
    port: int

    def cpu(self) -> float:
        """Return the milliseconds of processor time that all its threads have used."""
        each = Path(f"/proc/{self.process}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[0]) for one in each) / 1e6

    def ask(self, body: object) -> bytes:
        """Return the answer to one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", "/graphql", orjson.dumps(body), _PATH)
        answer = connection.getresponse().read()
        connection.close()
        return answer


@dataclass(slots=True)
class Asked:
    """A server and the bodies it is sent, one after another; what is asked on purpose again is the bodies' affair."""

    server: Server
    body: Callable[[int], object]
    number: int
    """How many requests a round has."""
    sent: int = 0

    def milliseconds(self) -> float:
        """Return the processor time a request of one more round; raises RuntimeError for an answer with errors."""
        requests = [in_one_piece(orjson.dumps(self.body(self.sent + one))) for one in range(self.number)]
        answer = b""
        with connected(self.server.port) as connection:
            before = self.server.cpu()
            for request in requests:
                answer = answered(connection, request)
            used = self.server.cpu() - before
        self.sent += self.number
        if b'"errors"' in answer:
            raise RuntimeError(answer[:400])
        return used / self.number


def in_one_piece(body: bytes) -> bytes:
    """Return a request as most clients send it: head and body in one packet, and the connection goes on."""
    head = f"host: localhost\r\naccept: */*\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return b"POST /graphql HTTP/1.1\r\n" + head.encode() + b"\r\n\r\n" + body


def connected(port: int) -> socket.socket:
    """Return a connection that sends at once."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def answered(connection: socket.socket, request: bytes) -> bytes:
    """Return the body of the answer to a request."""
    connection.sendall(request)
    received = connection.recv(1 << 16)
    while b"\r\n\r\n" not in received:
        received += connection.recv(1 << 16)
    head, _, body = received.partition(b"\r\n\r\n")
    headers = http.client.parse_headers(io.BytesIO(head.partition(b"\r\n")[2] + b"\r\n\r\n"))
    while len(body) < int(headers["content-length"]):
        body += connection.recv(1 << 16)
    return body


def compared(contenders: Mapping[str, Asked], rounds: int) -> dict[str, float]:
    """Return the median of each, asked in turn so that all see the same machine; a first round warms up."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, asked in contenders.items():
            taken = asked.milliseconds()
            if number:
                found[name].append(taken)
    return {name: statistics.median(each) for name, each in found.items()}


@contextmanager
def served(command: Sequence[str], port: int, **environment: str) -> Generator[Server]:
    """Run a server on the first core until the block ends; raises RuntimeError if it does not listen."""
    settings = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"} | environment
    with subprocess.Popen(command, env=settings) as process:
        os.sched_setaffinity(process.pid, {0})
        try:
            for _ in range(WAITS):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    raise RuntimeError(" ".join(command))
                time.sleep(0.05)
            yield Server(process.pid, port)
        finally:
            process.terminate()


def uvicorn(app: str, port: int) -> list[str]:
    """Return the command that serves an application, with the fast loop and parser."""
    return [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error", "--no-access-log"]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
