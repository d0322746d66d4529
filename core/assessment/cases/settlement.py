"""Worked examples of the settlement scheme; amounts are in yuan."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.outcome import Outcome
from core.assessment.periods import Period
from core.assessment.settlement.assess import assess_settlement
from core.assessment.settlement.terms import GrowthVerdict, OverspendFinding, SettlementFacts
from core.regulation.base import Model, Number
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.schemes.settlement import BudgetParty, OverspendTest
from core.regulation.vocabulary import PeriodKind

Amount = Annotated[Number, Field(decimal_places=2)]
"""An amount in yuan, to the fen."""
Tests = tuple[Annotated[OverspendTest, Field(strict=False)], ...]


class ExpectedGrowth(Model):
    """The growth of the budget as an example expects it."""

    verdict: Annotated[GrowthVerdict, Field(strict=False)]
    """Where it lies."""
    percent: Number | None = None
    """Growth in percent, to two places."""


class ExpectedBand(Model):
    """A part of an overspend as an example expects it."""

    band: str
    """Id of the sharing band."""
    amount: Number
    """The part."""
    fund: Number
    """What the fund bears of it."""
    institution: Number
    """What the institution bears of it."""
    cite: Cite | None = None
    """Where the text says so."""


class ExpectedRoom(Model):
    """What may still be spent, as an example expects it."""

    amount: Amount
    """Yuan before the band begins."""
    band: str
    """Id of the sharing band."""


class ExpectedSettlement(Expected):
    """What an example of the settlement scheme states of the outcome."""

    final: bool | None = None
    """Whether the year had ended."""
    growth: ExpectedGrowth | None = None
    """The growth of the budget."""
    instalment_count: int | None = None
    """How many instalments there are."""
    regular_instalment: Amount | None = None
    """The first instalment."""
    last_instalment: Amount | None = None
    """The last instalment."""
    paid: Amount | None = None
    """Sum of the instalments."""
    reserve: Amount | None = None
    """What is kept."""
    reserve_released: Amount | None = None
    """What is paid out of it."""
    surplus: Amount | None = None
    """What was not used up."""
    surplus_kept_by: Annotated[BudgetParty, Field(strict=False)] | None = None
    """Who keeps it."""
    overspend: Amount | None = None
    """What was spent beyond the budget."""
    overspend_percent: Number | None = None
    """The same in percent of the budget."""
    shared: bool | None = None
    """Whether it is shared."""
    fund_share: Amount | None = None
    """What the fund bears."""
    institution_share: Amount | None = None
    """What the institution bears."""
    bands: tuple[ExpectedBand, ...] | None = None
    """The parts, all of them."""
    headroom: ExpectedRoom | None = None
    """What may still be spent."""
    arithmetic: str | None = None
    """The line of the fund's share."""
    budget_arithmetic: str | None = None
    """The line of instalments and reserve."""


class SettlementCase(BaseCase):
    """One worked example of the settlement scheme."""

    scheme: Literal["SETTLEMENT"]
    """The scheme asked."""
    period: str | None = None
    """The budget year; none: that of ``as_of``."""
    budget: Amount
    """The budget of the year."""
    previous: Amount | None = None
    """What the year before cost."""
    actual: Amount | None = None
    """What the year cost; none: not known yet."""
    holds: Tests = ()
    """Questions about the overspend answered with yes."""
    fails: Tests = ()
    """Questions about the overspend answered with no."""
    grade: str | None = None
    """The grade of the year's assessment."""
    expect: ExpectedSettlement
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedSettlement:
        """What the law makes of it."""
        return self.expect

    @property
    def facts(self) -> SettlementFacts:
        """The facts given."""
        findings = [OverspendFinding(test=one, holds=True) for one in self.holds]
        findings += [OverspendFinding(test=one, holds=False) for one in self.fails]
        return SettlementFacts(
            budget=self.budget,
            previous=self.previous,
            actual=self.actual,
            findings=tuple(findings),
            grade=self.grade,
        )

    def answer(self, law: Law) -> Outcome:
        """Return what ``law`` makes of it."""
        return assess_settlement(law, self.facts, self._year(self.as_of), self.as_of)

    def _year(self, day: date) -> Period:
        return Period.of(PeriodKind.YEAR, day) if self.period is None else Period.parse(self.period)
