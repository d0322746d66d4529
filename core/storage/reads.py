"""All that is read from the registry: pages, counts and streams; look-ups of many at once are in ``loaders``.

A page begins after a key and its order never changes: rows added meanwhile appear where they belong, none is shown
twice and none is left out. Pages take no snapshot; two of them may show two states of the registry.
"""

from collections.abc import AsyncGenerator, Callable, Collection
from datetime import date

from core.regulation.vocabulary import PeriodKind
from core.storage import decoding
from core.storage.closings import ClosingReads
from core.storage.conditions import (
    Where,
    concerned_where,
    doctor_on_file_where,
    doctor_within_where,
    doctors_on_record_where,
    doctors_where,
    enrolments_where,
    institutions_where,
    periods_where,
    violations_where,
)
from core.storage.filters import (
    DoctorFilter,
    EnrolmentFilter,
    InstitutionFilter,
    PeriodFilter,
    RecordFilter,
    ViolationFilter,
)
from core.storage.loaders import CHUNK, Found, chunks
from core.storage.models import LARGEST_INTEGER
from core.storage.rows import (
    DoctorRow,
    EnrolmentKey,
    EnrolmentRow,
    InstitutionRow,
    PeriodRow,
    ViolationKey,
    ViolationRow,
)

DayKey = tuple[date, int]
"""Where a page of dated rows begins: after this day and id."""

# An unused LEFT JOIN costs nothing: the database leaves it out.
INSTITUTION_OF_ENROLMENT = " LEFT JOIN institution i ON i.id = e.institution_id"
INSTITUTION_OF_VIOLATION = " LEFT JOIN institution i ON i.id = v.institution_id"

DOCTOR_BY_CODE = f"{decoding.DOCTOR} WHERE d.code = ?"


