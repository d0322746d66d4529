"""Answers that are kept are given again without a look at the registry, and never after anything has changed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.datastructures import State as StateOfApp
from starlette.routing import Route

from core.service.office import Office, opened
from core.service.tokens import issue_token
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer
from core.storage import Database
from schema.answers import LONGEST, MOST_BYTES, Answer, Answers, Asked, State
from schema.build import build_schema
from schema.http import GraphQLView
from schema.opened import Opened
from tests.databases import Kind, Registry, a_registry, one_kind
from tests.schema.testville import TODAY, a_host, fill

pytestmark = pytest.mark.anyio
DOCTORS = {"query": "{ doctors { nodes { code name } totalCount } }"}
TIMES = 3
"""How often a query is asked until its answer is kept: by the stock executor, compiled, from what is kept."""


class Endpoint:
    """An endpoint in this process, with its office and its registry at hand."""

    def __init__(self, office: Office, viewer: Viewer | None, registry: Registry) -> None:
        self.office = office
        self.registry = registry
        self._app = Starlette(routes=[Route("/graphql", GraphQLView(build_schema(), graphiql=False))])
        self._app.state = cast("StateOfApp", Opened(office, viewer))

    async def ask(self, body: dict[str, Any], token: str | None = None) -> httpx2.Response:
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        transport = httpx2.ASGITransport(app=self._app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post("/graphql", json=body, headers=headers)

    async def statements(self, body: dict[str, Any], token: str | None = None) -> int:
        """Return how many statements an answer took."""
        before = self.office.database.reads_done
        await self.ask(body, token)
        return self.office.database.reads_done - before

    async def settle(self, body: dict[str, Any], token: str | None = None) -> httpx2.Response:
        """Ask until the answer is kept, and return it."""
        for _ in range(TIMES - 1):
            await self.ask(body, token)
        return await self.ask(body, token)


@asynccontextmanager
async def an_endpoint(
    folder: Path, viewer: Viewer | None = EVERYONE_IN_DEMO, kind: Kind | None = None
) -> AsyncGenerator[Endpoint]:
    with a_registry(kind or one_kind(), folder) as registry:
        async with opened(a_host(folder / "plugins"), registry.location, today=lambda: TODAY) as office:
            await fill(office)
            yield Endpoint(office, viewer, registry)


@pytest.fixture
async def endpoint(tmp_path: Path) -> AsyncGenerator[Endpoint]:
    async with an_endpoint(tmp_path) as endpoint:
        yield endpoint


async def test_an_answer_that_is_kept_asks_nothing_of_the_registry(endpoint: Endpoint) -> None:
    first = await endpoint.ask(DOCTORS)
    assert await endpoint.statements(DOCTORS) > 0
    assert await endpoint.statements(DOCTORS) == 0
    again = await endpoint.ask(DOCTORS)
    assert (again.content, again.headers["content-type"]) == (first.content, first.headers["content-type"])
    assert again.headers["cache-control"] == "no-store"


async def test_a_write_of_this_process_ends_it(endpoint: Endpoint) -> None:
    await endpoint.settle(DOCTORS)
    async with endpoint.office.database.writing() as writes:
        await writes.put_doctors([])
    async with endpoint.office.database.writing(datetime.now(UTC)) as writes:
        await writes.add_token(label="x", sha256="0" * 64, scopes=(), regions=None, expires_at=None)
    assert await endpoint.statements(DOCTORS) > 0


async def test_a_write_of_another_connection_ends_it(tmp_path: Path, kind: Kind) -> None:
    async with an_endpoint(tmp_path, kind=kind) as endpoint:
        before = (await endpoint.settle(DOCTORS)).json()
        async with Database.open(endpoint.registry.location) as other:
            await issue_token(other, "x", (Scope.READ,), None)
        assert await endpoint.statements(DOCTORS) > 0
        assert (await endpoint.ask(DOCTORS)).json() == before


async def test_every_token_has_its_own_answers(tmp_path: Path) -> None:
    async with an_endpoint(tmp_path, None) as endpoint:
        everywhere = await issue_token(endpoint.office.database, "all", (Scope.READ,), None)
        nowhere = await issue_token(endpoint.office.database, "none", (Scope.READ,), ("11",))
        seen = (await endpoint.settle(DOCTORS, everywhere)).json()["data"]["doctors"]
        assert seen["totalCount"] > 0
        assert (await endpoint.settle(DOCTORS, nowhere)).json()["data"]["doctors"]["nodes"] == []
        assert (await endpoint.ask(DOCTORS)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert (await endpoint.ask(DOCTORS, everywhere)).json()["data"]["doctors"] == seen


async def test_a_token_that_expires_is_refused_though_its_answer_is_kept(tmp_path: Path) -> None:
    async with an_endpoint(tmp_path, None) as endpoint:
        soon = datetime.now(UTC) + timedelta(hours=1)
        token = await issue_token(endpoint.office.database, "soon", (Scope.READ,), None, soon)
        await endpoint.settle(DOCTORS, token)
        assert await endpoint.statements(DOCTORS, token) == 0
    answers = Answers()
    state = await a_state(answers, tmp_path)
    answers.hear(ASKED)
    past = Answer("application/json", b"{}", datetime.now(UTC) - timedelta(seconds=1))
    answers.keep(ASKED, past, state)
    assert answers.find(ASKED) is None


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ doctors(first: 1000) { nodes { code } } }"},
        {"query": '{ doctor(code: "N") { code } } x'},
        {"query": "{ __schema { queryType { name } } }"},
    ],
)
async def test_neither_errors_nor_introspection_are_kept(endpoint: Endpoint, body: dict[str, Any]) -> None:
    first = await endpoint.settle(body)
    assert (await endpoint.ask(body)).json() == first.json()
    assert endpoint.office is not None


ASKED = Asked(b"application/json", b"", b"", b"{}")


async def a_state(answers: Answers, folder: Path, day: date = TODAY) -> State:
    async with opened(a_host(folder / "others"), folder / "other.sqlite3", today=lambda: day) as office:
        return await answers.state(office)


async def test_what_is_asked_twice_is_kept_until_another_day_or_host(tmp_path: Path) -> None:
    answers = Answers()
    state = await a_state(answers, tmp_path)
    answers.keep(ASKED, Answer("application/json", b"{}", None), state)
    assert answers.find(ASKED) is None
    answers.keep(ASKED, Answer("application/json", b"{}", None), state)
    assert answers.find(ASKED) is not None
    await a_state(answers, tmp_path, TODAY + timedelta(days=1))
    assert answers.find(ASKED) is None


async def test_what_was_read_under_a_state_that_is_over_is_not_kept(tmp_path: Path) -> None:
    answers = Answers()
    before = await a_state(answers, tmp_path)
    await a_state(answers, tmp_path, TODAY + timedelta(days=1))
    answers.hear(ASKED)
    answers.keep(ASKED, Answer("application/json", b"{}", None), before)
    assert answers.find(ASKED) is None


async def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    answers = Answers()
    state = await a_state(answers, tmp_path)
    asked = [ASKED._replace(body=str(number).encode()) for number in range(MOST_BYTES // LONGEST + 5)]
    for one in asked:
        answers.hear(one)
        answers.keep(one, Answer("application/json", b"x" * (LONGEST - 100), None), state)
    assert answers.find(asked[0]) is None
    assert answers.find(asked[-1]) is not None
    too_long = ASKED._replace(body=b"long")
    answers.hear(too_long)
    answers.keep(too_long, Answer("application/json", b"x" * (LONGEST + 1), None), state)
    assert answers.find(too_long) is None
