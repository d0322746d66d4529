"""Documents that are kept by their hash, and answers that are asked for again."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from core.errors import RefusedError
from schema.documents import MOST_BYTES, Documents, UnknownDocumentError, hash_of
from tests.schema.serving import an_app
from tests.schema.testville import a_host

QUERY = "query ($id: ID!) { regulation(id: $id) { code } }"
VARIABLES = {"id": "testville-2020"}
ANSWER = {"data": {"regulation": {"code": "testville-2020"}}}
GET = {"graphql-require-preflight": "1"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(an_app(a_host(tmp_path / "plugins"), tmp_path / "registry.sqlite3")) as client:
        yield client


def persisted(query: str) -> dict[str, object]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(query)}}


def test_a_client_registers_a_document_and_sends_its_hash_from_then_on(client: TestClient) -> None:
    alone = {"extensions": persisted(QUERY), "variables": VARIABLES}
    first = client.post("/graphql", json=alone)
    assert first.status_code == 200
    (error,) = first.json()["errors"]
    assert (error["message"], error["extensions"]["code"]) == ("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
    assert client.post("/graphql", json={**alone, "query": QUERY}).json() == ANSWER
    assert client.post("/graphql", json=alone).json() == ANSWER
    by_id = {"documentId": f"sha256:{hash_of(QUERY)}", "variables": VARIABLES}
    assert client.post("/graphql", json=by_id).json() == ANSWER


def test_a_get_takes_a_hash_in_the_place_of_the_document(client: TestClient) -> None:
    given = {"extensions": orjson.dumps(persisted(QUERY)).decode(), "variables": orjson.dumps(VARIABLES).decode()}
    client.get("/graphql", params={**given, "query": QUERY}, headers=GET)
    assert client.get("/graphql", params=given, headers=GET).json() == ANSWER


def test_an_answer_to_a_get_is_not_sent_again_while_it_holds(client: TestClient) -> None:
    given = {"query": QUERY, "variables": orjson.dumps(VARIABLES).decode()}
    first = client.get("/graphql", params=given, headers=GET)
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/graphql", params=given, headers={**GET, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/graphql", params=given, headers={**GET, "if-none-match": '"another"'})
    assert (other.status_code, other.json()) == (200, ANSWER)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": QUERY, "extensions": persisted("{ plugins { name } }")}, "PERSISTED_QUERY_MISMATCH"),
        ({"documentId": "x"}, "DOCUMENT_ID_INVALID"),
        ({"documentId": 5}, "DOCUMENT_ID_INVALID"),
        ({"documentId": "sha256:" + "g" * 64}, "DOCUMENT_ID_INVALID"),
        ({"extensions": {"persistedQuery": {"version": 1}}}, "REQUEST_MALFORMED"),
    ],
)
def test_a_hash_that_means_nothing_gets_a_typed_error(client: TestClient, body: dict[str, object], code: str) -> None:
    answer = client.post("/graphql", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, code)


def test_with_a_trusted_list_nothing_else_is_run(tmp_path: Path) -> None:
    listed = tmp_path / "documents.json"
    listed.write_bytes(orjson.dumps({hash_of(QUERY): QUERY}))
    documents = Documents.read(listed)
    assert documents.text_of(QUERY, None) == QUERY
    assert documents.text_of(None, hash_of(QUERY)) == QUERY
    other = "{ plugins { name } }"
    for query, hash_ in ((other, None), (None, hash_of(other)), (other, hash_of(other))):
        with pytest.raises(RefusedError) as refused:
            documents.text_of(query, hash_)
        assert refused.value.code == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"x": 5}', b'{"abc": "{ plugins { name } }"}', b"\xff"])
def test_a_trusted_list_that_is_wrong_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    listed = tmp_path / "documents.json"
    listed.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        Documents.read(listed)
    assert refused.value.code == "DOCUMENTS_INVALID"
    assert "documents.json" in refused.value.message.en


def test_no_more_text_is_kept_than_there_is_room_for() -> None:
    documents = Documents()
    long = [f"# {number} {'x' * (MOST_BYTES // 3)}" for number in range(4)]
    for query in long:
        documents.text_of(query, hash_of(query))
    with pytest.raises(UnknownDocumentError):
        documents.text_of(None, hash_of(long[0]))
    assert documents.text_of(None, hash_of(long[3])) == long[3]
