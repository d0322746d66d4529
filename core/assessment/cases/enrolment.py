"""Worked examples of the enrolment scheme."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.cases.calendar import CALENDAR
from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    ConductBreached,
    EnrolmentFacts,
    Finding,
    GroundDetermined,
    IncidentNoted,
    SettlementSuspended,
)
from core.assessment.outcome import EnrolmentOutcome
from core.regulation.base import Model, Months
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.vocabulary import Act, Attribute, Change, Incident, Insurance

Attributes = tuple[Annotated[Attribute, Field(strict=False)], ...]


class GivenAct(Model):
    """An act as an example gives it."""

    act: Annotated[Act, Field(strict=False)]
    """What was done."""
    on: date
    """When."""
    at: str | None = None
    """The institution at which it was done; none: the one asked about."""


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


class GivenSuspension(Model):
    """A suspension of settlement as an example gives it."""

    decided_on: date
    """Day of the decision."""
    months: Months
    """How long it lasts."""


class GivenDetermination(Model):
    """A body's finding as an example gives it."""

    ground: str
    """Id of the ground of deregistration."""
    on: date
    """When."""
    determined_by: str | None = None
    """The body."""
    note: str | None = None
    """The reason."""


class GivenBreach(Model):
    """A breach of a duty of conduct as an example gives it."""

    duty: str
    """Id of the duty."""
    on: date
    """When."""


class ExpectedDuty(Model):
    """A reporting duty as an example expects it."""

    last_day: date | None = None
    """Last day that is in time."""
    due_before: date | None = None
    """First day that is too late."""
    state: str
    """OPEN, OVERDUE, DONE, DONE_LATE or UNKNOWN."""


class ExpectedBreach(Model):
    """A breach of a duty of conduct as an example expects it."""

    duty: str
    """Id of the duty."""
    cite: Cite
    """Where the text says so."""


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
    grounds: tuple[Cite, ...] | None = None
    """Places for which the doctor may not practise."""
    ended_on: date | None = None
    """Day on which the enrolment ended or was struck off."""
    arithmetic: str | None = None
    """The months of a year's suspensions, added up."""
    breaches: tuple[ExpectedBreach, ...] | None = None
    """Breaches of duties of conduct, all of them."""
    in_force: bool | None = None
    """Whether the text's own term holds the day asked about."""
    valid_until: date | None = None
    """First day after that term."""


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
    served_on: tuple[date, ...] | None = None
    """Days on which insured patients were treated; none: not checked."""
    suspensions: tuple[GivenSuspension, ...] = ()
    """Suspensions of settlement given."""
    determinations: tuple[GivenDetermination, ...] = ()
    """Findings of a body given."""
    breaches: tuple[GivenBreach, ...] = ()
    """Breaches of duties of conduct given."""
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
            acts=tuple(ActTaken(act=one.act, on=one.on, at=one.at) for one in self.acts),
            incidents=tuple(IncidentNoted(incident=one.incident, on=one.on) for one in self.incidents or ()),
            incidents_known=self.incidents is not None,
            changes=tuple(
                ChangeOccurred(change=one.change, on=one.on, reported_on=one.reported_on) for one in self.changes
            ),
            insurance=self.insurance,
            served_on=self.served_on or (),
            services_known=self.served_on is not None,
            suspensions=tuple(
                SettlementSuspended(decided_on=one.decided_on, months=one.months) for one in self.suspensions
            ),
            determinations=tuple(GroundDetermined(**one.model_dump()) for one in self.determinations),
            breaches=tuple(ConductBreached(duty=one.duty, on=one.on) for one in self.breaches),
        )

    def answer(self, law: Law) -> EnrolmentOutcome:
        """Return what ``law`` makes of it."""
        return assess_enrolment(law, self.facts, self.as_of, CALENDAR)

    def used(self) -> frozenset[str]:
        """Return the ids of the duties breached and of the grounds found."""
        return frozenset({one.duty for one in self.breaches} | {one.ground for one in self.determinations})
