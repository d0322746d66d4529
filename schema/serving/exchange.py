"""One request and what became of it: what logs, metrics and the rate limit go by. It holds nothing of its content."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from time import monotonic

_MOST = 0xFFFFFFFF
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class Kind(StrEnum):
    """What kind of operation a request asked for."""

    QUERY = "query"
    MUTATION = "mutation"
    NONE = "none"
    """None that was run: a probe, a page, or a request that was refused before."""


class Result(StrEnum):
    """What became of a request."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    """Answered with errors beside the data."""
    REFUSED = "refused"
    FAULTY = "faulty"
    """The service was at fault."""
    OVERLOADED = "overloaded"
    LIMITED = "limited"
    """By the rate limit."""
    LATE = "late"
    """The time for the answer was over."""
    GONE = "gone"
    """The client left before the request was whole."""


class RunBy(StrEnum):
    """How an operation was run."""

    KEPT = "kept"
    """Not at all: the answer had been kept."""
    COMPILED = "compiled"
    STOCK = "stock"
    REFUSED = "refused"
    """Not at all."""


@dataclass(slots=True, eq=False)
class Exchange:
    """One request, from its first header to the last byte of its answer."""

    id: str
    """What the client calls it, or a new name; in the answer and in every line of the log about it."""
    started: float = field(default_factory=monotonic)
    kind: Kind = Kind.NONE
    result: Result | None = None
    """None: not known yet, or to be told from the status."""
    run_by: RunBy = RunBy.REFUSED
    cost: int = 0
    """Objects that the operation asked for."""
    is_token_known: bool = False
    """Whether the request came with a token that was looked up, and holds."""
    is_developer: bool = False
    """Whether the request came with a developer's header that holds."""
    status: int = 0
    """Of the answer; 0: none was sent."""
    bytes: int = 0
    """Of the answer's body."""
    is_answered_late: bool = False
    """Whether another answer was sent in place of the work's own."""

    @property
    def outcome(self) -> Result:
        """What became of it, from what is known."""
        if self.result is not None:
            return self.result
        if self.status == 0:
            return Result.GONE
        if self.status >= 500:  # noqa: PLR2004 - HTTP's classes of status
            return Result.FAULTY
        return Result.REFUSED if self.status >= 400 else Result.ANSWERED  # noqa: PLR2004


current_exchange: ContextVar[Exchange | None] = ContextVar("current_exchange", default=None)
"""The request being answered; None: none is."""


class Ids:
    """Names for requests: of this process, and counted."""

    def __init__(self) -> None:
        self._process = secrets.token_hex(4)
        self._count = count()

    def of(self, given: bytes | None) -> str:
        """Return the id of a request: the one ``given`` if it is well formed, else a new one."""
        if given is not None:
            text = given.decode("latin-1")
            if _WELL_FORMED.fullmatch(text):
                return text
        return f"{self._process}{next(self._count) & _MOST:08x}"


def note_operation(kind: Kind, cost: int, run_by: RunBy) -> None:
    """Take note of the operation that the request being answered asks for."""
    exchange = current_exchange.get()
    if exchange is not None:
        exchange.kind, exchange.cost, exchange.run_by = kind, cost, run_by
