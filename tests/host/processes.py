"""Which processes this one has started: the tests of plugins look whether any is left."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PATIENCE = 20
"""How many seconds a process may take to end before a test gives up."""


def children(of: int | None = None) -> frozenset[int]:
    """Return the ids of the processes whose parent is ``of``, this one by default."""
    parent = os.getpid() if of is None else of
    return frozenset(pid for pid in _all() if _parent(pid) == parent)


def is_running(pid: int) -> bool:
    """Return whether there is such a process, and not only what is left of one that nobody has asked about."""
    try:
        return _stat(pid)[0] not in {"Z", "X"}
    except OSError:
        return False


def eventually(condition: Callable[[], bool]) -> bool:
    """Return whether ``condition`` comes to hold before patience ends."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _all() -> Iterator[int]:
    """Yield the ids of all processes of the machine."""
    yield from (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())


def _parent(pid: int) -> int | None:
    try:
        return int(_stat(pid)[1])
    except OSError:  # it has ended meanwhile
        return None


def _stat(pid: int) -> list[str]:
    """Return what the system tells of a process, from its state on; its name before may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
