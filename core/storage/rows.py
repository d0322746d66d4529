"""What is read from the registry: one frozen row a kind, with the database's id.

Rows that are read by the hundred for one answer are named tuples, which are made several times as fast.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

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


class PeriodState(StrEnum):
    """Whether a period still takes part in new results."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


class InstitutionRow(NamedTuple):
    """An institution (医疗机构)."""

    id: int
    code: str
    name: str
    region: str
    level: str | None
    designated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRow:
    """A department (科室) of an institution."""

    id: int
    institution_id: int
    code: str
    name: str


class DoctorRow(NamedTuple):
    """A doctor (医保医师)."""

    id: int
    code: str
    name: str
    qualification: Qualification
    title: str | None
    category: str | None
    scope: str | None


class EnrolmentRow(NamedTuple):
    """A doctor at an institution under a place's regulation (备案/协议), during ``[since, until)``."""

    id: int
    doctor_id: int
    institution_id: int
    department_id: int | None
    place: str
    basis: Basis
    since: date
    until: date | None
    """The first day after the enrolment; None while no end is known."""
    main: bool
    recorded_at: datetime | None
    """When it was first recorded, in UTC; None: before that was kept."""


class EnrolledAt(NamedTuple):
    """Where a doctor is enrolled, and no more of the enrolment."""

    doctor_id: int
    institution_id: int
    since: str
    """As it is written."""
    id: int


class EnrolmentKey(NamedTuple):
    """The natural key of an enrolment, in codes."""

    doctor: str
    institution: str
    place: str
    since: date


class ViolationKey(NamedTuple):
    """The natural key of a violation, in codes."""

    place: str
    decision_no: str
    doctor: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentEntryRow:
    """One entry in the file of a doctor at an institution under a place's regulation."""

    id: int
    doctor_id: int
    institution_id: int
    place: str
    kind: EntryKind
    on: date
    attribute: Attribute | None
    act: Act | None
    incident: Incident | None
    change: Change | None
    holds: bool | None
    reported_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """An evaluation period (考核周期), ``[start, end)``."""

    id: int
    place: str
    kind: PeriodKind
    name: str
    start: date
    end: date
    state: PeriodState


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationRow:
    """A violation (违规) as decided."""

    id: int
    doctor_id: int
    institution_id: int
    department_id: int | None
    place: str
    regulation: str
    clause: str
    decision_no: str
    cases: int
    points: Decimal | None
    months: int | None
    occurred_on: date | None
    decided_on: date
    notified_on: date | None
    determined_by: str | None
    note: str | None
    responsibility: Responsibility | None
    reason: str | None
    recorded_at: datetime
    """When it entered the registry, in UTC."""
    entries: tuple["ViolationEntryRow", ...] = ()
    """Its life, by day and order of entry, where the reader asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationEntryRow:
    """An entry in the life of a violation."""

    id: int
    violation_id: int
    event: LifeEvent
    on: date
    actor: str
    reason: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationRow:
    """An examination after training (考试考核)."""

    id: int
    doctor_id: int
    place: str
    on: date
    passed: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRow:
    """Something done to win points back (修复)."""

    id: int
    doctor_id: int
    regulation: str
    rule: str
    on: date
    points: Decimal | None
    determined_by: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRow:
    """A figure or grade that a regulation asks for."""

    id: int
    regulation: str
    region: str
    subject_kind: SubjectKind
    subject: str
    indicator: str
    period: str
    on: date
    document_no: str
    value: Decimal | None
    grade: str | None
    category: str | None
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A bearer token; only the SHA-256 of its secret is kept."""

    id: int
    label: str
    sha256: str
    scopes: tuple[str, ...]
    regions: tuple[str, ...] | None
    """Prefixes of the regions it may see; None for all, empty for none."""
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
