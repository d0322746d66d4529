"""Evaluation periods (考核周期) that the registry has opened."""

from datetime import date
from typing import Annotated

import strawberry

from core.storage import PeriodFilter, PeriodRow
from schema.closing import FrozenAssessment, PeriodChange, changes, frozen
from schema.connection import DEFAULT_FIRST, Connection, Page, Paging, days
from schema.context import Info
from schema.fields import After, First, PlaceName, argument, field, resolved
from schema.node import Node, joined, node_id
from schema.vocabulary import PeriodKind
from schema.vocabulary_of_answers import PeriodState

PERIODS: Paging[PeriodRow, tuple[date, int]] = Paging(days("period"), lambda row: (row.start, row.id))


@strawberry.type(description="The interval over which a place's points are summed (考核周期): [start, end).")
class EvaluationPeriod(Node):
    """Stands for ``core.storage.PeriodRow``."""

    id: strawberry.ID = node_id(
        "EvaluationPeriod", lambda row: joined((row.place, row.kind.value, row.start.isoformat()))
    )
    place: str = field("The place whose regulations it belongs to.")
    kind: PeriodKind = field("How long it is.")
    name: str = field("Its name, such as 2025 or 2025-Q3.")
    start: date = field("First day.")
    end: date = field("First day after it.")
    state: PeriodState = field("Whether it still takes part in new results.")
    changes: list[PeriodChange] = resolved(changes, "Who closed and reopened it, in order; empty: nobody has.")
    frozen: Connection[FrozenAssessment] = resolved(
        frozen,
        "How each doctor stood when it was closed, by code of the doctor: those whose records you may see. Empty while "
        "it was never closed.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, PeriodRow)


async def evaluation_periods(
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    place: PlaceName = None,
    kind: Annotated[PeriodKind | None, argument("Only periods of this length.")] = None,
    state: Annotated[PeriodState | None, argument("Only periods in this state.")] = None,
) -> Page[PeriodRow]:
    """Return the evaluation periods of the registry, by first day."""
    context = info.context
    context.require_read()
    wanted = PeriodFilter(place=place, kind=kind, state=state)
    reads = context.reads
    return await PERIODS.fetch(
        context,
        first,
        after,
        lambda key, limit: reads.page_periods(wanted, key, limit),
        lambda: reads.count_periods(wanted),
    )
