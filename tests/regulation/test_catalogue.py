from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFoundError
from core.regulation.catalogue import Catalogue
from core.regulation.law import ChosenBecause, Law
from tests.assessment.testville import HEAD, a_law

FIRST, SECOND, THIRD = date(2020, 1, 1), date(2021, 7, 1), date(2023, 1, 1)
DAY = timedelta(days=1)


def a_version(name: str, place: str, start: date | None, end: date | None = None) -> Law:
    ends = ", ".join(f"{key} = {day}" for key, day in (("from", start), ("to", end)) if day)
    return a_law(
        ('id = "testville-2020"', f'id = "{name}"'),
        ('place = "testville"', f'place = "{place}"'),
        ('{ from = 2020-01-01, cite = "9" }', f"{{ {ends} }}"),
        text=HEAD,
    )


OLD = a_version("old", "testville", FIRST, SECOND)
NEW = a_version("a-new", "testville", SECOND, THIRD)
ALWAYS = a_version("always", "elseville", None)
CATALOGUE = Catalogue([NEW, ALWAYS, OLD])


@pytest.mark.parametrize(
    ("day", "governing", "last"),
    [
        (FIRST - DAY, None, None),
        (FIRST, OLD, OLD),
        (SECOND - DAY, OLD, OLD),
        (SECOND, NEW, NEW),
        (THIRD - DAY, NEW, NEW),
        (THIRD, None, NEW),
        (date.max, None, NEW),
    ],
)
def test_a_version_governs_from_its_first_day_to_the_day_before_its_end(
    day: date, governing: Law | None, last: Law | None
) -> None:
    found = CATALOGUE.governing("testville", day)

    assert (found.place, found.day, found.law, found.last) == ("testville", day, governing, last)


@given(st.dates())
def test_a_version_without_dates_governs_every_day(day: date) -> None:
    assert CATALOGUE.governing("elseville", day).law == ALWAYS


@given(st.dates(), st.permutations([OLD, NEW, ALWAYS]))
def test_at_most_one_version_governs_a_day_in_whatever_order_they_came(day: date, laws: list[Law]) -> None:
    catalogue = Catalogue(laws)

    holding = [law for law in catalogue.versions("testville") if law.regulation.in_force.governs(day)]

    assert len(holding) <= 1
    assert catalogue.governing("testville", day).law == (holding[0] if holding else None)


def test_nothing_governs_a_place_that_nobody_knows() -> None:
    found = CATALOGUE.governing("nowhere", FIRST)

    assert (found.law, found.last) == (None, None)
    assert CATALOGUE.versions("nowhere") == ()


def test_laws_stand_by_id_places_by_name_and_versions_by_their_first_day() -> None:
    assert [law.id for law in CATALOGUE.laws] == ["a-new", "always", "old"]
    assert CATALOGUE.places == ("elseville", "testville")
    assert CATALOGUE.versions("testville") == (OLD, NEW)


def test_a_law_is_found_by_its_id() -> None:
    assert CATALOGUE.get("old") is OLD
    assert CATALOGUE.find("old") is OLD
    assert CATALOGUE.find("nothing") is None


def test_an_unknown_law_is_refused_with_those_at_hand() -> None:
    with pytest.raises(NotFoundError) as caught:
        CATALOGUE.get("nothing")

    assert (caught.value.code, caught.value.field) == ("REGULATION_UNKNOWN", "regulation")
    assert caught.value.message.zh == "没有标识为 nothing 的规定; 现有: a-new, always, old"
    assert caught.value.message.en == "no regulation has the id nothing; at hand: a-new, always, old"


def test_an_empty_catalogue_has_nothing_at_hand() -> None:
    with pytest.raises(NotFoundError) as caught:
        Catalogue(()).get("nothing")

    assert caught.value.message.en.endswith("at hand: -")


@pytest.mark.parametrize(
    ("name", "law_at", "chosen", "because"),
    [
        ("old", None, "old", ChosenBecause.NAMED),
        ("old", SECOND, "a-new", ChosenBecause.IN_FORCE),
        ("a-new", FIRST, "old", ChosenBecause.IN_FORCE),
        ("testville", None, "a-new", ChosenBecause.IN_FORCE),
        ("testville", FIRST, "old", ChosenBecause.IN_FORCE),
        ("testville", THIRD, "a-new", ChosenBecause.NONE_IN_FORCE),
        ("testville", FIRST - DAY, "old", ChosenBecause.NONE_IN_FORCE),
        ("old", THIRD, "a-new", ChosenBecause.NONE_IN_FORCE),
    ],
)
def test_a_question_gets_the_version_it_names_or_the_one_of_a_day(
    name: str, law_at: date | None, chosen: str, because: ChosenBecause
) -> None:
    law = CATALOGUE.chosen(name, law_at, SECOND)

    assert (law.id, law.choice and law.choice.because) == (chosen, because)


def test_neither_a_law_nor_a_place_is_guessed() -> None:
    with pytest.raises(NotFoundError):
        CATALOGUE.chosen("nothing", FIRST, FIRST)
