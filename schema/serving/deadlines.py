"""Connections that must not dawdle: uvicorn's two protocols with a time limit for whatever a client has to do.

uvicorn itself waits for ever for a request's head and body, and for a client that does not read. Here each has its
seconds; then the client is told 408, as far as a request had begun, and the connection is closed. At the end of the
process an idle connection may still send what is on its way, and half a request holds nothing up.
"""

import asyncio
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, cast

import orjson
import uvicorn

from core.text import Text
from schema.errors import problem_extensions
from schema.serving.life import Life
from schema.serving.settings import Limits

PHRASES = {400: "Bad Request", 408: "Request Timeout", 503: "Service Unavailable"}


class ServerConfig(uvicorn.Config):
    """uvicorn's settings, and what the protocols below go by."""

    limits: Limits
    life: Life
    counter: object = None
    """Where requests are answered at once, known to those connections alone that do; None: nowhere."""


class Awaited(Enum):
    """What a client has to do, by a deadline."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()
    ANYTHING = auto()
    """A request that may be on its way, while the process ends."""


def raw_answer(status: int, code: str, text: Text, more: str = "") -> bytes:
    """Return a whole answer in HTTP/1.1 that refuses a request no application has seen, and ends the connection."""
    error = {"message": f"{code}: {text.en}", "extensions": problem_extensions(code, text)}
    body = orjson.dumps({"errors": [error]})
    head = (
        f"HTTP/1.1 {status} {PHRASES[status]}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        f"cache-control: no-store\r\nx-content-type-options: nosniff\r\n{more}connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


TOO_SLOW = raw_answer(
    408,
    "REQUEST_TIMEOUT",
    Text(zh="请求未在时限内送达; 请重新发送", en="the request did not arrive in time; send it again"),
)
NOT_HTTP = raw_answer(
    400, "REQUEST_MALFORMED", Text(zh="不是合格的 HTTP/1.1 请求", en="this is not a proper HTTP/1.1 request")
)
FULL = raw_answer(
    503,
    "OVERLOADED",
    Text(zh="连接已满; 请稍后重试", en="there are too many connections; try again later"),
    "retry-after: 1\r\n",
)

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

    _Base = H11Protocol
else:
    _Base = object


class Deadlines(_Base):
    """What either protocol is given: deadlines."""

    config: ServerConfig  # pyright: ignore[reportIncompatibleVariableOverride] - the server makes no other
    _awaited: Awaited = Awaited.NOTHING
    _heard: bool = False
    """Whether part of a request has come."""
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as the two protocols declare it
        """Begin to wait for a request, if there is room."""
        super().connection_made(transport)
        limits = self.config.limits
        if len(self.connections) > limits.connections and not self._make_room():
            self._end(FULL)
        elif self.config.life.is_stopping:
            self._await(Awaited.ANYTHING, limits.linger_seconds)
        else:
            self._await(Awaited.HEAD, limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in part of a request, and see what is missing of it."""
        super().data_received(data)
        self._heard = True
        self._look()

    def on_response_complete(self) -> None:
        """See whether another request has begun."""
        super().on_response_complete()
        self._heard = False
        self._stop_waiting()
        if self.transport.is_closing():
            self._abort_unless_read()
        elif self.config.life.is_stopping and self._is_idle:
            self._await(Awaited.ANYTHING, self.config.limits.linger_seconds)
        elif not self._is_idle:
            self._look()

    def shutdown(self) -> None:
        """Give what is on its way a moment, as the process ends; answers from now on say that they are the last."""
        limits = self.config.limits
        if self._is_idle:
            self._await(Awaited.ANYTHING, limits.linger_seconds)
        elif self.cycle.more_body:
            self._await(Awaited.BODY, limits.linger_seconds)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it says the same in one language
        """Refuse what is not HTTP, as every other refusal looks."""
        self._end(NOT_HTTP)

    def pause_writing(self) -> None:
        """Give the client its time to read."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.config.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that the client reads."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has no further use."""
        super().timeout_keep_alive_handler()
        self._abort_unless_read()

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison] - None at first

    def _look(self) -> None:
        """Wait for what the request in progress lacks."""
        limits = self.config.limits
        if self.transport.is_closing():
            self._stop_waiting()
        elif self._is_idle:
            if self._awaited is Awaited.NOTHING:
                self._await(Awaited.HEAD, limits.head_seconds)
        elif not self.cycle.more_body:
            self._stop_waiting()
        elif self._awaited is not Awaited.BODY:
            is_stopping = self.config.life.is_stopping
            self._await(Awaited.BODY, limits.linger_seconds if is_stopping else limits.body_seconds)

    def _await(self, awaited: Awaited, seconds: float) -> None:
        self._stop_waiting()
        self._awaited = awaited
        self._deadline = self.loop.call_later(seconds, self._too_late)

    def _stop_waiting(self) -> None:
        self._awaited = Awaited.NOTHING
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        has_begun = self._heard and (self._is_idle or not self.cycle.response_started)
        self._end(TOO_SLOW if has_begun else b"")

    def _end(self, answer: bytes) -> None:
        """Close the connection, after a last answer."""
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.write(answer)
            self.transport.close()
        self._abort_unless_read()

    def _abort_unless_read(self) -> None:
        """Do not wait for ever for a client to read what was written before the connection is closed."""
        if self.transport.get_write_buffer_size():
            self.loop.call_later(self.config.limits.write_seconds, self.transport.abort)

    def _make_room(self) -> bool:
        """Return whether another connection could be closed for this one."""
        others = cast("set[Deadlines]", self.connections)
        return any(other.gives_way() for other in others if other is not self)

    def gives_way(self) -> bool:
        """Close the connection if nothing is being answered on it; return whether it was."""
        if not self._is_idle or self.transport.is_closing():
            return False
        self.transport.close()
        return True
