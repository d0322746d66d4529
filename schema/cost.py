"""What an operation may ask for at most, reckoned from its text before anything is read.

Each object that an answer can hold counts one, a page as many as ``first`` asks for. Every fragment is measured once,
so that the reckoning takes no longer than the text is long, however fragments are nested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from core.errors import RefusedError
from core.text import Text
from schema.connection import MAX_FIRST

MAX_COST = 50_000
"""How many objects an operation may ask for, if every page were full."""
MAX_DEPTH = 20
"""How many levels an operation may have."""
MAX_FIELDS = 3_000
"""How many fields an operation may select, fragments written out where they are used."""
_PAGED = frozenset({"edges", "nodes"})
"""What of a page there is once for each row."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much a selection asks for."""

    cost: int = 0
    depth: int = 0
    fields: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Return both together."""
        return Measure(self.cost + other.cost, max(self.depth, other.depth), self.fields + other.fields)

    def within(self, *, times: int, objects: int) -> "Measure":
        """Return what a field asks for whose value is ``objects``, with this selected of each ``times``."""
        return Measure(objects + times * self.cost, self.depth + 1, self.fields + 1)


@dataclass(slots=True)
class _Measuring:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    known: dict[tuple[str, int], Measure] = field(default_factory=dict[tuple[str, int], Measure])

    def selection(self, kind: GraphQLNamedType | None, selected: SelectionSetNode, rows: int) -> Measure:
        """Return what is asked for of a value of ``kind``, a page of ``rows`` if it is a page."""
        total = Measure()
        spread: set[str] = set()
        for node in selected.selections:
            match node:
                case FieldNode():
                    total = total.beside(self._field(kind, node, rows))
                case InlineFragmentNode():
                    condition = node.type_condition
                    inner = kind if condition is None else self.schema.type_map.get(condition.name.value)
                    total = total.beside(self.selection(inner, node.selection_set, rows))
                case FragmentSpreadNode() if node.name.value not in spread:  # twice in one place is once
                    spread.add(node.name.value)
                    total = total.beside(self._fragment(node.name.value, rows))
                case _:
                    pass
        return total

    def _fragment(self, name: str, rows: int) -> Measure:
        key = name, rows
        if key not in self.known:
            fragment = self.fragments[name]
            kind = self.schema.type_map.get(fragment.type_condition.name.value)
            self.known[key] = self.selection(kind, fragment.selection_set, rows)
        return self.known[key]

    def _field(self, kind: GraphQLNamedType | None, node: FieldNode, rows: int) -> Measure:
        found = kind.fields.get(node.name.value) if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else None
        if found is None or node.selection_set is None:
            return Measure(0, 1, 1)
        times = rows if node.name.value in _PAGED else 1
        below = self.selection(cast("GraphQLNamedType", _named(found)), node.selection_set, self._first(found, node))
        return below.within(times=times, objects=times)

    def _first(self, found: GraphQLField, node: FieldNode) -> int:
        """Return how many rows the page that a field gives may have; 1 for what is no page."""
        declared = found.args.get("first")
        if declared is None:
            return 1
        for one in node.arguments or ():
            if one.name.value == "first":
                match one.value:
                    case IntValueNode(value=value):
                        return _length(int(value))
                    case VariableNode(name=name):
                        given = self.variables.get(name.value)
                        return _length(given) if isinstance(given, int) else 1
                    case _:
                        return 1
        return cast("int", declared.default_value)


def _length(first: int) -> int:
    return min(max(0, first), MAX_FIRST)  # what is out of range is refused by the field itself


def measure(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, object]
) -> Measure:
    """Return how much a valid ``operation`` asks for; ``variables`` as the client gave them, or coerced."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    is_query = operation.operation is OperationType.QUERY
    root = schema.query_type if is_query else schema.mutation_type
    defaults = {
        one.variable.name.value: int(one.default_value.value)
        for one in operation.variable_definitions or ()
        if isinstance(one.default_value, IntValueNode)
    }
    return _Measuring(schema, fragments, {**defaults, **variables}).selection(root, operation.selection_set, 1)


def is_affordable(measured: Measure) -> bool:
    """Return whether an operation that asks for this much is answered."""
    return measured.cost <= MAX_COST and measured.depth <= MAX_DEPTH and measured.fields <= MAX_FIELDS


def refuse_costly(measured: Measure) -> None:
    """Raise RefusedError if an operation asks for more than is answered, naming how much and the limit."""
    for code, found, limit, zh, en in (
        ("QUERY_TOO_COSTLY", measured.cost, MAX_COST, "最多要求的对象数", "objects at most"),
        ("QUERY_TOO_DEEP", measured.depth, MAX_DEPTH, "层数", "levels"),
        ("QUERY_TOO_WIDE", measured.fields, MAX_FIELDS, "字段数", "fields"),
    ):
        if found > limit:
            text = Text(
                zh=f"查询的{zh}为 {found}, 上限 {limit}; 减小 first、减少嵌套或分几次查询",
                en=f"the query asks for {found} {en}, the limit is {limit}; lower `first`, nest less, or ask in parts",
            )
            raise RefusedError(code, text)


def _named(found: Any) -> Any:  # noqa: ANN401 - the library's annotations are partly unknown
    return cast("object", get_named_type(found.type))


def paging_variables(document: DocumentNode) -> tuple[str, ...]:
    """Return the variables that say how long a page is."""
    found: set[str] = set()
    waiting: list[SelectionSetNode] = [
        one.selection_set
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                given = [one.value for one in node.arguments or () if one.name.value == "first"]
                found |= {one.name.value for one in given if isinstance(one, VariableNode)}
            selected = getattr(node, "selection_set", None)
            waiting += [selected] if isinstance(selected, SelectionSetNode) else []
    return tuple(sorted(found))
