"""What is kept of a frozen assessment is enough for its receipt, to the byte, under every regulation."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import LifeEntry, PointsFacts
from core.assessment.periods import Period
from core.proof.decision import Decision
from core.proof.receipt import receipt
from core.proof.verify import Verdict, verify
from core.regulation.law import Law
from core.regulation.vocabulary import LifeEvent
from core.service.freezing import Laws, frozen, of_period, receipt_of_frozen, settled_on, what_changed
from core.service.receipts import decision
from core.storage import FrozenRow, NewFrozen
from tests.assessment.ledgers import DAYS, facts, numbered, scheme_of, violations
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]
MOMENT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

each_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)


def a_row(new: NewFrozen) -> FrozenRow:
    """Return what the registry gives back of a frozen assessment."""
    kept = {one.name: getattr(new, one.name) for one in fields(NewFrozen) if one.name != "follows"}
    return FrozenRow(**kept, id=1, period_id=1, doctor="D", recorded_at=MOMENT)


def a_decision(law: Law, data: st.DataObject, day: date) -> Decision:
    period = Period.of(scheme_of(law).period, day)
    return decision(law, data.draw(facts(law)), period=period, as_of=day, subject="D", known_at=MOMENT)


@each_law
@settings(max_examples=20)
@given(data=st.data(), day=DAYS)
def test_replaying_any_frozen_assessment_gives_the_same_digest(law: Law, data: st.DataObject, day: date) -> None:
    made, laws = a_decision(law, data, day), Laws()
    row = a_row(frozen(made, 1, laws))
    proof = receipt_of_frozen(row, laws.kept[law.digest][1])
    found = verify(proof)

    assert proof == receipt(made)
    assert (found.verdict, found.digest) == (Verdict.EQUAL, row.digest)
    assert what_changed(row, laws.kept[law.digest][1], made) is None


@settings(max_examples=20)
@given(data=st.data())
def test_what_is_told_of_days_after_the_period_belongs_to_it_only_if_it_is_about_its_records(
    data: st.DataObject,
) -> None:
    law = LAWS[0]
    period = Period.of(scheme_of(law).period, date(2021, 6, 1))
    told = data.draw(facts(law))
    last, kept = period.end - timedelta(days=1), of_period(told, period)

    assert set(kept.violations) == {
        one for one in told.violations if one.decided_on <= last or (one.occurred_on and one.occurred_on in period)
    }
    assert settled_on(told, period, date(2030, 1, 1)) == max(
        [last, *(one.decided_on for one in kept.violations if one.occurred_on and one.occurred_on in period)]
    )


@settings(max_examples=20)
@given(data=st.data(), later=st.integers(0, 400))
def test_a_period_is_settled_on_the_day_on_which_last_something_became_of_its_records(
    data: st.DataObject, later: int
) -> None:
    law = LAWS[0]
    period = Period.of(scheme_of(law).period, date(2021, 6, 1))
    (one,) = numbered([data.draw(violations(law).filter(lambda one: one.decided_on in period))])
    on = one.decided_on + timedelta(days=later)
    told = PointsFacts(violations=(replace(one, entries=(LifeEntry(event=LifeEvent.OVERTURNED, on=on),)),))
    today = date(2022, 2, 1)
    assert settled_on(told, period, today) == max(date(2021, 12, 31), on if on <= today else date.min)
