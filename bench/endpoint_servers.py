"""Servers that are measured: each a process on the first core, asked from the second, and what it takes a request."""

import asyncio
import http.client
import io
import os
import random
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


async def latencies(port: int, body: Callable[[int], object], rate: float, seconds: float) -> list[float]:
    """Return the milliseconds that each request took, sent at random moments, so many a second, as they come."""
    found: list[float] = []
    chance = random.Random(1)  # noqa: S311 - the same moments in every run
    loop, due, number = asyncio.get_running_loop(), asyncio.get_running_loop().time(), 0
    end, waiting = due + seconds, list[asyncio.Task[None]]()

    async def one(sent: int, at: float) -> None:
        await asked_once(port, orjson.dumps(body(sent)))
        found.append((loop.time() - at) * 1000)

    while due < end:
        await asyncio.sleep(max(0.0, due - loop.time()))
        waiting.append(asyncio.create_task(one(number, due)))
        number, due = number + 1, due + chance.expovariate(rate)
    await asyncio.gather(*waiting)
    return sorted(found)


async def saturating(port: int, body: Callable[[int], object], seconds: float) -> float:
    """Return how many requests a second are answered when eight clients never wait."""
    done = 0
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds

    async def client() -> None:
        nonlocal done
        while loop.time() < end:
            done += 1
            await asked_once(port, orjson.dumps(body(done)))

    await asyncio.gather(*(client() for _ in range(8)))
    return done / seconds


async def asked_once(port: int, body: bytes) -> None:
    """Ask over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await reader.read()
    writer.close()
    if b" 200 " not in answer[:20]:
        raise RuntimeError(answer[:200])
