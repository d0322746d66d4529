"""Two snapshots side by side: what is new, gone or other, read line by line."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import groupby, repeat
from pathlib import Path

from core.service.backing_up.lines import Line, Place, Snapshot
from core.storage.snapshot_fields import Value

_OLD, _NEW = 0, 1


class Alteration(StrEnum):
    """What became of a record."""

    ADDED = "ADDED"
    """The new snapshot alone has it."""
    REMOVED = "REMOVED"
    """The old snapshot alone has it."""
    CHANGED = "CHANGED"
    """Both have it, with other content."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not the same in both."""

    record: str
    """Its kind."""
    key: dict[str, Value]
    """Its natural key by field."""
    alteration: Alteration
    fields: tuple[str, ...] = ()
    """The fields that differ, of a changed record."""


def changes(old: Path, new: Path) -> Iterator[Change]:
    """Yield what differs from the snapshot ``old`` to ``new``, in their order.

    Raises RefusedError, with the line, for a file that is no whole snapshot: at its end at the latest.
    """
    with ExitStack() as stack:
        sides = [Snapshot(path, stack.enter_context(path.open("rb"))).lines() for path in (old, new)]
        before, after = zip(repeat(_OLD), sides[0]), zip(repeat(_NEW), sides[1])
        for _, found in groupby(merge(before, after, key=_place), key=_place):
            change = _change(list(found))
            if change is not None:
                yield change


def _place(found: tuple[int, Line]) -> Place:
    return found[1].place


def _change(found: Sequence[tuple[int, Line]]) -> Change | None:
    """Return what became of a record that one snapshot has, or both; None: it is the same in both."""
    side, line = found[0]
    if len(found) == 1:
        return Change(line.kind.table, line.key, Alteration.ADDED if side == _NEW else Alteration.REMOVED)
    one, other = (line.values for _, line in found)
    fields = tuple(field.name for field in line.kind.fields if one.get(field.name) != other.get(field.name))
    return Change(line.kind.table, line.key, Alteration.CHANGED, fields) if fields else None
