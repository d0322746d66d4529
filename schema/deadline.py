"""A deadline (期限): a last day that follows from an answer."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.assessment.over_time.deadlines import Deadline as FromOutcome
from core.service.deadlines import DeadlineFound
from schema.fields import field
from schema.regulation import Regulation
from schema.text import Citation, Text
from schema.vocabulary import Party
from schema.vocabulary_of_deadlines import DeadlineKind

if TYPE_CHECKING:
    from schema.institution import Institution


@strawberry.type(
    description="A last day that follows from an answer, while there is still something to wait or act for."
)
class Deadline:
    """Stands for ``core.service.deadlines.DeadlineFound``."""

    kind: DeadlineKind = field("What the day is the last of.", "deadline.kind")
    on: date | None = field(
        "The last day: of a term to act, the last that is in time. None: it lies in a year whose days off are not "
        "published, and is never guessed.",
        "deadline.on",
    )
    until: date | None = field("The first day after it; none: the day is not known.", "deadline.until")
    unknown_calendar_year: int | None = field(
        "The year whose days off would have to be known; none: the day is known.", "deadline.calendar"
    )
    regulation: Regulation = field("The regulation that it follows from.", "deadline.law")
    citation: Citation = field("The place in the law.", "deadline.citation")
    label: Text = field("What ends or is due, in short.", "deadline.label")
    record: str | None = field(
        "The record that it follows from, as `Violation.record` gives it; none: it follows from none.",
        "deadline.record",
    )
    by: Party | None = field("Who has to act, or may again; none: nobody.", "deadline.by")
    institution: Annotated["Institution", strawberry.lazy("schema.institution")] | None = field(
        "The institution that it is about; none: it is about the person wherever they practise, or the facts were in "
        "the request."
    )


def found(deadlines: tuple[FromOutcome, ...]) -> list[DeadlineFound]:
    """Return the deadlines of one answer as what ``Deadline`` stands for."""
    return [DeadlineFound(deadline=one) for one in deadlines]
