"""Rows of the registry as facts: nothing recorded is lost on the way to the engine."""

from datetime import date
from decimal import Decimal

import pytest

from core.assessment.facts import PointsFacts, Repair, Violation
from core.regulation.vocabulary import Responsibility
from core.service.facts import points_facts
from core.service.office import Office
from tests.service.testville import PLAIN, POINTS, a_repair, a_violation

pytestmark = pytest.mark.anyio


async def facts_of(office: Office, regulation: str = POINTS) -> PointsFacts:
    doctor = (await office.reads.doctors_by_code(["N"]))["N"].id
    violations = await office.reads.violations_of_doctors([doctor])
    repairs = await office.reads.repairs_of_doctors([doctor])
    return points_facts(regulation, violations[doctor], (), (), repairs[doctor])


async def test_the_degree_of_responsibility_and_the_reason_reach_the_engine(testville: Office) -> None:
    with_degree = a_violation("range", responsibility=Responsibility.MAIN, reason="屡查屡犯")
    async with testville.database.writing() as writes:
        await writes.add_violations([with_degree, a_violation(number="2")])
    day = date(2025, 3, 10)
    assert (await facts_of(testville)).violations == (
        Violation(
            id="1/range",
            clause="range",
            decided_on=day,
            decision_no="1",
            responsibility=(Responsibility.MAIN,),
            reason="屡查屡犯",
        ),
        Violation(id="2/late", clause="late", decided_on=day, decision_no="2"),
    )


async def test_repairs_reach_the_engine_under_the_name_of_their_regulation_rule_and_day(testville: Office) -> None:
    elsewhere = a_repair(regulation=PLAIN)
    async with testville.database.writing() as writes:
        await writes.add_repairs([a_repair("service", points=Decimal("1.5")), elsewhere])
    day = date(2025, 6, 1)
    assert (await facts_of(testville)).repairs == (
        Repair(id="testville-points/service/2025-06-01", rule="service", on=day, points=Decimal("1.5")),
    )
    assert (await facts_of(testville, PLAIN)).repairs == (
        Repair(id="testville-plain/course/2025-06-01", rule="course", on=day),
    )


def test_who_passes_no_repairs_says_that_there_are_none() -> None:
    assert points_facts(POINTS, (), (), ()) == PointsFacts()
