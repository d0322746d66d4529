"""The mutation that enters a measurement."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.records import MeasurementRecord
from core.service import recording
from core.storage import MeasurementRow
from schema.context import Info
from schema.fields import field
from schema.measurement import Measurement
from schema.recorded import CREATED, INPUT, NODE, PROBLEMS, Outcome, Problem, optional, readable
from schema.vocabulary_of_answers import SubjectKind


@strawberry.type(description="What `recordMeasurement` did.")
class RecordMeasurementPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    measurement: Measurement | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.input(
    description="A figure or grade that a regulation asks for; give exactly one of `value` and `grade`. Natural key: "
    "regulation, subjectKind, subject, indicator, period, on and documentNo."
)
class RecordMeasurementInput:
    """Stands for ``core.records.MeasurementRecord``."""

    regulation: str = field("Code of the regulation that asks for it.")
    region: str = field("GB/T 2260 code of six digits: where the subject is; tokens of the region may see it.")
    subject_kind: SubjectKind = field("What it is about.")
    subject: str = field("The subject's code.")
    indicator: str = field("What is measured, by its code within the regulation.")
    period: str = field("The period measured, such as 2025 or 2025-07.")
    on: date = field("Day of the measurement or decision.")
    source: str = field("Who measured, and how.")
    document_no: str = optional("Number of the document; empty: none.", default="")
    value: Decimal | None = optional("The figure.")
    grade: str | None = optional("The grade.")
    category: str | None = optional("A finer division, such as the kind of problem or of insurance.")


async def record_measurement(info: Info, input: Annotated[RecordMeasurementInput, INPUT]) -> Outcome:  # noqa: A002 - the convention of mutations
    """Enter a measurement into the ledger."""
    record = MeasurementRecord(**vars(input))
    context = info.context
    done = await recording.record_measurement(context.office, context.viewer, record)
    row = None
    if readable(context, done):
        rows = await context.reads.measurements_of(record.subject, record.regulation, record.period)
        row = next((one for one in rows if _key(one) == _key(record)), None)
    return Outcome(done, row)


def _key(one: MeasurementRow | MeasurementRecord) -> tuple[object, ...]:
    return (one.subject_kind, one.indicator, one.on, one.document_no)
