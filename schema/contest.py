"""What hangs on records whose fate is open, and which records it would take to change a standing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.assessment.comparing.differences import Difference, differences
from core.assessment.points.contest import contest
from core.service.calendars import PUBLISHED
from schema.assessed import PointsAssessed
from schema.context import Info
from schema.fields import field
from schema.text import Citation
from schema.vocabulary_of_lives import LifeState

if TYPE_CHECKING:
    from schema.points_assessment import PointsAssessment


@strawberry.type(description="A record whose fate is open: a suspicion, or a decision that is being contested.")
class Exposure:
    """Stands for ``core.assessment.points.terms.Exposure``."""

    record: str = field("The record, as `Violation.record` gives it.")
    clause_code: str = field("The clause's name within the regulation.", "clause")
    state: LifeState = field("Where it stands.")
    since: date = field("Since when.")
    counts: bool = field("Whether it counts meanwhile.")
    citation: Citation | None = field("Where the text says what an objection does; none: it does not say.")


@strawberry.type(description="What would hold if every open record were settled one way or the other on `asOf`.")
class Contest:
    """Stands for ``Contested``."""

    if_relieved: Annotated["PointsAssessment", strawberry.lazy("schema.points_assessment")] = field(
        "Every objection succeeds, and every suspicion is dropped."
    )
    if_confirmed: Annotated["PointsAssessment", strawberry.lazy("schema.points_assessment")] = field(
        "Every objection fails, and every suspicion is found true."
    )
    changes_if_relieved: list[Annotated["Difference", strawberry.lazy("schema.differences")]] = field(
        "What differs from the answer now, if the person is right."
    )
    changes_if_confirmed: list[Annotated["Difference", strawberry.lazy("schema.differences")]] = field(
        "What differs from the answer now, if the authority is."
    )


@dataclass(frozen=True, slots=True)
class Contested:
    """The answer now and the two others, all with the facts that are asked about."""

    now: PointsAssessed
    if_relieved: PointsAssessed
    if_confirmed: PointsAssessed

    @property
    def changes_if_relieved(self) -> tuple[Difference, ...]:
        """What differs from the answer now, if the person is right."""
        return differences(self.now.outcome, self.if_relieved.outcome)

    @property
    def changes_if_confirmed(self) -> tuple[Difference, ...]:
        """What differs from the answer now, if the authority is."""
        return differences(self.now.outcome, self.if_confirmed.outcome)


def contested(root: strawberry.Parent[PointsAssessed], info: Info) -> Contested | None:
    """Return what hangs on the open records of an answer; None: none is open."""
    outcome = root.outcome
    if not outcome.exposure:
        return None
    info.context.spend(2)
    found = contest(outcome.law, root.facts, outcome.period, outcome.as_of, PUBLISHED)
    relieved, confirmed = (replace(root, outcome=one) for one in (found.if_relieved, found.if_confirmed))
    return Contested(root, relieved, confirmed)
