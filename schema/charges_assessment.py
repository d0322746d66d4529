"""The answer of the charges scheme: what is owed for a period, by whom, and how each amount comes about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import strawberry

from core.assessment.charges.terms import ChargesOutcome
from schema.assessment import Assessment
from schema.fields import field
from schema.points_terms import Period
from schema.text import Citation, Text
from schema.vocabulary import SanctionKind
from schema.vocabulary_of_charges import Bearer


@dataclass(frozen=True, slots=True)
class ChargesAssessed:
    """An outcome of the charges scheme."""

    outcome: ChargesOutcome


@strawberry.type(description="What one record costs under one rule, and how that comes about. Money is in yuan.")
class Charge:
    """Stands for ``core.assessment.charges.terms.Charge``."""

    record: str = field("The record: its number, from 1, in the list of the request that `rule` belongs to.")
    rule: str = field("Code of the rule within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The rule in short.")
    on: date = field("The record's day.")
    bearer: Bearer = field("Who owes.")
    owed_by: str | None = field("Code of the department or person; none: the record does not name it.")
    amount: Decimal | None = field("What is owed; none: not decided, see `amountFrom` and `amountTo`.")
    amount_from: Decimal | None = field("Least amount, where it is not decided and the law bounds it.")
    amount_to: Decimal | None = field("Greatest amount, where it is not decided and the law bounds it.")
    quantity: Decimal | None = field("Items, steps or times charged; none: a share of something.")
    unit_amount: Decimal | None = field("Yuan for one of `quantity`.")
    percent: Decimal | None = field("Share in per cent of `base`.")
    base: Decimal | None = field("Yuan of which a share is owed.")
    rest: Decimal | None = field("What of an audit deduction is left for the institution.")
    distance: Decimal | None = field(
        "How far a value lies beyond its standard, in what the rule measures it in; below zero: within."
    )
    complies: bool | None = field("Whether a value complies; none: nothing was measured. A breach can cost nothing.")
    ordinal: int | None = field("Which window in a row, or which occurrence of a problem, it is.")
    from_deposit: bool = field("Whether it is taken from the deposit (保证金), instead of being owed.")
    reported: bool = field("Whether the rule is only reported and waits for the operator to confirm it.")


@strawberry.type(description="What one department or person owes for the period.")
class AmountOwed:
    """Stands for ``core.assessment.charges.terms.Owed``."""

    bearer: Bearer = field("Who owes.")
    owed_by: str | None = field("Code of the department or person; none: the records do not name it.")
    total: Decimal | None = field("Yuan; none: not decided.")
    total_from: Decimal | None = field("Least that can be owed, where the total is not decided and the law bounds it.")
    total_to: Decimal | None = field("Most that can be owed, where the total is not decided and the law bounds it.")


@strawberry.type(description="What follows beside the money.")
class ChargeConsequence:
    """Stands for ``core.assessment.charges.terms.ConsequenceOwed``."""

    kind: SanctionKind = field("What is done.")
    citation: Citation = field("The place in the law.")
    rule: str = field("Code of the rule it follows from.")
    record: str = field("The act: its number, from 1, in the request.")
    on: date = field("The act's day.")


@strawberry.type(description="What is owed in one institution for one period (扣款). Money is in yuan, to the fen.")
class ChargesAssessment(Assessment):
    """Stands for ``ChargesAssessed``."""

    period: Period = field("The period whose charges are summed.", "outcome.period")
    charges: list[Charge] = field("Every charge of the period, by day and place in the text.", "outcome.charges")
    total: Decimal | None = field(
        "What is owed; none: not decided. What is taken from the deposit is not in it.", "outcome.total"
    )
    total_from: Decimal | None = field(
        "Least that can be owed, where the total is not decided and the law bounds it.", "outcome.total_from"
    )
    total_to: Decimal | None = field(
        "Most that can be owed, where the total is not decided and the law bounds it.", "outcome.total_to"
    )
    owed: list[AmountOwed] = field("The total by department and person.", "outcome.owed")
    deposit_change: Decimal | None = field(
        "What is taken from the deposit, below zero; none: not decided.", "outcome.deposit_change"
    )
    consequences: list[ChargeConsequence] = field("What follows beside the money.", "outcome.consequences")
    arithmetic: str | None = field(
        "The sum in one line, such as 4×30.00[4.一] + 30%×500.00[5] = 270.00; none: not decided.", "outcome.arithmetic"
    )
    deposit_arithmetic: str | None = field(
        "The sum of what is taken from the deposit; none: nothing is, or it is not decided.",
        "outcome.deposit_arithmetic",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, ChargesAssessed)
