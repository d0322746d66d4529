"""Ledgers of one doctor under a regulation with points.

Records are complete, so that the law decides every question as far as its text does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.checking.points import PointsTrial
from core.assessment.facts import Examination, PointsFacts, Repair, Violation
from core.assessment.periods import Period
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Clause, Per, PointsScheme
from core.regulation.vocabulary import Responsibility
from core.service.ledgers.drawing import DAY, SAID, Draw, first_day, last_day

_YEARS = 3
_MOST = 8
"""Violations of a ledger at most."""


def points_trial(law: Law, draw: Draw) -> PointsTrial:
    """Return a ledger under ``law``, which has a points scheme, and a day on or after its last decision."""
    scheme = law.regulation.points
    if scheme is None:
        raise ValueError(f"{law.id} has no points scheme")
    return _Ledger(law, scheme, draw).trial()


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What a ledger is made up from."""

    law: Law
    scheme: PointsScheme
    draw: Draw

    def trial(self) -> PointsTrial:
        draw = self.draw
        clauses = [one for one in self.scheme.clauses if one.points is not Unfixed.RULE or self.law.rules is not None]
        count = draw.number(0, _MOST) if clauses else 0
        close = self._period(self._day())
        violations = tuple(self._violation(draw.any(clauses), number, close) for number in range(count))
        facts = PointsFacts(
            violations=violations,
            examinations=tuple(Examination(on=self._day(), passed=draw.often(2)) for _ in range(draw.number(0, 2))),
            readmitted_on=self._rarely_a_day(),
            lifted_on=self._rarely_a_day(),
            repairs=tuple(self._repair(number) for number in range(self._repairs())),
        )
        latest = max((one.decided_on for one in violations), default=first_day(self.law))
        last = last_day(self.law, _YEARS)
        return PointsTrial(law=self.law, facts=facts, as_of=draw.any((latest, draw.between(latest, last))))

    def _violation(self, clause: Clause, number: int, close: Period) -> Violation:
        draw = self.draw
        day = draw.between(close.start, close.end - DAY) if draw.often(2) else self._day()
        return Violation(
            id=f"r{number}",
            clause=clause.id,
            decided_on=day,
            cases=self._cases(clause),
            decision_no=draw.any((None, None, "A", "B")),
            occurred_on=day - timedelta(days=draw.number(0, 40)),
            notified_on=day + timedelta(days=draw.number(0, 40)),
            points=self._points(clause),
            months=self._months(),
            determined_by=SAID,
            note=SAID,
            responsibility=tuple(draw.lots.sample(list(Responsibility), draw.number(1, 2))),
            reason=SAID,
        )

    def _cases(self, clause: Clause) -> int:
        if clause.per in (Per.REVIEW, Per.EVERY) and clause.of is not None:
            return max(0, clause.of + self.draw.number(-1, 1) + clause.of * self.draw.number(0, 1))
        return self.draw.any((0, 1, 1, 1, 2, 3, 4))

    def _points(self, clause: Clause) -> Decimal | None:
        """Return the points that the decision carries; None: the clause, or the degree, fixes them."""
        if clause.points is Unfixed.UNSTATED:
            return Decimal(self.draw.number(0, 5))
        if not isinstance(clause.points, Range) or self.scheme.degrees is not None:
            return None
        return self._within(clause.points)

    def _within(self, allowed: Range) -> Decimal:
        """Return an end of the range, or a whole number in it."""
        whole = [Decimal(one) for one in range(int(allowed.from_) + 1, int(allowed.to) + 1)]
        return self.draw.any([allowed.from_, allowed.to, *whole])

    def _months(self) -> int:
        """Return a length in months, within one of the ranges that the text leaves to decisions if there are any."""
        sanctions = [
            *(one for clause in self.scheme.clauses for one in clause.sanctions),
            *(one for threshold in self.scheme.thresholds for one in threshold.sanctions),
            *(one.sanction for one in self.scheme.escalations),
        ]
        ranges: Sequence[Range] = [one.months for one in sanctions if isinstance(one.months, Range)]
        return int(self._within(self.draw.any(ranges))) if ranges else self.draw.number(1, 6)

    def _repairs(self) -> int:
        return self.draw.any((0, 0, 1, 2)) if self.scheme.repairs is not None else 0

    def _repair(self, number: int) -> Repair:
        rule = self.draw.any(self.scheme.repairs.rules if self.scheme.repairs is not None else ())
        points = Decimal(self.draw.number(1, 4)) if rule.points is None else None
        return Repair(id=f"h{number}", rule=rule.id, on=self._day(), points=points, determined_by=SAID)

    def _rarely_a_day(self) -> tuple[date, ...]:
        return (self._day(),) if self.draw.often(4) else ()

    def _day(self) -> date:
        """Return a day; one in four is the first or last of a period."""
        day = self.draw.between(first_day(self.law), last_day(self.law, _YEARS))
        period = self._period(day)
        return self.draw.any((period.start, period.end - DAY)) if self.draw.often(4) else day

    def _period(self, day: date) -> Period:
        return Period.of(self.scheme.period, day)
