"""One person's standing across several regulations: which is the gravest, and where it holds."""

from datetime import date
from decimal import Decimal

from core.assessment.facts import PointsFacts
from core.assessment.over_time.across import across
from core.regulation.vocabulary import Status
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law, a_violation

DAY = date(2021, 3, 15)
CITY = a_law()
COUNTRY = a_law(
    ("testville-2020", "country-2021"),
    ('"990101"', '"000000"'),
    ("full = 20", 'full = 20\nreach = "NATIONWIDE"'),
)
OTHER = a_law(("testville-2020", "otherville-2020"), ('"990101"', '"980000"'))
NONE = a_law(("testville-2020", "silent-2020"), text=HEAD + ENROLMENT + GAP)
MILD = PointsFacts(violations=(a_violation("one", "2021-03-01", 3),))
HEAVY = PointsFacts(violations=(a_violation("one", "2021-03-01", 6),))
CLEAN = PointsFacts()


def test_across_regulations_the_gravest_standing_governs_and_each_keeps_its_own() -> None:
    found = across([(OTHER, HEAVY), (CITY, MILD), (COUNTRY, CLEAN)], DAY)

    assert [(one.law.id, one.standing.status if one.standing else None, one.points_left) for one in found.outcomes] == [
        ("country-2021", Status.NORMAL, Decimal(20)),
        ("otherville-2020", Status.SUSPENDED, Decimal(14)),
        ("testville-2020", Status.INTERVIEW, Decimal(17)),
    ]
    assert found.gravest is found.outcomes[1]


def test_a_standing_of_one_region_does_not_hold_in_another_but_one_of_nationwide_reach_does() -> None:
    found = across([(OTHER, HEAVY), (CITY, MILD), (COUNTRY, CLEAN)], DAY)

    assert found.within("990101") is found.outcomes[2]
    assert found.within("980201") is found.outcomes[1]
    assert found.nationwide is found.outcomes[0]
    assert found.within("110000") is found.outcomes[0]
    everywhere = across([(CITY, MILD), (COUNTRY, HEAVY)], DAY)
    assert everywhere.within("980201") is everywhere.nationwide is everywhere.gravest is everywhere.outcomes[0]


def test_what_is_undecided_is_named_and_nothing_decided_is_no_gravest() -> None:
    found = across([(NONE, CLEAN), (CITY, CLEAN)], DAY)

    assert [one.law.id for one in found.undecided] == ["silent-2020"]
    assert found.gravest is found.outcomes[1]
    alone = across([(NONE, CLEAN)], DAY)
    assert (alone.gravest, alone.nationwide, alone.within("990101")) == (None, None, None)
