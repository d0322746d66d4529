"""An application around the endpoint, as small as the tests need."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.routing import Route

from core.host import Host
from core.service.office import opened
from core.service.viewer import Viewer
from schema.build import build_schema
from schema.http import GraphQLView, graphiql_assets
from schema.opened import Opened
from tests.schema.testville import TODAY, fill


def an_app(host: Host, database: str | Path, *, open_viewer: Viewer | None = None, filled: bool = False) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with opened(host, database, today=lambda: TODAY) as office:
            if filled:
                await fill(office)
            app.state = cast("State", Opened(office, open_viewer))
            yield

    view = GraphQLView(build_schema(), graphiql=True)
    return Starlette(routes=[Route("/graphql", view), graphiql_assets()], lifespan=lifespan)
