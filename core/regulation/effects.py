"""What stands around the points of a person: whom they concern, how a degree fixes them, what a standing leads to."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Model, Months, Named, Number
from core.regulation.citation import Cite
from core.regulation.vocabulary import Care, Flag, InstitutionMeasure, Profession, Responsibility, Status
from core.text import Text


class Subject(Model):
    """A profession that the scheme is about."""

    cite: Cite
    """Where the text says so."""
    profession: Annotated[Profession, Field(strict=False)]
    """The profession."""


class Place(StrEnum):
    """A place within a range of points."""

    LOW = "LOW"
    """The least value."""
    MIDDLE = "MIDDLE"
    """The value half way between the least and the greatest."""
    HIGH = "HIGH"
    """The greatest value."""


class Degrees(Model):
    """The points that a degree of responsibility fixes within a clause's range; of several, the highest counts."""

    cite: Cite
    """Where the text sets them."""
    general: Annotated[Place, Field(strict=False)]
    """For general responsibility (一般责任)."""
    important: Annotated[Place, Field(strict=False)]
    """For important responsibility (重要责任)."""
    main: Annotated[Place, Field(strict=False)]
    """For main responsibility (主要责任)."""

    def place_of(self, responsibility: Responsibility) -> Place:
        """Return the place in the range that ``responsibility`` fixes."""
        match responsibility:
            case Responsibility.GENERAL:
                return self.general
            case Responsibility.IMPORTANT:
                return self.important
            case Responsibility.MAIN:
                return self.main


class Distinction(Named):
    """A distinction that stands beside the standing while enough points are left."""

    cite: Cite
    """Where the text grants it."""
    label: Text
    """The distinction in short."""
    flag: Annotated[Flag, Field(strict=False)]
    """The distinction."""
    left_from: Number
    """Granted while at least this many points are left in the period."""


class Lifting(StrEnum):
    """What becomes of a running suspension when repair takes the points below its threshold."""

    KEPT = "KEPT"
    """It runs on."""
    LIFTED = "LIFTED"
    """It ends on the day of the repair."""
    DETERMINED = "DETERMINED"
    """It ends if the agency determines so, and the record of the repair says who did."""


class RepairRule(Named):
    """Something that gives points back (修复)."""

    cite: Cite
    """Where the text provides for it."""
    label: Text
    """What is done for it, in short."""
    points: Annotated[Number, Field(gt=0)] | None = None
    """Points that one of them gives back; none: the text at hand does not say, the record must carry them."""
    most: Annotated[Number, Field(gt=0)] | None = None
    """The most that all of its kind can give back in a period; none: no such limit."""


class Shortening(Model):
    """What repaired points take off a running suspension or bar."""

    cite: Cite
    """Where the text provides for it."""
    points: Annotated[Number, Field(gt=0)]
    """Repaired points that make one step; what does not fill a step takes nothing off."""
    months: Months
    """Months that a step takes off."""


class Repairs(Model):
    """How points can be given back (修复)."""

    cite: Cite
    """Where the text provides for it."""
    rules: tuple[RepairRule, ...] = Field(min_length=1)
    """What gives points back."""
    most: Annotated[Number, Field(gt=0)] | None = None
    """The most that all kinds together can give back in a period; none: no such limit."""
    lifting: Annotated[Lifting, Field(strict=False)]
    """What becomes of a running suspension when the points fall below its threshold."""
    shortening: Shortening | None = None
    """What repaired points take off a running suspension or bar; none: nothing."""
    not_after_one_off: str | None = None
    """Id of the threshold which, reached by a single decision, leaves nothing to repair; none: no such exception."""


class PaymentRule(Model):
    """Whether care given by a person of some standing is paid for."""

    cite: Cite
    """Where the text says so."""
    unpaid: tuple[Annotated[Status, Field(strict=False)], ...] = Field(min_length=1)
    """Standings during which care is not paid for."""
    except_: tuple[Annotated[Care, Field(strict=False)], ...] = Field(default=(), alias="except")
    """Care that is paid for all the same."""


class AppealRule(Model):
    """How long a person can object to a record."""

    cite: Cite
    """Where the text says so."""
    working_days: PositiveInt
    """Working days (工作日) after the notice, whose own day is not counted."""
    stays: bool = False
    """Whether nothing is executed while an objection is pending; a text that does not say so does not stay it."""


class StaffShare(Named):
    """What follows for an institution if so large a share of its staff is suspended or terminated within a year."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """What follows, in short."""
    at_percent: Number | None = None
    """Reached at this share, in percent, or more."""
    above_percent: Number | None = None
    """Reached above this share, in percent."""
    follows: Annotated[InstitutionMeasure, Field(strict=False)]
    """What follows."""
    discretionary: bool = False
    """Whether the text only allows it (可以), so that the agency decides."""
