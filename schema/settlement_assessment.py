"""The answer of the settlement scheme: instalments, reserve, surplus or overspend, and who bears what."""

from dataclasses import dataclass
from decimal import Decimal

import strawberry

from core.assessment.settlement.terms import SettlementOutcome
from schema.assessment import Assessment
from schema.fields import field
from schema.points_terms import Period
from schema.text import Citation, Text
from schema.vocabulary_of_settlement import BudgetParty, GrowthVerdict


@dataclass(frozen=True, slots=True)
class SettlementAssessed:
    """An outcome of the settlement scheme."""

    outcome: SettlementOutcome


@strawberry.type(description="A budget's growth over the year before.")
class BudgetGrowth:
    """Stands for ``core.assessment.settlement.terms.GrowthFound``."""

    percent: Decimal | None = field(
        "Growth in per cent, to two places for reading; none: the year before cost nothing."
    )
    verdict: GrowthVerdict = field("Where it lies in the corridor, before any rounding.")
    citation: Citation = field("The place in the law.")


@strawberry.type(description="What is paid in advance for one interval.")
class Instalment:
    """Stands for ``core.assessment.settlement.terms.Instalment``."""

    period: Period = field("The interval.")
    amount: Decimal = field("Yuan.")


@strawberry.type(description="How a part of an overspend is divided.")
class BandShare:
    """Stands for ``core.assessment.settlement.terms.BandShare``."""

    band: str = field("Code of the sharing band.")
    label: Text = field("The band in short.")
    citation: Citation = field("The place in the law.")
    amount: Decimal = field("The part of the overspend; it may have more than two places.")
    fund_percent: Decimal = field("What the fund bears of it, in per cent.")
    fund: Decimal = field("What the fund bears of it, before rounding to the fen.")
    institution: Decimal = field("What the institution bears of it, before rounding to the fen.")


@strawberry.type(description="How much may still be spent before a sharing band begins.")
class SettlementHeadroom:
    """Stands for ``core.assessment.settlement.terms.SettlementHeadroom``."""

    amount: Decimal = field("Yuan, rounded down to the fen.")
    band: str = field("Code of the sharing band.")
    fund_percent: Decimal = field("What the fund bears of an overspend there, in per cent.")
    label: Text = field("The band in short.")
    citation: Citation = field("The place in the law.")


@strawberry.type(
    description="A prepaid budget of one institution and year, and who bears what (预付结算). Money is in yuan."
)
class SettlementAssessment(Assessment):
    """Stands for ``SettlementAssessed``."""

    period: Period = field("The budget year.", "outcome.period")
    final: bool = field(
        "Whether the year had ended on `asOf`; before that an overspend is what it would be as things stand.",
        "outcome.final",
    )
    budget: Decimal | None = field(
        "The budget; none: not known, or the regulation has no settlement scheme.", "outcome.budget"
    )
    growth: BudgetGrowth | None = field("Its growth; none: not asked, or no corridor is set.", "outcome.growth")
    instalments: list[Instalment] = field(
        "What is paid in advance, in order; the last ones absorb what rounding left.", "outcome.instalments"
    )
    paid: Decimal | None = field("Sum of the instalments.", "outcome.paid")
    reserve: Decimal | None = field(
        "What is kept until the assessment; with the instalments it makes the budget.", "outcome.reserve"
    )
    reserve_released: Decimal | None = field(
        "What is paid out of the reserve; none: not assessed yet, or not decidable.", "outcome.reserve_released"
    )
    surplus: Decimal | None = field("What was not used up; none: what the year cost is not known.", "outcome.surplus")
    surplus_kept_by: BudgetParty | None = field(
        "Who keeps the surplus; none: there is none, or not decidable.", "outcome.surplus_kept_by"
    )
    overspend: Decimal | None = field(
        "What was spent beyond the budget; none: what the year cost is not known.", "outcome.overspend"
    )
    overspend_percent: Decimal | None = field(
        "The overspend in per cent of the budget, to two places for reading; none: not known, or no budget.",
        "outcome.overspend_percent",
    )
    shared: bool | None = field(
        "Whether the overspend is shared; none: there is none, or not decidable.", "outcome.shared"
    )
    fund_share: Decimal | None = field("What the fund bears of it; none: not decidable.", "outcome.fund_share")
    institution_share: Decimal | None = field(
        "What the institution bears of it; with the fund's share it makes the overspend. None: not decidable.",
        "outcome.institution_share",
    )
    bands: list[BandShare] = field("The parts of a shared overspend.", "outcome.bands")
    headroom: SettlementHeadroom | None = field(
        "How much may still be spent; none: the last band has begun, or not decidable.", "outcome.headroom"
    )
    arithmetic: str | None = field(
        "The fund's share in one line, such as 70%×500000.00[2] = 350000.00; none: no overspend, or not decidable.",
        "outcome.arithmetic",
    )
    budget_arithmetic: str | None = field(
        "Instalments and reserve in one line, which add up to the budget.", "outcome.budget_arithmetic"
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, SettlementAssessed)
