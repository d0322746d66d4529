"""Serving put together: an ASGI application around an open office, with its way in, its probes and its reloading."""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import cast

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from core.errors import GuijuError
from core.host import Host
from core.service.office import Office
from core.service.viewer import Viewer
from core.text import Text
from schema.build import build_schema
from schema.documents import Documents
from schema.execution import GuijuSchema
from schema.graphiql import graphiql_assets
from schema.http import refusal
from schema.opened import Opened
from schema.requests import DEVELOPER, PREFLIGHT
from schema.serving.front import Front
from schema.serving.guard import Guard
from schema.serving.life import Life
from schema.serving.logs import AccessLog
from schema.serving.metrics import Levels, Metrics
from schema.serving.probes import Probes
from schema.serving.rates import Rates
from schema.serving.reloading import Reloader
from schema.serving.settings import Serving
from schema.serving.shortcut import COMPRESSED_BYTES, LEVEL, Shortcut
from schema.serving.tracing import tracing_to_collector
from schema.serving.view import PublicView

ENDPOINT = "/graphql"
_ASKED_HEADERS = ["authorization", "content-type", "x-request-id", PREFLIGHT, DEVELOPER]
_SHOWN_HEADERS = ["etag", "retry-after", "x-request-id"]
_REMEMBERED_SECONDS = 600


class Application:
    """The endpoint and everything beside it, as one ASGI application. It answers once an office is open in it.

    ``load`` loads the regulations again, None if they stay as they are. ``lifespan`` is entered for as long as a server
    runs that knows of such things; None: the office is opened otherwise. ``schema`` None: it is built.

    Raises:
        RefusedError: ``serving`` names documents that cannot be read as such, or asks for tracing without its extra.
    """

    def __init__(
        self,
        serving: Serving,
        *,
        load: Callable[[], Host] | None = None,
        lifespan: Callable[["Application"], AbstractAsyncContextManager[None]] | None = None,
        schema: GuijuSchema | None = None,
    ) -> None:
        self.life = Life()
        """Whether the process is about to end; the server says so."""
        self._serving = serving
        self._load = load
        self._reloader: Reloader | None = None
        self._metrics = Metrics(self._levels)
        self._opened = Opened()
        self.starlette = Starlette(
            routes=self._routes(), lifespan=None if lifespan is None else lambda _: lifespan(self)
        )
        """What has the routes, and the open office in its state."""
        self.starlette.state = cast("State", self._opened)
        documents = Documents.read(serving.documents) if serving.documents is not None else None
        self._beside = ExceptionMiddleware(self.starlette.router, {HTTPException: _not_here})
        self._view = PublicView(schema or build_schema(), serving, documents)
        rates = Rates(serving.rate) if serving.rate is not None else None
        self._guard = Guard(self._view, serving.limits, rates)
        self._front = Front(
            self._shared(self._routed),
            self.life,
            self._metrics,
            AccessLog() if serving.access_log else None,
            tracing_to_collector() if serving.tracing else None,
        )
        self.shortcut = Shortcut(self._front, self._guard, self._view, self._opened, ENDPOINT)
        """The way in, which a server may ask below ASGI, too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self.starlette(scope, receive, send)
        else:
            await self.shortcut(scope, receive, send)

    def reload(self) -> None:
        """Have the regulations loaded again, if that is possible here; the outcome is in the log."""
        if self._reloader is not None:
            self._reloader.ask()

    @asynccontextmanager
    async def open_with(self, office: Office, open_viewer: Viewer | None) -> AsyncGenerator[None]:
        """Answer out of ``office`` while the block lasts.

        ``open_viewer`` is who a request without a token counts as; None: anyone, who sees regulations and plugins.
        """
        with self._answering(office, open_viewer):
            if self._load is None:
                yield
                return
            self._reloader = Reloader(self._load, self._metrics, self._office, self._serve, self._front.in_progress)
            self._opened.reload = self._reloader.reload
            try:
                yield
            finally:
                self._opened.reload = None
                await self._reloader.finish()

    @contextmanager
    def _answering(self, office: Office, open_viewer: Viewer | None) -> Generator[None]:
        self._opened.open_viewer = open_viewer
        self._serve(office)
        try:
            yield
        finally:
            self._opened.office = None

    def _office(self) -> Office:
        return self._opened.here

    def _serve(self, office: Office) -> None:
        self._opened.office = office

    def _levels(self) -> Levels:
        office = self._opened.office
        gate = self._guard.gate
        return Levels(gate.at_work, gate.waiting, None if office is None else office.host)

    def _routes(self) -> list[BaseRoute]:
        probes = Probes(self.life, self._metrics)
        graphiql = self._serving.graphiql

        async def home(request: Request) -> Response:
            is_page = graphiql and "text/html" in request.headers.get("accept", "")
            return RedirectResponse(ENDPOINT) if is_page else await probes.lives(request)

        return [Route("/", home), *probes.routes(), *([graphiql_assets()] if graphiql else [])]

    def _shared(self, within: ASGIApp) -> ASGIApp:
        """Return ``within`` for clients that take compressed answers, and for pages elsewhere that may ask."""
        compressing = GZipMiddleware(within, minimum_size=COMPRESSED_BYTES, compresslevel=LEVEL)

        async def fitting(scope: Scope, receive: Receive, send: Send) -> None:
            for name, value in scope["headers"]:
                if name == b"accept-encoding" and b"gzip" in value:
                    await compressing(scope, receive, send)
                    return
            await within(scope, receive, send)

        if not self._serving.origins:
            return fitting
        return CORSMiddleware(
            fitting,
            allow_origins=self._serving.origins,
            allow_methods=("GET", "POST"),
            allow_headers=_ASKED_HEADERS,
            expose_headers=_SHOWN_HEADERS,
            max_age=_REMEMBERED_SECONDS,
        )

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self.starlette
        within = self._guard if scope["type"] == "http" and scope["path"] == ENDPOINT else self._beside
        await within(scope, receive, send)


async def _not_here(_: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (404, None)
    if status == 405:  # noqa: PLR2004 - HTTP's own number
        said = GuijuError("METHOD_NOT_ALLOWED", Text(zh="此路径不接受该方法", en="this path does not take the method"))
    else:
        said = GuijuError("NOT_FOUND", Text(zh="没有此路径; 查询用 /graphql", en="there is no such path; ask /graphql"))
    return refusal(status, said, dict(headers or {}))
