"""Who gets in: whole requests, so many at once, so much for each, and each answered in time one way or the other.

Only the operations of GraphQL pass here; whether the process lives can be asked however busy it is.
"""

import asyncio
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import GuijuError
from core.text import Text
from schema.http import refusal
from schema.requests import MAX_BYTES
from schema.serving.exchange import Exchange, Result
from schema.serving.gate import Gate
from schema.serving.lateness import Lateness
from schema.serving.rates import Rates
from schema.serving.settings import Limits

OVERLOADED = GuijuError(
    "OVERLOADED",
    Text(zh="请求过多, 暂不能受理; 请稍后以相同请求重试", en="too many requests at once; send the same one again soon"),
)
LATE = GuijuError(
    "ANSWER_TIMEOUT",
    Text(
        zh="未能在时限内回答; 已开始的修改可能仍会完成, 以相同请求重试不会重复登记; 查询请减小 first 或分几次",
        en="there was no answer in time; a change that had begun may still be made, and sending the same request "
        "again records nothing twice; ask a query in smaller parts",
    ),
)


class Guard:
    """The way to the endpoint. The front has put the exchange into the scope."""

    def __init__(self, endpoint: ASGIApp, limits: Limits, rates: Rates | None) -> None:
        self._endpoint = endpoint
        self.lateness = Lateness(limits.answer_seconds)
        """Whose answers are late."""
        self.rates = rates
        """How much each caller may ask for; None: without limit."""
        self._late: set[asyncio.Task[None]] = set()
        self.gate = Gate(limits)
        """How many are in, and how many wait."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        exchange = cast("Exchange", scope["guiju.exchange"])
        if self.rates is None:
            await self._let_in(exchange, scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        authorization = next((value for name, value in scope["headers"] if name == b"authorization"), None)
        wait = self.rates.seconds_to_wait(address, authorization)
        if wait:
            exchange.result = Result.LIMITED
            await refusal(429, _limited(wait), {"retry-after": str(wait)})(scope, receive, send)
            return
        try:
            await self._let_in(exchange, scope, receive, send)
        finally:
            self.rates.spend(address, authorization, exchange)

    async def _let_in(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        whole = await _whole(receive)
        if whole is None:
            exchange.result = Result.GONE
            return
        if not await self.gate.enter():
            exchange.result = Result.OVERLOADED
            await refusal(503, OVERLOADED, {"retry-after": "1"})(scope, receive, send)
            return
        try:
            await self._answer(exchange, scope, whole, send)
        finally:
            self.gate.leave()

    async def _answer(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. If it takes too long another answer is sent meanwhile; the work goes on to its end.

        Nothing is cancelled: a call of the database that is cut half-way could leave a lock or a transaction behind.
        """

        async def timely(message: Message) -> None:
            if not exchange.is_answered_late:
                self.lateness.end(exchange)
                await send(message)

        self.watch(exchange, scope, receive, send)
        try:
            await self._endpoint(scope, receive, timely)
        finally:
            self.lateness.end(exchange)

    def watch(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        """Send another answer in place of the work's own, unless ``lateness`` is told of its end in time."""

        def too_late() -> None:
            exchange.is_answered_late = True
            exchange.result = Result.LATE
            task = asyncio.ensure_future(refusal(504, LATE, {"connection": "close"})(scope, receive, send))
            self._late.add(task)
            task.add_done_callback(self._late.discard)

        self.lateness.begin(exchange, too_late)


async def _whole(receive: Receive) -> Receive | None:
    """Return what gives the body in one piece, once it is here; None if the client left before.

    Of a body that is too long no more is taken in than it takes to see that.
    """
    first = await receive()
    if first["type"] == "http.disconnect":
        return None
    body, message = [first.get("body", b"")], first
    size = len(body[0])
    while message.get("more_body", False) and size <= MAX_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body.append(message.get("body", b""))
        size += len(body[-1])
    given: Message = {"type": "http.request", "body": b"".join(body), "more_body": False}

    async def at_once() -> Message:
        return given

    return at_once


def _limited(seconds: int) -> GuijuError:
    return GuijuError(
        "RATE_LIMITED",
        Text(
            zh=f"请求过于频繁; {seconds} 秒后再试, 或减小 first、合并请求",
            en=f"too much was asked for; wait {seconds} s, and ask for less or in fewer requests",
        ),
    )
