"""A doctor's standing over time under one regulation, and on one day across all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

import strawberry

from core.assessment.outcome import PointsOutcome
from core.assessment.over_time.timeline import Stretch
from core.service.standings import MOST_YEARS, Across, Timespan, standing_across, stretches
from core.storage import DoctorRow
from schema.access import sees_under
from schema.assessed import PointsAssessed
from schema.assessing import KnownAt, LawAt, asked, ledgers_seen
from schema.assessment import MissingValue
from schema.context import Info
from schema.fields import RegulationId, argument, field, resolved
from schema.points_assessment import PointsAssessment
from schema.points_terms import Period, Standing
from schema.regulation import Regulation, plain_id, region_prefix
from schema.text import Citation, Text
from schema.vocabulary_of_answers import Determination
from schema.vocabulary_of_changes import CauseKind

_DAYS_A_NODE = 10
"""How many days of a timeline count as one node of the answer."""
_DAY = timedelta(days=1)


@strawberry.type(description="One thing that happened on the day on which a stretch of a timeline begins.")
class StandingCause:
    """Stands for ``core.assessment.over_time.causes.Cause``."""

    kind: CauseKind = field("What happened.")
    record: str | None = field(
        "The record or repair, or the record that brought the sanction about, as `Violation.record` or `Repair.record` "
        "gives it; none: it is about none."
    )
    citation: Citation | None = field("The place in the law; none: it rests on the facts alone.")
    label: Text | None = field("The act, repair or sanction in short; none: there is nothing to add.")
    text: Text = field("The cause as a sentence.")


@strawberry.type(description="Days [since, until) on each of which a doctor stood the same.")
class StandingStretch:
    """Stands for ``core.assessment.over_time.timeline.Stretch``."""

    since: date = field("First day.")
    until: date = field("First day after it.")
    regulation: Regulation = field("The regulation applied.", "law")
    period: Period = field("The evaluation period of these days, whose points are summed.")
    determination: Determination = field("Whether law and facts decide the question.")
    standing: Standing | None = field("The standing; none: not decidable.")
    points_lost: Decimal | None = field("Sum of all deductions of the period; none: not decidable.")
    points_left: Decimal | None = field("What is left, never below 0; none: not decidable.")
    missing: list[MissingValue] = field("What is lacking; empty if determined.")
    causes: list[StandingCause] = field(
        "What happened on the first day; it can be empty on the first day asked about, and nowhere else."
    )


@dataclass(frozen=True, slots=True)
class AcrossOf:
    """Whose standing it is, and what was found."""

    found: Across
    doctor: DoctorRow

    def answer(self, outcome: PointsOutcome | None) -> PointsAssessed | None:
        """Return ``outcome``, one of those found, with the facts that it was made from; None: there is none."""
        return next((one for one in self.answers if one.outcome is outcome), None)

    @property
    def answers(self) -> list[PointsAssessed]:
        """Every answer found."""
        return [PointsAssessed(one.outcome, one.facts, self.doctor) for one in self.found.answers]


def _picked(find: Callable[[AcrossOf], PointsOutcome | None]) -> Callable[[AcrossOf], PointsAssessed | None]:
    return lambda root: root.answer(find(root))


def _within(
    root: strawberry.Parent[AcrossOf],
    region: Annotated[str, argument("The region: 2, 4 or 6 digits of GB/T 2260 for a province, city or district.")],
) -> PointsAssessed | None:
    """Return the gravest answer whose standing holds in ``region``; raise RefusedError for what is no region."""
    prefix = region_prefix(region) or ""
    return root.answer(root.found.standing.within(prefix.ljust(6, "0")))


@strawberry.type(
    description="A doctor's standing on one day under every regulation that concerns them: those of their records, and "
    "those in force where they are or were enrolled."
)
class StandingAcross:
    """Stands for ``AcrossOf``."""

    as_of: date = field("The day asked about.", "found.as_of")
    gravest: PointsAssessment | None = field(
        "The answer with the gravest standing, wherever it holds; none: none is decided.",
        _picked(lambda root: root.found.standing.gravest),
    )
    nationwide: PointsAssessment | None = field(
        "The answer with the gravest standing that holds in every region; none: there is none.",
        _picked(lambda root: root.found.standing.nationwide),
    )
    within: PointsAssessment | None = resolved(
        _within, "The answer with the gravest standing that holds in a region; none: there is none."
    )
    undecided: list[PointsAssessment] = field(
        "The answers that leave the standing open; each could be graver than `gravest`.",
        lambda root: [one for one in root.answers if one.outcome.standing is None],
    )
    assessments: list[PointsAssessment] = field("The answer under each regulation, by its code.", "answers")
    unserved: list[str] = field(
        "Codes of regulations under which there are records, and which are not served now: what follows from these "
        "records is not known.",
        "found.unserved",
    )


async def timeline(
    root: strawberry.Parent[DoctorRow],
    info: Info,
    *,
    regulation: RegulationId,
    from_: Annotated[date, strawberry.argument(name="from", description="The first day.")],
    to: Annotated[
        date | None,
        argument(
            f"The first day after the last, at most {MOST_YEARS} years later; none: tomorrow in China. Later days tell "
            "what holds if nothing further happens."
        ),
    ] = None,
    law_at: LawAt = None,
    known_at: KnownAt = None,
) -> list[Stretch] | None:
    """Return how the doctor stood on each day; None if the viewer may see no record of them under the place."""
    context = info.context
    place = asked(context, regulation, None, from_, law_at, known_at).law.regulation.place
    if not await sees_under(context, root.id, place):
        return None
    span = Timespan(plain_id(regulation), from_, to or context.office.today() + _DAY, law_at, known_at)
    context.spend(1 + max(span.end - span.start, timedelta(0)) // (_DAYS_A_NODE * _DAY))
    (ledger,) = await ledgers_seen(context, [root.id])
    return list(stretches(context.office, span, ledger))


async def standing(
    root: strawberry.Parent[DoctorRow],
    info: Info,
    as_of: Annotated[date | None, argument("The day asked about; none: today in China.")] = None,
    known_at: KnownAt = None,
) -> AcrossOf:
    """Return how the doctor stands under every regulation whose records of them the viewer may see."""
    context = info.context
    (ledger,) = await ledgers_seen(context, [root.id])
    places = {row.place for row in (*ledger.violations, *ledger.enrolments)}
    seen = {place for place in places if await sees_under(context, root.id, place)}
    found = standing_across(context.office, ledger, as_of or context.office.today(), known_at, seen)
    context.spend(max(1, len(found.answers)))
    return AcrossOf(found, root)
