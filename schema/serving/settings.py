"""What an operator chooses about serving, with every limit and its default."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take, and how many there may be. Seconds are elapsed time."""

    connections: int = 1000
    """Open connections; beyond it an idle one is closed for a new one."""
    head_seconds: float = 10
    """From a connection, or a request's first byte, to the end of its headers."""
    body_seconds: float = 20
    """From the end of a request's headers to the end of its body."""
    idle_seconds: int = 30
    """How long a connection is kept for the next request."""
    write_seconds: float = 30
    """How long a client may leave an answer unread."""
    at_work: int = 16
    """Requests being answered."""
    waiting: int = 128
    """Requests that wait for one of those to end; beyond it the answer is 503."""
    patience_seconds: float = 3
    """How long a request waits before the answer is 503."""
    turn_seconds: float = 0.2
    """How long a request may have waited for its turn in this process to be answered at once; beyond it 503."""
    answer_seconds: float = 30
    """How long an answer may take before the client is told 504; what has begun goes on to its end."""
    linger_seconds: float = 1
    """At the end, how long an idle connection may still send the request that is already on its way."""
    stop_seconds: int = 10
    """At the end, how long requests may take before they are cut off."""
    drain_seconds: float = 0
    """At the end, how long connections are still accepted while ``/readyz`` says no, for a load balancer to notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much one caller may ask for; a unit is about one object of an answer."""

    units_per_second: int = 5_000
    """What a caller gains each second."""
    units_at_once: int = 100_000
    """What a caller who has been quiet may spend at once; more than the dearest operation costs."""
    callers: int = 10_000
    """How many callers are remembered; the one not heard of for the longest time is forgotten first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the endpoint is served. The defaults suit a developer's own machine."""

    is_public: bool = False
    """Whether strangers can reach it: then nobody sees more than the answers to what they ask by POST."""
    introspection: bool = True
    """Whether anyone may ask for the schema itself; a developer may in any case."""
    graphiql: bool = True
    """Whether a browser is shown the page to try queries on."""
    get: bool = True
    """Whether anyone may query by GET; a developer may in any case."""
    origins: tuple[str, ...] = ()
    """Web pages elsewhere that may ask, by their origin; ``*`` for every one."""
    documents: Path | None = None
    """File of the only documents that are run; None: any."""
    access_log: bool = False
    """Whether each request is a line in the log."""
    tracing: bool = False
    """Whether requests are traced by OpenTelemetry."""
    limits: Limits = field(default_factory=Limits)
    rate: Rate | None = None
    """How much each caller may ask for; None: without limit."""
