"""What the charges engine is told, and what it answers. Money is in yuan with two places."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.outcome import Outcome
from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.charges import Bearer, CostKind, InsuredGroup, Proof
from core.regulation.vocabulary import SanctionKind, Scheme
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFound:
    """Whether something was established. What is not found is not known, never assumed."""

    proof: Proof
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an act cost, of one kind, in yuan."""

    kind: CostKind
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFound:
    """One act found, under a tariff, a share of costs or a multiple of damages."""

    id: str
    rule: str
    """Id of the tariff, cost share or multiple."""
    on: date
    """Day on which it was decided; it puts the record into a period."""
    owed_by: str | None = None
    """Code of the department or person; None: not named."""
    items: int = 1
    """Items found, where a tariff counts items."""
    costs: tuple[Cost, ...] = ()
    """What the act cost, where a share of it is owed."""
    percent: Decimal | None = None
    """The decided share in hundredths, where the law leaves a range."""
    damages: Decimal | None = None
    """The liquidated damages in yuan, where a multiple of them is taken."""
    proofs: tuple[ProofFound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredValue:
    """One value measured against a standard."""

    id: str
    rule: str
    """Id of the excess."""
    on: date
    """Day of the assessment; it puts the record into a period."""
    value: Decimal
    """In the unit of the standard."""
    standard: Decimal | None = None
    """The approved standard; looked at only where the law states none."""
    window: Period | None = None
    """The interval whose average it is, where the law assesses intervals."""
    group: InsuredGroup | None = None
    """Whose insurance it is about, where each group has a standard of its own."""
    subject: str | None = None
    """Code of the department measured; None: the whole institution."""
    owed_by: str | None = None
    """Code of the department or person; None: not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDeduction:
    """What an audit took in the end, after appeal."""

    id: str
    problem: str
    """Code of the kind of problem, by which repetition is told."""
    on: date
    """Day on which the amount was settled; its month is that of the occurrence."""
    amount: Decimal
    """In yuan."""
    owed_by: str | None = None
    """Code of the department; None: not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesFacts:
    """All that the charges scheme may look at in one institution, over all years."""

    acts: tuple[ActFound, ...] = ()
    measured: tuple[MeasuredValue, ...] = ()
    deductions: tuple[AuditDeduction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one record costs under one rule, and how that comes about."""

    record: str
    """Id of the record."""
    rule: str
    citation: Citation
    label: Text
    on: date
    bearer: Bearer
    owed_by: str | None
    amount: Decimal | None
    """Yuan; None: not decided, see ``amount_from`` and ``amount_to``."""
    amount_from: Decimal | None = None
    """Least amount, where it is not decided and the law bounds it."""
    amount_to: Decimal | None = None
    """Greatest amount, where it is not decided and the law bounds it."""
    quantity: Decimal | None = None
    """Items, steps or times charged, to six places; None: a share of something."""
    unit_amount: Decimal | None = None
    """Yuan for one of ``quantity``."""
    percent: Decimal | None = None
    """Share in hundredths of ``base``."""
    base: Decimal | None = None
    """Yuan of which a share is owed."""
    rest: Decimal | None = None
    """What of an audit deduction is left for the institution."""
    distance: Decimal | None = None
    """How far a value lies beyond its standard, in what the rule measures it in, to six places; below zero: within."""
    complies: bool | None = None
    """Whether a value complies with its standard; None: nothing was measured. A breach can cost nothing."""
    ordinal: int | None = None
    """Which window in a row, or which occurrence of a problem, it is."""
    from_deposit: bool = False
    """Whether it is taken from the deposit, instead of being owed."""

    @property
    def reported(self) -> bool:
        """Whether the rule is only reported and waits for the operator to confirm it."""
        return self.citation.reported

    @property
    def least(self) -> Decimal | None:
        """The amount, or the least it can be; None: not known."""
        return self.amount_from if self.amount is None else self.amount

    @property
    def most(self) -> Decimal | None:
        """The amount, or the most it can be; None: not known."""
        return self.amount_to if self.amount is None else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What one department or person owes for the period."""

    bearer: Bearer
    owed_by: str | None
    """Its code; None: the records do not name it."""
    total: Decimal | None
    """Yuan; None: not decided."""
    total_from: Decimal | None = None
    total_to: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceOwed:
    """What follows beside the money."""

    kind: SanctionKind
    citation: Citation
    rule: str
    """Id of the rule it follows from."""
    record: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesOutcome(Outcome):
    """The answer of the charges scheme for one institution, one period and one day."""

    scheme: Scheme = Scheme.CHARGES
    period: Period
    charges: tuple[Charge, ...] = ()
    """Every charge of the period, by day and place in the text."""
    total: Decimal | None = None
    """Yuan owed for the period; None: not decided. What is taken from the deposit is not in it."""
    total_from: Decimal | None = None
    """Least that can be owed, where the total is not decided and the law bounds it."""
    total_to: Decimal | None = None
    """Most that can be owed, where the total is not decided and the law bounds it."""
    owed: tuple[Owed, ...] = ()
    """The total by department and person."""
    deposit_change: Decimal | None = None
    """What is taken from the deposit, below zero; None: not decided."""
    consequences: tuple[ConsequenceOwed, ...] = ()
    arithmetic: str | None = None
    """The sum of the total; None: not decided."""
    deposit_arithmetic: str | None = None
    """The sum of what is taken from the deposit; None: nothing is, or it is not decided."""

    @property
    def rules_used(self) -> frozenset[str]:
        """Ids of the rules that the charges rest on."""
        return frozenset(one.rule for one in self.charges)
