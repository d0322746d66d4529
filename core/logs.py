"""The log: one line a record, as JSON or as text, with nothing of a request's content or of a person.

Messages are those of this project and of uvicorn; of an exception, and of what any other library says, a line has the
kind and the place alone, since the words could quote a record or a query.
"""

import logging
import sys
import traceback
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

import orjson

OWN = ("guiju", "uvicorn")
"""Loggers whose messages hold nothing of a request."""
SAID = "said"
"""The attribute of a record that holds what a line says by name, instead of a message."""

About = Callable[[], Mapping[str, object]]
"""Says what every line has at present, such as the id of a request or of a run."""


class Format(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON in UTF-8."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return orjson.dumps(_line(record, self._about()), option=orjson.OPT_NON_STR_KEYS).decode()


class TextLines(logging.Formatter):
    """Writes each record as one line of ``name=value``, behind its time and level."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of an exception with where it arose, on lines of their own."""
        line = _line(record, self._about())
        time, level, trace = line.pop("time"), line.pop("level"), line.pop("trace", None)
        said = " ".join(f"{name}={value}" for name, value in line.items() if value is not None)
        return f"{time} {level} {said}" if trace is None else f"{time} {level} {said}\n{trace}".rstrip()


def said(**values: object) -> dict[str, dict[str, object]]:
    """Return what a call of a logger is given as ``extra`` for its line to say ``values``."""
    return {SAID: values}


def _line(record: logging.LogRecord, about: Mapping[str, object]) -> dict[str, object]:
    line: dict[str, object] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "log": record.name,
        **about,
    }
    told = getattr(record, SAID, None)
    if isinstance(told, dict):
        line |= told
    elif record.name.partition(".")[0] in OWN:
        line["message"] = record.getMessage()
    else:
        line["place"] = f"{record.module}:{record.lineno}"
    if record.exc_info and record.exc_info[0] is not None:
        line["exception"] = record.exc_info[0].__name__
        line["trace"] = "".join(traceback.format_tb(record.exc_info[2]))
    return line


@contextmanager
def logging_as(form: Format, levels: Mapping[str, int], about: About, stream: TextIO | None = None) -> Generator[None]:
    """Send what is logged to ``stream`` (None: the standard error) while the block lasts.

    ``levels`` are those from which on something is, by logger; ``""`` is the one above all others. A block within
    another takes its place.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(about) if form is Format.JSON else TextLines(about))
    root = logging.getLogger()
    outer = [one for one in root.handlers if isinstance(one.formatter, (JsonLines, TextLines))]
    loggers = [(logging.getLogger(name), level) for name, level in levels.items()]
    before = [one.level for one, _ in loggers]
    for one in outer:
        root.removeHandler(one)
    root.addHandler(handler)
    for one, level in loggers:
        one.setLevel(level)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for one in outer:
            root.addHandler(one)
        for (one, _), level in zip(loggers, before, strict=True):
            one.setLevel(level)
