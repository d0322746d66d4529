"""Whatever is sent, the answer is no fault of the service, and there is one.

``GUIJU_EXAMPLES=20000 pytest tests/serving/test_fuzz.py`` tries each twenty thousand times.
"""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.service.error_reference import error_codes
from schema.serving.protocols import TimedH11, protocol_at_hand
from schema.serving.settings import Limits, Serving
from tests.serving.endpoints import CLOSED, Endpoint, a_server, an_endpoint
from tests.serving.sockets import connected, everything
from tests.serving.test_view import ABOUT_ITSELF, NOT_ABOUT_ITSELF

often = settings(
    max_examples=max(300, settings.default.max_examples if settings.default else 0),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
LISTED = error_codes().names - {"INTERNAL"}
QUERIES = [
    *ABOUT_ITSELF,
    *NOT_ABOUT_ITSELF[:-1],
    '{ regulation(id: "testville-2020") { title { zh en } clauses(first: 5) { nodes { code } } } }',
    "query A($n: Int = 3, $yes: Boolean!) { regulations(first: $n) { totalCount nodes { code @include(if: $yes) } } }",
    "{ doctors(first: 10) { nodes { code enrolments { nodes { institution { code } } } } } }",
    '{ simulate(regulation: "testville-2020", asOf: "2025-01-01") { pointsLeft } }',
    "fragment A on Query { ...B } fragment B on Query { ...A } { ...A }",
    """mutation { recordExamination(input: {
        doctor: "N", institution: "H", place: "x", on: "2025-01-01", passed: true}) { created } }""",
    "subscription { a }",
]
words = st.text(max_size=20) | st.sampled_from(["query", "variables", "\x00", "\ud800", "医师", '"', "\\u0000"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """Draw bytes of which parts are cut out, doubled, or replaced."""
    found = draw(whole)
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(st.integers(0, len(found)), st.integers(0, len(found)))))
        part = draw(st.sampled_from([b"", found[start:end] * 2]) | st.binary(max_size=8))
        found = found[:start] + part + found[end:]
    return found


queries = st.sampled_from(QUERIES).map(str.encode)
asked = st.fixed_dictionaries(
    {},
    optional={
        "query": values | spoilt(queries).map(lambda one: one.decode("utf-8", "replace")),
        "variables": values | st.fixed_dictionaries({"n": values, "yes": values}),
        "operationName": values,
        "extensions": values | st.fixed_dictionaries({"persistedQuery": values}),
        "documentId": values,
    },
)
bodies = st.binary(max_size=200) | spoilt((values | asked).map(lambda one: json.dumps(one).encode()))
kinds = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/json;;",
        "text/plain",
        "",
        ",",
    ]
)
accepts = st.sampled_from(["*/*", "application/json", "application/graphql-response+json", "text/html", ";q=", ""])
tokens = st.sampled_from(["Bearer x", "Bearer", "bearer  ", "Basic eDp5", "\x7f"])


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with an_endpoint(tmp_path_factory.mktemp("fuzzed"), CLOSED) as endpoint:
        yield endpoint


@often
@given(
    method=st.sampled_from(["POST"] * 6 + ["GET", "HEAD", "PUT", "OPTIONS", "BREW"]),
    body=bodies,
    kind=kinds,
    accept=accepts,
    token=st.none() | tokens,
)
def test_no_request_is_answered_with_a_fault(
    endpoint: Endpoint, method: str, body: bytes, kind: str, accept: str, token: str | None
) -> None:
    headers = {"content-type": kind, "accept": accept, **({"authorization": token} if token else {})}
    answer = endpoint.client.request(method, "/graphql", content=body, headers=headers)
    assert answer.status_code < 500, answer.text
    if method == "HEAD":
        return
    found = answer.json()
    for error in found.get("errors", ()):
        assert error["extensions"]["code"] in LISTED
        assert error["extensions"]["message"].keys() == {"zh", "en"}
    assert "errors" in found or "data" in found


heads = st.lists(
    st.sampled_from(
        [
            b"host: x",
            b"content-type: application/json",
            b"content-length: 44",
            b"content-length: -1",
            b"content-length: 99999999999999999999",
            b"transfer-encoding: chunked",
            b"transfer-encoding: gzip, chunked",
            b"connection: close",
            b"connection: upgrade",
            b"upgrade: websocket",
            b"upgrade: h2c",
            b"expect: 100-continue",
            b"x: " + b"y" * 20_000,
            b" folded",
        ]
    )
    | st.binary(max_size=30),
    max_size=8,
)


def request_of(line: bytes, head: list[bytes], body: bytes) -> bytes:
    return b"\r\n".join([line, *head, b"", body])


requests = spoilt(
    st.builds(
        request_of,
        st.sampled_from(
            [b"POST /graphql HTTP/1.1", b"GET /graphql?query={a} HTTP/1.1", b"GET /../x HTTP/1.0", b"PRI * HTTP/2.0"]
        ),
        heads,
        st.sampled_from([b'{"query": "{ plugins { name } } #########"}', b"", b"5\r\nhello\r\n0\r\n\r\n"])
        | st.binary(max_size=60),
    )
)


@pytest.fixture(scope="module", params=[TimedH11, protocol_at_hand()], ids=["h11", "at hand"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    serving = Serving(limits=Limits(head_seconds=5, body_seconds=5, idle_seconds=5, linger_seconds=0.2))
    with a_server(tmp_path_factory.mktemp("fuzzed"), serving, request.param) as port:
        yield port


@often
@given(said=requests)
def test_whatever_is_said_on_a_connection_it_ends_without_a_fault(port: int, said: bytes) -> None:
    with connected(port) as client:
        try:
            client.sendall(said)
            client.shutdown(1)
        except OSError:
            return  # refused before it was all said
        statuses = [int(one) for one in re.findall(rb"(?:^|\n|\})HTTP/1\.1 (\d{3})", everything(client))]
    assert [one for one in statuses if one >= 500] == []
