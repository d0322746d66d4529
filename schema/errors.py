"""How every error looks to a client: a stable code, the field, and a message in both languages.

What the project refuses says why; what is wrong with the request itself says where; anything else is a fault of this
service, shown as INTERNAL with an id under which the log has the place, and nothing of the query or of people.
"""

import logging
import re
import secrets
import traceback

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import StrawberryInputCoercionError

from core.errors import GuijuError
from core.text import Text

_SUGGESTION = re.compile(r" *Did you mean [^?]*\?")
"""What the library adds to name what there is; whoever may know that asks for the schema."""
_log = logging.getLogger("guiju.schema")


def problem_extensions(code: str, message: Text, field: str | None = None) -> dict[str, object]:
    """Return the ``extensions`` of an error."""
    return {"code": code, "field": field, "message": {"zh": message.zh, "en": message.en}}


def shown(error: GraphQLError) -> GraphQLError:
    """Return ``error`` as the client sees it; a fault of this service is logged once."""
    cause = _cause(error)
    if isinstance(cause, GuijuError):
        return _as(error, cause.code, cause.message, cause.field)
    if isinstance(cause, RecursionError):
        text = Text(zh="查询嵌套过深; 减少层数", en="the query is nested too deeply; use fewer levels")
        return _as(error, "QUERY_TOO_DEEP", text)
    if cause is None or isinstance(cause, StrawberryInputCoercionError):
        code = "QUERY_SYNTAX" if isinstance(error, GraphQLSyntaxError) else "QUERY_INVALID"
        said = _SUGGESTION.sub("", error.message) or "-"
        return _as(error, code, Text(zh=f"请求有误: {said}", en=said))
    return _masked(error, cause)


def _cause(error: GraphQLError) -> Exception | None:
    """Return what a resolver raised, or None if the GraphQL library itself found the request wrong."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _as(error: GraphQLError, code: str, message: Text, field: str | None = None) -> GraphQLError:
    return GraphQLError(
        f"{code}: {message.en}",
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=problem_extensions(code, message, field),
    )


def fault(cause: BaseException) -> tuple[str, Text]:
    """Log a fault of this service under a new id; return the code and message that a client may see.

    The log gets the kind and place of the fault, not its message, which could quote a person's data.
    """
    name = secrets.token_hex(8)
    where = "".join(traceback.format_tb(cause.__traceback__))
    _log.error("fault %s: %s\n%s", name, type(cause).__name__, where)
    text = Text(
        zh=f"服务内部错误, 编号 {name}; 请把编号告诉管理员", en=f"a fault of the service, id {name}; tell its operator"
    )
    return "INTERNAL", text


def _masked(error: GraphQLError, cause: Exception) -> GraphQLError:
    code, text = fault(cause)
    return _as(error, code, text)
