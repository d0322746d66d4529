import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from core.service.tokens import issue_token
from core.service.viewer import EVERYONE_IN_DEMO, Scope
from core.storage import Database
from tests.schema.serving import an_app
from tests.schema.testville import a_host

JSON = {"content-type": "application/json"}
QUERY = b'{"query": "{ plugins { name } }"}'


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "registry.sqlite3"


@pytest.fixture
def client(tmp_path: Path, database: Path) -> Iterator[TestClient]:
    with TestClient(an_app(a_host(tmp_path / "plugins"), database, filled=True)) as client:
        yield client


def test_a_query_is_answered_in_utf_8_with_chinese_as_it_is(client: TestClient) -> None:
    answer = client.post("/graphql", json={"query": '{ regulation(id: "testville-2020") { title { zh } } }'})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content == '{"data":{"regulation":{"title":{"zh":"试镇办法"}}}}'.encode()


def test_variables_and_an_operation_name_are_taken(client: TestClient) -> None:
    body = {
        "query": "query A { plugins { name } } query B($id: ID!) { regulation(id: $id) { code } }",
        "variables": {"id": "testville-2020"},
        "operationName": "B",
    }
    assert client.post("/graphql", json=body).json() == {"data": {"regulation": {"code": "testville-2020"}}}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "REQUEST_MALFORMED"),
        (b"{", 400, "REQUEST_MALFORMED"),
        (b"null", 400, "REQUEST_MALFORMED"),
        (b"5", 400, "REQUEST_MALFORMED"),
        (b"true", 400, "REQUEST_MALFORMED"),
        (b'"x"', 400, "REQUEST_MALFORMED"),
        (b"[]", 400, "REQUEST_MALFORMED"),
        (b"[" + QUERY + b"]", 400, "REQUEST_MALFORMED"),
        (b"{}", 400, "REQUEST_MALFORMED"),
        (b'{"query": null}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "  "}', 400, "REQUEST_MALFORMED"),
        (b'{"query": 5}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "{ plugins { name } }", "variables": []}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "{ plugins { name } }", "operationName": 5}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "{ plugins { name } }", "extensions": 5}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "\xff"}', 400, "REQUEST_MALFORMED"),
        (b'{"query": "\\ud800"}', 400, "REQUEST_MALFORMED"),
        (b'{"a":' * 5000, 400, "REQUEST_MALFORMED"),
        (b"[" * 200_000, 400, "REQUEST_MALFORMED"),
        (b"\x1f\x8b\x08\x00\x00", 400, "REQUEST_MALFORMED"),
        (b'{"query": "' + b"x" * 262_144 + b'"}', 413, "BODY_TOO_LARGE"),
    ],
)
def test_a_malformed_body_gets_a_typed_error(client: TestClient, body: bytes, status: int, code: str) -> None:
    answer = client.post("/graphql", content=body, headers=JSON)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"] == f"{code}: {error['extensions']['message']['en']}"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_another_content_type_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post("/graphql", content=QUERY, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (415, "CONTENT_TYPE")


def test_another_method_is_refused(client: TestClient) -> None:
    answer = client.put("/graphql", content=QUERY, headers=JSON)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_get_needs_a_header_that_no_other_page_can_send(client: TestClient) -> None:
    given = {"query": "query ($id: ID!) { regulation(id: $id) { code } }", "variables": '{"id": "testville-2020"}'}
    without = client.get("/graphql", params=given)
    assert (without.status_code, without.json()["errors"][0]["extensions"]["code"]) == (400, "PREFLIGHT_NEEDED")
    answer = client.get("/graphql", params=given, headers={"graphql-require-preflight": "1"})
    assert answer.json() == {"data": {"regulation": {"code": "testville-2020"}}}


