"""The enumerations of charges, each value described."""

from core.regulation.schemes.charges import (
    Bearer,
    CostKind,
    CountedBy,
    InsuredGroup,
    Measure,
    OrdinalBy,
    Proof,
    Reset,
    Side,
    StepRounding,
)
from schema.vocabulary import described

described(
    Bearer,
    "Who owes an amount.",
    {
        "DEPARTMENT": "The department (科室).",
        "PERSON": "The person responsible (责任人).",
        "INSTITUTION": "The institution.",
    },
)
described(
    CountedBy,
    "What a tariff's amount is counted by.",
    {
        "ITEM": "Each item found (每项): the amount times the items of the record.",
        "RECORD": "Each record, however many items it has.",
    },
    name="TariffCountedBy",
)
described(
    Side,
    "On which side of its standard a value breaches it.",
    {"OVER": "Above the standard.", "UNDER": "Below the standard."},
    name="ExcessSide",
)
described(
    Measure,
    "What the distance from a standard is measured in.",
    {
        "UNIT": "The unit of the value itself: days, percentage points.",
        "PERCENT_OF_STANDARD": "Per cent of the standard.",
    },
    name="ExcessMeasure",
)
described(
    StepRounding,
    "What a started step is worth.",
    {
        "CEIL": "A whole step.",
        "FLOOR": "Nothing: only completed steps are priced.",
        "PROPORTIONAL": "Its part of a step.",
    },
)
described(
    OrdinalBy,
    "How it is told for which time a problem occurs.",
    {
        "OCCURRENCE": "By the months in which it occurred; those merged into the first are the first time.",
        "CALENDAR": "By the months that have passed since the first, whether it occurred in them or not.",
    },
    name="OccurrenceCountedBy",
)
described(
    Reset,
    "When the count of a problem starts anew.",
    {"NEVER": "Never.", "CALENDAR_YEAR": "With each calendar year."},
    name="OccurrenceReset",
)
described(
    Proof,
    "What must be established before anything is owed.",
    {
        "CONFIRMED": "The agency has confirmed the deduction (审核认定扣款).",
        "APPEAL_REJECTED": "The appeal against it has failed (申诉无效).",
        "VERIFIED": "The act has been verified (查实).",
    },
    name="ChargeProof",
)
described(
    CostKind,
    "What a cost was for.",
    {
        "DRUGS": "Drugs (药费).",
        "TESTS": "Tests (检查费).",
        "TREATMENT": "Treatment (治疗费).",
        "PRESCRIPTION": "A prescription as a whole (处方).",
        "OTHER": "Anything else.",
    },
)
described(
    InsuredGroup,
    "Whose basic insurance a figure is about, where a standard is set for each.",
    {"EMPLOYEE": "Urban employees (城镇职工).", "RESIDENT": "Urban and rural residents (城乡居民)."},
)
