"""The log: one JSON object a line, with the request's id, and nothing of a request's content or of a person.

Messages are those of this service and of uvicorn; of an exception, and of what any other library says, a line has the
kind and the place alone, since the words could quote a record or a query.
"""

import logging
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import TextIO

import orjson

from schema.serving.exchange import Exchange, Kind, current_exchange

ACCESS = "guiju.access"
OWN = ("guiju", "uvicorn")
"""Loggers whose messages hold nothing of a request."""


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON in UTF-8."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
        }
        exchange = current_exchange.get()
        if exchange is not None:
            line["request"] = exchange.id
        said = getattr(record, "access", None)
        if isinstance(said, dict):
            line |= said
        elif record.name.partition(".")[0] in OWN:
            line["message"] = record.getMessage()
        else:
            line["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = "".join(traceback.format_tb(record.exc_info[2]))
        return orjson.dumps(line, option=orjson.OPT_NON_STR_KEYS).decode()


class AccessLog:
    """One line a request."""

    def __init__(self) -> None:
        self._log = logging.getLogger(ACCESS)

    def write(self, exchange: Exchange, method: str, route: str) -> None:
        """Write what became of a request; ``route`` is one of ours, or ``-``."""
        said = {
            "method": method,
            "route": route,
            "status": exchange.status,
            "microseconds": round((monotonic() - exchange.started) * 1_000_000),
            "bytes": exchange.bytes,
            "operation": None if exchange.kind is Kind.NONE else exchange.kind.value,
            "result": exchange.outcome.value,
        }
        self._log.info("request", extra={"access": said})


@contextmanager
def logging_to(stream: TextIO | None = None) -> Generator[None]:
    """Send everything that is logged to ``stream`` (None: the standard error) while the block lasts."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root, access = logging.getLogger(), logging.getLogger(ACCESS)
    levels = root.level, access.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    access.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(levels[0])
        access.setLevel(levels[1])
