"""Connections by httptools that answer an ordinary request at once: no task, nothing of ASGI.

A request that arrives while nothing else is in progress, alone and with nothing unusual about it, is shown to the short
way before uvicorn's parser hears of it. Whatever the short way does not answer is given to uvicorn as it came.
"""

from time import monotonic
from types import MappingProxyType
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from schema.serving.deadlines import Awaited, Deadlines
from schema.serving.headings import Headings
from schema.serving.shortcut import BEGUN, UNAVAILABLE, AtOnce, Shortcut, Underway, lines

MOST_HELD = 64 * 1024
"""The longest body that is waited for here, in bytes; a longer one is uvicorn's affair."""
_STATUS = MappingProxyType({200: b"HTTP/1.1 200 OK\r\n", UNAVAILABLE: b"HTTP/1.1 503 Service Unavailable\r\n"})


class Counter:
    """Where the connections of one server bring what might be answered at once."""

    def __init__(self, shortcut: Shortcut, headings: Headings) -> None:
        self.shortcut = shortcut
        self.headings = headings
        self._common: list[tuple[bytes, bytes]] = []
        self._lines = b""

    def lines(self, common: list[tuple[bytes, bytes]]) -> bytes:
        """Return the headers that stand in every answer of the server, which makes a new list when they change."""
        if common is not self._common:
            self._common, self._lines = common, lines(common)
        return self._lines


class QuickHttpTools(Deadlines, HttpToolsProtocol):  # pyright: ignore[reportIncompatibleVariableOverride, reportIncompatibleMethodOverride] - of the two, what Deadlines uses is the same
    """uvicorn's protocol in C, with deadlines and the short way."""

    _held: bytes = b""
    """An ordinary request whose body is not whole yet."""
    _is_parsing: bool = False
    """Whether uvicorn's parser has part of a request."""
    _underway: Underway | None = None
    """What is to be found in the scope of the next request."""
    _answered: float = 0.0
    """When a request was answered at once, by the loop's clock."""

    def data_received(self, data: bytes) -> None:
        """Answer a request, or take in part of one."""
        if self._held:
            data, self._held = self._held + data, b""
        counter = cast("Counter | None", self.config.counter)
        is_busy = self._is_parsing or self.flow.write_paused or not self._is_idle
        if counter is None or is_busy or not self._is_answered(data, counter):
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the application know of a request that will never be whole."""
        if self._held:
            held, self._held = self._held, b""
            super().data_received(held)
        super().connection_lost(exc)

    def gives_way(self) -> bool:
        """Close the connection if nothing is being asked or answered on it; return whether it was."""
        return not self._held and super().gives_way()

    def on_message_begin(self) -> None:
        """Begin a request by way of the parser."""
        super().on_message_begin()
        self._is_parsing = True
        if self._underway is not None:
            cast("dict[str, object]", self.scope)[BEGUN] = self._underway
            self._underway = None

    def on_message_complete(self) -> None:
        """Note that the parser has nothing left of a request, unless it now waits for another protocol."""
        super().on_message_complete()
        self._is_parsing = bool(self.parser.should_upgrade())  # pyright: ignore[reportOptionalMemberAccess] - it is there while it calls

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has no further use, unless it was used since the timer was set."""
        left = self._answered + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _is_answered(self, data: bytes, counter: Counter) -> bool:
        """Return whether ``data`` is a request that is answered now, or may be once more of it has come."""
        end = data.find(b"\r\n\r\n") + 4
        is_encrypted = self.scheme == "https"
        heading = counter.headings.of(data[:end], self.client, is_encrypted=is_encrypted)
        if heading is None or self.transport.is_closing():
            return False
        missing = heading.said.length - len(data) + end
        if missing:
            return missing > 0 and self._is_held(data, heading.said.length)
        waited = monotonic() - self.loop.time()  # a fast loop's clock stands while it goes through what has come
        found = counter.shortcut.at_once(heading, data[end:], waited)
        if isinstance(found, AtOnce):
            self._write(found, counter)
            return True
        self._underway = found
        return False

    def _is_held(self, data: bytes, length: int) -> bool:
        """Wait for the rest of a body, unless it is a long one; return whether that is so."""
        if length > MOST_HELD:
            return False
        self._held, self._heard = data, True
        self._unset_keepalive_if_required()
        if self._awaited is not Awaited.BODY:
            self._await(Awaited.BODY, self.config.limits.body_seconds)
        return True

    def _write(self, found: AtOnce, counter: Counter) -> None:
        common = counter.lines(self.server_state.default_headers)
        head = b"%b%b%b\r\n" % (_STATUS[found.status], common, found.lines())
        self.transport.write(head + found.body)
        self.server_state.total_requests += 1
        self._heard = False
        if self._awaited is not Awaited.NOTHING:
            self._stop_waiting()
        self._answered = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
