"""The short way answers as the long way does, to the header, and is taken by what is ordinary alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest

from core.service.viewer import EVERYONE_IN_DEMO, Scope
from schema.opened import Opened
from schema.serving.exchange import RunBy
from schema.serving.settings import Rate, Serving
from tests.schema.testville import TODAY
from tests.serving.endpoints import Endpoint, an_endpoint

LONG_WAY = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
"""A header that is unusual, and changes no answer."""
SMALL = "query ($first: Int!) { doctors(first: $first) { nodes { code } } }"
LARGE = (
    "{ regulations { nodes { code title { zh en } points { clauses { code citation { code text { zh en } } } } } } }"
)
TIMES = 3
"""How often something is asked until its answer is kept."""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with an_endpoint(tmp_path_factory.mktemp("shortcut"), open_viewer=EVERYONE_IN_DEMO) as endpoint:
        yield endpoint


def post(endpoint: Endpoint, body: dict[str, Any], **headers: str) -> httpx2.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return endpoint.client.post("/graphql", json=body, headers=given)


def said(answer: httpx2.Response) -> tuple[object, ...]:
    """Return all that an answer says but its id."""
    headers = sorted((name, value) for name, value in answer.headers.multi_items() if name != "x-request-id")
    return answer.status_code, headers, answer.content


def run_by(endpoint: Endpoint, way: RunBy) -> int:
    """Return how many operations were run so, as the metrics tell."""
    text = endpoint.client.get("/metrics").text
    line = next(one for one in text.splitlines() if one.startswith(f'guiju_operations_total{{run_by="{way.value}"}}'))
    return int(float(line.rpartition(" ")[2]))


@pytest.mark.parametrize("query", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "*/*"])
@pytest.mark.parametrize("encoding", ["identity", "gzip, br"])
def test_an_answer_is_the_same_on_either_way(endpoint: Endpoint, query: str, accept: str, encoding: str) -> None:
    body = {"query": query, "variables": {"first": 2}}
    headers = {"accept": accept, "accept_encoding": encoding}
    for _ in range(TIMES - 1):
        post(endpoint, body, **headers, **LONG_WAY)

    assert said(post(endpoint, body, **headers)) == said(post(endpoint, body, **headers, **LONG_WAY))


def test_a_kept_answer_and_a_compiled_operation_take_the_short_way_and_are_counted(endpoint: Endpoint) -> None:
    for first in (1, 1, 1):
        post(endpoint, {"query": SMALL, "variables": {"first": first}})
    kept, compiled = run_by(endpoint, RunBy.KEPT), run_by(endpoint, RunBy.COMPILED)

    post(endpoint, {"query": SMALL, "variables": {"first": 1}})
    post(endpoint, {"query": SMALL, "variables": {"first": 3}})

    assert run_by(endpoint, RunBy.KEPT) == kept + 1
    assert run_by(endpoint, RunBy.COMPILED) == compiled + 1


REFUSED: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"query": SMALL}, {}),
    ({"query": SMALL, "variables": {"first": "1"}}, {}),
    ({"query": SMALL, "variables": {"first": 100_000}}, {}),
    ({"query": SMALL, "variables": [1]}, {}),
    ({"query": "{ nothing }"}, {}),
    ({"variables": {}}, {}),
    ({"query": SMALL, "variables": {"first": 1}}, {"authorization": "Bearer wrong"}),
    ({"query": SMALL, "variables": {"first": 1}}, {"content_type": "text/plain"}),
]


@pytest.mark.parametrize(("body", "headers"), REFUSED, ids=repr)
def test_what_is_refused_is_refused_alike(endpoint: Endpoint, body: dict[str, Any], headers: dict[str, str]) -> None:
    post(endpoint, {"query": SMALL, "variables": {"first": 1}})
    expected = post(endpoint, body, **headers, **LONG_WAY)

    assert said(post(endpoint, body, **headers)) == said(expected)
    assert expected.json()["errors"]


def test_an_id_that_came_with_a_request_goes_back_with_its_answer(endpoint: Endpoint) -> None:
    body = {"query": SMALL, "variables": {"first": 1}}

    ids = {post(endpoint, body, x_request_id="a-request-of-mine").headers["x-request-id"] for _ in range(TIMES + 1)}

    assert ids == {"a-request-of-mine"}


def test_a_revoked_token_ends_the_short_way(tmp_path: Path) -> None:
    with an_endpoint(tmp_path) as endpoint:
        token = f"Bearer {endpoint.token(Scope.READ, label='reader')}"
        body = {"query": SMALL, "variables": {"first": 1}}
        answers = [post(endpoint, body, authorization=token).status_code for _ in range(TIMES + 1)]
        endpoint.revoke("reader")

        assert answers == [200] * (TIMES + 1)
        assert post(endpoint, body, authorization=token).status_code == 401


def test_whoever_has_asked_for_too_much_is_refused_on_the_short_way_too(tmp_path: Path) -> None:
    rate = Rate(units_per_second=1, units_at_once=100)
    with an_endpoint(tmp_path, Serving(rate=rate), open_viewer=EVERYONE_IN_DEMO) as endpoint:
        body = {"query": SMALL, "variables": {"first": 1}}
        answers = [post(endpoint, body).status_code for _ in range(20)]

    assert set(answers) == {200, 429}
    assert answers == sorted(answers)


NODE = """query ($id: ID!) { node(id: $id) { ... on Doctor {
  assessment(regulation: "testville-2020") { asOf period { start } pointsLost } } } }"""


def test_what_is_reached_without_a_shelf_is_told_as_of_the_day_all_the_same(tmp_path: Path) -> None:
    with an_endpoint(tmp_path, open_viewer=EVERYONE_IN_DEMO) as endpoint:
        named = post(endpoint, {"query": '{ doctor(code: "N") { id } }'}).json()["data"]["doctor"]["id"]
        for number in range(TIMES):
            post(endpoint, {"query": NODE, "variables": {"id": named, "n": number}})
            post(endpoint, {"query": SMALL, "variables": {"first": number + 1}})
        opened = cast("Opened", endpoint.application.starlette.state)
        later = TODAY + timedelta(days=400)
        opened.office = replace(opened.here, today=lambda: later)
        compiled = run_by(endpoint, RunBy.COMPILED)

        found = post(endpoint, {"query": NODE, "variables": {"id": named, "n": TIMES}}).json()["data"]["node"]

        assert run_by(endpoint, RunBy.COMPILED) == compiled + 1
        assert found["assessment"]["asOf"] == later.isoformat()
