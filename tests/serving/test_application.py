"""The whole endpoint: headers, ids, probes, numbers, pages elsewhere, compression."""

import gzip
import io
import json
import re
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from core.errors import RefusedError
from core.service.viewer import Scope
from core.storage import Database
from schema.build import build_schema
from schema.cost import MAX_COST
from schema.documents import hash_of
from schema.serving.application import Application
from schema.serving.logs import logging_to
from schema.serving.settings import Limits, Rate, Serving
from tests.schema.testville import a_host
from tests.serving.endpoints import CLOSED, Endpoint, an_endpoint

PLUGINS = "{ plugins { name } }"
LONG = "{ __schema { types { name description fields { name description } } } }"
SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


@pytest.mark.parametrize("serving", [Serving(), CLOSED], ids=["open", "closed"])
def test_every_answer_has_a_request_id_and_the_headers_that_keep_browsers_safe(
    tmp_path: Path, serving: Serving
) -> None:
    with an_endpoint(tmp_path, serving) as endpoint:
        for path in ("/", "/graphql", "/healthz", "/readyz", "/metrics", "/graphiql/start.js", "/nothing"):
            answer = endpoint.client.get(path)
            named = endpoint.client.get(path, headers={"x-request-id": "from-the-client-1"})
            assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
            assert named.headers["x-request-id"] == "from-the-client-1"
            own = {"cache-control"} if path.startswith("/graphiql") else set[str]()
            assert {name: answer.headers[name] for name in SAFE if name not in own} == {
                name: value for name, value in SAFE.items() if name not in own
            }
            assert not {"server", "strict-transport-security"} & set(answer.headers)


def test_an_answer_over_tls_asks_browsers_to_stay_with_it(tmp_path: Path) -> None:
    with an_endpoint(tmp_path) as endpoint:
        answer = endpoint.client.get("https://testserver/healthz")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_the_root_leads_a_browser_to_the_page_unless_that_is_closed(tmp_path: Path) -> None:
    for serving, statuses in ((Serving(), [307, 200]), (CLOSED, [200, 404])):
        with an_endpoint(tmp_path, serving) as endpoint:
            page = {"accept": "text/html"}
            found = [
                endpoint.client.get(path, headers=page, follow_redirects=False) for path in ("/", "/graphiql/start.js")
            ]
        assert [one.status_code for one in found] == statuses


def test_it_is_ready_while_it_is_open_and_not_once_it_is_stopping(tmp_path: Path) -> None:
    with an_endpoint(tmp_path) as endpoint:
        before = endpoint.client.get("/readyz")
        endpoint.application.life.is_stopping = True
        stopping, alive = endpoint.client.get("/readyz"), endpoint.client.get("/healthz")
        last = endpoint.client.post("/graphql", json={"query": PLUGINS})
    closed = TestClient(endpoint.application).get("/readyz")
    ready = {"not_stopping": True, "plugins_loaded": True, "database_answers": True}
    assert (before.status_code, before.json()) == (200, {"status": "ready", **ready})
    assert (stopping.status_code, stopping.json()) == (503, {"status": "not ready", **ready, "not_stopping": False})
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (last.status_code, last.headers["connection"]) == (200, "close")
    assert (closed.status_code, closed.json()["plugins_loaded"]) == (503, False)


def test_it_is_not_ready_when_the_database_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise RefusedError("DATABASE_UNUSABLE", a_host(tmp_path / "other").catalogue.laws[0].regulation.title)

    with an_endpoint(tmp_path) as endpoint:
        monkeypatch.setattr(Database, "read", refuse)
        answer = endpoint.client.get("/readyz")
    assert (answer.status_code, answer.json()["database_answers"]) == (503, False)


