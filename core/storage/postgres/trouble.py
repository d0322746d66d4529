"""Turns what PostgreSQL, its driver and Tortoise raise into the project's errors."""

from collections.abc import Generator
from contextlib import contextmanager

import asyncpg
from tortoise.exceptions import BaseORMException

from core.errors import GuijuError
from core.storage.trouble import busy, full, not_storable, unreachable, unusable_server

BUSY = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not available."""
FULL = frozenset({"53100", "53200", "58030"})
"""Disk full, out of memory, input or output failed."""
GONE = frozenset({"25P03", "25P04", "53300", "57P01", "57P02", "57P03"})
"""Transaction left idle or open too long, too many connections, the server stops, crashed, or is starting."""
GONE_CLASS = "08"
"""Codes that begin so: the connection failed."""
DENIED = "42501"
"""What the user may not do."""
NOT_STORABLE = frozenset({"22003", "22021", "22P05"})
"""Number out of range, character outside the encoding."""


def known_trouble(error: BaseException) -> GuijuError | None:
    """Return the project's error for ``error``, or None where it is a defect rather than trouble."""
    cause = error.args[0] if isinstance(error, BaseORMException) and error.args else error
    if isinstance(cause, (UnicodeEncodeError, OverflowError, asyncpg.DataError)):
        return not_storable()
    code = str(getattr(cause, "sqlstate", ""))
    if code in BUSY:
        return busy()
    if code in FULL:
        return full()
    if code in NOT_STORABLE:
        return not_storable()
    if code == DENIED:
        return unusable_server(str(cause))
    return unreachable() if code in GONE or code.startswith(GONE_CLASS) else None


@contextmanager
def named_trouble() -> Generator[None]:
    """Raise the project's error in place of a lock held, a full disk, a lost server or a value it cannot take."""
    try:
        yield
    except (
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        BaseORMException,
        UnicodeEncodeError,
        OverflowError,
    ) as error:
        known = known_trouble(error)
        if known is None:
            raise
        raise known from error
