"""The mutation that enters what happened to a violation."""

from datetime import date
from typing import Annotated

import strawberry

from core.records import ViolationEntryRecord
from core.service.advancing import advance_violation as advanced
from core.storage import ViolationKey
from schema.context import Info
from schema.fields import field
from schema.recorded import CREATED, INPUT, NODE, PROBLEMS, Outcome, Problem, optional, readable
from schema.violation import Violation
from schema.vocabulary_of_lives import LifeEvent


@strawberry.type(description="What `advanceViolation` did.")
class AdvanceViolationPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    violation: Violation | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.input(description="What happened to a violation; natural key: the violation's own, event and on.")
class AdvanceViolationInput:
    """Stands for ``core.records.ViolationEntryRecord``."""

    place: str = field("The place under whose regulations the violation was decided.")
    decision_no: str = field("Number of the decision (决定书号).")
    doctor: str = field("The doctor's code.")
    clause: str = field("The clause's name within the regulation.")
    event: LifeEvent = field("What happened; `Violation.nextEvents` says what can.")
    on: date = field("When it happened.")
    actor: str = field("The body or office that acted; for an objection, who handed it in.")
    reason: str | None = optional("Why.")


async def advance_violation(info: Info, input: Annotated[AdvanceViolationInput, INPUT]) -> Outcome:  # noqa: A002 - the convention of mutations
    """Enter what happened to a violation."""
    context = info.context
    record = ViolationEntryRecord(**vars(input))
    done = await advanced(context.office, context.viewer, record)
    row = None
    if readable(context, done):
        key = ViolationKey(record.place, record.decision_no, record.doctor, record.clause)
        row = await context.reads.violation_within(key, context.viewer.regions)
    return Outcome(done, row)
