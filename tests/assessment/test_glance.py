"""A glance says what the engine says, of whom it says anything, and nothing of anyone on whom something is imposed."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import PointsFacts, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.glance import GLANCED, Brief, Cost, Glancing, PointsGlance
from core.assessment.points.terms import Deduction
from core.regulation.law import Law
from core.regulation.vocabulary import Status
from tests.assessment.ledgers import FIRST, LAST, facts, scheme_of
from tests.assessment.testville import a_law
from tests.bulk.framing import as_registered
from tests.bulk.test_equality import LAWS
from tests.plugins import shipped

EVERY = [*LAWS.values(), *(one.law for one in shipped.ALL if one.law.regulation.points is not None)]


def briefs(violations: Sequence[Violation]) -> list[Brief]:
    """Return what a registry says in few columns."""
    return [
        (
            1,
            False,
            one.clause,
            one.decision_no or "",
            one.cases,
            one.decided_on.isoformat(),
            None if one.occurred_on is None else one.occurred_on.isoformat(),
        )
        for one in violations
    ]


def glance(law: Law, known: PointsFacts, period: Period, as_of: date) -> PointsGlance | None:
    """Return what is seen of ``known`` at a glance."""
    glancing = Glancing.of(law, period, as_of, ())
    return None if glancing is None else glancing.at(briefs(known.violations))


@pytest.mark.parametrize("law", EVERY, ids=lambda law: f"{law.id}-{law.digest[:6]}")
@given(data=st.data())
@settings(max_examples=40)
def test_a_glance_says_what_the_engine_says(law: Law, data: st.DataObject) -> None:
    drawn = as_registered(data.draw(facts(law)))
    few = data.draw(st.integers(0, len(drawn.violations)))
    known = replace(drawn, violations=drawn.violations[:few], repairs=())
    as_of = data.draw(st.dates(FIRST, LAST + timedelta(days=800)))
    period = Period.of(scheme_of(law).period, data.draw(st.dates(FIRST, date(2023, 12, 31))))

    seen = glance(law, known, period, as_of)

    if seen is not None:
        outcome = assess_points(law, known, period, as_of)
        for name in {"law", *GLANCED} - {"deductions"}:
            assert getattr(seen, name) == getattr(outcome, name), name
        assert [told(one) for one in seen.deductions] == [told(one) for one in outcome.deductions]


def test_a_glance_is_enough_for_whoever_stays_below_every_threshold() -> None:
    law, year = a_law(), Period.parse("2021")

    told = [glance(law, PointsFacts(violations=(made(cases),)), year, date(2021, 12, 31)) for cases in range(20)]

    enough = [one is not None for one in told]
    assert enough == sorted(enough, reverse=True)
    assert set(enough) == {True, False}


def made(cases: int) -> Violation:
    """Return a record of so many cases under the first clause."""
    return Violation(id="N1/one", clause="one", decided_on=date(2021, 3, 1), decision_no="N1", cases=cases)


def told(one: Cost | Deduction) -> list[object]:
    """Return all that is said of what a record cost."""
    return [getattr(one, name) for name in (*(each.name for each in fields(Deduction)), "total")]


def test_a_record_with_more_to_it_is_the_engines() -> None:
    law, day = a_law(), date(2021, 12, 31)
    glancing = Glancing.of(law, Period.parse("2021"), day, ("testville-2000",))
    assert glancing is not None

    assert glancing.at([(1, True, "one", "N1", 1, day.isoformat(), None)]) is None
    assert glancing.at([(1, False, "one", "N1", 1, day.isoformat(), None)]) is not None
    nobody = glancing.at([])
    assert nobody is not None
    assert nobody.standing.status is Status.NORMAL
