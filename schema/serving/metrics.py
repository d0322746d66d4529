"""What is counted about the service, in Prometheus' form. Labels are few, and none has a value that a client chose."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core.host import Host
from schema.serving.exchange import Exchange, Kind, Result, RunBy

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histogram, in seconds."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Levels:
    """What is so at the moment of asking."""

    at_work: int
    waiting: int
    host: Host | None
    """None: not open yet, or no longer."""


class Metrics:
    """The numbers of one endpoint."""

    def __init__(self, levels: Callable[[], Levels]) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Now(levels))
        requests = Counter(
            "guiju_requests", "Requests by kind of operation and result.", ["kind", "result"], registry=self._registry
        )
        seconds = Histogram(
            "guiju_request_seconds", "Seconds per request.", ["kind"], buckets=BUCKETS, registry=self._registry
        )
        operations = Counter(
            "guiju_operations", "Operations by how they were run.", ["run_by"], registry=self._registry
        )
        reloads = Counter("guiju_reloads", "Reloads of the regulations by result.", ["result"], registry=self._registry)
        self._requests = {(kind, one): requests.labels(kind.value, one.value) for kind in Kind for one in Result}
        self._seconds = {kind: seconds.labels(kind.value) for kind in Kind}
        self._operations = {one: operations.labels(one.value) for one in RunBy}
        self._reloads = {is_done: reloads.labels(name) for is_done, name in ((True, "done"), (False, "refused"))}

    def count(self, exchange: Exchange) -> None:
        """Count a request that has come to its end."""
        self._requests[exchange.kind, exchange.outcome].inc()
        self._seconds[exchange.kind].observe(monotonic() - exchange.started)
        self._operations[exchange.run_by].inc()

    def count_reload(self, *, is_done: bool) -> None:
        """Count a reload of the regulations; one that is not done left everything as it was."""
        self._reloads[is_done].inc()

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self._registry)


class _Now(Collector):
    """What is looked up at the moment of asking."""

    def __init__(self, levels: Callable[[], Levels]) -> None:
        self._levels = levels

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every level."""
        now = self._levels()
        yield GaugeMetricFamily("guiju_requests_at_work", "Requests being answered.", value=now.at_work)
        yield GaugeMetricFamily("guiju_requests_waiting", "Requests waiting to be answered.", value=now.waiting)
        if now.host is None:
            return
        parked = len(now.host.parked)
        yield GaugeMetricFamily("guiju_plugins_served", "Plugins served.", value=len(now.host.plugins) - parked)
        yield GaugeMetricFamily("guiju_plugins_parked", "Plugins not served, being wrong.", value=parked)
        yield GaugeMetricFamily("guiju_regulations", "Regulations served.", value=len(now.host.catalogue.laws))
