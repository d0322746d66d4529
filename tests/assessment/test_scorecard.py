from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.assessment.outcome import Determination, Missing, StepKind
from core.assessment.periods import Period
from core.assessment.scorecard.terms import ScorecardOutcome
from core.assessment.sentences import sentence
from core.regulation.citation import Citation
from core.regulation.law import Supply
from core.regulation.vocabulary import Scheme
from core.text import Lang, Text
from tests.assessment.scoring import (
    COUNTED,
    DAY,
    a_score,
    a_scorecard,
    all_at,
    scheme_of,
    scored,
)
from tests.assessment.testville import a_law

LAW = a_scorecard()
BORROWED = a_scorecard(('[scorecard.scale]\ncite = "4"', '[scorecard.scale]\ncite = "4"\nborrowed_from = "lakeside"'))
UNBOUND = a_scorecard((", at_least = 70", ""))
OPEN = a_scorecard(("percent = 12.5\n", ""), ("weight = 10\n", ""))


def names(outcome: ScorecardOutcome) -> list[str]:
    return [one.name for one in outcome.missing]


@pytest.mark.parametrize("name", COUNTED)
def test_a_score_that_is_not_given_is_missing_and_never_zero(name: str) -> None:
    outcome = scored(LAW, {one: value for one, value in all_at(80).items() if one != name})

    assert outcome.determination is Determination.INDETERMINATE
    assert names(outcome) == [f"scores.{name}"]
    assert (outcome.score, outcome.grade, outcome.arithmetic, outcome.groups) == (None, None, None, ())


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_a_score_beyond_the_scale_is_no_score_and_says_why(value: str) -> None:
    outcome = scored(LAW, {**all_at(80), "reply": value})

    text = Text(zh=f"评分 {value} 不在 0 与 100 之间", en=f"the score {value} is not between 0 and 100")
    assert outcome.missing == (Missing("scores.reply", text),)


def test_without_a_full_score_only_less_than_nothing_is_refused() -> None:
    law = a_scorecard(("full = 100\n", ""))

    assert scored(law, all_at(130)).score == 130
    assert scored(law.under({"weights": "raw"}), all_at(100)).score == 113
    assert names(scored(law, {**all_at(80), "reply": "-1"})) == ["scores.reply"]


def test_scores_of_other_periods_and_later_days_do_not_count_and_a_later_one_replaces_an_earlier() -> None:
    sheet = [a_score(name, "80") for name in COUNTED]
    others = [
        a_score("reply", "1", date(2021, 6, 10)),
        a_score("reply", "2", date(2021, 6, 12)),
        a_score("reply", "3", DAY, Period.parse("2021-Q1")),
        a_score("reply", "4", DAY, Period.parse("2021")),
    ]

    assert scored(LAW, [*others, *sheet]).score == 80
    assert scored(LAW, [*others, *sheet], as_of=date(2021, 6, 12)).score == Decimal("60.5")
    assert names(scored(LAW, [*others, *sheet], as_of=date(2021, 6, 10))) == [
        f"scores.{one}" for one in COUNTED if one != "reply"
    ]
    assert "scores.closing" in names(scored(LAW, [*others, *sheet], period=Period.parse("2021-Q1")))


def test_two_scores_of_one_day_that_differ_decide_nothing_and_two_that_agree_are_one() -> None:
    sheet = [a_score(name, "80") for name in COUNTED]

    differing = scored(LAW, [*sheet, a_score("typing", "81")])

    text = Text(zh="同日有不同的评分: 80, 81", en="different scores were recorded on one day: 80, 81")
    assert differing.missing == (Missing("scores.typing", text),)
    assert scored(LAW, [*sheet, *sheet]).score == 80


def test_a_declared_contradiction_warns_with_both_figures_and_says_what_is_done() -> None:
    outcome = scored(LAW, all_at(80))

    (warning,) = outcome.warnings
    assert (warning.group, str(warning.citation), warning.stated, warning.found) == ("care", "2.二", 35, 48)
    step = next(one for one in outcome.steps if one.kind is StepKind.SCORE_WEIGHTS)
    assert sentence(step, Lang.EN) == (
        "weights do not add up: Care should come to 35 % and comes to 48 %; "
        "each group keeps its weight, its indicators share it"
    )


