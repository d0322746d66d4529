"""The schema with errors as clients see them, limits on what is asked, and the operations that are kept compiled."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, cast

import strawberry
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, get_operation_ast
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from schema.compiled.operations import Operations
from schema.context import Context
from schema.cost import measure, refuse_costly
from schema.errors import shown
from schema.serving.exchange import Kind, RunBy, note_operation


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


class Affordable(SchemaExtension):
    """Refuses a valid operation that asks for more than is answered, before anything is read."""

    def on_validate(self) -> Iterator[None]:
        """Measure the operation once it is known to be valid."""
        yield
        context = self.execution_context
        document = context.graphql_document
        if context.pre_execution_errors or document is None:
            return
        operation = get_operation_ast(document, context.operation_name)
        schema = cast("GraphQLSchema", vars(context.schema)["_schema"])  # nowhere public
        if operation is not None:
            measured = measure(schema, document, operation, context.variables or {})
            refuse_costly(measured)
            note_operation(Kind(operation.operation.value), measured.cost, RunBy.STOCK)


class GuijuSchema(strawberry.Schema):
    """A schema whose errors are typed, masked and free of the query's text."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing here: Strawberry would log the query with the people named in it."""

    @cached_property
    def operations(self) -> Operations:
        """The operations that are kept compiled."""
        return Operations(self)

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context | None = None,
        root_value: None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Return the result of an operation, with every error as clients see it."""
        result = await super().execute(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            allowed_operation_types,
            operation_extensions,
        )
        if result.errors:
            result.errors = [shown(error) for error in result.errors]
        elif query is not None:
            self.operations.learn(query, operation_name)
        return result
