"""Ledgers made up under a law: the same for the same seed, complete, and of every kind that the law knows."""

from core.assessment.checking.trials import Trial
from core.regulation.base import Unfixed
from core.service.ledgers import trials
from tests.assessment.testville import a_law

LAW = a_law()


def made(count: int, seed: int = 1) -> list[Trial]:
    return list(trials(LAW, count, seed))


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
