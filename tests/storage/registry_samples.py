"""Records with as little said as a test needs, and a small registry made of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentRecord,
    InstitutionRecord,
    Qualification,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis
from core.storage import Database

RECORDED_AT = datetime(2024, 5, 1, 8, 30, tzinfo=UTC)


def an_institution(code: str = "H1", *, name: str = "一院", region: str = "990101") -> InstitutionRecord:
    return InstitutionRecord(code=code, name=name, region=region, level="三级")


def a_department(institution: str = "H1", code: str = "D1") -> DepartmentRecord:
    return DepartmentRecord(institution=institution, code=code, name="内科")


def a_doctor(code: str = "P1", *, name: str = "甲") -> DoctorRecord:
    return DoctorRecord(code=code, name=name, qualification=Qualification.LICENSED, title="主治医师")


def an_enrolment(
    doctor: str = "P1",
    institution: str = "H1",
    *,
    since: str = "2020-01-01",
    until: str | None = None,
    place: str = "testville",
) -> EnrolmentRecord:
    return EnrolmentRecord(
        doctor=doctor,
        institution=institution,
        place=place,
        basis=Basis.AGREEMENT,
        since=date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
    )


def a_violation(
    decision_no: str = "N1",
    *,
    doctor: str = "P1",
    institution: str = "H1",
    on: str = "2024-03-01",
    points: str | None = "2",
    clause: str = "11.一.1",
    place: str = "testville",
    regulation: str = "testville-2011",
) -> ViolationRecord:
    return ViolationRecord(
        place=place,
        regulation=regulation,
        clause=clause,
        decision_no=decision_no,
        doctor=doctor,
        institution=institution,
        decided_on=date.fromisoformat(on),
        points=None if points is None else Decimal(points),
    )


async def register(
    db: Database,
    *,
    institutions: Sequence[InstitutionRecord] = (),
    doctors: Sequence[DoctorRecord] = (),
    enrolments: Sequence[EnrolmentRecord] = (),
    violations: Sequence[ViolationRecord] = (),
) -> None:
    async with db.writing(RECORDED_AT) as writes:
        await writes.put_institutions(institutions)
        await writes.put_doctors(doctors)
        await writes.put_enrolments(enrolments)
        await writes.add_violations(violations)


async def count(db: Database, table: str) -> int:
    found = await db.read(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - a name written in a test
    return found[0][0]
