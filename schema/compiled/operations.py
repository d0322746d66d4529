"""Which operations are compiled, and running them: the second time a query is asked it is compiled."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import strawberry
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
)
from graphql.execution.values import VariableValues, get_variable_values

from schema.compiled.inputs import Plain, PlainVariable, coerced, plain_variables
from schema.compiled.leaves import Irregular
from schema.compiled.planning import NotCompiled, Planner, conditions_of
from schema.compiled.writing import Reckoned, Writer
from schema.context import MAX_NODES, Context
from schema.cost import Measure, is_affordable, measure, paging_variables
from schema.serving.exchange import Kind, RunBy, note_operation
from schema.shelves import Shelves

KEPT = 256
"""How many operations are kept compiled; the one not asked for the longest time goes first."""
VARIANTS = 16
"""How many choices of ``@skip`` and ``@include`` of one operation are kept."""
LENGTHS = 64
"""For how many lengths of its pages the cost of one operation is kept."""


class Asking(NamedTuple):
    """What resolvers of a compiled operation are given as their ``info``: the context, and nothing else."""

    context: Context
    arguments: list[dict[str, object]]
    shelves: Shelves
    """What values of the law led to; new ones where nothing is kept."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One operation under one choice of what its directives leave out."""

    main: Callable[[object, Asking], Any]
    arguments: tuple[Reckoned, ...]
    plain: tuple[Plain, ...] | None
    """The same from plain variables; None: not all arguments are plain."""
    is_async: bool
    is_shelved: bool
    """Whether what it leads to is kept under the state of the data, which is to be asked before anything is read."""


class Prepared(NamedTuple):
    """A compiled operation with the values of its variables, ready to be run."""

    compiled: Compiled
    arguments: list[dict[str, object]]
    cost: int

    async def run(self, context: Context, laws: Shelves | None = None) -> dict[str, Any] | None:
        """Return the data of the answer, without errors; None if the stock executor has to answer.

        ``laws`` is where values of the law are looked for, which rest on no state of the data; None: where all is.
        """
        if self.cost > MAX_NODES:
            context.shelves = laws = None  # what a request spends has to be counted
        note_operation(Kind.QUERY, self.cost, RunBy.COMPILED)
        asking = Asking(context, self.arguments, laws or context.shelves or Shelves())
        try:
            if not self.compiled.is_async:
                return cast("dict[str, Any]", self.compiled.main(None, asking))
            return cast("list[dict[str, Any]]", await self.compiled.main([None], asking))[0]
        except Exception:  # noqa: BLE001 - whatever it is, the stock executor finds it again and says so
            return None


@dataclass(slots=True)
class _Known:
    """A query that has been answered before."""

    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    document: DocumentNode
    conditions: tuple[str, ...]
    paging: tuple[str, ...]
    variables: tuple[PlainVariable, ...] | None
    """Its variables if they are of the plainest kinds; None: the library reads them."""
    measures: dict[tuple[object, ...], Measure] = field(default_factory=dict[tuple[object, ...], Measure])
    """How much it asks for, by the lengths of its pages."""
    variants: dict[tuple[bool, ...], Compiled | None] = field(default_factory=dict[tuple[bool, ...], Compiled | None])


class Operations:
    """The operations of one schema that are kept compiled."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self._converter = schema.schema_converter
        self._schema = cast("GraphQLSchema", vars(schema)["_schema"])  # nowhere public
        self._known: OrderedDict[tuple[str, str | None], _Known | None] = OrderedDict()

    async def answer(
        self, query: str, name: str | None, variables: Mapping[str, object] | None, context: Context
    ) -> dict[str, Any] | None:
        """Return the data of the answer, without errors; None if the stock executor has to answer."""
        prepared = self.prepared(query, name, variables)
        return None if prepared is None else await prepared.run(context)

    def prepared(self, query: str, name: str | None, variables: Mapping[str, object] | None) -> Prepared | None:
        """Return a query that has been answered before, compiled; None if the stock executor has to answer."""
        known = self._known.get((query, name))
        if known is None:
            return None
        self._known.move_to_end((query, name))
        try:
            return self._prepared(known, variables or {})
        except Exception:  # noqa: BLE001 - as above
            return None

    def _prepared(self, known: _Known, variables: Mapping[str, object]) -> Prepared | None:
        values = self._values(known, variables)
        measured = self._measure(known, values)
        compiled = self._variant(known, values) if is_affordable(measured) else None
        if compiled is None:
            return None
        if known.variables is not None and compiled.plain is not None:
            return Prepared(compiled, [one(values) for one in compiled.plain], measured.cost)
        found = self._by_library(known, variables)
        return Prepared(compiled, [one.by_library(found) for one in compiled.arguments], measured.cost)

    def learn(self, query: str, name: str | None) -> None:
        """Take note of a query that the stock executor has answered without errors."""
        if (query, name) in self._known:
            return
        self._known[query, name] = _known(parse(query, no_location=True), name)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _values(self, known: _Known, given: Mapping[str, object]) -> dict[str, Any]:
        return self._by_library(known, given).coerced if known.variables is None else coerced(known.variables, given)

    def _by_library(self, known: _Known, given: Mapping[str, object]) -> VariableValues:
        found = get_variable_values(self._schema, known.operation.variable_definitions or (), dict(given))
        if isinstance(found, list):
            raise Irregular
        return found

    def _measure(self, known: _Known, values: Mapping[str, object]) -> Measure:
        key = tuple([values.get(name) for name in known.paging])
        found = known.measures.get(key)
        if found is None:
            if len(known.measures) >= LENGTHS:
                known.measures.clear()
            found = known.measures[key] = measure(self._schema, known.document, known.operation, values)
        return found

    def _variant(self, known: _Known, values: Mapping[str, object]) -> Compiled | None:
        key = tuple([bool(values[name]) for name in known.conditions])
        if key not in known.variants:
            if len(known.variants) >= VARIANTS:
                return None
            known.variants[key] = self._compiled(known, dict(zip(known.conditions, key, strict=True)))
        return known.variants[key]

    def _compiled(self, known: _Known, conditions: Mapping[str, bool]) -> Compiled | None:
        try:
            plan = Planner(self._schema, known.fragments, conditions).operation(known.operation)
            written = Writer(self._converter).write(plan)
        except NotCompiled:
            return None
        names = dict(written.names)
        exec(compile(written.source, "<operation>", "exec"), names)  # noqa: S102 - our own source; see ``writing``
        main = cast("Callable[[object, Asking], Any]", names["main"])
        plain = tuple(one.plain for one in written.arguments if one.plain is not None)
        all_plain = plain if len(plain) == len(written.arguments) else None
        return Compiled(main, written.arguments, all_plain, written.is_async, written.is_shelved)


def _known(document: DocumentNode, name: str | None) -> _Known | None:
    """Return what is to be kept of a valid document; None if the operation is no query."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    chosen = next(
        (one for one in operations if name is None or (one.name is not None and one.name.value == name)), None
    )
    if chosen is None or chosen.operation is not OperationType.QUERY:
        return None
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    variables = plain_variables(chosen.variable_definitions or ())
    return _Known(chosen, fragments, document, conditions_of(document), paging_variables(document), variables)
