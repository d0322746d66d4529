"""The GraphQL endpoint over HTTP: JSON in, JSON out, whatever is sent; no websockets and no uploads."""

from hashlib import sha256
from types import MappingProxyType
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from core.errors import GuijuError
from core.service.viewer import ANYONE
from core.text import Text
from schema.answers import Answer, Answers, Asked
from schema.context import Context
from schema.documents import Documents
from schema.errors import fault, problem_extensions
from schema.execution import GuijuSchema
from schema.graphiql import HEADERS, PAGE, graphiql_assets
from schema.opened import Opened, opened_for
from schema.requests import JSON, Operation, RequestError, body_of, operation_in, operation_of, viewer_with
from schema.serving.exchange import Kind, RunBy, note_operation

__all__ = ["GraphQLView", "graphiql_assets"]

GRAPHQL_JSON = "application/graphql-response+json"
_GRAPHQL_JSON = GRAPHQL_JSON.encode()
_ANSWER_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_DECIDING = (b"content-type", b"accept", b"authorization")
"""Headers on which an answer depends."""
_EXPECTED_MESSAGES = MappingProxyType({"PERSISTED_QUERY_NOT_FOUND": "PersistedQueryNotFound"})
"""Clients that register documents look for this message, word for word, before they send the text."""
_TAGGED_HEADERS = {
    **_ANSWER_HEADERS,
    "cache-control": "private, no-cache",
    "vary": "accept, accept-encoding, authorization",
}
"""Of an answer to a GET: a client may keep it, and asks each time whether it still holds.

Its tag is a weak one, since it stands for the answer compressed and as it is.
"""


