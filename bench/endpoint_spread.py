"""How a server's answers are spread in time: requests at random moments, over connections that stay open."""

import asyncio
import random
import selectors
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

from endpoint_servers import in_one_piece

Request = Callable[[int], bytes]
"""The body of a request, by its number."""
CLIENTS = 8
"""How many ask without pause, to find out how much is answered at most."""


class Connection(asyncio.Protocol):
    """One connection: asks one thing at a time."""

    def __init__(self, answered: Callable[["Connection"], None]) -> None:
        self._answered = answered
        self._received = b""
        self._until = -1
        self.due = 0.0
        """When the request should have been sent that is being answered."""

    @property
    def is_closed(self) -> bool:
        """Whether the server has had enough of it."""
        return self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, body: bytes, due: float) -> None:
        """Send a request."""
        self.due, self._received, self._until = due, b"", -1
        self._transport.write(in_one_piece(body))

    def data_received(self, data: bytes) -> None:
        """Take in part of an answer; raises RuntimeError for a refusal."""
        self._received += data
        if self._until < 0 and b"\r\n\r\n" in self._received:
            head, _, _ = self._received.partition(b"\r\n\r\n")
            if b" 200 " not in head[:20]:
                raise RuntimeError(self._received)
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            self._until = len(head) + 4 + length
        if self._until == len(self._received):
            self._answered(self)

    def close(self) -> None:
        """Leave."""
        self._transport.close()


@dataclass(slots=True)
class Clients:
    """Connections to one server, and how long each request took, in milliseconds."""

    port: int
    found: list[float] = field(default_factory=list[float])
    idle: deque[Connection] = field(default_factory=deque[Connection])
    opened: list[Connection] = field(default_factory=list[Connection])
    quiet: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while nothing is waited for."""
    waiting: int = 0

    async def ask(self, body: bytes, due: float) -> None:
        """Ask on a connection that asks nothing now."""
        self.waiting += 1
        self.quiet.clear()
        (await self.connection()).ask(body, due)

    async def connection(self) -> Connection:
        """Return one that asks nothing now."""
        while self.idle:
            if not (found := self.idle.pop()).is_closed:
                return found
        _, made = await asyncio.get_running_loop().create_connection(
            lambda: Connection(self._answered), "127.0.0.1", self.port
        )
        self.opened.append(made)
        return made

    def _answered(self, connection: Connection) -> None:
        self.found.append((perf_counter() - connection.due) * 1000)
        self.idle.append(connection)
        self.waiting -= 1
        if not self.waiting:
            self.quiet.set()

    async def close(self) -> None:
        """Leave, once everything is answered."""
        await self.quiet.wait()
        for one in self.opened:
            one.close()


async def _at_random(port: int, request: Request, rate: float, seconds: float) -> list[float]:
    clients = Clients(port)
    chance = random.Random(1)  # noqa: S311 - the same moments in every run
    due, number = perf_counter(), 0
    end = due + seconds
    while due < end:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        await clients.ask(request(number), due)
        number, due = number + 1, due + chance.expovariate(rate)
    await clients.close()
    return sorted(clients.found)


async def _without_pause(port: int, request: Request, seconds: float) -> float:
    clients = Clients(port)
    clients.idle.extend([await clients.connection() for _ in range(CLIENTS)])
    end, number = perf_counter() + seconds, 0
    while perf_counter() < end:
        while clients.idle:
            await clients.ask(request(number), perf_counter())
            number += 1
        await asyncio.sleep(0)
    await clients.close()
    return number / seconds


def _with_fine_timers() -> asyncio.AbstractEventLoop:
    """Return a loop that can wait for parts of a millisecond; to wait without sleep would take the server's share."""
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


def saturating(port: int, request: Request, seconds: float) -> float:
    """Return how many requests a second are answered when eight clients never wait."""
    with asyncio.Runner(loop_factory=_with_fine_timers) as runner:
        return runner.run(_without_pause(port, request, seconds))


def latencies(port: int, request: Request, rate: float, seconds: float) -> list[float]:
    """Return the milliseconds that each request took, sent at random moments, so many a second, in order of length."""
    with asyncio.Runner(loop_factory=_with_fine_timers) as runner:
        return runner.run(_at_random(port, request, rate, seconds))
