import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.assessment.outcome import Determination, StepKind
from core.assessment.periods import Period
from core.assessment.sentences import text_of
from core.assessment.settlement.assess import assess_settlement
from core.assessment.settlement.terms import GrowthVerdict, OverspendFinding, SettlementFacts, SettlementOutcome
from core.regulation.law import Law, Supply
from core.regulation.schemes.settlement import OverspendTest
from core.text import Text
from tests.assessment.testville import HEAD, a_law

SETTLEMENT = """
[settlement]
cite = "2"
period = "YEAR"
growth = { cite = "3", from = 2, to = 6.5 }
instalments = { cite = "4", percent = 91, every = "MONTH" }
reserve = { cite = "5", percent = 9 }
surplus = { cite = "6", kept_by = "INSTITUTION" }

[settlement.sharing]
cite = "7"
bands_apply_to = "PART"
edge = "LOWER"
conditions = [
  { id = "visits", cite = "7.一", test = "VISITS_PER_PERSON_IN_CONTROL", label = { zh = "人次", en = "visits" } },
  { id = "cost", cite = "7.二", test = "COST_PER_VISIT_IN_CONTROL", label = { zh = "次均", en = "cost" } },
]
bands = [
  { id = "low", cite = "8.一", over = 0, fund = 82.5, institution = 17.5, label = { zh = "低", en = "low" } },
  { id = "middle", cite = "8.二", over = 7, fund = 41, institution = 59, label = { zh = "中", en = "middle" } },
  { id = "high", cite = "8.三", over = 12.5, fund = 3, institution = 97, label = { zh = "高", en = "high" } },
]

[[readings]]
id = "bands"
cite = "8"
question = { zh = "按部分还是全部?", en = "By part or by the whole?" }
choices = [
  { id = "part", label = { zh = "部分", en = "Part" } },
  { id = "whole", label = { zh = "全部", en = "Whole" }, set = { "settlement.sharing.bands_apply_to" = "WHOLE" } },
]

[[gaps]]
id = "release"
scheme = "SETTLEMENT"
parameters = ["settlement.reserve.release"]
label = { zh = "发还比例未见", en = "No release at hand" }
"""
LAW = a_law(text=HEAD + SETTLEMENT)
WHOLE = LAW.under({"bands": "whole"})
FEN = Decimal("0.01")
YEAR = Period.parse("2021")
DAY = date(2022, 1, 10)
MET = tuple(
    OverspendFinding(test=test, holds=True)
    for test in (OverspendTest.VISITS_PER_PERSON_IN_CONTROL, OverspendTest.COST_PER_VISIT_IN_CONTROL)
)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)
TERM = re.compile(r"(?:(?P<times>[\d.]+)(?P<percent>%)?×)?(?P<amount>[\d.]+)\[[^\]]+\](?: \+ )?")

each_law = pytest.mark.parametrize("law", [LAW, WHOLE], ids=["part", "whole"])
random = settings(max_examples=80)


def settled(law: Law = LAW, as_of: date = DAY, **given: object) -> SettlementOutcome:
    facts = replace(SettlementFacts(budget=Decimal(1000), findings=MET), **given)
    return assess_settlement(law, facts, YEAR, as_of)


def re_added(line: str) -> Decimal:
    """Return the sum of the terms before the equals sign of an arithmetic line."""
    terms, _, _ = line.removeprefix("round(").replace(") =", " =").rpartition(" = ")
    assert TERM.sub("", terms) == ""
    return sum(
        (
            Decimal(one["times"] or 1) * Decimal(one["amount"]) / (100 if one["percent"] else 1)
            for one in TERM.finditer(terms)
        ),
        Decimal(0),
    )


@random
@given(budget=AMOUNTS)
def test_instalments_and_reserve_add_up_to_the_budget_to_the_fen(budget: Decimal) -> None:
    outcome = settled(budget=budget)

    amounts = [one.amount for one in outcome.instalments]
    assert len(amounts) == 12
    assert sum(amounts) == outcome.paid
    assert sum(amounts) + (outcome.reserve or 0) == budget
    assert all(amount >= 0 and amount == amount.quantize(FEN) for amount in (*amounts, outcome.reserve or Decimal(0)))
    assert outcome.budget_arithmetic is not None
    assert re_added(outcome.budget_arithmetic) == budget == Decimal(outcome.budget_arithmetic.rpartition(" = ")[2])


