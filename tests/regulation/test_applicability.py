"""Which law applies: by the days of act and decision, the area, and what later texts replace."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.regulation.applicability import Why, applicable
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law, make_law
from core.regulation.vocabulary import Scheme

TEXT = {"zh": "甲", "en": "a"}


def a_law(
    name: str,
    region: str = "990100",
    since: date | None = None,
    until: date | None = None,
    acts_since: date | None = None,
    supersedes: tuple[str, ...] = (),
) -> Law:
    dates = {"from": since, "to": until, "acts_since": acts_since}
    sanction = {"kind": "SUSPEND", "cite": "2", "months": 6}
    data: dict[str, Any] = {
        "id": name,
        "place": name,
        "title": TEXT,
        "region": {"code": region, "name": TEXT},
        "in_force": {key: value for key, value in dates.items() if value is not None},
        "source": {"confidence": "OFFICIAL", "completeness": "WHOLE", "supersedes": supersedes},
        "points": {
            "cite": "1",
            "full": Decimal(12),
            "period": "YEAR",
            "clauses": ({"id": "A", "cite": "1.一", "label": TEXT, "points": Decimal(1)},),
            "thresholds": ({"id": "t", "cite": "2", "label": TEXT, "at": Decimal(6), "sanctions": (sanction,)},),
        },
    }
    return make_law(data)


OLD = a_law("old", since=date(2011, 1, 1), until=date(2025, 1, 1))
NEW = a_law("new", since=date(2025, 3, 1), acts_since=date(2025, 1, 1))
PROVINCE = a_law("province", region="990000", since=date(2020, 1, 1))
COUNTRY = a_law("country", region="000000", since=date(2020, 1, 1))


def which(laws: list[Law], acted: date, decided: date, region: str = "990102") -> tuple[str | None, Why]:
    found = applicable(Catalogue(laws), Scheme.POINTS, region, acted, decided)
    return (found.law.id if found.law else None, found.why)


@pytest.mark.parametrize(
    ("acted", "decided", "expected"),
    [
        (date(2024, 6, 1), date(2024, 12, 31), ("old", Why.ONLY_ONE)),
        (date(2024, 6, 1), date(2025, 1, 1), (None, Why.NONE_IN_FORCE)),
        (date(2025, 1, 1), date(2025, 3, 1), ("new", Why.ONLY_ONE)),
        (date(2024, 12, 31), date(2025, 3, 1), (None, Why.NONE_IN_FORCE)),
    ],
)
def test_a_version_governs_by_decision_and_reaches_back_as_its_transition_rule_says(
    acted: date, decided: date, expected: tuple[str | None, Why]
) -> None:
    assert which([OLD, NEW], acted, decided) == expected


def test_where_none_governs_the_last_one_is_named() -> None:
    found = applicable(Catalogue([OLD, NEW]), Scheme.POINTS, "990102", date(2025, 1, 5), date(2025, 1, 31))
    assert (found.law, found.last) == (None, OLD)


def test_the_most_local_law_governs_unless_a_later_text_replaces_it() -> None:
    day = date(2024, 6, 1)
    replacing = a_law("replacing", region="000000", since=date(2024, 1, 1), supersedes=("old", "province"))
    assert which([OLD, PROVINCE, COUNTRY], day, day) == ("old", Why.MOST_LOCAL)
    assert which([OLD, PROVINCE, replacing], day, day) == ("replacing", Why.SUPERSEDES)


def test_a_law_of_another_area_is_not_asked() -> None:
    day = date(2024, 6, 1)
    assert which([OLD, PROVINCE], day, day, region="980102") == (None, Why.NONE_IN_FORCE)
    assert which([OLD, PROVINCE], day, day, region="990202") == ("province", Why.ONLY_ONE)


def test_two_of_the_same_area_are_left_to_the_operator() -> None:
    day = date(2024, 6, 1)
    assert which([OLD, a_law("rival", since=date(2020, 1, 1))], day, day) == (None, Why.SEVERAL)
