"""Ledgers made up under any points regulation, for trying its invariants: the same seed, the same ledgers anywhere.

Records are complete, so that the law decides every question as far as its text does; days lie close together and at
the edges of periods, where mistakes are.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from core.assessment.checking.trials import Trial
from core.assessment.facts import Examination, PointsFacts, Repair, Violation
from core.assessment.periods import Period
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Clause, Per, PointsScheme
from core.regulation.vocabulary import Responsibility

T = TypeVar("T")

_YEARS = 3
_MOST = 8
"""Violations of a ledger at most."""
_FIRST_YEAR = 2020
"""Where ledgers begin if the text does not say since when it is in force."""
_DAY = timedelta(days=1)


def trials(law: Law, count: int, seed: int) -> Iterator[Trial]:
    """Yield ``count`` trials of ``law``, which has a points scheme; every other one under readings drawn at random."""
    laws: dict[tuple[tuple[str, str], ...], Law] = {(): law}
    for number in range(count):
        draw = random.Random(f"{seed}/{law.id}/{number}")  # noqa: S311 - nothing here is secret
        taken = _readings(law, draw if number % 2 else None)
        key = tuple(sorted(taken.items()))
        if key not in laws:
            laws[key] = law.under(taken)
        yield _Ledger(laws[key], draw).trial()


def _readings(law: Law, draw: random.Random | None) -> dict[str, str]:
    """Return readings drawn at random, those that differ from the default alone; none without a draw."""
    if draw is None:
        return {}
    chosen = [(one.reading.id, draw.choice(one.reading.choices).id, one.reading.choices[0].id) for one in law.chosen]
    return {name: choice for name, choice, default in chosen if choice != default}


@dataclass(slots=True)
class _Ledger:
    """One ledger, while it is being made up."""

    law: Law
    draw: random.Random

    @property
    def scheme(self) -> PointsScheme:
        scheme = self.law.regulation.points
        if scheme is None:
            raise ValueError(f"{self.law.id} has no points scheme")
        return scheme

    @property
    def first(self) -> date:
        start = self.law.regulation.in_force.from_
        return date(start.year if start is not None else _FIRST_YEAR, 1, 1)

    @property
    def last(self) -> date:
        return date(self.first.year + _YEARS, 1, 1) - _DAY

    def trial(self) -> Trial:
        """Return the ledger, and a day on or after its last decision."""
        clauses = [one for one in self.scheme.clauses if one.points is not Unfixed.RULE or self.law.rules is not None]
        count = self.draw.randint(0, _MOST) if clauses else 0
        close = self._period(self._day())
        violations = tuple(self._violation(self.draw.choice(clauses), number, close) for number in range(count))
        facts = PointsFacts(
            violations=violations,
            examinations=tuple(
                Examination(on=self._day(), passed=self._often(2)) for _ in range(self.draw.randint(0, 2))
            ),
            readmitted_on=tuple(self._day() for _ in range(self.draw.choice((0, 0, 0, 1)))),
            lifted_on=tuple(self._day() for _ in range(self.draw.choice((0, 0, 0, 1)))),
            repairs=tuple(self._repair(number) for number in range(self._repairs())),
        )
        latest = max((one.decided_on for one in violations), default=self.first)
        return Trial(law=self.law, facts=facts, as_of=self.draw.choice((latest, self._between(latest, self.last))))

    def _violation(self, clause: Clause, number: int, close: Period) -> Violation:
        day = self._between(close.start, close.end - _DAY) if self._often(2) else self._day()
        return Violation(
            id=f"r{number}",
            clause=clause.id,
            decided_on=day,
            cases=self._cases(clause),
            decision_no=self.draw.choice((None, None, "A", "B")),
            occurred_on=day - timedelta(days=self.draw.randint(0, 40)),
            notified_on=day + timedelta(days=self.draw.randint(0, 40)),
            points=self._points(clause),
            months=self._months(),
            determined_by="示例",
            note="示例",
            responsibility=tuple(self.draw.sample(list(Responsibility), self.draw.randint(1, 2))),
            reason="示例",
        )

    def _cases(self, clause: Clause) -> int:
        if clause.per in (Per.REVIEW, Per.EVERY) and clause.of is not None:
            return max(0, clause.of + self.draw.randint(-1, 1) + clause.of * self.draw.randint(0, 1))
        return self.draw.choice((0, 1, 1, 1, 2, 3, 4))

    def _points(self, clause: Clause) -> Decimal | None:
        """Return the points that the decision carries; None: the clause, or the degree, fixes them."""
        if clause.points is Unfixed.UNSTATED:
            return Decimal(self.draw.randint(0, 5))
        if not isinstance(clause.points, Range) or self.scheme.degrees is not None:
            return None
        return self._within(clause.points)

    def _within(self, allowed: Range) -> Decimal:
        """Return an end of the range, or a whole number in it."""
        whole = [Decimal(one) for one in range(int(allowed.from_) + 1, int(allowed.to) + 1)]
        return self.draw.choice([allowed.from_, allowed.to, *whole])

    def _months(self) -> int:
        """Return a length in months, within one of the ranges that the text leaves to decisions if there are any."""
        sanctions = [
            *(one for clause in self.scheme.clauses for one in clause.sanctions),
            *(one for threshold in self.scheme.thresholds for one in threshold.sanctions),
            *(one.sanction for one in self.scheme.escalations),
        ]
        ranges = [one.months for one in sanctions if isinstance(one.months, Range)]
        return int(self._within(self.draw.choice(ranges))) if ranges else self.draw.randint(1, 6)

    def _repairs(self) -> int:
        return self.draw.choice((0, 0, 1, 2)) if self.scheme.repairs is not None else 0

    def _repair(self, number: int) -> Repair:
        rule = self._any(self.scheme.repairs.rules if self.scheme.repairs is not None else ())
        points = Decimal(self.draw.randint(1, 4)) if rule.points is None else None
        return Repair(id=f"h{number}", rule=rule.id, on=self._day(), points=points, determined_by="示例")

    def _day(self) -> date:
        """Return a day; one in four is the first or last of a period."""
        day = self._between(self.first, self.last)
        period = self._period(day)
        return self.draw.choice((period.start, period.end - _DAY)) if self._often(4) else day

    def _period(self, day: date) -> Period:
        return Period.of(self.scheme.period, day)

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randint(0, max(0, (last - first).days)))

    def _often(self, one_in: int) -> bool:
        return self.draw.randrange(one_in) == 0

    def _any(self, items: Sequence[T]) -> T:
        return self.draw.choice(items)
