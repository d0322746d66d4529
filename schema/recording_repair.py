"""The mutation that enters a repair."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.records import RepairRecord
from core.service import recording
from schema.context import Info
from schema.fields import field
from schema.recorded import CREATED, INPUT, NODE, PROBLEMS, Outcome, Problem, doctor_id, optional, readable
from schema.repair import Repair


@strawberry.type(description="What `recordRepair` did.")
class RecordRepairPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    repair: Repair | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.input(description="Something done to win points back (修复); natural key: doctor, regulation, rule and on.")
class RecordRepairInput:
    """Stands for ``core.records.RepairRecord``."""

    doctor: str = field("The doctor's code.")
    institution: str = field("Code of the institution that reports it.")
    regulation: str = field("Code of the regulation whose rule it names.")
    rule: str = field("The rule, as `RepairRule.code` gives it.")
    on: date = field("Day on which it was accepted.")
    points: Decimal | None = optional("The points given back, only where the law does not state them.")
    determined_by: str | None = optional("The body that determined that a suspension ends with it.")


async def record_repair(info: Info, input: Annotated[RecordRepairInput, INPUT]) -> Outcome:  # noqa: A002 - the convention of mutations
    """Enter a repair into the ledger."""
    context = info.context
    record = RepairRecord(
        doctor=input.doctor,
        regulation=input.regulation,
        rule=input.rule,
        on=input.on,
        points=input.points,
        determined_by=input.determined_by,
    )
    done = await recording.record_repair(context.office, context.viewer, record, input.institution)
    row = None
    if readable(context, done):
        doctor = await doctor_id(context, record.doctor)
        rows = (await context.reads.repairs_of_doctors([doctor], record.regulation))[doctor]
        row = next((one for one in rows if (one.rule, one.on) == (record.rule, record.on)), None)
    return Outcome(done, row)
