"""Too many at once, too long, too much: with an endpoint that answers when it is told to."""

import asyncio
from collections.abc import Callable

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from schema.requests import MAX_BYTES
from schema.serving.exchange import Exchange, Result
from schema.serving.front import Front
from schema.serving.guard import Guard
from schema.serving.life import Life
from schema.serving.metrics import Levels, Metrics
from schema.serving.rates import Rates
from schema.serving.settings import Limits, Rate

pytestmark = pytest.mark.anyio


class Held:
    """An endpoint that answers with the length of the body, once it may."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.finished = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        await self.may.wait()
        self.finished += 1
        await PlainTextResponse(str(len(body)))(scope, receive, send)


def a_client(guard: Guard) -> httpx2.AsyncClient:
    front = Front(guard, Life(), Metrics(lambda: Levels(0, 0, None)))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=front), base_url="http://test")


def code_of(answer: httpx2.Response) -> tuple[int, str, str | None]:
    (error,) = answer.json()["errors"]
    assert set(error["extensions"]["message"]) == {"zh", "en"}
    return answer.status_code, error["extensions"]["code"], answer.headers.get("retry-after")


async def until(holds: Callable[[], bool]) -> None:
    """Return once it holds."""
    while not holds():  # noqa: ASYNC110 - what is looked at tells nobody when it changes
        await asyncio.sleep(0.001)


async def test_beyond_what_can_wait_the_answer_is_to_come_again_and_then_it_recovers() -> None:
    held = Held()
    guard = Guard(held, Limits(at_work=2, waiting=3, patience_seconds=60), None)
    async with a_client(guard) as client:
        accepted = [asyncio.ensure_future(client.post("/", content=b"x")) for _ in range(5)]
        await until(lambda: guard.gate.waiting == 3)
        refused = [await client.post("/", content=b"x") for _ in range(20)]
        held.may.set()
        answered = await asyncio.gather(*accepted)
        again = await client.post("/", content=b"xy")
    assert {code_of(one) for one in refused} == {(503, "OVERLOADED", "1")}
    assert [one.status_code for one in answered] == [200] * 5
    assert (again.status_code, again.text) == (200, "2")
    assert (guard.gate.at_work, guard.gate.waiting) == (0, 0)


async def test_who_has_waited_too_long_is_told_to_come_again() -> None:
    held = Held()
    guard = Guard(held, Limits(at_work=1, patience_seconds=0.01), None)
    async with a_client(guard) as client:
        first = asyncio.ensure_future(client.post("/"))
        await until(lambda: guard.gate.at_work == 1)
        assert code_of(await client.post("/")) == (503, "OVERLOADED", "1")
        held.may.set()
        assert (await first).status_code == 200


async def test_an_answer_that_is_late_is_another_and_the_work_is_not_cut_off() -> None:
    held = Held()
    guard = Guard(held, Limits(answer_seconds=0.01), None)
    front = Front(guard, Life(), Metrics(lambda: Levels(0, 0, None)))
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "client": ("1.2.3.4", 5)}
    work = asyncio.ensure_future(front(scope, receive, send))
    await until(lambda: len(sent) == 2)
    assert (sent[0]["status"], b"ANSWER_TIMEOUT" in sent[1]["body"]) == (504, True)
    assert (b"connection", b"close") in sent[0]["headers"]
    assert (held.finished, guard.gate.at_work) == (0, 1)
    held.may.set()
    await work
    assert (held.finished, guard.gate.at_work, len(sent)) == (1, 0, 2)


async def test_a_body_is_whole_before_it_takes_a_place() -> None:
    held = Held()
    held.may.set()
    guard = Guard(held, Limits(at_work=1), None)
    parts = iter([(b"01", True), (b"", True), (b"234", False)])
    at_work: list[int] = []

    async def receive() -> Message:
        at_work.append(guard.gate.at_work)
        body, more = next(parts)
        return {"type": "http.request", "body": body, "more_body": more}

    exchange, sent = await asked(guard, receive)
    assert (sent[1]["body"], at_work, exchange.result) == (b"5", [0, 0, 0], None)


async def test_no_more_of_a_body_is_taken_in_than_shows_that_it_is_too_long() -> None:
    held = Held()
    held.may.set()
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    _, sent = await asked(Guard(held, Limits(), None), receive)
    assert int(sent[1]["body"]) == taken
    assert MAX_BYTES < taken <= MAX_BYTES + 1000


@pytest.mark.parametrize("parts", [[], [b"01"]])
async def test_a_client_that_leaves_before_its_request_is_whole_gets_no_answer(parts: list[bytes]) -> None:
    held = Held()
    messages = iter([{"type": "http.request", "body": one, "more_body": True} for one in parts])

    async def receive() -> Message:
        return next(messages, {"type": "http.disconnect"})

    exchange, sent = await asked(Guard(held, Limits(), None), receive)
    assert (sent, exchange.result, held.finished) == ([], Result.GONE, 0)


async def asked(guard: Guard, receive: Receive) -> tuple[Exchange, list[Message]]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    exchange = Exchange("abcdefgh")
    scope: Scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "guiju.exchange": exchange}
    await guard(scope, receive, send)
    return exchange, sent


async def test_who_asks_for_too_much_is_told_when_to_ask_again() -> None:
    held = Held()
    held.may.set()
    guard = Guard(held, Limits(), Rates(Rate(units_per_second=1, units_at_once=15)))
    async with a_client(guard) as client:
        answers = [await client.post("/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    status, code, wait = code_of(answers[2])
    assert (status, code) == (429, "RATE_LIMITED")
    assert int(wait or 0) in {4, 5}
