"""Measurements (测量): figures and grades that a regulation asks for, as the registry holds them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.regulation.law import Law
from core.storage import MeasurementRow
from schema.context import Info
from schema.fields import field, resolved
from schema.vocabulary_of_answers import SubjectKind

if TYPE_CHECKING:
    from schema.regulation import Regulation


def _regulation(root: strawberry.Parent[MeasurementRow], info: Info) -> Law | None:
    return info.context.office.host.catalogue.find(root.regulation)


@strawberry.type(description="A figure or grade that a regulation asks for: a score, a cost, a budget, a colour.")
class Measurement:
    """Stands for ``core.storage.MeasurementRow``."""

    regulation_code: str = field("Code of the regulation that asks for it.", "regulation")
    regulation: Annotated["Regulation", strawberry.lazy("schema.regulation")] | None = resolved(
        _regulation, "The regulation; none: it is not served."
    )
    region: str = field("GB/T 2260 code of six digits: where the subject is.")
    subject_kind: SubjectKind = field("What it is about.")
    subject: str = field("The subject's code.")
    indicator: str = field("What is measured, by its code within the regulation.")
    period: str = field("The period measured, such as 2025 or 2025-07.")
    on: date = field("Day of the measurement or decision.")
    document_no: str = field("Number of the document; empty: none.")
    value: Decimal | None = field("The figure; none: it is a grade.")
    grade: str | None = field("The grade; none: it is a figure.")
    category: str | None = field("A finer division, such as the kind of problem or of insurance; none: no division.")
    source: str = field("Who measured, and how.")
    recorded_at: datetime = field("When it entered the registry.")
