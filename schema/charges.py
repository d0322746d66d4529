"""The charges scheme of a regulation (扣款): tariffs, excesses, audit shares, cost shares and multiples of damages."""

from decimal import Decimal

import strawberry

from core.regulation.base import Range
from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import PeriodKind, SanctionKind
from schema.vocabulary_of_charges import (
    Bearer,
    CostKind,
    CountedBy,
    Measure,
    OrdinalBy,
    Proof,
    Reset,
    Side,
    StepRounding,
)


@strawberry.type(description="An amount for what is found (扣款基数).")
class ChargeTariff:
    """Stands for ``core.regulation.schemes.charges.Tariff``."""

    code: str = field("Its name within the regulation, for `ActFoundInput.rule`.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The rule in short.")
    bearer: Bearer = field("Who owes.")
    amount: Decimal = field("Yuan for each item, or for the record.")
    counted_by: CountedBy = field("What the amount is counted by.")
    requires: list[Proof] = field("What must be established before anything is owed.")


@strawberry.type(description="What windows in a row beyond the standard cost.")
class ExcessRepeat:
    """Stands for ``core.regulation.schemes.charges.Repeat``."""

    citation: Citation = field("Where the text sets it.", "cite")
    amount: Decimal = field("Yuan for each step from the `times`-th window in a row on.")
    times: int = field("Which window in a row is the first to cost so much; a window within the standard ends the row.")
    reaches_back: bool = field("Whether the windows before it in the row are priced anew.")


@strawberry.type(description="An amount for each step over or under a standard (超标准扣款).")
class ChargeExcess:
    """Stands for ``core.regulation.schemes.charges.Excess``."""

    code: str = field("Its name within the regulation, for `MeasuredValueInput.rule`.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The rule in short.")
    bearer: Bearer = field("Who owes.")
    side: Side = field("On which side of the standard a value breaches it.")
    standard: Decimal | None = field("The standard; none: an approved one, which the record carries.")
    standard_complies: bool = field("Whether a value of exactly the standard complies.")
    measure: Measure = field("What the distance from the standard is measured in.")
    step: Decimal = field("The distance that costs the amount.")
    step_rounding: StepRounding = field("What a started step is worth.")
    amount: Decimal = field("Yuan for each step.")
    window: PeriodKind | None = field("The interval whose average is measured; none: a single measurement.")
    by_group: bool = field("Whether each insured group has a standard, and a row of windows, of its own.")
    repeat: ExcessRepeat | None = field("What windows in a row cost; none: no more than one alone.")


@strawberry.type(description="The share owed for one occurrence of a problem.")
class OrdinalShare:
    """Stands for ``core.regulation.schemes.charges.OrdinalShare``."""

    citation: Citation = field("Where the text sets it.", "cite")
    percent: Decimal = field("Per cent of the deduction.")


@strawberry.type(
    description="Who bears what an audit deducted, by how often the problem has occurred (审核扣款); the institution "
    "bears the rest."
)
class AuditShares:
    """Stands for ``core.regulation.schemes.charges.AuditShares``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The rule in short.")
    bearer: Bearer = field("Who owes.")
    shares: list[OrdinalShare] = field(
        "The share for the first time, the second and so on; the last holds for every later one."
    )
    lag_months: int = field("Months after the first that still count as the first time, since audits come late.")
    ordinal_by: OrdinalBy = field("How it is told for which time a problem occurs.")
    reset: Reset = field("When the count starts anew.")


@strawberry.type(description="The share owed of costs of some kinds: a number, or a range if the decision chooses.")
class CategoryShare:
    """Stands for ``core.regulation.schemes.charges.CategoryShare``."""

    citation: Citation = field("Where the text sets it.", "cite")
    of: list[CostKind] = field("The kinds of cost; empty: every cost.")
    percent: Decimal | None = field(
        "Per cent of the cost; none: a range.", lambda one: one.percent if isinstance(one.percent, Decimal) else None
    )
    percent_from: Decimal | None = field(
        "Least per cent of a range.", lambda one: one.percent.from_ if isinstance(one.percent, Range) else None
    )
    percent_to: Decimal | None = field(
        "Greatest per cent of a range.", lambda one: one.percent.to if isinstance(one.percent, Range) else None
    )


@strawberry.type(description="A share of what wrong treatment cost (费用承担).")
class CostShare:
    """Stands for ``core.regulation.schemes.charges.CostShare``."""

    code: str = field("Its name within the regulation, for `ActFoundInput.rule`.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The rule in short.")
    bearer: Bearer = field("Who owes.")
    requires: list[Proof] = field("What must be established before anything is owed.")
    shares: list[CategoryShare] = field("The share of each kind of cost; a cost of no kind named is not owed.")


@strawberry.type(description="What follows beside the money.")
class MultipleConsequence:
    """Stands for ``core.regulation.schemes.charges.Consequence``."""

    citation: Citation = field("Where the text says so.", "cite")
    kind: SanctionKind = field("What is done.")


@strawberry.type(description="A multiple of the liquidated damages (违约金), and what else follows.")
class DamagesMultiple:
    """Stands for ``core.regulation.schemes.charges.Multiple``."""

    code: str = field("Its name within the regulation, for `ActFoundInput.rule`.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("The rule in short.")
    bearer: Bearer = field("Who owes.")
    requires: list[Proof] = field("What must be established before anything is owed.")
    times: int = field("How many times the damages are taken.")
    from_deposit: bool = field("Whether they are taken from the deposit (保证金), instead of being owed.")
    consequences: list[MultipleConsequence] = field("What else follows.")


@strawberry.type(description="Money owed for findings, excesses and audit deductions (扣款), in yuan.")
class ChargesScheme:
    """Stands for ``core.regulation.schemes.charges.ChargesScheme``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    tariffs: list[ChargeTariff] = field("Amounts for what is found, in the order of the text.")
    excesses: list[ChargeExcess] = field("Amounts for what lies beyond a standard.")
    audit: AuditShares | None = field("Who bears what an audit deducted; none: the text does not say.")
    costs: list[CostShare] = field("Shares of what wrong treatment cost.")
    multiples: list[DamagesMultiple] = field("Multiples of the liquidated damages.")
