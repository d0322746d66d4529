"""A plan as Python source: one function for each type selected; what is awaited is awaited for many values at once.

The source holds names of our own and ``repr`` of names that GraphQL has validated; every value is bound by name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import cast

from graphql import VariableNode
from graphql.execution.values import VariableValues, get_argument_values
from graphql.language import ListValueNode, ObjectValueNode
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments

from schema.compiled.inputs import Plain, plain_arguments
from schema.compiled.leaves import Irregular, day, number, statement, text
from schema.compiled.planning import AbstractPlan, FieldPlan, NotCompiled, ObjectPlan, TypeName
from schema.compiled.running import from_shelf, kinds_in, lists_in, objects_in, together
from schema.compiled.shapes import Shape


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How the arguments of a field follow from the variables."""

    by_library: Callable[[VariableValues], dict[str, object]]
    plain: Plain | None
    """From the values of plain variables; None: the library has to."""


_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Written:
    """An operation as source, with what its names stand for."""

    source: str
    names: Mapping[str, object]
    arguments: tuple[Reckoned, ...]
    """How the arguments of fields follow from the variables, where they do; the source numbers them."""
    is_async: bool


@dataclass(frozen=True, slots=True)
class _Below:
    """The function that completes the values of a field: one of them, or, awaited, many."""

    name: str
    is_async: bool


