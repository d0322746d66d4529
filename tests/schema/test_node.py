import pytest
import strawberry
from strawberry.relay.utils import to_base64

from core.service.office import Office
from core.service.viewer import ANYONE
from tests.schema.testville import LAW, ask

pytestmark = pytest.mark.anyio

EVERYTHING = """{
    regulations { nodes { __typename id points { clauses { __typename id } } } }
    doctors { nodes { __typename id } }
    institutions { nodes { __typename id } }
    enrolments { nodes { __typename id } }
    violations { nodes { __typename id } }
    evaluationPeriods { nodes { __typename id } }
}"""
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"


async def test_every_node_is_found_again_by_its_id(schema: strawberry.Schema, office: Office) -> None:
    answer = await ask(schema, office, EVERYTHING)
    nodes = [one for page in answer.values() for one in page["nodes"]]
    nodes += nodes[0].pop("points")["clauses"]
    assert len(nodes) == 1 + 3 + 3 + 2 + 4 + 4 + 1
    for one in nodes:
        assert (await ask(schema, office, NODE, id=one["id"]))["node"] == one


async def test_an_id_is_made_of_the_natural_key(schema: strawberry.Schema, office: Office) -> None:
    answer = await ask(schema, office, '{ doctor(code: "N") { id } institution(code: "H-NORTH") { id } }')
    assert answer == {
        "doctor": {"id": to_base64("Doctor", "N")},
        "institution": {"id": to_base64("Institution", "H-NORTH")},
    }
    rows = await ask(
        schema,
        office,
        """{ enrolments(doctor: "N") { nodes { id } } violations(doctor: "N") { nodes { id } }
        evaluationPeriods { nodes { id } } }""",
    )
    assert {root: page["nodes"] for root, page in rows.items()} == {
        "enrolments": [{"id": to_base64("Enrolment", '["N","H-NORTH","testville","2021-01-01"]')}],
        "violations": [{"id": to_base64("Violation", '["testville","1号","N","T.1"]')}],
        "evaluationPeriods": [{"id": to_base64("EvaluationPeriod", '["testville","YEAR","2025-01-01"]')}],
    }
    clause = await ask(
        schema,
        office,
        "query ($id: ID!) { node(id: $id) { ... on Clause { code label { en } } ... on Doctor { code } } }",
        ANYONE,
        id=to_base64("Clause", f"{LAW}/T.1"),
    )
    assert clause["node"] == {"code": "T.1", "label": {"en": "Late report"}}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "测试",
        to_base64("Nothing", "1"),
        to_base64("Query", "1"),
        to_base64("Regulation", "nowhere"),
        to_base64("Clause", LAW),
        to_base64("Clause", f"{LAW}/X"),
        to_base64("Doctor", "nobody"),
        to_base64("Violation", "1"),
        to_base64("Violation", '"1号"'),
        to_base64("Violation", '["testville","1号","N"]'),
        to_base64("Violation", '["testville","1号","N",null]'),
        to_base64("Violation", '["testville","1号","N","T.2"]'),
        to_base64("Enrolment", '["N","H-NORTH","testville","20210101"]'),
        to_base64("Enrolment", '["N","H-NORTH","testville","2021-01-02"]'),
        to_base64("Enrolment", '["N\\u0000","H-NORTH","testville","2021-01-01"]'),
        to_base64("EvaluationPeriod", '["testville","YEARS","2025-01-01"]'),
        to_base64("EvaluationPeriod", '["testville","YEAR","²"]'),
    ],
)
async def test_an_id_of_nothing_is_null(schema: strawberry.Schema, office: Office, name: str) -> None:
    assert (await ask(schema, office, NODE, id=name))["node"] is None
