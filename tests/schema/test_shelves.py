"""What objects led to is put into later answers, for the same viewer and under the same state of the data alone."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import orjson
import pytest
import strawberry
from strawberry.types import ExecutionResult

from core.records import InstitutionRecord
from core.service.office import Office
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer
from core.storage import Database
from schema.build import build_schema
from schema.compiled.operations import Operations
from schema.connection import codes
from schema.context import MAX_NODES, Context
from schema.shelves import Shelves
from tests.databases import Kind
from tests.schema.test_answers import an_endpoint
from tests.schema.testville import an_office, fill

pytestmark = pytest.mark.anyio
PAGE = """query ($first: Int!, $after: String, $of: Int! = 5) { doctors(first: $first, after: $after) {
  pageInfo { endCursor } nodes { code name enrolments(first: $of) { nodes { since institution { name } } } } } }"""
WHERE = """query ($first: Int!, $after: String) { doctors(first: $first, after: $after) {
  nodes { code enrolments(first: 1) { nodes { institution { name } } } } } }"""
CODES = codes("doctor")
ELSEWHERE = Viewer("elsewhere", frozenset({Scope.READ}), ("110101",))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(tmp_path) as office:
        await fill(office)
        yield office


class Asker:
    """Asks for pages that were never asked for, with one set of shelves."""

    def __init__(self, office: Office, query: str = PAGE) -> None:
        self._office = office
        self._query = query
        self._operations = Operations(build_schema())
        self._operations.learn(query, None)
        self.shelves = Shelves()

    async def ask(self, viewer: Viewer = EVERYONE_IN_DEMO, **variables: object) -> list[Any]:
        """Return the nodes of a page."""
        context = Context.of(self._office, viewer, self.shelves)
        data = await self._operations.answer(self._query, None, variables, context)
        assert data is not None
        return orjson.loads(orjson.dumps(data))["doctors"]["nodes"]

    async def statements(self, **variables: object) -> int:
        """Return how many statements a page took."""
        before = self._office.database.reads_done
        assert await self.ask(EVERYONE_IN_DEMO, **variables)
        return self._office.database.reads_done - before


async def test_a_page_never_asked_for_takes_one_statement_once_its_doctors_were_shown(office: Office) -> None:
    asker = Asker(office)

    assert await asker.statements(first=5) > 1
    assert await asker.statements(first=4) == 1
    assert await asker.ask(first=3) == (await asker.ask(first=5))[:3]


@pytest.mark.parametrize("viewer", [EVERYONE_IN_DEMO, Viewer("north", frozenset({Scope.READ}), ("990101",))])
async def test_of_enrolments_no_more_may_be_read_than_where_they_are(office: Office, viewer: Viewer) -> None:
    stock = await strawberry.Schema.execute(
        build_schema(), WHERE, variable_values={"first": 5}, context_value=Context.of(office, viewer)
    )
    assert isinstance(stock, ExecutionResult)
    assert stock.data is not None

    assert await Asker(office, WHERE).ask(viewer, first=5) == stock.data["doctors"]["nodes"]


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_doctor_who_is_there_twice_is_assessed_twice(office: Office, *, is_kept: bool) -> None:
    query = """{ enrolments { nodes { institution { name } doctor { code
        assessment(regulation: "testville-2020", period: "2025") { pointsLost standing { status } } } } } }"""
    stock = await strawberry.Schema.execute(build_schema(), query, context_value=Context.of(office, EVERYONE_IN_DEMO))
    assert isinstance(stock, ExecutionResult)
    assert stock.data is not None
    operations = Operations(build_schema())
    operations.learn(query, None)

    context = Context.of(office, EVERYONE_IN_DEMO, Shelves() if is_kept else None)
    told = await operations.answer(query, None, {}, context)

    assert orjson.loads(orjson.dumps(told)) == stock.data
    shown = [one["doctor"]["code"] for one in stock.data["enrolments"]["nodes"]]
    assert len(set(shown)) < len(shown)


async def test_an_institution_is_read_for_the_first_of_its_doctors(office: Office) -> None:
    asker = Asker(office, WHERE)

    both = await asker.statements(first=1), await asker.statements(first=1, after=CODES.cursor("B"))

    assert both == (3, 2)
    assert [one["code"] for one in await asker.ask(first=2)] == ["B", "N"]


async def test_other_arguments_are_other_shelves(office: Office) -> None:
    asker = Asker(office)

    (full, *_) = await asker.ask(first=1)
    (none, *_) = await asker.ask(first=1, of=0)

    assert full["enrolments"]["nodes"]
    assert none["enrolments"]["nodes"] == []


async def test_what_one_viewer_was_shown_is_not_shown_to_another(office: Office) -> None:
    asker = Asker(office)

    assert await asker.ask(first=5)
    assert await asker.ask(ELSEWHERE, first=5) == []


async def test_a_request_whose_spending_is_counted_takes_nothing_from_shelves(office: Office) -> None:
    asker = Asker(office)
    await asker.ask(first=5, of=120)

    assert MAX_NODES < 100 * 2 * 120
    assert await asker.statements(first=100, of=120) > 1


async def test_shelves_hold_no_more_than_they_may(office: Office) -> None:
    asker = Asker(office)
    asker.shelves = Shelves(most_bytes=1)

    assert await asker.ask(first=5) == await asker.ask(first=5)
    assert await asker.statements(first=5) > 1


async def test_a_write_of_another_connection_empties_the_shelves(tmp_path: Path, kind: Kind) -> None:
    async with an_endpoint(tmp_path, kind=kind) as endpoint:
        body = {"query": PAGE, "variables": {"first": 3}}
        (before, *_) = (await endpoint.settle(body)).json()["data"]["doctors"]["nodes"]
        seen = before["enrolments"]["nodes"][0]["institution"]["name"]
        async with Database.open(endpoint.registry.location) as other:
            rows = await other.read("SELECT code, region, designated FROM institution WHERE name = ?", [seen])
            code, region, designated = rows[0]
            async with other.writing(actor="test") as writes:
                await writes.put_institutions(
                    [InstitutionRecord(code=code, name="改名后", region=region, designated=bool(designated))]
                )
        (after, *_) = (await endpoint.ask(body | {"variables": {"first": 2}})).json()["data"]["doctors"]["nodes"]

    assert after["enrolments"]["nodes"][0]["institution"]["name"] == "改名后"
