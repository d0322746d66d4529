from typing import Any

import pytest
import strawberry

from core.service.office import Office
from tests.schema.testville import a_doctor, an_enrolment, ask, refused, register

pytestmark = pytest.mark.anyio


def _codes(answer: dict[str, Any], root: str, name: str = "code") -> list[str]:
    return [one[name] for one in answer[root]["nodes"]]


DOCTOR = """{ doctor(code: "S") {
        code codeScheme name qualification title
        enrolments { totalCount nodes { place basis since until main institution { code } doctor { code } } }
        violations(place: "testville") { nodes {
          record decisionNo clauseCode clause { code label { en } } regulationCode regulation { code } cases points
          occurredOn decidedOn doctor { code } institution { name } department { code } } }
        examinations { place on passed }
    } }"""
SHOWN = {
    "code": "S",
    "codeScheme": "LOCAL",
    "name": "南",
    "qualification": "LICENSED",
    "title": None,
    "enrolments": {
        "totalCount": 1,
        "nodes": [
            {
                "place": "testville",
                "basis": "AGREEMENT",
                "since": "2021-01-01",
                "until": None,
                "main": True,
                "institution": {"code": "H-SOUTH"},
                "doctor": {"code": "S"},
            }
        ],
    },
    "violations": {
        "nodes": [
            {
                "record": "2号/T.3",
                "decisionNo": "2号",
                "clauseCode": "T.3",
                "clause": {"code": "T.3", "label": {"en": "False report"}},
                "regulationCode": "testville-2020",
                "regulation": {"code": "testville-2020"},
                "cases": 1,
                "points": None,
                "occurredOn": None,
                "decidedOn": "2025-03-01",
                "doctor": {"code": "S"},
                "institution": {"name": "南院"},
                "department": None,
            }
        ]
    },
    "examinations": [{"place": "testville", "on": "2025-05-01", "passed": True}],
}


async def test_a_doctor_is_shown_with_enrolments_violations_and_examinations(
    schema: strawberry.Schema, office: Office
) -> None:
    assert (await ask(schema, office, DOCTOR))["doctor"] == SHOWN


async def test_an_institution_is_shown_with_departments_and_those_enrolled_on_a_day(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """{ institution(code: "H-NORTH") {
        name region level designated codeScheme departments { code name }
        active: enrolments(status: ACTIVE) { totalCount nodes { doctor { code } } }
        earlier: enrolments(status: ACTIVE, on: "2024-12-31") { totalCount nodes { doctor { code } } }
        ended: enrolments(status: ENDED) { nodes { doctor { code } status before: status(on: "2020-01-01") } }
    } }"""
    assert (await ask(schema, office, query))["institution"] == {
        "name": "北院",
        "region": "990101",
        "level": "三级",
        "designated": True,
        "codeScheme": "LOCAL",
        "departments": [{"code": "A01", "name": "内科"}],
        "active": {"totalCount": 1, "nodes": [{"doctor": {"code": "N"}}]},
        "earlier": {"totalCount": 2, "nodes": [{"doctor": {"code": "N"}}, {"doctor": {"code": "B"}}]},
        "ended": {"nodes": [{"doctor": {"code": "B"}, "status": "ENDED", "before": None}]},
    }


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ("doctors", ["B", "N", "S"]),
        ('doctors(region: "990102")', ["B", "S"]),
        ('doctors(institution: "H-NORTH")', ["B", "N"]),
        ('doctors(institution: "H-NORTH", status: ACTIVE)', ["N"]),
        ('doctors(institution: "H-NORTH", status: ACTIVE, on: "2024-01-01")', ["B", "N"]),
        ('doctors(text: "双")', ["B"]),
        ('doctors(place: "elsewhere")', []),
        ("institutions", ["H-NORTH", "H-SOUTH"]),
        ("institutions(designated: false)", ["H-SOUTH"]),
        ('institutions(region: "990101")', ["H-NORTH"]),
        ('institutions(text: "南")', ["H-SOUTH"]),
    ],
)
async def test_lists_by_code_are_narrowed_by_each_argument(
    schema: strawberry.Schema, office: Office, root: str, found: list[str]
) -> None:
    answer = await ask(schema, office, f"{{ {root} {{ totalCount nodes {{ code }} }} }}")
    (page,) = answer.values()
    assert [one["code"] for one in page["nodes"]] == found
    assert page["totalCount"] == len(found)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", ["3号", "1号", "2号", "4号"]),
        ('(clause: "T.3")', ["2号", "4号"]),
        ('(doctor: "B")', ["3号", "4号"]),
        ('(institution: "H-NORTH")', ["3号", "1号"]),
        ('(region: "990102")', ["2号", "4号"]),
        ('(decidedFrom: "2025-03-01", decidedUntil: "2025-04-01")', ["1号", "2号"]),
        ('(text: "3")', ["3号"]),
        ('(regulation: "testville-2020", place: "testville")', ["3号", "1号", "2号", "4号"]),
        ('(regulation: "another")', []),
    ],
)
async def test_violations_are_narrowed_by_each_argument(
    schema: strawberry.Schema, office: Office, arguments: str, found: list[str]
) -> None:
    answer = await ask(schema, office, f"{{ violations{arguments} {{ totalCount nodes {{ decisionNo }} }} }}")
    assert _codes(answer, "violations", "decisionNo") == found
    assert answer["violations"]["totalCount"] == len(found)


