"""The columns that are read of each kind, and from a row of them to a typed one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from core.records import EntryKind, Qualification, SubjectKind
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Basis,
    Change,
    Incident,
    LifeEvent,
    PeriodKind,
    Responsibility,
)
from core.storage.rows import (
    DepartmentRow,
    DoctorRow,
    EnrolmentEntryRow,
    EnrolmentRow,
    ExaminationRow,
    InstitutionRow,
    MeasurementRow,
    PeriodRow,
    PeriodState,
    RepairRow,
    TokenRow,
    ViolationEntryRow,
    ViolationRow,
)

INSTITUTION = "SELECT i.id, i.code, i.name, i.region, i.level, i.designated FROM institution i"
DEPARTMENT = "SELECT p.id, p.institution_id, p.code, p.name FROM department p"
DOCTOR = "SELECT d.id, d.code, d.name, d.qualification, d.title, d.category, d.scope FROM doctor d"
ENROLMENT = (
    "SELECT e.id, e.doctor_id, e.institution_id, e.department_id, e.place, e.basis, e.since, e.until, e.main, "
    "e.recorded_at "
    "FROM enrolment e"
)
ENTRY_COLUMNS = (
    "n.id, n.doctor_id, n.institution_id, n.place, n.kind, n.term, n.happened_on, n.holds, n.reported_on, n.recorded_at"
)
PERIOD = "SELECT t.id, t.place, t.kind, t.name, t.starts_on, t.ends_on, t.state FROM evaluation_period t"
VIOLATION_COLUMNS = (
    "v.id, v.doctor_id, v.institution_id, v.department_id, v.place, v.regulation, v.clause, v.decision_no, "
    "v.cases, v.points, v.months, v.occurred_on, v.decided_on, v.notified_on, v.determined_by, v.note, "
    "v.responsibility, v.reason, v.recorded_at"
)
VIOLATION = f"SELECT {VIOLATION_COLUMNS} FROM violation v"  # noqa: S608 - column names
ENTRY_OF_VIOLATION_COLUMNS = "y.id, y.violation_id, y.event, y.happened_on, y.actor, y.reason, y.recorded_at"
VIOLATION_WITH_LIFE = (
    f"SELECT {ENTRY_OF_VIOLATION_COLUMNS}, {VIOLATION_COLUMNS} "  # noqa: S608 - column names
    "FROM violation v LEFT JOIN violation_entry y ON y.violation_id = v.id"
)
VIOLATION_ENTRY = f"SELECT {ENTRY_OF_VIOLATION_COLUMNS} FROM violation_entry y"  # noqa: S608 - column names
LIFE_WIDTH = 7
"""How many columns of a row with its life are those of the entry."""
EXAMINATION = "SELECT x.id, x.doctor_id, x.place, x.held_on, x.passed, x.recorded_at FROM examination x"
REPAIR = (
    "SELECT r.id, r.doctor_id, r.regulation, r.rule, r.done_on, r.points, r.determined_by, r.recorded_at FROM repair r"
)
MEASUREMENT = (
    "SELECT m.id, m.regulation, m.region, m.subject_kind, m.subject, m.indicator, m.period, m.measured_on, "
    "m.document_no, m.value, m.grade, m.category, m.source, m.recorded_at FROM measurement m"
)
TOKEN = "SELECT k.id, k.label, k.sha256, k.scopes, k.regions, k.created_at, k.expires_at, k.revoked_at FROM token k"  # noqa: S105

QUALIFICATIONS = MappingProxyType({one.value: one for one in Qualification})
BASES = MappingProxyType({one.value: one for one in Basis})
Row = Iterable[Any]
made = cast("Any", tuple.__new__)
"""Returns a named tuple of all its values, in their order, in half the time that its own name takes."""


def as_date(text: str | None) -> date | None:
    """Return the day that ``text`` writes, or None for None."""
    return None if text is None else date.fromisoformat(text)


def as_moment(text: str) -> datetime:
    """Return the moment that ``text`` writes, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def as_points(text: str | None) -> Decimal | None:
    """Return the number without idle zeros: 2 for ``2.00``, 0.5 for ``0.50``, 10 for ``10.00``."""
    if text is None:
        return None
    number = Decimal(text)
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def institution(row: Row) -> InstitutionRow:
    """Return the institution in ``row``."""
    key, code, name, region, level, designated = row
    return InstitutionRow(key, code, name, region, level, bool(designated))


def department(row: Row) -> DepartmentRow:
    """Return the department in ``row``."""
    key, institution_id, code, name = row
    return DepartmentRow(id=key, institution_id=institution_id, code=code, name=name)


def doctor(row: Row) -> DoctorRow:
    """Return the doctor in ``row``."""
    key, code, name, qualification, title, category, scope = row
    return made(DoctorRow, (key, code, name, QUALIFICATIONS[qualification], title, category, scope))


def enrolment(row: Row) -> EnrolmentRow:
    """Return the enrolment in ``row``."""
    key, doctor_id, institution_id, department_id, place, basis, since, until, main, recorded_at = row
    days = date.fromisoformat(since), as_date(until)
    moment = None if recorded_at is None else as_moment(recorded_at)
    return EnrolmentRow(key, doctor_id, institution_id, department_id, place, BASES[basis], *days, bool(main), moment)


