# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (annotations of the GraphQL library leave the parameters of lists and non-nulls unknown)
"""Operations drawn at random from the schema itself: aliases, fragments, directives and variables included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

MOST_FIELDS = 60
"""How many fields an operation has at most."""
DEEPEST = 7
_BY_TYPE: Mapping[str, object] = {"Int": 3, "Boolean": True, "Date": "2025-12-31", "Decimal": "1"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An operation with its variables."""

    query: str
    variables: Mapping[str, object]


@dataclass(slots=True)
class Drawing:
    """Draws one operation."""

    schema: GraphQLSchema
    random: Random
    values: Mapping[str, object]
    """What is given where an argument has one of these names."""
    fragments: list[str] = field(default_factory=list[str])
    declared: dict[str, str] = field(default_factory=dict[str, str])
    variables: dict[str, object] = field(default_factory=dict[str, object])
    fields: int = 0

    def operation(self) -> Drawn:
        """Return an operation that is valid, though what it asks may be refused."""
        root = cast("GraphQLObjectType", self.schema.query_type)
        selection = self._selection(root, 0, at_most=2)
        declared = ", ".join(f"${name}: {type_}" for name, type_ in self.declared.items())
        head = f"query ({declared})" if declared else "query"
        return Drawn("\n".join([f"{head} {selection}", *self.fragments]), self.variables)

    def _selection(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int, *, at_most: int = 6) -> str:
        offered = [(name, one) for name, one in kind.fields.items() if depth < DEEPEST or is_leaf_type(_named(one))]
        chosen = [self.random.choice(offered) for _ in range(self.random.randint(1, at_most))] if offered else []
        parts = [self._field(name, one, depth) for name, one in chosen if self.fields < MOST_FIELDS or not depth]
        if isinstance(kind, GraphQLInterfaceType) and depth < DEEPEST:
            possible = self.random.choice(self.schema.get_possible_types(kind))
            parts.append(f"... on {possible.name} {self._selection(possible, depth + 1)}")
        if self.random.random() < 0.2 or not parts:
            parts.append("__typename")
        selection = f"{{ {' '.join(parts)} }}"
        return self._wrapped(kind.name, selection) if depth and self.random.random() < 0.15 else selection

    def _wrapped(self, kind: str, selection: str) -> str:
        """Put a selection into a fragment of some form."""
        if self.random.random() < 0.5:
            return f"{{ ... on {kind} {self._directive()} {selection} __typename }}"
        name = f"f{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {kind} {selection}")
        return f"{{ ...{name} {self._directive()} ...{name} __typename }}"

    def _directive(self) -> str:
        if self.random.random() < 0.6:
            return ""
        name, value = self.random.choice(["skip", "include"]), self.random.choice([True, False])
        if self.random.random() < 0.5:
            return f"@{name}(if: {orjson.dumps(value).decode()})"
        return f"@{name}(if: {self._variable('Boolean!', value)})"

    def _field(self, name: str, one: GraphQLField, depth: int) -> str:
        self.fields += 1
        given = [text for key, argument in one.args.items() if (text := self._argument(key, argument))]
        called = f"{name}({', '.join(given)})" if given else name
        alias = f"a{self.fields}: " if one.args or self.random.random() < 0.1 else ""
        below = _named(one)
        selected = "" if is_leaf_type(below) else self._selection(cast("GraphQLObjectType", below), depth + 1)
        return f"{alias}{called} {self._directive() if depth else ''} {selected}"

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        is_needed = is_non_null_type(argument.type) and argument.default_value is Undefined
        if not is_needed and self.random.random() < 0.7 and name != "first":
            return ""
        value = self._value(name, argument.type)
        if self.random.random() < 0.5:
            return f"{name}: {self._variable(str(argument.type), value)}"
        return f"{name}: {self._literal(argument.type, value)}"

    def _variable(self, type_: str, value: object) -> str:
        name = f"v{len(self.declared)}"
        self.declared[name] = type_
        self.variables[name] = value
        return f"${name}"

    def _value(self, name: str, type_: Any) -> object:  # noqa: ANN401 - the library's annotations are partly unknown
        if is_non_null_type(type_):
            return self._value(name, type_.of_type)
        if is_list_type(type_):
            return [self._value(name.removesuffix("s"), type_.of_type)]
        if isinstance(type_, GraphQLInputObjectType):
            needed = {key: one.type for key, one in type_.fields.items() if is_non_null_type(one.type)}
            return {key: self._value(key, one) for key, one in needed.items()}
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice(sorted(type_.values))
        return self.values.get(name, _BY_TYPE.get(type_.name, "x"))

    def _literal(self, type_: Any, value: object) -> str:  # noqa: ANN401 - as above
        if is_non_null_type(type_):
            return self._literal(type_.of_type, value)
        if is_list_type(type_):
            return f"[{', '.join(self._literal(type_.of_type, one) for one in cast('list[object]', value))}]"
        if isinstance(type_, GraphQLInputObjectType):
            given = cast("dict[str, object]", value).items()
            return f"{{{', '.join(f'{key}: {self._literal(type_.fields[key].type, one)}' for key, one in given)}}}"
        return str(value) if isinstance(type_, GraphQLEnumType) else orjson.dumps(value).decode()


def _named(one: GraphQLField) -> Any:  # noqa: ANN401 - as above
    return get_named_type(one.type)
