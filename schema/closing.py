"""Closed periods: the assessments frozen in them, what succeeded these, and the mutations that close and reopen."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

from core.assessment.outcome import Determination as DeterminationValue
from core.regulation.vocabulary import Status as StatusValue
from core.service import closing
from core.service.closing import Closing
from core.service.freezing import outcome_of_frozen, receipt_of_frozen
from core.storage import DoctorRow, FrozenRow, PeriodEntryRow, PeriodRow, frozen_key
from schema.connection import DEFAULT_FIRST, Page, Paging, codes
from schema.context import Info
from schema.fields import After, First, field, resolved
from schema.receipt import COST
from schema.recorded import INPUT, PROBLEMS, Problem, optional
from schema.text import Text
from schema.vocabulary import Status
from schema.vocabulary_of_answers import Determination, PeriodState

if TYPE_CHECKING:
    from schema.doctor import Doctor
    from schema.period import EvaluationPeriod

FROZEN: Paging[FrozenRow, str] = Paging(codes("frozen"), frozen_key)


@strawberry.type(description="A change of a period's state.")
class PeriodChange:
    """Stands for ``core.storage.PeriodEntryRow``."""

    state: PeriodState = field("The state since then.")
    actor: str = field("Who changed it: a token by its label, or a user of the command line.")
    reason: str | None = field("Why; always given where a period was reopened.")
    recorded_at: datetime = field("When.")


def _number(name: str) -> Callable[[FrozenRow], Decimal | None]:
    def found(row: FrozenRow) -> Decimal | None:
        value = outcome_of_frozen(row)[name]
        return None if value is None else Decimal(cast("str", value))

    return found


def _determination(row: FrozenRow) -> DeterminationValue:
    return DeterminationValue(cast("str", outcome_of_frozen(row)["determination"]))


def _status(row: FrozenRow) -> StatusValue | None:
    standing = cast("dict[str, str] | None", outcome_of_frozen(row)["standing"])
    return None if standing is None else StatusValue(standing["status"])


def _arithmetic(row: FrozenRow) -> str | None:
    return cast("str | None", outcome_of_frozen(row)["arithmetic"])


async def _doctor(root: strawberry.Parent[FrozenRow], info: Info) -> DoctorRow:
    return await info.context.loaders.doctors.load(root.doctor_id)


async def _successors(root: strawberry.Parent[FrozenRow], info: Info) -> list[FrozenRow]:
    rows = await info.context.loaders.successors_of.load(root.id)
    info.context.spend(len(rows))
    return list(rows)


async def _receipt(root: strawberry.Parent[FrozenRow], info: Info) -> str:
    info.context.spend(COST)
    return receipt_of_frozen(root, await info.context.loaders.kept_laws.load(root.law_digest)).decode()


@strawberry.type(
    description="How a doctor stood when a period was closed, as it was then: it never changes. What is known better "
    "since is its successor."
)
class FrozenAssessment:
    """Stands for ``core.storage.FrozenRow``."""

    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] = resolved(_doctor, "The doctor.")
    regulation_code: str = field("Code of the regulation applied, which may not be served any more.", "regulation")
    number: int = field("0: as it was frozen first; 1: its first successor, and so on.")
    as_of: date = field("The day asked about: the period's last, or a later one on which its records changed.")
    known_at: datetime = field("What had been recorded by then was known.")
    determination: Determination = field("Whether law and facts decided the question.", _determination)
    points_lost: Decimal | None = field("Sum of all deductions; none: not decidable.", _number("points_lost"))
    points_counted: Decimal | None = field("What counted as lost; none: not decidable.", _number("points_counted"))
    points_left: Decimal | None = field("What was left; none: not decidable.", _number("points_left"))
    status: Status | None = field("The standing; none: not decidable.", _status)
    arithmetic: str | None = field("One line that re-adds to the points left; none: not decidable.", _arithmetic)
    regulation_digest: str = field("Digest of every value of the law that was used.", "law_digest")
    facts_digest: str = field("Digest of every fact that was used.")
    outcome_digest: str = field("Digest of the answer.")
    receipt_digest: str = field("Digest over all parts of the receipt.", "digest")
    engine: str = field("The engine: version of the package, and what its answers mean.")
    calendar: str | None = field("The publication of days off; none: none was known.")
    receipt: str = resolved(
        _receipt,
        "The receipt: one JSON file that anybody can verify offline with `guiju verify`. Save it as it is: its bytes "
        "are part of what is verified.",
    )
    changed: Text | None = field("What is other than in the one before, and why; none: it is the first.")
    recorded_at: datetime = field("When it was frozen.")
    successors: list["FrozenAssessment"] = resolved(
        _successors, "What it would be by what became known later, in order; empty: it still holds."
    )


async def frozen(
    root: strawberry.Parent[PeriodRow], info: Info, first: First = DEFAULT_FIRST, after: After = None
) -> Page[FrozenRow]:
    """Return the assessments frozen in a period that the viewer may see, by code of the doctor and regulation."""
    context = info.context
    reads, regions = context.reads, context.viewer.regions
    return await FROZEN.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_frozen(root.id, regions, key, limit),
        lambda: reads.count_frozen(root.id, regions),
    )


async def changes(root: strawberry.Parent[PeriodRow], info: Info) -> list[PeriodEntryRow]:
    """Return the changes of a period's state, in their order."""
    return list(await info.context.loaders.changes_of.load(root.id))


