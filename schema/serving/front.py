"""Every request, whatever it is for: its id, the headers of its answer, its line in the log, and that it is counted."""

from collections.abc import Iterable
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import GuijuError
from core.text import Text
from schema.errors import fault
from schema.http import refusal
from schema.serving.exchange import Exchange, Ids, Result, current_exchange
from schema.serving.life import Life
from schema.serving.logs import AccessLog
from schema.serving.metrics import Metrics
from schema.serving.tracing import Tracing

SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""Headers of every answer that says nothing else."""
ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")
ROUTES = frozenset({"/", "/graphql", "/healthz", "/readyz", "/metrics"})
"""Paths that the log names; any other is a stranger's own word."""

_LENGTHS = (b"content-length", b"transfer-encoding")
_AMBIGUOUS = refusal(
    400,
    GuijuError(
        "REQUEST_MALFORMED",
        Text(
            zh="请求的长度只能用一个 content-length 或 transfer-encoding 说明",
            en="one content-length or transfer-encoding says how long a request is",
        ),
    ),
    {"connection": "close"},
)
"""To a request whose end two parties could see in different places: a proxy and this service, for one."""


class Front:
    """The outermost application."""

    def __init__(
        self,
        within: ASGIApp,
        life: Life,
        metrics: Metrics,
        access_log: AccessLog | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self._within = within
        self._life = life
        self._metrics = metrics
        self._access_log = access_log
        self._tracing = tracing
        self._ids = Ids()
        self.in_progress: set[Exchange] = set()
        """Requests that have not come to their end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever is not HTTP is passed on."""
        if scope["type"] != "http":
            await self._within(scope, receive, send)
            return
        given = parent = None
        lengths = 0
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                given = value
            elif name == b"traceparent":
                parent = value
            elif name in _LENGTHS:
                lengths += 1
        exchange = scope["guiju.exchange"] = self.exchange(given)
        before = current_exchange.set(exchange)
        self.in_progress.add(exchange)
        try:
            within = self._within if lengths <= 1 else _AMBIGUOUS
            await self._answer(exchange, within, scope, receive, send)
        finally:
            self.in_progress.discard(exchange)
            self.finish(exchange, scope["method"], scope["path"], parent)
            current_exchange.reset(before)

    @property
    def is_short_way_open(self) -> bool:
        """Whether requests may be answered without coming through here: the process goes on, and none is traced."""
        return not self._life.is_stopping and self._tracing is None

    def exchange(self, given: bytes | None) -> Exchange:
        """Return the exchange of a new request; ``given`` is the id that came with it."""
        return Exchange(self._ids.of(given))

    def dressing(self, exchange: Exchange, scope: Scope, send: Send) -> Send:
        """Return what sends an answer with the headers of every answer, and takes note of it."""
        is_encrypted = scope.get("scheme") == "https"

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._headers(exchange, message.get("headers", ()), is_encrypted=is_encrypted)
            elif message["type"] == "http.response.body":
                exchange.bytes += len(message.get("body", b""))
            await send(message)

        return dressed

    async def _answer(self, exchange: Exchange, within: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        dressed = self.dressing(exchange, scope, send)
        try:
            await within(scope, receive, dressed)
        except Exception as error:
            exchange.result = Result.FAULTY
            code, text = fault(error)
            if exchange.status:
                raise
            await refusal(500, GuijuError(code, text))(scope, receive, dressed)

    def _headers(
        self, exchange: Exchange, given: Iterable[tuple[bytes, bytes]], *, is_encrypted: bool
    ) -> list[tuple[bytes, bytes]]:
        headers = list(given)
        names = {name for name, _ in headers}
        headers += [one for one in SAFE if one[0] not in names]
        headers.append((b"x-request-id", exchange.id.encode()))
        if is_encrypted:
            headers.append(ENCRYPTED)
        if self._life.is_stopping and b"connection" not in names:
            headers.append((b"connection", b"close"))
        return headers

    def finish(self, exchange: Exchange, method: str, path: str, parent: bytes | None = None) -> None:
        """Count a request that has come to its end, and write its line in the log."""
        self._metrics.count(exchange)
        if self._access_log is not None:
            self._access_log.write(exchange, _method(method), path if path in ROUTES else "-")
        if self._tracing is not None:
            seconds = monotonic() - exchange.started
            self._tracing.record(exchange, seconds, parent.decode("latin-1") if parent else None)


def _method(given: str) -> str:
    return given if given in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "-"
