"""Spans of requests for OpenTelemetry, if the operator asks for them: what kind, how long, and what became of it.

Nothing of a query, its variables or its answer is in a span. Where spans go is said in OpenTelemetry's own way, by
``OTEL_EXPORTER_OTLP_ENDPOINT`` and its other variables.
"""

import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from core.errors import RefusedError
from core.text import Text
from schema.serving.exchange import Exchange, Result

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

_NEEDED = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")


class Tracing:
    """Makes a span of each request that has come to its end."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._tracer = provider.get_tracer("guiju")

    def record(self, exchange: Exchange, seconds: float, parent: str | None) -> None:
        """Record a request that took so many seconds; ``parent`` is the caller's ``traceparent``, None for none."""
        from opentelemetry.trace import SpanKind, Status, StatusCode  # noqa: PLC0415 - an extra
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        end = time.time_ns()
        span = self._tracer.start_span(
            f"graphql {exchange.kind.value}",
            context=TraceContextTextMapPropagator().extract({"traceparent": parent} if parent else {}),
            kind=SpanKind.SERVER,
            start_time=end - round(seconds * 1_000_000_000),
            attributes={
                "graphql.operation.type": exchange.kind.value,
                "http.response.status_code": exchange.status,
                "guiju.request": exchange.id,
                "guiju.result": exchange.outcome.value,
                "guiju.run_by": exchange.run_by.value,
                "guiju.cost": exchange.cost,
            },
        )
        if exchange.outcome in {Result.FAULTY, Result.LATE, Result.OVERLOADED}:
            span.set_status(Status(StatusCode.ERROR))
        span.end(end)


def tracing_to_collector() -> Tracing:
    """Return tracing to the collector that the environment names; raise RefusedError unless the extra is installed."""
    if any(not _is_installed(name) for name in _NEEDED):
        text = Text(
            zh="追踪需要安装: pip install 'guiju[otel]'", en="tracing needs its extra: pip install 'guiju[otel]'"
        )
        raise RefusedError("TRACING_MISSING", text)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "guiju"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
