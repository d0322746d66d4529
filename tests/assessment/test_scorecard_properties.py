import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.outcome import StepKind
from core.assessment.scorecard.sums import to_places
from core.regulation.law import Law
from core.regulation.schemes.scorecard import Normalisation
from tests.assessment.scoring import (
    COUNTED,
    DAY,
    MARKS,
    QUARTER,
    SHEETS,
    a_score,
    a_scorecard,
    all_at,
    scheme_of,
    scored,
    value_of,
)

LAW = a_scorecard()
LAWS = {
    f"{weights}, rounded: {rounding}": LAW.under({"weights": weights, "rounding": rounding})
    for weights in ("group", "sum", "raw")
    for rounding in ("no", "yes")
}
GRADES = ("clay", "bronze", "silver", "gold")
each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
random = settings(max_examples=60)


@each_law
@random
@given(sheet=SHEETS)
def test_the_arithmetic_line_adds_up_again(law: Law, sheet: dict[str, Decimal]) -> None:
    outcome = scored(law, sheet)

    match = re.fullmatch(r"(?P<sum>.*) (?P<sign>[=≈]) (?P<score>[0-9.]+)", outcome.arithmetic or "")
    assert match is not None
    exact = value_of(match["sum"])
    assert to_places(exact) == Decimal(match["score"]) == outcome.score
    assert (match["sign"] == "=") is (exact == Fraction(match["score"]))


@each_law
@random
@given(sheet=SHEETS)
def test_what_the_groups_add_is_the_total_to_the_last_place(law: Law, sheet: dict[str, Decimal]) -> None:
    outcome = scored(law, sheet)

    steps = [one for one in outcome.steps if one.kind is StepKind.SCORE_GROUP]
    total = next(one for one in outcome.steps if one.kind is StepKind.SCORE_TOTAL)
    added = sum((one.adds for one in outcome.groups), Decimal(0))
    assert [one.after for one in steps[:-1]] == [one.before for one in steps[1:]]
    assert (steps[0].before, steps[-1].after) == (0, added)
    assert (total.before, total.after) == (added, outcome.score)
    assert outcome.score == min(added, Decimal(100))


@each_law
@random
@given(value=st.one_of(MARKS, st.sampled_from([Decimal(one) for one in ("40.24", "40.25", "69.99", "85.49", "85.5")])))
def test_every_score_has_a_grade_and_bounds_belong_to_the_better_one(law: Law, value: Decimal) -> None:
    outcome = scored(law, all_at(value), as_of=DAY)

    exact = value_of(re.split(" [=≈] ", outcome.arithmetic or "")[0])
    held = int(exact + Fraction(1, 2)) if "yes" in [one.choice.id for one in law.chosen] else exact
    earned = [
        grade
        for grade, low, high in (
            ("gold", Fraction("85.5"), Fraction(101)),
            ("silver", Fraction(70), Fraction("85.5")),
            ("bronze", Fraction("40.25"), Fraction(70)),
            ("clay", Fraction(0), Fraction("40.25")),
        )
        if low <= held < high
    ]
    assert [outcome.grade] == earned


@each_law
@random
@given(sheet=SHEETS, name=st.sampled_from(COUNTED), higher=MARKS)
def test_a_higher_score_never_lowers_the_total_or_the_grade(
    law: Law, sheet: dict[str, Decimal], name: str, higher: Decimal
) -> None:
    low, high = sorted((sheet[name], higher))
    before, after = (scored(law, {**sheet, name: value}) for value in (low, high))

    assert before.score is not None
    assert after.score is not None
    assert before.score <= after.score
    assert GRADES.index(before.grade or "") <= GRADES.index(after.grade or "")


@each_law
@random
@given(sheet=SHEETS, data=st.data())
def test_the_order_of_entry_does_not_matter(law: Law, sheet: dict[str, Decimal], data: st.DataObject) -> None:
    given_once = [a_score(*one) for one in sheet.items()]
    given_once += [a_score("reply", "3", date(2021, 5, 1)), a_score("greeting", "4"), a_score("nothing", "5")]
    shuffled = data.draw(st.permutations(given_once))

    one, other = (replace(scored(law, each, vetoes=["lateness"]), facts_digest="") for each in (given_once, shuffled))
    assert one == other


@each_law
@random
@given(value=MARKS)
def test_the_distance_to_the_next_grade_suffices_and_a_cent_less_does_not(law: Law, value: Decimal) -> None:
    outcome = scored(law, all_at(value))
    ahead = outcome.headroom
    if ahead is None or scheme_of(law).normalisation is Normalisation.RAW:
        return
    enough = scored(law, all_at(value + ahead.points_to_next))
    short = scored(law, all_at(value + ahead.points_to_next - Decimal("0.01")))

    assert enough.grade == ahead.grade
    assert short.grade == outcome.grade
    assert ahead.days_until_reset == (QUARTER.end - DAY).days
