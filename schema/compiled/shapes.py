"""The type of a field as the compiler needs it: what may be null, what is a list, and of what."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLLeafType, GraphQLList, GraphQLNonNull, is_leaf_type

_NON_NULL: type = GraphQLNonNull
_LIST: type = GraphQLList
"""Without their parameters, which the library's own annotations leave partly unknown."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A type without its names."""

    may_be_null: bool
    items: "Shape | None"
    """Of what a list is; None: it is no list."""
    leaf: GraphQLLeafType | None
    """The leaf; None: a list, or something with fields."""

    @property
    def depth(self) -> int:
        """How many lists are nested in it."""
        return 0 if self.items is None else 1 + self.items.depth


def shape_of(type_: Any) -> Shape:  # noqa: ANN401 - as above
    """Return the shape of a GraphQL type."""
    may_be_null = not isinstance(type_, _NON_NULL)
    inner: Any = type_ if may_be_null else type_.of_type
    if isinstance(inner, _LIST):
        return Shape(may_be_null, shape_of(inner.of_type), None)
    return Shape(may_be_null, None, inner if is_leaf_type(inner) else None)