@strawberry.type(description="What closing, reopening or revising a period did.")
class ClosePeriodPayload:
    """Stands for ``core.service.closing.Closing``."""

    period: Annotated["EvaluationPeriod", strawberry.lazy("schema.period")] | None = field(
        "The period as it is now; none: see the problems."
    )
    frozen: int = field("How many assessments were frozen now.")
    succeeded: int = field("How many successors were appended to assessments frozen before.")
    problems: list[Problem] = field(PROBLEMS)


@strawberry.input(description="A period to close; closing it again changes nothing.")
class ClosePeriodInput:
    """What ``close_period`` is told."""

    place: str = field("The place whose regulations it belongs to, as `Regulation.place` gives it.")
    period: str = field("The period, such as 2025 or 2025-Q3; it must be over.")
    regulation: str | None = optional("Code of the only version to apply; none: each in force on some day of it.")
    reason: str | None = optional("A remark that is kept.")


@strawberry.input(description="A closed period to open again.")
class ReopenPeriodInput:
    """What ``reopen_period`` is told."""

    place: str = field("The place whose regulations it belongs to, as `Regulation.place` gives it.")
    period: str = field("The period, such as 2025 or 2025-Q3.")
    reason: str = field("Why.")


@strawberry.input(description="A closed period to look at anew, as after a regulation's data was corrected.")
class RevisePeriodInput:
    """What ``revise`` is told."""

    place: str = field("The place whose regulations it belongs to, as `Regulation.place` gives it.")
    period: str = field("The period, such as 2025 or 2025-Q3.")


async def close_period(info: Info, input: Annotated[ClosePeriodInput, INPUT]) -> Closing:  # noqa: A002 - the convention of mutations
    """Close a period."""
    context = info.context
    return await closing.close_period(
        context.office, context.viewer, input.place, input.period, input.regulation, reason=input.reason
    )


async def reopen_period(info: Info, input: Annotated[ReopenPeriodInput, INPUT]) -> Closing:  # noqa: A002
    """Open a closed period again."""
    context = info.context
    return await closing.reopen_period(context.office, context.viewer, input.place, input.period, input.reason)


async def revise_period(info: Info, input: Annotated[RevisePeriodInput, INPUT]) -> Closing:  # noqa: A002
    """Look at a closed period anew."""
    return await closing.revise(info.context.office, info.context.viewer, input.place, input.period)
