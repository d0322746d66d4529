"""Testville's charges: a rule of every kind, and records under them, drawn at random."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from core.assessment.charges.assess import assess_charges
from core.assessment.charges.terms import (
    ActFound,
    AuditDeduction,
    Charge,
    ChargesFacts,
    ChargesOutcome,
    Cost,
    MeasuredValue,
    ProofFound,
)
from core.assessment.periods import Period
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.schemes.charges import CostKind, InsuredGroup, Proof
from core.regulation.vocabulary import PeriodKind
from tests.assessment.testville import HEAD

CHARGES = """
[charges]
cite = "2"

[[charges.tariffs]]
id = "item"
cite = "2.一"
label = { zh = "每项", en = "Each item" }
bearer = "DEPARTMENT"
amount = 7.05

[[charges.tariffs]]
id = "flat"
cite = "2.二"
label = { zh = "定额", en = "Flat" }
bearer = "PERSON"
requires = ["VERIFIED"]
amount = 11.00
counted_by = "RECORD"

[[charges.excesses]]
id = "over"
cite = "3.一"
label = { zh = "超支", en = "Overspent" }
bearer = "DEPARTMENT"
side = "OVER"
measure = "PERCENT_OF_STANDARD"
step = 2
step_rounding = "CEIL"
amount = 13.00
window = "QUARTER"
by_group = true
repeat = { cite = "3.二", amount = 29.00, times = 2 }

[[charges.excesses]]
id = "under"
cite = "3.三"
label = { zh = "不足", en = "Short" }
bearer = "DEPARTMENT"
side = "UNDER"
standard = 60
standard_complies = false
step = 1.5
step_rounding = "FLOOR"
amount = 17.00

[charges.audit]
id = "audit"
cite = "4"
label = { zh = "审核", en = "Audit" }
bearer = "DEPARTMENT"
shares = [{ cite = "4", percent = 15 }, { cite = "4", percent = 45 }, { cite = "4", percent = 90 }]
lag_months = 1

[[charges.costs]]
id = "cost"
cite = "5.一"
label = { zh = "费用", en = "Cost" }
bearer = "PERSON"
requires = ["CONFIRMED", "APPEAL_REJECTED"]
shares = [{ cite = "5.一", of = ["DRUGS"], percent = 100 }, { cite = "reported 5.一", of = ["TESTS"], percent = 33.3 }]

[[charges.costs]]
id = "range"
cite = "5.二"
label = { zh = "酌情", en = "As decided" }
bearer = "PERSON"
shares = [{ cite = "5.二", percent = { from = 20, to = 70 } }]

[[charges.multiples]]
id = "damages"
cite = "6.一"
label = { zh = "违约", en = "Breach of the agreement" }
bearer = "INSTITUTION"
times = 3
from_deposit = true
consequences = [{ cite = "6", kind = "TERMINATE" }]

[[charges.multiples]]
id = "paid"
cite = "6.二"
label = { zh = "赔偿", en = "Compensation" }
bearer = "INSTITUTION"
times = 2

[[readings]]
id = "steps"
cite = "3"
question = { zh = "不足一档?", en = "A started step?" }
choices = [
  { id = "stated", label = { zh = "如文", en = "As stated" } },
  { id = "floor", label = { zh = "不计", en = "Nothing" }, set = { "charges.excesses.over.step_rounding" = "FLOOR" } },
  { id = "proportional", label = { zh = "按比例", en = "In proportion" }, set = { "charges.excesses.over.step_rounding" = "PROPORTIONAL", "charges.excesses.under.step_rounding" = "PROPORTIONAL" } },
  { id = "reaching_back", label = { zh = "追溯", en = "Reaching back" }, set = { "charges.excesses.over.repeat.reaches_back" = true } },
]

