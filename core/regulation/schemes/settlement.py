"""The ``settlement`` scheme: a year's prepaid budget and who bears an overspend (预付结算)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.regulation.base import Model, Named, Number
from core.regulation.citation import Cite
from core.regulation.vocabulary import PeriodKind
from core.text import Text

Share = Annotated[Number, Field(le=100)]
"""A share in percent, 0 to 100, as the law writes it."""


class BudgetParty(StrEnum):
    """Who keeps a surplus or bears an overspend."""

    FUND = "FUND"
    """The insurance fund (统筹基金)."""
    INSTITUTION = "INSTITUTION"
    """The institution that was prepaid."""


class OverspendTest(StrEnum):
    """A question about an overspend on which its sharing can depend; each is answered yes, no or not at all."""

    VOLUME_OVER_PLAN = "VOLUME_OVER_PLAN"
    """Whether it comes from more service than the plan of the year."""
    VISITS_PER_PERSON_IN_CONTROL = "VISITS_PER_PERSON_IN_CONTROL"
    """Whether visits per person kept to their target."""
    COST_PER_VISIT_IN_CONTROL = "COST_PER_VISIT_IN_CONTROL"
    """Whether the cost per visit kept to its target."""


class BandsApplyTo(StrEnum):
    """What a sharing band divides."""

    PART = "PART"
    """The part of the overspend that lies within the band."""
    WHOLE = "WHOLE"
    """The whole overspend, by the band that its total falls into."""


class BandEdge(StrEnum):
    """Which band an overspend of exactly a bound falls into."""

    LOWER = "LOWER"
    """The one that ends there (以内)."""
    UPPER = "UPPER"
    """The one that begins there."""


class Growth(Model):
    """The corridor for the growth of a budget over the year before, in percent; both ends are allowed."""

    cite: Cite
    """Where the text sets it."""
    from_: Number = Field(alias="from")
    """Least growth."""
    to: Number
    """Greatest growth."""


class Instalments(Model):
    """The part of the budget that is paid in advance, in equal amounts (按月拨付)."""

    cite: Cite
    """Where the text sets it."""
    percent: Share
    """Share of the budget that is paid."""
    every: Annotated[PeriodKind, Field(strict=False)]
    """The interval of which each has one instalment."""


class Reserve(Model):
    """The part of the budget that is kept until the year is assessed (考核预留金)."""

    cite: Cite
    """Where the text sets it."""
    percent: Share
    """Share of the budget that is kept."""
    release: dict[str, Share] = Field(default_factory=dict)
    """Share of the reserve that is paid out by grade of the year's assessment; empty: the text does not say."""


class Surplus(Model):
    """What becomes of a budget that was not used up (结余)."""

    cite: Cite
    """Where the text says so."""
    kept_by: Annotated[BudgetParty, Field(strict=False)]
    """Who keeps it."""


class SharingCondition(Named):
    """A condition without which no part of an overspend is shared."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """The condition in short."""
    test: Annotated[OverspendTest, Field(strict=False)]
    """What must hold."""


class SharingBand(Named):
    """How a part of an overspend is divided (分担); it ends where the next begins, the last never."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """The band in short."""
    over: Number
    """Where it begins: an overspend of more than this many percent of the budget."""
    fund: Share
    """Share that the fund bears, in percent."""
    institution: Share
    """Share that the institution bears, in percent."""


class Sharing(Model):
    """Who bears an overspend (风险分担)."""

    cite: Cite
    """Where the text sets it up."""
    bands_apply_to: Annotated[BandsApplyTo, Field(strict=False)]
    """What a band divides."""
    edge: Annotated[BandEdge, Field(strict=False)]
    """Which band an overspend of exactly a bound falls into."""
    conditions: tuple[SharingCondition, ...] = ()
    """What must hold, all of it; otherwise the institution bears everything."""
    bands: tuple[SharingBand, ...] = Field(min_length=1)
    """The bands, lowest first, the first from nothing."""


class SettlementScheme(Model):
    """A year's prepaid budget and who bears an overspend (预付结算)."""

    cite: Cite
    """Where the text sets it up."""
    period: Annotated[PeriodKind, Field(strict=False)]
    """The interval that a budget is for."""
    instalments: Instalments
    """What is paid in advance."""
    reserve: Reserve
    """What is kept until the assessment."""
    growth: Growth | None = None
    """The corridor for the budget's growth; none: the text sets none."""
    surplus: Surplus | None = None
    """What becomes of a surplus; none: the text does not say."""
    sharing: Sharing | None = None
    """Who bears an overspend; none: the text does not say."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and id of each rule that a worked example should use."""
        if self.sharing is None:
            return ()
        return (
            *(("condition", one.id) for one in self.sharing.conditions),
            *(("band", one.id) for one in self.sharing.bands),
        )
