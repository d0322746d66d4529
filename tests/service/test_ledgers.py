"""Ledgers made up under a law: the same for the same seed, complete, and of every kind that the law knows."""

import pytest

from core.assessment.checking.points import PointsTrial
from core.assessment.checking.trials import day_of, lists_of
from core.assessment.outcome import Determination
from core.regulation.base import Unfixed
from core.regulation.vocabulary import Scheme
from core.service.ledgers.drawing import Draw
from core.service.ledgers.every import trials
from core.service.ledgers.settling import settled
from tests.assessment import testville
from tests.service.tried_villages import VILLAGES

LAW = testville.a_law()


def made(count: int, seed: int = 1) -> list[PointsTrial]:
    return [one for one in trials(LAW, Scheme.POINTS, count, seed) if isinstance(one, PointsTrial)]


def test_the_same_seed_gives_the_same_ledgers_and_more_of_them_begin_alike() -> None:
    assert [one.facts for one in made(5)] == [one.facts for one in made(9)[:5]]
    assert [one.facts for one in made(5)] != [one.facts for one in made(5, seed=2)]


def test_every_clause_that_the_data_decides_is_drawn_and_none_that_nobody_answers_for() -> None:
    clauses = {one.id for one in made(1)[0].scheme.clauses if one.points is not Unfixed.RULE}
    assert {record.clause for one in made(60) for record in one.facts.violations} == clauses


def test_no_record_is_decided_after_the_day_asked_about() -> None:
    assert all(record.decided_on <= one.as_of for one in made(60) for record in one.facts.violations)


def test_every_ledger_is_complete_enough_to_be_decided() -> None:
    assert [one for one in made(60) if one.asked(one.facts).standing is None] == []


def test_readings_other_than_the_default_are_drawn_too() -> None:
    taken = {(each.reading.id, each.choice.id) for one in made(60) for each in one.law.chosen}
    assert taken == {
        ("overlap", "supersede"),
        ("overlap", "serial"),
        ("start", "decision"),
        ("start", "notification"),
        ("start", "next_month"),
    }


# ---------------------------------------------------------------- every scheme

each_scheme = pytest.mark.parametrize("scheme", VILLAGES, ids=str)
GAPPY = """
[scorecard]
cite = "1"
subject = "OFFICE"
period = "QUARTER"
groups = [
  { id = "work", cite = "2", label = { zh = "工作", en = "Work" }, indicators = [
    { id = "speed", cite = "2.一", label = { zh = "快", en = "Speed" } },
    { id = "care", cite = "2.二", label = { zh = "细", en = "Care" } },
  ] },
  { id = "manner", cite = "3", label = { zh = "态度", en = "Manner" } },
]

[scorecard.scale]
cite = "4"
grades = [
  { id = "good", cite = "4", label = { zh = "好", en = "Good" } },
  { id = "fair", cite = "4", label = { zh = "中", en = "Fair" } },
  { id = "poor", cite = "4", label = { zh = "差", en = "Poor" } },
]

[[gaps]]
id = "weights"
scheme = "SCORECARD"
parameters = ["weights", "scorecard.groups.work.weight", "scorecard.groups.work.indicators.speed.weight",
  "scorecard.groups.work.indicators.care.weight", "scorecard.groups.manner.weight",
  "scorecard.scale.grades.good.at_least", "scorecard.scale.grades.fair.at_least"]
label = { zh = "原文没有权重", en = "The text gives no weights" }
"""


@each_scheme
def test_of_every_scheme_the_same_seed_gives_the_same_facts_and_another_seed_others(scheme: Scheme) -> None:
    first, again, other = ([one.facts for one in trials(VILLAGES[scheme], scheme, 6, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other


@each_scheme
def test_nothing_is_recorded_after_the_day_asked_about(scheme: Scheme) -> None:
    recorded = {
        (day, one.as_of)
        for one in trials(VILLAGES[scheme], scheme, 40, 1)
        for name, entries in lists_of(one.facts).items()
        if scheme is not Scheme.POINTS or name == "violations"
        for entry in entries
        if (day := day_of(entry)) is not None
    }
    assert recorded or scheme in (Scheme.SETTLEMENT, Scheme.DISPENSING)
    assert all(day <= as_of for day, as_of in recorded)


@each_scheme
def test_facts_are_of_more_than_one_kind(scheme: Scheme) -> None:
    outcomes = {one.asked(one.facts).determination for one in trials(VILLAGES[scheme], scheme, 80, 1)}
    assert outcomes == set(Determination) or scheme is Scheme.POINTS


def test_values_made_up_for_what_the_text_leaves_open_fit_together() -> None:
    law = testville.a_law(text=testville.HEAD + GAPPY)
    for seed in range(20):
        card = settled(law, Draw.of(seed)).regulation.scorecard
        assert card is not None
        work, manner = card.groups
        assert card.contradictions() == ()
        assert [one.weight for one in work.indicators if one.weight is None] == []
        assert (work.weight or 0) + (manner.weight or 0) == 100
        assert card.scale is not None
        good, fair = (one.at_least for one in card.scale.grades[:2])
        assert good is not None
        assert fair is not None
        assert good >= fair


def test_a_law_that_leaves_nothing_open_is_left_as_it_is() -> None:
    assert settled(LAW, Draw.of(1)) is LAW


def test_of_four_ledgers_two_are_under_the_law_as_it_stands_and_two_with_values_made_up() -> None:
    law = testville.a_law(text=testville.HEAD + GAPPY)
    supplied = [bool(one.law.supplied) for one in trials(law, Scheme.SCORECARD, 8, 1)]
    assert supplied == [False, False, True, True] * 2
