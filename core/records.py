"""Registry records by their natural keys: what a file or a client says, before the database gives it an id.

``intake`` makes them, ``storage`` keeps them; neither knows the other. Codes, not database ids, point from one to
the next, so a record means the same on every machine.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.regulation.vocabulary import Act, Attribute, Basis, Change, Incident, LifeEvent, Responsibility


class Qualification(StrEnum):
    """A doctor's licence (执业级别)."""

    LICENSED = "LICENSED"
    ASSISTANT_LICENSED = "ASSISTANT_LICENSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionRecord:
    """An institution (医疗机构); natural key ``code``."""

    code: str
    name: str
    region: str
    """GB/T 2260 code of six digits."""
    level: str | None = None
    designated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRecord:
    """A department (科室) of an institution; natural key ``institution`` and ``code``."""

    institution: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorRecord:
    """A doctor (医保医师); natural key ``code``. Number and kind of an identity document are never kept."""

    code: str
    name: str
    qualification: Qualification
    title: str | None = None
    category: str | None = None
    """Practice category (执业类别)."""
    scope: str | None = None
    """Practice scope (执业范围)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRecord:
    """A doctor at an institution under a place's regulation (备案/协议).

    Natural key: ``doctor``, ``institution``, ``place`` and ``since``. The interval is ``[since, until)``.
    """

    doctor: str
    institution: str
    place: str
    """The place whose regulations govern it (a folder or package of regulations), for example a city's name."""
    basis: Basis
    since: date
    until: date | None = None
    department: str | None = None
    main: bool = True


class EntryKind(StrEnum):
    """What an enrolment entry tells."""

    FINDING = "FINDING"
    ACT = "ACT"
    INCIDENT = "INCIDENT"
    CHANGE = "CHANGE"
    INCIDENTS_CHECKED = "INCIDENTS_CHECKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentEntryRecord:
    """One entry in the append-only file of an enrolment; exactly the term of its kind is given."""

    doctor: str
    institution: str
    place: str
    kind: EntryKind
    on: date
    attribute: Attribute | None = None
    act: Act | None = None
    incident: Incident | None = None
    change: Change | None = None
    holds: bool | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationRecord:
    """A violation (违规) as decided; natural key ``place``, ``decision_no``, ``doctor`` and ``clause``."""

    place: str
    regulation: str
    """Id of the version whose clause it names."""
    clause: str
    decision_no: str
    doctor: str
    institution: str
    decided_on: date
    cases: int = 1
    department: str | None = None
    occurred_on: date | None = None
    notified_on: date | None = None
    points: Decimal | None = None
    months: int | None = None
    determined_by: str | None = None
    note: str | None = None
    responsibility: Responsibility | None = None
    """The degree of responsibility found; of several the highest."""
    reason: str | None = None
    """Why points or months were chosen as they were, where the law leaves a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationEntryRecord:
    """An entry in the life of a violation.

    Natural key: that of the violation (``place``, ``decision_no``, ``doctor``, ``clause``), ``event`` and ``on``.
    """

    place: str
    decision_no: str
    doctor: str
    clause: str
    event: LifeEvent
    on: date
    actor: str
    """The body or office that acted; for an appeal, who handed it in."""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRecord:
    """Something done to win points back (修复); natural key ``doctor``, ``regulation``, ``rule`` and ``on``."""

    doctor: str
    regulation: str
    rule: str
    """Id of the regulation's rule for it."""
    on: date
    points: Decimal | None = None
    determined_by: str | None = None


class SubjectKind(StrEnum):
    """What a measurement is about."""

    DOCTOR = "DOCTOR"
    DEPARTMENT = "DEPARTMENT"
    INSTITUTION = "INSTITUTION"
    AGENCY = "AGENCY"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecord:
    """A figure or grade that a regulation asks for: a score, a cost, an audited deduction, a budget, a colour.

    Natural key: ``regulation``, ``subject_kind``, ``subject``, ``indicator``, ``period``, ``on`` and ``document_no``.
    Exactly one of ``value`` and ``grade`` is given.
    """

    regulation: str
    region: str
    """GB/T 2260 code of six digits: where the subject is, and who may see it."""
    subject_kind: SubjectKind
    subject: str
    """The subject's code; a department's is its institution's, a slash and its own."""
    indicator: str
    """Name of what is measured, of those that the regulation's schemes know."""
    period: str
    """Name of the period, such as 2025 or 2025-07."""
    on: date
    """Day of the measurement or decision."""
    source: str
    """Who measured, and how."""
    document_no: str = ""
    """Number of the document; empty for none."""
    value: Decimal | None = None
    grade: str | None = None
    category: str | None = None
    """A finer division; of a charge the code of the department or person that owes it, if it is not the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationRecord:
    """An examination after training (考试考核); natural key ``doctor``, ``place`` and ``on``."""

    doctor: str
    place: str
    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Put:
    """What a batch of idempotent writes did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Put") -> "Put":
        """Return the sums."""
        return Put(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)
