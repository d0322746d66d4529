"""What the server stands: restarts under load, and more than it can answer.

    python bench/serving.py restarts --times 10
    python bench/serving.py overload --seconds 600 --factor 4
    python bench/serving.py locked --seconds 10

``restarts`` hands one socket from process to process while clients ask without pause, and counts requests without a
right answer. ``overload`` finds out how many requests a second are answered, sends so many times more, and shows what
became of them, the server's memory, and how long it takes until everything is answered again. ``locked`` holds the lock
that writers take in another process, and shows how long reads take meanwhile.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent
QUERY = """query ($day: Date!, $moment: DateTime!, $first: Int!) { doctors(first: $first) { nodes { code name
    enrolments { nodes { institution { name } } }
    assessment(regulation: "shenyang-2011", asOf: $day, knownAt: $moment) {
      pointsLeft steps { kind text { zh en } } } } } }"""
CLIENTS = 8
MEASURING_SECONDS = 5
RECOVERED = 20
"""How many requests in a row are answered once it has recovered."""


@dataclass(slots=True)
class Seen:
    """What became of requests."""

    by_status: Counter[str] = field(default_factory=Counter[str])
    seconds: list[float] = field(default_factory=list[float])

    def __str__(self) -> str:
        said = ", ".join(f"{status} {count}" for status, count in sorted(self.by_status.items()))
        if not self.seconds:
            return said
        ordered = sorted(self.seconds)
        p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
        return f"{said}; answered p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def served(listening: socket.socket, database: Path) -> Generator["subprocess.Popen[str]"]:
    """Start a server on an open socket, and wait until it answers."""
    command = [sys.executable, ROOT / "app.py", "--db", database, "serve", "--fd", str(listening.fileno())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[listening.fileno()], text=True) as process:
        try:
            if process.stdout is not None:
                process.stdout.readline()
            yield process
        finally:
            process.terminate()


def a_request(token: str) -> bytes:
    """Return a request for a page that was never asked for: as it stood on a day, by what was known at a moment."""
    day = f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"  # noqa: S311 - for variety alone
    moment = f"2026-01-01T00:00:{random.random() * 59:09.6f}Z"  # noqa: S311
    variables = {"day": day, "moment": moment, "first": random.randint(20, 60)}  # noqa: S311
    body = orjson.dumps({"query": QUERY, "variables": variables})
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer {token}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(slots=True)
class Client:
    """One client on a connection that it keeps as long as it may."""

    port: int
    token: str
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, seen: Seen) -> str:
        """Ask once, and return what became of it."""
        begun = time.perf_counter()
        try:
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            writer.write(a_request(self.token))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            found = re.search(rb"content-length: (\d+)", head)
            body = await reader.readexactly(int(found[1])) if found else b""
            if b"connection: close" in head:
                self.leave()
            status = head.split()[1].decode()
            result = "wrong" if status == "200" and b'"errors"' in body else status
        except (OSError, asyncio.IncompleteReadError) as error:
            self.leave()
            result = type(error).__name__
        seen.by_status[result] += 1
        if result == "200":
            seen.seconds.append(time.perf_counter() - begun)
        return result

    def leave(self) -> None:
        """Close the connection."""
        if self.streams is not None:
            self.streams[1].close()
        self.streams = None

    async def ask_until(self, over: asyncio.Event, seen: Seen) -> None:
        """Ask without pause."""
        while not over.is_set():
            await self.ask(seen)
        self.leave()


async def restarts(listening: socket.socket, database: Path, token: str, times: int) -> None:
    """Hand the socket from process to process under load."""
    port, over, seen = listening.getsockname()[1], asyncio.Event(), Seen()
    clients: list[asyncio.Task[None]] = []
    for number in range(times + 1):
        with served(listening, database) as process:
            clients = clients or [
                asyncio.ensure_future(Client(port, token).ask_until(over, seen)) for _ in range(CLIENTS)
            ]
            await asyncio.sleep(2)
            if number == times:
                over.set()
                await asyncio.gather(*clients)
            process.send_signal(signal.SIGTERM)
            code = await asyncio.to_thread(process.wait, 60)
            say(f"process {number + 1}: exit {code}; {seen}")
    wrong = seen.by_status.total() - seen.by_status["200"]
    say(f"{times} restarts under load: {seen.by_status['200']} answered, {wrong} failed")


def memory(process: "subprocess.Popen[str]") -> int:
    """Return the process's resident memory in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


