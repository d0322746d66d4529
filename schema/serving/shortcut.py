"""The short way of an ordinary query: from the socket to the answer, with no layers in between.

It is taken by a POST of one piece with nothing unusual in its headers, whose answer is kept or whose operation is
compiled. Whatever else comes, or goes wrong before anything is sent, takes the long way from its beginning; that stays
the reference, and what is answered here is what would be answered there.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import State
from starlette.types import Message, Receive, Scope, Send

from core.service.office import Office
from schema.answers import Answer, Asked, Sent
from schema.answers import State as StateOfData
from schema.requests import MAX_BYTES
from schema.serving.exchange import Exchange, Kind, RunBy, current_exchange
from schema.serving.front import ENCRYPTED, SAFE, Front
from schema.serving.guard import Guard
from schema.serving.view import PublicView

COMPRESSED_BYTES = 1400
"""The shortest answer that is worth compressing: what fits into one packet gains nothing."""
COMPRESSED_AT_ONCE = 128 * 1024
"""The longest that is compressed without a thread."""
LEVEL = 5
_JSON = b"application/json"
_UNUSUAL = frozenset({b"graphql-developer", b"traceparent", b"transfer-encoding", b"origin", b"content-encoding"})
_GZIP = 16 + zlib.MAX_WBITS
_ZIPPED = (*SAFE, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"))


@dataclass(slots=True)
class Ordinary:
    """What the headers of an ordinary request say."""

    content_type: bytes = b""
    accept: bytes = b""
    authorization: bytes = b""
    id: bytes | None = None
    is_zipped: bool = False
    """Whether the client takes compressed answers."""


def ordinary(headers: Iterable[tuple[bytes, bytes]]) -> Ordinary | None:
    """Return what ``headers`` say; None: something is unusual."""
    found, lengths = Ordinary(), 0
    for name, value in headers:
        if name == b"content-type":
            found.content_type = value
        elif name == b"content-length":
            lengths += 1
        elif name == b"accept":
            found.accept = value
        elif name == b"authorization":
            found.authorization = value
        elif name == b"accept-encoding":
            found.is_zipped = b"gzip" in value
        elif name == b"x-request-id":
            found.id = value
        elif name in _UNUSUAL:
            return None
    return found if found.content_type == _JSON and lengths <= 1 else None


class Shortcut:
    """The outermost application: the short way, and beside it the long one."""

    def __init__(self, front: Front, guard: Guard, view: PublicView, application: State, endpoint: str) -> None:
        """Take the long way and its parts; ``application`` holds the open office."""
        self._front = front
        self._guard = guard
        self._view = view
        self._application = application
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = None
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == self._endpoint:
            found = ordinary(scope["headers"])
        if found is None or not self._front.is_short_way_open or not self._may_ask(found, scope):
            await self._front(scope, receive, send)
            return
        message = await receive()
        body: bytes = message.get("body", b"")
        if message["type"] == "http.request" and not message.get("more_body") and len(body) <= MAX_BYTES:
            asked = Asked(found.content_type, found.accept, found.authorization, body)
            if await self._is_answered(asked, found, scope, send):
                return
        await self._front(scope, _again(message, receive), send)

    async def _is_answered(self, asked: Asked, found: Ordinary, scope: Scope, send: Send) -> bool:
        """Answer a request if its answer is kept or compiled; return whether that is so."""
        exchange = self._front.exchange(found.id)
        before = current_exchange.set(exchange)
        try:
            answer = await self._found(asked, exchange, scope, send)
            if not exchange.is_answered_late:
                if answer is None or len(answer.body) > COMPRESSED_AT_ONCE:
                    return False
                await self._send(answer, exchange, scope, send, is_zipped=found.is_zipped)
        finally:
            current_exchange.reset(before)
        self._front.finish(exchange, scope)
        if self._guard.rates is not None:
            self._guard.rates.spend(_address(scope), found.authorization or None, exchange)
        return True

    async def _found(self, asked: Asked, exchange: Exchange, scope: Scope, send: Send) -> Answer | None:
        try:
            state = await self._view.answers.state(cast("Office", self._application.office))
            kept = self._view.answers.find(asked)
            if kept is None:
                return await self._compiled(asked, state, exchange, scope, send)
        except Exception:  # noqa: BLE001 - whatever it is, the long way finds it again and says so
            return None
        exchange.kind, exchange.run_by = Kind.QUERY, RunBy.KEPT
        return kept

    async def _compiled(
        self, asked: Asked, state: StateOfData, exchange: Exchange, scope: Scope, send: Send
    ) -> Answer | None:
        """Return the answer of a compiled operation, with room and time as on the long way."""
        guard, in_progress = self._guard, self._front.in_progress
        if not guard.gate.enter_at_once():
            return None
        in_progress.add(exchange)
        guard.watch(exchange, scope, _nothing, self._front.dressing(exchange, scope, send))
        try:
            exchange.is_token_known = bool(asked.authorization)
            return await self._view.compiled(asked, state, self._application)
        finally:
            guard.lateness.end(exchange)
            in_progress.discard(exchange)
            guard.gate.leave()

    async def _send(self, answer: Answer, exchange: Exchange, scope: Scope, send: Send, *, is_zipped: bool) -> None:
        sent = answer.sent.get(is_zipped)
        if sent is None:
            sent = answer.sent[is_zipped] = _written(answer, is_zipped=is_zipped)
        headers = [*sent.headers, (b"x-request-id", exchange.id.encode())]
        if scope.get("scheme") == "https":
            headers.append(ENCRYPTED)
        exchange.status, exchange.bytes = 200, len(sent.body)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": sent.body})

    def _may_ask(self, found: Ordinary, scope: Scope) -> bool:
        rates = self._guard.rates
        return rates is None or not rates.seconds_to_wait(_address(scope), found.authorization or None)


def _written(answer: Answer, *, is_zipped: bool) -> Sent:
    """Return ``answer`` as it is sent to anyone, with what the long way adds to it."""
    body, more = answer.body, SAFE
    if is_zipped and len(body) >= COMPRESSED_BYTES:
        compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
        body = compressor.compress(body) + compressor.flush()
        more = _ZIPPED
    length, kind = str(len(body)).encode(), answer.media_type.encode()
    return Sent(((b"content-length", length), (b"content-type", kind), *more), body)


def _again(message: Message, receive: Receive) -> Receive:
    """Return what gives ``message`` first, and then what ``receive`` gives."""
    first = [message]

    async def given() -> Message:
        return first.pop() if first else await receive()

    return given


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""
