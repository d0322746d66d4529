"""What the settlement engine is given and what it answers; amounts are in yuan, to the fen."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.assessment.outcome import Outcome
from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.settlement import BudgetParty, OverspendTest
from core.regulation.vocabulary import Scheme
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OverspendFinding:
    """What was found about an overspend. What is not found is not known, never assumed."""

    test: OverspendTest
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFacts:
    """All that the settlement scheme may look at for one institution and one budget year; amounts are not negative."""

    budget: Decimal | None
    """The budget of the year, as adjusted; None: not known."""
    previous: Decimal | None = None
    """What the year before cost, for the corridor of growth; None: not asked."""
    actual: Decimal | None = None
    """What the year cost; None: not known yet."""
    findings: tuple[OverspendFinding, ...] = ()
    """What was found about an overspend."""
    grade: str | None = None
    """The grade of the year's assessment, as the operator calls it; None: not assessed yet."""


class GrowthVerdict(StrEnum):
    """Where a budget's growth lies."""

    BELOW = "BELOW"
    """Below the corridor."""
    WITHIN = "WITHIN"
    """Within it; both ends count."""
    ABOVE = "ABOVE"
    """Above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthFound:
    """A budget's growth over the year before."""

    percent: Decimal | None
    """Growth in percent, rounded to two places for reading; None: the year before cost nothing."""
    verdict: GrowthVerdict
    """Where the growth lies, before any rounding."""
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """What is paid in advance for one interval."""

    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BandShare:
    """How a part of an overspend is divided; the two shares add up to the part, before rounding to the fen."""

    band: str
    """Id of the sharing band; None of the bands applies where the overspend is not shared."""
    label: Text
    citation: Citation
    amount: Decimal
    """The part of the overspend; it may have more than two places."""
    fund_percent: Decimal
    fund: Decimal
    """What the fund bears of it; it may have more than two places."""
    institution: Decimal
    """What the institution bears of it; it may have more than two places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementHeadroom:
    """How much may still be spent before a sharing band begins."""

    amount: Decimal
    """Yuan, rounded down to the fen."""
    band: str
    """Id of the sharing band."""
    fund_percent: Decimal
    """What the fund bears of an overspend there."""
    label: Text
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementOutcome(Outcome):
    """The answer of the settlement scheme for one institution and one budget year."""

    scheme: Scheme = Scheme.SETTLEMENT
    period: Period
    """The budget year."""
    final: bool = False
    """Whether the year had ended on ``as_of``; before that an overspend is what it would be as things stand."""
    budget: Decimal | None = None
    """None: the regulation has no settlement scheme, or the budget is not known."""
    growth: GrowthFound | None = None
    """None: not asked, or no corridor is set."""
    instalments: tuple[Instalment, ...] = ()
    """What is paid in advance, in order; the last ones absorb what rounding left."""
    paid: Decimal | None = None
    """Sum of the instalments."""
    reserve: Decimal | None = None
    """What is kept until the assessment; with the instalments it makes the budget."""
    reserve_released: Decimal | None = None
    """What is paid out of the reserve; None: not assessed yet, or not decidable."""
    surplus: Decimal | None = None
    """What was not used up; None: what the year cost is not known."""
    surplus_kept_by: BudgetParty | None = None
    """Who keeps the surplus; None: there is none, or not decidable."""
    overspend: Decimal | None = None
    """What was spent beyond the budget; None: what the year cost is not known."""
    overspend_percent: Decimal | None = None
    """The overspend in percent of the budget, rounded to two places for reading; None: not known, or no budget."""
    shared: bool | None = None
    """Whether the overspend is shared; None: there is none, or not decidable."""
    fund_share: Decimal | None = None
    """What the fund bears of the overspend; None: not decidable."""
    institution_share: Decimal | None = None
    """What the institution bears of the overspend; with the fund's share it makes the overspend."""
    bands: tuple[BandShare, ...] = ()
    """The parts of a shared overspend."""
    headroom: SettlementHeadroom | None = None
    arithmetic: str | None = None
    """The fund's share of the overspend in one line; None: there is no overspend, or not decidable."""
    budget_arithmetic: str | None = None
    """Instalments and reserve in one line, which add up to the budget."""
    rules_used: frozenset[str] = frozenset()
    """Ids of the conditions and bands that decided."""

    @property
    def regular_instalment(self) -> Decimal | None:
        """The amount of the first instalment; None: there are none."""
        return self.instalments[0].amount if self.instalments else None

    @property
    def last_instalment(self) -> Decimal | None:
        """The amount of the last instalment; None: there are none."""
        return self.instalments[-1].amount if self.instalments else None

    @property
    def instalment_count(self) -> int:
        """How many instalments there are."""
        return len(self.instalments)
