"""A whole endpoint about a made-up place, in this process, and tokens for it."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any

import anyio
from starlette.testclient import TestClient

from core.host import Host
from core.service.office import Office, opened
from core.service.tokens import issue_token
from core.service.viewer import Scope, Viewer
from core.storage import Database
from schema.build import build_schema
from schema.execution import GuijuSchema
from schema.serving.application import Application
from schema.serving.server import Server
from schema.serving.settings import Serving
from tests.schema.testville import TODAY, a_host, fill
from tests.serving.sockets import PATIENCE

CLOSED = Serving(is_public=True, introspection=False, graphiql=False, get=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that answers."""

    application: Application
    client: TestClient
    folder: Path

    def ask(self, query: str, **headers: str) -> dict[str, Any]:
        """Return the answer to a query by POST; in header names a ``-`` is written ``_``."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/graphql", json={"query": query}, headers=given).json()

    def token(self, *scopes: Scope, label: str = "test", regions: tuple[str, ...] | None = None) -> str:
        """Return a new token."""
        return a_token(self.folder / "registry.sqlite3", *scopes, label=label, regions=regions)

    def revoke(self, label: str) -> None:
        """Revoke a token by its label, as another process would."""
        _revoke(self.folder / "registry.sqlite3", label)


def _revoke(database: Path, label: str) -> None:
    async def revoke() -> None:
        async with Database.open(database) as opened_, opened_.writing(actor="test") as writes:
            await writes.revoke_token(label)

    anyio.run(revoke)


def a_token(database: str | Path, *scopes: Scope, label: str = "test", regions: tuple[str, ...] | None = None) -> str:
    """Return a new token of the registry at a path."""

    async def issue() -> str:
        async with Database.open(database) as opened_:
            return await issue_token(opened_, label, scopes, regions)

    return anyio.run(issue)


@contextmanager
def an_endpoint(
    folder: Path,
    serving: Serving | None = None,
    *,
    open_viewer: Viewer | None = None,
    load: Callable[[], Host] | None = None,
    files: dict[str, str] | None = None,
    schema: GuijuSchema | None = None,
) -> Generator[Endpoint]:
    """Give an endpoint with a small registry below ``folder``; a client of it counts as coming from this machine."""
    host = a_host(folder / "plugins", files)
    if not (folder / "registry.sqlite3").exists():
        shutil.copy(a_filled_registry(), folder / "registry.sqlite3")

    @asynccontextmanager
    async def lifespan(application: Application) -> AsyncGenerator[None]:
        async with (
            opened(host, folder / "registry.sqlite3", today=today) as office,
            application.open_with(office, open_viewer),
        ):
            yield

    application = Application(serving or Serving(), load=load, lifespan=lifespan, schema=schema or a_schema())
    with TestClient(application, client=("127.0.0.1", 50000)) as client:
        yield Endpoint(application, client, folder)


@cache
def a_filled_registry() -> Path:
    """Return a registry with a few people in it, made once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="guiju-serving-"))

    async def make() -> None:
        async with opened(a_host(folder / "plugins"), folder / "registry.sqlite3", today=today) as office:
            await fill(office)

    anyio.run(make)
    return folder / "registry.sqlite3"


@cache
def a_schema() -> GuijuSchema:
    """Return the schema, built once for all tests."""
    return build_schema()


def today() -> date:
    return TODAY


@contextmanager
def a_server(
    folder: Path,
    serving: Serving | None = None,
    protocol: type[asyncio.Protocol] | None = None,
    open_viewer: Viewer | None = None,
    within: Callable[[Office], Office] | None = None,
) -> Generator[int]:
    """Give the port of an endpoint in a thread of this process, with a small registry below ``folder``.

    ``within`` returns the office to be served in place of the one that was opened.
    """
    host = a_host(folder / "plugins")
    shutil.copy(a_filled_registry(), folder / "registry.sqlite3")
    chosen = serving or Serving()
    application, ready = Application(chosen, schema=a_schema()), Event()
    server = Server(application, chosen, ready.set, protocol)
    listening = socket.create_server(("127.0.0.1", 0))

    async def serve() -> None:
        async with (
            opened(host, folder / "registry.sqlite3", today=today) as office,
            application.open_with(office if within is None else within(office), open_viewer),
        ):
            await server.serve(sockets=[listening])

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"
