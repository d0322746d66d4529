"""Very many violations at once: columns in, no object a row, the same rows and the same entry in the audit trail.

While a table at least doubles, its indexes are rebuilt at the end rather than kept up row by row; all of it happens in
the one transaction, so that whatever interrupts it leaves the table and its indexes as they were.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.proof.bulk_digest import Digester
from core.proof.chain import Action
from core.records import Put
from core.storage import kinds
from core.storage.audit import Trail
from core.storage.backend import Transaction
from core.storage.batches import differing, split, stored
from core.storage.kinds import Columns, in_places
from core.storage.loaders import chunks
from core.storage.models import POINT_PLACES

REBUILT_FROM_ROWS = 50_000
"""Below this many new rows indexes are kept up row by row."""
MOST_REMEMBERED = 500_000
"""Codes whose ids are remembered at a time."""

_TABLE = "violation"
_COLUMNS = (
    "place", "decision_no", "doctor_id", "clause", "regulation", "institution_id", "department_id", "cases", "points",
    "months", "occurred_on", "decided_on", "notified_on", "determined_by", "note", "responsibility", "reason",
)  # fmt: skip
_KEY = ("place", "decision_no", "doctor", "clause")

Values = Mapping[str, Sequence[object]]
"""The fields of violations by name, one value a row: days as 2025-03-01, codes in place of ids, None for none."""


Conflict = tuple[int, str]
"""Position of a row that is recorded with other content, and the names of the fields that differ."""


@dataclass(slots=True)
class BulkViolations:
    """Adds violations, chunk by chunk, within one transaction; ``end`` must be called after the last."""

    transaction: Transaction
    trail: Trail
    recorded_at: datetime
    doctors: dict[object, int] = field(default_factory=dict[object, int])
    institutions: dict[object, int] = field(default_factory=dict[object, int])
    departments: dict[object, int] = field(default_factory=dict[object, int])
    """By codes of institution and department."""
    created: int = 0
    unchanged: int = 0
    expected_rows: int = 0
    """About how many rows will come."""
    _digester: Digester = field(default_factory=Digester)
    _indexes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _first: str = ""
    """The natural key of the first row that was added."""
    _points: dict[Decimal, str] = field(default_factory=dict[Decimal, str])

    async def begin(self, expected_rows: int) -> None:
        """Prepare for about so many rows."""
        self.expected_rows = expected_rows
        await self.transaction.expect_many()

    async def know(self, doctors: Sequence[object], institutions: Sequence[object], *, departments: bool) -> bool:
        """Look up the ids of codes; return whether the registry holds every doctor and institution.

        What it does not hold stays unknown, as do departments, which are looked up if that is asked for.
        """
        found = await self._know("doctor", self.doctors, set(doctors))
        found = await self._know("institution", self.institutions, set(institutions)) and found
        if departments and not self.departments:
            sql = "SELECT i.code, p.code, p.id FROM department p JOIN institution i ON i.id = p.institution_id"
            self.departments = {(row[0], row[1]): row[2] for row in await self.transaction.fetch(sql)}
        return found

    async def _know(self, table: str, known: dict[object, int], codes: set[object]) -> bool:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        missing = codes - known.keys()
        before = len(known)
        for some in chunks(sorted(missing, key=str), 10_000):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT code, id FROM {table} WHERE code IN ({marks})"  # noqa: S608 - our own names
            known.update((row[0], row[1]) for row in await self.transaction.fetch(sql, some))
        return len(known) - before == len(missing)

    def unplaced(
        self, doctors: Sequence[object], institutions: Sequence[object], departments: Sequence[object]
    ) -> set[int]:
        """Return the positions of the rows that name what was looked up and is not there."""
        found = _unknown(doctors, self.doctors) | _unknown(institutions, self.institutions)
        if departments.count(None) < len(departments):
            pairs = list(zip(institutions, departments, strict=True))
            found |= {at for at in _unknown(pairs, self.departments) if departments[at] is not None}
        return found

    async def add(self, values: Values) -> Sequence[Conflict]:
        """Add rows whose codes are all known, and whose natural keys differ from each other.

        A row that is recorded with other content is not added and is returned; the others are.
        """
        columns = self._columns(values)
        rows = list(zip(*columns.values(), strict=True))
        if not rows:
            return []
        await self.transaction.fetch("SAVEPOINT chunk")
        is_first = not (self.created or self.unchanged or self._indexes)
        inserting = asyncio.ensure_future(self.transaction.insert_missing(_TABLE, tuple(columns), rows))
        await asyncio.sleep(0)
        try:
            digests = self._digester.digests(values)  # while the database is at work
        finally:
            inserted = await inserting
        if inserted == len(rows):
            positions: Sequence[int] = range(len(rows))
            conflicts = list[Conflict]()
        else:
            await self.transaction.fetch("ROLLBACK TO chunk")
            await self._rebuild()
            positions, conflicts = await self._compared(columns)
            await self.transaction.insert_missing(_TABLE, tuple(columns), [rows[at] for at in positions])
            digests = [digests[at] for at in positions]
        await self.transaction.fetch("RELEASE chunk")
        if is_first and len(positions) == len(rows):
            await self._put_off()
        if positions and not self.created:
            self._first = ", ".join(f"{name}={values[name][positions[0]]}" for name in _KEY)
        self.created += len(positions)
        self.unchanged += len(rows) - len(positions) - len(conflicts)
        self._digester.add(digests)
        return conflicts

    async def end(self) -> Put:
        """Rebuild what was put off, tell the audit trail, and return what all chunks did."""
        rebuilding = asyncio.ensure_future(self._rebuild())
        await asyncio.sleep(0)
        try:
            digest = self._digester.digest()  # while the database is at work
        finally:
            await rebuilding
        put = Put(created=self.created, unchanged=self.unchanged)
        if put.created:
            counts = {"created": put.created, "updated": 0, "unchanged": put.unchanged}
            subject = f"{_TABLE} {self._first}" if put.created == 1 else _TABLE
            await self.trail.append(Action.RECORDED, subject, {**counts, "digest": digest})
        return put

    async def _put_off(self) -> None:
        """Drop the indexes that a table which at least doubles is better off to have rebuilt."""
        there = (await self.transaction.fetch(f"SELECT COALESCE(MAX(id), 0) FROM {_TABLE}"))[0][0]  # noqa: S608 - our own name
        if self.expected_rows < max(there, REBUILT_FROM_ROWS):
            return
        self._indexes = await self.transaction.removable_indexes(_TABLE)
        for name, _ in self._indexes:
            await self.transaction.fetch(f'DROP INDEX "{name}"')

    async def _rebuild(self) -> None:
        for _, sql in self._indexes:
            await self.transaction.fetch(sql)
        self._indexes.clear()

    def _columns(self, values: Values) -> dict[str, Sequence[object]]:
        """Return the columns of the table that hold anything, with ids in place of codes."""
        departments = values["department"]
        named: dict[str, Sequence[object]] = {
            **{name: values[name] for name in _COLUMNS if name in values},
            "doctor_id": list(map(self.doctors.__getitem__, values["doctor"])),
            "institution_id": list(map(self.institutions.__getitem__, values["institution"])),
            "recorded_at": [self.recorded_at.isoformat(" ")] * len(departments),
        }
        if departments.count(None) < len(departments):
            pairs = zip(values["institution"], departments, strict=True)
            named["department_id"] = [None if one is None else self.departments[place, one] for place, one in pairs]
        if named["points"].count(None) < len(departments):
            named["points"] = list(map(self._text, named["points"]))
        return {name: column for name, column in named.items() if column.count(None) < len(column)}

    def _text(self, points: object) -> str | None:
        if not isinstance(points, Decimal):
            return None
        if points not in self._points:
            self._points[points] = str(in_places(points, POINT_PLACES))
        return self._points[points]

    async def _compared(self, columns: Mapping[str, Sequence[object]]) -> tuple[list[int], list[Conflict]]:
        """Return the positions of the rows that are new, and what is there with other content."""
        kind = kinds.VIOLATIONS
        stated = {name: columns.get(name) for name in _COLUMNS}
        count = len(columns["doctor_id"])
        every = [[None] * count if one is None else one for one in stated.values()]
        named: list[Columns] = [dict(zip(_COLUMNS, row, strict=True)) for row in zip(*every, strict=True)]
        there = await stored(self.transaction, kind, named)
        new: list[int] = []
        conflicts: list[Conflict] = []
        for at, row in enumerate(named):
            key, content = split(kind, row)
            known = there.get(key)
            if known is None:
                there[key] = content
                new.append(at)
            elif known != content:
                conflicts.append((at, differing(kind, row, known, content)))
        return new, conflicts


def _unknown(codes: Sequence[object], known: Mapping[object, int]) -> set[int]:
    missing = set(codes) - known.keys()
    return {at for at, one in enumerate(codes) if one in missing} if missing else set()
