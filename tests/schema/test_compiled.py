"""Compiled operations answer as the stock executor does, and leave to it whatever is out of the ordinary."""

from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, cast

import orjson
import pytest
import strawberry
from graphql import GraphQLSchema
from hypothesis import settings
from strawberry.types import ExecutionResult

from core.host import Host
from core.service.office import Office, opened
from core.service.viewer import Scope, Viewer
from schema.compiled.operations import Operations
from schema.context import Context
from schema.shelves import Shelves
from tests.databases import a_registry, one_kind
from tests.plugins.shipped import ROOT
from tests.schema.drawn import Drawing, Drawn
from tests.schema.privacy import Town, settle_town

pytestmark = pytest.mark.anyio

SEES_ALL = Viewer("sees all", frozenset({Scope.READ}), None)
SEES_SOME = Viewer("sees a district", frozenset({Scope.READ}), ("430102",))
TIMES = 20
"""Operations drawn for each example that a property is tried with."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    host = Host.load([ROOT], packages=False)
    with a_registry(one_kind(), tmp_path) as registry:
        async with opened(host, registry.location, today=lambda: date(2026, 3, 1)) as office:
            yield office


async def stock(schema: strawberry.Schema, drawn: Drawn, context: Context) -> ExecutionResult:
    """Return what the stock executor answers."""
    found = await strawberry.Schema.execute(
        schema, drawn.query, variable_values=dict(drawn.variables), context_value=context
    )
    assert isinstance(found, ExecutionResult)
    return found


def as_sent(data: dict[str, Any] | None) -> object:
    """Return ``data`` as a client reads it, what was taken from a shelf included."""
    return orjson.loads(orjson.dumps(data))


def drawings(schema: strawberry.Schema, town: Town, viewer: Viewer, number: int) -> Iterator[Drawn]:
    graphql = cast("GraphQLSchema", vars(schema)["_schema"])
    values = list(town.values(viewer))
    for seed in range(number):
        random = Random(seed)  # noqa: S311 - the same operations on every machine
        yield Drawing(graphql, random, random.choice(values)).operation()


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")  # by graphql-core, beside an error
@pytest.mark.parametrize("viewer", [SEES_ALL, SEES_SOME], ids=lambda one: one.label)
async def test_drawn_operations_are_answered_as_by_the_stock_executor(
    schema: strawberry.Schema, office: Office, viewer: Viewer
) -> None:
    town = await settle_town(office)
    operations, shelves = Operations(schema), Shelves()
    counted: Counter[str] = Counter()
    for drawn in drawings(schema, town, viewer, TIMES * settings().max_examples):
        expected = await stock(schema, drawn, Context.of(office, viewer))
        refused = expected.data is None and not any(error.path for error in expected.errors or ())
        if refused:
            counted["refused"] += 1
            continue
        operations.learn(drawn.query, None)
        for kept in (None, shelves, shelves):
            context = Context.of(office, viewer, kept)
            data = await operations.answer(drawn.query, None, drawn.variables, context)
            assert as_sent(data) == (None if expected.errors else expected.data), (drawn.query, drawn.variables)
        counted["error" if expected.errors else "answered"] += 1
    assert counted["answered"] > counted.total() / 2, counted
