"""One person's standing across several regulations on one day: each by itself, and the gravest of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.assessment.facts import PointsFacts
from core.assessment.outcome import PointsOutcome
from core.assessment.over_time.timeline import period_of
from core.assessment.points.assess import assess_points
from core.assessment.points.terms import Standing
from core.assessment.workdays import WorkCalendar
from core.regulation.applicability import covers
from core.regulation.law import Law
from core.regulation.vocabulary import Reach, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAcross:
    """A person's standing on a day under each of several regulations."""

    as_of: date
    outcomes: tuple[PointsOutcome, ...]
    """The answer under each, by id of the regulation."""

    @property
    def gravest(self) -> PointsOutcome | None:
        """The answer with the gravest standing that is decided, wherever it holds; None: none is decided."""
        return _gravest(self.outcomes)

    @property
    def nationwide(self) -> PointsOutcome | None:
        """The answer with the gravest standing that holds in every region; None: none does."""
        return _gravest(one for one in self.outcomes if _reach(one) is Reach.NATIONWIDE)

    @property
    def undecided(self) -> tuple[PointsOutcome, ...]:
        """The answers that leave the standing open; each could be graver than ``gravest``."""
        return tuple(one for one in self.outcomes if one.standing is None)

    def within(self, region: str) -> PointsOutcome | None:
        """Return the answer with the gravest standing that holds in ``region`` (six digits); None: none does."""
        return _gravest(one for one in self.outcomes if _reach(one) is Reach.NATIONWIDE or covers(one.law, region))


def across(
    subjects: Iterable[tuple[Law, PointsFacts]], as_of: date, calendar: WorkCalendar | None = None
) -> StandingAcross:
    """Return how a person stands at the end of ``as_of`` under each law, with the facts that the law is told.

    Points are those of the period of each law that ``as_of`` falls into.
    """
    outcomes = (assess_points(law, facts, period_of(law, as_of), as_of, calendar) for law, facts in subjects)
    return StandingAcross(as_of=as_of, outcomes=tuple(sorted(outcomes, key=lambda one: one.law.id)))


def _reach(outcome: PointsOutcome) -> Reach | None:
    return outcome.standing.reach if outcome.standing is not None else None


def _gravest(outcomes: Iterable[PointsOutcome]) -> PointsOutcome | None:
    """Return the gravest; of equally grave ones that which lasts longest, of those that which began last."""
    decided = [(one.standing, one) for one in outcomes if one.standing is not None]
    return max(decided, key=lambda pair: _gravity(pair[0]))[1] if decided else None


def _gravity(one: Standing) -> tuple[int, date, date]:
    return list(Status).index(one.status), one.until or date.max, one.since or date.min
