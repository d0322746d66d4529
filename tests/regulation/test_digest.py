import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.facts import PointsFacts, Violation
from core.regulation.digest import digest_of
from core.regulation.law import make_law
from core.text import Text
from tests.assessment.ledgers import ledgers
from tests.assessment.testville import a_law

LAW = a_law()


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


def turned_round(value: object) -> object:
    """Return ``value`` with the keys of every table in the opposite order."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return {key: turned_round(table[key]) for key in reversed(table)}
    if isinstance(value, tuple):
        return tuple(map(turned_round, cast("tuple[object, ...]", value)))
    return value


def test_the_order_of_keys_does_not_matter() -> None:
    assert make_law({key: turned_round(LAW.data[key]) for key in reversed(list(LAW.data))}).digest == LAW.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "testville-2020"', 'id = "testville-2021"'),
        ("from = 2020-01-01", "from = 2020-01-02"),
        ("Late report", "Late reports"),
        ("points = 2.5", "points = 2.4"),
        ('per = "ACT"', 'per = "CASE"'),
        ('cite = "4.三"', 'cite = "4.三.1"'),
        ("capped = true", "capped = false"),
        ('object = "PRESCRIBING_RIGHT", ', ""),
        ("bar_months = 12", "bar_months = 13"),
        ("months = { from = 1, to = 6 }", "months = { from = 1, to = 7 }"),
        ("left_below = 9", "left_below = 8"),
        ('requires = ["licence", "clean"]', 'requires = ["clean", "licence"]'),
        ('"points.conventions.overlap" = "SERIAL"', '"points.conventions.overlap" = "SUPERSEDE"'),
    ],
)
def test_any_change_of_what_the_file_says_changes_the_digest(old: str, new: str) -> None:
    assert a_law((old, new)).digest != LAW.digest


def test_a_reading_that_changes_a_value_changes_the_digest_and_the_default_does_not() -> None:
    digests = {LAW.under(choices).digest for choices in ({"overlap": "serial"}, {"start": "next_month"})}

    assert len(digests | {LAW.digest}) == 3
    assert LAW.under({"overlap": "supersede"}).digest == LAW.digest


def test_comments_spaces_and_the_form_of_tables_do_not_matter() -> None:
    changed = (("\n[points]", "\n# the points\n\n[points] # here"), ('place = "testville"', "place='testville'"))

    assert a_law(*changed).digest == LAW.digest


def test_a_digest_is_the_sha_256_of_canonical_json() -> None:
    canonical = '{"en":"try","zh":"试"}'

    assert digest_of(Text(zh="试", en="try")) == hashlib.sha256(canonical.encode()).hexdigest()


@given(ledgers(LAW), ledgers(LAW))
def test_facts_have_one_digest_if_and_only_if_they_are_equal(
    one: tuple[Violation, ...], other: tuple[Violation, ...]
) -> None:
    facts, others = PointsFacts(violations=one), PointsFacts(violations=other)

    assert (digest_of(facts) == digest_of(others)) is (facts == others)


@pytest.mark.parametrize(("one", "other"), [("2", "2.00"), ("0.5", "0.50"), ("0", "-0.0"), ("100", "1E+2")])
def test_a_number_has_one_digest_however_it_is_written(one: str, other: str) -> None:
    assert digest_of(Pair(Decimal(one), None)) == digest_of(Pair(Decimal(other), None))


@given(st.text(), st.text())
def test_what_stands_in_one_field_is_not_taken_for_what_stands_in_the_next(one: str, other: str) -> None:
    assert (digest_of(Pair(one, other)) == digest_of(Pair(other, one))) is (one == other)
