"""Scores and findings of one subject under a regulation with a scorecard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.checking.scorecard import ScorecardTrial
from core.assessment.periods import Period
from core.assessment.scorecard.sums import countable
from core.assessment.scorecard.terms import Score, ScorecardFacts, VetoFound
from core.regulation.law import Law
from core.regulation.schemes.scorecard import ScorecardScheme
from core.regulation.vocabulary import PeriodKind
from core.service.ledgers.drawing import DAY, Draw, first_day, last_day

_YEARS = 2
_FULL = Decimal(100)
"""The greatest score where the text gives none."""


def scorecard_trial(law: Law, draw: Draw) -> ScorecardTrial:
    """Return scores under ``law``, which has a scorecard, and a day of the period that most of them are of."""
    scheme = law.regulation.scorecard
    if scheme is None:
        raise ValueError(f"{law.id} has no scorecard")
    return _Card(law, scheme, draw).trial()


@dataclass(frozen=True, slots=True)
class _Card:
    """What a card is made up from."""

    law: Law
    scheme: ScorecardScheme
    draw: Draw

    def trial(self) -> ScorecardTrial:
        as_of = self.draw.between(first_day(self.law), last_day(self.law, _YEARS))
        period = Period.of(self.scheme.period or PeriodKind.YEAR, as_of)
        other = Period.of(period.kind, period.start - DAY)
        facts = ScorecardFacts(
            scores=(*self._scores(period, as_of), *(self._scores(other, as_of) if self.draw.often(3) else ())),
            vetoes=self._vetoes(period, as_of),
            standard=self.draw.any((None, *(one.id for one in self.scheme.standards))),
        )
        return ScorecardTrial(law=self.law, facts=facts, as_of=as_of)

    def _scores(self, period: Period, as_of: date) -> Iterator[Score]:
        """Yield a score of everything that counts; one card in nine lacks some, some scores are taken anew."""
        gappy, base = self.draw.often(9), self._value()
        for name in sorted(countable(self.scheme)):
            if gappy and self.draw.often(3):
                continue
            value = base if self.draw.often(2) else self._value()
            for on in sorted({self.draw.between(period.start, as_of) for _ in range(self.draw.any((1, 1, 2)))}):
                yield Score(indicator=name, value=value, period=period, recorded_on=on)
                value = self._value()

    def _value(self) -> Decimal:
        """Return a score, often at the bound of a grade."""
        full = self.scheme.full or _FULL
        grades = self.scheme.scale.grades if self.scheme.scale is not None else ()
        bounds = [one.at_least for one in grades if one.at_least is not None]
        at_bound = self.draw.near(self.draw.any(bounds), Decimal("0.5")) if bounds else full
        return min(full, at_bound if self.draw.often(2) else self.draw.cents(0, int(full)))

    def _vetoes(self, period: Period, as_of: date) -> tuple[VetoFound, ...]:
        found = self.draw.some(self.scheme.vetoes, 1)
        return tuple(VetoFound(veto=one.id, period=period, on=self.draw.between(period.start, as_of)) for one in found)
