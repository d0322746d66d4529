"""Which law applies to an act: by its day, the day of decision, the region, and what later texts replace."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import strawberry

from core.errors import RefusedError
from core.regulation.applicability import Applicability, applicable
from core.regulation.law import Law
from core.text import Text
from schema.context import Info
from schema.fields import argument, field
from schema.regulation import Regulation, region_prefix
from schema.vocabulary import Scheme
from schema.vocabulary_of_answers import Why


@dataclass(frozen=True, slots=True)
class EndedLaw:
    """A law that no longer governs, and the first day on which it does not."""

    law: Law
    ended_on: date | None


def _last(found: Applicability) -> EndedLaw | None:
    return None if found.last is None else EndedLaw(found.last, found.last.regulation.in_force.to)


@strawberry.type(description="A regulation that no longer governs.")
class EndedRegulation:
    """Stands for ``EndedLaw``."""

    regulation: Regulation = field("The regulation.", "law")
    ended_on: date = field("First day on which it no longer governed.")


@strawberry.type(description="Which regulation applies to an act, why, and between which it was chosen.")
class ApplicableLaw:
    """Stands for ``core.regulation.applicability.Applicability``."""

    acted_on: date = field("Day of the act.")
    decided_on: date = field("Day of the decision.")
    law: Regulation | None = field("The regulation that applies; none: none does, or the operator has to decide.")
    why: Why = field("Why it was chosen, or none.")
    governing: list[Regulation] = field("Every regulation that would govern the act in this region, most local first.")
    last: EndedRegulation | None = field(
        "Where none governs: the one whose time ended last before the decision; none: there was none.", _last
    )


def applicable_law(
    info: Info,
    *,
    region: Annotated[
        str, argument("Where the act was done: 2, 4 or 6 digits of GB/T 2260 for a province, city or district.")
    ],
    scheme: Annotated[Scheme, argument("The kind of rule asked about.")] = Scheme.POINTS,
    acted_on: Annotated[date, argument("Day of the act.")],
    decided_on: Annotated[date, argument("Day of the decision; not before the act.")],
) -> Applicability:
    """Return which regulation applies to an act."""
    region_prefix(region)
    if decided_on < acted_on:
        raise RefusedError(
            "DAYS_REVERSED", Text(zh="行为发生在决定之后", en="the act is dated after the decision"), field="actedOn"
        )
    return applicable(info.context.office.host.catalogue, scheme, region, acted_on, decided_on)
