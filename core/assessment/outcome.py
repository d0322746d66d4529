"""Outcomes: what the engine answers, each part with the place in the law it rests on."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.assessment.periods import Period
from core.assessment.points_terms import AppealWindow, Deduction, Headroom, RepairCounted, SanctionImposed, Standing
from core.regulation.citation import Citation
from core.regulation.law import Law
from core.regulation.vocabulary import (
    Act,
    Change,
    Flag,
    Party,
    Scheme,
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
    SCORE_WEIGHTS = "SCORE_WEIGHTS"
    """Weights that do not add up: both figures, and what is done about it."""
    SCORE_UNUSED = "SCORE_UNUSED"
    SCORE_GROUP = "SCORE_GROUP"
    SCORE_TOTAL = "SCORE_TOTAL"
    SCORE_STANDARD = "SCORE_STANDARD"
    SCORE_FALLBACK = "SCORE_FALLBACK"
    GRADE_EARNED = "GRADE_EARNED"
    GRADE_BORROWED = "GRADE_BORROWED"
    GRADE_CAPPED = "GRADE_CAPPED"
    GRADE_FOLLOWS = "GRADE_FOLLOWS"
    IDLE = "IDLE"
    DEREGISTERED = "DEREGISTERED"
    SUSPENSION_COUNTED = "SUSPENSION_COUNTED"
    SITE_NOT_FILED = "SITE_NOT_FILED"
    CONDUCT_BREACHED = "CONDUCT_BREACHED"
    DUTY_UNDATED = "DUTY_UNDATED"
    VALID = "VALID"
    NOT_VALID = "NOT_VALID"
    CHARGE_ITEMS = "CHARGE_ITEMS"
    CHARGE_EXCESS = "CHARGE_EXCESS"
    CHARGE_IN_A_ROW = "CHARGE_IN_A_ROW"
    CHARGE_COMPLIES = "CHARGE_COMPLIES"
    CHARGE_FLAGGED = "CHARGE_FLAGGED"
    """A breach of a standard that costs nothing."""
    CHARGE_OCCURRENCE = "CHARGE_OCCURRENCE"
    CHARGE_SHARE = "CHARGE_SHARE"
    CHARGE_UNPRICED = "CHARGE_UNPRICED"
    CHARGE_NOT_DUE = "CHARGE_NOT_DUE"
    CHARGE_RANGE = "CHARGE_RANGE"
    CHARGE_MULTIPLE = "CHARGE_MULTIPLE"
    CHARGE_CONSEQUENCE = "CHARGE_CONSEQUENCE"
    CHARGE_REPORTED = "CHARGE_REPORTED"
    CHARGE_TOTAL = "CHARGE_TOTAL"
    CHARGE_DEPOSIT = "CHARGE_DEPOSIT"
    BUDGET = "BUDGET"
    GROWTH = "GROWTH"
    INSTALMENTS = "INSTALMENTS"
    RESERVE = "RESERVE"
    RESERVE_HELD = "RESERVE_HELD"
    RESERVE_RELEASED = "RESERVE_RELEASED"
    SURPLUS = "SURPLUS"
    OVERSPEND = "OVERSPEND"
    SHARE = "SHARE"
    NOT_SHARED = "NOT_SHARED"
    SHARED = "SHARED"
    DAYS_WITHIN = "DAYS_WITHIN"
    DAYS_OVER = "DAYS_OVER"
    DAYS_UNLIMITED = "DAYS_UNLIMITED"
    SUM_WITHIN = "SUM_WITHIN"
    SUM_OVER = "SUM_OVER"
    COLLECTION_KEPT = "COLLECTION_KEPT"
    COLLECTION_BREACHED = "COLLECTION_BREACHED"
    INHERITS = "INHERITS"
    NOT_A_SUBJECT = "NOT_A_SUBJECT"
    DEGREE = "DEGREE"
    SINGLE_DECISION = "SINGLE_DECISION"
    ACCUMULATED = "ACCUMULATED"
    STARTS = "STARTS"
    REPAIR = "REPAIR"
    REPAIR_REFUSED = "REPAIR_REFUSED"
    REPAIR_LIFTS = "REPAIR_LIFTS"
    REPAIR_SHORTENS = "REPAIR_SHORTENS"
    LIFTED = "LIFTED"
    DISTINCTION = "DISTINCTION"
    PAYABLE = "PAYABLE"
    NOT_PAYABLE = "NOT_PAYABLE"
    STAFF_SHARE = "STAFF_SHARE"
    RATING_DATA = "RATING_DATA"
    RATED = "RATED"
    REPEATED = "REPEATED"
    CIRCUMSTANCE = "CIRCUMSTANCE"
    CONSEQUENCE = "CONSEQUENCE"
    NO_CONSEQUENCE = "NO_CONSEQUENCE"
    FORMS_OPEN = "FORMS_OPEN"
    FORM_CHOSEN = "FORM_CHOSEN"
    RECTIFY_BY = "RECTIFY_BY"
    PROCEDURE_AT = "PROCEDURE_AT"
    PROCEDURE_REFUSED = "PROCEDURE_REFUSED"
    DUTY_ROUND = "DUTY_ROUND"
    RANK_MARKED = "RANK_MARKED"
    RANK_UNMARKED = "RANK_UNMARKED"
    MEASURED = "MEASURED"
    MEASURED_WITHIN = "MEASURED_WITHIN"
    MEASURED_BEYOND = "MEASURED_BEYOND"
    RATE_COUNTED = "RATE_COUNTED"
    RATE_REPORTED = "RATE_REPORTED"
    RATE_NONE = "RATE_NONE"
    RATE_ENOUGH = "RATE_ENOUGH"
    RATE_SHORT = "RATE_SHORT"
    RECORD_REJECTED = "RECORD_REJECTED"
    RATING_STATUS = "RATING_STATUS"


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

    @property
    def reported(self) -> bool:
        """Whether only the press, or a copy, tells of the rule it rests on; the operator has to confirm it."""
        return self.citation is not None and self.citation.reported


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

    @property
    def reported(self) -> bool:
        """Whether any step rests on what only the press, or a copy, tells; the operator has to confirm it."""
        return any(step.reported for step in self.steps)


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
    points_repaired: Decimal | None = None
    """What repairs of the period have given back, as far as there was something to give back."""
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
    repairs: tuple[RepairCounted, ...] = ()
    """Repairs of the period that gave points back, in the order of their days."""
    flags: tuple[Flag, ...] = ()
    """Distinctions beside the standing."""
    appeals: tuple[AppealWindow, ...] = ()
    """Until when the person can object to each record of the period of which notice was given."""
    is_subject: bool | None = None
    """Whether the regulation is about the profession; None: not asked, or the text does not say."""
    payable: bool | None = None
    """Whether the care asked about is paid for; None: not asked, not decidable, or the text does not say."""
    rules_used: frozenset[str] = frozenset()
    """Ids of the clauses, thresholds and other rules that were brought to bear in the period."""


class EnrolmentStatus(StrEnum):
    """Whether a doctor may practise for insured patients at an institution."""

    ENROLLED = "ENROLLED"
    NOT_YET = "NOT_YET"
    """Nothing bars it; acts are still to be done."""
    NOT_FILED = "NOT_FILED"
    """Filed at another institution, which is good for that one only."""
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    ENDED = "ENDED"
    DEREGISTERED = "DEREGISTERED"
    """Struck off by the agency."""
    NOT_IN_FORCE = "NOT_IN_FORCE"
    """The text's own term has not begun or is over; nothing follows from it."""


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
    UNKNOWN = "UNKNOWN"
    """The days off of the year in question are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDue:
    """A change to be reported before ``due_before`` (the first day that is too late); None: not to be reckoned."""

    duty: str
    citation: Citation
    label: Text
    by: Party
    change: Change
    on: date
    due_before: date | None
    reported_on: date | None
    state: DutyState

    @property
    def last_day(self) -> date | None:
        """The last day on which a report is in time."""
        return self.due_before - timedelta(days=1) if self.due_before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyBreach:
    """A breach of a duty of conduct, for which the text names neither points nor another consequence."""

    duty: str
    citation: Citation
    label: Text
    on: date


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
    grounds: tuple[Citation, ...] = ()
    """Places in the law for which the doctor may not practise here; empty: the doctor may, or acts are still due."""
    ended_on: date | None = None
    """Day on which the enrolment ended or was struck off."""
    arithmetic: str | None = None
    """The months of a year's suspensions, where their sum struck the doctor off."""
    breaches: tuple[DutyBreach, ...] = ()
    in_force: bool | None = None
    """Whether the day asked about lies within the text's own term; None: it has none, or its start is not known."""
    valid_until: date | None = None
    """First day after the text's own term."""
    rules_used: frozenset[str] = frozenset()
    """Ids of the rules that were brought to bear."""
