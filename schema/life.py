"""The life of a violation: each entry, where the record stands today, and what can happen next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import strawberry

from core.assessment.points.lives import Life, life_of, next_events
from core.assessment.workdays import CalendarUnknown, last_workday
from core.regulation.effects import AppealRule
from core.service.calendars import PUBLISHED
from core.service.facts import violation_of
from core.storage import ViolationEntryRow, ViolationRow
from schema.context import Context, Info
from schema.fields import field
from schema.vocabulary_of_lives import LifeEvent, LifeState


@strawberry.type(description="An entry in the life of a violation; entries are added, never changed.")
class ViolationEntry:
    """Stands for ``core.storage.ViolationEntryRow``."""

    event: LifeEvent = field("What happened.")
    on: date = field("When it happened.")
    actor: str = field("The body or office that acted; for an objection, who handed it in.")
    reason: str | None = field("Why; none: not recorded.")
    recorded_at: datetime = field("When it entered the registry.")


async def _with_life(context: Context, row: ViolationRow) -> ViolationRow:
    return replace(row, entries=await context.loaders.lives_of.load(row.id))


def _rule(context: Context, row: ViolationRow) -> AppealRule | None:
    law = context.office.host.catalogue.find(row.regulation)
    return None if law is None or law.regulation.points is None else law.regulation.points.appeal


async def _life(context: Context, row: ViolationRow) -> Life | None:
    fact = violation_of(await _with_life(context, row))
    return life_of(fact, _rule(context, row), context.office.today(), PUBLISHED)


async def entries(root: strawberry.Parent[ViolationRow], info: Info) -> Sequence[ViolationEntryRow]:
    """Return the entries of a violation's life."""
    return await info.context.loaders.lives_of.load(root.id)


async def state(root: strawberry.Parent[ViolationRow], info: Info) -> LifeState:
    """Return where a violation stands today."""
    life = await _life(info.context, root)
    return LifeState.DECIDED if life is None else life.state


async def counts(root: strawberry.Parent[ViolationRow], info: Info) -> bool:
    """Return whether a violation is in force today."""
    life = await _life(info.context, root)
    return life is not None and life.counts


async def next_of(root: strawberry.Parent[ViolationRow], info: Info) -> Sequence[LifeEvent]:
    """Return what can happen to a violation next."""
    life = await _life(info.context, root)
    return () if life is None else next_events(life.state)


async def objection_until(root: strawberry.Parent[ViolationRow], info: Info) -> date | None:
    """Return the last day of the term to object."""
    life, rule = await _life(info.context, root), _rule(info.context, root)
    if life is None or rule is None or life.notified_on is None:
        return None
    last = last_workday(PUBLISHED, life.notified_on, rule.working_days)
    return None if isinstance(last, CalendarUnknown) else last
