"""The ``charges`` scheme: money owed for findings, excesses and audit deductions (扣款).

Five kinds of rule: a ``Tariff`` prices what is found, an ``Excess`` what lies beyond a standard, ``AuditShares`` what
an audit took, a ``CostShare`` the cost of wrong treatment, a ``Multiple`` the damages of a terminated agreement.
Money is in yuan with two places.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Model, Named, Number, Range
from core.regulation.citation import Cite
from core.regulation.vocabulary import PeriodKind, SanctionKind
from core.text import Text

Money = Annotated[Number, Field(gt=0, decimal_places=2)]
"""An amount in yuan, to the fen."""

Percent = Annotated[Number, Field(gt=0, le=100)]
"""A part of a whole, in hundredths."""


class Bearer(StrEnum):
    """Who owes an amount."""

    DEPARTMENT = "DEPARTMENT"
    """The department (科室)."""
    PERSON = "PERSON"
    """The person responsible (责任人)."""
    INSTITUTION = "INSTITUTION"
    """The institution."""


class CountedBy(StrEnum):
    """What a tariff's amount is counted by."""

    ITEM = "ITEM"
    """Each item found (每项): the amount times the items of the record."""
    RECORD = "RECORD"
    """Each record, however many items it has."""


class Side(StrEnum):
    """On which side of its standard a value breaches it."""

    OVER = "OVER"
    """Above the standard."""
    UNDER = "UNDER"
    """Below the standard."""


class Measure(StrEnum):
    """What the distance from a standard is measured in."""

    UNIT = "UNIT"
    """The unit of the value itself: days, percentage points."""
    PERCENT_OF_STANDARD = "PERCENT_OF_STANDARD"
    """Hundredths of the standard."""


class StepRounding(StrEnum):
    """What a started step is worth."""

    CEIL = "CEIL"
    """A whole step."""
    FLOOR = "FLOOR"
    """Nothing: only completed steps are priced."""
    PROPORTIONAL = "PROPORTIONAL"
    """Its part of a step."""


class OrdinalBy(StrEnum):
    """How it is told for which time a problem occurs."""

    OCCURRENCE = "OCCURRENCE"
    """By the months in which it occurred; those merged into the first are the first time."""
    CALENDAR = "CALENDAR"
    """By the months that have passed since the first, whether it occurred in them or not."""


class Reset(StrEnum):
    """When the count of a problem starts anew."""

    NEVER = "NEVER"
    """Never."""
    CALENDAR_YEAR = "CALENDAR_YEAR"
    """With each calendar year."""


class Proof(StrEnum):
    """What must be established before anything is owed."""

    CONFIRMED = "CONFIRMED"
    """The agency has confirmed the deduction (审核认定扣款)."""
    APPEAL_REJECTED = "APPEAL_REJECTED"
    """The appeal against it has failed (申诉无效)."""
    VERIFIED = "VERIFIED"
    """The act has been verified (查实)."""


class CostKind(StrEnum):
    """What a cost was for."""

    DRUGS = "DRUGS"
    """Drugs (药费)."""
    TESTS = "TESTS"
    """Tests (检查费)."""
    TREATMENT = "TREATMENT"
    """Treatment (治疗费)."""
    PRESCRIPTION = "PRESCRIPTION"
    """A prescription as a whole."""
    OTHER = "OTHER"
    """Anything else."""


class InsuredGroup(StrEnum):
    """Whose basic insurance a figure is about, where a standard is set for each."""

    EMPLOYEE = "EMPLOYEE"
    """Urban employees (城镇职工)."""
    RESIDENT = "RESIDENT"
    """Urban and rural residents (城乡居民)."""


class Rule(Named):
    """What every rule has."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """The rule in short, in the project's own words."""
    bearer: Annotated[Bearer, Field(strict=False)]
    """Who owes."""


class ActRule(Rule):
    """A rule about an act that is found, and what must be established of it."""

    requires: tuple[Annotated[Proof, Field(strict=False)], ...] = ()
    """What must be established before anything is owed."""


class Tariff(ActRule):
    """An amount for each item found (扣款基数)."""

    amount: Money
    """Yuan for each item, or for the record."""
    counted_by: Annotated[CountedBy, Field(strict=False)] = CountedBy.ITEM
    """What the amount is counted by."""


