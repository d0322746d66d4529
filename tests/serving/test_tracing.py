import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from core.errors import RefusedError
from schema.serving.exchange import Exchange, Kind, Result, RunBy
from schema.serving.tracing import Tracing, tracing_to_collector

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(exporter: InMemorySpanExporter) -> Tracing:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Tracing(provider)


def test_a_span_says_what_kind_how_long_and_what_became_of_it_and_nothing_else(
    tracing: Tracing, exporter: InMemorySpanExporter
) -> None:
    exchange = Exchange("request-1", kind=Kind.QUERY, run_by=RunBy.COMPILED, cost=50, status=200)
    tracing.record(exchange, 0.25, PARENT)
    (span,) = exporter.get_finished_spans()
    assert (span.name, span.kind, span.status.status_code) == ("graphql query", SpanKind.SERVER, StatusCode.UNSET)
    assert dict(span.attributes or {}) == {
        "graphql.operation.type": "query",
        "http.response.status_code": 200,
        "guiju.request": "request-1",
        "guiju.result": "answered",
        "guiju.run_by": "compiled",
        "guiju.cost": 50,
    }
    assert (span.end_time or 0) - (span.start_time or 0) == 250_000_000
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" in PARENT


@pytest.mark.parametrize("parent", [None, "", "nonsense"])
def test_a_span_without_a_proper_parent_begins_a_trace(
    tracing: Tracing, exporter: InMemorySpanExporter, parent: str | None
) -> None:
    tracing.record(Exchange("request-1", status=503, result=Result.OVERLOADED), 0, parent)
    (span,) = exporter.get_finished_spans()
    assert (span.parent, span.status.status_code) == (None, StatusCode.ERROR)


def test_without_the_extra_tracing_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk", None)
    with pytest.raises(RefusedError, match=r"TRACING_MISSING.*guiju\[otel\]"):
        tracing_to_collector()