def test_a_get_changes_nothing(client: TestClient) -> None:
    query = """mutation { recordExamination(input: {
        doctor: "N", institution: "H-NORTH", place: "testville", on: "2025-01-01", passed: true}) { created } }"""
    answer = client.get("/graphql", params={"query": query}, headers={"graphql-require-preflight": "1"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (405, "OPERATION_NOT_ALLOWED")


@pytest.mark.parametrize(
    "body",
    [
        {"query": "fragment F on Query { plugins { name } }"},
        {"query": "query A { plugins { name } } query B { plugins { name } }"},
        {"query": "query A { plugins { name } }", "operationName": "B"},
    ],
)
def test_a_query_that_names_no_operation_gets_a_typed_error(client: TestClient, body: dict[str, str]) -> None:
    answer = client.post("/graphql", json=body)
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_UNKNOWN"


def test_a_client_of_the_newer_media_type_sees_a_refused_query_in_the_status(client: TestClient) -> None:
    headers = {"accept": "application/graphql-response+json"}
    wrong = client.post("/graphql", json={"query": "{ nothing }"}, headers=headers)
    right = client.post("/graphql", json={"query": "{ plugins { name } }"}, headers=headers)
    partial = client.post("/graphql", json={"query": "{ doctors { totalCount } }"}, headers=headers)
    older = client.post("/graphql", json={"query": "{ nothing }"})
    assert [one.status_code for one in (wrong, right, partial, older)] == [400, 200, 200, 200]
    assert wrong.headers["content-type"] == "application/graphql-response+json"


def _token(database: Path, scopes: tuple[Scope, ...], *, expired: bool = False) -> str:
    async def issue() -> str:
        async with Database.open(database) as opened:
            now = datetime.now(UTC) - timedelta(days=2 if expired else 0)
            until = now + timedelta(days=1) if expired else None
            return await issue_token(opened, "test", scopes, ("990101",), until, now=now)

    return anyio.run(issue)


def test_a_token_opens_its_regions_and_nothing_else(client: TestClient, database: Path) -> None:
    token = _token(database, (Scope.READ,))
    body = {"query": "{ doctors { nodes { code } } }"}
    without = client.post("/graphql", json=body)
    answer = client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    assert without.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert answer.json() == {"data": {"doctors": {"nodes": [{"code": "B"}, {"code": "N"}]}}}


def test_a_token_that_is_not_one_is_refused_even_for_what_is_open(client: TestClient, database: Path) -> None:
    expired = _token(database, (Scope.READ,), expired=True)
    for header in ("Bearer nothing", "Bearer", "Basic eDp5", f"Bearer {expired}", ""):
        answer = client.post("/graphql", content=QUERY, headers={**JSON, "authorization": header})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_demo_is_open_without_a_token(tmp_path: Path, database: Path) -> None:
    app = an_app(a_host(tmp_path / "plugins"), database, open_viewer=EVERYONE_IN_DEMO, filled=True)
    with TestClient(app) as client:
        answer = client.post("/graphql", json={"query": "{ doctors { totalCount } }"})
    assert answer.json() == {"data": {"doctors": {"totalCount": 3}}}


def test_a_websocket_is_closed(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/graphql", ["graphql-transport-ws"]):
        pass


def test_a_fault_outside_any_query_is_masked_too(tmp_path: Path, database: Path) -> None:
    app = an_app(a_host(tmp_path / "plugins"), database)
    closed = TestClient(app)  # not entered: the office was never opened
    answer = closed.post("/graphql", content=QUERY, headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (500, "INTERNAL")
    assert "office" not in answer.text


def test_the_page_and_everything_it_loads_come_from_here(client: TestClient) -> None:
    page = client.get("/graphql", headers={"accept": "text/html"})
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert policy.startswith(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
    )
    assert page.headers["x-frame-options"] == "DENY"
    assert not re.search(r"<script(?![^>]*\ssrc=)", page.text)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert {one.split("/")[-1] for one in addresses if one.startswith("/")} == {
        "graphiql.min.css",
        "react.production.min.js",
        "react-dom.production.min.js",
        "graphiql.min.js",
        "start.js",
    }
    for address in addresses:
        if address.startswith("/"):
            assert client.get(address).status_code == 200
        else:
            assert address == "data:,"


def test_the_page_opens_with_the_examples_and_keeps_no_token(client: TestClient) -> None:
    script = client.get("/graphiql/start.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "shouldPersistHeaders: false" in script.text
    found = re.search(r"const examples = (\[.*\]);", script.text)
    assert found is not None
    shown = json.loads(found[1])
    assert len(shown) == 4
    for one in (shown[0], shown[3]):
        assert "errors" not in client.post("/graphql", json=one).json()


def test_a_file_that_the_page_does_not_need_is_not_served(client: TestClient) -> None:
    for name in ("style.css", "../__init__.py", "..%2f..%2f__init__.py", "nothing"):
        assert client.get(f"/graphiql/{name}").status_code == 404
