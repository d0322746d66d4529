"""Every shipped regulation on made-up facts; ``bench/mutations.py`` tries a thousand of each scheme."""

import pytest

from core.regulation.law import Law
from core.service.ledgers.every import schemes_of
from core.service.trying import try_law
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL]
LEDGERS = 20


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_shipped_regulation_keeps_every_invariant_on_made_up_facts(law: Law) -> None:
    tried = try_law(law, LEDGERS)

    assert [(one.scheme, each.invariant, each.trial.facts) for one in tried for each in one.broken] == []
    assert [(one.scheme, one.ledgers) for one in tried] == [(scheme, LEDGERS) for scheme in schemes_of(law)]
    assert tried != ()