[[readings]]
id = "count"
cite = "4"
question = { zh = "第几次?", en = "For which time?" }
choices = [
  { id = "occurrence", label = { zh = "按出现", en = "By occurrence" } },
  { id = "calendar", label = { zh = "按日历", en = "By the calendar" }, set = { "charges.audit.ordinal_by" = "CALENDAR" } },
  { id = "yearly", label = { zh = "每年", en = "Each year" }, set = { "charges.audit.reset" = "CALENDAR_YEAR" } },
]
"""  # noqa: E501 - as data files write choices

LAW = load_law((HEAD + CHARGES).encode(), "testville.toml")
LAWS = {
    "default": LAW,
    "floor, calendar": LAW.under({"steps": "floor", "count": "calendar"}),
    "proportional, yearly": LAW.under({"steps": "proportional", "count": "yearly"}),
    "reaching back": LAW.under({"steps": "reaching_back"}),
}
YEAR = Period.parse("2021")
END = date(2021, 12, 31)
CONFIRMED = (ProofFound(proof=Proof.CONFIRMED, holds=True), ProofFound(proof=Proof.APPEAL_REJECTED, holds=True))

DAY = date(2021, 4, 1)
DAYS = st.dates(date(2020, 6, 1), date(2022, 3, 31))
YUAN = st.decimals(Decimal(0), Decimal(100000), places=2)
_CODES = st.sampled_from([None, "a", "b"])
_PROOFS = st.lists(
    st.builds(ProofFound, proof=st.sampled_from(Proof), holds=st.booleans()),
    max_size=3,
    unique_by=lambda one: one.proof,
).map(tuple)


def assessed(facts: ChargesFacts, law: Law = LAW, period: Period = YEAR, as_of: date = END) -> ChargesOutcome:
    return assess_charges(law, facts, period, as_of)


def an_act(rule: str, *proofs: ProofFound, on: date = DAY, **given: object) -> ActFound:
    return replace(ActFound(id="1", rule=rule, on=on, proofs=proofs), **given)  # pyright: ignore[reportArgumentType]


def a_value(value: str, *, id: str = "1", window: str = "2021-Q1", standard: str | None = "100") -> MeasuredValue:  # noqa: A002
    return MeasuredValue(
        id=id,
        rule="over",
        on=DAY,
        value=Decimal(value),
        standard=Decimal(standard) if standard is not None else None,
        window=Period.parse(window),
        group=InsuredGroup.EMPLOYEE,
    )


def short(value: str) -> Charge:
    one = MeasuredValue(id="1", rule="under", on=DAY, value=Decimal(value))
    return assessed(ChargesFacts(measured=(one,))).charges[0]


def names(outcome: ChargesOutcome) -> list[str]:
    return [one.name for one in outcome.missing]


@st.composite
def acts(draw: st.DrawFn, *, complete: bool = False) -> tuple[ActFound, ...]:
    """Draw acts; ``complete``: so that each can be priced, whatever its proofs say."""
    percent = st.decimals(20, 70, places=1)
    costs = st.lists(st.builds(Cost, kind=st.sampled_from(CostKind), amount=YUAN), min_size=int(complete), max_size=3)
    proven = [ProofFound(proof=proof, holds=True) for proof in Proof]
    return tuple(
        ActFound(
            id=str(number),
            rule=draw(st.sampled_from(["item", "flat", "cost", "range", "damages", "paid"])),
            on=draw(DAYS),
            owed_by=draw(_CODES),
            items=draw(st.integers(0, 9)),
            costs=tuple(draw(costs)),
            percent=draw(percent if complete else st.none() | percent),
            damages=draw(YUAN if complete else st.none() | YUAN),
            proofs=tuple(proven) if complete else draw(_PROOFS),
        )
        for number in range(draw(st.integers(0, 5)))
    )


@st.composite
def measured(draw: st.DrawFn, *, complete: bool = False) -> tuple[MeasuredValue, ...]:
    """Draw values; ``complete``: each with a standard, and one a window."""
    value = st.decimals(0, 400, places=2)
    standard = st.decimals(1, 200, places=2)
    windows = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(InsuredGroup)), max_size=6, unique=complete)
    rows = [
        MeasuredValue(
            id=str(number),
            rule="over",
            on=window.end,
            value=draw(value),
            standard=draw(standard if complete else st.none() | standard),
            window=window,
            group=group,
            owed_by=draw(_CODES),
        )
        for number, (quarter, group) in enumerate(draw(windows))
        for window in [Period.of(PeriodKind.QUARTER, date(2020 + (quarter + 3) // 4, (quarter + 3) % 4 * 3 + 1, 1))]
    ]
    single = [
        MeasuredValue(id=f"s{number}", rule="under", on=draw(DAYS), value=draw(value), owed_by=draw(_CODES))
        for number in range(draw(st.integers(0, 3)))
    ]
    return (*rows, *single)


@st.composite
def deductions(draw: st.DrawFn) -> tuple[AuditDeduction, ...]:
    return tuple(
        AuditDeduction(
            id=str(number),
            problem=draw(st.sampled_from("xyz")),
            on=draw(DAYS),
            amount=draw(YUAN),
            owed_by=draw(_CODES),
        )
        for number in range(draw(st.integers(0, 8)))
    )


def facts(*, complete: bool = False) -> st.SearchStrategy[ChargesFacts]:
    return st.builds(
        ChargesFacts, acts=acts(complete=complete), measured=measured(complete=complete), deductions=deductions()
    )
