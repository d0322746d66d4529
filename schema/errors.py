"""How every error looks to a client: a stable code, the field, and a message in both languages.

What the project refuses says why; what is wrong with the request itself says where; anything else is a fault of this
service, shown as INTERNAL with an id under which the log has the place, and nothing of the query or of people.
"""

import logging
import secrets
import traceback
from collections.abc import Iterator
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSyntaxError, OperationDefinitionNode
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types import ExecutionContext, ExecutionResult

from core.errors import GuijuError
from core.text import Text

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
        said = error.message or "-"
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


class OneOperation(SchemaExtension):
    """Refuses a document of several operations that does not say which one to run; Strawberry would run the first."""

    def on_validate(self) -> Iterator[None]:
        """Look at the document once it is parsed."""
        context = self.execution_context
        document = context.graphql_document
        given = document.definitions if document is not None else ()
        several = sum(isinstance(one, OperationDefinitionNode) for one in given) > 1
        if several and vars(context)["_provided_operation_name"] is None:  # what the client named; nowhere public
            raise CannotGetOperationTypeError(None)
        yield


class GuijuSchema(strawberry.Schema):
    """A schema whose errors are typed, masked and free of the query's text."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing here: Strawberry would log the query with the people named in it."""

    async def execute(self, *args: Any, **kwargs: Any) -> ExecutionResult:  # noqa: ANN401 - handed on as they are
        """Return the result of an operation, with every error as clients see it."""
        result = await super().execute(*args, **kwargs)
        if result.errors:
            result.errors = [shown(error) for error in result.errors]
        return result