async def test_enrolments_and_periods_are_listed(schema: strawberry.Schema, office: Office) -> None:
    query = """{
        enrolments(doctor: "B", status: ACTIVE) { nodes { institution { code } } }
        evaluationPeriods(place: "testville", kind: YEAR, state: OPEN) { totalCount nodes { name start end state } }
        none: evaluationPeriods(state: CLOSED) { totalCount }
    }"""
    assert await ask(schema, office, query) == {
        "enrolments": {"nodes": [{"institution": {"code": "H-SOUTH"}}]},
        "evaluationPeriods": {
            "totalCount": 1,
            "nodes": [{"name": "2025", "start": "2025-01-01", "end": "2026-01-01", "state": "OPEN"}],
        },
        "none": {"totalCount": 0},
    }


async def test_an_enrolment_is_assessed_under_the_version_that_governs_the_day(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """{ doctor(code: "N") { enrolments { nodes {
        entries { kind on act attribute holds }
        assessment { status state stateLabel { en } since regulation { code } doctor { code } determination
          nextActs { act } duties { duty } covered institution { code } }
        before: assessment(asOf: "2019-12-31") { status }
    } } } }"""
    (enrolment,) = (await ask(schema, office, query))["doctor"]["enrolments"]["nodes"]
    assert enrolment["entries"] == [
        {"kind": "FINDING", "on": "2020-12-01", "act": None, "attribute": "EMPLOYED_BY_INSTITUTION", "holds": True},
        {"kind": "ACT", "on": "2021-01-01", "act": "SIGN", "attribute": None, "holds": None},
    ]
    assert enrolment["assessment"] == {
        "status": "ENROLLED",
        "state": "SIGNED",
        "stateLabel": {"en": "Signed"},
        "since": "2021-01-01",
        "regulation": {"code": "testville-2020"},
        "doctor": {"code": "N"},
        "determination": "DETERMINED",
        "nextActs": [],
        "duties": [],
        "covered": None,
        "institution": {"code": "H-NORTH"},
    }
    assert enrolment["before"] is None


PAGE = """query ($first: Int!, $after: String) { doctors(first: $first, after: $after) {
    edges { cursor node { code } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


async def test_pages_follow_each_other_although_rows_are_added_meanwhile(
    schema: strawberry.Schema, office: Office
) -> None:
    await register(
        office,
        doctors=[a_doctor(f"D{number:02}") for number in range(10)],
        enrolments=[an_enrolment(f"D{number:02}", "H-NORTH") for number in range(10)],
    )
    first = (await ask(schema, office, PAGE, first=5))["doctors"]
    await register(office, doctors=[a_doctor("A-NEW"), a_doctor("D04B")])
    await register(office, enrolments=[an_enrolment("A-NEW", "H-NORTH"), an_enrolment("D04B", "H-NORTH")])
    seen = [one["node"]["code"] for one in first["edges"]]
    assert first["pageInfo"]["startCursor"] == first["edges"][0]["cursor"]
    assert first["pageInfo"]["hasPreviousPage"] is False
    page = first
    while page["pageInfo"]["hasNextPage"]:
        page = (await ask(schema, office, PAGE, first=5, after=page["pageInfo"]["endCursor"]))["doctors"]
        assert page["pageInfo"]["hasPreviousPage"] is True
        seen += [one["node"]["code"] for one in page["edges"]]
    assert seen == ["B", "D00", "D01", "D02", "D03", "D04", "D04B", *(f"D{n:02}" for n in range(5, 10)), "N", "S"]


async def test_rows_of_one_day_are_paged_without_a_repeat_or_a_gap(schema: strawberry.Schema, office: Office) -> None:
    query = """query ($after: String) { violations(first: 1, after: $after) {
        nodes { decisionNo } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await ask(schema, office, query, after=after))["violations"]
        seen += [one["decisionNo"] for one in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == ["3号", "1号", "2号", "4号"]


async def test_a_nested_list_is_paged_too(schema: strawberry.Schema, office: Office) -> None:
    query = """query ($after: String) { doctor(code: "B") { enrolments(first: 1, after: $after) {
        totalCount nodes { institution { code } } pageInfo { hasNextPage endCursor } } } }"""
    first = (await ask(schema, office, query))["doctor"]["enrolments"]
    second = (await ask(schema, office, query, after=first["pageInfo"]["endCursor"]))["doctor"]["enrolments"]
    assert [first["nodes"], second["nodes"]] == [
        [{"institution": {"code": "H-NORTH"}}],
        [{"institution": {"code": "H-SOUTH"}}],
    ]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (
        2,
        True,
        False,
    )


@pytest.mark.parametrize("first", [-1, 201, 2_000_000])
async def test_a_page_of_an_impossible_size_is_refused(schema: strawberry.Schema, office: Office, first: int) -> None:
    error = await refused(schema, office, PAGE, first=first)
    assert (error["code"], error["field"]) == ("FIRST_OUT_OF_RANGE", "first")


async def test_a_cursor_of_another_list_or_of_nothing_is_refused(schema: strawberry.Schema, office: Office) -> None:
    page = (await ask(schema, office, "{ violations(first: 1) { pageInfo { endCursor } } }"))["violations"]
    for cursor in (page["pageInfo"]["endCursor"], "", "x", "游标", "ZG9jdG9y", "////"):
        error = await refused(schema, office, PAGE, first=5, after=cursor)
        assert (error["code"], error["field"]) == ("CURSOR_INVALID", "after")


async def test_a_total_is_counted_only_if_asked_for(schema: strawberry.Schema, office: Office) -> None:
    before = office.database.reads_done
    await ask(schema, office, "{ doctors { nodes { code } } }")
    without = office.database.reads_done - before
    await ask(schema, office, "{ doctors { totalCount nodes { code } } }")
    assert (without, office.database.reads_done - before - without) == (1, 2)


async def test_a_doctor_that_does_not_exist_is_null(schema: strawberry.Schema, office: Office) -> None:
    assert await ask(schema, office, '{ doctor(code: "X") { code } institution(code: "X") { code } }') == {
        "doctor": None,
        "institution": None,
    }


async def test_a_day_that_does_not_exist_is_refused(schema: strawberry.Schema, office: Office) -> None:
    for day in ("2025-02-30", "20250101", "2025-W01-1", "0001-01-01", "9999-12-31", ""):
        error = await refused(
            schema, office, "query ($on: Date) { doctors(status: ACTIVE, on: $on) { totalCount } }", on=day
        )
        assert error["code"] == "QUERY_INVALID"
