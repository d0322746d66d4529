from typing import Any

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE, Scope, Viewer
from tests.schema.testville import EVERYONE, IN_NORTH, a_doctor, ask, register

pytestmark = pytest.mark.anyio

ENROL = """mutation ($input: EnrolDoctorInput!) { enrolDoctor(input: $input) {
    created problems { field code message { zh en } }
    enrolment { doctor { code } institution { code } since until main place basis } } }"""
VIOLATION = """mutation ($input: RecordViolationInput!) { recordViolation(input: $input) {
    created problems { field code } violation { id decisionNo clause { code } doctor { code } points cases note } } }"""
EXAMINATION = """mutation ($input: RecordExaminationInput!) { recordExamination(input: $input) {
    created problems { field code } examination { place on passed } } }"""
ENTRY = """mutation ($input: RecordEnrolmentEntryInput!) { recordEnrolmentEntry(input: $input) {
    created problems { field code } entry { kind on act attribute change reportedOn } } }"""

A_VIOLATION: dict[str, Any] = {
    "place": "testville",
    "regulation": "testville-2020",
    "clause": "T.1",
    "decisionNo": "20号",
    "doctor": "N",
    "institution": "H-NORTH",
    "decidedOn": "2025-06-01",
}


async def test_a_violation_is_recorded_once_however_often_it_is_sent(schema: strawberry.Schema, office: Office) -> None:
    first = (await ask(schema, office, VIOLATION, input={**A_VIOLATION, "note": "夜班"}))["recordViolation"]
    again = (await ask(schema, office, VIOLATION, input={**A_VIOLATION, "note": "夜班"}))["recordViolation"]
    assert (first["created"], again["created"]) == (True, False)
    assert first["problems"] == again["problems"] == []
    assert first["violation"] == again["violation"]
    assert first["violation"] | {"id": None} == {
        "id": None,
        "decisionNo": "20号",
        "clause": {"code": "T.1"},
        "doctor": {"code": "N"},
        "points": None,
        "cases": 1,
        "note": "夜班",
    }
    query = '{ assessment(doctor: "N", regulation: "testville-2020") { pointsLost } }'
    assert (await ask(schema, office, query))["assessment"] == {"pointsLost": "4"}


async def test_a_decision_that_says_something_else_later_is_a_problem(
    schema: strawberry.Schema, office: Office
) -> None:
    await ask(schema, office, VIOLATION, input=A_VIOLATION)
    changed = (await ask(schema, office, VIOLATION, input={**A_VIOLATION, "cases": 2}))["recordViolation"]
    assert (changed["created"], changed["violation"]) == (False, None)
    assert len(changed["problems"]) == 1


async def test_everything_wrong_with_a_violation_is_said_at_once(schema: strawberry.Schema, office: Office) -> None:
    wrong = A_VIOLATION | {"decisionNo": " ", "cases": -1, "decidedOn": "2026-01-01", "points": "3"}
    answer = (await ask(schema, office, VIOLATION, input=wrong))["recordViolation"]
    assert answer["violation"] is None
    assert {(one["field"], one["code"]) for one in answer["problems"]} == {
        ("decisionNo", "DECISION_NO_EMPTY"),
        ("cases", "CASES_NEGATIVE"),
        ("decidedOn", "DAY_TO_COME"),
        ("points", "POINTS_FIXED_BY_LAW"),
    }


@pytest.mark.parametrize(
    ("viewer", "institution", "code"),
    [
        (ANYONE, "H-NORTH", "FORBIDDEN"),
        (Viewer("reader", frozenset({Scope.READ}), None), "H-NORTH", "FORBIDDEN"),
        (IN_NORTH, "H-SOUTH", "INSTITUTION_UNKNOWN"),
        (IN_NORTH, "nowhere", "INSTITUTION_UNKNOWN"),
        (EVERYONE, "nowhere", "INSTITUTION_UNKNOWN"),
    ],
)
async def test_recording_needs_a_token_for_the_institution(
    schema: strawberry.Schema, office: Office, viewer: Viewer, institution: str, code: str
) -> None:
    answer = await ask(schema, office, VIOLATION, viewer, input={**A_VIOLATION, "institution": institution})
    assert [one["code"] for one in answer["recordViolation"]["problems"]] == [code]
    found = await ask(schema, office, '{ violations(text: "20号") { totalCount } }')
    assert found["violations"] == {"totalCount": 0}


