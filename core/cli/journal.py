"""The log of a command: a line when it begins and one when it ends, with its exit code and what it counted.

Every line of one run has the run's id. What a run writes to the audit trail is told by the entries' numbers
(``guiju.audit``), so that a line of the log leads to the trail and, by its actor and time, an entry to the log.
"""

import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from secrets import token_hex
from time import monotonic
from typing import Any, TypeVar

import click

from core.errors import GuijuError
from core.logs import Format, logging_as, said

F = TypeVar("F", bound=Callable[..., Any])

CALLED_WRONGLY = 2
REFUSED = 3
CRASHED = 70
"""Guiju itself failed, with a traceback; the number that systems keep for it."""
INTERRUPTED = 130
CUT_OFF = 141
"""Whoever read the standard output has stopped reading."""

_LOG = "guiju.cli"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def log_options(command: F) -> F:
    """Add ``--log-format`` and ``--log-level``."""
    form = click.option(
        "--log-format",
        type=click.Choice([one.value for one in Format]),
        default=Format.TEXT.value,
        envvar="GUIJU_LOG_FORMAT",
        help="日志格式, 写到标准错误 / How lines of the log are written, to the standard error.",
    )
    level = click.option(
        "--log-level",
        type=click.Choice(list(_LEVELS)),
        envvar="GUIJU_LOG_LEVEL",
        help="日志级别; 默认 warning, JSON 为 info / From which level on; warning by default, info for JSON.",
    )
    return form(level(command))


def logging_of_run(form: str, level: str | None) -> AbstractContextManager[None]:
    """Return what logs one run of a command as it was told, to be entered."""
    chosen = Format(form)
    own = _LEVELS[level or ("info" if chosen is Format.JSON else "warning")]
    about = {"run": token_hex(8)}
    return logging_as(chosen, {"": max(own, logging.WARNING), "guiju": own}, lambda: about)


@contextmanager
def logged(command: str, actor: str, counts: Mapping[str, int]) -> Generator[None]:
    """Log that ``command`` begins and how it ends; ``counts`` is read at the end."""
    log, began, code, error = logging.getLogger(_LOG), monotonic(), 0, None
    log.info("begins", extra=said(event="begins", command=command, actor=actor))
    try:
        yield
    except click.exceptions.Exit as ended:
        code = ended.exit_code
        raise
    except GuijuError as refused:
        code, error = REFUSED, refused.code
        raise
    except click.UsageError:
        code = CALLED_WRONGLY
        raise
    except BaseException as fault:
        code, error = (INTERRUPTED if isinstance(fault, KeyboardInterrupt) else CRASHED), type(fault).__name__
        raise
    finally:
        milliseconds = round((monotonic() - began) * 1000)
        numbers = {"code": code, "error": error, "milliseconds": milliseconds, "counts": dict(counts)}
        log.info("ended", extra=said(event="ended", command=command, actor=actor, **numbers))
