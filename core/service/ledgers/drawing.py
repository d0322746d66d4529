"""Drawing by lot, from a seed: days, entries of a list, and whether something is so."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from core.regulation.law import Law

T = TypeVar("T")

DAY = timedelta(days=1)
SAID = "示例"
"""What made-up records say where the law wants a body, a note or a reason."""
_FIRST_YEAR = 2020
"""Where made-up records begin if the text does not say since when it is in force."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Lots drawn from a seed, always the same."""

    lots: random.Random

    @classmethod
    def of(cls, *seed: object) -> "Draw":
        """Return the lots of a seed."""
        return cls(random.Random("/".join(map(str, seed))))  # noqa: S311 - nothing here is secret

    def often(self, one_in: int) -> bool:
        """Return yes once in so many times."""
        return self.lots.randrange(one_in) == 0

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return self.lots.randint(least, most)

    def any(self, items: Sequence[T]) -> T:
        """Return one of ``items``, of which there is at least one."""
        return self.lots.choice(items)

    def some(self, items: Sequence[T], most: int) -> tuple[T, ...]:
        """Return at most so many of ``items``, each at most once, in any order."""
        return tuple(self.lots.sample(items, self.number(0, min(most, len(items)))))

    def between(self, first: date, last: date) -> date:
        """Return a day, both ends included; the first if the last is before it."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))

    def cents(self, least: int, most: int) -> Decimal:
        """Return a number of two places between two whole ones."""
        return Decimal(self.number(least * 100, most * 100)) / 100

    def near(self, bound: Decimal, step: Decimal) -> Decimal:
        """Return a number of zero or more at a bound, or a step or two beside it."""
        return max(Decimal(0), bound + step * self.any((-2, -1, 0, 0, 1, 2)))


def first_day(law: Law) -> date:
    """Return the day on which made-up records begin: the first of the year in which the text is in force."""
    start = law.regulation.in_force.from_
    return date(start.year if start is not None else _FIRST_YEAR, 1, 1)


def last_day(law: Law, years: int) -> date:
    """Return the last day of made-up records that go over so many years."""
    return date(first_day(law).year + years, 1, 1) - DAY
