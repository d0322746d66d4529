"""The ``enrolment`` scheme: whether a doctor may practise for insured patients (备案/协议), as a state machine."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Id, Model, Months, Named
from core.regulation.behaviours import Behaviour
from core.regulation.citation import Cite
from core.regulation.vocabulary import Act, Attribute, Basis, Change, Incident, Insurance, Party
from core.text import Text


class CountedFrom(StrEnum):
    """From which day the months are counted during which an incident bars an application."""

    INCIDENT = "INCIDENT"
    """Forward: it bars on ``[incident, incident + months)``."""
    APPLICATION = "APPLICATION"
    """Backward: what lies in ``(application - months, application]`` bars; another result at a month's end only."""


class Condition(Named):
    """Something an applicant must fulfil: an attribute of which one must hold, or a clean past of some months."""

    cite: Cite
    """Where the text demands it."""
    label: Text
    """The condition in short."""
    any_of: tuple[Annotated[Attribute, Field(strict=False)], ...] = ()
    """Attributes of which at least one must hold."""
    clear_of: Annotated[Incident, Field(strict=False)] | None = None
    """An incident that bars an application."""
    months: Months | None = None
    """How long the incident bars, counted as ``counted_from`` says; none: for ever."""
    also: tuple[Annotated[Incident, Field(strict=False)], ...] = ()
    """Further incidents that bar likewise."""
    counted_from: Annotated[CountedFrom, Field(strict=False)] = CountedFrom.INCIDENT
    """From which day the months are counted."""
    only_if: Annotated[Attribute, Field(strict=False)] | None = None
    """The condition is asked only of applicants for whom this holds."""
    shown_by: Annotated[Act, Field(strict=False)] | None = None
    """An act which, once taken, shows that the condition was checked and met."""


class State(Named):
    """A state on the way to an enrolment."""

    cite: Cite
    """Where the text speaks of it."""
    label: Text
    """The state in short."""
    enrolled: bool = False
    """Whether a doctor in this state may practise for insured patients."""


class Transition(Model):
    """An act that leads from one state to the next."""

    cite: Cite
    """Where the text provides for it."""
    act: Annotated[Act, Field(strict=False)]
    """What is done."""
    by: Annotated[Party, Field(strict=False)]
    """Who does it."""
    from_: Id | None = Field(default=None, alias="from")
    """The state it starts from; none: the beginning."""
    to: Id
    """The state it leads to."""
    requires: tuple[Id, ...] = ()
    """Conditions that must be met for it."""
    label: Text
    """The act in short."""


class Due(StrEnum):
    """By when a change must be reported."""

    END_OF_MONTH = "END_OF_MONTH"
    """Within the month in which it happens."""
    WORKING_DAYS = "WORKING_DAYS"
    """Within ``days`` working days (工作日), the first of which is the one after the change."""


class ReportingDuty(Named):
    """A change that must be reported, and by when."""

    cite: Cite
    """Where the text demands it."""
    label: Text
    """The duty in short."""
    by: Annotated[Party, Field(strict=False)]
    """Who must report."""
    changes: tuple[Annotated[Change, Field(strict=False)], ...] = Field(min_length=1)
    """The changes meant."""
    due: Annotated[Due, Field(strict=False)]
    """By when."""
    days: PositiveInt | None = None
    """How many working days, where they are what counts."""


class Ending(Named):
    """A change that ends an enrolment, through no fault or otherwise."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """The ending in short."""
    changes: tuple[Annotated[Change, Field(strict=False)], ...] = Field(min_length=1)
    """The changes that end it."""


class Counted(StrEnum):
    """Which suspensions are held against a number of months."""

    DECISION = "DECISION"
    """Each decision by itself."""
    YEAR_SUM = "YEAR_SUM"
    """All decisions of a calendar year together."""


class Deregistration(Named):
    """A ground on which the agency strikes an enrolment off (注销备案): idleness, a suspension, or its own finding."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """The ground in short."""
    idle_months: Months | None = None
    """Struck off once so many months in a row have passed without care of an insured patient."""
    suspended_months: Months | None = None
    """Struck off when settlement is suspended for a breach, for at least so many months."""
    counted: Annotated[Counted, Field(strict=False)] | None = None
    """Whether the months of suspension are those of one decision or of a year; given with ``suspended_months``."""
    determined: bool = False
    """Struck off when a body finds that another rule demands it; the record must name the body and the reason."""


class Filing(StrEnum):
    """What a filing is good for where a doctor practises at several institutions (多点执业)."""

    PER_SITE = "PER_SITE"
    """One institution: the doctor is to be filed at each."""
    PER_PERSON = "PER_PERSON"
    """Every institution at which the doctor practises."""


class Sites(Model):
    """What holds for a doctor who practises at several institutions."""

    cite: Cite
    """Where the text says so."""
    filing: Annotated[Filing, Field(strict=False)]
    """What a filing at one of them is good for."""


class ConductDuty(Named):
    """Something a doctor must do or leave undone, whose breach the text prices with nothing."""

    cite: Cite
    """Where the text demands it."""
    label: Text
    """The duty in short."""
    behaviour: Annotated[Behaviour, Field(strict=False)] | None = None
    """What a breach of it is, in the taxonomy shared by all regions."""


class Validity(Model):
    """A term after which the text lapses by itself (有效期), ``[promulgated, promulgated + months)``."""

    cite: Cite
    """Where the text sets it."""
    months: Months
    """How long it is valid."""
    promulgated: date | None = None
    """The day from which the term runs; none: the text does not give it, and nothing can be decided without it."""


class Cover(Model):
    """A kind of insurance whose patients the regulation is about."""

    cite: Cite
    """Where the text says so."""
    insurance: Annotated[Insurance, Field(strict=False)]
    """The insurance."""


class EnrolmentScheme(Model):
    """Whether a doctor may practise for insured patients (备案/协议)."""

    cite: Cite
    """Where the text defines who is an insurance doctor."""
    basis: Annotated[Basis, Field(strict=False)]
    """What the enrolment rests on."""
    conditions: tuple[Condition, ...] = Field(min_length=1)
    """What an applicant must fulfil."""
    states: tuple[State, ...] = Field(min_length=1)
    """The states, in the order in which they are reached."""
    transitions: tuple[Transition, ...] = Field(min_length=1)
    """The acts that lead from state to state."""
    duties: tuple[ReportingDuty, ...] = ()
    """Changes that must be reported."""
    endings: tuple[Ending, ...] = ()
    """Changes that end an enrolment."""
    covers: tuple[Cover, ...] = ()
    """The insurance whose patients it is about; none given: the text does not limit it."""
    sites: Sites | None = None
    """What holds where a doctor practises at several institutions; none: the text does not say."""
    deregistrations: tuple[Deregistration, ...] = ()
    """Grounds on which the agency strikes an enrolment off."""
    conduct: tuple[ConductDuty, ...] = ()
    """Duties of conduct whose breach costs nothing that the text names."""
    validity: Validity | None = None
    """The term after which the text lapses; none: it has none, and ``in_force`` alone says when it governs."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return kind and id of every rule that the text itself states; what it inherits belongs to another text."""
        lists: dict[str, Sequence[Condition | State | ReportingDuty | Ending | Deregistration | ConductDuty]] = {
            "condition": self.conditions,
            "state": self.states,
            "duty": self.duties,
            "ending": self.endings,
            "deregistration": self.deregistrations,
            "conduct": self.conduct,
        }
        return tuple((kind, one.id) for kind, rules in lists.items() for one in rules if one.cite.source is None)
