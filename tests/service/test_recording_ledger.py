"""Recording repairs and measurements: once, within the viewer's regions, and only what some law could mean."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.records import MeasurementRecord, RepairRecord, SubjectKind
from core.service.office import Office
from core.service.recording import Recorded, record_measurement, record_repair
from core.service.viewer import ANYONE, EVERYONE_IN_DEMO, Scope, Viewer
from tests.service.testville import PLAIN, POINTS, SUPPLIES, a_measurement, a_repair

pytestmark = pytest.mark.anyio

NORTH = Viewer("north", frozenset({Scope.RECORD}), ("990101",))
SOUTH = Viewer("south", frozenset({Scope.RECORD}), ("990102",))
READER = Viewer("reader", frozenset({Scope.READ}), None)


def codes(recorded: Recorded) -> list[tuple[str | None, str]]:
    return [(problem.field, problem.code) for problem in recorded.problems]


async def test_a_repair_is_recorded_once(testville: Office) -> None:
    assert (await record_repair(testville, NORTH, a_repair(), "H-NORTH")).created
    again = await record_repair(testville, NORTH, a_repair(), "H-NORTH")
    assert (again.created, again.problems) == (False, ())


async def test_the_same_repair_with_other_points_is_a_conflict(testville: Office) -> None:
    await record_repair(testville, NORTH, a_repair("service", points=Decimal(1)), "H-NORTH")
    other = await record_repair(testville, NORTH, a_repair("service", points=Decimal(2)), "H-NORTH")
    assert codes(other) == [("points", "ALREADY_RECORDED")]


async def test_nobody_records_a_repair_without_the_scope_or_for_an_institution_outside_their_region(
    testville: Office,
) -> None:
    assert codes(await record_repair(testville, ANYONE, a_repair(), "H-NORTH")) == [(None, "FORBIDDEN")]
    assert codes(await record_repair(testville, READER, a_repair(), "H-NORTH")) == [(None, "FORBIDDEN")]
    assert codes(await record_repair(testville, SOUTH, a_repair(), "H-NORTH")) == [
        ("institution", "INSTITUTION_UNKNOWN")
    ]


@pytest.mark.parametrize(
    ("record", "problems"),
    [
        (a_repair("lunch"), [("rule", "RULE_UNKNOWN")]),
        (a_repair(points=Decimal(1)), [("points", "POINTS_FIXED_BY_LAW")]),
        (a_repair(regulation="nowhere"), [("regulation", "REGULATION_UNKNOWN")]),
        (a_repair(regulation=SUPPLIES), [("regulation", "NO_POINTS")]),
        (a_repair("lunch", on=date(2026, 3, 2)), [("on", "DAY_TO_COME"), ("rule", "RULE_UNKNOWN")]),
        (a_repair(doctor="X"), [("doctor", "DOCTOR_UNKNOWN")]),
    ],
)
async def test_a_repair_that_no_law_could_mean_is_refused(
    testville: Office, record: RepairRecord, problems: list[tuple[str | None, str]]
) -> None:
    assert codes(await record_repair(testville, NORTH, record, "H-NORTH")) == problems


async def test_a_law_without_rules_of_repair_takes_any_and_leaves_it_to_the_engine(testville: Office) -> None:
    assert (await record_repair(testville, NORTH, a_repair("lunch", regulation=PLAIN), "H-NORTH")).created


async def test_a_measurement_is_recorded_once(testville: Office) -> None:
    assert (await record_measurement(testville, NORTH, a_measurement())).created
    again = await record_measurement(testville, NORTH, a_measurement())
    assert (again.created, again.problems) == (False, ())
    (kept,) = await testville.reads.measurements_of("H-NORTH", SUPPLIES, "2025")
    assert (kept.value, kept.source) == (Decimal("1.5"), "试镇医保中心")


async def test_the_same_measurement_with_another_value_is_a_conflict(testville: Office) -> None:
    await record_measurement(testville, NORTH, a_measurement())
    other = await record_measurement(testville, NORTH, a_measurement(value=Decimal(2)))
    assert codes(other) == [("value", "ALREADY_RECORDED")]


async def test_a_measurement_must_lie_in_the_regions_of_the_viewer(testville: Office) -> None:
    agency = a_measurement("center", kind=SubjectKind.AGENCY)
    assert codes(await record_measurement(testville, ANYONE, agency)) == [(None, "FORBIDDEN")]
    assert codes(await record_measurement(testville, READER, agency)) == [(None, "FORBIDDEN")]
    assert codes(await record_measurement(testville, SOUTH, agency)) == [("region", "REGION_FORBIDDEN")]
    assert (await record_measurement(testville, NORTH, agency)).created


async def test_a_region_in_the_record_opens_no_institution_of_another_region(testville: Office) -> None:
    disguised = a_measurement("H-SOUTH", region="990101")
    assert codes(await record_measurement(testville, NORTH, disguised)) == [("subject", "INSTITUTION_UNKNOWN")]
    assert await testville.reads.measurements_of("H-SOUTH", SUPPLIES, "2025") == ()


@pytest.mark.parametrize(
    ("record", "problems"),
    [
        (a_measurement(grade="A"), [("value", "VALUE_OR_GRADE")]),
        (a_measurement(value=None), [("value", "VALUE_OR_GRADE")]),
        (a_measurement(regulation="nowhere"), [("regulation", "REGULATION_UNKNOWN")]),
        (a_measurement(regulation=POINTS), [("regulation", "NOTHING_MEASURED")]),
        (
            a_measurement(regulation=POINTS, on=date(2026, 3, 2)),
            [("on", "DAY_TO_COME"), ("regulation", "NOTHING_MEASURED")],
        ),
        (a_measurement("X", kind=SubjectKind.DOCTOR), [("subject", "DOCTOR_UNKNOWN")]),
        (a_measurement("X"), [("subject", "INSTITUTION_UNKNOWN")]),
        (a_measurement(value=Decimal(-1)), [("value", "NOT_STORABLE")]),
        (replace(a_measurement("N", kind=SubjectKind.DOCTOR), region="试镇"), [("region", "NOT_STORABLE")]),
    ],
)
async def test_a_measurement_that_no_law_could_mean_is_refused(
    testville: Office, record: MeasurementRecord, problems: list[tuple[str | None, str]]
) -> None:
    assert codes(await record_measurement(testville, EVERYONE_IN_DEMO, record)) == problems
