"""What differs between two answers about one doctor under one regulation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import strawberry

from core.assessment.comparing.differences import Difference as DifferenceValue
from core.assessment.comparing.differences import differences
from schema.access import seen_doctor
from schema.assessed import PointsAssessed
from schema.assessing import asked, assess_seen
from schema.context import Info
from schema.fields import RegulationId, argument, field
from schema.given import optional
from schema.points_assessment import PointsAssessment
from schema.text import Citation, Text
from schema.vocabulary_of_changes import DifferenceField, DifferenceKind


@strawberry.input(description="How a question is asked: every date that an answer depends on.")
class AnswerInput:
    """A question about a doctor and a regulation that are named beside it."""

    as_of: date | None = optional("The day asked about; none: today in China, or the period's last day if it is over.")
    law_at: date | None = optional(
        "The day whose law is asked for: of the regulation's place, the version in force then. None: the version "
        "named, or of a place the one in force on `asOf`."
    )
    known_at: datetime | None = optional("Only what had been recorded by this moment; none: everything.")
    period: str | None = optional("The evaluation period, such as 2025 or 2025-Q3; none: that of `asOf`.")


@strawberry.type(description="One thing that two answers say differently.")
class Difference:
    """Stands for ``core.assessment.comparing.differences.Difference``."""

    about: DifferenceField = field("What it is about.", "field", name="field")
    kind: DifferenceKind = field("How the answers differ.")
    record: str | None = field(
        "The record or repair that it is about, as `Violation.record` or `Repair.record` gives it; none: it is about "
        "none."
    )
    citation: Citation | None = field("The place in the law; none: it rests on none.")
    before: Text | None = field("What the first answer says; none: nothing.")
    after: Text | None = field("What the second answer says; none: nothing.")
    text: Text = field("The difference as a sentence.")


@dataclass(frozen=True, slots=True)
class Diffed:
    """Two answers, and what differs."""

    before: PointsAssessed
    after: PointsAssessed
    differences: tuple[DifferenceValue, ...]


@strawberry.type(description="Two answers about one doctor, and everything in which they differ.")
class AnswerDiff:
    """Stands for ``Diffed``."""

    before: PointsAssessment = field("The first answer.")
    after: PointsAssessment = field("The second answer.")
    differences: list[Difference] = field(
        "What differs, by field; empty if and only if both say the same, but for the dates of the questions themselves."
    )


async def diff(
    info: Info,
    doctor: Annotated[str, argument("The doctor's code.")],
    *,
    regulation: RegulationId,
    before: Annotated[AnswerInput, argument("How the first question is asked.")],
    after: Annotated[AnswerInput, argument("How the second question is asked.")],
) -> Diffed | None:
    """Return what differs between two answers; None if the viewer may see no record of such a doctor."""
    context = info.context
    context.require_read()
    questions = [asked(context, regulation, one.period, one.as_of, one.law_at, one.known_at) for one in (before, after)]
    row = await seen_doctor(context, doctor)
    if row is None:
        return None
    answers = [await assess_seen(context, row, question) for question in questions]
    first, second = answers
    if first is None or second is None:
        return None
    return Diffed(first, second, differences(first.outcome, second.outcome))
