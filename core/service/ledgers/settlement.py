"""Budgets and what their years cost, under a regulation with a prepaid budget."""

from dataclasses import dataclass
from decimal import Decimal

from core.assessment.checking.settlement import SettlementTrial
from core.assessment.money import FEN, to_fen
from core.assessment.settlement.terms import OverspendFinding, SettlementFacts
from core.regulation.law import Law
from core.regulation.schemes.settlement import SettlementScheme
from core.service.ledgers.drawing import Draw, first_day, last_day

_YEARS = 2
_HUNDRED = Decimal(100)


def settlement_trial(law: Law, draw: Draw) -> SettlementTrial:
    """Return a budget under ``law``, which has prepaid budgets, and a day in its year or after."""
    scheme = law.regulation.settlement
    if scheme is None:
        raise ValueError(f"{law.id} has no prepaid budget")
    day = draw.between(first_day(law), last_day(law, _YEARS))
    return SettlementTrial(law=law, facts=_Year(scheme, draw).facts(), as_of=day)


@dataclass(frozen=True, slots=True)
class _Year:
    """What a budget year is made up from."""

    scheme: SettlementScheme
    draw: Draw

    def facts(self) -> SettlementFacts:
        draw = self.draw
        budget = draw.any((draw.cents(0, 9_000_000), Decimal(draw.number(0, 90)) * 10_000))
        sharing, grades = self.scheme.sharing, tuple(self.scheme.reserve.release)
        conditions = sharing.conditions if sharing is not None else ()
        return SettlementFacts(
            budget=None if draw.often(20) else budget,
            previous=None if draw.often(3) else draw.near(budget, to_fen(budget / 20)),
            actual=None if draw.often(9) else self._actual(budget),
            findings=tuple(
                OverspendFinding(test=one.test, holds=not draw.often(6)) for one in conditions if not draw.often(12)
            ),
            grade=draw.any((None, None, *grades)),
        )

    def _actual(self, budget: Decimal) -> Decimal:
        """Return what the year cost: at the edge of a sharing band or a fen beside it, or anywhere."""
        bands = self.scheme.sharing.bands if self.scheme.sharing is not None else ()
        edges = [Decimal(0), *(one.over for one in bands)]
        if self.draw.often(2):
            return self.draw.near(to_fen(budget + budget * self.draw.any(edges) / _HUNDRED), FEN)
        return to_fen(budget * self.draw.cents(80, 130) / _HUNDRED)
