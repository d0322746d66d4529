"""What every mutation has in common: its outcome, its problems, and the words that describe them."""

from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from core.service.admission import FieldProblem
from core.service.recording import Recorded
from core.service.viewer import Scope
from schema.context import Context
from schema.fields import argument, field
from schema.text import Text

INPUT = argument("What to record.")
CREATED = "Whether it was entered now; false: it was there before, or there are problems."
PROBLEMS = "Everything that is wrong; empty: the registry holds it now."
NODE = "What the registry holds now; none: see the problems, or the token may not read."


def optional(description: str, default: object = None) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    """Return a field of an input that may be left out, and is ``default`` then."""
    return strawberry.field(default=default, description=description)


def _field(problem: FieldProblem) -> str | None:
    return None if problem.field is None else to_camel_case(problem.field)


@strawberry.type(description="What is wrong with one field of a request.")
class Problem:
    """Stands for ``core.service.admission.FieldProblem``."""

    field_name: str | None = field(
        "The field, as the input names it; none: the request as a whole.", _field, name="field"
    )
    code: str = field("Stable, in capitals.")
    message: Text = field("What is wrong, and what to do.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mutation did, with the row now in the registry; None: see the problems, or the viewer may not read."""

    recorded: Recorded
    row: object | None = None


def readable(context: Context, done: Recorded) -> bool:
    """Return whether the viewer may be shown what the registry holds now."""
    return not done.problems and context.viewer.may(Scope.READ)


async def doctor_id(context: Context, code: str) -> int:
    """Return the registry's id of a doctor that it is known to hold."""
    return (await context.reads.doctors_by_code([code]))[code].id


async def institution_id(context: Context, code: str) -> int:
    """Return the registry's id of an institution that it is known to hold."""
    return (await context.reads.institutions_by_code([code]))[code].id
