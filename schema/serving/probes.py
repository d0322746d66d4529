"""What those who keep the service up ask: does the process live, is it ready, and what are its numbers."""

import asyncio
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.errors import GuijuError
from core.service.office import Office
from core.service.viewer import Scope
from schema.opened import opened_for
from schema.requests import RequestError, viewer_with
from schema.serving.life import Life
from schema.serving.metrics import CONTENT_TYPE, Metrics

DATABASE_SECONDS = 2
"""How long the database may take to answer before the process counts as not ready."""
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Probes:
    """The routes beside GraphQL."""

    def __init__(self, life: Life, metrics: Metrics) -> None:
        self._life = life
        self._metrics = metrics
        self._asking: asyncio.Task[bool] | None = None

    def routes(self) -> list[Route]:
        """Return them, to be reached without waiting."""
        return [
            Route("/healthz", self.lives, methods=["GET"]),
            Route("/readyz", self.is_ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    async def lives(self, _: Request) -> Response:
        """Say that the process answers."""
        return JSONResponse({"status": "ok"})

    async def is_ready(self, request: Request) -> Response:
        """Say whether requests are answered: not while the process ends, or while the database does not answer."""
        office = opened_for(request).office
        checks = {
            "not_stopping": not self._life.is_stopping,
            "plugins_loaded": office is not None,
            "database_answers": office is not None and await self._answers(office),
        }
        is_ready = all(checks.values())
        said = {"status": "ready" if is_ready else "not ready", **checks}
        return JSONResponse(said, status_code=200 if is_ready else 503)

    async def metrics(self, request: Request) -> Response:
        """Give the numbers to this machine, or to an administrator's token."""
        if not _is_from_here(request):
            try:
                viewer = await viewer_with(request.headers.get("authorization"), opened_for(request).here.reads, None)
            except RequestError:
                return Response(status_code=404)
            if not viewer.may(Scope.ADMIN):
                return Response(status_code=404)
        return Response(self._metrics.text(), media_type=CONTENT_TYPE)

    async def _answers(self, office: Office) -> bool:
        """Return whether the database answers in time; a question that is still open is not asked again."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(_asked(office))
        done, _ = await asyncio.wait({self._asking}, timeout=DATABASE_SECONDS)  # it is not cancelled
        return bool(done) and self._asking.result()


async def _asked(office: Office) -> bool:
    try:
        await office.database.read("SELECT 1")
    except GuijuError:
        return False
    return True


def _is_from_here(request: Request) -> bool:
    """Return whether the request comes from this machine, and not by way of a proxy on it that says so."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
