"""What an appeal is worth: which records it would take to change a standing."""

from functools import partial
from typing import Annotated

import strawberry
from anyio import to_thread

from core.assessment.appeal_value import value as engine
from core.errors import RefusedError
from core.service.calendars import PUBLISHED
from core.text import Text
from schema.assessed import PointsAssessed
from schema.context import Info
from schema.fields import argument, field
from schema.points_terms import Standing
from schema.vocabulary_of_appeals import AppealAim, AppealWorth

MOST_SETS = 100
EFFORT = 100_000
"""How many states one question may look at; 200 records of an ordinary ledger take far fewer."""
COST = 10
"""Nodes that one question is counted as."""


@strawberry.type(description="Records that together change the standing; none of them could be left out.")
class AppealSet:
    """Stands for ``core.assessment.appeal_value.value.AppealSet``."""

    records: list[str] = field("The records, as `Violation.record` gives them.")
    standing: Standing = field("The standing without them.")


@strawberry.type(description="The smallest sets of records whose removal changes the standing (申诉价值).")
class AppealValue:
    """Stands for ``core.assessment.appeal_value.value.AppealValue``."""

    worth: AppealWorth = field("Whether there are such records.")
    aim: AppealAim = field("What was looked for.")
    standing: Standing | None = field("The standing as it is; none: not decidable.")
    size: int | None = field("How many records the smallest sets have; none: none was found.")
    sets: list[AppealSet] = field("The smallest sets, those with earlier records first.")
    count: int = field("How many smallest sets there are, listed or not.")
    complete: bool = field("Whether all smallest sets are listed.")
    at_least: int | None = field("No set of fewer records does it, as far as that is proven.")


async def appeal_value(
    root: strawberry.Parent[PointsAssessed],
    info: Info,
    *,
    aim: Annotated[AppealAim, argument("What the standing is to become.")] = AppealAim.MILDER,
    candidates: Annotated[
        list[str] | None, argument("Only these records may be removed, by `Violation.record`; none: any.")
    ] = None,
    most: Annotated[int, argument(f"How many sets to list, {MOST_SETS} at most; all are counted.")] = 20,
) -> engine.AppealValue:
    """Return what an appeal is worth."""
    if not 1 <= most <= MOST_SETS:
        text = Text(zh=f"most 须在 1 至 {MOST_SETS} 之间", en=f"most must lie between 1 and {MOST_SETS}")
        raise RefusedError("MOST_OUT_OF_RANGE", text, field="most")
    info.context.spend(COST)
    outcome = root.outcome
    question = engine.AppealQuestion(
        aim=aim, candidates=None if candidates is None else tuple(candidates), most=most, effort=EFFORT
    )
    work = partial(
        engine.appeal_value, outcome.law, root.facts, outcome.period, outcome.as_of, PUBLISHED, question=question
    )
    return await to_thread.run_sync(work)
