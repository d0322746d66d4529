"""The log of the server: a line for each request, and the request's id in every line about it."""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from time import monotonic
from typing import TextIO

from core.logs import Format, logging_as, said
from schema.serving.exchange import Exchange, Kind, current_exchange

ACCESS = "guiju.access"


class AccessLog:
    """One line a request."""

    def __init__(self) -> None:
        self._log = logging.getLogger(ACCESS)

    def write(self, exchange: Exchange, method: str, route: str) -> None:
        """Write what became of a request; ``route`` is one of ours, or ``-``."""
        line = said(
            method=method,
            route=route,
            status=exchange.status,
            microseconds=round((monotonic() - exchange.started) * 1_000_000),
            bytes=exchange.bytes,
            operation=None if exchange.kind is Kind.NONE else exchange.kind.value,
            result=exchange.outcome.value,
        )
        self._log.info("request", extra=line)


def logging_to(stream: TextIO | None = None) -> AbstractContextManager[None]:
    """Return what sends everything that is logged to ``stream`` (None: the standard error), to be entered."""
    return logging_as(Format.JSON, {"": logging.WARNING, ACCESS: logging.INFO}, _request, stream)


def _request() -> Mapping[str, object]:
    exchange = current_exchange.get()
    return {} if exchange is None else {"request": exchange.id}