def test_the_three_ways_to_weigh_differ_where_the_text_contradicts_itself() -> None:
    sheet = {**all_at(100), "typing": "0", "filing": "0"}

    found = {name: scored(LAW.under({"weights": name}), sheet).score for name in ("group", "sum", "raw")}

    assert found == {"group": Decimal(65), "sum": Decimal("57.52"), "raw": Decimal(65)}


def test_groups_that_do_not_add_up_to_a_hundred_warn_and_are_taken_relative_to_one_another() -> None:
    outcome = scored(
        a_scorecard(("weight = 10\n", "weight = 5\n"), ("full = 100\n", "full = 100\ngroups_sum = 95\n")), all_at(80)
    )

    assert [(one.group, one.stated, one.found) for one in outcome.warnings] == [("care", 35, 48), (None, 100, 95)]
    assert outcome.score == 80


def test_a_group_without_weight_of_its_own_counts_with_those_of_its_indicators() -> None:
    outcome = scored(a_scorecard(("weight = 55\n", "")), all_at(80))

    assert [(one.group, one.weight) for one in outcome.groups] == [("speed", 55), ("care", 35), ("manner", 10)]


def test_weights_that_are_missing_are_named_with_their_paths() -> None:
    outcome = scored(OPEN, all_at(80))

    assert names(outcome) == ["weights"]
    assert "scorecard.groups.manner.weight" in outcome.missing[0].text.en
    assert outcome.warnings[0].group == "care"


def test_an_operators_weights_and_share_decide_and_are_said_to_be_the_operators() -> None:
    values = {"scorecard.groups.manner.weight": 10, "scorecard.consequences.cake.percent": Decimal(7)}
    basis = Text(zh="镇决定", en="the town's decision")
    supplied = OPEN.supplied_with(Supply(basis=basis, values=values))

    outcome = scored(supplied, all_at(90))

    assert (outcome.score, outcome.grade) == (90, "gold")
    assert [one.percent for one in outcome.consequences if one.by_share] == [Decimal(7)]
    assert [one.arguments for one in outcome.steps if one.kind is StepKind.OPERATOR] == [(basis,)]


def test_a_share_that_the_text_leaves_open_is_missing_while_the_score_and_grade_stand() -> None:
    outcome = scored(a_scorecard(("percent = 12.5\n", "")), all_at(90))

    assert names(outcome) == ["scorecard.consequences.cake.percent"]
    assert (outcome.score, outcome.grade) == (90, "gold")
    assert names(scored(a_scorecard(("percent = 12.5\n", "")), all_at(80))) == []


def test_bounds_that_are_missing_leave_a_score_without_a_grade() -> None:
    outcome = scored(UNBOUND, all_at(80))

    assert names(outcome) == ["grades"]
    assert "scorecard.scale.grades.silver.at_least" in outcome.missing[0].text.en
    assert (outcome.score, outcome.grade, outcome.headroom) == (80, None, None)
    assert [one.id for one in outcome.consequences] == ["wall", "talk"]


def test_weights_of_nothing_at_all_decide_nothing() -> None:
    law = a_scorecard(
        ("weight = 35\nmembers_sum = 48", "weight = 0\nmembers_sum = 48"),
        ("weight = 10\n", "weight = 100\n"),
        ("weight = 55\n", "weight = 0\nmembers_sum = 55\n"),
    )
    none = law.supplied_with(Supply(basis=Text(zh="无", en="none"), values={"scorecard.groups.manner.weight": 0}))

    assert scored(law, {"manner": "80"}).score == 80
    assert names(scored(none, {"manner": "80"})) == ["weights"]


@pytest.mark.parametrize(
    ("found", "grade"),
    [(["forgery"], "clay"), (["lateness"], "silver"), (["lateness", "forgery"], "clay"), ([], "gold")],
)
def test_a_finding_caps_the_grade_and_not_the_score(found: list[str], grade: str) -> None:
    outcome = scored(LAW, all_at(90), vetoes=found)

    assert (outcome.score, outcome.grade) == (90, grade)


def test_a_finding_never_improves_a_grade_and_counts_in_its_own_period_from_its_day() -> None:
    assert scored(LAW, all_at(10), vetoes=["lateness"]).grade == "clay"
    earlier = [a_score(one, "90", date(2021, 4, 1)) for one in COUNTED]
    assert scored(LAW, earlier, vetoes=["forgery"], as_of=date(2021, 6, 10)).grade == "gold"
    third = Period.parse("2021-Q3")
    later = [a_score(one, "90", date(2021, 7, 1), third) for one in COUNTED]
    assert scored(LAW, later, vetoes=["forgery"], period=third, as_of=date(2021, 7, 1)).grade == "gold"


