"""Variables and arguments of the plainest kinds, read without the library: strings, ids, whole numbers, yes and no.

Where anything else is among them ``plain_variables`` or ``plain_arguments`` is None, and the library reads all of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
)
from graphql.language import BooleanValueNode, IntValueNode, StringValueNode

from schema.compiled.leaves import Irregular

_KINDS: Mapping[str, type] = {"String": str, "ID": str, "Boolean": bool, "Int": int}
_LARGEST = 2**31 - 1
_NON_NULL: type = GraphQLNonNull
_LIST: type = GraphQLList
NOTHING = object()
"""In place of a value that there is not."""


@dataclass(frozen=True, slots=True)
class PlainVariable:
    """A variable of one of the plainest kinds."""

    name: str
    kind: type
    may_be_null: bool
    default: object
    """``NOTHING``: it has none."""


def plain_variables(definitions: Sequence[VariableDefinitionNode]) -> tuple[PlainVariable, ...] | None:
    """Return the variables of an operation; None unless all of them are of the plainest kinds."""
    found = [_plain(one) for one in definitions]
    kept = tuple(one for one in found if one is not None)
    return kept if len(kept) == len(found) else None


def _plain(definition: VariableDefinitionNode) -> PlainVariable | None:
    type_ = definition.type
    may_be_null = not isinstance(type_, NonNullTypeNode)
    named = type_.type if isinstance(type_, NonNullTypeNode) else type_
    kind = _KINDS.get(named.name.value) if isinstance(named, NamedTypeNode) else None
    default = NOTHING if definition.default_value is None else _literal(definition.default_value)
    if kind is None or (definition.default_value is not None and default.__class__ is not kind):
        return None
    return PlainVariable(definition.variable.name.value, kind, may_be_null, default)


def _literal(node: object) -> object:
    match node:
        case IntValueNode(value=value) if -_LARGEST <= int(value) <= _LARGEST:
            return int(value)
        case StringValueNode(value=value) | BooleanValueNode(value=value):
            return value
        case _:
            return NOTHING


def coerced(variables: Sequence[PlainVariable], given: Mapping[str, object]) -> dict[str, Any]:
    """Return the values that an operation runs with; raise Irregular for one that its variable does not take."""
    found: dict[str, Any] = {}
    for one in variables:
        value = given.get(one.name, NOTHING)
        if value is NOTHING:
            value = one.default
            if value is NOTHING:
                if one.may_be_null:
                    continue
                raise Irregular
        elif value is None:
            if not one.may_be_null:
                raise Irregular
        elif value.__class__ is not one.kind or (one.kind is int and not -_LARGEST <= value <= _LARGEST):  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType] - a whole number by then
            raise Irregular
        found[one.name] = value
    return found


Plain = Callable[[Mapping[str, Any]], dict[str, object]]
"""Arguments by their names in Python, from the values of variables."""


def plain_arguments(field: GraphQLField, node: FieldNode, names: Mapping[str, str]) -> Plain | None:
    """Return what reckons a field's arguments, whose ``names`` in Python are by GraphQL's; None for the library."""
    constants: dict[str, object] = {}
    varying: list[tuple[str, str, bool]] = []
    for argument in node.arguments or ():
        type_ = cast("Any", field.args[argument.name.value]).type
        kind = _KINDS.get(cast("Any", get_named_type(type_)).name)
        if kind is None or isinstance(type_.of_type if isinstance(type_, _NON_NULL) else type_, _LIST):
            return None
        name = names[argument.name.value]
        if isinstance(argument.value, VariableNode):
            varying.append((name, argument.value.name.value, not isinstance(type_, _NON_NULL)))
        elif (value := _literal(argument.value)).__class__ is kind:
            constants[name] = value
        else:
            return None

    def arguments(values: Mapping[str, Any]) -> dict[str, object]:
        found = dict(constants)
        for name, variable, may_be_null in varying:
            if variable in values:
                value = values[variable]
                if value is None and not may_be_null:
                    raise Irregular
                found[name] = value
        return found

    return arguments


def varies(value: object) -> bool:
    """Return whether an argument's value holds a variable."""
    match value:
        case VariableNode():
            return True
        case ListValueNode(values=values):
            return any(varies(one) for one in values)
        case ObjectValueNode(fields=fields):
            return any(varies(one.value) for one in fields)
        case _:
            return False