class GraphQLView(GraphQL[Context, None]):
    """The endpoint, to be routed for GET and POST under an application whose state is an ``Opened``.

    With ``graphiql`` a browser is shown a page to try queries on; route ``graphiql_assets()`` beside it.
    """

    def __init__(self, schema: GuijuSchema, *, graphiql: bool, documents: Documents | None = None) -> None:
        self._documents = documents or Documents()
        self.answers = Answers()
        """Those that are kept."""
        self._known = schema.operations
        super().__init__(schema, graphql_ide="graphiql" if graphiql else None, subscription_protocols=())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; websockets are refused."""
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close()
            return
        request = Request(scope, receive)
        try:
            response = await self.answer(request)
        except RequestError as error:
            response = refusal(error.status, error, error.headers)
        except GuijuError as error:
            response = refusal(503, error)
        except Exception as error:  # noqa: BLE001 - whatever happens, the client gets JSON and the log a place
            response = refusal(500, GuijuError(*fault(error)))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Return the answer to ``request``; raise RequestError if it is refused before it is run."""
        if _wants_page(request) and self.graphql_ide is not None:
            return HTMLResponse(self.graphql_ide_html, headers=HEADERS)
        body = await body_of(request)
        asked = _asked(request, body)
        state = await self.answers.state(opened_for(request).here)
        shelves = self.answers.shelves
        kept = self.answers.find(asked)
        if kept is not None:
            note_operation(Kind.QUERY, 0, RunBy.KEPT)
            return Response(kept.body, media_type=kept.media_type, headers=_ANSWER_HEADERS)
        operation = operation_of(request, body, self._documents)
        context = await self.get_context(request, Response())
        context.shelves = shelves
        data = await self._known.answer(operation.query, operation.name, operation.variables, context)
        if data is None:
            self.answers.hear(asked)
            return self._response(request, operation, await self._run(operation, context.again()))
        response = self._response(request, operation, ExecutionResult(data=data, errors=None))
        if not operation.is_get:
            until = context.viewer.expires_at
            self.answers.keep(asked, Answer(str(response.media_type), bytes(response.body), until), state)
        return response

    async def at_hand(self, asked: Asked, opened: Opened) -> Answer | None:
        """Return the answer to a POST that is kept, or whose operation is compiled; None: there is none at hand.

        The state of the data is asked for, before anything is read, only where something kept rests on it.
        Raises whatever may be wrong with the request.
        """
        answers, office, viewer = self.answers, opened.here, opened.open_viewer or ANYONE
        state = await answers.state(office) if answers.knows(asked) else None
        kept = None if state is None else answers.find(asked)
        if kept is not None:
            note_operation(Kind.QUERY, 0, RunBy.KEPT)
            return kept
        operation = operation_in(asked.body, self._documents)
        prepared = self._known.prepared(operation.query, operation.name, operation.variables)
        if prepared is None:
            return None
        if state is None and prepared.compiled.is_shelved:
            state = await answers.state(office)
        if asked.authorization:
            viewer = await viewer_with(asked.authorization.decode("latin-1"), office.reads, viewer)
        shelves = answers.shelves
        data = await prepared.run(Context(office, viewer, None if state is None else shelves), shelves)
        if data is None:
            return None
        media_type = GRAPHQL_JSON if _GRAPHQL_JSON in asked.accept else JSON
        answer = Answer(media_type, self.encode_json({"data": data}), viewer.expires_at)
        if state is None:
            answers.hear(asked)
        else:
            answers.keep(asked, answer, state)
        return answer

    def _response(self, request: Request, operation: Operation, result: ExecutionResult) -> Response:
        wants_new = GRAPHQL_JSON in request.headers.get("accept", "")
        refused = result.data is None and not any(error.path for error in result.errors or ())
        body = self.encode_json(_body(result, has_run=not refused))
        headers = _ANSWER_HEADERS
        if operation.is_get and not result.errors:
            tag = f'"{sha256(body).hexdigest()[:32]}"'
            headers = {**_TAGGED_HEADERS, "etag": f"W/{tag}"}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
        return Response(
            body,
            status_code=400 if wants_new and refused else 200,
            media_type=GRAPHQL_JSON if wants_new else JSON,
            headers=headers,
        )

    @property
    def graphql_ide_html(self) -> str:
        """The page for browsers."""
        return PAGE

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:  # noqa: ARG002 - the signature is Strawberry's
        """Return the context of a request: the office, and who asks."""
        opened = opened_for(request)
        office, default = opened.here, opened.open_viewer
        viewer = await viewer_with(request.headers.get("authorization"), office.reads, default)
        context = Context.of(office, viewer)
        context.reload = opened.reload
        return context

    def encode_json(self, data: object) -> bytes:
        """Return ``data`` as JSON in UTF-8, Chinese as it is."""
        return orjson.dumps(data)

    async def _run(self, operation: Operation, context: Context) -> ExecutionResult:
        allowed = {OperationType.QUERY} if operation.is_get else {OperationType.QUERY, OperationType.MUTATION}
        try:
            return await self.schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.name,
                allowed_operation_types=allowed,
            )
        except InvalidOperationTypeError:
            text = Text(zh="GET 只能查询; 修改用 POST", en="a GET can only query; change things by POST")
            raise RequestError(405, "OPERATION_NOT_ALLOWED", text, {"allow": "POST"}) from None
        except (CannotGetOperationTypeError, MissingQueryError):
            text = Text(
                zh="query 中没有可执行的操作, 或 operationName 未指明其一",
                en="`query` has no operation to run, or `operationName` names none of several",
            )
            return ExecutionResult(
                data=None,
                errors=[
                    GraphQLError(
                        f"OPERATION_UNKNOWN: {text.en}", extensions=problem_extensions("OPERATION_UNKNOWN", text)
                    )
                ],
            )


def _asked(request: Request, body: bytes) -> Asked:
    found = {name: value for name, value in request.scope["headers"] if name in _DECIDING}
    kind, accept, authorization = (found.get(name, b"") for name in _DECIDING)
    return Asked(kind, accept, authorization, body)


def _wants_page(request: Request) -> bool:
    is_query = "query" in request.query_params
    return request.method == "GET" and not is_query and "text/html" in request.headers.get("accept", "")


def _body(result: ExecutionResult, *, has_run: bool) -> dict[str, Any]:
    """Return an answer as a client gets it; one to an operation that was not run has no data, not even none."""
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if has_run:
        body["data"] = result.data
    return body


def refusal(status: int, error: GuijuError, headers: dict[str, str] | None = None) -> Response:
    """Return the answer to a request that is refused before it is run."""
    shown = {
        "message": _EXPECTED_MESSAGES.get(error.code, f"{error.code}: {error.message.en}"),
        "extensions": problem_extensions(error.code, error.message, error.field),
    }
    return Response(
        orjson.dumps({"errors": [shown]}),
        status_code=status,
        media_type=JSON,
        headers={**_ANSWER_HEADERS, **(headers or {})},
    )
