import pytest
import strawberry
from strawberry.relay.utils import to_base64

from core.service.office import Office
from core.service.viewer import ANYONE, Scope, Viewer
from tests.schema.testville import IN_NORTH, IN_SOUTH, LAW, ask, refused

pytestmark = pytest.mark.anyio

REGISTRY = [
    "{ doctors { totalCount } }",
    '{ doctor(code: "N") { code } }',
    "{ institutions { totalCount } }",
    '{ institution(code: "H-NORTH") { code } }',
    "{ enrolments { totalCount } }",
    "{ violations { totalCount } }",
    "{ evaluationPeriods { totalCount } }",
    '{ assessments(regulation: "testville-2020") { totalCount } }',
    "{ deadlines { nodes { doctor { code } } } }",
    '{ assessment(doctor: "N", regulation: "testville-2020") { pointsLost } }',
    '{ enrolmentAssessment(doctor: "N", institution: "H-NORTH", regulation: "testville-2020") { status } }',
    f'{{ node(id: "{to_base64("Doctor", "N")}") {{ id }} }}',
    f'{{ node(id: "{to_base64("Violation", "[]")}") {{ id }} }}',
]


@pytest.mark.parametrize("query", REGISTRY)
@pytest.mark.parametrize("viewer", [ANYONE, Viewer("writer", frozenset({Scope.RECORD}), None)])
async def test_the_registry_needs_a_token_that_may_read(
    schema: strawberry.Schema, office: Office, query: str, viewer: Viewer
) -> None:
    reads = office.database.reads_done
    error = await refused(schema, office, query, viewer)
    assert error["code"] == "FORBIDDEN"
    assert "Authorization" in str(error["message"])
    assert office.database.reads_done == reads


async def test_the_law_and_simulations_are_open_to_anyone(schema: strawberry.Schema, office: Office) -> None:
    query = """{ regulations { totalCount } plugins { name }
        simulate(regulation: "testville-2020", asOf: "2025-01-01") { pointsLeft }
        simulateEnrolment(regulation: "testville-2020", asOf: "2025-01-01") { determination } }"""
    answer = await ask(schema, office, query, ANYONE)
    assert answer["simulate"] == {"pointsLeft": "10"}


async def test_lists_hold_what_lies_in_the_regions_of_the_token(schema: strawberry.Schema, office: Office) -> None:
    query = """{ doctors { totalCount nodes { code } } institutions { nodes { code } }
        violations { nodes { decisionNo } } enrolments { nodes { doctor { code } } }
        assessments(regulation: "testville-2020") { totalCount nodes { doctor { code } } } }"""
    assert await ask(schema, office, query, IN_NORTH) == {
        "doctors": {"totalCount": 2, "nodes": [{"code": "B"}, {"code": "N"}]},
        "institutions": {"nodes": [{"code": "H-NORTH"}]},
        "violations": {"nodes": [{"decisionNo": "3号"}, {"decisionNo": "1号"}]},
        "enrolments": {"nodes": [{"doctor": {"code": "N"}}, {"doctor": {"code": "B"}}]},
        "assessments": {"totalCount": 2, "nodes": [{"doctor": {"code": "B"}}, {"doctor": {"code": "N"}}]},
    }


async def test_a_token_without_any_region_sees_nobody(schema: strawberry.Schema, office: Office) -> None:
    query = """{ doctors { totalCount } institutions { totalCount } doctor(code: "N") { code }
        assessments(regulation: "testville-2020") { totalCount nodes { doctor { code } } } }"""
    assert await ask(schema, office, query, Viewer("none", frozenset({Scope.READ}), ())) == {
        "doctors": {"totalCount": 0},
        "institutions": {"totalCount": 0},
        "doctor": None,
        "assessments": {"totalCount": 0, "nodes": []},
    }


