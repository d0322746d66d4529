"""Queries made from the schema itself: every root, with every field that can be reached from it, in small pieces."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    TypeNode,
    parse,
    print_ast,
)

MAX_TOKENS = 1500
"""How long one query becomes; the service refuses longer ones than about this."""
MOST_TIMES = 3
"""How many ways to one type are gone below a root: from a person to an institution, and on to its other people."""
FIRST = 4
"""How many rows of a list are asked for."""
LAW = frozenset({"Regulation", "Plugin", "Clause", "BehaviourInfo", "EvaluationPeriod"})
"""Types that hold nothing of a person: below others their plain fields are asked for, and nothing behind them.

What an edge of a page holds is asked for as a node of the page.
"""
_BY_TYPE: Mapping[str, object] = {"Int": 1, "Boolean": True, "Date": "2025-12-31", "Decimal": "1"}

Leaf = tuple[str, ...]
"""The way from the root's value to a plain field, each step as it is written in the query."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query with its variables."""

    root: str
    query: str
    variables: Mapping[str, object]

    @property
    def called(self) -> str:
        """The root with its arguments, whatever is selected of it."""
        return self.root + orjson.dumps(dict(self.variables)).decode()

    @property
    def said(self) -> str:
        """Everything that the query itself tells the service."""
        return self.query + orjson.dumps(dict(self.variables)).decode()


class Written:
    """A schema as it is written down, and the queries that it allows."""

    def __init__(self, sdl: str) -> None:
        found = parse(sdl).definitions
        self._types = {one.name.value: one for one in found if isinstance(one, TypeDefinitionNode)}

    def every_query(self, values: Mapping[str, object], *, narrowed: bool) -> Iterator[Asked]:
        """Yield queries that together ask every root for everything.

        ``values`` are put where an argument has their name; ``narrowed``: into optional ones too.
        """
        query = self._types["Query"]
        for root in (query.fields or ()) if isinstance(query, ObjectTypeDefinitionNode) else ():
            name = root.name.value
            given = {
                one.name.value: one.type
                for one in root.arguments or ()
                if _is_required(one) or one.name.value == "first" or (narrowed and one.name.value in values)
            }
            declared = ", ".join(f"${key}: {print_ast(type_)}" for key, type_ in given.items())
            passed = ", ".join(f"{key}: ${key}" for key in given)
            variables = {key: self._value(key, type_, {**values, "first": FIRST}) for key, type_ in given.items()}
            for selection in self._selections(_named(root.type), values):
                head, called = (f"query ({declared})", f"{name}({passed})") if given else ("query", name)
                yield Asked(name, f"{head} {{ {called} {selection} }}", variables)

    def _value(self, name: str, wanted: TypeNode, values: Mapping[str, object]) -> object:
        """Return a value for the argument or input field ``name``."""
        if isinstance(wanted, NonNullTypeNode):
            return self._value(name, wanted.type, values)
        if isinstance(wanted, ListTypeNode):
            return [self._value(name.removesuffix("s"), wanted.type, values)]
        of = self._types.get(_named(wanted))
        if isinstance(of, InputObjectTypeDefinitionNode):
            needed = {one.name.value: one.type for one in of.fields or () if _is_required(one)}
            return {key: self._value(key, type_, values) for key, type_ in needed.items()}
        if isinstance(of, EnumTypeDefinitionNode):
            return next(one.name.value for one in of.values or ())
        return values.get(name, _BY_TYPE.get(_named(wanted), "x"))

    def _selections(self, wanted: str, values: Mapping[str, object]) -> Iterator[str]:
        """Yield selections, each short enough, that together hold every leaf below the type ``wanted``."""
        found: list[Leaf] = []
        spent = 0
        for leaf in self._leaves(wanted, values):
            cost = sum(2 + len(step.split()) for step in leaf)
            if found and spent + cost > MAX_TOKENS:
                yield _selection(found)
                found, spent = [], 0
            found.append(leaf)
            spent += cost
        yield _selection(found)

    def _leaves(self, start: str, values: Mapping[str, object]) -> Iterator[Leaf]:
        """Yield the way to each plain field below a value of the type ``start``, the shortest to each type first."""
        if self._possible(start):
            for one in self._possible(start):
                yield from ((f"... on {one}", *leaf) for leaf in self._leaves(one, values))
            return
        times: Counter[str] = Counter()
        waiting: deque[tuple[Leaf, str]] = deque([((), start)])
        while waiting:
            steps, name = waiting.popleft()
            waiting.extend(((*steps, f"... on {one}"), one) for one in self._possible(name))
            here = self._types.get(name)
            times[name] += 1
            if isinstance(here, ObjectTypeDefinitionNode) and times[name] <= MOST_TIMES:
                yield (*steps, "__typename")
                for one in here.fields or ():
                    step = (*steps, self._called(one, values))
                    if not self._has_fields(_named(one.type)):
                        yield step
                    elif not name.endswith("Edge") and not (steps and name in LAW):
                        waiting.append((step, _named(one.type)))

    def _called(self, one: FieldDefinitionNode, values: Mapping[str, object]) -> str:
        """Return a field as a query writes it, with the arguments that it needs."""
        needed = [(arg.name.value, arg.type) for arg in one.arguments or () if _is_required(arg)]
        passed = ", ".join(f"{key}: {orjson.dumps(self._value(key, type_, values)).decode()}" for key, type_ in needed)
        return f"{one.name.value}({passed})" if passed else one.name.value

    def _has_fields(self, name: str) -> bool:
        return isinstance(self._types.get(name), ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)

    def _possible(self, name: str) -> list[str]:
        """Return the types that an interface stands for; none if ``name`` is not one."""
        if not isinstance(self._types.get(name), InterfaceTypeDefinitionNode):
            return []
        objects = [one for one in self._types.values() if isinstance(one, ObjectTypeDefinitionNode)]
        return [one.name.value for one in objects if name in {each.name.value for each in one.interfaces or ()}]


def _is_required(one: InputValueDefinitionNode) -> bool:
    return isinstance(one.type, NonNullTypeNode) and one.default_value is None


def _named(wanted: TypeNode) -> str:
    """Return the name of the type, without what makes it a list or needed."""
    while isinstance(wanted, NonNullTypeNode | ListTypeNode):
        wanted = wanted.type
    if not isinstance(wanted, NamedTypeNode):
        raise TypeError(wanted)
    return wanted.name.value


def _selection(leaves: Sequence[Leaf]) -> str:
    """Return the selection that holds all of ``leaves``; empty for the plain value itself."""
    below: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if leaf:
            below.setdefault(leaf[0], []).append(leaf[1:])
    return f"{{ {' '.join(f'{step} {_selection(rest)}' for step, rest in below.items())} }}" if below else ""
