"""A plan as Python source: loops over the values of a type; what is awaited is awaited for many values at once.

What awaits nothing stands inside the loop over what it belongs to, since to call a function takes as long as most
fields do. The source holds names of our own and ``repr`` of names that GraphQL has validated; every value is bound by
name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import cast

from graphql.execution.values import VariableValues, get_argument_values
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments

from schema.compiled.inputs import Plain, plain_arguments, varies
from schema.compiled.leaves import Irregular, day, is_worked_out, number, refuses_null, statement, text
from schema.compiled.planning import AbstractPlan, FieldPlan, NotCompiled, ObjectPlan, TypeName
from schema.compiled.running import class_of, from_shelf, kinds_in, lists_in, objects_in, together
from schema.compiled.shapes import Shape


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How the arguments of a field follow from the variables."""

    by_library: Callable[[VariableValues], dict[str, object]]
    plain: Plain | None
    """From the values of plain variables; None: the library has to."""


_INDENT = "    "
_MOST_NESTED = 5
"""How many objects stand inside each other; Python takes twenty loops, and the rest is written as functions."""


@dataclass(frozen=True, slots=True)
class Written:
    """An operation as source, with what its names stand for."""

    source: str
    names: Mapping[str, object]
    arguments: tuple[Reckoned, ...]
    """How the arguments of fields follow from the variables, where they do; the source numbers them."""
    is_async: bool
    is_shelved: bool
    """Whether it takes anything from a shelf, or puts it there, by its key."""


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
    is_shelved: bool = field(default=False, init=False)
    """Whether anything written so far is kept on a shelf by its key."""
    prologue: list[str] = field(default_factory=list[str], init=False)
    """With what the function being written begins."""
    nested: int = field(default=0, init=False)
    """Inside how many objects what is being written stands."""

    def write(self, plan: ObjectPlan) -> Written:
        """Return ``plan`` as source; its function ``main(values, asking)`` gives what each of them leads to.

        An operation has one value to begin with, None. Where nothing is awaited ``main`` takes that one value.
        """
        for one in (Irregular, text, day, number, together, objects_in, lists_in, kinds_in, from_shelf, class_of):
            self.names[one.__name__] = one
        name = self._objects(plan, is_root=True) if plan.is_async else self._object(plan, is_root=True)
        self.lines.append(f"main = {name}")
        source = "\n".join(self.lines) + "\n"
        return Written(source, self.names, tuple(self.arguments), plan.is_async, self.is_shelved)

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

    def _function(self, name: str, parameters: str, write: Callable[[], Iterable[str]], *, awaits: bool = False) -> str:
        """Write a function whose body is what ``write`` gives, and return its name."""
        before, self.prologue, self.nested = (self.prologue, self.nested), [], 0
        body = [*write()]
        self.lines.append(f"{'async ' if awaits else ''}def {name}({parameters}):")
        self.lines += [_INDENT + line for line in (*self.prologue, *body)]
        self.prologue, self.nested = before
        return name

    def _object(self, plan: ObjectPlan, *, is_root: bool = False) -> str:
        """Write what completes one object of a type that awaits nothing, and return its name."""

        def body() -> list[str]:
            return [*self._completed(plan, "v", is_root=is_root), "return v"]

        return self._function(f"object{self._number()}", "v, asking", body)

    def _objects(self, plan: ObjectPlan, *, is_root: bool = False) -> str:
        """Write what completes many objects, awaiting field by field, and return its name."""
        awaited = {index: one for index, one in enumerate(plan.fields) if isinstance(one, FieldPlan) and one.is_async}

        def body() -> list[str]:
            lines: list[str] = []
            for index, one in awaited.items():
                lines += self._awaited(f"xs{index}", one, is_root=is_root)
            given = {index: f"x{index}" for index in awaited}
            each = [*self._completed(plan, "v", given, is_root=is_root), "done.append(v)"]
            loop = f"for v, {', '.join(given.values())} in zip(vs, {', '.join(f'xs{index}' for index in awaited)}):"
            return [*lines, "done = []", loop, *(_INDENT + line for line in each), "return done"]

        return self._function(f"objects{self._number()}", "vs, asking", body, awaits=True)

    def _completed(
        self, plan: ObjectPlan, variable: str, given: Mapping[int, str] | None = None, *, is_root: bool = False
    ) -> list[str]:
        """Return the statements that turn ``variable`` into what stands in the answer; fields ``given`` are ready."""
        body = [] if is_root else self._checked(plan, variable)
        entries: list[str] = []
        self.nested += 1
        for index, one in enumerate(plan.fields):
            if isinstance(one, TypeName):
                entries.append(f"{one.key!r}: {plan.type.name!r}")
                continue
            value = (given or {}).get(index)
            if value is None:
                value = f"{variable}_{index}"
                body += [f"{value} = {self._found(one, variable)}", *self._value(value, one.shape, one.below)]
            entries.append(f"{one.key!r}: {value}")
        self.nested -= 1
        return [*body, f"{variable} = {{{', '.join(entries)}}}"]

    def _checked(self, plan: ObjectPlan, variable: str) -> list[str]:
        """Return the statement that makes sure of the type of ``variable``, which is no null: once for each class."""
        if plan.type.is_type_of is None:
            return []
        classes = self._bind_once(f"classes_{plan.type.name}", set[type])
        known = f"class_of({variable}, {self._kind(plan)}, asking)"
        return [f"if {variable}.__class__ not in {classes}: {classes}.add({known})"]

    def _kept(self, plan: ObjectPlan, variable: str) -> list[str]:
        """Return the statements that complete ``variable`` with what its value led to before, if it did."""
        number = self._number()
        place = self._bind(f"here{number}", object())

        def body() -> list[str]:
            return ["x = v", *self._completed(plan, "x"), f"return asking.shelves.remember({place}, v, x)"]

        name = self._function(f"keep{number}", "v, asking", body)
        self.prologue.append(f"kept{number} = asking.shelves.known({place})")
        found = f"found{number}"
        get = f"{found} = kept{number}.get(id({variable}))"
        return [get, f"{variable} = {name}({variable}, asking) if {found} is None else {found}[1]"]

    def _shelved(self, plan: ObjectPlan) -> str:
        """Write what completes many objects, and around it what takes them from a shelf where they are kept."""
        key_of = None if self.is_within_shelf else plan.key_of
        if key_of is None:
            return self._objects(plan)
        return self._from_shelf(self._bind(f"key_of_{plan.type.name}", key_of), lambda: self._objects(plan))

    def _from_shelf(self, key: str, write: Callable[[], str]) -> str:
        """Write what takes what the function that ``write`` writes gives for many objects from a shelf, by ``key``."""
        number, first, outer = self._number(), len(self.arguments), self.is_within_shelf
        self.is_shelved = self.is_within_shelf = True
        complete = write()
        self.is_within_shelf = outer
        place = self._bind(f"place{number}", (object(), tuple(range(first, len(self.arguments)))))
        body = [f"return await from_shelf(vs, asking, {key}, {place}, {complete})"]
        return self._function(f"shelved{number}", "vs, asking", lambda: body, awaits=True)

    def _awaited(self, variable: str, one: FieldPlan, *, is_root: bool) -> list[str]:
        """Return the statements that set ``variable`` to what a field of each of ``vs`` leads to."""
        if is_root and one.awaits:  # there is one value to begin with: nothing to be awaited together
            return [f"{variable} = [await {self._found(one, 'None')}]", *self._many(variable, one)]
        if not one.is_found_by_key:
            return [f"{variable} = {self._found_in_many(one)}", *self._many(variable, one)]

        def body() -> list[str]:
            return [f"xs = {self._found_in_many(one)}", *self._many("xs", one), "return xs"]

        key = self._bind(f"key_of_{one.declared.python_name}", one.declared.metadata["by"])
        number = self._number()
        name = self._from_shelf(key, lambda: self._function(f"found{number}", "vs, asking", body, awaits=True))
        return [f"{variable} = await {name}(vs, asking)"]

    def _kind(self, plan: ObjectPlan) -> str:
        return self._bind(f"is_{plan.type.name}", plan.type.is_type_of)

    def _found(self, one: FieldPlan, source: str) -> str:
        """Return the expression that finds a field's value in ``source``."""
        declared = one.declared
        find = declared.metadata.get("find")
        if isinstance(find, attrgetter):
            (path,) = cast("tuple[str]", find.__reduce__()[1])
            return f"{source}.{path}"
        if find is not None:
            return f"{self._bind(f'find_{declared.python_name}', find)}({source})"
        if one.resolver is None:
            return f"{source}.{declared.python_name}"
        given = [*(f"{name}={source}" for name in one.resolver.parents), *self._given(one)]
        return f"{self._bind(f'resolve_{declared.python_name}', one.resolver.function)}({', '.join(given)})"

    def _found_in_many(self, one: FieldPlan) -> str:
        """Return the expression that finds a field's value in each of ``vs``."""
        many = one.declared.metadata.get("many")
        if many is not None:
            given = ", ".join(["vs", *self._given(one), *self._ahead(one)])
            return f"await {self._bind(f'many_{one.declared.python_name}', many)}({given})"
        each = f"{self._found(one, 'v')} for v in vs"
        return f"await together([{each}])" if one.awaits else f"[{each}]"

    def _ahead(self, one: FieldPlan) -> list[str]:
        """Return what a field that looks ahead is called with besides: the names of what is selected below it."""
        levels: int = one.declared.metadata.get("looks_ahead", 0)
        if not levels or not isinstance(one.below, ObjectPlan):
            return []
        return [f"selected={self._bind(f'selected{self._number()}', frozenset(one.below.names(levels)))}"]

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

        if any(varies(argument.value) for argument in one.node.arguments or ()):
            self.arguments.append(Reckoned(arguments, plain_arguments(one.definition, one.node, self._names(one))))
            return f"asking.arguments[{len(self.arguments) - 1}]"
        return self._bind(f"arguments{self._number()}", arguments(VariableValues({}, {})))

    def _names(self, one: FieldPlan) -> dict[str, str]:
        """Return what each argument of a field is called in Python, by what GraphQL calls it."""
        convert = self.converter.config.name_converter.from_argument
        return {convert(argument): argument.python_name for argument in one.declared.arguments}

    def _abstract(self, plan: AbstractPlan) -> str:
        """Write what completes one value of several types, or, awaited, many of them, and return its name."""
        number = self._number()
        kinds = [
            (self._kind(one), self._objects(one) if one.is_async else self._object(one), one.is_async)
            for one in plan.possible
        ]
        if plan.is_async:
            listed = ", ".join(f"({kind}, {name}, {is_async})" for kind, name, is_async in kinds)
            many = [f"return await kinds_in(vs, [{listed}], asking)"]
            return self._function(f"abstract{number}", "vs, asking", lambda: many, awaits=True)
        body = [*(f"if {kind}(v, asking): return {name}(v, asking)" for kind, name, _ in kinds), "raise Irregular"]
        return self._function(f"abstract{number}", "v, asking", lambda: body)

    def _many(self, variable: str, one: FieldPlan) -> list[str]:
        """Return the statements that complete ``variable``, the values of a field in many objects."""
        below = one.below
        if below is None or not below.is_async:
            return self._each(variable, one.shape, below)
        name = self._shelved(below) if isinstance(below, ObjectPlan) else self._abstract(below)
        nulls = f"nulls={one.shape.may_be_null}"
        if one.shape.items is None:
            return [f"{variable} = await objects_in({variable}, {name}, asking, {nulls})"]
        nulls += f", nulls_inside={one.shape.items.may_be_null}"
        return [f"{variable} = await lists_in({variable}, {name}, asking, {nulls})"]

    def _each(self, variable: str, shape: Shape, below: ObjectPlan | AbstractPlan | None) -> list[str]:
        """Return the statements that complete each item of the list ``variable``, awaiting nothing."""
        number = self._number()
        one, out = f"y{number}", f"out{number}"
        body = [*self._value(one, shape, below), f"{out}.append({one})"]
        loop = [f"for {one} in {variable}:", *(_INDENT + line for line in body)]
        return [f"{out} = []", *loop, f"{variable} = {out}"]

    def _value(self, variable: str, shape: Shape, below: ObjectPlan | AbstractPlan | None) -> list[str]:
        """Return the statements that turn ``variable`` into what stands in the answer, awaiting nothing."""
        inner = self._present(variable, shape, below)
        if shape.may_be_null:
            return [f"if {variable} is not None:", *(_INDENT + line for line in inner)]
        if shape.leaf is not None and refuses_null(shape.leaf):
            return inner
        return [f"if {variable} is None: raise Irregular", *inner]

    def _present(self, variable: str, shape: Shape, below: ObjectPlan | AbstractPlan | None) -> list[str]:
        if shape.leaf is not None:
            found = statement(shape.leaf, variable, self._bind_once).split("\n")
            return self._remembered(variable, found) if is_worked_out(shape.leaf) else found
        if shape.items is not None:
            check = f"if {variable}.__class__ is not list and {variable}.__class__ is not tuple: raise Irregular"
            return [check, *self._each(variable, shape.items, below)]
        return ["raise Irregular"] if below is None else self._selected(variable, below)

    def _remembered(self, variable: str, found: Iterable[str]) -> list[str]:
        """Return ``found``, statements that complete ``variable``, to be run if it is not the same as the last time."""
        number = self._number()
        self.prologue.append(f"last{number} = led{number} = Irregular")
        again = [f"last{number} = {variable}", *found, f"led{number} = {variable}"]
        same = f"if {variable} is last{number}: {variable} = led{number}"
        return [same, "else:", *(_INDENT + line for line in again)]

    def _selected(self, variable: str, below: ObjectPlan | AbstractPlan) -> list[str]:
        """Return the statements that complete ``variable``, an object that awaits nothing."""
        if isinstance(below, ObjectPlan) and below.is_kept:
            return self._remembered(variable, self._kept(below, variable))
        if isinstance(below, ObjectPlan) and self.nested < _MOST_NESTED:
            return self._completed(below, variable)
        name = self._object(below) if isinstance(below, ObjectPlan) else self._abstract(below)
        return [f"{variable} = {name}({variable}, asking)"]
