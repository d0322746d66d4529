"""Worked examples of a regulation, as data beside it: what is given, and what the law makes of it.

Only what an example states under ``expect`` is compared; ``none`` lists what must be absent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Annotated

from pydantic import Field, PositiveInt

from core.assessment.enrolment import assess_enrolment
from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    EnrolmentFacts,
    Examination,
    Finding,
    IncidentNoted,
    PointsFacts,
    Violation,
)
from core.assessment.outcome import EnrolmentOutcome, PointsOutcome
from core.assessment.periods import Period
from core.assessment.points import assess_points
from core.regulation.base import Id, Model, Months, Named, Number
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Change,
    Incident,
    Insurance,
    SanctionKind,
    SanctionObject,
    Scheme,
)
from core.text import Text


class GivenViolation(Model):
    """A violation as an example gives it."""

    clause: str
    """Id of the clause breached."""
    decided_on: date
    """Day of the decision."""
    repeat: PositiveInt = 1
    """How many such records there are, each a decision of its own."""
    cases: Annotated[int, Field(ge=0)] = 1
    """Cases of one record."""
    decision_no: str | None = None
    """The decision's number; none: a decision of its own."""
    occurred_on: date | None = None
    """Day of the act."""
    notified_on: date | None = None
    """Day of notification."""
    points: Number | None = None
    """Decided points."""
    months: Months | None = None
    """Decided months."""
    determined_by: str | None = None
    """The body that determined it."""
    note: str | None = None
    """The circumstances."""


class GivenExamination(Model):
    """An examination as an example gives it."""

    on: date
    """Day of the examination."""
    passed: bool
    """Whether it was passed."""


class GivenAct(Model):
    """An act as an example gives it."""

    act: Annotated[Act, Field(strict=False)]
    """What was done."""
    on: date
    """When."""


class GivenIncident(Model):
    """An incident as an example gives it."""

    incident: Annotated[Incident, Field(strict=False)]
    """What happened."""
    on: date
    """When."""


class GivenChange(Model):
    """A change as an example gives it."""

    change: Annotated[Change, Field(strict=False)]
    """What changed."""
    on: date
    """When."""
    reported_on: date | None = None
    """When it was reported."""


Attributes = tuple[Annotated[Attribute, Field(strict=False)], ...]


class ExpectedSanction(Model):
    """A sanction as an example expects it."""

    kind: Annotated[SanctionKind, Field(strict=False)]
    """What is done."""
    start: date
    """First day."""
    end: date | None = None
    """First day after it; none: open."""
    object: Annotated[SanctionObject, Field(strict=False)] | None = None
    """What it takes away."""
    until_exam: bool | None = None
    """Whether an examination must be passed."""
    absorbed: bool = False
    """Whether another took its place."""
    may_reapply_from: date | None = None
    """First day of a new application."""
    cite: Cite | None = None
    """Where the text says so."""


class ExpectedHeadroom(Model):
    """The distance to the next consequence as an example expects it."""

    points_to_next: Number
    """Points to the next threshold."""
    consequence: Annotated[SanctionKind, Field(strict=False)]
    """What would follow."""
    days_until_reset: int | None = None
    """Days until the period ends."""


class ExpectedDuty(Model):
    """A reporting duty as an example expects it."""

    due_before: date
    """First day that is too late."""
    state: str
    """OPEN, OVERDUE, DONE or DONE_LATE."""


class Absent(StrEnum):
    """A field of an outcome that can be absent."""

    POINTS_LOST = "points_lost"
    POINTS_COUNTED = "points_counted"
    POINTS_LEFT = "points_left"
    ARITHMETIC = "arithmetic"
    HEADROOM = "headroom"
    STANDING = "standing"
    STATUS = "status"
    OBJECT = "object"
    SINCE = "since"
    UNTIL = "until"
    MAY_REAPPLY_FROM = "may_reapply_from"
    STATE = "state"
    COVERED = "covered"


