"""Requests over HTTP before GraphQL sees them: bodies, headers and tokens, each refused with a typed error."""

from collections.abc import Mapping
from typing import NamedTuple, cast

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request

from core.errors import RefusedError
from core.service.viewer import ANYONE, Viewer, viewer_of
from core.storage import Reads
from core.text import Text
from schema.documents import Documents, UnknownDocumentError, hash_in

MAX_BYTES = 256 * 1024
"""Longest body of a request."""
PREFLIGHT = "graphql-require-preflight"
"""A header that a page elsewhere cannot send unasked; queries by GET need it, or a JSON content type."""
DEVELOPER = "graphql-developer"
"""A header with an administrator's token that opens introspection and GET; no page elsewhere can send it either."""
JSON = "application/json"
_PLAIN = frozenset({"query", "variables"})


class RequestError(RefusedError):
    """A request that is refused before it is run, with its HTTP status."""

    def __init__(self, status: int, code: str, message: Text, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code, message)
        self.status = status
        self.headers = dict(headers or {})


class Operation(NamedTuple):
    """What a request asks for."""

    query: str
    variables: dict[str, object] | None
    name: str | None
    is_get: bool


def operation_of(request: Request, body: bytes, documents: Documents) -> Operation:
    """Return what ``request`` asks for; raise RequestError if it is not well formed, or its document is not run."""
    if request.method == "GET":
        return _by_get(request, documents)
    return operation_in(body, documents)


def operation_in(body: bytes, documents: Documents) -> Operation:
    """Return what the body of a POST asks for; raise RequestError as ``operation_of`` does."""
    found = _json(body)
    return _plainest(found, documents) or _operation(found, documents, is_get=False)


def _plainest(body: object, documents: Documents) -> Operation | None:
    """Return what a body asks for that is a text and its variables, as nearly all are; None: look at it closely."""
    if not isinstance(body, dict) or not _PLAIN.issuperset(cast("dict[str, object]", body)) or documents.only_trusted:
        return None
    given = cast("dict[str, object]", body)
    query, variables = given.get("query"), given.get("variables")
    if not isinstance(query, str) or not query or query.isspace() or not isinstance(variables, dict | None):
        return None
    return Operation(query, cast("dict[str, object] | None", variables), None, is_get=False)


async def body_of(request: Request) -> bytes:
    """Return the body of a POST, empty for a GET; raise RequestError for another method or kind, or a long body."""
    if request.method == "GET":
        return b""
    if request.method != "POST":
        text = Text(zh="只接受 GET 与 POST", en="only GET and POST are accepted")
        raise RequestError(405, "METHOD_NOT_ALLOWED", text, {"allow": "GET, POST"})
    if _media_type(request) != JSON:
        text = Text(zh=f"请求的 content-type 须为 {JSON}", en=f"the content type of a request is {JSON}")
        raise RequestError(415, "CONTENT_TYPE", text)
    return await _body(request)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _by_get(request: Request, documents: Documents) -> Operation:
    is_proven = PREFLIGHT in request.headers or DEVELOPER in request.headers
    if not is_proven and _media_type(request) != JSON:
        text = Text(
            zh=f"GET 请求须带请求头 {PREFLIGHT}: 1, 或改用 POST", en=f"a GET needs the header {PREFLIGHT}: 1; or POST"
        )
        raise RequestError(400, "PREFLIGHT_NEEDED", text)
    given: QueryParams = request.query_params
    body: dict[str, object] = {name: given[name] for name in ("query", "operationName", "documentId") if name in given}
    for name in ("variables", "extensions"):
        if given.get(name):
            body[name] = _json(given[name].encode())
    return _operation(body, documents, is_get=True)


async def _body(request: Request) -> bytes:
    """Return the body, of which no more is read than is allowed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            text = Text(zh=f"请求体不得超过 {MAX_BYTES} 字节", en=f"a request has {MAX_BYTES} bytes at most")
            raise RequestError(413, "BODY_TOO_LARGE", text, {"connection": "close"})
    return bytes(body)


def _json(data: bytes) -> object:
    try:
        return orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        raise _malformed("请求体不是 UTF-8 的 JSON", "the body is not JSON in UTF-8") from None


def _operation(body: object, documents: Documents, *, is_get: bool) -> Operation:
    if not isinstance(body, dict):
        raise _malformed("请求体须为一个 JSON 对象", "the body is one JSON object")
    given = cast("dict[str, object]", body)
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if query is not None and not isinstance(query, str):
        raise _malformed("query 须为字符串", "`query` is a string")
    if variables is not None and not isinstance(variables, dict):
        raise _malformed("variables 须为对象", "`variables` is an object")
    if name is not None and not isinstance(name, str):
        raise _malformed("operationName 须为字符串", "`operationName` is a string")
    if given.get("extensions") is not None and not isinstance(given["extensions"], dict):
        raise _malformed("extensions 须为对象", "`extensions` is an object")
    extensions = cast("dict[str, object]", given.get("extensions") or {})
    text = _document(documents, query, given.get("documentId"), extensions)
    return Operation(text, cast("dict[str, object] | None", variables), name or None, is_get)


def _document(documents: Documents, query: str | None, document_id: object, extensions: Mapping[str, object]) -> str:
    """Return the text of the document that is asked for."""
    try:
        text = documents.text_of(query, hash_in(document_id, extensions))
    except UnknownDocumentError as error:  # with 200, as clients that register documents expect it
        raise RequestError(200, error.code, error.message) from None
    except RefusedError as error:
        raise RequestError(400, error.code, error.message) from None
    if text is None or not text.strip():
        raise _malformed("缺少 query", "`query` is needed, as a string")
    return text


def _malformed(zh: str, en: str) -> RequestError:
    return RequestError(400, "REQUEST_MALFORMED", Text(zh=zh, en=en))


async def viewer_with(header: str | None, reads: Reads, default: Viewer | None) -> Viewer:
    """Return who asks with this header for authorization: the token's holder; without one ``default`` (None: anyone).

    Raises:
        RequestError: with status 401, for a token that is unknown, revoked or expired, or no bearer token.
    """
    if header is None:
        return default or ANYONE
    scheme, _, token = header.partition(" ")
    viewer = await viewer_of(reads, token.strip()) if scheme.lower() == "bearer" and token.strip() else None
    if viewer is None:
        text = Text(
            zh="令牌未知、已撤销或已过期; 请求头写 Authorization: Bearer <令牌>",
            en="the token is unknown, revoked or expired; send Authorization: Bearer <token>",
        )
        raise RequestError(401, "UNAUTHENTICATED", text, {"www-authenticate": "Bearer"})
    return viewer
