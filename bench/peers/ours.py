"""The endpoint as ``guiju serve`` serves it, to anyone, over a database of the benchmark."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from core.host import Host
from core.service.office import opened
from core.service.viewer import EVERYONE_IN_DEMO
from schema.serving.application import Application
from schema.serving.server import spare_collector
from schema.serving.settings import Serving

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = Host.load([ROOT / "plugins", Path(os.environ["BENCH_PLUGINS"])], packages=False)


@asynccontextmanager
async def lifespan(application: Application) -> AsyncGenerator[None]:
    """Open the registry, as the server does."""
    async with opened(HOST, os.environ["BENCH_DB"]) as office, application.open_with(office, EVERYONE_IN_DEMO):
        spare_collector()
        yield


app = Application(Serving(), lifespan=lifespan)
