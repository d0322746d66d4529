"""A registry as text: everything but its tokens, in an order of its own, at one moment, some rows at a time."""

from contextlib import aclosing
from dataclasses import dataclass
from typing import BinaryIO

from core.errors import RefusedError
from core.service.backing_up.lines import Writing
from core.storage import ReadOnly, read_head
from core.storage.backend import Row
from core.storage.snapshot_fields import Value, WrongValueError
from core.storage.snapshots import KINDS, TRAIL, Snapped
from core.text import Text


@dataclass(frozen=True, slots=True)
class Snapshotted:
    """A snapshot that was written."""

    records: int
    sha256: str
    """The digest that its last line holds."""


async def write_snapshot(source: ReadOnly, stream: BinaryIO, *, trail: bool = True) -> Snapshotted:
    """Write the registry that ``source`` reads as text.

    Equal registries give equal bytes, whichever their databases and in whichever order they were filled. ``trail``
    False leaves the audit trail out, for comparing what was entered at different times or by different people; such a
    snapshot cannot be loaded. Raises RefusedError for what somebody has put into the database that is no text.
    """
    writing = Writing(stream, trail=trail)
    for kind in (*KINDS, *([TRAIL] if trail else [])):
        async with aclosing(source.stream(kind.sql)) as pages:
            async for rows in pages:
                for row in rows:
                    writing.record(kind, _line(kind, row))
    sha256 = writing.end(await read_head(source) if trail else None)
    return Snapshotted(writing.count, sha256)


def _line(kind: Snapped, row: Row) -> dict[str, Value]:
    """Return what a row's line says: what is not there is left out."""
    try:
        said = {field.name: field.said(value) for field, value in zip(kind.fields, row, strict=True)}
    except WrongValueError as error:
        raise RefusedError(
            "SNAPSHOT_IMPOSSIBLE",
            Text(
                zh=f"表 {kind.table} 的字段 {error} 中有不是该类内容的值，无法写成快照；请用 guiju backup。",
                en=f"The field {error} of the table {kind.table} holds what is none of its values, and no snapshot can "
                "be written; make a backup with guiju backup.",
            ),
        ) from error
    return {name: value for name, value in said.items() if value is not None}
