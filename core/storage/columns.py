"""Records of many doctors as plain rows, for answers about all of them: a range of doctors (database ids) at a time.

A range is ``[first, last]``, both ends included. Rows are as the database gives them: days as text, points as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.storage.backend import Row, Source

COLUMNS = (
    "doctor_id", "clause", "decided_on", "decision_no", "cases", "occurred_on", "notified_on", "points", "months",
    "responsibility", "determined_by", "note", "reason",
)  # fmt: skip
"""What of a violation can be read; of the last three only whether they are there, as 1 or nothing."""
_LONG = frozenset({"determined_by", "note", "reason"})
_OWN = "v.doctor_id BETWEEN ? AND ? AND v.place || '' = ? AND v.regulation = ?"
"""Without the idle text SQLite would go through everything in the place, once for each range of doctors."""


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """The violations under one regulation of a place, and what else bears on their doctors."""

    source: Source
    place: str
    regulation: str

    async def doctors(self) -> tuple[int, int] | None:
        """Return the first and last id of any doctor, or None if there is none."""
        (found,) = await self.source.read("SELECT MIN(d.id), MAX(d.id) FROM doctor d")
        return None if found[0] is None else (found[0], found[1])

    async def violations(self, first: int, last: int, columns: Sequence[str] = COLUMNS) -> list[Row]:
        """Return ``columns`` of the violations, in no particular order.

        Raises:
            KeyError: a column is none of ``COLUMNS``.
        """
        unknown = set(columns).difference(COLUMNS)
        if unknown:
            raise KeyError(*unknown)
        named = ", ".join(
            f"CASE WHEN v.{one} IS NULL THEN NULL ELSE 1 END" if one in _LONG else f"v.{one}" for one in columns
        )
        sql = f"SELECT {named} FROM violation v WHERE {_OWN}"  # noqa: S608 - known names
        return await self.source.read(sql, [first, last, self.place, self.regulation])

    async def codes(self, first: int, last: int) -> list[Row]:
        """Return id and code of the doctors with anything recorded, by id."""
        sql = (
            "SELECT d.id, d.code FROM doctor d WHERE d.id BETWEEN ? AND ? AND ("
            "EXISTS (SELECT 1 FROM violation v WHERE v.doctor_id = d.id)"
            " OR EXISTS (SELECT 1 FROM repair r WHERE r.doctor_id = d.id)) ORDER BY d.id"
        )
        return await self.source.read(sql, [first, last])

    async def lived(self, first: int, last: int) -> list[int]:
        """Return the doctors one of whose violations was suspected, contested or set aside."""
        sql = (
            "SELECT DISTINCT v.doctor_id FROM violation_entry y CROSS JOIN violation v "  # noqa: S608 - known names
            f"WHERE v.id = y.violation_id AND {_OWN}"
        )
        return _ids(await self.source.read(sql, [first, last, self.place, self.regulation]))

    async def repaired(self, first: int, last: int) -> list[int]:
        """Return the doctors who did something to win points back."""
        sql = "SELECT DISTINCT r.doctor_id FROM repair r WHERE r.doctor_id BETWEEN ? AND ? AND r.regulation = ?"
        return _ids(await self.source.read(sql, [first, last, self.regulation]))

    async def passed(self, first: int, last: int) -> list[Row]:
        """Return doctor and day of the examinations passed."""
        where = "x.doctor_id BETWEEN ? AND ? AND x.place = ? AND x.passed"
        sql = f"SELECT x.doctor_id, x.held_on FROM examination x WHERE {where}"  # noqa: S608 - values are parameters
        return await self.source.read(sql, [first, last, self.place])

    async def enrolled(self, first: int, last: int, after: str) -> list[Row]:
        """Return doctor and first day of the enrolments that begin after the day ``after``."""
        where = "e.doctor_id BETWEEN ? AND ? AND e.place = ? AND e.since > ?"
        sql = f"SELECT e.doctor_id, e.since FROM enrolment e WHERE {where}"  # noqa: S608 - values are parameters
        return await self.source.read(sql, [first, last, self.place, after])


def _ids(found: Sequence[Row]) -> list[int]:
    return [row[0] for row in found]
