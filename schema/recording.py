"""Mutations: what admin scripts do one at a time, idempotent by natural key."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from core.records import EnrolmentEntryRecord, EnrolmentRecord, ExaminationRecord, ViolationRecord
from core.service import recording
from core.service.admission import FieldProblem
from core.service.recording import Recorded
from core.service.viewer import Scope
from core.storage import EnrolmentEntryRow, EnrolmentRow, ExaminationRow, ViolationFilter, ViolationRow
from schema.context import Context, Info
from schema.doctor import Examination
from schema.enrolment import Enrolment, EnrolmentEntry
from schema.fields import argument, field, resolved
from schema.text import Text
from schema.violation import Violation
from schema.vocabulary import Act, Attribute, Basis, Change, Incident
from schema.vocabulary_of_answers import EntryKind


def _optional(description: str, default: object = None) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    return strawberry.field(default=default, description=description)


@strawberry.type(description="What is wrong with one field of a request.")
class Problem:
    """Stands for ``core.service.admission.FieldProblem``."""

    field: str | None = field("The field, as the input names it; none: the request as a whole.")
    code: str = field("Stable, in capitals.")
    message: Text = field("What is wrong, and what to do.")
