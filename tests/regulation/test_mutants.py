"""Which changes are made to a data file: every number, term and day, each other thing that it could be."""

from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import cast

import pytest

from core.regulation.files.reading import Value, parse
from core.regulation.mutants import SHOWN, Data, Mutant, changed, mutants_of
from core.regulation.schemes.points import BookedOn, Per, StartsOn
from core.regulation.vocabulary import PeriodKind, Reach

POINTS = """
[points]
cite = "1"
full = 12
period = "YEAR"
capped = true
clauses = [
  { id = "a", cite = "2", points = 2, label = { zh = "甲", en = "A" } },
  { id = "b", cite = "3", points = "ALL", per = "ACT", behaviour = "FRAUD", label = { zh = "乙", en = "B" } },
  { id = "c", cite = "4", points = { from = 1, to = 3 }, requires = ["NOTE"], label = { zh = "丙", en = "C" } },
]
thresholds = [{ id = "six", cite = "5", at = 6, label = { zh = "六", en = "six" }, sanctions = [
  { kind = "SUSPEND", cite = "5", months = { from = 1, to = 6 }, months_at = { 6 = 3 } },
  { kind = "TRAIN", cite = "5" },
] }]

[[readings]]
id = "booked"
cite = "2"
choices = [{ id = "act", set = { "points.conventions.booked_on" = "OCCURRED", "points.clauses.a.points" = 3 } }]
"""
FILING = """
[enrolment]
cite = "1"
basis = "AGREEMENT"
conditions = [{ id = "clean", cite = "2", clear_of = "BREACH", months = 12, label = { zh = "甲", en = "A" } }]
validity = { cite = "3", months = 24, promulgated = 2020-02-01 }
"""
CARD = """
[scorecard]
cite = "1"
groups = [
  { id = "sum", cite = "2", weight = 30, indicators = [{ id = "x", weight = 10 }, { id = "y", weight = 20 }] },
  { id = "own", cite = "2", weight = 70, indicators = [{ id = "z", weight = 60 }] },
]
"""


def found(text: str) -> list[Mutant]:
    return list(mutants_of(dict(parse(text, "x.toml").data)))


def values_at(text: str, *path: str | int) -> set[Hashable]:
    return {cast("Hashable", one.value) for one in found(text) if one.path == path}


def all_but(terms: type[StrEnum], stated: str) -> set[str]:
    return {str(one) for one in terms} - {stated}


@pytest.mark.parametrize(
    ("path", "others"),
    [
        (("full",), {13, 11}),
        (("period",), all_but(PeriodKind, "YEAR")),
        (("capped",), {False}),
        (("reach",), all_but(Reach, "REGION")),
        (("clauses", 0, "points"), {3, 1}),
        (("clauses", 0, "per"), all_but(Per, "CASE")),
        (("clauses", 1, "points"), {"RULE", "UNSTATED", "NONE"}),
        (("clauses", 2, "points", "from"), {2, 0}),
        (("thresholds", 0, "at"), {7, 5, None}),
        (("thresholds", 0, "sanctions", 0, "until_exam"), {True}),
        (("thresholds", 0, "sanctions", 0, "months_at", "6"), {4, 2}),
        (("conventions", "booked_on"), all_but(BookedOn, "DECIDED")),
        (("conventions", "starts_on"), all_but(StartsOn, "DECIDED")),
    ],
)
def test_a_value_stated_or_implied_becomes_everything_else_that_its_type_allows(
    path: tuple[str | int, ...], others: set[Hashable]
) -> None:
    assert values_at(POINTS, "points", *path) == others


@pytest.mark.parametrize(
    "path",
    [
        ("clauses", 0),
        ("clauses", 2, "requires", 0),
        ("thresholds", 0),
        ("thresholds", 0, "sanctions", 1),
    ],
)
def test_every_entry_of_a_list_is_left_out(path: tuple[str | int, ...]) -> None:
    assert None in values_at(POINTS, "points", *path)


@pytest.mark.parametrize(
    "path",
    [
        ("clauses", 1, "per"),  # all points are the same however often they are counted
        ("clauses", 1, "behaviour"),  # shown, and searched by
        ("clauses", 0, "label", "zh"),
        ("clauses", 0, "cite"),
        ("thresholds", 0, "sanctions", 1, "object"),  # training takes nothing away
        ("conventions", "staff_records"),  # no rule is about an institution's staff
    ],
)
def test_what_no_outcome_depends_on_is_left_alone(path: tuple[str | int, ...]) -> None:
    assert values_at(POINTS, "points", *path) == set()


def test_what_a_reading_puts_in_place_is_changed_by_the_type_of_the_place() -> None:
    inside = ("readings", 0, "choices", 0, "set")
    assert values_at(POINTS, *inside, "points.conventions.booked_on") == {"DECIDED"}
    assert values_at(POINTS, *inside, "points.clauses.a.points") == {4, 2}


def test_days_move_by_one_and_numbers_that_may_be_missing_are_left_out() -> None:
    validity = ("enrolment", "validity")
    assert values_at(FILING, *validity, "promulgated") == {date(2020, 1, 31), date(2020, 2, 2), None}
    assert values_at(FILING, "enrolment", "conditions", 0, "months") == {13, 11, None}
    assert values_at(FILING, "enrolment", "basis") == set()


def test_a_weight_that_is_the_sum_of_its_members_says_the_same_if_it_is_left_out() -> None:
    assert values_at(CARD, "scorecard", "groups", 0, "weight") == {31, 29}
    assert values_at(CARD, "scorecard", "groups", 1, "weight") == {71, 69, None}


def test_what_is_inherited_is_not_said_by_saying_nothing() -> None:
    inheriting = 'inherits = "other"\n[points]\nthresholds = [{ id = "six", sanctions = [{ kind = "SUSPEND" }] }]'
    paths = {one.path for one in found(inheriting)}
    assert ("points", "capped") not in paths
    assert ("points", "thresholds", 0, "sanctions", 0, "until_exam") not in paths
    assert ("points", "thresholds", 0, "sanctions", 0, "kind") in paths


def test_each_change_changes_its_own_place_and_nothing_else() -> None:
    data: Data = dict(parse(POINTS, "x.toml").data)
    before = dict(_leaves(data))
    for one in mutants_of(data):
        after = dict(_leaves(changed(data, one.path, one.value)))
        if one.value is not None:
            assert after == {**before, one.path: one.value}
        elif not isinstance(one.path[-1], int):
            assert after == {path: value for path, value in before.items() if path != one.path}


def _leaves(value: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else None
    if inner is None:
        yield path, Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    else:
        for key, one in inner:
            yield from _leaves(one, (*path, key))


def test_the_terms_that_are_only_shown_are_few() -> None:
    assert sorted(SHOWN) == ["basis", "behaviour", "by"]