async def overload(listening: socket.socket, database: Path, token: str, seconds: int, factor: int) -> None:
    """Send so many times more requests than can be answered."""
    port = listening.getsockname()[1]
    with served(listening, database) as process:
        for _ in range(CLIENTS):
            await Client(port, token).ask(Seen())  # so that the operation is compiled
        usual, over = Seen(), asyncio.Event()
        clients = [asyncio.ensure_future(Client(port, token).ask_until(over, usual)) for _ in range(CLIENTS)]
        await asyncio.sleep(MEASURING_SECONDS)
        over.set()
        await asyncio.gather(*clients)
        rate = usual.by_status["200"] / MEASURING_SECONDS
        say(f"alone: {rate:.0f} a second; {usual}; {memory(process)} MB")
        seen = await flood(process, port, token, rate * factor, seconds)
        say(f"{factor} times as many for {seconds} s: {seen}; {memory(process)} MB")
        begun, row = time.perf_counter(), 0
        client = Client(port, token)
        while row < RECOVERED:
            row = row + 1 if await client.ask(Seen()) == "200" else 0
        say(f"everything is answered again after {time.perf_counter() - begun:.1f} s; {memory(process)} MB")
        client.leave()


async def flood(process: "subprocess.Popen[str]", port: int, token: str, rate: float, seconds: int) -> Seen:
    """Send ``rate`` requests a second, whatever becomes of them."""
    seen, free, asking = Seen(), list[Client](), set[asyncio.Task[None]]()

    async def one() -> None:
        client = free.pop() if free else Client(port, token)
        await client.ask(seen)
        free.append(client)

    begun = shown = time.perf_counter()
    sent = 0
    while (now := time.perf_counter()) - begun < seconds:
        for _ in range(int((now - begun) * rate) - sent):
            task = asyncio.ensure_future(one())
            asking.add(task)
            task.add_done_callback(asking.discard)
            sent += 1
        if now - shown > 10:  # noqa: PLR2004 - a line now and then
            say(f"  {now - begun:4.0f} s: {len(asking)} open, {memory(process)} MB; {seen}")
            shown = now
        await asyncio.sleep(0.005)
    if asking:
        await asyncio.wait(asking)
    for client in free:
        client.leave()
    return seen


async def locked(listening: socket.socket, database: Path, token: str, seconds: int) -> None:
    """Ask while this process holds the lock that every writer takes."""
    port, over, seen = listening.getsockname()[1], asyncio.Event(), Seen()
    with served(listening, database), closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        clients = [asyncio.ensure_future(Client(port, token).ask_until(over, seen)) for _ in range(CLIENTS)]
        await asyncio.sleep(seconds)
        over.set()
        await asyncio.gather(*clients)
        connection.execute("ROLLBACK")
    say(f"while another process holds the write lock: {seen}, at most {max(seen.seconds) * 1000:.0f} ms")


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["restarts", "overload", "locked"])
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--factor", type=int, default=4)
    chosen = parser.parse_args()
    guiju = [sys.executable, str(ROOT / "app.py"), "--lang", "en"]
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0), backlog=2048) as listening:
        database = Path(folder) / "demo.sqlite3"
        subprocess.run([*guiju, "--db", database, "demo"], check=True, capture_output=True)
        issue = [*guiju, "--db", database, "token", "issue", "bench", "--scope", "read"]
        token = subprocess.run(issue, check=True, capture_output=True, text=True).stdout.split()[-1]
        python, load = sys.version.split()[0], os.getloadavg()[0]
        say(f"Python {python}, load {load:.1f}, {os.cpu_count()} cores shared with the clients")
        if chosen.what == "restarts":
            asyncio.run(restarts(listening, database, token, chosen.times))
        elif chosen.what == "locked":
            asyncio.run(locked(listening, database, token, chosen.seconds))
        else:
            asyncio.run(overload(listening, database, token, chosen.seconds, chosen.factor))


if __name__ == "__main__":
    main()
