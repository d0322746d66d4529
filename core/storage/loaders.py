"""Reading many at once by id, code or hash: one statement for up to ``CHUNK`` of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, TypeVar, cast

from core.assessment.points.glance import Brief
from core.records import SubjectKind
from core.storage import decoding
from core.storage.backend import Row, Source
from core.storage.models import LARGEST_INTEGER
from core.storage.rows import (
    DepartmentRow,
    DoctorRow,
    EnrolledAt,
    EnrolmentEntryRow,
    EnrolmentRow,
    ExaminationRow,
    InstitutionRow,
    MeasurementRow,
    PeriodRow,
    RepairRow,
    TokenRow,
    ViolationEntryRow,
    ViolationRow,
)

CHUNK = 30_000
"""SQLite takes 32,766 parameters in one statement."""

ENTRY = f"SELECT {decoding.ENTRY_COLUMNS} FROM enrolment_entry n"  # noqa: S608 - column names
ENTRY_OF_ENROLMENT = (
    f"SELECT e.id, {decoding.ENTRY_COLUMNS} FROM enrolment e JOIN enrolment_entry n ON "  # noqa: S608 - column names
    "n.doctor_id = e.doctor_id AND n.institution_id = e.institution_id AND n.place = e.place"
)
BRIEF = (
    "SELECT v.doctor_id, v.regulation <> ? OR EXISTS (SELECT 1 FROM violation_entry y WHERE y.violation_id = v.id), "
    "v.clause, v.decision_no, v.cases, v.decided_on, v.occurred_on FROM violation v WHERE NOT v.place <> ?"
)
"""Put that way a place is no reason for SQLite to go through all records under it."""

ENROLLED = "SELECT e.doctor_id, e.institution_id, e.since, e.id FROM enrolment e WHERE"
REPAIRED = "SELECT r.doctor_id FROM repair r WHERE"
BY_DAY = itemgetter(2, 3)

Key = TypeVar("Key", int, str)
Found = TypeVar("Found")


class Loaders:
    """Look-ups by id, code or hash. What is not found is missing from the answer, or has no rows in it."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def institutions_by_id(self, ids: Iterable[int]) -> dict[int, InstitutionRow]:
        """Return the institutions by id."""
        found = await self._rows(decoding.INSTITUTION, "i.id", ids)
        return keyed(map(decoding.institution, found), of=lambda row: row.id)

    async def institutions_by_code(self, codes: Iterable[str]) -> dict[str, InstitutionRow]:
        """Return the institutions by code."""
        found = await self._rows(decoding.INSTITUTION, "i.code", codes)
        return keyed(map(decoding.institution, found), of=lambda row: row.code)

    async def doctors_by_id(self, ids: Iterable[int]) -> dict[int, DoctorRow]:
        """Return the doctors by id."""
        found = await self._rows(decoding.DOCTOR, "d.id", ids)
        return keyed(map(decoding.doctor, found), of=lambda row: row.id)

    async def doctors_by_code(self, codes: Iterable[str]) -> dict[str, DoctorRow]:
        """Return the doctors by code."""
        found = await self._rows(decoding.DOCTOR, "d.code", codes)
        return keyed(map(decoding.doctor, found), of=lambda row: row.code)

    async def departments_by_id(self, ids: Iterable[int]) -> dict[int, DepartmentRow]:
        """Return the departments by id."""
        found = await self._rows(decoding.DEPARTMENT, "p.id", ids)
        return keyed(map(decoding.department, found), of=lambda row: row.id)

    async def departments_of_institutions(self, ids: Iterable[int]) -> dict[int, tuple[DepartmentRow, ...]]:
        """Return the departments of each institution, by code."""
        wanted = frozenset(ids)
        found = map(decoding.department, await self._rows(decoding.DEPARTMENT, "p.institution_id", wanted))
        return grouped(wanted, found, of=lambda row: row.institution_id, by=lambda row: row.code)

    async def enrolments_of_doctors(self, ids: Iterable[int]) -> dict[int, tuple[EnrolmentRow, ...]]:
        """Return the enrolments of each doctor, by first day and id."""
        wanted = frozenset(ids)
        found = map(decoding.enrolment, await self._rows(decoding.ENROLMENT, "e.doctor_id", wanted))
        return grouped(wanted, found, of=lambda row: row.doctor_id, by=lambda row: (row.since, row.id))

    async def institutions_of_doctors(self, ids: Iterable[int]) -> dict[int, list[EnrolledAt]]:
        """Return of the enrolments of each doctor no more than where they are, by first day and id; none: no entry."""
        found: dict[int, list[EnrolledAt]] = {}
        for row in await self._rows_of_page(ENROLLED, "e.doctor_id", ids):
            found.setdefault(row[0], []).append(decoding.made(EnrolledAt, row))
        for rows in found.values():
            if len(rows) > 1:
                rows.sort(key=BY_DAY)
        return found

    async def enrolments_of_institutions(self, ids: Iterable[int]) -> dict[int, tuple[EnrolmentRow, ...]]:
        """Return the enrolments at each institution, by first day and id."""
        wanted = frozenset(ids)
        found = map(decoding.enrolment, await self._rows(decoding.ENROLMENT, "e.institution_id", wanted))
        return grouped(wanted, found, of=lambda row: row.institution_id, by=lambda row: (row.since, row.id))

    async def entries_of_enrolments(self, ids: Iterable[int]) -> dict[int, tuple[EnrolmentEntryRow, ...]]:
        """Return the file of each enrolment: all entries on its doctor at its institution under its place.

        Two enrolments of the same doctor, institution and place share one file. Ordered by day and id.
        """
        wanted = frozenset(ids)
        found = [(row[0], decoding.entry(row[1:])) for row in await self._rows(ENTRY_OF_ENROLMENT, "e.id", wanted)]
        pairs = grouped(wanted, found, of=lambda pair: pair[0], by=lambda pair: (pair[1].on, pair[1].id))
        return {key: tuple(entry for _, entry in entries) for key, entries in pairs.items()}

    async def entries_of_doctors(
        self, ids: Iterable[int], place: str | None = None
    ) -> dict[int, tuple[EnrolmentEntryRow, ...]]:
        """Return the entries on each doctor, by day and id; ``place`` None for all places."""
        wanted = frozenset(ids)
        found = map(decoding.entry, await self._rows(ENTRY, "n.doctor_id", wanted, place=("n.place", place)))
        return grouped(wanted, found, of=lambda row: row.doctor_id, by=lambda row: (row.on, row.id))

    async def violations_by_id(self, ids: Iterable[int]) -> dict[int, ViolationRow]:
        """Return the violations by id."""
        found = decoding.violations_with_life(await self._rows(decoding.VIOLATION_WITH_LIFE, "v.id", ids))
        return keyed(found, of=lambda row: row.id)

    async def entries_of_violations(self, ids: Iterable[int]) -> dict[int, tuple[ViolationEntryRow, ...]]:
        """Return the life of each violation, by day and order of entry."""
        wanted = frozenset(ids)
        found = map(decoding.violation_entry, await self._rows(decoding.VIOLATION_ENTRY, "y.violation_id", wanted))
        return grouped(wanted, found, of=lambda row: row.violation_id, by=lambda row: (row.on, row.id))

    async def violations_by_key(
        self, keys: Iterable[tuple[str, str, str, str]]
    ) -> dict[tuple[str, str, str, str], int]:
        """Return the ids of violations by place, number of the decision, code of the doctor and clause."""
        wanted = frozenset(keys)
        sql = (
            "SELECT v.place, v.decision_no, d.code, v.clause, v.id FROM doctor d JOIN violation v ON v.doctor_id = d.id"
        )
        found = await self._rows(sql, "d.code", {key[2] for key in wanted})
        return {key: row[4] for row in found for key in [(row[0], row[1], row[2], row[3])] if key in wanted}

    async def violations_of_doctors(
        self, ids: Iterable[int], place: str | None = None
    ) -> dict[int, tuple[ViolationRow, ...]]:
        """Return the violations of each doctor with their lives, by day of decision and id.

        ``place`` None for all places.
        """
        wanted = frozenset(ids)
        rows = await self._rows(decoding.VIOLATION_WITH_LIFE, "v.doctor_id", wanted, place=("v.place", place))
        found = decoding.violations_with_life(rows)
        return grouped(wanted, found, of=lambda row: row.doctor_id, by=lambda row: (row.decided_on, row.id))

    async def briefs_of_doctors(
        self, ids: Iterable[int], place: str, regulation: str, before: Collection[str]
    ) -> list[Brief]:
        """Return the violations of doctors under a regulation and those ``before`` it at a place, in no order.

        There is more to a violation under one of those before, or with a life beyond its decision.
        """
        under = (regulation, *before)
        marks = ", ".join("?" * len(under))
        sql = f"{BRIEF} AND v.regulation IN ({marks}) AND"
        return cast("list[Brief]", await self._rows_of_page(sql, "v.doctor_id", ids, (regulation, place, *under)))

    async def repaired_among(self, ids: Iterable[int]) -> set[int]:
        """Return those of the doctors who have repaired anything."""
        return {row[0] for row in await self._rows_of_page(REPAIRED, "r.doctor_id", ids)}

    async def examinations_of_doctors(
        self, ids: Iterable[int], place: str | None = None
    ) -> dict[int, tuple[ExaminationRow, ...]]:
        """Return the examinations of each doctor, by day and id; ``place`` None for all places."""
        wanted = frozenset(ids)
        found = map(
            decoding.examination,
            await self._rows(decoding.EXAMINATION, "x.doctor_id", wanted, place=("x.place", place)),
        )
        return grouped(wanted, found, of=lambda row: row.doctor_id, by=lambda row: (row.on, row.id))

    async def repairs_of_doctors(
        self, ids: Iterable[int], regulation: str | None = None
    ) -> dict[int, tuple[RepairRow, ...]]:
        """Return the repairs of each doctor, by day and id; ``regulation`` None for all."""
        wanted = frozenset(ids)
        found = map(
            decoding.repair,
            await self._rows(decoding.REPAIR, "r.doctor_id", wanted, place=("r.regulation", regulation)),
        )
        return grouped(wanted, found, of=lambda row: row.doctor_id, by=lambda row: (row.on, row.id))

    async def measurements_of(self, subject: str, regulation: str, period: str) -> tuple[MeasurementRow, ...]:
        """Return what was measured of a subject (its code) under a regulation in a period, in order of entry."""
        found = await self._source.read(
            f"{decoding.MEASUREMENT} WHERE m.subject = ? AND m.regulation = ? AND m.period = ? ORDER BY m.id",
            [subject, regulation, period],
        )
        return tuple(map(decoding.measurement, found))

    async def measurements_about(self, regulation: str, kind: SubjectKind, subject: str) -> tuple[MeasurementRow, ...]:
        """Return what was ever measured of a subject under a regulation, in order of entry.

        With an institution come its departments, whose codes are its own, a slash and theirs.
        """
        about, values = "(m.subject = ? AND m.subject_kind = ?)", [subject, kind.value]
        if kind is SubjectKind.INSTITUTION:
            about = f"({about} OR (m.subject > ? AND m.subject < ? AND m.subject_kind = ?))"
            values += [f"{subject}/", f"{subject}0", SubjectKind.DEPARTMENT.value]  # "0" follows "/"
        sql = f"{decoding.MEASUREMENT} WHERE m.regulation = ? AND {about} ORDER BY m.id"
        return tuple(map(decoding.measurement, await self._source.read(sql, [regulation, *values])))

    async def last_measurement(self, regulation: str) -> MeasurementRow | None:
        """Return of the measurements under a regulation the last entered of the last period; None if there is none."""
        found = await self._source.read(
            f"{decoding.MEASUREMENT} WHERE m.regulation = ? ORDER BY m.period DESC, m.id DESC LIMIT 1", [regulation]
        )
        return decoding.measurement(found[0]) if found else None

    async def periods_by_id(self, ids: Iterable[int]) -> dict[int, PeriodRow]:
        """Return the evaluation periods by id."""
        found = await self._rows(decoding.PERIOD, "t.id", ids)
        return keyed(map(decoding.period, found), of=lambda row: row.id)

    async def token_by_hash(self, sha256: str) -> TokenRow | None:
        """Return the token whose secret has this hash, also when it is revoked or expired; None for no such."""
        sql = f"{decoding.TOKEN} WHERE k.sha256 = ?"
        found = await self._source.read(sql, [sha256])
        return decoding.token(found[0]) if found else None

    async def tokens(self) -> list[TokenRow]:
        """Return all tokens, also those revoked or expired, in the order of their making."""
        found = await self._source.read(f"{decoding.TOKEN} ORDER BY k.id")
        return [decoding.token(row) for row in found]

    async def unknown_institutions(self, codes: Iterable[str]) -> set[str]:
        """Return those of ``codes`` that no institution has."""
        wanted = frozenset(codes)
        known = await self._rows("SELECT i.code FROM institution i", "i.code", wanted)
        return set(wanted - {row[0] for row in known})

    async def unknown_doctors(self, codes: Iterable[str]) -> set[str]:
        """Return those of ``codes`` that no doctor has."""
        wanted = frozenset(codes)
        known = await self._rows("SELECT d.code FROM doctor d", "d.code", wanted)
        return set(wanted - {row[0] for row in known})

    async def _rows(
        self, sql: str, column: str, keys: Iterable[Key], *, place: tuple[str, str | None] | None = None
    ) -> list[Row]:
        also, values = "", list[str]()
        if place is not None and place[1] is not None:
            also, values = f" AND {place[0]} = ?", [place[1]]
        found: list[Row] = []
        for some in chunks(possible(keys)):
            marks = ", ".join("?" * len(some))
            found += await self._source.read(f"{sql} WHERE {column} IN ({marks}){also}", [*some, *values])
        return found

    async def _rows_of_page(
        self, sql: str, column: str, ids: Iterable[int], values: tuple[object, ...] = ()
    ) -> list[Row]:
        """Return the rows of a statement with ``values``, which ends where it is said whose, of those ids alone.

        The ids of a page mostly lie side by side; then one walk through the index finds them all, where a list of ids
        has to be put in order first and each of them sought.
        """
        found: list[Row] = []
        for some in chunks(possible(ids)):
            if some[-1] - some[0] == len(some) - 1:
                found += await self._source.read(f"{sql} {column} BETWEEN ? AND ?", [*values, some[0], some[-1]])
            else:
                marks = ", ".join("?" * len(some))
                found += await self._source.read(f"{sql} {column} IN ({marks})", [*values, *some])
        return found