class Reads(ClosingReads):
    """The reading side of the registry, on an open database or within a transaction."""

    async def page_institutions(
        self, wanted: InstitutionFilter, after: str | None = None, limit: int = 100
    ) -> list[InstitutionRow]:
        """Return at most ``limit`` institutions by code, from the first after ``after``."""
        where = after_code(institutions_where(wanted), "i.code", after)
        return await self._page(decoding.INSTITUTION, where, "i.code", limit, decoding.institution)

    async def count_institutions(self, wanted: InstitutionFilter) -> int:
        """Return how many institutions there are."""
        return await self._count("institution i", institutions_where(wanted))

    async def page_doctors(self, wanted: DoctorFilter, after: str | None = None, limit: int = 100) -> list[DoctorRow]:
        """Return at most ``limit`` doctors by code, from the first after ``after``."""
        where = after_code(doctors_where(wanted), "d.code", after)
        return await self._page(decoding.DOCTOR, where, "d.code", limit, decoding.doctor)

    async def count_doctors(self, wanted: DoctorFilter) -> int:
        """Return how many doctors there are."""
        return await self._count("doctor d", doctors_where(wanted))

    async def doctor_within(
        self, code: str, regions: tuple[str, ...] | None, filed: tuple[int, str] | None = None
    ) -> DoctorRow | None:
        """Return the doctor with this code, if an enrolment or violation of theirs lies in ``regions``.

        ``regions`` None: anywhere, or nowhere at all. ``filed`` is an institution's id and a place: an entry there
        will do as well. None: there is none, or not there; one statement says which, so that not even the time tells.
        """
        if regions is None:
            found = await self._source.read(DOCTOR_BY_CODE, (code,))
        else:
            where = doctor_within_where(code, regions, filed)
            found = await self._source.read(f"{decoding.DOCTOR}{where.sql}", where.parameters)
        return decoding.doctor(found[0]) if found else None

    async def doctor_on_file(
        self, code: str, regions: tuple[str, ...] | None, *, or_newcomer: bool
    ) -> DoctorRow | None:
        """Return the doctor with this code, if an enrolment, violation or entry of theirs lies in ``regions``.

        ``regions`` None: anywhere, or nowhere at all. ``or_newcomer``: one who has none anywhere will do as well. None:
        there is none, or not there; one statement says which.
        """
        where = doctor_on_file_where(code, regions, or_newcomer=or_newcomer)
        found = await self._page(decoding.DOCTOR, where, "d.code", 1, decoding.doctor)
        return found[0] if found else None

    async def enrolment_within(self, key: EnrolmentKey, regions: tuple[str, ...] | None) -> EnrolmentRow | None:
        """Return the enrolment of its natural key, if it lies in ``regions``; else None, as for none."""
        where = Where().equal("d.code", key.doctor).equal("i.code", key.institution)
        where.equal("e.place", key.place).equal("e.since", key.since).within("i.region", regions)
        joined = " JOIN doctor d ON d.id = e.doctor_id JOIN institution i ON i.id = e.institution_id"
        found = await self._page(f"{decoding.ENROLMENT}{joined}", where, "e.id", 1, decoding.enrolment)
        return found[0] if found else None

    async def violation_within(self, key: ViolationKey, regions: tuple[str, ...] | None) -> ViolationRow | None:
        """Return the violation of its natural key with its life, if it lies in ``regions``; else None, as for none."""
        where = Where().equal("d.code", key.doctor).equal("v.place", key.place)
        where.equal("v.decision_no", key.decision_no).equal("v.clause", key.clause).within("i.region", regions)
        joined = " JOIN doctor d ON d.id = v.doctor_id JOIN institution i ON i.id = v.institution_id"
        rows = await self._source.read(f"{decoding.VIOLATION_WITH_LIFE}{joined}{where.sql}", where.parameters)
        found = decoding.violations_with_life(rows)
        return found[0] if found else None

    async def doctors_on_record(
        self, wanted: RecordFilter, after: str | None = None, limit: int = 100
    ) -> list[DoctorRow]:
        """Return at most ``limit`` doctors on whom a violation or change is recorded, by code, from after ``after``."""
        where = after_code(doctors_on_record_where(wanted), "d.code", after)
        return await self._page(decoding.DOCTOR, where, "d.code", limit, decoding.doctor)

    async def page_enrolments(
        self, wanted: EnrolmentFilter, after: DayKey | None = None, limit: int = 100
    ) -> list[EnrolmentRow]:
        """Return at most ``limit`` enrolments by first day and id, from the first after ``after``."""
        where = after_day(enrolments_where(wanted), "e.since", "e.id", after)
        return await self._page(
            f"{decoding.ENROLMENT}{INSTITUTION_OF_ENROLMENT}", where, "e.since, e.id", limit, decoding.enrolment
        )

    async def count_enrolments(self, wanted: EnrolmentFilter) -> int:
        """Return how many enrolments there are."""
        return await self._count(f"enrolment e{INSTITUTION_OF_ENROLMENT}", enrolments_where(wanted))

    async def page_violations(
        self, wanted: ViolationFilter, after: DayKey | None = None, limit: int = 100
    ) -> list[ViolationRow]:
        """Return at most ``limit`` violations by day of decision and id, from the first after ``after``."""
        where = after_day(violations_where(wanted), "v.decided_on", "v.id", after)
        return await self._page(
            f"{decoding.VIOLATION}{INSTITUTION_OF_VIOLATION}", where, "v.decided_on, v.id", limit, decoding.violation
        )

    async def count_violations(self, wanted: ViolationFilter) -> int:
        """Return how many violations there are."""
        return await self._count(f"violation v{INSTITUTION_OF_VIOLATION}", violations_where(wanted))

    async def page_periods(
        self, wanted: PeriodFilter, after: DayKey | None = None, limit: int = 100
    ) -> list[PeriodRow]:
        """Return at most ``limit`` periods by first day and id, from the first after ``after``."""
        where = after_day(periods_where(wanted), "t.starts_on", "t.id", after)
        return await self._page(decoding.PERIOD, where, "t.starts_on, t.id", limit, decoding.period)

    async def count_periods(self, wanted: PeriodFilter) -> int:
        """Return how many periods there are."""
        return await self._count("evaluation_period t", periods_where(wanted))

    async def period(self, place: str, kind: PeriodKind, start: date) -> PeriodRow | None:
        """Return the period of its natural key; None for no such."""
        where = Where().equal("t.place", place).equal("t.kind", kind).equal("t.starts_on", start)
        found = await self._source.read(f"{decoding.PERIOD}{where.sql}", where.parameters)
        return decoding.period(found[0]) if found else None

    async def enrolled_doctors(
        self,
        place: str,
        start: date,
        end: date,
        *,
        institution: str | None = None,
        region: str | None = None,
        after: str | None = None,
        batch: int = 1000,
    ) -> AsyncGenerator[list[DoctorRow]]:
        """Yield, by code and in lists of at most ``batch``, the doctors that a place's period is about.

        These are the doctors enrolled under ``place`` on some day of ``[start, end)`` and those with a violation
        decided there within it, at the institution and in the region given (None for any). ``after`` is a doctor's
        code to continue after; None for from the first. Nothing is held between two lists, neither a cursor nor the
        rows before.
        """
        while True:
            where = after_code(concerned_where(place, start, end, institution, region), "d.code", after)
            found = await self._page(decoding.DOCTOR, where, "d.code", batch, decoding.doctor)
            if found:
                yield found
            if len(found) < batch:
                return
            after = found[-1].code

    async def count_enrolled_doctors(self, place: str, start: date, end: date) -> int:
        """Return how many doctors a place's period is about: as many as ``enrolled_doctors`` yields."""
        return await self._count("doctor d", concerned_where(place, start, end))

    async def enrolled_among(self, doctors: Collection[int], place: str, start: date, end: date) -> list[int]:
        """Return those of ``doctors`` (ids) whom a place's period is about, in order."""
        found: list[int] = []
        for some in chunks(sorted(doctors), CHUNK // 2):
            where = concerned_where(place, start, end).add(f"d.id IN ({', '.join('?' * len(some))})", *some)
            sql = f"SELECT d.id FROM doctor d{where.sql} ORDER BY d.id"  # noqa: S608 - values are parameters
            found += [row[0] for row in await self._source.read(sql, where.parameters)]
        return found

    async def enrolled_places(self, on: date) -> tuple[str, ...]:
        """Return the places under which somebody is enrolled on a day, by name."""
        where = Where().add("e.since <= ?", on).add("(e.until IS NULL OR e.until > ?)", on)
        sql = f"SELECT DISTINCT e.place FROM enrolment e{where.sql} ORDER BY e.place"  # noqa: S608 - values are parameters
        return tuple(row[0] for row in await self._source.read(sql, where.parameters))

    async def doctors_at_fault(self, place: str, regulation: str, batch: int) -> AsyncGenerator[list[int]]:
        """Yield, in lists of at most ``batch``, the ids of the doctors with a violation under a place's regulation.

        Nothing is held between two lists, neither a cursor nor the rows before.
        """
        violated = Where().add("v.doctor_id = d.id").equal("v.place", place).equal("v.regulation", regulation)
        test = f"EXISTS (SELECT 1 FROM violation v{violated.sql})"  # noqa: S608 - values are parameters
        after = 0
        while True:
            where = Where().add("d.id > ?", after).add(test, *violated.parameters)
            sql = f"SELECT d.id FROM doctor d{where.sql} ORDER BY d.id LIMIT ?"  # noqa: S608 - values are parameters
            found = [row[0] for row in await self._source.read(sql, [*where.parameters, batch])]
            if found:
                yield found
            if len(found) < batch:
                return
            after = found[-1]

    async def _page(
        self, select: str, where: Where, order: str, limit: int, decode: Callable[[decoding.Row], Found]
    ) -> list[Found]:
        if limit < 0:
            raise ValueError("a page holds no fewer than no rows")  # SQLite would take it for no limit
        found = await self._source.read(f"{select}{where.sql} ORDER BY {order} LIMIT ?", [*where.parameters, limit])
        return [decode(row) for row in found]

    async def _count(self, table: str, where: Where) -> int:
        sql = f"SELECT COUNT(*) FROM {table}{where.sql}"  # noqa: S608 - values are parameters
        found = await self._source.read(sql, where.parameters)
        return found[0][0]


def after_code(where: Where, column: str, after: str | None) -> Where:
    """Demand a code after ``after``; None for from the beginning."""
    return where if after is None else where.add(f"{column} > ?", after)


def after_day(where: Where, day: str, key: str, after: DayKey | None) -> Where:
    """Demand a day and id after ``after``; None for from the beginning."""
    return where if after is None else where.add(f"({day}, {key}) > (?, ?)", after[0], min(after[1], LARGEST_INTEGER))
