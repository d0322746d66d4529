import pytest
import strawberry
from strawberry.relay.utils import to_base64

from core.records import ViolationRecord
from core.service.office import Office
from tests.schema.testville import LAW, a_doctor, a_violation, an_enrolment, ask, refused, register

pytestmark = pytest.mark.anyio

STANDING = """query ($regulation: ID!) { assessment(doctor: "B", regulation: $regulation) {
        __typename scheme asOf determination missing { name }
        regulation { code } readings { code } operatorSupplies { scheme }
        doctor { name } period { name kind start end }
        pointsFull pointsLost pointsCounted pointsLeft suspensions arithmetic
        standing { status object since until mayReapplyFrom citation { code } }
        deductions { record clauseCode points quantity total bookedOn citation { code } label { zh } }
        sanctions { kind object cause record start end months monthsFrom untilExam absorbed
          citation { code } period { name } }
        carried { kind } headroom { pointsToNext }
        steps { kind citation { code text { zh } } text { zh label(lang: EN) } before after record }
    } }"""
SHOWN = {
    "__typename": "PointsAssessment",
    "scheme": "POINTS",
    "asOf": "2025-06-30",
    "determination": "DETERMINED",
    "missing": [],
    "regulation": {"code": LAW},
    "readings": [],
    "operatorSupplies": [],
    "doctor": {"name": "双"},
    "period": {"name": "2025", "kind": "YEAR", "start": "2025-01-01", "end": "2026-01-01"},
    "pointsFull": "10",
    "pointsLost": "7",
    "pointsCounted": "7",
    "pointsLeft": "3",
    "suspensions": 1,
    "arithmetic": "10 - 2[4.一] - 5[4.三] = 3",
    "standing": {
        "status": "SUSPENDED",
        "object": "QUALIFICATION",
        "since": "2025-04-01",
        "until": "2025-10-01",
        "mayReapplyFrom": None,
        "citation": {"code": "5.一"},
    },
    "deductions": [
        {
            "record": record,
            "clauseCode": clause,
            "points": points,
            "quantity": 1,
            "total": points,
            "bookedOn": day,
            "citation": {"code": cite},
            "label": {"zh": label},
        }
        for record, clause, points, day, cite, label in [
            ("3号/T.1", "T.1", "2", "2025-02-01", "4.一", "迟报"),
            ("4号/T.3", "T.3", "5", "2025-04-01", "4.三", "误报"),
        ]
    ],
    "sanctions": [
        {
            "kind": "SUSPEND",
            "object": "QUALIFICATION",
            "cause": "five",
            "record": "4号/T.3",
            "start": "2025-04-01",
            "end": "2025-10-01",
            "months": 6,
            "monthsFrom": None,
            "untilExam": False,
            "absorbed": False,
            "citation": {"code": "5.一"},
            "period": {"name": "2025"},
        }
    ],
    "carried": [],
    "headroom": None,
}


async def test_a_standing_comes_with_every_step_and_the_place_it_rests_on(
    schema: strawberry.Schema, office: Office
) -> None:
    found = (await ask(schema, office, STANDING, regulation=to_base64("Regulation", LAW)))["assessment"]
    steps = found.pop("steps")
    assert found == SHOWN
    assert [one["kind"] for one in steps] == [
        "LAW",
        "OPENING",
        "DEDUCTION",
        "DEDUCTION",
        "THRESHOLD",
        "SANCTION",
        "STANDING",
    ]
    assert steps[3] == {
        "kind": "DEDUCTION",
        "citation": {"code": "4.三", "text": {"zh": "第四条（三）"}},
        "text": {
            "zh": "2025-04-01 决定, T.3 误报: 扣 5 分, 累计 7 分",
            "label": "decided 2025-04-01, T.3 False report: 5 points, 7 in all",
        },
        "before": "2",
        "after": "7",
        "record": "4号/T.3",
    }


async def test_the_same_standing_is_found_by_every_way(schema: strawberry.Schema, office: Office) -> None:
    query = """query ($regulation: ID!) {
        assessment(doctor: "S", regulation: $regulation, asOf: "2025-05-01") { ...all }
        doctor(code: "S") { assessment(regulation: $regulation, period: "2025", asOf: "2025-05-01") { ...all } }
        assessments(regulation: $regulation, asOf: "2025-05-01", institution: "H-SOUTH", region: "99") {
          nodes { ...all } }
    }
    fragment all on PointsAssessment {
        doctor { code } pointsLost factsDigest regulationDigest standing { status until } }"""
    answer = await ask(schema, office, query, regulation=LAW)
    assert answer["assessment"]["standing"] == {"status": "SUSPENDED", "until": "2025-09-01"}
    assert answer["doctor"]["assessment"] == answer["assessment"]
    assert answer["assessments"]["nodes"][1] == answer["assessment"]


