"""What an operation selects, type by type: fragments merged, directives decided, everything unusual refused."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)
from graphql.language import BooleanValueNode
from strawberry.types.field import StrawberryField

from schema.compiled.shapes import Shape, shape_of
from schema.fields import PathField

MAX_FIELDS = 5_000
"""Fields of a plan; an operation that would select more is left to the stock executor."""
_DEFINITION = "strawberry-definition"
_TYPENAME = "__typename"


class NotCompiled(Exception):  # noqa: N818 - it says what the operation is, and nothing is wrong with it
    """Raised for an operation that only the stock executor can run."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """The function behind a field, and by which names it takes what."""

    function: Callable[..., object]
    parents: tuple[str, ...]
    infos: tuple[str, ...]
    awaits: bool


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of an answer."""

    key: str
    """Its name in the answer."""
    node: FieldNode
    definition: GraphQLField
    declared: StrawberryField
    resolver: Resolver | None
    """None: the value is found in the object without calling one."""
    shape: Shape
    below: "ObjectPlan | AbstractPlan | None"
    """What is selected of its value; None for a leaf."""

    @property
    def awaits(self) -> bool:
        """Whether its resolver is a coroutine."""
        return self.resolver is not None and self.resolver.awaits

    @property
    def is_constant(self) -> bool:
        """Whether what it leads to depends on the object alone, and on nothing of the request."""
        asks = self.resolver is not None and (self.resolver.awaits or bool(self.resolver.infos))
        return not (asks or self.node.arguments) and (
            self.below is None or (isinstance(self.below, ObjectPlan) and self.below.is_constant)
        )

    @property
    def is_settled(self) -> bool:
        """Whether it depends on the state of the data, the viewer and the arguments alone."""
        resolved = self.resolver is None or not (self.resolver.awaits or self.resolver.infos)
        is_settled = resolved or self.declared.metadata.get("many") is not None
        return is_settled and (self.below is None or (isinstance(self.below, ObjectPlan) and self.below.is_settled))

    @property
    def is_found_by_key(self) -> bool:
        """Whether what it leads to within one state of the data follows from a key in the object."""
        is_one = self.shape.items is None and isinstance(self.below, ObjectPlan)
        return is_one and self.declared.metadata.get("by") is not None and self.is_settled

    @property
    def is_async(self) -> bool:
        """Whether finding or completing it awaits something."""
        return self.awaits or (self.below is not None and self.below.is_async)


@dataclass(frozen=True, slots=True)
class TypeName:
    """``__typename`` under some name."""

    key: str


@dataclass(frozen=True, slots=True)
class ObjectPlan:
    """What is selected of values of one object type, in order."""

    type: GraphQLObjectType
    fields: tuple[FieldPlan | TypeName, ...]

    @property
    def is_async(self) -> bool:
        """Whether any field is."""
        return any(isinstance(one, FieldPlan) and one.is_async for one in self.fields)

    def names(self, levels: int) -> Iterator[str]:
        """Yield the Python names of the fields selected, and on further levels those below them, after a dot."""
        for one in self.fields:
            if isinstance(one, FieldPlan):
                yield one.declared.python_name
                if levels > 1 and isinstance(one.below, ObjectPlan):
                    yield from (f"{one.declared.python_name}.{name}" for name in one.below.names(levels - 1))

    @property
    def is_kept(self) -> bool:
        """Whether its values are of the law, asked for again and again, and lead to the same in every request."""
        declared = self.type.extensions.get(_DEFINITION)
        return getattr(getattr(declared, "origin", None), "is_kept", False) and self.is_constant

    @property
    def key_of(self) -> Callable[[Any], Hashable] | None:
        """What tells its values apart within one state of the data; None: they are not kept on shelves."""
        declared = self.type.extensions.get(_DEFINITION)
        key_of = getattr(getattr(declared, "origin", None), "key_of", None)
        return key_of if key_of is not None and self.is_async and self.is_settled else None

    @property
    def is_settled(self) -> bool:
        """Whether what it leads to depends on the state of the data, the viewer and the arguments alone.

        A field that spends more of a request's budget than it is reckoned at is not settled: it may be refused.
        """
        return all(isinstance(one, TypeName) or one.is_settled for one in self.fields)

    @property
    def is_constant(self) -> bool:
        """Whether what it leads to depends on its value alone."""
        return all(isinstance(one, TypeName) or one.is_constant for one in self.fields)


@dataclass(frozen=True, slots=True)
class AbstractPlan:
    """What is selected of values of an interface or union, by what they turn out to be."""

    possible: tuple[ObjectPlan, ...]

    @property
    def is_async(self) -> bool:
        """Whether any of them is."""
        return any(one.is_async for one in self.possible)


def conditions_of(document: DocumentNode) -> tuple[str, ...]:
    """Return the variables that decide by ``@skip`` or ``@include`` what is selected."""
    found: dict[str, None] = {}
    waiting: list[SelectionNode] = []
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            waiting += definition.selection_set.selections
    while waiting:
        node = waiting.pop()
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    found[argument.value.name.value] = None
        selected = getattr(node, "selection_set", None)
        waiting += selected.selections if isinstance(selected, SelectionSetNode) else ()
    return tuple(sorted(found))


