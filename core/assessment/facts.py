"""Facts: what the engine is told about a subject, as typed, immutable values without a database behind them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.points.terms import SanctionImposed
from core.regulation.citation import Citation
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Care,
    Change,
    Incident,
    Insurance,
    LifeEvent,
    Profession,
    Responsibility,
)
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEntry:
    """An entry in the life of a violation: what happened to the record, and when."""

    event: LifeEvent
    on: date


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
    responsibility: tuple[Responsibility, ...] = ()
    """The degrees of responsibility found (责任程度); of several the highest counts."""
    reason: str | None = None
    """Why points or months were chosen as they were, where the law leaves a range."""
    entries: tuple[LifeEntry, ...] = ()
    """What happened to the record since; with SUSPECTED among it, it counts only once it is DECIDED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Points of the running period that a record cost under the version before, which this one lets count on."""

    record: str
    clause: str
    citation: Citation
    """With the id of the version before as its source."""
    label: Text
    booked_on: date
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Something done to win points back (修复), as accepted by the agency."""

    id: str
    rule: str
    """Id of the regulation's rule for it."""
    on: date
    points: Decimal | None = None
    """The points given back, where the law does not state them."""
    determined_by: str | None = None
    """The body that determined that a suspension ends with it, where the law asks for that."""


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
    lifted_on: tuple[date, ...] = ()
    """Days on which a suspension was lifted to which the law gives no end (恢复)."""
    repairs: tuple[Repair, ...] = ()
    brought: tuple[Brought, ...] = ()
    """What the version before has cost, where the transition rule lets it count on."""
    brought_from: str | None = None
    """Id of the version before, where what it has cost cannot be said; None: nothing stands in the way."""
    running: tuple[SanctionImposed, ...] = ()
    """Sanctions under versions before that are in effect on the day asked about; their citations name the version."""
    profession: Profession | None = None
    """The person's profession, where the question is whether the regulation is about it."""
    care: Care | None = None
    """The urgency of care given on the day asked about, where the question is whether it is paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFacts:
    """How many of an institution's staff were suspended or terminated within a year."""

    affected: int
    """Suspended and terminated, counted by person and time (人次)."""
    staff: int
    """All who are registered there."""
    affected_here: int | None = None
    """Those of ``affected`` that rest on a record of the institution itself; None: not told apart, all of them do."""
    undecided: int | None = None
    """People whose own standing is not decidable, each of whom could add one; None: there are none."""


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
    at: str | None = None
    """The institution at which it was taken; None: the one asked about."""


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
class SettlementSuspended:
    """A decision that suspends, for a breach, the settlement of what a doctor bills (停止医保结算资格)."""

    decided_on: date
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundDetermined:
    """A body's finding that a ground of deregistration is given which the text leaves to other rules."""

    ground: str
    """Id of the ground within the regulation."""
    on: date
    determined_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductBreached:
    """A duty of conduct that was breached."""

    duty: str
    """Id of the duty within the regulation."""
    on: date


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
    served_on: tuple[date, ...] = ()
    """Days on which care of an insured patient was settled, at any site of the institution."""
    services_known: bool = False
    """Whether these are all such days; an unchecked absence of care is not idleness."""
    suspensions: tuple[SettlementSuspended, ...] = ()
    determinations: tuple[GroundDetermined, ...] = ()
    breaches: tuple[ConductBreached, ...] = ()