async def test_a_token_that_may_only_record_reads_nothing_back(schema: strawberry.Schema, office: Office) -> None:
    writer = Viewer("writer", frozenset({Scope.RECORD}), None)
    answer = (await ask(schema, office, VIOLATION, writer, input=A_VIOLATION))["recordViolation"]
    assert answer == {"created": True, "problems": [], "violation": None}


async def test_an_enrolment_is_entered_renewed_and_ended(schema: strawberry.Schema, office: Office) -> None:
    await register(office, doctors=[a_doctor("E")])
    given = {"doctor": "E", "institution": "H-NORTH", "place": "testville", "basis": "AGREEMENT", "since": "2025-01-01"}
    first = (await ask(schema, office, ENROL, input=given))["enrolDoctor"]
    again = (await ask(schema, office, ENROL, input=given))["enrolDoctor"]
    ended = (await ask(schema, office, ENROL, input={**given, "until": "2025-06-01"}))["enrolDoctor"]
    assert [one["created"] for one in (first, again, ended)] == [True, False, False]
    assert first["enrolment"] == {
        "doctor": {"code": "E"},
        "institution": {"code": "H-NORTH"},
        "since": "2025-01-01",
        "until": None,
        "main": True,
        "place": "testville",
        "basis": "AGREEMENT",
    }
    assert ended["enrolment"]["until"] == "2025-06-01"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"place": "nowhere"}, "place", "PLACE_UNKNOWN"),
        ({"until": "2024-01-01"}, "until", "INTERVAL_EMPTY"),
        ({"doctor": "nobody"}, "doctor", "DOCTOR_UNKNOWN"),
        ({"department": "X"}, "department", "UNKNOWN_CODE"),
    ],
)
async def test_an_enrolment_that_cannot_be_is_a_problem_of_its_field(
    schema: strawberry.Schema, office: Office, change: dict[str, str], field: str, code: str
) -> None:
    given = {"doctor": "N", "institution": "H-NORTH", "place": "testville", "basis": "AGREEMENT", "since": "2025-01-01"}
    answer = (await ask(schema, office, ENROL, input=given | change))["enrolDoctor"]
    assert answer["enrolment"] is None
    (problem,) = answer["problems"]
    assert (problem["field"], problem["code"]) == (field, code)
    assert problem["message"]["zh"] != problem["message"]["en"]


async def test_an_examination_and_an_entry_are_recorded_once(schema: strawberry.Schema, office: Office) -> None:
    exam = {"doctor": "N", "institution": "H-NORTH", "place": "testville", "on": "2025-06-02", "passed": True}
    entry = {
        "doctor": "N",
        "institution": "H-NORTH",
        "place": "testville",
        "kind": "CHANGE",
        "on": "2025-06-03",
        "change": "LEFT",
        "reportedOn": "2025-06-04",
    }
    for query, root, given, node in [
        (
            EXAMINATION,
            "recordExamination",
            exam,
            {"examination": {"place": "testville", "on": "2025-06-02", "passed": True}},
        ),
        (
            ENTRY,
            "recordEnrolmentEntry",
            entry,
            {
                "entry": {
                    "kind": "CHANGE",
                    "on": "2025-06-03",
                    "act": None,
                    "attribute": None,
                    "change": "LEFT",
                    "reportedOn": "2025-06-04",
                }
            },
        ),
    ]:
        first = (await ask(schema, office, query, input=given))[root]
        again = (await ask(schema, office, query, input=given))[root]
        assert first == {"created": True, "problems": [], **node}
        assert again == {"created": False, "problems": [], **node}


async def test_an_entry_without_its_term_is_a_problem(schema: strawberry.Schema, office: Office) -> None:
    given = {"doctor": "N", "institution": "H-NORTH", "place": "testville", "kind": "ACT", "on": "2025-06-03"}
    answer = (await ask(schema, office, ENTRY, input=given))["recordEnrolmentEntry"]
    assert answer["entry"] is None
    assert len(answer["problems"]) == 1
