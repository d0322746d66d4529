"""Facts: what the engine is told about a subject, as typed, immutable values without a database behind them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.regulation.vocabulary import Act, Attribute, Change, Incident, Insurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One violation (违规): a clause breached, as decided. ``cases`` multiplies where the clause counts cases."""

    id: str
    clause: str
    decided_on: date
    cases: int = 1
    decision_no: str | None = None
    occurred_on: date | None = None
    notified_on: date | None = None
    points: Decimal | None = None
    """The decided points, where the law leaves a range or states none."""
    months: int | None = None
    """The decided length of a suspension in months, where the law leaves a range."""
    determined_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The result of an examination after training (考试考核)."""

    on: date
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFacts:
    """All that the points scheme may look at for one doctor under one regulation, over all years."""

    violations: tuple[Violation, ...] = ()
    examinations: tuple[Examination, ...] = ()
    readmitted_on: tuple[date, ...] = ()
    """Days on which the doctor was enrolled anew after a revocation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether an attribute of the applicant holds. What is not found is not known, never assumed."""

    attribute: Attribute
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTaken:
    """A procedural step that was taken."""

    act: Act
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNoted:
    """Something in the applicant's past that may bar the application."""

    incident: Incident
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOccurred:
    """A change that must be reported; ``reported_on`` is None while it has not been."""

    change: Change
    on: date
    reported_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFacts:
    """All that the enrolment scheme may look at for one doctor at one institution."""

    findings: tuple[Finding, ...] = ()
    acts: tuple[ActTaken, ...] = ()
    incidents: tuple[IncidentNoted, ...] = ()
    incidents_known: bool = False
    """Whether the absence of incidents has been checked; an unchecked past is not a clean one."""
    changes: tuple[ChangeOccurred, ...] = ()
    insurance: Insurance | None = None
    """The cover of the care in question, where the question is whether it falls under the regulation."""
