"""What an outcome of the points scheme is made of: sanctions, standing, distance, and what each record cost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.points import Reached
from core.regulation.schemes.publication import Channel, NameMask
from core.regulation.vocabulary import LifeState, Reach, SanctionKind, SanctionObject, Status
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionImposed:
    """A sanction with its dates. ``end`` is the first day after it; None: open, or not yet decided."""

    kind: SanctionKind
    object: SanctionObject
    citation: Citation
    cause: str
    """Id of the threshold, escalation or clause it follows from."""
    label: Text
    record: str
    """Id of the record that brought it about."""
    period: Period
    start: date
    end: date | None
    months: int | None = None
    months_from: int | None = None
    """Least months the deciding body may choose, where the law gives a range and the record no choice."""
    months_to: int | None = None
    until_exam: bool = False
    may_reapply_from: date | None = None
    absorbed: bool = False
    """Whether a later or graver sanction took its place."""
    bar_months: int | None = None
    """Months after a revocation before a new application; None: the text does not say, or it is no revocation."""
    reached: Reached | None = None
    """How its threshold was reached, where the law makes a difference."""

    @property
    def end_undecided(self) -> bool:
        """Whether the law leaves its length to a decision that the record does not carry."""
        return self.months_from is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A doctor's standing on a day, since and until when; ``until`` None: open."""

    status: Status
    object: SanctionObject | None = None
    since: date | None = None
    until: date | None = None
    may_reapply_from: date | None = None
    citation: Citation | None = None
    reach: Reach = Reach.REGION
    """Where it holds; it follows the person to every institution there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headroom:
    """How far it is to the next consequence within the period."""

    points_to_next: Decimal
    threshold: str
    """Id of the threshold that would be reached."""
    consequence: SanctionKind
    label: Text
    citation: Citation
    days_until_reset: int | None
    """Days from the day asked about until the period ends; None: it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What one record cost: ``points`` each times ``quantity``."""

    record: str
    clause: str
    citation: Citation
    label: Text
    booked_on: date
    points: Decimal
    quantity: int

    @property
    def total(self) -> Decimal:
        """Points lost by the record."""
        return self.points * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCounted:
    """What one repair gave back (修复)."""

    repair: str
    rule: str
    citation: Citation
    label: Text
    on: date
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealWindow:
    """Until when a person can object to a record."""

    record: str
    notified_on: date
    citation: Citation
    last_day: date | None
    """None: the days off of ``calendar`` are not at hand."""
    calendar: int | None = None
    """The year whose days off would have to be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A record whose fate is open: a suspicion, or a decision that is being contested."""

    record: str
    clause: str
    state: LifeState
    since: date
    counts: bool
    """Whether it counts meanwhile."""
    citation: Citation | None
    """Where the text says what an objection does; None: it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice that stands on the day asked about, during ``[start, end)``; it does not know whom it names."""

    publication: str
    """Id of the rule that has it published."""
    citation: Citation
    label: Text
    kind: SanctionKind
    """What is published."""
    record: str
    """Id of the record that brought the sanction about; never part of what is shown."""
    channels: tuple[Channel, ...]
    """Empty: the text does not say where."""
    start: date
    end: date | None
    """First day after it; None: no day is known, it stands while the sanction does."""
    mask: NameMask
    """How the person is named."""
    names_institution: bool

    @property
    def reported(self) -> bool:
        """Whether only the press, or a copy, tells of the rule; the operator has to confirm it."""
        return self.citation.reported
