"""Outcomes: what the engine answers, each part with the place in the law it rests on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.law import Law
from core.regulation.vocabulary import (
    Act,
    Change,
    Party,
    SanctionKind,
    SanctionObject,
    Scheme,
    Status,
)
from core.text import Text


class Determination(StrEnum):
    """Whether the law and the facts at hand decide the question."""

    DETERMINED = "DETERMINED"
    INDETERMINATE = "INDETERMINATE"


@dataclass(frozen=True, slots=True)
class Missing:
    """A value without which the question cannot be decided, by its name, and what would supply it."""

    name: str
    text: Text


class StepKind(StrEnum):
    """What a step of an explanation does."""

    LAW = "LAW"
    READING = "READING"
    OPERATOR = "OPERATOR"
    OPENING = "OPENING"
    DEDUCTION = "DEDUCTION"
    NO_DEDUCTION = "NO_DEDUCTION"
    CAP = "CAP"
    FLOOR = "FLOOR"
    THRESHOLD = "THRESHOLD"
    ACT_SANCTION = "ACT_SANCTION"
    ESCALATION = "ESCALATION"
    SANCTION = "SANCTION"
    ABSORBED = "ABSORBED"
    CARRIED = "CARRIED"
    EXAM_PASSED = "EXAM_PASSED"
    EXAM_DUE = "EXAM_DUE"
    READMITTED = "READMITTED"
    MISSING = "MISSING"
    CONDITION_MET = "CONDITION_MET"
    CONDITION_NOT_ASKED = "CONDITION_NOT_ASKED"
    CONDITION_FAILED = "CONDITION_FAILED"
    CONDITION_UNKNOWN = "CONDITION_UNKNOWN"
    ACT_TAKEN = "ACT_TAKEN"
    ACT_REFUSED = "ACT_REFUSED"
    ENDED = "ENDED"
    DUTY = "DUTY"
    COVERED = "COVERED"
    NOT_COVERED = "NOT_COVERED"
    STANDING = "STANDING"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: what happened, by which place in the law, and the points lost before and after.

    ``arguments`` fill the sentence of the kind; a Text among them is said in the reader's language.
    """

    kind: StepKind
    citation: Citation | None
    arguments: tuple[Text | str, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    record: str | None = None
    """Id of the record it speaks of."""


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
class Outcome:
    """What every answer has: the law applied, the day asked about, what is missing, and the steps."""

    law: Law
    as_of: date
    facts_digest: str
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...] = ()

    @property
    def determination(self) -> Determination:
        """Whether the law and the facts at hand decide the question."""
        return Determination.INDETERMINATE if self.missing else Determination.DETERMINED


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsOutcome(Outcome):
    """The answer of the points scheme for one doctor, one period and one day."""

    scheme: Scheme = Scheme.POINTS
    period: Period
    points_full: Decimal | None = None
    points_lost: Decimal | None = None
    """Sum of all deductions of the period, for audit; it can exceed the full number."""
    points_counted: Decimal | None = None
    """What counts as lost: the sum, or the full number at most where the law caps it."""
    points_left: Decimal | None = None
    standing: Standing | None = None
    """The standing on ``as_of``, under sanctions of every period; None: not decidable."""
    deductions: tuple[Deduction, ...] = ()
    sanctions: tuple[SanctionImposed, ...] = ()
    """Imposed in this period, in order of their start."""
    carried: tuple[SanctionImposed, ...] = ()
    """Imposed in other periods and still in effect on ``as_of``."""
    suspensions: int = 0
    """How many suspensions count towards an escalation up to ``as_of``."""
    headroom: Headroom | None = None
    arithmetic: str | None = None


class EnrolmentStatus(StrEnum):
    """Whether a doctor may practise for insured patients at an institution."""

    ENROLLED = "ENROLLED"
    NOT_YET = "NOT_YET"
    """Nothing bars it; acts are still to be done."""
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """An act that can be done next, by whom and on what ground."""

    act: Act
    by: Party
    citation: Citation
    label: Text


class DutyState(StrEnum):
    """Whether a reporting duty was met."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    DONE = "DONE"
    DONE_LATE = "DONE_LATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDue:
    """A change to be reported before ``due_before`` (the first day that is too late)."""

    duty: str
    citation: Citation
    label: Text
    by: Party
    change: Change
    on: date
    due_before: date
    reported_on: date | None
    state: DutyState


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentOutcome(Outcome):
    """The answer of the enrolment scheme for one doctor at one institution and one day."""

    scheme: Scheme = Scheme.ENROLMENT
    status: EnrolmentStatus | None = None
    """None: not decidable."""
    state: str | None = None
    """Id of the state reached; None: at the beginning."""
    state_label: Text | None = None
    since: date | None = None
    """Day on which the state was reached."""
    covered: bool | None = None
    """Whether the care asked about falls under the regulation; None: not asked, or not limited by the text."""
    next_acts: tuple[NextAct, ...] = ()
    duties: tuple[DutyDue, ...] = ()
