"""Very many violations at once: columns in, no object a row, the same rows and the same entry in the audit trail.

While a table at least doubles, its indexes are rebuilt at the end rather than kept up row by row; all of it happens in
the one transaction, so that whatever interrupts it leaves the table and its indexes as they were.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

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
from core.storage.transactions import to_the_end
from core.storage.trouble import full

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
    _ids: dict[str, tuple[Sequence[object], Sequence[object]]] = field(
        default_factory=dict[str, tuple[Sequence[object], Sequence[object]]]
    )
    """By table the codes that were looked up last, with their ids."""
    _kept: IO[bytes] = field(default_factory=TemporaryFile)
    _digester: Digester = field(init=False)
    _created: Values = field(default_factory=dict[str, Sequence[object]])
    """What was created last."""
    _indexes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _first: str = ""
    """The natural key of the first row that was added."""
    _points: dict[Decimal, str] = field(default_factory=dict[Decimal, str])

    def __post_init__(self) -> None:
        self._digester = Digester(self._kept)

    def close(self) -> None:
        """Give up what is kept in a file; to be called in every case."""
        self._kept.close()

    async def begin(self, expected_rows: int) -> None:
        """Prepare for about so many rows, before anything is written in the transaction."""
        self.expected_rows = expected_rows
        if await self._at_least_doubles():
            await self.transaction.expect_many()

    async def know(self, doctors: Sequence[object], institutions: Sequence[object], *, departments: bool) -> bool:
        """Look up the ids of codes; return whether the registry holds every doctor and institution.

        What it does not hold stays unknown, as do departments, which are looked up if that is asked for.
        """
        found = await self._know("doctor", self.doctors, doctors)
        found = await self._know("institution", self.institutions, institutions) and found
        if departments and not self.departments:
            sql = "SELECT i.code, p.code, p.id FROM department p JOIN institution i ON i.id = p.institution_id"
            self.departments = {(row[0], row[1]): row[2] for row in await self.transaction.fetch(sql)}
        return found

    async def _know(self, table: str, known: dict[object, int], codes: Sequence[object]) -> bool:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        ids = list(map(known.get, codes))
        if None in ids:
            missing = {code for code, found in zip(codes, ids, strict=True) if found is None}
            for some in chunks(sorted(missing, key=str), 10_000):
                marks = ", ".join("?" * len(some))
                sql = f"SELECT code, id FROM {table} WHERE code IN ({marks})"  # noqa: S608 - our own names
                known.update((row[0], row[1]) for row in await self.transaction.fetch(sql, some))
            ids = list(map(known.get, codes))
        self._ids[table] = codes, ids
        return None not in ids

    def _ids_of(self, table: str, known: Mapping[object, int], codes: Sequence[object]) -> Sequence[object]:
        """Return the ids of codes that are all known."""
        looked_up, ids = self._ids.get(table, ((), ()))
        return ids if looked_up is codes else list(map(known.__getitem__, codes))

    def unplaced(
        self, doctors: Sequence[object], institutions: Sequence[object], departments: Sequence[object]
    ) -> set[int]:
        """Return the positions of the rows that name what was looked up and is not there."""
        found = _unknown(doctors, self.doctors) | _unknown(institutions, self.institutions)
        if departments and not _is_empty(departments):
            pairs = list(zip(institutions, departments, strict=True))
            found |= {at for at in _unknown(pairs, self.departments) if departments[at] is not None}
        return found

    async def adding(self, values: Values) -> asyncio.Task[Sequence[Conflict]]:
        """Begin to add rows whose codes are all known, and whose natural keys differ from each other.

        The database is at work when this returns; what the task gives must be awaited before anything else is asked
        of it. A row that is recorded with other content is not added and is returned; the others are.
        """
        columns = self._columns(values)
        await self.transaction.fetch("SAVEPOINT chunk")
        inserting = asyncio.ensure_future(self.transaction.insert_columns(_TABLE, columns))
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            with suppress(Exception):  # the transaction ends with it
                await to_the_end(inserting)
            raise
        return asyncio.ensure_future(self._added(values, columns, inserting))

    async def _added(
        self, values: Values, columns: Mapping[str, Sequence[object]], inserting: asyncio.Task[int]
    ) -> Sequence[Conflict]:
        rows = len(values["doctor"])
        is_first = not (self.created or self.unchanged or self._indexes)
        try:
            self._take_created()  # while the database is at work
        finally:
            await asyncio.wait([inserting])
        inserted = await inserting
        positions: Sequence[int] = range(rows)
        conflicts: Sequence[Conflict] = ()
        if inserted < rows:
            await self.transaction.fetch("ROLLBACK TO chunk")
            await self.transaction.continue_ids([_TABLE])  # a server has counted on for rows that are there already
            await self._rebuild()
            positions, conflicts = await self._compared(columns)
            if positions:
                new = {name: [column[at] for at in positions] for name, column in columns.items()}
                await self.transaction.insert_columns(_TABLE, new)
            values = {name: [column[at] for at in positions] for name, column in values.items()}
        await self.transaction.fetch("RELEASE chunk")
        if is_first and inserted == rows:
            await self._put_off()
        if positions and not self.created:
            self._first = ", ".join(f"{name}={values[name][0]}" for name in _KEY)
        self.created += len(positions)
        self.unchanged += rows - len(positions) - len(conflicts)
        self._created = values
        return conflicts

    def _take_created(self) -> None:
        """Take what was created last among what the audit trail is told of; raises RetryLaterError for a full disk."""
        values, self._created = self._created, {}
        try:
            if values:
                self._digester.take(values)
        except OSError as error:
            raise full() from error

    async def end(self, meanwhile: Callable[[], None]) -> Put:
        """Rebuild what was put off, tell the audit trail, and return what all chunks did.

        ``meanwhile`` is called while the database is at work. Raises what it raises.
        """
        self.doctors.clear()
        self._ids.clear()
        rebuilding = asyncio.ensure_future(self._rebuild())
        try:
            digest = await to_the_end(asyncio.to_thread(self._ended, meanwhile))
        finally:
            with suppress(Exception):  # what it is comes below, unless something else has
                await to_the_end(rebuilding)
        await rebuilding
        put = Put(created=self.created, unchanged=self.unchanged)
        if put.created:
            counts = {"created": put.created, "updated": 0, "unchanged": put.unchanged}
            subject = f"{_TABLE} {self._first}" if put.created == 1 else _TABLE
            await self.trail.append(Action.RECORDED, subject, {**counts, "digest": digest})
        return put

    def _ended(self, meanwhile: Callable[[], None]) -> str:
        meanwhile()
        self._take_created()
        return self._digester.digest()

    async def _at_least_doubles(self) -> bool:
        """Return whether more rows are to come than are there, and not just a few."""
        there = (await self.transaction.fetch(f"SELECT COALESCE(MAX(id), 0) FROM {_TABLE}"))[0][0]  # noqa: S608 - our own name
        return self.expected_rows >= max(there, REBUILT_FROM_ROWS)

    async def _put_off(self) -> None:
        """Drop the indexes that a table which at least doubles is better off to have rebuilt."""
        if await self._at_least_doubles():
            self._indexes = await self.transaction.removable_indexes(_TABLE)
            for name, _ in self._indexes:
                await self.transaction.fetch(f'DROP INDEX "{name}"')

    async def _rebuild(self) -> None:
        indexes, self._indexes = self._indexes, []
        if indexes:
            await self.transaction.make_indexes([sql for _, sql in indexes])

    def _columns(self, values: Values) -> dict[str, Sequence[object]]:
        """Return the columns of the table that hold anything, with ids in place of codes."""
        departments = values["department"]
        named: dict[str, Sequence[object]] = {
            **{name: values[name] for name in _COLUMNS if name in values},
            "doctor_id": self._ids_of("doctor", self.doctors, values["doctor"]),
            "institution_id": self._ids_of("institution", self.institutions, values["institution"]),
            "recorded_at": [self.recorded_at.isoformat(" ")] * len(departments),
        }
        if not _is_empty(departments):
            pairs = zip(values["institution"], departments, strict=True)
            named["department_id"] = [None if one is None else self.departments[place, one] for place, one in pairs]
        if not _is_empty(named["points"]):
            named["points"] = list(map(self._text, named["points"]))
        return {name: column for name, column in named.items() if not _is_empty(column)}

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


def _is_empty(column: Sequence[object]) -> bool:
    """Return whether no row holds anything."""
    return column[0] is None and column.count(None) == len(column)


def _unknown(codes: Sequence[object], known: Mapping[object, int]) -> set[int]:
    missing = set(codes) - known.keys()
    return {at for at, one in enumerate(codes) if one in missing} if missing else set()
