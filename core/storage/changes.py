"""About which doctors anything was written since a mark, so that what was worked out from it can be renewed."""

import json
from dataclasses import dataclass
from typing import cast

from core.storage.backend import Source

_OF_DOCTOR = {
    "violation": "SELECT t.doctor_id FROM violation t",
    "violation_entry": "SELECT v.doctor_id FROM violation_entry t JOIN violation v ON v.id = t.violation_id",
    "examination": "SELECT t.doctor_id FROM examination t",
    "repair": "SELECT t.doctor_id FROM repair t",
    "enrolment": "SELECT t.doctor_id FROM enrolment t",
    "frozen": "SELECT t.doctor_id FROM frozen t",
}
"""Whom a new row of each table is about; one writer at a time gives out ids, so that a new row has a higher one."""
_ELSEWHERE = frozenset(
    {"institution", "department", "doctor", "enrolment_entry", "measurement", "evaluation_period", "token"}
)
"""What the audit trail calls writes that no points account rests on."""
_MARK = f"""
SELECT COALESCE((SELECT number FROM audit_head WHERE id = 1), 0), (SELECT hash FROM audit_head WHERE id = 1),
{", ".join(f"COALESCE((SELECT MAX(id) FROM {table}), 0)" for table in _OF_DOCTOR)}
"""  # noqa: S608 - our own names
_SINCE = "SELECT number, hash, subject, content FROM audit_entry WHERE number >= ? ORDER BY number"
MOST_CHANGED = 10_000
"""Up to how many doctors are named; beyond it everyone is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the registry had got."""

    number: int
    """Of the audit trail's last entry; 0: it had none."""
    hash: str | None
    ids: tuple[int, ...]
    """The highest of each table that accounts rest on."""


async def mark_of(source: Source) -> Mark:
    """Return how far the registry has got."""
    number, value, *ids = tuple((await source.read(_MARK))[0])
    return Mark(number, value, tuple(ids))


async def changed_since(source: Source, mark: Mark) -> frozenset[int] | None:
    """Return the doctors (ids) about whom anything was written since ``mark``; None: it may be anyone."""
    if not await _is_told_by_ids(source, mark):
        return None
    found: set[int] = set()
    for sql, last in zip(_OF_DOCTOR.values(), mark.ids, strict=True):
        found.update(row[0] for row in await source.read(f"{sql} WHERE t.id > ? LIMIT {MOST_CHANGED + 1}", [last]))
    return frozenset(found) if len(found) <= MOST_CHANGED else None


async def _is_told_by_ids(source: Source, mark: Mark) -> bool:
    """Return whether new rows tell of all writes: nothing was renewed, and no other registry taken over."""
    entries = await source.read(_SINCE, [mark.number])
    if mark.number and (not entries or tuple(entries[0])[:2] != (mark.number, mark.hash)):
        return False
    for number, _, subject, content in map(tuple, entries):
        kind = str(subject).partition(" ")[0]
        if number == mark.number or kind in _ELSEWHERE:
            continue
        if kind not in _OF_DOCTOR or cast("dict[str, object]", json.loads(content)).get("updated"):
            return False
    return True
