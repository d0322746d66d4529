"""The page to try queries on: all its files come from this service, so that it works with no internet."""

from importlib.resources import files

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from core.service.viewer import ANYONE
from schema.examples import examples
from schema.opened import opened_for

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
ASSETS = {
    "graphiql.min.css": "text/css",
    "react.production.min.js": "text/javascript",
    "react-dom.production.min.js": "text/javascript",
    "graphiql.min.js": "text/javascript",
}
_PACKAGE = "graphene_django_graphiql_static"
_HOUR = 3600

PAGE = """\
<!doctype html>
<html lang="zh">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <meta name="robots" content="noindex">
  <title>规矩 Guiju · GraphiQL</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/graphiql/graphiql.min.css">
  <style>html, body, #graphiql { height: 100%; margin: 0; overflow: hidden }</style>
</head>
<body>
  <div id="graphiql">载入中… Loading…</div>
  <script src="/graphiql/react.production.min.js"></script>
  <script src="/graphiql/react-dom.production.min.js"></script>
  <script src="/graphiql/graphiql.min.js"></script>
  <script src="/graphiql/start.js"></script>
</body>
</html>
"""

_START = """\
"use strict";
const examples = EXAMPLES;
ReactDOM.render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: window.location.pathname }),
    defaultTabs: examples.map((one) => ({ query: one.query, variables: JSON.stringify(one.variables, null, 2) })),
    defaultEditorToolsVisibility: true,
    shouldPersistHeaders: false,
  }),
  document.getElementById("graphiql"),
);
"""


def graphiql_assets() -> Mount:
    """Return the route of everything that the page loads; read from the installed package once, here."""
    folder = files(_PACKAGE) / "static" / _PACKAGE
    contents = {name: (folder / name).read_bytes() for name in ASSETS}

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in contents:
            raise HTTPException(404)
        headers = {"x-content-type-options": "nosniff", "cache-control": f"public, max-age={_HOUR}"}
        return Response(contents[name], media_type=ASSETS[name], headers=headers)

    return Mount("/graphiql", routes=[Route("/start.js", start), Route("/{name}", asset)])


async def start(request: Request) -> Response:
    """Return the page's own script, with the example queries about what is served."""
    opened = opened_for(request)
    found = await examples(opened.here, opened.open_viewer or ANYONE)
    shown = [{"query": one.query, "variables": one.variables} for one in found]
    script = _START.replace("EXAMPLES", orjson.dumps(shown).decode())
    headers = {"x-content-type-options": "nosniff", "cache-control": "no-store"}
    return Response(script, media_type="text/javascript", headers=headers)