def possible(keys: Iterable[Key]) -> list[Key]:
    """Return the keys once each, in order; an id that no column can hold is nobody's."""
    return sorted({key for key in keys if isinstance(key, str) or key <= LARGEST_INTEGER})


def chunks(keys: Sequence[Found], size: int = CHUNK) -> Iterator[Sequence[Found]]:
    """Yield ``keys`` in pieces of at most ``size``; nothing for no keys."""
    for first in range(0, len(keys), size):
        yield keys[first : first + size]


def keyed(rows: Iterable[Found], *, of: Callable[[Found], Key]) -> dict[Key, Found]:
    """Return the rows by key, in the order of the keys, in whichever the database gave them."""
    found = {of(row): row for row in rows}
    return {key: found[key] for key in sorted(found)}


def grouped(
    keys: Collection[int],
    rows: Iterable[Found],
    *,
    of: Callable[[Found], int],
    by: Callable[[Found], Any],
) -> dict[int, tuple[Found, ...]]:
    """Return the rows of each key, in the order that ``by`` gives; a key without rows has none."""
    groups: dict[int, list[Found]] = {key: [] for key in sorted(keys)}
    for row in rows:
        groups[of(row)].append(row)
    return {key: tuple(sorted(found, key=by)) for key, found in groups.items()}
