"""The enumerations of settlement, each value described."""

from core.assessment.settlement.terms import GrowthVerdict
from core.regulation.schemes.settlement import BandEdge, BandsApplyTo, BudgetParty, OverspendTest
from schema.vocabulary import described

described(
    BudgetParty,
    "Who keeps a surplus.",
    {"FUND": "The insurance fund (统筹基金).", "INSTITUTION": "The institution that was prepaid."},
)
described(
    OverspendTest,
    "A question about an overspend on which its sharing can depend; each is answered yes, no or not at all.",
    {
        "VOLUME_OVER_PLAN": "Whether it comes from more service than the plan of the year.",
        "VISITS_PER_PERSON_IN_CONTROL": "Whether visits per person kept to their target (人次人数比).",
        "COST_PER_VISIT_IN_CONTROL": "Whether the cost per visit kept to its target (次均费用).",
    },
)
described(
    BandsApplyTo,
    "What the shares of a band divide.",
    {
        "PART": "The part of the overspend that lies within the band.",
        "WHOLE": "The whole overspend, by the band that its total falls into.",
    },
)
described(
    BandEdge,
    "Which band an overspend of exactly a bound falls into.",
    {"LOWER": "The one that ends there (以内).", "UPPER": "The one that begins there."},
)
described(
    GrowthVerdict,
    "Where a budget's growth lies.",
    {"BELOW": "Below the corridor.", "WITHIN": "Within it; both ends count.", "ABOVE": "Above it."},
)
