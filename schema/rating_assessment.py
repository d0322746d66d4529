"""The answer of the rating scheme: the standing, what follows, how far procedures have gone, and figures beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import strawberry

from core.assessment.over_time.deadlines import rating_deadlines
from core.assessment.rating.terms import RatingOutcome
from schema.assessment import Assessment
from schema.deadline import Deadline, found
from schema.fields import field
from schema.points_terms import Period
from schema.text import Citation, Text
from schema.vocabulary import Party, Status
from schema.vocabulary_of_answers import DutyState
from schema.vocabulary_of_grades import Bound, MeasureUnit, RatedSubject, RatingConsequenceKind


@dataclass(frozen=True, slots=True)
class RatingAssessed:
    """An outcome of the rating scheme."""

    outcome: RatingOutcome


@strawberry.type(description="A form that a reward or penalty can take, and whether the deciding body chose it.")
class FormOffered:
    """Stands for ``core.assessment.rating.terms.FormOffered``."""

    code: str = field("Its name within the consequence.", "id")
    kind: RatingConsequenceKind = field("What is done.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The form in short.")
    is_chosen: bool = field("Whether it was chosen.")


@strawberry.type(description="A consequence, with the record and the rule that it follows from.")
class RatingConsequenceDrawn:
    """Stands for ``core.assessment.rating.terms.ConsequenceDrawn``."""

    code: str = field("Its name within the rule that it follows from.", "id")
    kind: RatingConsequenceKind = field("What is done.")
    citation: Citation = field("The place in the law.")
    label: Text = field("What is done, in short.")
    cause: str = field("Code of the grade, circumstance or repetition that it follows from.")
    record: str = field("The record that it follows from, by its number in the question.")
    on: date = field("Day of that record's decision.")
    is_decided: bool = field("Whether nothing is lacking for it to take effect.")
    lacks: list[str] = field("Names of what the record lacks, as `Assessment.missing` gives them.")
    forms: list[FormOffered] = field("The forms among which the deciding body chooses.")
    due_before: date | None = field(
        "First day that is too late to put things right; none: no deadline is wanted, or none is known."
    )
    state: DutyState | None = field(
        "Whether things were put right; none: nothing is to be done, or no deadline is known."
    )
    is_settled: bool = field("Whether the procedure that it started is closed.")


@strawberry.type(description="How far a procedure that a record started has gone.")
class ProcedureProgress:
    """Stands for ``core.assessment.rating.terms.ProcedureProgress``."""

    procedure: str = field("Code of the procedure within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The procedure in short.")
    record: str = field("The record that started it, by its number in the question.")
    state: str | None = field("Code of the state reached; none: nothing has been done yet.")
    state_label: Text | None = field("The state reached, in short.")
    since: date | None = field("Day on which it was reached.")
    is_closed: bool = field("Whether the procedure has ended.")
    next_states: list[str] = field("Codes of the states that can be reached next.")
    refused: list[str] = field("Codes of the states that were entered too early, and had no effect.")


@strawberry.type(description="A returning duty over the days, months or quarters that touch the period.")
class DutyRound:
    """Stands for ``core.assessment.rating.terms.DutyRound``."""

    duty: str = field("Code of the duty within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The duty in short.")
    by: Party = field("Whose duty it is.")
    start: date = field("First day of the first interval.")
    end: date = field("First day after the last interval.")
    required: int = field("How often it is to be met in [start, end).")
    done: int = field("How often it has been met.")
    overdue: int = field("How often it has not been met although the time is over.")
    due_before: date = field(
        "First day that is too late, of the first interval still to be met, or of the last if all are."
    )
    state: DutyState = field("Whether it was met.")


@strawberry.type(description="A place in a list, and whether it is among those marked.")
class RankJudged:
    """Stands for ``core.assessment.rating.terms.RankJudged``."""

    ranking: str = field("Code of the list within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("What is ranked, and what is done with the first places.")
    item: str = field("What is ranked.")
    rank: int = field("Its place; the first is 1.")
    is_marked: bool = field("Whether it is among the first places.")


@strawberry.type(description="A measured value against its target.")
class MeasurementJudged:
    """Stands for ``core.assessment.rating.terms.MeasurementJudged``."""

    indicator: str = field("Code of the indicator within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The indicator in short.")
    period: Period = field("The period measured.")
    value: Decimal = field("The value.")
    unit: MeasureUnit | None = field("What it is measured in; none: the text does not say.")
    bound: Bound | None = field("How it must stand to its target; none: the text sets no target.")
    target: Decimal | None = field("The target; none: the text sets none, or none was given.")
    difference: Decimal | None = field("Value less target; none: there is no target.")
    is_compliant: bool | None = field(
        "Whether the value is within the target, which itself is within; none: there is no target."
    )
    arithmetic: str | None = field("The difference as a line, such as 12.5 - 10 = 2.5; none: there is no target.")


@strawberry.type(description="A pass rate (合格率), counted or as reported.")
class RateFound:
    """Stands for ``core.assessment.rating.terms.RateFound``."""

    check: str = field("Code of the check within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("What is checked, in short.")
    period: Period = field("The period checked.")
    checked: int = field("How many were checked.")
    passed: int | None = field("How many passed; none: not reported, and never derived from a rate.")
    rate: Decimal | None = field("In per cent to two places; none: nothing was checked, or nothing was reported.")
    is_reported: bool = field("Whether the rate is as reported, not counted.")
    is_sufficient: bool | None = field(
        "Whether it reaches the least rate; none: the text gives none, or there is no rate."
    )
    arithmetic: str | None = field("The rate as a line, such as 95 ÷ 100 = 95.00 %; none: it was not counted.")


@strawberry.type(description="A record that no rule of the regulation can mean.")
class RecordRejected:
    """Stands for ``core.assessment.rating.terms.Rejected``."""

    code: str = field(
        "What is wrong: SUBJECT_NOT_RATED, GRADE_NOT_IN_SCALE, RULE_UNKNOWN or COUNT_IMPOSSIBLE; others may follow."
    )
    record: str = field("The record's number in the question, or the name of what it speaks of.")
    text: Text = field("What is wrong, as a sentence.")


@strawberry.type(description="What follows from grades and circumstances, under one regulation (评级).")
class RatingAssessment(Assessment):
    """Stands for ``RatingAssessed``."""

    subject: RatedSubject = field("Who or what is rated.", "outcome.subject")
    period: Period = field("The period asked about.", "outcome.period")
    data_period: Period = field(
        "The period whose figures count; some texts look at the one before.", "outcome.data_period"
    )
    grade: str | None = field(
        "Code of the grade that holds; none: none was given, or the text has no scale.", "outcome.grade"
    )
    grade_label: Text | None = field("What the text calls the grade; none: there is none.", "outcome.grade_label")
    status: Status | None = field(
        "The standing that follows; rewards, penalties and duties stand beside it. None: not decidable.",
        "outcome.status",
    )
    is_reward_candidate: bool | None = field(
        "Whether the subject is a candidate for a reward; none: not decidable.", "outcome.is_reward_candidate"
    )
    consequences: list[RatingConsequenceDrawn] = field("What follows, record by record.", "outcome.consequences")
    procedures: list[ProcedureProgress] = field("How far each procedure has gone.", "outcome.procedures")
    duties: list[DutyRound] = field("Returning duties over the period.", "outcome.duties")
    deadlines: list[Deadline] = field(
        "The last days to put things right and to meet returning duties, by day, of what has not been done yet.",
        lambda one: found(rating_deadlines(one.outcome)),
    )
    ranks: list[RankJudged] = field("Places in lists.", "outcome.ranks")
    measurements: list[MeasurementJudged] = field("Measured values against their targets.", "outcome.measurements")
    exceeded: int = field("How many measured values are outside their targets.", "outcome.exceeded")
    rates: list[RateFound] = field("Pass rates.", "outcome.rates")
    rejected: list[RecordRejected] = field(
        "Records that no rule of the regulation can mean; they do not count.", "outcome.rejected"
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, RatingAssessed)
