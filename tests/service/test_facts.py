"""Rows of the registry as facts: nothing recorded is lost on the way to the engine."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.assessment.facts import PointsFacts, Repair, Violation
from core.regulation.vocabulary import Responsibility
from core.service.facts import points_facts
from core.service.office import Office
from core.storage import ExaminationRow
from tests.service.testville import PLAIN, POINTS, a_repair, a_violation

pytestmark = pytest.mark.anyio

ENTERED = datetime(2025, 6, 1, tzinfo=UTC)


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


async def test_the_order_of_entry_leaves_no_trace_in_the_facts(testville: Office) -> None:
    first, second = a_violation(number="10"), a_violation(number="2")
    third, fourth = a_violation("range", number="2"), a_violation(number="9", on=date(2025, 3, 9))
    async with testville.database.writing() as writes:
        await writes.add_violations([third, second, first, fourth])
        await writes.add_repairs([a_repair("service", points=Decimal(1)), a_repair()])
    facts = await facts_of(testville)
    assert [one.id for one in facts.violations] == ["9/late", "10/late", "2/late", "2/range"]
    assert [one.rule for one in facts.repairs] == ["course", "service"]


def test_rows_in_any_order_give_the_same_facts() -> None:
    examinations = [
        ExaminationRow(
            id=number, doctor_id=1, place="testville", on=date(2025, month, 1), passed=True, recorded_at=ENTERED
        )
        for number, month in enumerate((3, 1, 2))
    ]
    forward, backward = (points_facts(POINTS, (), given, ()) for given in (examinations, examinations[::-1]))
    assert forward == backward
    assert [one.on.month for one in forward.examinations] == [1, 2, 3]


def test_who_passes_no_repairs_says_that_there_are_none() -> None:
    assert points_facts(POINTS, (), (), ()) == PointsFacts()
