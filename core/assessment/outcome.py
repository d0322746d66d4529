"""Outcomes: what the engine answers, each part with the place in the law it rests on."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.assessment.periods import Period
from core.assessment.points.terms import (
    AppealWindow,
    Deduction,
    Exposure,
    Headroom,
    Notice,
    RepairCounted,
    SanctionImposed,
    Standing,
)
from core.assessment.step_kinds import StepKind
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
    exposure: tuple[Exposure, ...] = ()
    """Records that are suspected or contested: what may still be added or taken away."""
    is_subject: bool | None = None
    """Whether the regulation is about the profession; None: not asked, or the text does not say."""
    payable: bool | None = None
    """Whether the care asked about is paid for; None: not asked, not decidable, or the text does not say."""
    notices: tuple[Notice, ...] = ()
    """What the law has made public of the person on ``as_of``, under sanctions of every period."""
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
