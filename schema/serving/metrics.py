"""What is counted about the service, in Prometheus' form. Labels are few, and none has a value that a client chose."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from time import monotonic

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
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
    """The numbers of one endpoint. Counting is a few additions; Prometheus' own objects are made when asked."""

    def __init__(self, levels: Callable[[], Levels]) -> None:
        self._levels = levels
        self._requests = {(kind, result): 0 for kind in Kind for result in Result}
        self._seconds = dict.fromkeys(Kind, 0.0)
        self._within = {kind: [0] * (len(BUCKETS) + 1) for kind in Kind}
        self._operations = dict.fromkeys(RunBy, 0)
        self._reloads = {"done": 0, "refused": 0}
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Collected(self._families))

    def count(self, exchange: Exchange) -> None:
        """Count a request that has come to its end."""
        seconds = monotonic() - exchange.started
        self._requests[exchange.kind, exchange.outcome] += 1
        self._seconds[exchange.kind] += seconds
        self._within[exchange.kind][bisect_left(BUCKETS, seconds)] += 1
        self._operations[exchange.run_by] += 1

    def count_reload(self, *, is_done: bool) -> None:
        """Count a reload of the regulations; one that is not done left everything as it was."""
        self._reloads["done" if is_done else "refused"] += 1

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self._registry)

    def _families(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "guiju_requests", "Requests by kind of operation and result.", labels=["kind", "result"]
        )
        for (kind, result), count in self._requests.items():
            requests.add_metric([kind.value, result.value], count)
        yield requests
        yield self._histogram()
        operations = CounterMetricFamily("guiju_operations", "Operations by how they were run.", labels=["run_by"])
        for run_by, count in self._operations.items():
            operations.add_metric([run_by.value], count)
        yield operations
        reloads = CounterMetricFamily("guiju_reloads", "Reloads of the regulations by result.", labels=["result"])
        for done, count in self._reloads.items():
            reloads.add_metric([done], count)
        yield reloads
        yield from _gauges(self._levels())

    def _histogram(self) -> HistogramMetricFamily:
        found = HistogramMetricFamily("guiju_request_seconds", "Seconds per request.", labels=["kind"])
        bounds = [*map(str, BUCKETS), "+Inf"]
        for kind, counts in self._within.items():
            buckets = list(zip(bounds, accumulate(counts), strict=True))
            found.add_metric([kind.value], buckets, self._seconds[kind])
        return found


def _gauges(now: Levels) -> Iterator[Metric]:
    """Yield what is so at the moment of asking."""
    yield GaugeMetricFamily("guiju_requests_at_work", "Requests being answered.", value=now.at_work)
    yield GaugeMetricFamily("guiju_requests_waiting", "Requests waiting to be answered.", value=now.waiting)
    if now.host is not None:
        parked = len(now.host.parked)
        yield GaugeMetricFamily("guiju_plugins_served", "Plugins served.", value=len(now.host.plugins) - parked)
        yield GaugeMetricFamily("guiju_plugins_parked", "Plugins not served, being wrong.", value=parked)
        yield GaugeMetricFamily("guiju_regulations", "Regulations served.", value=len(now.host.catalogue.laws))


class _Collected(Collector):
    """Whatever a function yields when it is asked."""

    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        """Yield every family of numbers."""
        return self._families()
