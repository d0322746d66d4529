import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.appeal_value.value import AppealAim
from core.regulation.law import Law
from tests.assessment.subsets import dense, the_search_equals_trying_all
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
@settings(max_examples=10)
@given(data=st.data(), aim=st.sampled_from(AppealAim))
def test_the_smallest_sets_are_those_found_by_trying_all(law: Law, data: st.DataObject, aim: AppealAim) -> None:
    facts, as_of = data.draw(dense(law))

    the_search_equals_trying_all(law, facts, as_of, aim, [one.id for one in facts.violations])
