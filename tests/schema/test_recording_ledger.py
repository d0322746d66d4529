"""Recording repairs and measurements over GraphQL: once, with everything wrong said at once, by who may."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE, Scope, Viewer
from tests.schema.testville import EVERYONE, IN_NORTH, IN_SOUTH, LAW, REGULATION, a_host, an_office, ask, fill

pytestmark = pytest.mark.anyio

REPAIRS = """
[points.repairs]
cite = "6"
lifting = "KEPT"
rules = [
  { id = "course", cite = "6.一", points = 1, label = { zh = "学习", en = "A course" } },
  { id = "service", cite = "6.二", label = { zh = "公益服务", en = "Service" } },
]

[scorecard]
cite = "7"
subject = "OFFICE"
period = "YEAR"
full = 100
groups = [{ id = "care", cite = "7.一", label = { zh = "服务", en = "Care" }, weight = 100 }]

[scorecard.scale]
cite = "7.二"
grades = [
  { id = "high", cite = "7.二", label = { zh = "优", en = "High" }, at_least = 80 },
  { id = "low", cite = "7.二", label = { zh = "差", en = "Low" } },
]

[[points.thresholds]]"""
REPAIR = """mutation ($input: RecordRepairInput!) { recordRepair(input: $input) {
    created problems { field code message { zh en } }
    repair { record regulationCode regulation { code } ruleCode rule { label { en } } on points determinedBy } } }"""
MEASUREMENT = """mutation ($input: RecordMeasurementInput!) { recordMeasurement(input: $input) {
    created problems { field code message { zh en } }
    measurement { regulationCode regulation { code } region subjectKind subject indicator period on documentNo value
      grade category source } } }"""
VIOLATION = """mutation ($input: RecordViolationInput!) { recordViolation(input: $input) {
    problems { code } violation { responsibility reason } } }"""
REPAIRED = '{ doctor(code: "N") { repairs { record points } } }'
WRITER = Viewer("writer", frozenset({Scope.RECORD}), None)
READER = Viewer("reader", frozenset({Scope.READ}), None)

A_REPAIR: dict[str, Any] = {
    "doctor": "N",
    "institution": "H-NORTH",
    "regulation": LAW,
    "rule": "service",
    "on": "2025-06-01",
    "points": "1.5",
    "determinedBy": "试镇医保局",
}
A_MEASUREMENT: dict[str, Any] = {
    "regulation": LAW,
    "region": "990101",
    "subjectKind": "INSTITUTION",
    "subject": "H-NORTH",
    "indicator": "care",
    "period": "2025",
    "on": "2025-06-01",
    "documentNo": "试〔2025〕3号",
    "value": "87.5",
    "category": "职工",
    "source": "试镇医保中心",
}


@pytest.fixture
async def repairing(tmp_path: Path) -> AsyncGenerator[Office]:
    law = REGULATION.replace("\n[[points.thresholds]]", REPAIRS, 1)
    host = a_host(tmp_path / "data", {"testville/2020.toml": law})
    assert host.parked == ()
    async with an_office(tmp_path, host) as office:
        await fill(office)
        yield office


def codes(payload: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(one["field"], one["code"]) for one in payload["problems"]]


async def test_a_repair_is_recorded_once_and_counts(schema: strawberry.Schema, repairing: Office) -> None:
    first = (await ask(schema, repairing, REPAIR, input=A_REPAIR))["recordRepair"]
    again = (await ask(schema, repairing, REPAIR, input=A_REPAIR))["recordRepair"]
    assert (first["created"], again["created"]) == (True, False)
    assert first["problems"] == again["problems"] == []
    assert first["repair"] == again["repair"]
    assert first["repair"] == {
        "record": "testville-2020/service/2025-06-01",
        "regulationCode": LAW,
        "regulation": {"code": LAW},
        "ruleCode": "service",
        "rule": {"label": {"en": "Service"}},
        "on": "2025-06-01",
        "points": "1.5",
        "determinedBy": "试镇医保局",
    }
    query = '{ assessment(doctor: "N", regulation: "testville-2020") { pointsRepaired repairs { repair points } } }'
    assert (await ask(schema, repairing, query))["assessment"] == {
        "pointsRepaired": "1.5",
        "repairs": [{"repair": "testville-2020/service/2025-06-01", "points": "1.5"}],
    }


async def test_a_repair_that_says_something_else_later_is_a_problem_of_its_field(
    schema: strawberry.Schema, repairing: Office
) -> None:
    await ask(schema, repairing, REPAIR, input=A_REPAIR)
    changed = (await ask(schema, repairing, REPAIR, input=A_REPAIR | {"determinedBy": "别处"}))["recordRepair"]
    assert (changed["created"], changed["repair"]) == (False, None)
    assert codes(changed) == [("determinedBy", "ALREADY_RECORDED")]


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"rule": "lunch", "on": "2026-01-01"}, [("on", "DAY_TO_COME"), ("rule", "RULE_UNKNOWN")]),
        ({"rule": "course"}, [("points", "POINTS_FIXED_BY_LAW")]),
        ({"regulation": "nowhere"}, [("regulation", "REGULATION_UNKNOWN")]),
        ({"doctor": "nobody"}, [("doctor", "DOCTOR_UNKNOWN")]),
        ({"points": "-1"}, [("points", "NOT_STORABLE")]),
        ({"determinedBy": "长" * 500}, [("determinedBy", "NOT_STORABLE")]),
    ],
)
async def test_what_is_wrong_with_a_repair_is_said_in_both_languages(
    schema: strawberry.Schema, repairing: Office, change: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    answer = (await ask(schema, repairing, REPAIR, input=A_REPAIR | change))["recordRepair"]
    assert (answer["created"], answer["repair"]) == (False, None)
    assert codes(answer) == problems
    assert all(one["message"]["zh"] != one["message"]["en"] for one in answer["problems"])


@pytest.mark.parametrize(
    ("viewer", "code"), [(ANYONE, "FORBIDDEN"), (READER, "FORBIDDEN"), (IN_SOUTH, "INSTITUTION_UNKNOWN")]
)
async def test_recording_a_repair_needs_a_token_for_the_institution(
    schema: strawberry.Schema, repairing: Office, viewer: Viewer, code: str
) -> None:
    answer = (await ask(schema, repairing, REPAIR, viewer, input=A_REPAIR))["recordRepair"]
    assert [one["code"] for one in answer["problems"]] == [code]
    assert (await ask(schema, repairing, REPAIRED))["doctor"] == {"repairs": []}


async def test_a_token_that_may_only_record_reads_nothing_back(schema: strawberry.Schema, repairing: Office) -> None:
    repair = (await ask(schema, repairing, REPAIR, WRITER, input=A_REPAIR))["recordRepair"]
    measured = (await ask(schema, repairing, MEASUREMENT, WRITER, input=A_MEASUREMENT))["recordMeasurement"]
    assert repair == {"created": True, "problems": [], "repair": None}
    assert measured == {"created": True, "problems": [], "measurement": None}


async def test_the_repairs_of_a_doctor_are_seen_by_who_sees_the_doctor_under_the_place(
    schema: strawberry.Schema, repairing: Office
) -> None:
    await ask(schema, repairing, REPAIR, input=A_REPAIR)
    seen = [{"record": "testville-2020/service/2025-06-01", "points": "1.5"}]
    assert (await ask(schema, repairing, REPAIRED, EVERYONE))["doctor"] == {"repairs": seen}
    assert (await ask(schema, repairing, REPAIRED, IN_NORTH))["doctor"] == {"repairs": seen}
    assert (await ask(schema, repairing, REPAIRED, IN_SOUTH))["doctor"] is None


async def test_a_measurement_is_recorded_once(schema: strawberry.Schema, repairing: Office) -> None:
    first = (await ask(schema, repairing, MEASUREMENT, input=A_MEASUREMENT))["recordMeasurement"]
    again = (await ask(schema, repairing, MEASUREMENT, input=A_MEASUREMENT))["recordMeasurement"]
    assert (first["created"], again["created"]) == (True, False)
    assert first["problems"] == again["problems"] == []
    assert first["measurement"] == again["measurement"]
    given = {name: value for name, value in A_MEASUREMENT.items() if name != "regulation"}
    assert first["measurement"] == given | {"regulationCode": LAW, "regulation": {"code": LAW}, "grade": None}


async def test_another_document_of_the_same_day_is_another_measurement(
    schema: strawberry.Schema, repairing: Office
) -> None:
    await ask(schema, repairing, MEASUREMENT, input=A_MEASUREMENT)
    other = A_MEASUREMENT | {"documentNo": "试〔2025〕4号", "value": "90"}
    answer = (await ask(schema, repairing, MEASUREMENT, input=other))["recordMeasurement"]
    assert (answer["created"], answer["measurement"]["value"]) == (True, "90")


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"grade": "优", "on": "2026-01-01"}, [("value", "VALUE_OR_GRADE"), ("on", "DAY_TO_COME")]),
        ({"value": None}, [("value", "VALUE_OR_GRADE")]),
        ({"regulation": "nowhere"}, [("regulation", "REGULATION_UNKNOWN")]),
        ({"subject": "nowhere"}, [("subject", "INSTITUTION_UNKNOWN")]),
        ({"region": "试镇", "subjectKind": "AGENCY"}, [("region", "NOT_STORABLE")]),
        ({"documentNo": "长" * 500}, [("documentNo", "NOT_STORABLE")]),
    ],
)
async def test_what_is_wrong_with_a_measurement_is_a_problem_of_its_field(
    schema: strawberry.Schema, repairing: Office, change: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    answer = (await ask(schema, repairing, MEASUREMENT, input=A_MEASUREMENT | change))["recordMeasurement"]
    assert (answer["created"], answer["measurement"]) == (False, None)
    assert codes(answer) == problems


@pytest.mark.parametrize(
    ("viewer", "change", "problem"),
    [
        (ANYONE, {}, (None, "FORBIDDEN")),
        (READER, {}, (None, "FORBIDDEN")),
        (IN_SOUTH, {}, ("region", "REGION_FORBIDDEN")),
        (IN_SOUTH, {"region": "990102"}, ("subject", "INSTITUTION_UNKNOWN")),
    ],
)
async def test_recording_a_measurement_needs_a_token_for_its_region_and_its_institution(
    schema: strawberry.Schema,
    repairing: Office,
    viewer: Viewer,
    change: dict[str, str],
    problem: tuple[str | None, str],
) -> None:
    answer = (await ask(schema, repairing, MEASUREMENT, viewer, input=A_MEASUREMENT | change))["recordMeasurement"]
    assert codes(answer) == [problem]
    assert await repairing.reads.measurements_of("H-NORTH", LAW, "2025") == ()


async def test_the_degree_of_responsibility_and_the_reason_of_a_violation_are_kept(
    schema: strawberry.Schema, repairing: Office
) -> None:
    given = {
        "place": "testville",
        "regulation": LAW,
        "clause": "T.2",
        "decisionNo": "20号",
        "doctor": "N",
        "institution": "H-NORTH",
        "decidedOn": "2025-06-01",
        "points": "2",
        "responsibility": "IMPORTANT",
        "reason": "屡查屡犯",
    }
    answer = (await ask(schema, repairing, VIOLATION, input=given))["recordViolation"]
    assert answer == {"problems": [], "violation": {"responsibility": "IMPORTANT", "reason": "屡查屡犯"}}
