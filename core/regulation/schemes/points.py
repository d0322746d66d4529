"""The ``points`` scheme: a period's points of a doctor (记分) and what they lead to."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Model, Months, Named, Number, Points, Term
from core.regulation.behaviours import Behaviour
from core.regulation.citation import Cite
from core.regulation.effects import (
    AppealRule,
    Degrees,
    Distinction,
    PaymentRule,
    RepairRule,
    Repairs,
    StaffShare,
    Subject,
)
from core.regulation.schemes.publication import PublicationRule
from core.regulation.vocabulary import PeriodKind, Reach, RecordField, SanctionKind, SanctionObject
from core.text import Text


class Per(StrEnum):
    """What a clause's points are counted by."""

    CASE = "CASE"
    """Each case (每例): points times the cases of the record."""
    ACT = "ACT"
    """Each act found, however many cases it has."""
    REVIEW = "REVIEW"
    """Each review whose count reaches ``of``: once, or not at all."""
    EVERY = "EVERY"
    """Each completed ``of`` cases."""


class BookedOn(StrEnum):
    """The date that puts a record into a period."""

    DECIDED = "DECIDED"
    """The day of the decision."""
    OCCURRED = "OCCURRED"
    """The day of the act."""


class StartsOn(StrEnum):
    """The day a sanction starts."""

    DECIDED = "DECIDED"
    """The day of the decision."""
    NOTIFIED = "NOTIFIED"
    """The day of written notification."""
    NEXT_MONTH = "NEXT_MONTH"
    """The first of the month after the decision."""


class LastDay(StrEnum):
    """Which day is the last of a term of months."""

    PREVIOUS = "PREVIOUS"
    """The day before the corresponding one: ``[start, start + n months)``."""
    CORRESPONDING = "CORRESPONDING"
    """The corresponding day itself: ``[start, start + n months + 1 day)``."""


class Overlap(StrEnum):
    """What a further suspension does while one is running."""

    SUPERSEDE = "SUPERSEDE"
    """It runs from its own start; the later end of the two holds."""
    SERIAL = "SERIAL"
    """It starts where the running one ends."""


class AllPoints(StrEnum):
    """What a clause that takes all points is worth."""

    REMAINDER = "REMAINDER"
    """What is left of the period's points."""
    FULL = "FULL"
    """The full number, whatever is left."""


class StaffRecords(StrEnum):
    """Whose records count when the share of an institution's staff is worked out."""

    ANYWHERE = "ANYWHERE"
    """Every sanction of a person registered there, at whichever institution the record arose."""
    HERE = "HERE"
    """Only a sanction that rests on a record of the institution itself."""


class CountedPer(StrEnum):
    """What an escalation counts."""

    PERIOD = "PERIOD"
    """At most one in a period, the heaviest."""
    EVENT = "EVENT"
    """Each decision that reaches a threshold."""


class Reached(StrEnum):
    """How a threshold was reached."""

    ACCUMULATED = "ACCUMULATED"
    """By decisions that only together carry its points (累计)."""
    ONE_OFF = "ONE_OFF"
    """By a single decision that carries its points (一次性)."""


class OneOff(StrEnum):
    """When a decision reaches a threshold by itself."""

    DECISION = "DECISION"
    """If it carries the threshold's points, whatever was lost before."""
    CLEAN = "CLEAN"
    """If it carries them and nothing was lost in the period before."""


class OpenTerm(StrEnum):
    """What holds of a term that the law leaves to a decision and the record does not carry."""

    UNDECIDED = "UNDECIDED"
    """The range is shown and no end."""
    LEAST = "LEAST"
    """The least that the law allows."""


class Conventions(Model):
    """How dates and totals are read where the text is silent; each can be overridden by a declared reading."""

    cite: Cite | None = None
    """Where the text itself settles one of them; none: it is silent."""
    booked_on: Annotated[BookedOn, Field(strict=False)] = BookedOn.DECIDED
    """The date that puts a record into a period."""
    starts_on: Annotated[StartsOn, Field(strict=False)] = StartsOn.DECIDED
    """The day a sanction starts."""
    last_day: Annotated[LastDay, Field(strict=False)] = LastDay.PREVIOUS
    """Which day is the last of a term of months."""
    overlap: Annotated[Overlap, Field(strict=False)] = Overlap.SUPERSEDE
    """What a further suspension does while one is running."""
    all_points: Annotated[AllPoints, Field(strict=False)] = AllPoints.REMAINDER
    """What a clause that takes all points is worth."""
    one_off: Annotated[OneOff, Field(strict=False)] = OneOff.DECISION
    """When a decision reaches a threshold by itself."""
    open_term: Annotated[OpenTerm, Field(strict=False)] = OpenTerm.UNDECIDED
    """What holds of a term that the record should carry and does not."""
    staff_records: Annotated[StaffRecords, Field(strict=False)] = StaffRecords.ANYWHERE
    """Whose records count towards the share of an institution's staff."""
    reasoned: bool = False
    """Whether points and months that a decision chooses within a range need its reason on the record."""