async def test_a_status_fills_the_page_with_doctors_of_that_standing(schema: strawberry.Schema, office: Office) -> None:
    codes = [f"D{number:03}" for number in range(30)]
    await register(
        office,
        doctors=[a_doctor(code) for code in codes],
        enrolments=[an_enrolment(code, "H-NORTH") for code in codes],
        violations=[a_violation(f"T{code}", code, "H-NORTH", "T.3") for code in codes[::10]],
    )
    query = """query ($status: Status, $after: String) {
        assessments(regulation: "testville-2020", status: $status, first: 2, after: $after) {
          totalCount edges { cursor node { doctor { code } standing { status } } }
          pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await ask(schema, office, query, status="SUSPENDED", after=after))["assessments"]
        assert page["totalCount"] is None
        assert {one["node"]["standing"]["status"] for one in page["edges"]} == {"SUSPENDED"}
        seen += [one["node"]["doctor"]["code"] for one in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == ["B", "D000", "D010", "D020", "S"]
    whole = (await ask(schema, office, query))["assessments"]
    assert whole["totalCount"] == 33


async def test_a_doctor_without_an_enrolment_is_concerned_by_a_violation(
    schema: strawberry.Schema, office: Office
) -> None:
    await register(office, doctors=[a_doctor("V")], violations=[a_violation("9号", "V", "H-NORTH")])
    query = '{ assessments(regulation: "testville-2020", institution: "H-NORTH") { nodes { doctor { code } } } }'
    nodes = (await ask(schema, office, query))["assessments"]["nodes"]
    assert [one["doctor"]["code"] for one in nodes] == ["B", "N", "V"]


async def test_a_period_may_be_named_and_is_over_on_its_last_day(schema: strawberry.Schema, office: Office) -> None:
    query = """{ assessment(doctor: "N", regulation: "testville-2020", period: "2024") {
        asOf pointsLost headroom { daysUntilReset pointsToNext } } }"""
    assert (await ask(schema, office, query))["assessment"] == {
        "asOf": "2024-12-31",
        "pointsLost": "0",
        "headroom": {"daysUntilReset": 1, "pointsToNext": "5"},
    }


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ('regulation: "nowhere"', "REGULATION_UNKNOWN", "regulation"),
        ('regulation: "testville-2020", period: "2025-Q1"', "PERIOD_INVALID", "period"),
        ('regulation: "testville-2020", period: "soon"', "PERIOD_INVALID", "period"),
        ('regulation: "testville-2020", period: "9999"', "PERIOD_INVALID", "period"),
    ],
)
@pytest.mark.parametrize("root", ['assessment(doctor: "N", %s) { asOf }', "assessments(%s) { totalCount }"])
async def test_a_question_that_means_nothing_is_refused(
    schema: strawberry.Schema, office: Office, root: str, arguments: str, code: str, field: str
) -> None:
    error = await refused(schema, office, f"{{ {root % arguments} }}")
    assert (error["code"], error["field"]) == (code, field)


async def test_a_value_missing_from_a_record_makes_the_answer_indeterminate(
    schema: strawberry.Schema, office: Office
) -> None:
    record: ViolationRecord = a_violation("7号", "N", "H-NORTH", "T.2")
    await register(office, violations=[record])
    query = """{ assessment(doctor: "N", regulation: "testville-2020") {
        determination missing { name text { zh en } } pointsLost standing { status } arithmetic } }"""
    found = (await ask(schema, office, query))["assessment"]
    assert found["determination"] == "INDETERMINATE"
    assert [one["name"] for one in found["missing"]] == ["violations.7号/T.2.points"]
    assert (found["pointsLost"], found["standing"], found["arithmetic"]) == (None, None, None)


async def test_an_enrolment_is_assessed_before_the_doctor_is_enrolled(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """query ($asOf: Date) { enrolmentAssessment(
        doctor: "N", institution: "H-NORTH", regulation: "testville-2020", asOf: $asOf) {
          status since nextActs { act by citation { code } } steps { kind } } }"""
    now = (await ask(schema, office, query))["enrolmentAssessment"]
    before = (await ask(schema, office, query, asOf="2020-12-31"))["enrolmentAssessment"]
    assert (now["status"], now["since"]) == ("ENROLLED", "2021-01-01")
    assert before["status"] == "NOT_YET"
    assert before["nextActs"] == [{"act": "SIGN", "by": "INSTITUTION", "citation": {"code": "3"}}]
