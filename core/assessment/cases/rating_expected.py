"""What worked examples of the rating scheme state of an outcome."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from core.assessment.cases.base import Expected
from core.regulation.base import Model, Number
from core.regulation.citation import Cite
from core.regulation.schemes.rating import ConsequenceKind, MeasureUnit


class ExpectedForm(Model):
    """A form of reward or penalty as an example expects it."""

    id: str
    """Id of the form."""
    kind: Annotated[ConsequenceKind, Field(strict=False)]
    """What is done."""
    is_chosen: bool = False
    """Whether it was chosen."""


class ExpectedConsequence(Model):
    """A consequence as an example expects it."""

    kind: Annotated[ConsequenceKind, Field(strict=False)]
    """What is done."""
    cause: str | None = None
    """Id of the rule that it follows from."""
    cite: Cite | None = None
    """Where the text says so."""
    lacks: tuple[str, ...] = ()
    """What the record lacks."""
    forms: tuple[ExpectedForm, ...] = ()
    """The forms offered."""
    due_before: date | None = None
    """First day too late to rectify."""
    state: str | None = None
    """Whether rectification is done."""
    is_settled: bool = False
    """Whether a closed procedure has settled it."""


class ExpectedProcedure(Model):
    """A procedure as an example expects it."""

    procedure: str
    """Id of the procedure."""
    state: str | None = None
    """Id of the state reached."""
    since: date | None = None
    """When it was reached."""
    is_closed: bool = False
    """Whether it is closed."""
    next_states: tuple[str, ...] | None = None
    """Ids of the states possible next."""
    refused: tuple[str, ...] = ()
    """Ids of the states entered too early."""


class ExpectedRound(Model):
    """A returning duty as an example expects it."""

    duty: str
    """Id of the duty."""
    required: int | None = None
    """How often it is to be met."""
    done: int | None = None
    """How often it was met."""
    overdue: int | None = None
    """How often it was not, although the time is over."""
    due_before: date | None = None
    """First day too late."""
    state: str
    """OPEN, OVERDUE, DONE or DONE_LATE."""


class ExpectedRank(Model):
    """A place in a list as an example expects it."""

    item: str
    """What is ranked."""
    is_marked: bool
    """Whether it is marked."""


class ExpectedMeasurement(Model):
    """A measured value as an example expects it."""

    indicator: str
    """Id of the indicator."""
    value: Number
    """The value."""
    unit: Annotated[MeasureUnit, Field(strict=False)] | None = None
    """What it is measured in."""
    difference: Decimal | int | None = None
    """Value less target."""
    is_compliant: bool | None = None
    """Whether it is within the target."""
    arithmetic: str | None = None
    """The arithmetic line."""


class ExpectedRate(Model):
    """A pass rate as an example expects it."""

    check: str
    """Id of the check."""
    rate: Number | None = None
    """In percent; none: there is no rate."""
    passed: int | None = None
    """How many passed."""
    is_reported: bool = False
    """Whether it is as reported."""
    is_sufficient: bool | None = None
    """Whether it reaches the least rate."""
    arithmetic: str | None = None
    """The arithmetic line."""


class ExpectedRejection(Model):
    """A record that cannot be used, as an example expects it."""

    code: str
    """What is wrong."""
    record: str | None = None
    """Which record."""


class ExpectedRating(Expected):
    """What an example of the rating scheme states of the outcome."""

    data_period: str | None = None
    """Name of the period whose figures count."""
    grade: str | None = None
    """Id of the grade that holds."""
    status: str | None = None
    """The standing that follows."""
    is_reward_candidate: bool | None = None
    """Whether the subject is a candidate for a reward."""
    consequences: tuple[ExpectedConsequence, ...] | None = None
    """What follows, all of it."""
    procedures: tuple[ExpectedProcedure, ...] | None = None
    """The procedures, all of them."""
    duties: tuple[ExpectedRound, ...] | None = None
    """The returning duties, all of them."""
    ranks: tuple[ExpectedRank, ...] | None = None
    """The places, all of them."""
    exceeded: int | None = None
    """How many values are beyond their targets."""
    measurements: tuple[ExpectedMeasurement, ...] | None = None
    """The values, all of them."""
    rates: tuple[ExpectedRate, ...] | None = None
    """The pass rates, all of them."""
    rejected: tuple[ExpectedRejection, ...] | None = None
    """The records that cannot be used, all of them."""
