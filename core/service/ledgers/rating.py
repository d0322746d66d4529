"""Grades, circumstances and figures of one subject under a regulation with a rating."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.checking.rating import RatingTrial
from core.assessment.periods import Period
from core.assessment.rating.terms import (
    Checked,
    CircumstanceNoted,
    DutyPerformed,
    GradeGiven,
    Measurement,
    Ranked,
    RatingFacts,
    StateReached,
)
from core.regulation.law import Law
from core.regulation.schemes.rating import Consequence, RatingScheme
from core.regulation.vocabulary import PeriodKind
from core.service.ledgers.drawing import DAY, SAID, Draw, first_day, last_day

_YEARS = 2
_PERIODS = 3
"""Periods before the one asked about that can have a grade."""
_MOST = 3
"""Records of each kind at most."""


def rating_trial(law: Law, draw: Draw) -> RatingTrial:
    """Return records under ``law``, which has a rating, and a day on or after the last of them."""
    scheme = law.regulation.rating
    if scheme is None:
        raise ValueError(f"{law.id} has no rating")
    as_of = draw.between(first_day(law), last_day(law, _YEARS))
    return RatingTrial(law=law, facts=_Records(scheme, draw, as_of).facts(), as_of=as_of)


@dataclass(frozen=True, slots=True)
class _Records:
    """What records are made up from; none is later than ``as_of``."""

    scheme: RatingScheme
    draw: Draw
    as_of: date

    @property
    def period(self) -> Period:
        return Period.of(self.scheme.period or PeriodKind.QUARTER, self.as_of)

    def facts(self) -> RatingFacts:
        draw, scheme = self.draw, self.scheme
        return RatingFacts(
            subject=draw.any(scheme.subjects),
            grades=tuple(self._grades()) if scheme.grades else (),
            circumstances=tuple(self._circumstances()) if scheme.circumstances else (),
            performed=tuple(self._performed()) if scheme.duties else (),
            ranked=tuple(self._ranked()) if scheme.rankings else (),
            measurements=tuple(self._measurements()) if scheme.indicators else (),
            checked=tuple(self._checked()) if scheme.checks else (),
        )

    def _periods(self) -> list[Period]:
        """Return the period asked about and those before it, the latest first."""
        found = [self.period]
        for _ in range(_PERIODS):
            found.append(Period.of(self.period.kind, found[-1].start - DAY))
        return found

    def _grades(self) -> Iterator[GradeGiven]:
        """Yield grades of the periods in a row; the same again more often than not, since repetition counts."""
        grade = self.draw.any(self.scheme.grades)
        for number, period in enumerate(self._periods()):
            if self.draw.often(6):
                continue
            drawn = self._drawn(grade.consequences)
            yield GradeGiven(
                id=f"g{number}",
                on=self.draw.between(period.start, min(period.end - DAY, self.as_of)),
                period=period,
                grade=grade.id,
                score=None if self.draw.often(9) else self.draw.cents(0, 100),
                forms=drawn.forms,
                determined_by=drawn.said,
                note=drawn.said,
                reached=drawn.reached,
            )
            grade = grade if self.draw.often(2) else self.draw.any(self.scheme.grades)

    def _circumstances(self) -> Iterator[CircumstanceNoted]:
        for number in range(self.draw.number(0, _MOST)):
            one = self.draw.any(self.scheme.circumstances)
            drawn, on = self._drawn(one.consequences), self._day()
            yield CircumstanceNoted(
                id=f"c{number}",
                on=on,
                circumstance=one.id,
                forms=drawn.forms,
                determined_by=drawn.said,
                note=drawn.said,
                rectify_by=on + timedelta(days=self.draw.number(0, 60)) if self.draw.often(3) else None,
                rectified_on=on + timedelta(days=self.draw.number(0, 60)) if self.draw.often(3) else None,
                reached=drawn.reached,
            )

    def _drawn(self, consequences: Sequence[Consequence]) -> "_Drawn":
        forms = [form.id for one in consequences for form in one.forms]
        started = {one.procedure for one in consequences}
        states = [state.id for one in self.scheme.procedures if one.id in started for state in one.states]
        said = None if self.draw.often(9) else SAID
        return _Drawn(self.draw.some(forms, 2), said, tuple(self._reached(states)))

    def _reached(self, states: Iterable[str]) -> Iterator[StateReached]:
        """Yield states in the order of the text, some left out, none before the one before it."""
        day = self._day()
        for state in states:
            if self.draw.often(2):
                yield StateReached(state=state, on=day)
                day = self.draw.between(day, self.as_of)

    def _performed(self) -> Iterator[DutyPerformed]:
        for _ in range(self.draw.number(0, 2 * _MOST)):
            of = self._day()
            yield DutyPerformed(
                duty=self.draw.any(self.scheme.duties).id,
                of=of,
                on=self.draw.between(of, self.as_of),
                times=self.draw.number(1, 2),
            )

    def _ranked(self) -> Iterator[Ranked]:
        for number in range(self.draw.number(0, _MOST)):
            ranking = self.draw.any(self.scheme.rankings)
            rank = max(1, ranking.top + self.draw.number(-1, 1))
            yield Ranked(ranking=ranking.id, item=f"i{number}", rank=rank)

    def _measurements(self) -> Iterator[Measurement]:
        for _ in range(self.draw.number(0, _MOST)):
            target = self.draw.cents(1, 100)
            yield Measurement(
                indicator=self.draw.any(self.scheme.indicators).id,
                period=self.draw.any(self._periods()[:2]),
                value=self.draw.near(target, Decimal(1)),
                target=None if self.draw.often(9) else target,
            )

    def _checked(self) -> Iterator[Checked]:
        for _ in range(self.draw.number(0, _MOST)):
            checked = self.draw.number(0, 40)
            counted = not self.draw.often(4)
            yield Checked(
                check=self.draw.any(self.scheme.checks).id,
                period=self.draw.any(self._periods()[:2]),
                checked=checked,
                passed=self.draw.number(0, checked) if counted else None,
                rate=None if counted else self.draw.cents(0, 100),
            )

    def _day(self) -> date:
        """Return a day of the period asked about or the one before it."""
        return self.draw.between(self._periods()[1].start, self.as_of)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a record carries of what its rule leads to."""

    forms: tuple[str, ...]
    said: str | None
    reached: tuple[StateReached, ...]