@dataclass(slots=True)
class Planner:
    """Plans one operation under one choice of what its directives leave out."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    conditions: Mapping[str, bool]
    planned: int = field(default=0, init=False)

    def operation(self, operation: OperationDefinitionNode) -> ObjectPlan:
        """Return the plan of a query; raise NotCompiled if it holds anything unusual."""
        root = self.schema.query_type
        if root is None:
            raise NotCompiled
        return self._object(root, [operation.selection_set])

    def _object(self, kind: GraphQLObjectType, selected: Sequence[SelectionSetNode]) -> ObjectPlan:
        grouped: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for one in selected:
            self._collect(kind, one, grouped, seen)
        return ObjectPlan(kind, tuple(self._field(kind, key, nodes) for key, nodes in grouped.items()))

    def _field(self, kind: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> FieldPlan | TypeName:
        self.planned += 1
        if self.planned > MAX_FIELDS:
            raise NotCompiled
        name = nodes[0].name.value
        if name == _TYPENAME:
            return TypeName(key)
        definition = kind.fields.get(name)
        declared = None if definition is None else definition.extensions.get(_DEFINITION)
        if definition is None or type(declared) not in (StrawberryField, PathField):
            raise NotCompiled
        declared = cast("StrawberryField", declared)
        if declared.extensions:
            raise NotCompiled
        below = [node.selection_set for node in nodes if node.selection_set is not None]
        shape = shape_of(definition.type)
        plan = self._below(cast("object", get_named_type(definition.type)), below)
        if shape.depth > 1 and plan is not None and plan.is_async:
            raise NotCompiled
        return FieldPlan(key, nodes[0], definition, declared, _resolver(declared), shape, plan)

    def _below(self, named: object, selected: Sequence[SelectionSetNode]) -> "ObjectPlan | AbstractPlan | None":
        if isinstance(named, GraphQLObjectType):
            return self._object(named, selected)
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            return self._abstract(named, selected)
        return None

    def _abstract(self, named: GraphQLAbstractType, selected: Sequence[SelectionSetNode]) -> AbstractPlan:
        possible = self.schema.get_possible_types(named)
        if any(one.is_type_of is None for one in possible):
            raise NotCompiled
        return AbstractPlan(tuple(self._object(one, selected) for one in possible))

    def _collect(
        self, kind: GraphQLObjectType, selected: SelectionSetNode, grouped: dict[str, list[FieldNode]], seen: set[str]
    ) -> None:
        """Add the fields that ``selected`` takes of a ``kind``, by their names in the answer."""
        for node in self._taken(selected):
            match node:
                case FieldNode():
                    grouped.setdefault((node.alias or node.name).value, []).append(node)
                case InlineFragmentNode():
                    condition = node.type_condition
                    if condition is None or self._is_a(kind, condition.name.value):
                        self._collect(kind, node.selection_set, grouped, seen)
                case FragmentSpreadNode():
                    name = node.name.value
                    if name not in seen:
                        seen.add(name)
                        fragment = self.fragments[name]
                        if self._is_a(kind, fragment.type_condition.name.value):
                            self._collect(kind, fragment.selection_set, grouped, seen)
                case _:
                    raise NotCompiled

    def _is_a(self, kind: GraphQLObjectType, name: str) -> bool:
        condition = self.schema.type_map.get(name)
        if condition is kind:
            return True
        is_abstract = isinstance(condition, GraphQLInterfaceType | GraphQLUnionType)
        return is_abstract and self.schema.is_sub_type(condition, kind)

    def _taken(self, selected: SelectionSetNode) -> Iterator[SelectionNode]:
        """Yield what neither ``@skip`` nor ``@include`` leaves out."""
        for node in selected.selections:
            verdicts = [self._verdict(one.name.value, one.arguments) for one in node.directives or ()]
            if all(verdicts):
                yield node

    def _verdict(self, directive: str, arguments: Sequence[object] | None) -> bool:
        """Return whether a directive lets its node be taken."""
        if directive not in ("skip", "include") or not arguments:
            raise NotCompiled
        value = getattr(arguments[0], "value", None)
        if isinstance(value, VariableNode):
            given = self.conditions[value.name.value]
        elif isinstance(value, BooleanValueNode):
            given = value.value
        else:
            raise NotCompiled
        return given is (directive == "include")


def _resolver(declared: StrawberryField) -> Resolver | None:
    """Return the function behind a field, None for a field without one; raise NotCompiled for a method."""
    base = cast("Any", declared).base_resolver
    if base is None:
        return None
    if base.self_parameter is not None:
        raise NotCompiled
    parents = {one.name for one in (base.parent_parameter, base.root_parameter) if one is not None}
    infos = () if base.info_parameter is None else (base.info_parameter.name,)
    return Resolver(base.wrapped_func, tuple(sorted(parents)), infos, base.is_async)
