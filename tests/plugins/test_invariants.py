import pytest

from core.regulation.law import Law
from core.service.trying import try_law
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_shipped_regulation_keeps_every_invariant_on_made_up_ledgers(law: Law) -> None:
    tried = try_law(law, 25)

    assert [(one.invariant, one.trial.facts) for one in tried.broken] == []
    assert (tried.ledgers, tried.undecided) == (25, 0)
