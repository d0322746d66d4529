"""What the rating scheme is told about a subject, and what it answers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.outcome import DutyState, Outcome
from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.rating import Bound, ConsequenceKind, MeasureUnit, RatedSubject
from core.regulation.vocabulary import Party, Scheme, Status
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StateReached:
    """A state of a procedure that was brought about."""

    state: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRecord:
    """What every record of a rating carries: its day, and what the deciding body settled."""

    id: str
    on: date
    """Day of the decision."""
    determined_by: str | None = None
    note: str | None = None
    forms: tuple[str, ...] = ()
    """Ids of the forms of reward or penalty that the deciding body chose."""
    rectify_by: date | None = None
    """Last day for rectification, where the deciding body set one."""
    rectified_on: date | None = None
    reached: tuple[StateReached, ...] = ()
    """States of the procedure that the record started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeGiven(RatingRecord):
    """A grade given for a period; of several for one period the last decided holds."""

    period: Period
    grade: str
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstanceNoted(RatingRecord):
    """A circumstance found; it belongs to the period of its day."""

    circumstance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPerformed:
    """A returning duty met on a day, for the day, month or quarter that ``of`` falls into."""

    duty: str
    of: date
    on: date
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The place of an item in a list; the first is 1."""

    ranking: str
    item: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measured value, and the target set for this subject; None: no target was set."""

    indicator: str
    period: Period
    value: Decimal
    target: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many were checked and passed; where only a rate was reported, the rate, and no count is derived from it."""

    check: str
    period: Period
    checked: int
    passed: int | None = None
    rate: Decimal | None = None
    """The rate as reported, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFacts:
    """All that the rating scheme may look at for one subject."""

    subject: RatedSubject
    grades: tuple[GradeGiven, ...] = ()
    circumstances: tuple[CircumstanceNoted, ...] = ()
    performed: tuple[DutyPerformed, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    checked: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOffered:
    """A form that a reward or penalty can take, and whether the deciding body chose it."""

    id: str
    kind: ConsequenceKind
    citation: Citation
    label: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceDrawn:
    """A consequence, with the record and the rule that it follows from."""

    id: str
    kind: ConsequenceKind
    citation: Citation
    label: Text
    cause: str
    """Id of the grade, circumstance or repetition."""
    record: str
    on: date
    lacks: tuple[str, ...] = ()
    """Names of what the record lacks; until it is supplied the consequence does not take effect."""
    forms: tuple[FormOffered, ...] = ()
    due_before: date | None = None
    """First day that is too late to rectify; None: no deadline is wanted, or none is known."""
    state: DutyState | None = None
    """Whether rectification is done; None: nothing is to be done, or no deadline is known."""
    is_settled: bool = False
    """Whether the procedure that it started is closed."""

    @property
    def is_decided(self) -> bool:
        """Whether nothing is lacking for it to take effect."""
        return not self.lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureProgress:
    """How far a procedure that a record started has gone."""

    procedure: str
    citation: Citation
    label: Text
    record: str
    state: str | None
    """Id of the state reached; None: nothing has been done yet."""
    state_label: Text | None
    since: date | None
    is_closed: bool
    next_states: tuple[str, ...]
    """Ids of the states that can be reached next."""
    refused: tuple[str, ...]
    """Ids of the states that were entered too early, and had no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRound:
    """A returning duty over the days, months or quarters that touch the period."""

    duty: str
    citation: Citation
    label: Text
    by: Party
    start: date
    end: date
    required: int
    """How often it is to be met in ``[start, end)``."""
    done: int
    """How often it has been met."""
    overdue: int
    """How often it has not been met although the time is over."""
    due_before: date
    """First day that is too late, of the first one still to be met, or of the last if all are."""
    state: DutyState


@dataclass(frozen=True, slots=True, kw_only=True)
class RankJudged:
    """A place in a list, and whether it is among those marked."""

    ranking: str
    citation: Citation
    label: Text
    item: str
    rank: int
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementJudged:
    """A measured value against its target."""

    indicator: str
    citation: Citation
    label: Text
    period: Period
    value: Decimal
    unit: MeasureUnit | None
    bound: Bound | None
    target: Decimal | None
    difference: Decimal | None
    """Value less target; None: there is no target."""
    is_compliant: bool | None
    """Whether the value is within the target, which itself is within; None: there is no target."""
    arithmetic: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFound:
    """A pass rate, counted or as reported."""

    check: str
    citation: Citation
    label: Text
    period: Period
    checked: int
    passed: int | None
    """None: not reported, and never derived from a rate."""
    rate: Decimal | None
    """In percent to two places; None: nothing was checked, or nothing was reported."""
    is_reported: bool
    """Whether the rate is as reported, not counted."""
    is_sufficient: bool | None
    """Whether it reaches the least rate; None: the text gives none, or there is no rate."""
    arithmetic: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that no rule of the regulation can mean, with a stable code and what is wrong."""

    code: str
    record: str
    """Id of the record, or name of what it speaks of."""
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingOutcome(Outcome):
    """The answer of the rating scheme for one subject, one period and one day."""

    scheme: Scheme = Scheme.RATING
    subject: RatedSubject
    period: Period
    data_period: Period
    """The period whose figures count; some texts look at the one before."""
    grade: str | None = None
    """Id of the grade that holds; None: none was given, or the text has no scale."""
    grade_label: Text | None = None
    status: Status | None = None
    """The standing that follows; rewards, penalties and duties stand beside it. None: not decidable."""
    is_reward_candidate: bool | None = None
    """None: not decidable."""
    consequences: tuple[ConsequenceDrawn, ...] = ()
    procedures: tuple[ProcedureProgress, ...] = ()
    duties: tuple[DutyRound, ...] = ()
    ranks: tuple[RankJudged, ...] = ()
    measurements: tuple[MeasurementJudged, ...] = ()
    rates: tuple[RateFound, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rules_used: frozenset[str] = frozenset()
    """Ids of the rules that the answer rests on."""

    @property
    def exceeded(self) -> int:
        """How many measured values are outside their targets."""
        return sum(one.is_compliant is False for one in self.measurements)
