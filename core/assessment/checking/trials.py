"""What a trial of a regulation is made of: a ledger, a day, and how to ask the law about it.

A law whose owner answers by code is watched while it is asked, so that what the code answered can be asked again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.standing import SEVERITY
from core.regulation.law import Law, PointsQuestion
from core.regulation.schemes.points import BookedOn, PointsScheme

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A ledger made up under a law, and the day on which it is asked about: none of its records is decided later."""

    law: Law
    facts: PointsFacts
    as_of: date

    @property
    def scheme(self) -> PointsScheme:
        """The points scheme of the law; raise ValueError if it has none."""
        scheme = self.law.regulation.points
        if scheme is None:
            raise ValueError(f"{self.law.id} has no points scheme")
        return scheme

    @property
    def violations(self) -> PointsFacts:
        """The ledger without anything but its violations."""
        return PointsFacts(violations=self.facts.violations)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Each period that a record is booked into, and that of the day asked about, in order."""
        return tuple(sorted({self.period_of(self.as_of), *map(self.booked_in, self.facts.violations)}))

    def period_of(self, day: date) -> Period:
        """Return the period that ``day`` falls into."""
        return Period.of(self.scheme.period, day)

    def booked_in(self, one: Violation) -> Period:
        """Return the period that a record is booked into."""
        by_act = self.scheme.conventions.booked_on is BookedOn.OCCURRED
        return self.period_of((one.occurred_on if by_act else None) or one.decided_on)

    def asked(self, facts: PointsFacts, day: date | None = None, period: Period | None = None) -> PointsOutcome:
        """Return what the law makes of ``facts`` on ``day`` for ``period``; by default those of the trial."""
        as_of = self.as_of if day is None else day
        return assess_points(self.law, facts, self.period_of(as_of) if period is None else period, as_of)

    def worst(self, facts: PointsFacts) -> int | None:
        """Return the gravest standing from the day asked about to the end of its period; None: it is not decidable.

        A standing changes on the days on which a sanction starts or ends, and on no other.
        """
        end = self.period_of(self.as_of).end - _DAY
        outcome = self.asked(facts, end, self.period_of(self.as_of))
        sanctions = [*outcome.sanctions, *outcome.carried]
        turns = [day for one in sanctions for day in (one.start, one.end) if day is not None]
        days = {self.as_of, end, *(day for day in turns if self.as_of <= day <= end)}
        return _gravest(self.asked(facts, day) for day in sorted(days))


def _gravest(outcomes: Iterable[PointsOutcome]) -> int | None:
    grave = [None if one.standing is None else SEVERITY[one.standing.status] for one in outcomes]
    decided = [one for one in grave if one is not None]
    return max(decided) if len(decided) == len(grave) else None


@dataclass(slots=True)
class Watched:
    """The owner's answers to what its data leaves to it, as they are given."""

    law: Law
    given: list[tuple[PointsQuestion, Decimal | None]] = field(
        default_factory=list[tuple[PointsQuestion, "Decimal | None"]]
    )
    """Each question with its answer, in the order in which they were put."""

    @property
    def watching(self) -> Law:
        """The law, so that what its owner answers is noted."""
        return replace(self.law, rules=self._answer) if self.law.rules is not None else self.law

    def again(self, question: PointsQuestion) -> Decimal | None:
        """Return what the owner answers now."""
        return self.law.rules(question) if self.law.rules is not None else None

    def _answer(self, question: PointsQuestion) -> Decimal | None:
        answer = self.again(question)
        self.given.append((question, answer))
        return answer
