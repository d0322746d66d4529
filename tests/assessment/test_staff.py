from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.facts import StaffFacts
from core.assessment.outcome import Determination
from core.assessment.staff import assess_staff, share_reached
from core.regulation.citation import Citation
from core.regulation.effects import StaffShare
from core.regulation.vocabulary import InstitutionMeasure
from core.text import Text
from tests.assessment.test_repairs import LAST
from tests.assessment.testville import a_law

LABEL = Text(zh="示例", en="made up")
CITE = Citation.parse("9")
TENTH = StaffShare(
    id="tenth", cite=CITE, label=LABEL, at_percent=Decimal(10), follows=InstitutionMeasure.SETTLEMENT_SUSPENDED
)
HALF = StaffShare(
    id="half", cite=CITE, label=LABEL, above_percent=Decimal(50), follows=InstitutionMeasure.AGREEMENT_SUSPENDED
)
SHARES = (TENTH, HALF)


@pytest.mark.parametrize(
    ("affected", "staff", "reached"),
    [(0, 7, None), (9, 100, None), (10, 100, TENTH), (1, 3, TENTH), (1, 2, TENTH), (51, 100, HALF), (9, 3, HALF)],
)
def test_a_share_is_reached_at_or_above_its_percentage(affected: int, staff: int, reached: StaffShare | None) -> None:
    assert share_reached(SHARES, affected, staff) is reached


@given(st.integers(0, 300), st.integers(1, 100))
def test_more_people_never_lead_to_less(affected: int, staff: int) -> None:
    order = [None, TENTH, HALF]

    now, then = (order.index(share_reached(SHARES, number, staff)) for number in (affected, affected + 1))

    assert now <= then


def test_a_law_without_shares_leaves_it_open() -> None:
    outcome = assess_staff(a_law(), StaffFacts(affected=1, staff=10), LAST)

    assert outcome.determination is Determination.INDETERMINATE
    assert [one.name for one in outcome.missing] == ["points.staff_shares"]
    assert outcome.measure is None
