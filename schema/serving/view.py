"""What strangers are shown of GraphQL itself, and what a developer is.

A developer sends the header ``graphql-developer`` with a token of an administrator: it opens introspection and GET, and
nothing of the registry. No page elsewhere can send it unasked, so that a GET with it needs no other proof.
"""

import re

from graphql import FieldNode, GraphQLError, GraphQLSyntaxError, Visitor, parse, visit
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.types import ExecutionResult

from core.service.office import Office
from core.service.viewer import Scope, viewer_of
from core.text import Text
from schema.build import MAX_TOKENS
from schema.context import Context
from schema.documents import Documents
from schema.errors import problem_extensions
from schema.execution import GuijuSchema
from schema.http import GraphQLView
from schema.opened import opened_for
from schema.requests import DEVELOPER, Operation, RequestError
from schema.serving.exchange import Result, current_exchange
from schema.serving.settings import Serving

_ABOUT_ITSELF = re.compile(r"\b__(?:schema|type)\b")


class PublicView(GraphQLView):
    """The endpoint as the operator opens it."""

    def __init__(self, schema: GuijuSchema, serving: Serving, documents: Documents | None = None) -> None:
        self._serving = serving
        super().__init__(schema, graphiql=serving.graphiql, documents=documents)

    async def answer(self, request: Request) -> Response:
        """Return the answer to ``request``; raise RequestError if it is refused before it is run."""
        header = request.headers.get(DEVELOPER)
        exchange = current_exchange.get()
        if header is not None and exchange is not None:
            exchange.is_developer = await _is_developer(opened_for(request).here, header)
        if request.method == "GET" and not self._may_get(request):
            text = Text(zh="只接受 POST", en="only POST is accepted")
            raise RequestError(405, "METHOD_NOT_ALLOWED", text, {"allow": "POST"})
        return await super().answer(request)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """Return the context of a request, and note whether its token holds."""
        context = await super().get_context(request, response)
        exchange = current_exchange.get()
        if exchange is not None:
            exchange.is_token_known = "authorization" in request.headers
        return context

    async def _run(self, operation: Operation, context: Context) -> ExecutionResult:
        if not (self._serving.introspection or _asks_as_developer()) and asks_for_schema(operation.query):
            result = ExecutionResult(data=None, errors=[_closed()])
        else:
            result = await super()._run(operation, context)
        exchange = current_exchange.get()
        if exchange is not None and result.errors:
            exchange.result = _result(result)
        return result

    def _may_get(self, request: Request) -> bool:
        is_page = "text/html" in request.headers.get("accept", "") and "query" not in request.query_params
        return self._serving.get or _asks_as_developer() or (is_page and self._serving.graphiql)


def _asks_as_developer() -> bool:
    exchange = current_exchange.get()
    return exchange is not None and exchange.is_developer


async def _is_developer(office: Office, token: str) -> bool:
    """Return True for the token of an administrator; raise RequestError for anything else in the header."""
    viewer = await viewer_of(office.reads, token.strip())
    if viewer is None or not viewer.may(Scope.ADMIN):
        text = Text(
            zh=f"请求头 {DEVELOPER} 须为带 admin 权限的有效令牌",
            en=f"the header {DEVELOPER} is to be a live token with the scope admin",
        )
        raise RequestError(401, "UNAUTHENTICATED", text)
    return True


def asks_for_schema(query: str) -> bool:
    """Return whether a query asks for the schema itself, or names that and cannot be read."""
    if not _ABOUT_ITSELF.search(query):
        return False
    try:
        document = parse(query, no_location=True, max_tokens=MAX_TOKENS)
    except (GraphQLSyntaxError, RecursionError):  # what cannot be looked through here may yet be run elsewhere
        return True
    found = _Introspection()
    visit(document, found)
    return found.is_there


class _Introspection(Visitor):
    is_there = False

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Look at one field."""
        self.is_there = self.is_there or node.name.value in {"__schema", "__type"}


def _closed() -> GraphQLError:
    text = Text(
        zh="本服务不公开内省; 结构见随附的 schema.graphql",
        en="introspection is closed here; the schema is published as schema.graphql",
    )
    return GraphQLError(f"INTROSPECTION_CLOSED: {text.en}", extensions=problem_extensions("INTROSPECTION_CLOSED", text))


def _result(result: ExecutionResult) -> Result:
    codes = {(error.extensions or {}).get("code") for error in result.errors or ()}
    if "INTERNAL" in codes:
        return Result.FAULTY
    return Result.REFUSED if result.data is None else Result.PARTIAL
