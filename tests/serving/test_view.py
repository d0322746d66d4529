"""What strangers are shown of GraphQL itself, and what a developer is, by one and the same process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.service.viewer import Scope
from schema.serving.settings import Serving
from schema.serving.view import asks_for_schema
from tests.serving.endpoints import CLOSED, Endpoint, an_endpoint

ABOUT_ITSELF = [
    "{ __schema { queryType { name } } }",
    '{ __type(name: "Doctor") { name } }',
    "{ plugins { name } mine: __schema { queryType { name } } }",
    "query A { plugins { name } } query B { ...F } fragment F on Query { __schema { queryType { name } } }",
    "{ ... { ... on Query { __schema { queryType { name } } } } }",
    "{ # comment\n __schema\n{queryType{name}}}",
    "\ufeff{ __schema { queryType { name } } }",
]
NOT_ABOUT_ITSELF = [
    "{ __typename }",
    "{ plugins { name __typename } }",
    '{ doctor(code: "__schema") { code } }',
    "{ plugins { name } } # __schema",
    "{" * 5000,
]
UNREADABLE = ["{ __schema", "{ a " * 400 + "__schema { description }" + "}" * 400, "{ __schema { a } }" + " a" * 3000]


@pytest.mark.parametrize("query", ABOUT_ITSELF)
def test_a_query_about_the_schema_is_known_as_one(query: str) -> None:
    assert asks_for_schema(query)


@pytest.mark.parametrize("query", NOT_ABOUT_ITSELF)
def test_any_other_query_is_not(query: str) -> None:
    assert not asks_for_schema(query)


@pytest.mark.parametrize("query", UNREADABLE)
def test_a_query_that_cannot_be_looked_through_counts_as_one(query: str) -> None:
    assert asks_for_schema(query)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with an_endpoint(tmp_path_factory.mktemp("closed"), CLOSED) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def admin(closed: Endpoint) -> str:
    return closed.token(Scope.ADMIN)


def codes(answer: dict[str, Any]) -> list[str]:
    return [one["extensions"]["code"] for one in answer.get("errors", ())]


@pytest.mark.parametrize("query", ABOUT_ITSELF)
def test_introspection_is_closed_to_strangers_and_open_to_a_developer(closed: Endpoint, admin: str, query: str) -> None:
    body = {"query": query, "operationName": "B" if "query B" in query else None}
    for _ in range(3):  # also once it has been answered to a developer
        assert codes(closed.client.post("/graphql", json=body).json()) == ["INTROSPECTION_CLOSED"]
        answer = closed.client.post("/graphql", json=body, headers={"graphql-developer": admin})
        assert codes(answer.json()) == []


def test_a_token_of_the_registry_does_not_open_introspection(closed: Endpoint, admin: str) -> None:
    assert codes(closed.ask(ABOUT_ITSELF[0], authorization=f"Bearer {admin}")) == ["INTROSPECTION_CLOSED"]


def test_a_developer_s_header_opens_nothing_of_the_registry(closed: Endpoint, admin: str) -> None:
    assert codes(closed.ask("{ doctors { totalCount } }", graphql_developer=admin)) == ["FORBIDDEN"]


def test_a_developer_s_header_that_is_none_is_refused(closed: Endpoint) -> None:
    reader = closed.token(Scope.READ, Scope.RECORD, label="reader")
    for header in (reader, "", "nothing"):
        answer = closed.client.post("/graphql", json={"query": "{ __typename }"}, headers={"graphql-developer": header})
        assert (answer.status_code, codes(answer.json())) == (401, ["UNAUTHENTICATED"])


def got(endpoint: Endpoint, **headers: str) -> tuple[int, list[str]]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = endpoint.client.get("/graphql", params={"query": "{ plugins { name } }"}, headers=given)
    return answer.status_code, codes(answer.json())


def test_a_get_is_closed_to_strangers_and_open_to_a_developer(closed: Endpoint, admin: str) -> None:
    assert got(closed, graphql_require_preflight="1") == (405, ["METHOD_NOT_ALLOWED"])
    assert got(closed, accept="text/html") == (405, ["METHOD_NOT_ALLOWED"])
    assert got(closed, graphql_developer=admin) == (200, [])


def test_a_get_that_is_open_still_needs_a_header_that_no_other_page_can_send(tmp_path: Path) -> None:
    with an_endpoint(tmp_path, Serving(is_public=True, get=True)) as endpoint:
        assert got(endpoint, graphql_require_preflight="1") == (200, [])
        assert got(endpoint) == (400, ["PREFLIGHT_NEEDED"])


def test_the_page_is_shown_only_where_it_is_open(closed: Endpoint, tmp_path: Path) -> None:
    page = {"accept": "text/html"}
    assert closed.client.get("/graphql", headers=page).status_code == 405
    with an_endpoint(tmp_path, Serving(is_public=True, introspection=False, get=False)) as endpoint:
        found = endpoint.client.get("/graphql", headers=page)
        assert (found.status_code, "<title>规矩 Guiju" in found.text) == (200, True)
        assert "frame-ancestors 'none'" in found.headers["content-security-policy"]


@pytest.mark.parametrize(
    "query",
    [
        "{ regulatons { totalCount } }",
        '{ regulation(idd: "x") { code } }',
        "{ regulations { ... on Regulatoin { code } } }",
        "query ($a: Regulaton) { plugins { name } }",
        "{ evaluationPeriods(kind: YAER) { totalCount } }",
        '{ simulate(regulation: "x", asOf: "2025-01-01", violations: [{clase: "x"}]) { pointsLost } }',
    ],
)
def test_nobody_is_told_what_they_may_have_meant(closed: Endpoint, admin: str, query: str) -> None:
    for answer in (closed.ask(query), closed.ask(query, graphql_developer=admin)):
        assert set(codes(answer)) == {"QUERY_INVALID"}
        assert "Did you mean" not in str(answer)
