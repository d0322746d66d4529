"""Answers of the charges scheme about facts in the request: nothing is stored, and anyone may ask."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.assessment.charges import terms
from core.assessment.charges.assess import assess_charges
from schema.amounts import refuse_amount
from schema.charges_assessment import ChargesAssessed
from schema.context import Info
from schema.fields import RegulationId, argument, field
from schema.given import (
    MOST,
    Day,
    Readings,
    asked_period,
    law_under,
    many,
    named_period,
    optional,
    refuse_outside,
    refuse_too_many,
)
from schema.vocabulary_of_charges import CostKind, InsuredGroup, Proof

MOST_PERCENT = 100
MOST_VALUE = 10**12

ChargesPeriod = Annotated[
    str | None, argument("The period whose charges are summed, such as 2025 or 2025-Q3; none: the year of `asOf`.")
]


@strawberry.input(description="Whether something was established; what is not said is not known.")
class ProofFoundInput:
    """Stands for ``core.assessment.charges.terms.ProofFound``."""

    proof: Proof = field("What.")
    holds: bool = field("Whether it was.")


@strawberry.input(description="What an act cost, of one kind.")
class CostInput:
    """Stands for ``core.assessment.charges.terms.Cost``."""

    kind: CostKind = field("What it was for.")
    amount: Decimal = field("Yuan.")


@strawberry.input(description="An act found, under a tariff, a share of costs or a multiple of damages.")
class ActFoundInput:
    """Stands for ``core.assessment.charges.terms.ActFound``."""

    rule: str = field("Code of the tariff, cost share or multiple, as `Regulation.charges` gives it.")
    on: date = field("Day on which it was decided; it puts the record into a period.")
    owed_by: str | None = optional("Code of the department or person; none: not named.")
    items: int = strawberry.field(default=1, description="Items found, where a tariff counts items.")
    costs: list[CostInput] = many("What the act cost, where a share of it is owed.")
    percent: Decimal | None = optional("The decided share in per cent, where the law leaves a range.")
    damages: Decimal | None = optional("The liquidated damages in yuan, where a multiple of them is taken.")
    proofs: list[ProofFoundInput] = many("What was established, or found not to hold.")


@strawberry.input(description="A value measured against a standard.")
class MeasuredValueInput:
    """Stands for ``core.assessment.charges.terms.MeasuredValue``."""

    rule: str = field("Code of the excess, as `Regulation.charges` gives it.")
    on: date = field("Day of the assessment; it puts the record into a period.")
    value: Decimal = field("The value, in the unit of the standard.")
    standard: Decimal | None = optional("The approved standard; looked at only where the law states none.")
    window: str | None = optional(
        "The interval whose average it is, such as 2025-B6 or 2025-Q3, where the law assesses intervals."
    )
    group: InsuredGroup | None = optional("Whose insurance it is about, where each group has a standard of its own.")
    subject: str | None = optional("Code of the department measured; none: the whole institution.")
    owed_by: str | None = optional("Code of the department or person; none: not named.")


@strawberry.input(description="What an audit took in the end, after appeal.")
class AuditDeductionInput:
    """Stands for ``core.assessment.charges.terms.AuditDeduction``."""

    problem: str = field("Code of the kind of problem, by which repetition is told.")
    on: date = field("Day on which the amount was settled; its month is that of the occurrence.")
    amount: Decimal = field("Yuan.")
    owed_by: str | None = optional("Code of the department; none: not named.")


def _act(number: int, one: ActFoundInput) -> terms.ActFound:
    path = f"acts.{number}"
    refuse_outside(path, {"items": (one.items, 0, MOST), "percent": (one.percent, 0, MOST_PERCENT)})
    refuse_amount(f"{path}.damages", one.damages)
    for index, cost in enumerate(one.costs):
        refuse_amount(f"{path}.costs.{index}.amount", cost.amount)
    return terms.ActFound(
        id=str(number + 1),
        rule=one.rule,
        on=one.on,
        owed_by=one.owed_by,
        items=one.items,
        costs=tuple(terms.Cost(kind=cost.kind, amount=cost.amount) for cost in one.costs),
        percent=one.percent,
        damages=one.damages,
        proofs=tuple(terms.ProofFound(proof=proof.proof, holds=proof.holds) for proof in one.proofs),
    )


def _measured(number: int, one: MeasuredValueInput) -> terms.MeasuredValue:
    path = f"measured.{number}"
    refuse_outside(path, {"value": (one.value, 0, MOST_VALUE), "standard": (one.standard, 0, MOST_VALUE)})
    return terms.MeasuredValue(
        id=str(number + 1),
        rule=one.rule,
        on=one.on,
        value=one.value,
        standard=one.standard,
        window=None if one.window is None else named_period(one.window, f"{path}.window"),
        group=one.group,
        subject=one.subject,
        owed_by=one.owed_by,
    )


def _deduction(number: int, one: AuditDeductionInput) -> terms.AuditDeduction:
    refuse_amount(f"deductions.{number}.amount", one.amount)
    return terms.AuditDeduction(
        id=str(number + 1), problem=one.problem, on=one.on, amount=one.amount, owed_by=one.owed_by
    )


def simulate_charges(
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: ChargesPeriod = None,
    acts: Annotated[list[ActFoundInput], argument("Acts found, over all years.")] = [],  # noqa: B006 - a default of the schema, never changed
    measured: Annotated[list[MeasuredValueInput], argument("Values measured, over all years.")] = [],  # noqa: B006
    deductions: Annotated[list[AuditDeductionInput], argument("Audit deductions, over all years.")] = [],  # noqa: B006
    readings: Readings = [],  # noqa: B006
) -> ChargesAssessed:
    """Return what facts in the request cost; nothing is stored."""
    parts = [part for one in acts for part in (one.costs, one.proofs)]
    refuse_too_many(acts, measured, deductions, readings, *parts)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1 + len(acts) + len(measured) + len(deductions))
    given = terms.ChargesFacts(
        acts=tuple(_act(number, one) for number, one in enumerate(acts)),
        measured=tuple(_measured(number, one) for number, one in enumerate(measured)),
        deductions=tuple(_deduction(number, one) for number, one in enumerate(deductions)),
    )
    return ChargesAssessed(assess_charges(law, given, asked_period(period, None, as_of), as_of))