async def test_a_region_outside_the_token_holds_nobody(schema: strawberry.Schema, office: Office) -> None:
    query = """query ($region: String) { assessments(regulation: "testville-2020", region: $region) {
        nodes { doctor { code } } } }"""
    outside = await ask(schema, office, query, IN_NORTH, region="990102")
    wider = await ask(schema, office, query, IN_SOUTH, region="99")
    assert outside["assessments"]["nodes"] == []
    assert [one["doctor"]["code"] for one in wider["assessments"]["nodes"]] == ["B", "S"]


async def test_several_regions_are_seen_together(schema: strawberry.Schema, office: Office) -> None:
    viewer = Viewer("both", frozenset({Scope.READ}), ("990102", "990101"))
    query = """query ($after: String, $institution: String) {
        assessments(regulation: "testville-2020", first: 2, after: $after, institution: $institution) {
          totalCount nodes { doctor { code } } pageInfo { hasNextPage endCursor } } }"""
    first = (await ask(schema, office, query, viewer))["assessments"]
    rest = (await ask(schema, office, query, viewer, after=first["pageInfo"]["endCursor"]))["assessments"]
    at_south = (await ask(schema, office, query, viewer, institution="H-SOUTH"))["assessments"]
    assert [one["doctor"]["code"] for one in (*first["nodes"], *rest["nodes"])] == ["B", "N", "S"]
    assert [one["doctor"]["code"] for one in at_south["nodes"]] == ["B", "S"]
    assert (first["totalCount"], rest["pageInfo"]["hasNextPage"]) == (3, False)


HIDDEN = """query ($doctor: String!, $institution: String!, $node: ID!, $place: ID!) {
    doctor(code: $doctor) { code }
    institution(code: $institution) { code }
    assessment(doctor: $doctor, regulation: "testville-2020") { pointsLost }
    enrolmentAssessment(doctor: $doctor, institution: $institution, regulation: "testville-2020") { status }
    doctorNode: node(id: $node) { id }
    institutionNode: node(id: $place) { id }
}"""


@pytest.mark.parametrize(("doctor", "institution"), [("S", "H-SOUTH"), ("nobody", "nowhere")])
async def test_what_lies_elsewhere_reads_like_what_does_not_exist(
    schema: strawberry.Schema, office: Office, doctor: str, institution: str
) -> None:
    answer = await ask(
        schema,
        office,
        HIDDEN,
        IN_NORTH,
        doctor=doctor,
        institution=institution,
        node=to_base64("Doctor", doctor),
        place=to_base64("Institution", institution),
    )
    assert set(answer.values()) == {None}


async def test_what_a_doctor_did_elsewhere_is_left_out_but_the_standing_is_whole(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """query ($regulation: ID!) { doctor(code: "B") {
        enrolments { totalCount nodes { institution { code } } }
        violations { totalCount nodes { decisionNo } }
        assessment(regulation: $regulation) { pointsLost } } }"""
    north = (await ask(schema, office, query, IN_NORTH, regulation=LAW))["doctor"]
    south = (await ask(schema, office, query, IN_SOUTH, regulation=LAW))["doctor"]
    assert north == {
        "enrolments": {"totalCount": 1, "nodes": [{"institution": {"code": "H-NORTH"}}]},
        "violations": {"totalCount": 1, "nodes": [{"decisionNo": "3号"}]},
        "assessment": {"pointsLost": "7"},
    }
    assert south["violations"]["nodes"] == [{"decisionNo": "4号"}]
    assert south["assessment"] == north["assessment"]


async def test_a_single_violation_or_enrolment_elsewhere_is_not_found(
    schema: strawberry.Schema, office: Office
) -> None:
    query = "{ violations { nodes { id institution { code } } } enrolments { nodes { id institution { code } } } }"
    answer = await ask(schema, office, query)
    for one in (*answer["violations"]["nodes"], *answer["enrolments"]["nodes"]):
        found = await ask(schema, office, "query ($id: ID!) { node(id: $id) { id } }", IN_NORTH, id=one["id"])
        assert (found["node"] is None) == (one["institution"]["code"] == "H-SOUTH")