class Expected(Model):
    """What an example states of the outcome."""

    determination: str | None = None
    """DETERMINED or INDETERMINATE; if not stated, DETERMINED."""
    missing: tuple[str, ...] | None = None
    """Names of the missing values."""
    points_lost: Number | None = None
    """Sum of the deductions."""
    points_counted: Number | None = None
    """What counts as lost."""
    points_left: Number | None = None
    """What is left."""
    arithmetic: str | None = None
    """The arithmetic line."""
    status: str | None = None
    """Standing, or status of the enrolment."""
    object: Annotated[SanctionObject, Field(strict=False)] | None = None
    """What the standing's sanction takes away."""
    since: date | None = None
    """First day of the standing or state."""
    until: date | None = None
    """First day after the standing."""
    may_reapply_from: date | None = None
    """First day of a new application."""
    suspensions: int | None = None
    """Suspensions that count towards an escalation."""
    sanctions: tuple[ExpectedSanction, ...] | None = None
    """The sanctions of the period, all of them."""
    carried: tuple[ExpectedSanction, ...] | None = None
    """The sanctions carried over, all of them."""
    headroom: ExpectedHeadroom | None = None
    """The distance to the next consequence."""
    state: str | None = None
    """State of the enrolment."""
    covered: bool | None = None
    """Whether the care falls under the regulation."""
    next_acts: tuple[Annotated[Act, Field(strict=False)], ...] | None = None
    """Acts possible next."""
    duties: tuple[ExpectedDuty, ...] | None = None
    """Reporting duties, all of them."""
    none: tuple[Annotated[Absent, Field(strict=False)], ...] = ()
    """Fields that must be absent from the outcome."""


class Case(Named):
    """One worked example."""

    about: Text | None = None
    """What the example shows, and how it follows from the text."""
    scheme: Annotated[Scheme, Field(strict=False)] = Scheme.POINTS
    """The scheme asked."""
    as_of: date
    """The day asked about."""
    period: str | None = None
    """The period asked about; none: that of ``as_of``."""
    readings: dict[str, str] = Field(default_factory=dict)
    """Readings other than the default: reading id = choice id."""
    violations: tuple[GivenViolation, ...] = ()
    """The violations given."""
    examinations: tuple[GivenExamination, ...] = ()
    """The examinations given."""
    readmitted_on: tuple[date, ...] = ()
    """Readmissions given."""
    holds: Attributes = ()
    """Attributes that hold."""
    fails: Attributes = ()
    """Attributes that do not hold."""
    acts: tuple[GivenAct, ...] = ()
    """Acts given."""
    incidents: tuple[GivenIncident, ...] | None = None
    """Incidents given; none: the past has not been checked."""
    changes: tuple[GivenChange, ...] = ()
    """Changes given."""
    insurance: Annotated[Insurance, Field(strict=False)] | None = None
    """The cover of the care asked about."""
    expect: Expected
    """What the law makes of it."""


class CaseFile(Model):
    """The worked examples of one regulation."""

    regulation: Id
    """Id of the regulation."""
    case: tuple[Case, ...] = Field(min_length=1)
    """The examples."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field in which an outcome is not what an example expects."""

    field: str
    expected: object
    found: object


def points_facts(case: Case) -> PointsFacts:
    """Return the facts that ``case`` gives to the points scheme."""
    numbers = count(1)
    return PointsFacts(
        violations=tuple(
            Violation(id=str(next(numbers)), **one.model_dump(exclude={"repeat"}))
            for one in case.violations
            for _ in range(one.repeat)
        ),
        examinations=tuple(Examination(on=one.on, passed=one.passed) for one in case.examinations),
        readmitted_on=case.readmitted_on,
    )


def enrolment_facts(case: Case) -> EnrolmentFacts:
    """Return the facts that ``case`` gives to the enrolment scheme."""
    findings = [Finding(attribute=one, holds=True) for one in case.holds]
    findings += [Finding(attribute=one, holds=False) for one in case.fails]
    return EnrolmentFacts(
        findings=tuple(findings),
        acts=tuple(ActTaken(act=one.act, on=one.on) for one in case.acts),
        incidents=tuple(IncidentNoted(incident=one.incident, on=one.on) for one in case.incidents or ()),
        incidents_known=case.incidents is not None,
        changes=tuple(
            ChangeOccurred(change=one.change, on=one.on, reported_on=one.reported_on) for one in case.changes
        ),
        insurance=case.insurance,
    )


def answer(law: Law, case: Case) -> PointsOutcome | EnrolmentOutcome:
    """Return what ``law`` makes of ``case``, under the readings it names."""
    law = law.under(case.readings)
    if case.scheme is Scheme.ENROLMENT:
        return assess_enrolment(law, enrolment_facts(case), case.as_of)
    scheme = law.regulation.points
    if case.period is not None or scheme is None:
        period = Period.parse(case.period or str(case.as_of.year))
    else:
        period = Period.of(scheme.period, case.as_of)
    return assess_points(law, points_facts(case), period, case.as_of)