def test_a_finding_that_the_regulation_does_not_know_leaves_the_grade_open() -> None:
    outcome = scored(LAW, all_at(90), vetoes=["gossip"])

    assert names(outcome) == ["scorecard.vetoes.gossip"]
    assert (outcome.score, outcome.grade) == (90, None)


@pytest.mark.parametrize(
    ("chosen", "applied", "missing"),
    [
        (None, None, []),
        ("own", "own", []),
        ("county", "own", []),
        ("moon", None, ["scorecard.standards.moon.adopted"]),
        ("mars", None, ["scorecard.standards.mars"]),
    ],
)
def test_a_standard_that_has_not_been_adopted_falls_back_or_is_missing(
    chosen: str | None, applied: str | None, missing: list[str]
) -> None:
    outcome = scored(LAW, all_at(80), standard=chosen)

    assert (outcome.standard_chosen, outcome.standard, names(outcome)) == (chosen, applied, missing)


def test_a_borrowed_table_is_said_to_be_borrowed_and_cited_in_the_text_it_stands_in() -> None:
    outcome = scored(BORROWED, all_at(90))

    assert outcome.grade_borrowed_from == "lakeside"
    assert outcome.grade_citation == Citation.parse("lakeside:4.一")
    assert [one.arguments for one in outcome.steps if one.kind is StepKind.GRADE_BORROWED] == [("lakeside",)]
    assert scored(LAW, all_at(90)).grade_borrowed_from is None


def test_a_score_that_the_total_is_not_made_of_is_said_to_be_left_out() -> None:
    outcome = scored(LAW, {**all_at(80), "speed": "10", "greeting": "20", "luck": "30"})

    said = {sentence(one, Lang.EN) for one in outcome.steps if one.kind is StepKind.SCORE_UNUSED}
    assert said == {
        "the score of greeting, 20, does not count: it is not what the total is made of",
        "the score of luck, 30, does not count: the regulation has no such indicator",
        "the score of speed, 10, does not count: it is not what the total is made of",
    }
    assert outcome.score == 80


def test_a_regulation_without_a_scorecard_decides_nothing() -> None:
    outcome = scored(a_law(), all_at(80))

    assert (outcome.scheme, names(outcome), outcome.subject) == (Scheme.SCORECARD, ["scorecard"], None)


def test_what_was_brought_to_bear_is_named() -> None:
    outcome = scored(LAW, all_at(90), vetoes=["lateness"], standard="county")

    assert outcome.rules_used == {
        *(*COUNTED, "speed", "care", "county", "own", "silver", "lateness", "tea", "wall", "talk"),
    }
    assert outcome.rules_used < {name for _, name in scheme_of(LAW).rule_ids()}


def test_outcomes_between_them_take_steps_of_every_kind_whose_sentences_say_each_argument_once() -> None:
    outcomes = [
        scored(BORROWED, {**all_at(90), "luck": "30"}, vetoes=["lateness"], standard="county"),
        scored(LAW, all_at(80), standard="own"),
    ]
    steps = {step.kind: step for one in outcomes for step in one.steps}

    kinds = [kind for kind in StepKind if kind.startswith(("SCORE_", "GRADE_"))]
    assert [kind for kind in kinds if kind not in steps] == []
    for kind in kinds:
        marks = tuple(f"«{number}»" for number in range(len(steps[kind].arguments)))
        for lang in Lang:
            said = sentence(replace(steps[kind], arguments=marks), lang)
            assert [said.count(mark) for mark in marks] == [1] * len(marks)
            assert "{" not in said
        assert steps[kind].citation is not None


def test_the_steps_start_with_the_law_and_end_with_what_follows() -> None:
    kinds = [one.kind for one in scored(LAW, all_at(90)).steps]

    assert kinds == [
        StepKind.LAW,
        StepKind.SCORE_WEIGHTS,
        *[StepKind.SCORE_GROUP] * 3,
        StepKind.SCORE_TOTAL,
        StepKind.GRADE_EARNED,
        *[StepKind.GRADE_FOLLOWS] * 4,
    ]
