"""Golden sequences as data: what was entered and when, then what is asked and what the text of the law answers."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import AwareDatetime, Field

from core.assessment.points.lives import LifeState
from core.regulation.base import Model, Months, Number
from core.regulation.vocabulary import (
    Flag,
    InstitutionMeasure,
    LifeEvent,
    Responsibility,
    SanctionKind,
    Status,
)

FOLDER = Path(__file__).parent
LAWS = FOLDER / "laws"


class Given(Model):
    """Something entered into the registry."""

    at: AwareDatetime
    """When it was recorded."""
    doctor: str = "A"
    """Whom it is about."""
    regulation: str | None = None
    """The law it is about; none: that of the sequence."""
    refused: str | None = None
    """The code of the problem for which it is refused, so that nothing is entered; none: it is accepted."""


class GivenViolation(Given):
    """A decision."""

    kind: Literal["VIOLATION"]
    decision: str
    clause: str
    decided_on: date
    cases: int = 1
    occurred_on: date | None = None
    notified_on: date | None = None
    points: Number | None = None
    months: Months | None = None
    determined_by: str | None = None
    note: str | None = None
    responsibility: Annotated[Responsibility, Field(strict=False)] | None = None
    reason: str | None = None


class GivenLife(Given):
    """An entry in the life of a decision."""

    kind: Literal["LIFE"]
    decision: str
    clause: str
    event: Annotated[LifeEvent, Field(strict=False)]
    on: date
    forced: bool = False
    """Whether it is in the registry although the service would refuse it, as after a correction of the calendar."""


class GivenExamination(Given):
    """An examination."""

    kind: Literal["EXAMINATION"]
    on: date
    passed: bool


class GivenRepair(Given):
    """A repair."""

    kind: Literal["REPAIR"]
    rule: str
    on: date
    points: Number | None = None
    determined_by: str | None = None


class GivenEnrolment(Given):
    """An enrolment."""

    kind: Literal["ENROLMENT"]
    since: date


Entry = GivenViolation | GivenLife | GivenExamination | GivenRepair | GivenEnrolment


class ExpectedSanction(Model):
    """A sanction of the period."""

    kind: Annotated[SanctionKind, Field(strict=False)]
    start: date
    end: date | None = None
    absorbed: bool = False


class ExpectedExposure(Model):
    """A record whose fate is open."""

    record: str
    state: Annotated[LifeState, Field(strict=False)]
    since: date
    counts: bool


class Prospect(Model):
    """The standing and points once every open record is settled one way."""

    status: Annotated[Status, Field(strict=False)]
    points_left: Number


class Expected(Model):
    """What the law answers; what is left out is not compared, but for what is missing."""

    law: str | None = None
    missing: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    """What the words about what is missing must name."""
    status: Annotated[Status, Field(strict=False)] | None = None
    since: date | None = None
    until: date | None = None
    is_open: bool | None = None
    """Whether the standing has no end."""
    may_reapply_from: date | None = None
    points_lost: Number | None = None
    points_left: Number | None = None
    points_repaired: Number | None = None
    arithmetic: str | None = None
    counted: tuple[str, ...] = ()
    """The records that cost points in the period, in order."""
    lives: dict[str, Annotated[LifeState, Field(strict=False)]] = Field(default_factory=dict)
    """Where records stand in their lives; a record that is not named is not compared."""
    deadlines: dict[str, date] = Field(default_factory=dict)
    """The last day to object to a record."""
    uncharted: dict[str, int] = Field(default_factory=dict)
    """The year whose calendar would have to be known to say so."""
    exposure: tuple[ExpectedExposure, ...] = ()
    flags: tuple[Annotated[Flag, Field(strict=False)], ...] = ()
    sanctions: tuple[ExpectedSanction, ...] = ()
    carried: tuple[ExpectedSanction, ...] = ()
    suspensions: int | None = None
    """How many suspensions count towards an escalation."""
    relieved: Prospect | None = None
    """If every objection succeeds and every suspicion is dropped."""
    confirmed: Prospect | None = None
    """If every objection fails and every suspicion is found true."""


class Asked(Model):
    """A question and its answer."""

    as_of: date
    law_at: date | None = None
    known_at: AwareDatetime | None = None
    regulation: str | None = None
    """A version or a place; none: the law of the sequence."""
    period: str | None = None
    doctor: str = "A"
    expect: Expected


class Sequence(Model):
    """One course of entries, and what is asked of it."""

    id: str
    about: str
    regulation: str
    entries: tuple[Annotated[Entry, Field(discriminator="kind")], ...] = ()
    """In the order of recording."""
    questions: tuple[Asked, ...] = Field(min_length=1)


class StaffAsked(Model):
    """How many of an institution's staff are affected, and what follows."""

    id: str
    regulation: str
    affected: Annotated[int, Field(ge=0)]
    staff: Annotated[int, Field(ge=0)]
    missing: tuple[str, ...] = ()
    measure: Annotated[InstitutionMeasure, Field(strict=False)] | None = None
    discretionary: bool | None = None


class SequenceFile(Model):
    """One file of sequences."""

    sequence: tuple[Sequence, ...] = ()
    staff: tuple[StaffAsked, ...] = ()


def read(path: Path) -> SequenceFile:
    """Return what a file tells; raises pydantic.ValidationError for a key or value that means nothing."""
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return SequenceFile.model_validate(_frozen(data))


def _frozen(value: object) -> object:
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in cast("dict[str, object]", value).items()}
    return tuple(map(_frozen, cast("list[object]", value))) if isinstance(value, list) else value


FILES = {path.name: read(path) for path in sorted(FOLDER.glob("*.toml"))}
SEQUENCES = tuple(one for file in FILES.values() for one in file.sequence)
STAFF = tuple(one for file in FILES.values() for one in file.staff)