@random
@given(budget=AMOUNTS)
def test_every_instalment_but_the_last_is_the_same_and_the_last_differs_by_rounding_alone(budget: Decimal) -> None:
    assume(budget >= 1)
    amounts = [one.amount for one in settled(budget=budget).instalments]

    assert len(set(amounts[:-1])) == 1
    assert abs(amounts[-1] - amounts[0]) <= 12 * FEN


def test_the_intervals_of_instalments_follow_one_another_through_the_year() -> None:
    periods = [one.period for one in settled().instalments]

    assert [periods[0].start, periods[-1].end] == [YEAR.start, YEAR.end]
    assert all(before.end == after.start for before, after in pairwise(periods))


@each_law
@random
@given(budget=AMOUNTS, over=AMOUNTS)
def test_the_two_shares_add_up_to_the_overspend_and_so_do_its_parts(law: Law, budget: Decimal, over: Decimal) -> None:
    outcome = settled(law, budget=budget, actual=budget + over)

    assert outcome.fund_share is not None
    assert outcome.institution_share is not None
    assert outcome.fund_share + outcome.institution_share == over == outcome.overspend
    assert min(outcome.fund_share, outcome.institution_share) >= 0
    assert outcome.fund_share == outcome.fund_share.quantize(FEN)
    assert sum((one.amount for one in outcome.bands), Decimal(0)) == over
    assert all(one.fund + one.institution == one.amount for one in outcome.bands)


@each_law
@random
@given(budget=AMOUNTS, over=AMOUNTS.filter(bool))
def test_the_arithmetic_line_adds_up_again(law: Law, budget: Decimal, over: Decimal) -> None:
    outcome = settled(law, budget=budget, actual=budget + over)

    assert outcome.arithmetic is not None
    assert outcome.fund_share is not None
    assert Decimal(outcome.arithmetic.rpartition(" = ")[2]) == outcome.fund_share
    difference = abs(re_added(outcome.arithmetic) - outcome.fund_share)
    assert difference <= FEN / 2
    assert outcome.arithmetic.startswith("round(") is (difference > 0)


