"""What follows for an institution from its staff, as clients see it."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE, Viewer
from tests.schema.testville import EVERYONE, IN_NORTH, IN_SOUTH, ask, refused
from tests.service.staff_village import a_village, a_violation, an_enrolment, an_office, enter

pytestmark = pytest.mark.anyio

SHARE = """query ($code: String!, $asOf: Date, $first: Int, $after: String) { institution(code: $code) {
    staffShare(regulation: "staffville-2020", asOf: $asOf) {
      affected staff undecided measure discretionary determination citation { code } year { name }
      people(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { doctor { code } record violation { clause { citation { code } } }
                sanction { kind start citation { code } } }
      } } } }"""


@pytest.fixture
async def village(tmp_path: Path) -> AsyncGenerator[Office]:
    async with a_village(tmp_path) as office:
        yield office


async def share(schema: strawberry.Schema, office: Office, viewer: Viewer = EVERYONE, **variables: object) -> Any:  # noqa: ANN401 - an answer's data
    found = (await ask(schema, office, SHARE, viewer, **variables))["institution"]
    return found and found["staffShare"]


async def test_the_share_of_an_institution_leads_over_people_and_records_to_the_clauses(
    schema: strawberry.Schema, village: Office
) -> None:
    assert await share(schema, village, code="H-NORTH") == {
        "affected": 1,
        "staff": 2,
        "undecided": None,
        "measure": "SETTLEMENT_SUSPENDED",
        "discretionary": True,
        "determination": "DETERMINED",
        "citation": {"code": "4.一"},
        "year": {"name": "2025"},
        "people": {
            "totalCount": 1,
            "pageInfo": {"hasNextPage": False, "endCursor": (await _cursor(schema, village))},
            "nodes": [
                {
                    "doctor": {"code": "N"},
                    "record": "N@2025-12-01/false",
                    "violation": {"clause": {"citation": {"code": "2.二"}}},
                    "sanction": {"kind": "SUSPEND", "start": "2025-12-01", "citation": {"code": "3.一"}},
                }
            ],
        },
    }
    before = await share(schema, village, code="H-NORTH", asOf="2025-11-30")
    assert (before["affected"], before["measure"], before["people"]["nodes"]) == (0, None, [])


async def _cursor(schema: strawberry.Schema, office: Office) -> str:
    return (await share(schema, office, code="H-NORTH"))["people"]["pageInfo"]["endCursor"]


async def test_a_share_is_shown_to_those_who_see_the_institution_and_records_to_those_who_see_theirs(
    schema: strawberry.Schema, village: Office
) -> None:
    await enter(village, [an_enrolment("B")], [a_violation("B", "2025-12-03", institution="H-SOUTH")])

    assert await share(schema, village, IN_SOUTH, code="H-NORTH") is None
    north = await share(schema, village, IN_NORTH, code="H-NORTH")
    assert [(one["doctor"]["code"], one["record"], one["violation"] is None) for one in north["people"]["nodes"]] == [
        ("N", "N@2025-12-01/false", False),
        ("B", "B@2025-12-03/false", True),
    ]
    query = '{ institution(code: "H-NORTH") { staffShare(regulation: "staffville-2020") { staff } } }'
    assert (await refused(schema, village, query, ANYONE))["code"] == "FORBIDDEN"


async def test_people_are_paged(schema: strawberry.Schema, tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        codes = ["A", "B", "C"]
        await enter(office, [an_enrolment(code) for code in codes], [a_violation(code) for code in codes])
        first = (await share(schema, office, code="H-NORTH", first=2))["people"]
        rest = (await share(schema, office, code="H-NORTH", first=2, after=first["pageInfo"]["endCursor"]))["people"]

    assert [one["doctor"]["code"] for one in (*first["nodes"], *rest["nodes"])] == codes
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (3, True, False)


async def test_numbers_in_the_request_have_no_people(schema: strawberry.Schema, village: Office) -> None:
    found = await ask(
        schema,
        village,
        """{ simulateStaffShare(regulation: "staffville-2020", asOf: "2025-12-31", affected: 1, staff: 5) {
             affected staff year { name } measure people { totalCount } } }""",
    )

    assert found["simulateStaffShare"] == {
        "affected": 1,
        "staff": 5,
        "year": None,
        "measure": "SETTLEMENT_SUSPENDED",
        "people": {"totalCount": 0},
    }
