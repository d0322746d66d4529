"""The settlement scheme of a regulation (预付结算): a year's budget, its instalments, and who bears an overspend."""

from dataclasses import dataclass
from decimal import Decimal

import strawberry

from core.regulation.schemes import settlement as law_of_settlement
from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import PeriodKind
from schema.vocabulary_of_settlement import BandEdge, BandsApplyTo, BudgetParty, OverspendTest


@strawberry.type(description="The corridor for the growth of a budget over the year before; both ends are allowed.")
class GrowthCorridor:
    """Stands for ``core.regulation.schemes.settlement.Growth``."""

    citation: Citation = field("Where the text sets it.", "cite")
    from_: Decimal = field("Least growth, in per cent.", name="from")
    to: Decimal = field("Greatest growth, in per cent.")


@strawberry.type(description="The part of the budget that is paid in advance, in equal amounts (按月拨付).")
class InstalmentRule:
    """Stands for ``core.regulation.schemes.settlement.Instalments``."""

    citation: Citation = field("Where the text sets it.", "cite")
    percent: Decimal = field("Per cent of the budget that is paid.")
    every: PeriodKind = field("The interval of which each has one instalment.")


@dataclass(frozen=True, slots=True)
class ReleaseOf:
    """What a grade pays out of the reserve."""

    grade: str
    percent: Decimal


@strawberry.type(description="What a grade of the year's assessment pays out of the reserve.")
class ReserveRelease:
    """Stands for ``ReleaseOf``."""

    grade: str = field("The grade, for `simulateSettlement(grade:)`.")
    percent: Decimal = field("Per cent of the reserve that is paid out.")


def _releases(reserve: law_of_settlement.Reserve) -> list[ReleaseOf]:
    return [ReleaseOf(grade, percent) for grade, percent in reserve.release.items()]


@strawberry.type(description="The part of the budget that is kept until the year is assessed (考核预留金).")
class ReserveRule:
    """Stands for ``core.regulation.schemes.settlement.Reserve``."""

    citation: Citation = field("Where the text sets it.", "cite")
    percent: Decimal = field("Per cent of the budget that is kept.")
    release: list[ReserveRelease] = field(
        "What each grade of the year's assessment pays out; empty: the text does not say.", _releases
    )


@strawberry.type(description="What becomes of a budget that was not used up (结余).")
class SurplusRule:
    """Stands for ``core.regulation.schemes.settlement.Surplus``."""

    citation: Citation = field("Where the text says so.", "cite")
    kept_by: BudgetParty = field("Who keeps it.")


@strawberry.type(description="A condition without which no part of an overspend is shared.")
class SharingCondition:
    """Stands for ``core.regulation.schemes.settlement.SharingCondition``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The condition in short.")
    test: OverspendTest = field("What must hold.")


@strawberry.type(
    description="How a part of an overspend is divided (分担); it ends where the next begins, the last never."
)
class SharingBand:
    """Stands for ``core.regulation.schemes.settlement.SharingBand``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The band in short.")
    over: Decimal = field("Where it begins: an overspend of more than so many per cent of the budget.")
    fund: Decimal = field("Share that the fund bears, in per cent.")
    institution: Decimal = field("Share that the institution bears, in per cent.")


@strawberry.type(description="Who bears an overspend (风险分担).")
class OverspendSharing:
    """Stands for ``core.regulation.schemes.settlement.Sharing``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    bands_apply_to: BandsApplyTo = field("What the shares of a band divide.")
    edge: BandEdge = field("Which band an overspend of exactly a bound falls into.")
    conditions: list[SharingCondition] = field("What must hold, all of it; otherwise the institution bears everything.")
    bands: list[SharingBand] = field("The bands, lowest first, the first from nothing.")


@strawberry.type(description="A year's prepaid budget and who bears an overspend (预付结算).")
class SettlementScheme:
    """Stands for ``core.regulation.schemes.settlement.SettlementScheme``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    period: PeriodKind = field("The interval that a budget is for.")
    growth: GrowthCorridor | None = field("The corridor for the budget's growth; none: the text sets none.")
    instalments: InstalmentRule = field("What is paid in advance.")
    reserve: ReserveRule = field("What is kept until the assessment.")
    surplus: SurplusRule | None = field("What becomes of a surplus; none: the text does not say.")
    sharing: OverspendSharing | None = field("Who bears an overspend; none: the text does not say.")
