"""Answers that may take their time: a law whose owner answers by code is asked in a thread, and others go on."""

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

from core.regulation.law import Law

T = TypeVar("T")


async def apart(law: Law, work: Callable[[], T]) -> T:
    """Return what ``work`` returns, which asks ``law``.

    If part of the law is a plugin's code, it runs in a thread: until such code has answered or is cut off, a second
    may pass, in which the server answers others. Otherwise it is done at once.
    """
    return work() if law.rules is None else await to_thread.run_sync(work)
