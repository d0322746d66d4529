"""Worked examples of the charges scheme."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.charges.assess import assess_charges
from core.assessment.charges.terms import (
    ActFound,
    AuditDeduction,
    ChargesFacts,
    ChargesOutcome,
    Cost,
    MeasuredValue,
    ProofFound,
)
from core.assessment.periods import Period
from core.regulation.base import Id, Model, Number
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.schemes.charges import Bearer, CostKind, InsuredGroup, Proof
from core.regulation.vocabulary import SanctionKind

Proofs = tuple[Annotated[Proof, Field(strict=False)], ...]


class GivenCost(Model):
    """A cost as an example gives it."""

    kind: Annotated[CostKind, Field(strict=False)]
    """What it was for."""
    amount: Number
    """Yuan."""


class GivenActFound(Model):
    """An act found, as an example gives it."""

    rule: Id
    """Id of the tariff, cost share or multiple."""
    on: date
    """Day of the decision."""
    owed_by: str | None = None
    """Code of the department or person."""
    items: Annotated[int, Field(ge=0)] = 1
    """Items found."""
    costs: tuple[GivenCost, ...] = ()
    """What the act cost."""
    percent: Number | None = None
    """Decided share in hundredths."""
    damages: Number | None = None
    """Liquidated damages in yuan."""
    holds: Proofs = ()
    """What was established."""
    fails: Proofs = ()
    """What was found not to hold."""


class GivenMeasured(Model):
    """A measured value as an example gives it."""

    rule: Id
    """Id of the excess."""
    on: date
    """Day of the assessment."""
    value: Number
    """The value."""
    standard: Number | None = None
    """The approved standard."""
    window: str | None = None
    """Name of the window measured."""
    group: Annotated[InsuredGroup, Field(strict=False)] | None = None
    """The insured group."""
    subject: str | None = None
    """Code of the department measured."""
    owed_by: str | None = None
    """Code of the department."""


class GivenDeduction(Model):
    """An audit deduction as an example gives it."""

    problem: str
    """Code of the kind of problem."""
    on: date
    """Day on which it was settled."""
    amount: Number
    """Yuan."""
    owed_by: str | None = None
    """Code of the department."""


class ExpectedCharge(Model):
    """A charge as an example expects it; an amount not given is expected to be undecided."""

    rule: Id | None = None
    """Id of the rule."""
    cite: Cite | None = None
    """Where the text says so."""
    bearer: Annotated[Bearer, Field(strict=False)] | None = None
    """Who owes."""
    owed_by: str | None = None
    """Code of the department or person."""
    amount: Number | None = None
    """Yuan."""
    amount_from: Number | None = None
    """Least it can be."""
    amount_to: Number | None = None
    """Most it can be."""
    quantity: Number | None = None
    """Items, steps or times."""
    unit_amount: Number | None = None
    """Yuan for one of them."""
    percent: Number | None = None
    """Share in hundredths."""
    rest: Number | None = None
    """What is left for the institution."""
    distance: Decimal | None = None
    """How far beyond the standard."""
    complies: bool | None = None
    """Whether the value complies."""
    ordinal: int | None = None
    """Which window in a row, or which occurrence."""
    from_deposit: bool = False
    """Whether it is taken from the deposit."""
    reported: bool = False
    """Whether the rule is only reported."""


class ExpectedOwed(Model):
    """What one department or person owes, as an example expects it."""

    bearer: Annotated[Bearer, Field(strict=False)]
    """Who owes."""
    owed_by: str | None = None
    """Its code."""
    total: Number | None = None
    """Yuan."""


class ExpectedConsequenceOwed(Model):
    """What follows beside the money, as an example expects it."""

    kind: Annotated[SanctionKind, Field(strict=False)]
    """What is done."""
    cite: Cite | None = None
    """Where the text says so."""
    on: date | None = None
    """When."""


class ExpectedCharges(Expected):
    """What an example of the charges scheme states of the outcome."""

    charges: tuple[ExpectedCharge, ...] | None = None
    """The charges of the period, all of them."""
    total: Number | None = None
    """Yuan owed."""
    total_from: Number | None = None
    """Least that can be owed."""
    total_to: Number | None = None
    """Most that can be owed."""
    owed: tuple[ExpectedOwed, ...] | None = None
    """The total by department and person."""
    deposit_change: Decimal | None = None
    """What is taken from the deposit, below zero."""
    consequences: tuple[ExpectedConsequenceOwed, ...] | None = None
    """What else follows, all of it."""
    arithmetic: str | None = None
    """The sum."""
    deposit_arithmetic: str | None = None
    """The sum of what is taken from the deposit."""


class ChargesCase(BaseCase):
    """One worked example of the charges scheme."""

    scheme: Literal["CHARGES"]
    """The scheme asked."""
    period: str | None = None
    """The period asked about; none: the year of ``as_of``."""
    acts: tuple[GivenActFound, ...] = ()
    """Acts given."""
    measured: tuple[GivenMeasured, ...] = ()
    """Values given."""
    deductions: tuple[GivenDeduction, ...] = ()
    """Audit deductions given."""
    expect: ExpectedCharges
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedCharges:
        """What the law makes of it."""
        return self.expect

    @property
    def facts(self) -> ChargesFacts:
        """The facts given; records are numbered from 1 within their kind."""
        return ChargesFacts(
            acts=tuple(_act(one, str(number)) for number, one in enumerate(self.acts, 1)),
            measured=tuple(_measured(one, str(number)) for number, one in enumerate(self.measured, 1)),
            deductions=tuple(
                AuditDeduction(id=str(number), **one.model_dump()) for number, one in enumerate(self.deductions, 1)
            ),
        )

    def answer(self, law: Law) -> ChargesOutcome:
        """Return what ``law`` makes of it."""
        return assess_charges(law, self.facts, Period.parse(self.period or str(self.as_of.year)), self.as_of)

    def used(self) -> frozenset[str]:
        """Return the ids of the rules that the records name."""
        return frozenset(one.rule for one in (*self.acts, *self.measured))


def _act(one: GivenActFound, name: str) -> ActFound:
    proofs = [ProofFound(proof=proof, holds=True) for proof in one.holds]
    proofs += [ProofFound(proof=proof, holds=False) for proof in one.fails]
    return ActFound(
        id=name,
        rule=one.rule,
        on=one.on,
        owed_by=one.owed_by,
        items=one.items,
        costs=tuple(Cost(kind=cost.kind, amount=cost.amount) for cost in one.costs),
        percent=one.percent,
        damages=one.damages,
        proofs=tuple(proofs),
    )


def _measured(one: GivenMeasured, name: str) -> MeasuredValue:
    window = Period.parse(one.window) if one.window is not None else None
    return MeasuredValue(id=name, window=window, **one.model_dump(exclude={"window"}))
