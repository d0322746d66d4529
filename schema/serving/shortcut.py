"""The short way of an ordinary query: from the socket to the answer, with no layers in between.

It is taken by a POST of one piece with nothing unusual in its headers, whose answer is kept or whose operation is
compiled. Whatever else comes, or goes wrong before anything is sent, takes the long way from its beginning; that stays
the reference, and what is answered here is what would be answered there.

A connection of ours asks ``at_once``, before there is a task or anything of ASGI; what then has to wait for something
goes on below, and so does every ordinary request to a server that knows only ASGI.
"""

import zlib
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from starlette.types import Message, Receive, Scope, Send

from schema.answers import Answer, Asked
from schema.begun import Begun, begin
from schema.http import refusal
from schema.opened import Opened
from schema.requests import MAX_BYTES
from schema.serving.exchange import Exchange, Result, current_exchange
from schema.serving.front import ENCRYPTED, SAFE, Front
from schema.serving.guard import OVERLOADED, Guard
from schema.serving.ordinary import Heading, Ordinary, ordinary
from schema.serving.view import PublicView

COMPRESSED_BYTES = 1400
"""The shortest answer that is worth compressing: what fits into one packet gains nothing."""
COMPRESSED_AT_ONCE = 128 * 1024
"""The longest that is compressed without a thread."""
LEVEL = 5
BEGUN = "guiju.begun"
"""Where the scope has what was begun at once and has to wait for something."""
UNAVAILABLE = 503
_OVERLOADED = bytes(refusal(UNAVAILABLE, OVERLOADED).body)
_GZIP = 16 + zlib.MAX_WBITS
_ZIPPED = (*SAFE, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"))


def lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return ``headers`` as they stand in an answer."""
    return b"".join(b"%b: %b\r\n" % one for one in headers)


_SAFE_LINES, _ZIPPED_LINES, _ENCRYPTED_LINE = lines(SAFE), lines(_ZIPPED), lines([ENCRYPTED])


@dataclass(frozen=True, slots=True)
class Underway:
    """A request that is being answered and waits for something."""

    exchange: Exchange
    answer: Begun[Answer | None]


class AtOnce(NamedTuple):
    """An answer as one client gets it."""

    media_type: bytes
    body: bytes
    id: bytes
    """The request's."""
    is_compressed: bool
    is_encrypted: bool
    """Whether the client's connection is."""
    status: int = 200

    def lines(self) -> bytes:
        """Return its headers as they are written in HTTP/1.1."""
        more = _ZIPPED_LINES if self.is_compressed else _SAFE_LINES
        last = _ENCRYPTED_LINE if self.is_encrypted else b""
        if self.status == UNAVAILABLE:
            last += b"retry-after: 1\r\n"
        lines = b"content-length: %d\r\ncontent-type: %b\r\n%bx-request-id: %b\r\n%b"
        return lines % (len(self.body), self.media_type, more, self.id, last)

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the same headers by name."""
        length = str(len(self.body)).encode()
        more = _ZIPPED if self.is_compressed else SAFE
        last = [ENCRYPTED] if self.is_encrypted else []
        return [
            (b"content-length", length),
            (b"content-type", self.media_type),
            *more,
            (b"x-request-id", self.id),
            *last,
        ]


class Shortcut:
    """The outermost application: the short way, and beside it the long one."""

    def __init__(self, front: Front, guard: Guard, view: PublicView, opened: Opened, endpoint: str) -> None:
        """Take the long way and its parts; ``opened`` has the open office."""
        self._front = front
        self._guard = guard
        self._view = view
        self._opened = opened
        self.endpoint = endpoint
        """The path of the endpoint."""

    def at_once(self, heading: Heading, body: bytes, waited: float) -> AtOnce | Underway | None:
        """Return the answer to an ordinary POST to the endpoint, if nothing has to be waited for.

        ``waited`` is for how many seconds it has waited for others; too long, and the client is to come again.
        What waits is returned as it is, to be put into the scope of the request under ``BEGUN``. None: it takes the
        long way, from its beginning.
        """
        said = heading.said
        if self._guard.gate.is_full or not self._is_open_to(said, heading.address):
            return None
        if self._guard.gate.is_too_late(waited):
            return self._refused(heading)
        exchange = self._front.exchange(said.id)
        exchange.is_token_known = bool(said.authorization)
        before = current_exchange.set(exchange)
        try:
            found = begin(self._view.at_hand(_asked(said, body), self._opened))
        except Exception:  # noqa: BLE001 - whatever it is, the long way finds it again and says so
            return None
        finally:
            current_exchange.reset(before)
        if isinstance(found, Begun):
            self._guard.gate.enter_at_once()  # there is room, as was seen; ``_rest`` leaves
            return Underway(exchange, found)
        if found.result is None or len(found.result.body) > COMPRESSED_AT_ONCE:
            return None
        sent = _sent(found.result, exchange, is_zipped=said.is_zipped, is_encrypted=heading.is_encrypted)
        self._finish(exchange, said, heading.address)
        return sent

    def _refused(self, heading: Heading) -> AtOnce:
        exchange = self._front.exchange(heading.said.id)
        exchange.result, exchange.status, exchange.bytes = Result.OVERLOADED, UNAVAILABLE, len(_OVERLOADED)
        self._finish(exchange, heading.said, heading.address)
        return AtOnce(b"application/json", _OVERLOADED, exchange.id.encode(), False, heading.is_encrypted, UNAVAILABLE)  # noqa: FBT003 - it is not compressed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found, underway = None, cast("Underway | None", scope.get(BEGUN))
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == self.endpoint:
            found = ordinary(scope["headers"])
        if found is None or (underway is None and not self._is_open_to(found, _address(scope))):
            await self._front(scope, receive, send)
            return
        message = await receive()
        work = self._begun(found, message) if underway is None else (underway.exchange, self._rest(underway.answer))
        if work is None or not await self._is_answered(*work, found, scope, send):
            await self._front(scope, _again(message, receive), send)

    def _begun(self, said: Ordinary, message: Message) -> tuple[Exchange, Coroutine[Any, Any, Answer | None]] | None:
        """Return the exchange of a request that came in one piece, and what answers it; None: it takes the long way."""
        body: bytes = message.get("body", b"")
        if message["type"] != "http.request" or message.get("more_body") or len(body) > MAX_BYTES:
            return None
        exchange = self._front.exchange(said.id)
        exchange.is_token_known = bool(said.authorization)
        return exchange, self._let_in(self._view.at_hand(_asked(said, body), self._opened))

    async def _is_answered(
        self, exchange: Exchange, work: Coroutine[Any, Any, Answer | None], found: Ordinary, scope: Scope, send: Send
    ) -> bool:
        """Send what ``work`` gives, or that it takes too long; return whether anything was sent."""
        guard, in_progress = self._guard, self._front.in_progress
        before = current_exchange.set(exchange)
        in_progress.add(exchange)
        guard.watch(exchange, scope, _nothing, self._front.dressing(exchange, scope, send))
        try:
            answer = await work
            if not exchange.is_answered_late:
                guard.lateness.end(exchange)
                if answer is None or len(answer.body) > COMPRESSED_AT_ONCE:
                    return False
                is_encrypted = scope.get("scheme") == "https"
                sent = _sent(answer, exchange, is_zipped=found.is_zipped, is_encrypted=is_encrypted)
                await send({"type": "http.response.start", "status": 200, "headers": sent.headers()})
                await send({"type": "http.response.body", "body": sent.body})
        finally:
            guard.lateness.end(exchange)
            in_progress.discard(exchange)
            current_exchange.reset(before)
        self._finish(exchange, found, _address(scope))
        return True

    async def _let_in(self, work: Coroutine[Any, Any, Answer | None]) -> Answer | None:
        """Return the answer that ``work`` finds, if there is room for it to be at work, and it is at hand."""
        gate = self._guard.gate
        if not gate.enter_at_once():
            work.close()
            return None
        try:
            return await work
        except Exception:  # noqa: BLE001 - as above
            return None
        finally:
            gate.leave()

    async def _rest(self, begun: Begun[Answer | None]) -> Answer | None:
        """Return the answer that was begun at once, and has been in since."""
        try:
            return await begun
        except Exception:  # noqa: BLE001 - as above
            return None
        finally:
            self._guard.gate.leave()

    def _finish(self, exchange: Exchange, said: Ordinary, address: str) -> None:
        self._front.finish(exchange, "POST", self.endpoint)
        if self._guard.rates is not None:
            self._guard.rates.spend(address, said.authorization or None, exchange)

    def _is_open_to(self, said: Ordinary, address: str) -> bool:
        rates = self._guard.rates
        may_ask = rates is None or not rates.seconds_to_wait(address, said.authorization or None)
        return may_ask and self._front.is_short_way_open


def _asked(said: Ordinary, body: bytes) -> Asked:
    return Asked(said.content_type, said.accept, said.authorization, body)


def _sent(answer: Answer, exchange: Exchange, *, is_zipped: bool, is_encrypted: bool) -> AtOnce:
    """Return ``answer`` with what the long way adds to it, and take note of it."""
    body, is_compressed = answer.body, is_zipped and len(answer.body) >= COMPRESSED_BYTES
    if is_compressed:
        body = answer.compressed
        if body is None:
            body = answer.compressed = _compressed(answer.body)
    exchange.status, exchange.bytes = 200, len(body)
    return AtOnce(answer.media_type.encode(), body, exchange.id.encode(), is_compressed, is_encrypted)


def _compressed(body: bytes) -> bytes:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    return compressor.compress(body) + compressor.flush()


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
