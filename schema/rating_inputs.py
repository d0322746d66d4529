"""What a rating is told in a request: grades, circumstances, duties met, places, values and checks."""

from datetime import date
from decimal import Decimal

import strawberry

from schema.fields import field
from schema.given import MOST, many, optional

_PERIOD = "The period that it is of; none: the one asked about."


@strawberry.input(description="A state of a procedure that was brought about.")
class StateInput:
    """Stands for ``core.assessment.rating.terms.StateReached``."""

    state: str = field("Code of the state, as `ProcedureState.code` gives it.")
    on: date = field("When.")


@strawberry.input(description="A grade or colour given for a period; of several for one period the last decided holds.")
class GradeInput:
    """Stands for ``core.assessment.rating.terms.GradeGiven``."""

    grade: str = field("Code of the grade, as `RatingGrade.code` gives it.")
    on: date = field("Day of the decision.")
    period: str | None = optional("The period rated; none: the one asked about.")
    score: Decimal | None = optional("The score behind it, where two periods are compared by score.")
    determined_by: str | None = optional("The body that determined it.")
    note: str | None = optional("The circumstances.")
    forms: list[str] = many("Codes of the forms that the deciding body chose, as `RatingForm.code` gives them.")
    rectify_by: date | None = optional("Last day to put things right, where the deciding body set one.")
    rectified_on: date | None = optional("Day on which things were put right; none: not yet.")
    reached: list[StateInput] = many("States of the procedure that it started.")


@strawberry.input(description="A circumstance found; it belongs to the period of its day.")
class CircumstanceInput:
    """Stands for ``core.assessment.rating.terms.CircumstanceNoted``."""

    circumstance: str = field("Code of the circumstance, as `Circumstance.code` gives it.")
    on: date = field("Day of the decision.")
    determined_by: str | None = optional("The body that determined it.")
    note: str | None = optional("The circumstances.")
    forms: list[str] = many("Codes of the forms that the deciding body chose, as `RatingForm.code` gives them.")
    rectify_by: date | None = optional("Last day to put things right, where the deciding body set one.")
    rectified_on: date | None = optional("Day on which things were put right; none: not yet.")
    reached: list[StateInput] = many("States of the procedure that it started.")


@strawberry.input(description="A returning duty that was met.")
class DutyPerformedInput:
    """Stands for ``core.assessment.rating.terms.DutyPerformed``."""

    duty: str = field("Code of the duty, as `RecurringDuty.code` gives it.")
    of: date = field("Any day of the day, month or quarter that it was met for.")
    on: date = field("When it was met.")
    times: int = strawberry.field(default=1, description=f"How many times, 0 to {MOST}.")


@strawberry.input(description="The place of an item in a list.")
class RankInput:
    """Stands for ``core.assessment.rating.terms.Ranked``."""

    ranking: str = field("Code of the list, as `Ranking.code` gives it.")
    item: str = field("What is ranked.")
    rank: int = field("Its place; the first is 1.")


@strawberry.input(description="A measured value, and the target set for this subject.")
class MeasurementInput:
    """Stands for ``core.assessment.rating.terms.Measurement``."""

    indicator: str = field("Code of the indicator, as `RatingIndicator.code` gives it.")
    value: Decimal = field("The value.")
    target: Decimal | None = optional("The target; none: no target was set.")
    period: str | None = optional(_PERIOD)


@strawberry.input(description="The result of a check, counted, or as a rate where only that was reported.")
class CheckInput:
    """Stands for ``core.assessment.rating.terms.Checked``."""

    check: str = field("Code of the check, as `PassCheck.code` gives it.")
    checked: int = field("How many were checked.")
    passed: int | None = optional("How many passed; none: not reported.")
    rate: Decimal | None = optional("The rate as reported, in per cent; none: not reported.")
    period: str | None = optional(_PERIOD)
