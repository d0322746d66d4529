"""Assessing many doctors: what is recorded counts, in four statements, from any doctor on."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from core.records import RepairRecord, ViolationRecord
from core.regulation.vocabulary import Responsibility
from core.service.assessing import assess_all, assess_doctors, settle
from core.service.office import Office
from tests.service.testville import PLAIN, POINTS, a_repair, a_violation

pytestmark = pytest.mark.anyio


async def record(
    office: Office, violations: Sequence[ViolationRecord], repairs: Sequence[RepairRecord] = ()
) -> Decimal | None:
    """Enter what is given and return the points that count against doctor N in 2025."""
    async with office.database.writing() as writes:
        await writes.add_violations(violations)
        await writes.add_repairs(repairs)
    doctor = (await office.reads.doctors_by_code(["N"]))["N"].id
    return (await assess_doctors(office, settle(office, POINTS, "2025"), [doctor]))[doctor].points_counted


async def test_a_repair_gives_points_back_under_its_own_regulation_alone(testville: Office) -> None:
    assert await record(testville, [a_violation()], [a_repair(regulation=PLAIN)]) == 2
    assert await record(testville, [], [a_repair()]) == 1


@pytest.mark.parametrize(
    ("degree", "points"), [(Responsibility.GENERAL, 1), (Responsibility.IMPORTANT, 3), (Responsibility.MAIN, 5)]
)
async def test_the_degree_of_responsibility_fixes_the_points_within_the_range(
    testville: Office, degree: Responsibility, points: int
) -> None:
    assert await record(testville, [a_violation("range", responsibility=degree, reason="屡查屡犯")]) == points


async def test_any_number_of_doctors_takes_four_statements(testville: Office) -> None:
    question = settle(testville, POINTS, "2025")
    ids = [row.id for row in (await testville.reads.doctors_by_code(["N", "S"])).values()]
    taken: list[int] = []
    for doctors in (ids[:1], ids):
        before = testville.database.reads_done
        assert len(await assess_doctors(testville, question, doctors)) == len(doctors)
        taken.append(testville.database.reads_done - before)
    assert taken == [4, 4]


@pytest.mark.parametrize(
    ("after", "codes"),
    [(None, ["N", "S"]), ("A", ["N", "S"]), ("N", ["S"]), ("P", ["S"]), ("S", [])],
)
async def test_assessing_all_goes_on_after_a_code_whether_or_not_a_doctor_has_it(
    testville: Office, after: str | None, codes: list[str]
) -> None:
    question = settle(testville, POINTS, "2025")
    batches = [batch async for batch in assess_all(testville, question, after=after, batch=1)]
    assert [[row.code for row, _ in batch] for batch in batches] == [[code] for code in codes]
