"""The writing side of the registry: batches of records by natural key, within one transaction.

Writing the same again changes nothing. Master data takes the newest content; a ledger entry that is there with
other content is a conflict, and then nothing of the batch is written.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.errors import ConflictError, NotFoundError, RefusedError
from core.proof.canonical import Json, compact
from core.proof.chain import Action
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    Put,
    RepairRecord,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.vocabulary import PeriodKind
from core.storage import kinds
from core.storage.audit import Trail
from core.storage.backend import Row, Transaction
from core.storage.batches import add_batch, put_batch
from core.storage.bulk import BulkViolations
from core.storage.checks import check_records, check_value
from core.storage.closings import ClosingWrites
from core.storage.copying import TakingOver
from core.storage.kinds import Ids
from core.storage.models import EvaluationPeriod
from core.storage.reads import Reads
from core.storage.rows import PeriodState
from core.storage.token_writes import TokenWrites, in_utc
from core.text import Text


class AtInstitution(Protocol):
    """A record that names a doctor and an institution."""

    @property
    def doctor(self) -> str:
        """The doctor's code."""
        ...

    @property
    def institution(self) -> str:
        """The institution's code."""
        ...


class Writes(ClosingWrites, TokenWrites):
    """What can be written within one transaction; of no use after it.

    All methods raise RefusedError for a value that cannot be stored and NotFoundError, listing every one, for codes
    that nothing has; both before anything of the batch is written. What is written is told to the audit trail, by kind,
    natural key, counts and digest: no name of a person is.
    """

    def __init__(self, transaction: Transaction, at: datetime, actor: str) -> None:
        check_value("audit_actor", actor)
        self._transaction = transaction
        self._at = in_utc(at)
        self._trail = Trail(transaction, self._at, actor)
        self.touched = set()
        self.reads = Reads(self)
        """All reads, as this transaction sees the registry, its own writes included."""

    async def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of one reading statement as this transaction sees them."""
        return await self._transaction.fetch(sql, parameters)

    @property
    def audited(self) -> tuple[int, ...]:
        """The numbers of the entries that the audit trail has of this transaction so far."""
        return tuple(self._trail.numbers)

    async def put_institutions(self, records: Sequence[InstitutionRecord]) -> Put:
        """Insert or renew institutions."""
        await check_records(records)
        return await put_batch(self._transaction, self._trail, kinds.INSTITUTIONS, records, Ids())

    async def put_departments(self, records: Sequence[DepartmentRecord]) -> Put:
        """Insert or renew departments."""
        await check_records(records)
        known = await self.reads.institutions_by_code(record.institution for record in records)
        ids = Ids(institutions={code: row.id for code, row in known.items()})
        refuse_unknown(institutions={record.institution for record in records} - ids.institutions.keys())
        return await put_batch(self._transaction, self._trail, kinds.DEPARTMENTS, records, ids)

    async def put_doctors(self, records: Sequence[DoctorRecord]) -> Put:
        """Insert or renew doctors."""
        await check_records(records)
        return await put_batch(self._transaction, self._trail, kinds.DOCTORS, records, Ids())

    async def put_enrolments(self, records: Sequence[EnrolmentRecord]) -> Put:
        """Insert or renew enrolments; raises RefusedError for one that ends before it begins."""
        await check_records(records)
        self.touched.update(record.doctor for record in records)
        ids = await self._ids(records, [(record.institution, record.department) for record in records])
        return await put_batch(self._transaction, self._trail, kinds.ENROLMENTS, records, ids, self._at)

    async def add_entries(self, records: Sequence[EnrolmentEntryRecord]) -> Put:
        """Add entries to the files of doctors at institutions, whether or not they are enrolled yet.

        Reporting a change is an entry of its own: the same change with the day of the report.
        Raises RefusedError for an entry without its term, and ConflictError.
        """
        await check_records(records)
        ids = await self._ids(records)
        return await add_batch(self._transaction, self._trail, kinds.ENTRIES, records, ids, self._at)

    async def add_violations(self, records: Sequence[ViolationRecord]) -> Put:
        """Add violations to the ledger; raises ConflictError for one recorded with other content."""
        await check_records(records)
        self.touched.update(record.doctor for record in records)
        ids = await self._ids(records, [(record.institution, record.department) for record in records])
        return await add_batch(self._transaction, self._trail, kinds.VIOLATIONS, records, ids, self._at)

    def violations_in_bulk(self) -> BulkViolations:
        """Return what adds very many violations within this transaction, as ``add_violations`` would."""
        return BulkViolations(self._transaction, self._trail, self._at)

    def taking_over(self) -> TakingOver:
        """Return what takes a whole registry over within this transaction."""
        return TakingOver(self._transaction, self._trail)

    async def add_violation_entries(self, records: Sequence[ViolationEntryRecord]) -> Put:
        """Add entries to the lives of violations; raises ConflictError for one recorded with other content."""
        await check_records(records)
        self.touched.update(record.doctor for record in records)
        keys = {(record.place, record.decision_no, record.doctor, record.clause) for record in records}
        violations = await self.reads.violations_by_key(keys)
        refuse_unknown(violations={"/".join(key) for key in keys - violations.keys()})
        ids = Ids(violations=violations)
        return await add_batch(self._transaction, self._trail, kinds.VIOLATION_ENTRIES, records, ids, self._at)

    async def add_examinations(self, records: Sequence[ExaminationRecord]) -> Put:
        """Add examinations to the ledger; raises ConflictError for one recorded with another result."""
        await check_records(records)
        self.touched.update(record.doctor for record in records)
        known = await self.reads.doctors_by_code(record.doctor for record in records)
        ids = Ids(doctors={code: row.id for code, row in known.items()})
        refuse_unknown(doctors={record.doctor for record in records} - ids.doctors.keys())
        return await add_batch(self._transaction, self._trail, kinds.EXAMINATIONS, records, ids, self._at)

    async def add_repairs(self, records: Sequence[RepairRecord]) -> Put:
        """Add repairs to the ledger; raises ConflictError for one recorded with other content."""
        await check_records(records)
        self.touched.update(record.doctor for record in records)
        known = await self.reads.doctors_by_code(record.doctor for record in records)
        ids = Ids(doctors={code: row.id for code, row in known.items()})
        refuse_unknown(doctors={record.doctor for record in records} - ids.doctors.keys())
        return await add_batch(self._transaction, self._trail, kinds.REPAIRS, records, ids, self._at)

    async def add_measurements(self, records: Sequence[MeasurementRecord]) -> Put:
        """Add measurements to the ledger; raises ConflictError for one recorded with other content."""
        await check_records(records)
        return await add_batch(self._transaction, self._trail, kinds.MEASUREMENTS, records, Ids(), self._at)

    async def open_period(self, *, place: str, kind: PeriodKind, name: str, start: date, end: date) -> Put:
        """Open the evaluation period ``[start, end)`` of a place; opening it again changes nothing.

        Raises RefusedError for an empty interval, and ConflictError when the period is there with another name or
        end, or overlaps another of the same place and kind.
        """
        check_value("place", place)
        check_value("name", name)
        if end <= start:
            raise empty_period(start, end)
        overlapping = await self.read(
            "SELECT name, starts_on, ends_on FROM evaluation_period "
            "WHERE place = ? AND kind = ? AND starts_on < ? AND ends_on > ?",
            [place, kind.value, end, start],
        )
        if [tuple(row) for row in overlapping] == [(name, start.isoformat(), end.isoformat())]:
            return Put(unchanged=1)
        if overlapping:
            raise overlap(place, kind, [str(row[0]) for row in overlapping])
        period = EvaluationPeriod(
            place=place, kind=kind.value, name=name, starts_on=start, ends_on=end, state=PeriodState.OPEN.value
        )
        await EvaluationPeriod.bulk_create([period], using_db=self._transaction.client)
        await self._trail.append(
            Action.OPENED,
            f"evaluation_period place={place}, kind={kind.value}, start={start}",
            {"name": name, "end": end.isoformat()},
        )
        return Put(created=1)

    async def note_reload(self, regulations: Mapping[str, str], parked: Sequence[str]) -> None:
        """Tell the audit trail that ``regulations``, each with its digest, are served from now on; some are parked."""
        digest = hashlib.sha256(compact(dict(regulations)).encode()).hexdigest()
        said: dict[str, Json] = {"count": len(regulations), "sha256": digest, "parked": list[Json](sorted(parked))}
        await self._trail.append(Action.RELOADED, "regulations", said)

    async def _ids(self, records: Sequence[AtInstitution], named: Sequence[tuple[str, str | None]] = ()) -> Ids:
        doctors = await self.reads.doctors_by_code(record.doctor for record in records)
        institutions = await self.reads.institutions_by_code(record.institution for record in records)
        wanted = {(code, department) for code, department in named if department is not None}
        departments: dict[tuple[str, str], int] = {}
        if wanted:
            codes = {row.id: code for code, row in institutions.items()}
            for key, rows in (await self.reads.departments_of_institutions(codes)).items():
                departments |= {(codes[key], row.code): row.id for row in rows}
        refuse_unknown(
            doctors={record.doctor for record in records} - doctors.keys(),
            institutions={record.institution for record in records} - institutions.keys(),
            departments={f"{code}/{department}" for code, department in wanted - departments.keys()},
        )
        return Ids(
            institutions={code: row.id for code, row in institutions.items()},
            doctors={code: row.id for code, row in doctors.items()},
            departments=departments,
        )


def refuse_unknown(
    *,
    doctors: set[str] | None = None,
    institutions: set[str] | None = None,
    departments: set[str] | None = None,
    violations: set[str] | None = None,
) -> None:
    """Raise NotFoundError listing the codes given, if there are any."""
    kinds_of = [
        ("医疗机构", "institution", institutions or set[str]()),
        ("科室", "department", departments or set[str]()),
        ("医师", "doctor", doctors or set[str]()),
        ("违规记录", "violation", violations or set[str]()),
    ]
    missing = [(zh, en, codes) for zh, en, codes in kinds_of if codes]
    if missing:
        raise not_found(missing, missing[0][1])


def not_found(missing: Sequence[tuple[str, str, set[str]]], field: str) -> NotFoundError:
    """Return the error for codes that nothing has, by kind in Chinese and English."""
    zh = "；".join(f"{kind} {', '.join(sorted(codes))}" for kind, _, codes in missing)
    en = "; ".join(f"{kind} {', '.join(sorted(codes))}" for _, kind, codes in missing)
    return NotFoundError(
        "UNKNOWN_CODE",
        Text(
            zh=f"登记库中没有：{zh}。未写入任何内容；请先登记，或更正编码。",
            en=f"The registry does not hold: {en}. Nothing was written; register them first, or correct the codes.",
        ),
        field=field,
    )


def empty_period(start: date, end: date) -> RefusedError:
    """Return the error for a period that ends no later than it begins."""
    return RefusedError(
        "BAD_INTERVAL",
        Text(
            zh=f"考核周期的结束日 {end} 须晚于开始日 {start}（结束日不计入周期）。",
            en=f"The period must end after it begins, on {start}; {end} is the first day after it.",
        ),
        field="end",
    )


def overlap(place: str, kind: PeriodKind, names: Sequence[str]) -> ConflictError:
    """Return the error for a period that another one of the same place and kind overlaps."""
    return ConflictError(
        "PERIOD_OVERLAPS",
        Text(
            zh=f"{place} 已有与之重叠的 {kind} 周期：{'、'.join(names)}；请核对起止日期和名称。",
            en=f"{place} has {kind} periods that overlap it: {', '.join(names)}; check its dates and name.",
        ),
        field="start",
    )
