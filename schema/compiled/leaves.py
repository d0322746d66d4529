"""How a leaf becomes JSON: statements for the kinds that are met most, the type's own function for the others."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, cast

from graphql import GraphQLLeafType, GraphQLScalarType
from strawberry.schema.schema_converter import CustomGraphQLEnumType

from core.assessment.arithmetic import plain
from schema.compiled.planning import NotCompiled


class Irregular(Exception):  # noqa: N818 - nothing is wrong: the stock executor will say what it is
    """Raised by a compiled operation that met something out of the ordinary."""


def text(value: object) -> str:
    """Return ``value``, a string of some subclass; raise Irregular for anything else."""
    if isinstance(value, str):
        return str.__str__(value)
    raise Irregular


def day(value: object) -> str:
    """Return a day as it is written."""
    if type(value) is date:
        return value.isoformat()
    raise Irregular


def number(value: object) -> str:
    """Return an exact number as it is written."""
    if type(value) is Decimal:
        return _written(value) if value else plain(value)  # a zero may have a sign
    raise Irregular


@lru_cache(maxsize=4096)
def _written(value: Decimal) -> str:
    return plain(value)


_STATEMENTS: Mapping[str, str] = {
    "String": "if {x}.__class__ is not str: {x} = text({x})",
    "ID": "if {x}.__class__ is not str: {x} = text({x})",
    "Boolean": "if {x} is not True and {x} is not False: raise Irregular",
    "Int": "if {x}.__class__ is not int or not -2147483648 <= {x} <= 2147483647: raise Irregular",
    "Date": "{x} = day({x})",
    "Decimal": "{x} = number({x})",
}


def refuses_null(kind: GraphQLLeafType) -> bool:
    """Return whether the statements for ``kind`` raise Irregular for a null of themselves."""
    return kind.name in _STATEMENTS or isinstance(kind, CustomGraphQLEnumType)


def is_worked_out(kind: GraphQLLeafType) -> bool:
    """Return whether to write a value takes longer than to see that it is the one written last."""
    return kind.name in ("Date", "Decimal")


def statement(kind: GraphQLLeafType, variable: str, bind: Callable[[str, Callable[[], object]], str]) -> str:
    """Return the statements that complete ``variable``.

    ``bind`` makes a value that they need, once, and gives its name.
    """
    known = _STATEMENTS.get(kind.name)
    if known is not None:
        return known.format(x=variable)
    if isinstance(kind, GraphQLScalarType):
        return f"{variable} = {bind('scalar_' + kind.name, lambda: _checked(kind))}({variable})"
    if not isinstance(kind, CustomGraphQLEnumType):
        raise NotCompiled
    members, names = (
        bind("members_" + kind.name, lambda: kind.wrapped_cls),
        bind("names_" + kind.name, lambda: _names(kind)),
    )
    return f"if {variable}.__class__ is not {members}: raise Irregular\n{variable} = {names}[{variable}._name_]"


def _checked(kind: GraphQLScalarType) -> Callable[[Any], object]:
    serialize = kind.coerce_output_value

    def written(value: object) -> object:
        found = serialize(value)
        if found is None:
            raise Irregular
        return found

    return written


def _names(kind: CustomGraphQLEnumType) -> dict[str, str]:
    """Return what each member of the Python enumeration behind ``kind`` is called there, by its name in Python."""
    members = cast("Iterable[Enum]", kind.wrapped_cls)
    return {one.name: kind.coerce_output_value(one) for one in members}
