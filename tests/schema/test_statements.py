"""How many statements an answer takes: the same few, whatever the size of the page."""

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import Scope, Viewer
from schema.compiled.operations import Operations
from schema.context import Context
from tests.schema.testville import EVERYONE, a_doctor, a_violation, an_enrolment, ask, register

pytestmark = pytest.mark.anyio

PAGE = """query ($first: Int!) { doctors(first: $first) { nodes {
    code name
    enrolments { nodes { since institution { name region } } }
    violations { nodes { decisionNo clause { label { zh } } institution { name } } }
    examinations { on }
    assessment(regulation: "testville-2020") { pointsLeft standing { status } steps { text { zh } } doctor { code } }
} } }"""
ASSESSMENTS = """query ($first: Int!) { assessments(regulation: "testville-2020", first: $first) { nodes {
    doctor { code enrolments { nodes { institution { name } } } } pointsLeft steps { text { zh } } } } }"""


@pytest.fixture
async def crowd(office: Office) -> Office:
    codes = [f"D{number:03}" for number in range(100)]
    await register(
        office,
        doctors=[a_doctor(code) for code in codes],
        enrolments=[an_enrolment(code, "H-SOUTH" if number % 2 else "H-NORTH") for number, code in enumerate(codes)],
        violations=[a_violation(f"V{code}", code, "H-NORTH") for code in codes],
    )
    return office


@pytest.mark.parametrize("query", [PAGE, ASSESSMENTS])
@pytest.mark.parametrize("viewer", [EVERYONE, Viewer("all", frozenset({Scope.READ}), ("99",))])
async def test_a_page_takes_at_most_six_statements_whatever_its_size(
    schema: strawberry.Schema, crowd: Office, query: str, viewer: Viewer
) -> None:
    taken: list[int] = []
    for first in (10, 100):
        before = crowd.database.reads_done
        answer = await ask(schema, crowd, query, viewer, first=first)
        (page,) = answer.values()
        assert len(page["nodes"]) == first
        taken.append(crowd.database.reads_done - before)
    assert taken[0] == taken[1]
    assert taken[0] <= 6


async def test_a_page_of_enrolments_is_assessed_in_a_few_statements(schema: strawberry.Schema, crowd: Office) -> None:
    query = """query ($first: Int!) { enrolments(first: $first) { nodes {
        doctor { name } institution { name departments { name } } assessment { status } } } }"""
    taken: list[int] = []
    for first in (10, 100):
        before = crowd.database.reads_done
        await ask(schema, crowd, query, first=first)
        taken.append(crowd.database.reads_done - before)
    assert taken[0] == taken[1]
    assert taken[0] <= 5


@pytest.mark.parametrize("query", [PAGE, ASSESSMENTS])
@pytest.mark.parametrize("viewer", [EVERYONE, Viewer("all", frozenset({Scope.READ}), ("99",))])
async def test_a_compiled_page_takes_no_more_statements(
    schema: strawberry.Schema, crowd: Office, query: str, viewer: Viewer
) -> None:
    operations = Operations(schema)
    operations.learn(query, None)
    taken: list[int] = []
    for first in (10, 100):
        before = crowd.database.reads_done
        answer = await operations.answer(query, None, {"first": first}, Context.of(crowd, viewer))
        assert answer is not None
        (page,) = answer.values()
        assert len(page["nodes"]) == first
        taken.append(crowd.database.reads_done - before)
    assert taken[0] == taken[1]
    assert taken[0] <= 6
