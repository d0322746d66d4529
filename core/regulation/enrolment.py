"""The ``enrolment`` scheme: whether a doctor may practise for insured patients (备案/协议), as a state machine."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.regulation.base import Id, Model, Months, Named
from core.regulation.citation import Cite
from core.regulation.vocabulary import Act, Attribute, Basis, Change, Incident, Insurance, Party
from core.text import Text


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
    """How long after the incident it bars: ``[incident, incident + months)``; none: for ever."""
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


class Ending(Named):
    """A change that ends an enrolment, through no fault or otherwise."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """The ending in short."""
    changes: tuple[Annotated[Change, Field(strict=False)], ...] = Field(min_length=1)
    """The changes that end it."""


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