class Repeat(Model):
    """What windows in a row beyond the standard cost."""

    cite: Cite
    """Where the text sets it."""
    amount: Money
    """Yuan for each step from the ``times``-th window in a row on."""
    times: Annotated[int, Field(ge=2)]
    """Which window in a row is the first to cost so much; the row ends with a window within the standard."""
    reaches_back: bool = False
    """Whether the windows before it in the row are priced anew."""


class Excess(Rule):
    """An amount for each step over or under a standard (超标准扣款)."""

    side: Annotated[Side, Field(strict=False)]
    """On which side of the standard a value breaches it."""
    standard: Number | None = None
    """The standard; none: an approved one, which the record carries."""
    standard_complies: bool = True
    """Whether a value of exactly the standard complies; if not, it is a breach that costs nothing."""
    measure: Annotated[Measure, Field(strict=False)] = Measure.UNIT
    """What the distance from the standard is measured in."""
    step: Annotated[Number, Field(gt=0)]
    """The distance that costs the amount."""
    step_rounding: Annotated[StepRounding, Field(strict=False)]
    """What a started step is worth."""
    amount: Money
    """Yuan for each step."""
    window: Annotated[PeriodKind, Field(strict=False)] | None = None
    """The interval whose average is measured; none: a single measurement."""
    by_group: bool = False
    """Whether each insured group has a standard, and a row of windows, of its own."""
    repeat: Repeat | None = None
    """What windows in a row cost."""


class OrdinalShare(Model):
    """The share owed for one occurrence."""

    cite: Cite
    """Where the text sets it."""
    percent: Percent
    """Hundredths of the deduction."""


class AuditShares(Rule):
    """Who bears what an audit deducted, by how often the problem has occurred (审核扣款); the institution the rest."""

    shares: tuple[OrdinalShare, ...] = Field(min_length=1)
    """The share for the first time, the second and so on; the last holds for every later one."""
    lag_months: Annotated[int, Field(ge=0)] = 0
    """Months after the first that still count as the first time, since audits come late."""
    ordinal_by: Annotated[OrdinalBy, Field(strict=False)] = OrdinalBy.OCCURRENCE
    """How it is told for which time a problem occurs."""
    reset: Annotated[Reset, Field(strict=False)] = Reset.NEVER
    """When the count starts anew."""


class CategoryShare(Model):
    """The share owed of costs of some kinds."""

    cite: Cite
    """Where the text sets it."""
    of: tuple[Annotated[CostKind, Field(strict=False)], ...] = ()
    """The kinds of cost; none given: every cost."""
    percent: Percent | Range
    """Hundredths of the cost; a range if the decision chooses within it by severity."""


class CostShare(ActRule):
    """A share of what wrong treatment cost (费用承担)."""

    shares: tuple[CategoryShare, ...] = Field(min_length=1)
    """The share of each kind of cost; a cost of no kind named is not owed."""


class Consequence(Model):
    """What follows beside the money."""

    cite: Cite
    """Where the text says so."""
    kind: Annotated[SanctionKind, Field(strict=False)]
    """What is done: TERMINATE the agreement, CENSURE in a circular."""


class Multiple(ActRule):
    """A multiple of the liquidated damages (违约金), and what else follows."""

    times: PositiveInt
    """How many times the damages are taken."""
    from_deposit: bool = False
    """Whether they are taken from the deposit (保证金), instead of being owed."""
    consequences: tuple[Consequence, ...] = ()
    """What else follows."""


class ChargesScheme(Model):
    """Money owed for findings, excesses and audit deductions (扣款)."""

    cite: Cite
    """Where the text sets it up."""
    tariffs: tuple[Tariff, ...] = ()
    """Amounts for what is found, in the order of the text."""
    excesses: tuple[Excess, ...] = ()
    """Amounts for what lies beyond a standard."""
    audit: AuditShares | None = None
    """Who bears what an audit deducted."""
    costs: tuple[CostShare, ...] = ()
    """Shares of what wrong treatment cost."""
    multiples: tuple[Multiple, ...] = ()
    """Multiples of the liquidated damages."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and the id of each rule that an example should use."""
        audit = (("audit", self.audit.id),) if self.audit is not None else ()
        return (
            *(("tariff", one.id) for one in self.tariffs),
            *(("excess", one.id) for one in self.excesses),
            *audit,
            *(("cost", one.id) for one in self.costs),
            *(("multiple", one.id) for one in self.multiples),
        )
