"""Turns what SQLite and Tortoise raise into the project's errors."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from tortoise.exceptions import OperationalError

from core.errors import GuijuError
from core.storage.trouble import busy, full, not_storable

PRIMARY_CODE = 0xFF
"""The bits of an SQLite result code that say what happened; the others say where."""


def known_trouble(error: BaseException) -> GuijuError | None:
    """Return the project's error for ``error``, or None where it is a defect rather than trouble."""
    cause = error.args[0] if isinstance(error, OperationalError) and error.args else error
    if isinstance(cause, (UnicodeEncodeError, OverflowError)):
        return not_storable()
    if not isinstance(cause, sqlite3.OperationalError):
        return None
    match getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy()
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return full()
        case _:
            return None


@contextmanager
def named_trouble() -> Generator[None]:
    """Raise the project's error in place of a locked database, a full disk or a value it cannot take."""
    try:
        yield
    except (sqlite3.Error, OperationalError, UnicodeEncodeError, OverflowError) as error:
        known = known_trouble(error)
        if known is None:
            raise
        raise known from error
