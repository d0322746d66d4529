"""A timeline under every shipped regulation with points: equal to asking day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.over_time.timeline import period_of, timeline
from core.assessment.points.assess import assess_points
from core.regulation.law import Law
from tests.assessment.ledgers import DAYS, facts
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
@settings(max_examples=5)
@given(data=st.data(), start=DAYS)
def test_a_timeline_is_what_asking_day_by_day_gives(law: Law, data: st.DataObject, start: date) -> None:
    known = data.draw(facts(law))

    found = timeline(law, known, start, start + timedelta(days=200))

    for one in found:
        for number in range((one.until - one.since).days):
            on = one.since + timedelta(days=number)
            answer = assess_points(law, known, period_of(law, on), on)
            assert (one.standing, one.points_lost, one.points_left) == (
                answer.standing,
                answer.points_lost,
                answer.points_left,
            ), on