class Sanction(Model):
    """A consequence (处理)."""

    kind: Annotated[SanctionKind, Field(strict=False)]
    """What is done."""
    cite: Cite
    """Where the text says so."""
    object: Annotated[SanctionObject, Field(strict=False)] = SanctionObject.QUALIFICATION
    """What it takes away."""
    months: Term | None = None
    """Length of a suspension in calendar months; a range if the deciding body chooses; none: until lifted."""
    until_exam: bool = False
    """Whether it lasts, beyond its term, until an examination is passed."""
    bar_months: Months | None = None
    """Months after a revocation before a new application; none: the text does not say."""
    reached: Annotated[Reached, Field(strict=False)] | None = None
    """How its threshold must have been reached; none: either way."""
    months_at: dict[str, Months] = Field(default_factory=dict)
    """Months fixed, within the range, for a number of points counted; the keys are those numbers."""


class Clause(Named):
    """An act that costs points (条款)."""

    cite: Cite
    """Where the text names the act and its points."""
    label: Text
    """The act in short, in the project's own words."""
    behaviour: Annotated[Behaviour, Field(strict=False)] | None = None
    """What the act is, in the taxonomy shared by all regions."""
    points: Points
    """What it costs: a number, a range, "ALL", "UNSTATED", "RULE" or "NONE"."""
    per: Annotated[Per, Field(strict=False)] = Per.CASE
    """What the points are counted by."""
    of: PositiveInt | None = None
    """The count that ``per`` REVIEW and EVERY speak of."""
    requires: tuple[Annotated[RecordField, Field(strict=False)], ...] = ()
    """Fields that a record must carry, for example the deciding body of a catch-all act."""
    sanctions: tuple[Sanction, ...] = ()
    """Consequences of the act itself, whatever the points."""


class Threshold(Named):
    """A number of points at which something follows."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """What follows, in short."""
    at: Number | None = None
    """Reached when at least this many points are lost in the period."""
    left_below: Number | None = None
    """Reached when fewer than this many points are left in the period."""
    sanctions: tuple[Sanction, ...] = Field(min_length=1)
    """What follows."""


class Escalation(Named):
    """A heavier consequence of repetition."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """What follows, in short."""
    counts: Annotated[SanctionKind, Field(strict=False)]
    """The sanction whose repetition counts."""
    times: Annotated[int, Field(ge=2)]
    """How many make the escalation."""
    counted_per: Annotated[CountedPer, Field(strict=False)] = CountedPer.PERIOD
    """Whether a period counts once or each reaching decision counts."""
    window_months: Months | None = None
    """How far back it looks; none: a whole life."""
    sanction: Sanction
    """What follows instead."""


_Cited = Clause | Threshold | Escalation | Distinction | RepairRule | StaffShare | PublicationRule


class PointsScheme(Model):
    """A period's points of a doctor (记分) and what they lead to."""

    cite: Cite
    """Where the text sets the full number of points."""
    full: Annotated[Number, Field(gt=0)]
    """Points at the start of each period."""
    period: Annotated[PeriodKind, Field(strict=False)]
    """The interval over which points are summed."""
    capped: bool = False
    """Whether at most the full number counts as lost; the sum is kept for audit either way."""
    cap_cite: Cite | None = None
    """Where the text sets that limit; none: where it sets the full number."""
    reach: Annotated[Reach, Field(strict=False)] = Reach.REGION
    """Where a standing holds; it follows the person to every institution there."""
    subjects: tuple[Subject, ...] = ()
    """The professions that it is about; none given: the text at hand speaks of doctors alone."""
    degrees: Degrees | None = None
    """The points that a degree of responsibility fixes within a range; none: the decision chooses."""
    conventions: Conventions = Conventions()
    """How dates and totals are read where the text is silent."""
    clauses: tuple[Clause, ...] = Field(min_length=1)
    """The acts that cost points, in the order of the text."""
    thresholds: tuple[Threshold, ...] = Field(min_length=1)
    """What the points lead to, mildest first."""
    escalations: tuple[Escalation, ...] = ()
    """What repetition leads to."""
    distinctions: tuple[Distinction, ...] = ()
    """What enough points left lead to."""
    repairs: Repairs | None = None
    """How points can be given back; none: the text at hand does not provide for it."""
    payment: PaymentRule | None = None
    """Whether care is paid for; none: the text at hand does not say."""
    appeal: AppealRule | None = None
    """How long a person can object; none: the text at hand does not say."""
    staff_shares: tuple[StaffShare, ...] = ()
    """What follows for an institution from the standings of its staff, mildest first."""
    publications: tuple[PublicationRule, ...] = ()
    """What is made public; none: the text at hand has nothing published."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return kind and id of every rule that the text itself states; what it inherits belongs to another text."""
        rules: dict[str, Sequence[_Cited]] = {
            "clause": self.clauses,
            "threshold": self.thresholds,
            "escalation": self.escalations,
            "distinction": self.distinctions,
            "repair": self.repairs.rules if self.repairs is not None else (),
            "staff_share": self.staff_shares,
            "publication": self.publications,
        }
        return tuple((kind, one.id) for kind, listed in rules.items() for one in listed if one.cite.source is None)

    @cached_property
    def clause_by_id(self) -> Mapping[str, tuple[int, Clause]]:
        """Each clause with its place in the text, by id."""
        return MappingProxyType({clause.id: (index, clause) for index, clause in enumerate(self.clauses)})
