"""Worked examples of the enrolment scheme."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.enrolment import assess_enrolment
from core.assessment.facts import ActTaken, ChangeOccurred, EnrolmentFacts, Finding, IncidentNoted
from core.assessment.outcome import EnrolmentOutcome
from core.regulation.base import Model
from core.regulation.law import Law
from core.regulation.vocabulary import Act, Attribute, Change, Incident, Insurance

Attributes = tuple[Annotated[Attribute, Field(strict=False)], ...]


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


class ExpectedDuty(Model):
    """A reporting duty as an example expects it."""

    due_before: date
    """First day that is too late."""
    state: str
    """OPEN, OVERDUE, DONE or DONE_LATE."""


class ExpectedEnrolment(Expected):
    """What an example of the enrolment scheme states of the outcome."""

    status: str | None = None
    """Standing, or status of the enrolment."""
    since: date | None = None
    """First day of the standing or state."""
    state: str | None = None
    """State of the enrolment."""
    covered: bool | None = None
    """Whether the care falls under the regulation."""
    next_acts: tuple[Annotated[Act, Field(strict=False)], ...] | None = None
    """Acts possible next."""
    duties: tuple[ExpectedDuty, ...] | None = None
    """Reporting duties, all of them."""


class EnrolmentCase(BaseCase):
    """One worked example of the enrolment scheme."""

    scheme: Literal["ENROLMENT"]
    """The scheme asked."""
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
    expect: ExpectedEnrolment
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedEnrolment:
        """What the law makes of it."""
        return self.expect

    @property
    def facts(self) -> EnrolmentFacts:
        """The facts given."""
        findings = [Finding(attribute=one, holds=True) for one in self.holds]
        findings += [Finding(attribute=one, holds=False) for one in self.fails]
        return EnrolmentFacts(
            findings=tuple(findings),
            acts=tuple(ActTaken(act=one.act, on=one.on) for one in self.acts),
            incidents=tuple(IncidentNoted(incident=one.incident, on=one.on) for one in self.incidents or ()),
            incidents_known=self.incidents is not None,
            changes=tuple(
                ChangeOccurred(change=one.change, on=one.on, reported_on=one.reported_on) for one in self.changes
            ),
            insurance=self.insurance,
        )

    def answer(self, law: Law) -> EnrolmentOutcome:
        """Return what ``law`` makes of it."""
        return assess_enrolment(law, self.facts, self.as_of)