def entry(row: Row) -> EnrolmentEntryRow:
    """Return the enrolment entry in ``row``."""
    key, doctor_id, institution_id, place, kind, term, happened_on, holds, reported_on, recorded_at = row
    kind = EntryKind(kind)
    return EnrolmentEntryRow(
        id=key,
        doctor_id=doctor_id,
        institution_id=institution_id,
        place=place,
        kind=kind,
        on=date.fromisoformat(happened_on),
        attribute=Attribute(term) if kind is EntryKind.FINDING else None,
        act=Act(term) if kind is EntryKind.ACT else None,
        incident=Incident(term) if kind is EntryKind.INCIDENT else None,
        change=Change(term) if kind is EntryKind.CHANGE else None,
        holds=None if holds is None else bool(holds),
        reported_on=as_date(reported_on),
        recorded_at=as_moment(recorded_at),
    )


def period(row: Row) -> PeriodRow:
    """Return the evaluation period in ``row``."""
    key, place, kind, name, start, end, state = row
    return PeriodRow(
        id=key,
        place=place,
        kind=PeriodKind(kind),
        name=name,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        state=PeriodState(state),
    )


def violation(row: Row) -> ViolationRow:
    """Return the violation in ``row``."""
    (key, doctor_id, institution_id, department_id, place, regulation, clause, decision_no, *rest) = row
    cases, points, months, occurred_on, decided_on, notified_on, determined_by, note, *last = rest
    responsibility, reason, recorded_at = last
    return ViolationRow(
        id=key,
        doctor_id=doctor_id,
        institution_id=institution_id,
        department_id=department_id,
        place=place,
        regulation=regulation,
        clause=clause,
        decision_no=decision_no,
        cases=cases,
        points=as_points(points),
        months=months,
        occurred_on=as_date(occurred_on),
        decided_on=date.fromisoformat(decided_on),
        notified_on=as_date(notified_on),
        determined_by=determined_by,
        note=note,
        responsibility=None if responsibility is None else Responsibility(responsibility),
        reason=reason,
        recorded_at=as_moment(recorded_at),
    )


def violation_entry(row: Row) -> ViolationEntryRow:
    """Return the entry in the life of a violation in ``row``."""
    key, violation_id, event, happened_on, actor, reason, recorded_at = row
    return ViolationEntryRow(
        id=key,
        violation_id=violation_id,
        event=LifeEvent(event),
        on=date.fromisoformat(happened_on),
        actor=actor,
        reason=reason,
        recorded_at=as_moment(recorded_at),
    )


def violations_with_life(rows: Iterable[Sequence[Any]]) -> list[ViolationRow]:
    """Return the violations in ``rows``, each once, with the entries of its life by day and order of entry."""
    found: dict[int, ViolationRow] = {}
    lives: dict[int, list[ViolationEntryRow]] = {}
    for row in rows:
        key = row[LIFE_WIDTH]
        if key not in found:
            found[key] = violation(row[LIFE_WIDTH:])
        if row[0] is not None:
            lives.setdefault(key, []).append(violation_entry(row[:LIFE_WIDTH]))
    for key, entries in lives.items():
        found[key] = replace(found[key], entries=tuple(sorted(entries, key=lambda one: (one.on, one.id))))
    return list(found.values())


def examination(row: Row) -> ExaminationRow:
    """Return the examination in ``row``."""
    key, doctor_id, place, held_on, passed, recorded_at = row
    return ExaminationRow(
        id=key,
        doctor_id=doctor_id,
        place=place,
        on=date.fromisoformat(held_on),
        passed=bool(passed),
        recorded_at=as_moment(recorded_at),
    )


def repair(row: Row) -> RepairRow:
    """Return the repair in ``row``."""
    key, doctor_id, regulation, rule, done_on, points, determined_by, recorded_at = row
    return RepairRow(
        id=key,
        doctor_id=doctor_id,
        regulation=regulation,
        rule=rule,
        on=date.fromisoformat(done_on),
        points=as_points(points),
        determined_by=determined_by,
        recorded_at=as_moment(recorded_at),
    )


def measurement(row: Row) -> MeasurementRow:
    """Return the measurement in ``row``."""
    key, regulation, region, subject_kind, subject, indicator, period, measured_on, document_no, *rest = row
    value, grade, category, source, recorded_at = rest
    return MeasurementRow(
        id=key,
        regulation=regulation,
        region=region,
        subject_kind=SubjectKind(subject_kind),
        subject=subject,
        indicator=indicator,
        period=period,
        on=date.fromisoformat(measured_on),
        document_no=document_no,
        value=as_points(value),
        grade=grade,
        category=category,
        source=source,
        recorded_at=as_moment(recorded_at),
    )


def token(row: Row) -> TokenRow:
    """Return the token in ``row``."""
    key, label, sha256, scopes, regions, created_at, expires_at, revoked_at = row
    return TokenRow(
        id=key,
        label=label,
        sha256=sha256,
        scopes=tuple(scopes.split()),
        regions=None if regions is None else tuple(regions.split()),
        created_at=as_moment(created_at),
        expires_at=None if expires_at is None else as_moment(expires_at),
        revoked_at=None if revoked_at is None else as_moment(revoked_at),
    )