def test_the_numbers_say_what_was_asked_and_how_it_was_run(tmp_path: Path) -> None:
    with an_endpoint(tmp_path, CLOSED, schema=build_schema()) as endpoint:
        for query in (*[PLUGINS] * 4, "{ nothing }", "{ doctors { totalCount } plugins { name } }", LONG):
            endpoint.ask(query)
        endpoint.client.post("/graphql", content=b"{")
        endpoint.ask("mutation { __typename }")
        found = numbers(endpoint)
    assert found['guiju_requests_total{kind="query",result="answered"}'] == 4
    assert found['guiju_requests_total{kind="query",result="partial"}'] == 1
    assert found['guiju_requests_total{kind="query",result="refused"}'] == 0
    assert found['guiju_requests_total{kind="none",result="refused"}'] == 3
    assert found['guiju_requests_total{kind="mutation",result="answered"}'] == 1
    assert found['guiju_operations_total{run_by="stock"}'] == 3
    assert found['guiju_operations_total{run_by="compiled"}'] == 1
    assert found['guiju_operations_total{run_by="kept"}'] == 2
    assert found['guiju_request_seconds_count{kind="query"}'] == 5
    assert found["guiju_requests_at_work"] == 0
    assert found["guiju_plugins_served"] == 1
    assert found["guiju_plugins_parked"] == 0


def numbers(endpoint: Endpoint) -> dict[str, float]:
    text = endpoint.client.get("/metrics").text
    return {
        name: float(value) for name, _, value in (one.rpartition(" ") for one in text.splitlines()) if name[:1] != "#"
    }


def test_no_label_has_a_value_that_a_client_chose(tmp_path: Path) -> None:
    with an_endpoint(tmp_path) as endpoint:
        before = set(numbers(endpoint))
        for word in ("SECRET1", "SECRET2"):
            endpoint.ask(f"query {word} {{ plugins {{ name }} }}", x_request_id=f"{word}-12345")
            endpoint.client.request("BREW", f"/{word}")
            endpoint.client.get(f"/metrics?{word}", headers={"user-agent": word})
        assert set(numbers(endpoint)) == before


def test_the_numbers_are_for_this_machine_and_for_administrators(tmp_path: Path) -> None:
    with an_endpoint(tmp_path) as endpoint:
        stranger = TestClient(endpoint.application, client=("203.0.113.9", 1))
        admin, reader = endpoint.token(Scope.ADMIN), endpoint.token(Scope.READ, label="reader")
        found = [
            endpoint.client.get("/metrics"),
            endpoint.client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}),
            stranger.get("/metrics"),
            stranger.get("/metrics", headers={"authorization": f"Bearer {reader}"}),
            stranger.get("/metrics", headers={"authorization": "Bearer nothing"}),
            stranger.get("/metrics", headers={"authorization": f"Bearer {admin}"}),
        ]
    assert [one.status_code for one in found] == [200, 404, 404, 404, 404, 200]


def test_a_page_elsewhere_may_ask_only_if_its_origin_is_allowed(tmp_path: Path) -> None:
    asking = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,authorization"}
    with an_endpoint(tmp_path, Serving(origins=("https://ours.example",))) as endpoint:
        preflight = {
            origin: endpoint.client.options("/graphql", headers={"origin": origin, **asking})
            for origin in ("https://ours.example", "https://theirs.example")
        }
        answer = endpoint.client.post("/graphql", json={"query": PLUGINS}, headers={"origin": "https://ours.example"})
    ours, theirs = preflight.values()
    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (200, "https://ours.example")
    assert (theirs.status_code, theirs.headers.get("access-control-allow-origin")) == (400, None)
    assert answer.headers["access-control-allow-origin"] == "https://ours.example"
    assert "x-request-id" in answer.headers["access-control-expose-headers"]
    with an_endpoint(tmp_path) as endpoint:
        alone = endpoint.client.options("/graphql", headers={"origin": "https://ours.example", **asking})
    assert not [name for name in alone.headers if name.startswith("access-control")]