@random
@given(budget=AMOUNTS, one=AMOUNTS, other=AMOUNTS)
def test_whoever_spends_more_bears_no_less(budget: Decimal, one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    first, second = settled(budget=budget, actual=budget + less), settled(budget=budget, actual=budget + more)

    assert (first.institution_share or 0) <= (second.institution_share or 0)
    assert (first.fund_share or 0) <= (second.fund_share or 0)


@random
@given(budget=AMOUNTS, actual=AMOUNTS)
def test_a_year_has_a_surplus_or_an_overspend_and_never_both(budget: Decimal, actual: Decimal) -> None:
    outcome = settled(budget=budget, actual=actual)

    assert outcome.surplus is not None
    assert outcome.overspend is not None
    assert outcome.surplus - outcome.overspend == budget - actual
    assert min(outcome.surplus, outcome.overspend) == 0


@random
@given(budget=AMOUNTS, actual=AMOUNTS)
def test_the_distance_to_the_next_band_is_exact(budget: Decimal, actual: Decimal) -> None:
    outcome = settled(budget=budget, actual=actual)
    room = outcome.headroom
    assume(room is not None)
    assert room is not None

    up_to = settled(budget=budget, actual=actual + room.amount)
    beyond = settled(budget=budget, actual=actual + room.amount + FEN)

    assert room.band not in {one.band for one in up_to.bands}
    assert room.band in {one.band for one in beyond.bands}


@random
@given(findings=st.permutations([*MET, *(replace(one, holds=False) for one in MET), *MET]))
def test_the_order_of_findings_does_not_matter(findings: list[OverspendFinding]) -> None:
    one = settled(actual=Decimal(1100), findings=tuple(findings))
    two = settled(actual=Decimal(1100), findings=tuple(reversed(findings)))

    assert replace(one, facts_digest="") == replace(two, facts_digest="")
    assert one.shared is False


@random
@given(previous=AMOUNTS, budget=AMOUNTS)
def test_each_growth_lies_below_within_or_above_the_corridor(previous: Decimal, budget: Decimal) -> None:
    growth = settled(previous=previous, budget=budget).growth
    assert growth is not None

    least, most = previous * Decimal("1.02"), previous * Decimal("1.065")
    assert (growth.verdict is GrowthVerdict.BELOW) == (budget < least)
    assert (growth.verdict is GrowthVerdict.WITHIN) == (least <= budget <= most)
    assert (growth.percent is None) == (previous == 0)


def test_exactly_a_bound_is_of_the_lower_band() -> None:
    assert settled(WHOLE, actual=Decimal(1070)).fund_share == Decimal("57.75")
    assert settled(WHOLE, actual=Decimal("1070.01")).fund_share == Decimal("28.70")


def test_what_is_not_found_is_not_assumed() -> None:
    outcome = settled(actual=Decimal(1010), findings=MET[:1])

    assert outcome.determination is Determination.INDETERMINATE
    assert [one.name for one in outcome.missing] == ["settlement.sharing.conditions.cost"]
    assert (outcome.shared, outcome.fund_share, outcome.institution_share) == (None, None, None)
    assert outcome.overspend == 10


def test_conditions_are_asked_of_an_overspend_alone() -> None:
    outcome = settled(actual=Decimal(990), findings=())

    assert outcome.determination is Determination.DETERMINED
    assert (outcome.shared, outcome.surplus) == (None, Decimal(10))


def test_a_grade_without_a_table_names_the_table_in_the_words_of_the_gap() -> None:
    outcome = settled(grade="甲")

    assert [(one.name, one.text.en) for one in outcome.missing] == [
        ("settlement.reserve.release", "No release at hand")
    ]
    assert outcome.reserve_released is None


def test_an_operators_table_releases_and_the_steps_say_whose_numbers_they_are() -> None:
    supply = Supply(basis=Text(zh="编造", en="made up"), values={"settlement.reserve.release.甲": Decimal("33.3")})
    outcome = settled(LAW.supplied_with(supply), grade="甲")

    assert (outcome.reserve, outcome.reserve_released) == (Decimal(90), Decimal("29.97"))
    assert StepKind.OPERATOR in {one.kind for one in outcome.steps}


def test_a_part_that_the_text_lacks_is_missing_only_when_it_is_needed() -> None:
    text = HEAD + SETTLEMENT[: SETTLEMENT.index("surplus")]
    law = a_law(text=text)

    assert settled(law, actual=Decimal(1000)).missing == ()
    assert [one.name for one in settled(law, actual=Decimal(999)).missing] == ["settlement.surplus"]
    assert [one.name for one in settled(law, actual=Decimal(1001)).missing] == ["settlement.sharing"]


def test_a_regulation_without_the_scheme_says_so() -> None:
    outcome = settled(a_law())

    assert [one.name for one in outcome.missing] == ["settlement"]
    assert outcome.budget is None


def test_a_month_asked_about_is_answered_for_its_budget_year() -> None:
    outcome = assess_settlement(LAW, SettlementFacts(budget=Decimal(12)), Period.parse("2021-07"), DAY)

    assert outcome.period == YEAR
    assert outcome.final


def test_a_year_is_final_from_the_day_after_its_last() -> None:
    assert [settled(as_of=day).final for day in (date(2021, 12, 31), date(2022, 1, 1))] == [False, True]


def test_every_step_says_each_of_its_arguments_in_both_languages() -> None:
    supply = Supply(basis=Text(zh="编造", en="made up"), values={"settlement.reserve.release.甲": Decimal(100)})
    outcomes = [
        settled(LAW.supplied_with(supply), previous=Decimal(990), actual=Decimal(1200), grade="甲"),
        settled(actual=Decimal(990)),
        settled(actual=Decimal(1001), findings=tuple(replace(one, holds=False) for one in MET)),
        settled(actual=Decimal(1001), findings=()),
    ]
    steps = [step for one in outcomes for step in one.steps]
    kinds = "BUDGET GROWTH INSTALMENTS RESERVE RESERVE_HELD RESERVE_RELEASED SURPLUS OVERSPEND SHARE NOT_SHARED SHARED"

    assert {StepKind(kind) for kind in kinds.split()} <= {step.kind for step in steps}
    for step in steps:
        marked = replace(step, arguments=tuple(f"«{number}»" for number in range(len(step.arguments))))
        for said in (text_of(marked).zh, text_of(marked).en):
            assert [said.count(str(mark)) for mark in marked.arguments] == [1] * len(marked.arguments)


def test_the_steps_lead_from_the_law_to_who_bears_what() -> None:
    outcome = settled(actual=Decimal(1100))

    assert [(str(one.citation), one.before, one.after) for one in outcome.steps if one.kind is StepKind.SHARE] == [
        ("8.一", 0, Decimal("57.75")),
        ("8.二", Decimal("57.75"), Decimal("70.05")),
    ]
    assert text_of(outcome.steps[-1]) == Text(
        zh="超支由基金负担 70.05 元, 机构负担 29.95 元",
        en="of the overspend the fund bears 70.05 yuan and the institution 29.95 yuan",
    )
