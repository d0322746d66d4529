from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import PointsFacts
from core.regulation.law import Law
from tests.assessment import invariants
from tests.assessment.ledgers import DAYS, facts, ledgers
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]

each_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
random = settings(max_examples=40, deadline=None)


@each_law
@random
@given(data=st.data(), day=DAYS)
def test_the_arithmetic_line_adds_up_again(law: Law, data: st.DataObject, day: date) -> None:
    invariants.the_arithmetic_line_adds_up_again(invariants.assess(law, data.draw(facts(law)), day))


@each_law
@random
@given(data=st.data())
def test_the_order_of_entry_does_not_matter(law: Law, data: st.DataObject) -> None:
    entered = data.draw(facts(law))
    shuffled = PointsFacts(
        violations=tuple(data.draw(st.permutations(entered.violations))),
        examinations=tuple(data.draw(st.permutations(entered.examinations))),
        readmitted_on=tuple(data.draw(st.permutations(entered.readmitted_on))),
    )

    invariants.the_order_of_entry_does_not_matter(law, entered, shuffled)


@each_law
@random
@given(data=st.data())
def test_a_further_violation_never_lowers_the_points_lost(law: Law, data: st.DataObject) -> None:
    invariants.a_further_violation_never_lowers_the_points_lost(law, data.draw(ledgers(law).filter(bool)))


@each_law
@random
@given(data=st.data())
def test_a_violation_decided_last_never_improves_the_standing(law: Law, data: st.DataObject) -> None:
    invariants.a_violation_decided_last_never_improves_the_standing(law, data.draw(ledgers(law).filter(bool)))


@each_law
@random
@given(data=st.data())
def test_a_periods_account_rests_on_its_own_records(law: Law, data: st.DataObject) -> None:
    invariants.a_periods_account_rests_on_its_own_records(law, data.draw(facts(law)))


@each_law
@given(day=DAYS)
def test_nothing_recorded_is_a_clean_sheet(law: Law, day: date) -> None:
    invariants.nothing_recorded_is_a_clean_sheet(law, day)


@each_law
@random
@given(data=st.data(), day=DAYS)
def test_the_distance_to_the_next_threshold_is_exact(law: Law, data: st.DataObject, day: date) -> None:
    drawn = PointsFacts(violations=data.draw(ledgers(law, most=4)))

    invariants.the_distance_to_the_next_threshold_is_exact(law, drawn, day, step=Decimal(1))


@each_law
@random
@given(data=st.data())
def test_a_suspension_holds_from_its_first_day_and_no_longer_on_its_end(law: Law, data: st.DataObject) -> None:
    invariants.suspensions_are_half_open(law, data.draw(ledgers(law)))