def test_a_long_answer_is_compressed_for_a_client_that_takes_it(tmp_path: Path) -> None:
    body = {"query": LONG}
    with an_endpoint(tmp_path) as endpoint:
        plain = endpoint.client.post("/graphql", json=body, headers={"accept-encoding": "identity"})
        with endpoint.client.stream("POST", "/graphql", json=body, headers={"accept-encoding": "gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        short = endpoint.client.post("/graphql", json={"query": PLUGINS})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(packed) < len(plain.content) / 3
    assert gzip.decompress(packed) == plain.content
    assert "content-encoding" not in short.headers
    assert "content-encoding" not in plain.headers


def test_a_kept_answer_still_holds_whether_it_was_compressed_or_not(tmp_path: Path) -> None:
    given, asking = {"query": LONG}, {"graphql-require-preflight": "1"}
    with an_endpoint(tmp_path) as endpoint:
        plain, packed = (
            endpoint.client.get("/graphql", params=given, headers={**asking, "accept-encoding": coding})
            for coding in ("identity", "gzip")
        )
        again = endpoint.client.get(
            "/graphql", params=given, headers={**asking, "if-none-match": f'"x", {packed.headers["etag"]}'}
        )
    assert ("content-encoding" in plain.headers, "content-encoding" in packed.headers) == (False, True)
    assert plain.headers["etag"] == packed.headers["etag"]
    assert plain.headers["etag"].startswith('W/"')  # the bytes differ: a strong tag may not be the same
    assert all("accept-encoding" in one.headers["vary"] for one in (plain, packed, again))
    assert (again.status_code, again.content) == (304, b"")


def test_only_documents_on_the_list_are_run(tmp_path: Path) -> None:
    listed = tmp_path / "documents.json"
    listed.write_text(json.dumps({hash_of(PLUGINS): PLUGINS}), encoding="utf-8")
    with an_endpoint(tmp_path, Serving(documents=listed)) as endpoint:
        found = endpoint.client.post("/graphql", json={"documentId": f"sha256:{hash_of(PLUGINS)}"})
        other = endpoint.ask("{ __typename }")
    assert found.json() == {"data": {"plugins": [{"name": "testville"}]}}
    assert other["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


def test_a_list_that_is_none_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    listed = tmp_path / "documents.json"
    listed.write_text("[]", encoding="utf-8")
    with pytest.raises(RefusedError, match="DOCUMENTS_INVALID"):
        Application(Serving(documents=listed))


def test_who_asks_for_too_much_waits_and_others_do_not(tmp_path: Path) -> None:
    page = "{ regulations(first: 200) { nodes { code } } }"
    with an_endpoint(tmp_path, Serving(rate=Rate(units_per_second=1, units_at_once=300))) as endpoint:
        token = endpoint.token(Scope.READ)
        found = [endpoint.ask(page) for _ in range(3)]
        other = endpoint.ask(page, authorization=f"Bearer {token}")
    assert ["errors" in one for one in found] == [False, False, True]
    assert found[2]["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert "errors" in other


def test_the_log_has_a_line_for_each_request_and_nothing_of_what_was_asked(tmp_path: Path) -> None:
    stream = io.StringIO()
    with logging_to(stream), an_endpoint(tmp_path, Serving(access_log=True)) as endpoint:
        token = endpoint.token(Scope.READ, label="LABEL")
        endpoint.ask('{ doctor(code: "SECRET") { name } }', authorization=f"Bearer {token}", x_request_id="request-1")
        endpoint.ask('{ doctor(code: "SECRET"', x_request_id="request-2")
        endpoint.client.get("/SECRET?SECRET=1", headers={"x-request-id": "request-3", "user-agent": "SECRET"})
        endpoint.client.request("SECRET", "/graphql", headers={"x-request-id": "request-4"})
    lines = [json.loads(one) for one in stream.getvalue().splitlines()]
    said = [(one["request"], one["method"], one["route"], one["status"], one["result"]) for one in lines]
    assert said == [
        ("request-1", "POST", "/graphql", 200, "answered"),
        ("request-2", "POST", "/graphql", 200, "refused"),
        ("request-3", "GET", "-", 404, "refused"),
        ("request-4", "-", "/graphql", 405, "refused"),
    ]
    assert not {"SECRET", "LABEL", token, "testclient", "127.0.0.1"} & set(
        re.split(r"[^A-Za-z0-9_.-]", stream.getvalue())
    )


def test_a_fault_before_any_answer_is_answered_and_has_the_request_s_id_in_the_log(tmp_path: Path) -> None:
    stream = io.StringIO()
    with an_endpoint(tmp_path) as endpoint:
        pass
    closed = TestClient(endpoint.application, raise_server_exceptions=False)
    with logging_to(stream):
        answer: httpx2.Response = closed.get("/graphiql/start.js", headers={"x-request-id": "request-1"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "request-1")
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert all(json.loads(one)["request"] == "request-1" for one in stream.getvalue().splitlines())


def test_limits_by_default_leave_room_for_the_dearest_operation() -> None:
    assert Rate().units_at_once > MAX_COST
    assert Limits().connections > Limits().at_work + Limits().waiting
