"""The process: its sockets, its signals and its end.

SIGTERM and SIGINT end it: no new connection, every request that has come is answered, then the database is closed.
SIGHUP has the regulations loaded again.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from core.errors import RefusedError
from core.host import Host
from core.service.office import Office, opened
from core.service.viewer import Viewer, has_live_token
from core.text import Text
from schema.serving.application import Application
from schema.serving.deadlines import ServerConfig
from schema.serving.logs import logging_to
from schema.serving.protocols import open_counter, protocol_at_hand
from schema.serving.settings import Serving

_BESIDES_CONNECTIONS = 256
"""Files that the process needs open besides its connections."""


class Server(uvicorn.Server):
    """uvicorn's server with a gentler end."""

    def __init__(
        self,
        application: Application,
        serving: Serving,
        announce: Callable[[], None],
        protocol: type[asyncio.Protocol] | None = None,
    ) -> None:
        """Take what is served, and what to call once it is; ``protocol`` None: the fastest at hand."""
        self._application = application
        self._announce = announce
        self._serving = serving
        limits = serving.limits
        config = ServerConfig(
            application,
            http=protocol or protocol_at_hand(),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=limits.idle_seconds,
            timeout_graceful_shutdown=limits.stop_seconds,
        )
        config.limits, config.life = limits, application.life
        open_counter(config, application.shortcut)
        super().__init__(config)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature is uvicorn's
        """Begin to end; asked again from the keyboard, end at once."""
        self._application.life.is_stopping = True
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        with suppress(NotImplementedError, RuntimeError, ValueError):  # only in a main thread, and not on every system
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._application.reload)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what has come, and end."""
        self._application.life.is_stopping = True
        await asyncio.sleep(self._serving.limits.drain_seconds)
        await super().shutdown(sockets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a process serves."""

    host: Host
    database: str | Path
    open_viewer: Viewer | None
    """Who a request without a token counts as; None: anyone, who sees regulations and plugins."""
    load: Callable[[], Host]
    """Loads the regulations again."""
    announce: Callable[[], None]
    """Called once requests are answered."""


def run(served: Served, serving: Serving, listening: socket.socket) -> None:
    """Serve on a socket until the process is told to end, with its log on the standard error.

    Raises:
        RefusedError: strangers could reach it and nobody has a token, or the database or a setting is wrong.
        RetryLaterError: the database is held, or cannot be reached.
    """
    allow_files(serving.limits.connections + _BESIDES_CONNECTIONS)
    application = Application(serving, load=served.load)
    with (
        logging_to(),
        asyncio.Runner(loop_factory=uvicorn.Config(application, log_config=None).get_loop_factory()) as runner,
    ):
        runner.run(_serve(served, application, serving, listening))


async def _serve(served: Served, application: Application, serving: Serving, listening: socket.socket) -> None:
    async with opened(served.host, served.database) as office:
        if serving.is_public:
            await require_token(office)
        async with application.open_with(office, served.open_viewer):
            spare_collector()
            await Server(application, serving, served.announce).serve(sockets=[listening])


def spare_collector() -> None:
    """Tell Python's collector not to look again and again through what the process holds from its start to its end."""
    gc.collect()
    gc.freeze()


async def require_token(office: Office) -> None:
    """Raise RefusedError unless somebody holds a token that is live."""
    if not await has_live_token(office.reads):
        text = Text(
            zh="对外服务前须至少签发一枚有效令牌: guiju token issue <名称> --scope admin",
            en="issue at least one token before strangers can reach this server: guiju token issue LABEL --scope admin",
        )
        raise RefusedError("NO_TOKEN", text)


def allow_files(wanted: int) -> None:
    """Have the system allow as many open files, as far as it does."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))