@dataclass(slots=True)
class Writer:
    """Writes one plan."""

    converter: GraphQLCoreConverter
    lines: list[str] = field(default_factory=list[str], init=False)
    names: dict[str, object] = field(default_factory=dict[str, object], init=False)
    arguments: list[Reckoned] = field(default_factory=list[Reckoned], init=False)
    count: int = field(default=0, init=False)
    is_within_shelf: bool = field(default=False, init=False)
    """Whether what is being written is kept as a part of something larger."""

    def write(self, plan: ObjectPlan) -> Written:
        """Return ``plan`` as source; its function ``main(values, asking)`` gives what each of them leads to.

        An operation has one value to begin with, None. Where nothing is awaited ``main`` takes that one value.
        """
        for one in (Irregular, text, day, number, together, objects_in, lists_in, kinds_in, from_shelf):
            self.names[one.__name__] = one
        name = self._object(plan, is_root=True)
        self.lines.append(f"main = {name}")
        return Written("\n".join(self.lines) + "\n", self.names, tuple(self.arguments), plan.is_async)

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _bind_once(self, name: str, make: Callable[[], object]) -> str:
        """Return the name of what ``make`` gives, made where it is first needed; ``name`` says all about it."""
        if name not in self.names:
            self.names[name] = make()
        return name

    def _bind(self, name: str, value: object) -> str:
        bound = name if name not in self.names or self.names[name] is value else f"{name}_{self._number()}"
        self.names[bound] = value
        return bound

    def _function(self, name: str, parameters: Iterable[str], body: Iterable[str], *, awaits: bool = False) -> str:
        self.lines.append(f"{'async ' if awaits else ''}def {name}({', '.join(parameters)}):")
        self.lines += [_INDENT + line for line in body]
        return name

    def _object(self, plan: ObjectPlan, *, is_root: bool = False) -> str:
        """Write what completes objects of one type and return its name: of one, or if it awaits anything, of many."""
        number = self._number()
        expected = "v is not None" if plan.type.is_type_of is None else f"{self._kind(plan)}(v, asking)"
        body = [] if is_root else [f"if not ({expected}): raise Irregular"]
        entries: list[str] = []
        awaited: list[tuple[str, FieldPlan]] = []
        for index, one in enumerate(plan.fields):
            variable = f"x{index}"
            if isinstance(one, TypeName):
                entries.append(f"{one.key!r}: {plan.type.name!r}")
                continue
            entries.append(f"{one.key!r}: {variable}")
            if one.is_async:
                awaited.append((variable, one))
            else:
                body += [f"{variable} = {self._found(one)}", *self._value(variable, one.shape, self._below(one.below))]
        written = f"{{{', '.join(entries)}}}"
        body = self._kept(number, body, written) if plan.is_kept else [*body, f"return {written}"]
        variables = [variable for variable, _ in awaited]
        name = self._function(f"object{number}", ["v", "asking", *variables], body)
        return self._objects(f"objects{number}", name, awaited) if awaited else name

    def _kept(self, number: int, body: Iterable[str], written: str) -> list[str]:
        """Return ``body`` as statements that remember what each value led to."""
        place = self._bind(f"here{number}", object())
        return [
            f"found = asking.shelves.values.get(({place}, id(v)))",
            "if found is not None: return found[1]",
            *body,
            f"return asking.shelves.remember({place}, v, {written})",
        ]

    def _shelved(self, plan: ObjectPlan) -> str:
        """Write what completes many objects, and around it what takes them from a shelf where they are kept."""
        key_of = None if self.is_within_shelf else plan.key_of
        if key_of is None:
            return self._object(plan)
        number, first = self._number(), len(self.arguments)
        self.is_within_shelf = True
        complete = self._object(plan)
        self.is_within_shelf = False
        place = self._bind(f"place{number}", (object(), tuple(range(first, len(self.arguments)))))
        key = self._bind(f"key_of_{plan.type.name}", key_of)
        body = [f"return await from_shelf(vs, asking, {key}, {place}, {complete})"]
        return self._function(f"shelved{number}", ["vs", "asking"], body, awaits=True)

    def _objects(self, name: str, one: str, awaited: Sequence[tuple[str, FieldPlan]]) -> str:
        """Write the function that completes many objects, field by field, and puts each together with ``one``."""
        body: list[str] = []
        for variable, field_ in awaited:
            body += [f"{variable} = {self._found_in_many(field_)}", *self._many(variable, field_)]
        variables = ", ".join(variable for variable, _ in awaited)
        body.append(f"return [{one}(v, asking, *each) for v, *each in zip(vs, {variables})]")
        return self._function(name, ["vs", "asking"], body, awaits=True)

    def _kind(self, plan: ObjectPlan) -> str:
        return self._bind(f"is_{plan.type.name}", plan.type.is_type_of)

    def _found(self, one: FieldPlan) -> str:
        """Return the expression that finds a field's value in ``v``."""
        declared = one.declared
        find = declared.metadata.get("find")
        if isinstance(find, attrgetter):
            (path,) = cast("tuple[str]", find.__reduce__()[1])
            return f"v.{path}"
        if find is not None:
            return f"{self._bind(f'find_{declared.python_name}', find)}(v)"
        if one.resolver is None:
            return f"v.{declared.python_name}"
        given = [*(f"{name}=v" for name in one.resolver.parents), *self._given(one)]
        return f"{self._bind(f'resolve_{declared.python_name}', one.resolver.function)}({', '.join(given)})"

    def _found_in_many(self, one: FieldPlan) -> str:
        """Return the expression that finds a field's value in each of ``vs``."""
        many = one.declared.metadata.get("many")
        if many is not None:
            given = ", ".join(["vs", *self._given(one), *self._ahead(one)])
            return f"await {self._bind(f'many_{one.declared.python_name}', many)}({given})"
        each = f"{self._found(one)} for v in vs"
        return f"await together([{each}])" if one.awaits else f"[{each}]"

    def _ahead(self, one: FieldPlan) -> list[str]:
        """Return what a field that looks ahead is called with besides: the names of what is selected below it."""
        if not one.declared.metadata.get("looks_ahead") or not isinstance(one.below, ObjectPlan):
            return []
        selected = frozenset(each.declared.python_name for each in one.below.fields if isinstance(each, FieldPlan))
        return [f"selected={self._bind(f'selected{self._number()}', selected)}"]

    def _given(self, one: FieldPlan) -> list[str]:
        """Return what a field's resolver is called with beside the object."""
        if one.resolver is None:
            raise NotCompiled
        given = [f"{name}=asking" for name in one.resolver.infos]
        return [*given, f"**{self._arguments(one)}"] if one.declared.arguments else given

    def _arguments(self, one: FieldPlan) -> str:
        """Return the expression of a field's arguments: bound once, or reckoned once a request from the variables."""

        def arguments(variables: VariableValues) -> dict[str, object]:
            return convert_arguments(
                get_argument_values(one.definition, one.node, variables),
                one.declared.arguments,
                scalar_registry=self.converter.scalar_registry,
                config=self.converter.config,
            )

        if any(_varies(argument.value) for argument in one.node.arguments or ()):
            self.arguments.append(Reckoned(arguments, plain_arguments(one.definition, one.node, self._names(one))))
            return f"asking.arguments[{len(self.arguments) - 1}]"
        return self._bind(f"arguments{self._number()}", arguments(VariableValues({}, {})))

    def _names(self, one: FieldPlan) -> dict[str, str]:
        """Return what each argument of a field is called in Python, by what GraphQL calls it."""
        convert = self.converter.config.name_converter.from_argument
        return {convert(argument): argument.python_name for argument in one.declared.arguments}

    def _below(self, below: ObjectPlan | AbstractPlan | None) -> _Below | None:
        if below is None:
            return None
        name = self._shelved(below) if isinstance(below, ObjectPlan) else self._abstract(below)
        return _Below(name, below.is_async)

    def _abstract(self, plan: AbstractPlan) -> str:
        number = self._number()
        kinds = [(self._kind(one), self._object(one), one.is_async) for one in plan.possible]
        if plan.is_async:
            listed = ", ".join(f"({kind}, {name}, {is_async})" for kind, name, is_async in kinds)
            body = [f"return await kinds_in(vs, [{listed}], asking)"]
            return self._function(f"abstract{number}", ["vs", "asking"], body, awaits=True)
        body = [f"if {kind}(v, asking): return {name}(v, asking)" for kind, name, _ in kinds]
        return self._function(f"abstract{number}", ["v", "asking"], [*body, "raise Irregular"])

    def _many(self, variable: str, one: FieldPlan) -> list[str]:
        """Return the statements that complete ``variable``, the values of a field in many objects."""
        below = self._below(one.below)
        if below is None or not below.is_async:
            return self._each(variable, one.shape, below)
        nulls = f"nulls={one.shape.may_be_null}"
        if one.shape.items is None:
            return [f"{variable} = await objects_in({variable}, {below.name}, asking, {nulls})"]
        nulls += f", nulls_inside={one.shape.items.may_be_null}"
        return [f"{variable} = await lists_in({variable}, {below.name}, asking, {nulls})"]

    def _each(self, variable: str, shape: Shape, below: _Below | None) -> list[str]:
        """Return the statements that complete each item of the list ``variable``, awaiting nothing."""
        number = self._number()
        one, out = f"y{number}", f"out{number}"
        body = [*self._value(one, shape, below), f"{out}.append({one})"]
        loop = [f"for {one} in {variable}:", *(_INDENT + line for line in body)]
        return [f"{out} = []", *loop, f"{variable} = {out}"]

    def _value(self, variable: str, shape: Shape, below: _Below | None) -> list[str]:
        """Return the statements that turn ``variable`` into what stands in the answer, awaiting nothing."""
        inner = self._present(variable, shape, below)
        if shape.may_be_null:
            return [f"if {variable} is not None:", *(_INDENT + line for line in inner)]
        return [f"if {variable} is None: raise Irregular", *inner]

    def _present(self, variable: str, shape: Shape, below: _Below | None) -> list[str]:
        if shape.leaf is not None:
            return statement(shape.leaf, variable, self._bind_once).split("\n")
        if shape.items is None:
            return [f"{variable} = {below.name}({variable}, asking)"] if below is not None else ["raise Irregular"]
        check = f"if {variable}.__class__ is not list and {variable}.__class__ is not tuple: raise Irregular"
        if below is None or shape.items.items is not None:
            return [check, *self._each(variable, shape.items, below)]
        null = " if y is not None else None" if shape.items.may_be_null else ""
        return [check, f"{variable} = [{below.name}(y, asking){null} for y in {variable}]"]


def _varies(value: object) -> bool:
    """Return whether an argument's value holds a variable."""
    match value:
        case VariableNode():
            return True
        case ListValueNode(values=values):
            return any(_varies(one) for one in values)
        case ObjectValueNode(fields=fields):
            return any(_varies(one.value) for one in fields)
        case _:
            return False
