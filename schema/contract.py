"""What clients rely on: whether a schema still answers every query that was right under a released one.

The released schema is ``docs/schema/released.graphql``; docs/clients/changes.md says what is promised and how a
change is accepted. Nothing here is served: the tests hold the schema to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import graphql
from graphql.language import ast, visitor
from graphql.utilities import find_breaking_changes


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One change after which a query that was right no longer is, or may get an answer of another kind."""

    kind: str
    """What sort of change it is, as GraphQL's own libraries name it, such as ``FIELD_REMOVED``."""
    description: str
    """What changed, by its name in the schema, in English."""
    announced: bool
    """Whether the released schema already marked it as deprecated."""

    def __str__(self) -> str:
        """Return the breach as one line."""
        told = "announced" if self.announced else "never announced"
        return f"{self.kind}: {self.description} ({told})"


def breaches(released: str, served: str) -> tuple[Breach, ...]:
    """Return what of the schema ``released`` the schema ``served`` no longer keeps, in order; both are SDL.

    Raises:
        GraphQLError: one of them is no schema.
    """
    now = graphql.build_schema(served)
    found = _changes(graphql.parse(released), now)
    unannounced = _changes(_without_deprecated(graphql.parse(released)), now)
    return tuple(sorted(Breach(kind, text, (kind, text) not in unannounced) for kind, text in found))


def _changes(released: ast.DocumentNode, now: graphql.GraphQLSchema) -> set[tuple[str, str]]:
    before = graphql.build_ast_schema(released, assume_valid_sdl=True)
    return {(change.type.name, change.description) for change in find_breaking_changes(before, now)}


class _Deprecated(visitor.Visitor):
    """Takes every deprecated field, argument and value out of a document."""

    def enter(self, node: ast.Node, *_: object) -> visitor.VisitorAction:
        """Remove ``node`` if it is deprecated."""
        directives: tuple[ast.DirectiveNode, ...] = getattr(node, "directives", None) or ()
        is_deprecated = any(one.name.value == "deprecated" for one in directives)
        return visitor.VisitorActionEnum.REMOVE if is_deprecated else None


def _without_deprecated(document: ast.DocumentNode) -> ast.DocumentNode:
    return visitor.visit(document, _Deprecated())


def unclear_deprecations(sdl: str) -> tuple[str, ...]:
    """Return the coordinates of what ``sdl`` deprecates without saying what to use instead and when it goes, in order.

    A reason begins with ``Use `` and ends with ``Removed in `` and a version: "Use `standing`. Removed in 0.3."
    """
    return tuple(sorted(name for name, reason in _deprecated(graphql.build_schema(sdl)) if not _is_clear(reason)))


def _is_clear(reason: str) -> bool:
    instead, _, version = reason.removesuffix(".").rpartition(" Removed in ")
    return instead.startswith("Use `") and bool(version) and all(part.isdecimal() for part in version.split("."))


def _deprecated(schema: graphql.GraphQLSchema) -> Iterator[tuple[str, str]]:
    for type_name, type_ in schema.type_map.items():
        if isinstance(type_, graphql.GraphQLEnumType):
            yield from _reasons(type_name, type_.values)
        elif isinstance(type_, graphql.GraphQLInputObjectType):
            yield from _reasons(type_name, type_.fields)
        elif isinstance(type_, (graphql.GraphQLObjectType, graphql.GraphQLInterfaceType)):
            yield from _reasons(type_name, type_.fields)
            for name, field in type_.fields.items():
                yield from _reasons(f"{type_name}.{name}", field.args)


def _reasons(
    owner: str,
    members: Mapping[str, graphql.GraphQLEnumValue]
    | Mapping[str, graphql.GraphQLInputField]
    | Mapping[str, graphql.GraphQLField]
    | Mapping[str, graphql.GraphQLArgument],
) -> Iterator[tuple[str, str]]:
    for name, member in members.items():
        if member.deprecation_reason is not None:
            yield f"{owner}.{name}", member.deprecation_reason
