"""Worked examples of the points scheme."""

from datetime import date
from itertools import count
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.cases.calendar import CALENDAR
from core.assessment.facts import Examination, LifeEntry, PointsFacts, Repair, StaffFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.staff import StaffShareOutcome, assess_staff
from core.regulation.base import Model, Months, Number
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.schemes.points import Reached
from core.regulation.schemes.publication import Channel, NameMask
from core.regulation.vocabulary import (
    Care,
    Flag,
    InstitutionMeasure,
    LifeEvent,
    Profession,
    Reach,
    Responsibility,
    SanctionKind,
    SanctionObject,
)


class GivenEntry(Model):
    """An entry in the life of a violation as an example gives it."""

    event: Annotated[LifeEvent, Field(strict=False)]
    """What happened."""
    on: date
    """When."""


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
    responsibility: tuple[Annotated[Responsibility, Field(strict=False)], ...] = ()
    """Degrees of responsibility found."""
    reason: str | None = None
    """Why points or months were chosen as they were."""
    entries: tuple[GivenEntry, ...] = ()
    """What happened to the record since."""


class GivenRepair(Model):
    """A repair as an example gives it."""

    rule: str
    """Id of the rule it rests on."""
    on: date
    """When."""
    points: Number | None = None
    """Points given back, where the law does not state them."""
    determined_by: str | None = None
    """The body that determined what follows for a suspension."""


class GivenStaff(Model):
    """An institution's staff as an example gives it."""

    affected: Annotated[int, Field(ge=0)]
    """Suspended and terminated within a year, by person and time."""
    staff: Annotated[int, Field(ge=0)]
    """All who are registered there."""
    affected_here: Annotated[int, Field(ge=0)] | None = None
    """Those of ``affected`` that rest on a record of the institution itself; none: all of them."""


class GivenExamination(Model):
    """An examination as an example gives it."""

    on: date
    """Day of the examination."""
    passed: bool
    """Whether it was passed."""


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
    months_from: Months | None = None
    """Least months left to the decision."""
    months_to: Months | None = None
    """Most months left to the decision."""
    reached: Annotated[Reached, Field(strict=False)] | None = None
    """How its threshold was reached."""
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


class ExpectedAppeal(Model):
    """A time to object as an example expects it."""

    last_day: date
    """Last day that is in time."""
    cite: Cite | None = None
    """Where the text says so."""


class ExpectedNotice(Model):
    """A public notice as an example expects it."""

    publication: str
    """Id of the rule that has it published."""
    kind: Annotated[SanctionKind, Field(strict=False)]
    """What is published."""
    start: date
    """First day."""
    end: date | None = None
    """First day after it; none: no day is known."""
    mask: Annotated[NameMask, Field(strict=False)] | None = None
    """How the person is named."""
    names_institution: bool | None = None
    """Whether the institution is named."""
    channels: tuple[Annotated[Channel, Field(strict=False)], ...] | None = None
    """Where it is published."""
    cite: Cite | None = None
    """Where the text says so."""


class ExpectedPoints(Expected):
    """What an example of the points scheme states of the outcome."""

    points_lost: Number | None = None
    """Sum of the deductions."""
    points_counted: Number | None = None
    """What counts as lost."""
    points_left: Number | None = None
    """What is left."""
    points_repaired: Number | None = None
    """What was given back."""
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
    reach: Annotated[Reach, Field(strict=False)] | None = None
    """Where the standing holds."""
    flags: tuple[Annotated[Flag, Field(strict=False)], ...] | None = None
    """Distinctions beside the standing."""
    appeals: tuple[ExpectedAppeal, ...] | None = None
    """Until when each record can be objected to."""
    notices: tuple[ExpectedNotice, ...] | None = None
    """The public notices of the day, all of them."""
    is_subject: bool | None = None
    """Whether the regulation is about the profession."""
    payable: bool | None = None
    """Whether the care is paid for."""
    reported: bool | None = None
    """Whether a step rests on what only the press tells."""


class PointsCase(BaseCase):
    """One worked example of the points scheme."""

    scheme: Literal["POINTS"] = "POINTS"
    """The scheme asked."""
    period: str | None = None
    """The period asked about; none: that of ``as_of``."""
    violations: tuple[GivenViolation, ...] = ()
    """The violations given."""
    examinations: tuple[GivenExamination, ...] = ()
    """The examinations given."""
    readmitted_on: tuple[date, ...] = ()
    """Readmissions given."""
    lifted_on: tuple[date, ...] = ()
    """Liftings given."""
    repairs: tuple[GivenRepair, ...] = ()
    """Repairs given."""
    profession: Annotated[Profession, Field(strict=False)] | None = None
    """The profession given."""
    care: Annotated[Care, Field(strict=False)] | None = None
    """The urgency of the care given."""
    expect: ExpectedPoints
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedPoints:
        """What the law makes of it."""
        return self.expect

    @property
    def facts(self) -> PointsFacts:
        """The facts given."""
        numbers = count(1)
        return PointsFacts(
            violations=tuple(
                Violation(
                    id=str(next(numbers)),
                    **one.model_dump(exclude={"repeat", "entries"}),
                    entries=tuple(LifeEntry(event=entry.event, on=entry.on) for entry in one.entries),
                )
                for one in self.violations
                for _ in range(one.repeat)
            ),
            examinations=tuple(Examination(on=one.on, passed=one.passed) for one in self.examinations),
            readmitted_on=self.readmitted_on,
            lifted_on=self.lifted_on,
            repairs=tuple(Repair(id=str(number), **one.model_dump()) for number, one in enumerate(self.repairs, 1)),
            profession=self.profession,
            care=self.care,
        )

    def answer(self, law: Law) -> PointsOutcome:
        """Return what ``law`` makes of it."""
        scheme = law.regulation.points
        if self.period is not None or scheme is None:
            period = Period.parse(self.period or str(self.as_of.year))
        else:
            period = Period.of(scheme.period, self.as_of)
        return assess_points(law, self.facts, period, self.as_of, CALENDAR)

    def used(self) -> frozenset[str]:
        """Return the ids of the clauses breached and of the rules of repair."""
        return frozenset([*(one.clause for one in self.violations), *(one.rule for one in self.repairs)])


class ExpectedStaff(Expected):
    """What an example states of what follows for an institution."""

    measure: Annotated[InstitutionMeasure, Field(strict=False)] | None = None
    """What follows."""
    discretionary: bool | None = None
    """Whether the text only allows it."""


class StaffCase(BaseCase):
    """One worked example of what follows for an institution from the standings of its staff."""

    scheme: Literal["POINTS"] = "POINTS"
    """The scheme asked."""
    institution: GivenStaff
    """The staff given."""
    expect: ExpectedStaff
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedStaff:
        """What the law makes of it."""
        return self.expect

    def answer(self, law: Law) -> StaffShareOutcome:
        """Return what ``law`` makes of it."""
        facts = StaffFacts(**self.institution.model_dump())
        return assess_staff(law, facts, self.as_of)
