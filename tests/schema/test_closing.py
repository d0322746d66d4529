"""Closed periods and receipts over GraphQL."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import strawberry

from core.proof.verify import Verdict, verify
from core.service.office import Office
from core.service.viewer import ANYONE, EVERYONE_IN_DEMO, Scope, Viewer
from tests.schema.testville import EVERYONE, IN_NORTH, IN_SOUTH, LAW, a_doctor, a_violation, ask, register

pytestmark = pytest.mark.anyio

BUREAU = Viewer("bureau", frozenset({Scope.ADMIN}), ("9901",))
CLOSE = """mutation ($input: ClosePeriodInput!) { closePeriod(input: $input) {
    period { place name state changes { state actor reason } } frozen succeeded problems { field code } } }"""
REOPEN = """mutation ($input: ReopenPeriodInput!) { reopenPeriod(input: $input) {
    period { state changes { state reason } } problems { field code } } }"""
REVISE = """mutation ($input: RevisePeriodInput!) { revisePeriod(input: $input) { succeeded problems { code } } }"""
FROZEN = """query ($first: Int, $after: String) { evaluationPeriods(place: "testville") { nodes { frozen(
    first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    doctor { code } regulationCode number asOf determination pointsLost pointsCounted pointsLeft status arithmetic
    regulationDigest factsDigest outcomeDigest receiptDigest engine calendar receipt changed { en }
    successors { number pointsLeft receipt changed { zh en } } } } } } }"""
A_PERIOD = {"place": "testville", "period": "2025"}
LATE = """mutation { recordViolation(input: { place: "testville", regulation: "testville-2020", clause: "T.1",
    decisionNo: "迟", doctor: "N", institution: "H-NORTH", decidedOn: "2025-12-30" }) { problems { code } } }"""


@pytest.fixture
async def later(office: Office) -> Office:
    """Return the office on a day after the year."""
    return replace(office, today=lambda: date(2026, 3, 1))


async def pages(
    schema: strawberry.Schema, office: Office, viewer: Viewer = EVERYONE, **asked: object
) -> list[dict[str, Any]]:
    """Return the frozen assessments of each period of the place."""
    answer = await ask(schema, office, FROZEN, viewer, **asked)
    return [one["frozen"] for one in answer["evaluationPeriods"]["nodes"]]


async def page(schema: strawberry.Schema, office: Office, viewer: Viewer = EVERYONE, **asked: object) -> dict[str, Any]:
    """Return the frozen assessments of the one period in which there are any."""
    (found,) = [one for one in await pages(schema, office, viewer, **asked) if one["totalCount"]]
    return found


async def test_a_period_is_closed_once_with_the_assessment_of_everyone_in_it(
    schema: strawberry.Schema, later: Office
) -> None:
    first = (await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD))["closePeriod"]
    again = (await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD))["closePeriod"]
    everyone = (await page(schema, later))["totalCount"]
    assert first == {
        "period": {
            "place": "testville",
            "name": "2025",
            "state": "CLOSED",
            "changes": [{"state": "CLOSED", "actor": "token:bureau", "reason": None}],
        },
        "frozen": everyone,
        "succeeded": 0,
        "problems": [],
    }
    assert again == first | {"frozen": 0}
    assert everyone > 0


async def test_a_frozen_assessment_carries_its_answer_its_digests_and_a_receipt_that_verifies(
    schema: strawberry.Schema, later: Office
) -> None:
    await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD)
    query = """{ doctor(code: "N") { assessment(regulation: "testville-2020", period: "2025", asOf: "2025-12-31") {
        pointsLost pointsCounted pointsLeft arithmetic regulationDigest factsDigest } } }"""
    live = (await ask(schema, later, query))["doctor"]["assessment"]
    found = next(one for one in (await page(schema, later))["nodes"] if one["doctor"]["code"] == "N")
    proof = verify(found["receipt"].encode())

    assert {name: found[name] for name in live} == live
    assert (found["number"], found["asOf"], found["regulationCode"], found["changed"]) == (0, "2025-12-31", LAW, None)
    assert (proof.verdict, proof.digest) == (Verdict.EQUAL, found["receiptDigest"])
    assert found["successors"] == []


async def test_a_record_that_comes_late_shows_a_successor_with_its_reason(
    schema: strawberry.Schema, later: Office
) -> None:
    await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD)
    before = next(one for one in (await page(schema, later))["nodes"] if one["doctor"]["code"] == "N")
    assert (await ask(schema, later, LATE))["recordViolation"]["problems"] == []
    after = next(one for one in (await page(schema, later))["nodes"] if one["doctor"]["code"] == "N")

    (successor,) = after["successors"]
    assert after | {"successors": []} == before
    assert int(successor["pointsLeft"]) == int(before["pointsLeft"]) - 2
    assert successor["changed"]["zh"].startswith("新登记: 迟/T.1。")
    assert verify(successor["receipt"].encode()).verdict is Verdict.EQUAL


async def test_frozen_assessments_are_paged_and_shown_by_region(schema: strawberry.Schema, later: Office) -> None:
    await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD)
    everyone = [one["doctor"]["code"] for one in (await page(schema, later))["nodes"]]
    first = await page(schema, later, first=1)
    second = await page(schema, later, first=1, after=first["pageInfo"]["endCursor"])
    seen = {
        viewer.label: [one["doctor"]["code"] for one in (await page(schema, later, viewer))["nodes"]]
        for viewer in (IN_NORTH, IN_SOUTH)
    }
    assert [one["doctor"]["code"] for one in (*first["nodes"], *second["nodes"])] == everyone[:2]
    assert first["pageInfo"]["hasNextPage"]
    assert set(seen["north"]) | set(seen["south"]) <= set(everyone)
    assert "S" not in seen["north"]
    assert "N" not in seen["south"]
    assert {one["totalCount"] for one in await pages(schema, later, Viewer("none", frozenset({Scope.READ}), ()))} == {0}


async def test_a_page_of_frozen_assessments_takes_the_same_few_statements_whatever_its_size(
    schema: strawberry.Schema, later: Office
) -> None:
    names = [f"D{number:03}" for number in range(60)]
    await register(
        later,
        doctors=[a_doctor(code) for code in names],
        violations=[a_violation(f"V{code}", code, "H-NORTH") for code in names],
    )
    await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD)
    taken: list[int] = []
    for first in (5, 50):
        before = later.database.reads_done
        found = await pages(schema, later, first=first)
        assert max(len(one["nodes"]) for one in found) == first
        taken.append(later.database.reads_done - before)
    assert taken[0] == taken[1]


async def test_a_period_is_reopened_for_a_reason_and_what_was_frozen_stays(
    schema: strawberry.Schema, later: Office
) -> None:
    await ask(schema, later, CLOSE, BUREAU, input=A_PERIOD)
    before = await page(schema, later)
    done = (await ask(schema, later, REOPEN, BUREAU, input={**A_PERIOD, "reason": "漏录"}))["reopenPeriod"]
    assert done == {
        "period": {
            "state": "REOPENED",
            "changes": [{"state": "CLOSED", "reason": None}, {"state": "REOPENED", "reason": "漏录"}],
        },
        "problems": [],
    }
    assert await page(schema, later) == before


@pytest.mark.parametrize("viewer", [ANYONE, EVERYONE, IN_NORTH])
async def test_only_the_scope_admin_closes_reopens_and_revises(
    schema: strawberry.Schema, later: Office, viewer: Viewer
) -> None:
    for query, given in ((CLOSE, {}), (REOPEN, {"reason": "x"}), (REVISE, {})):
        (done,) = (await ask(schema, later, query, viewer, input={**A_PERIOD, **given})).values()
        assert [one["code"] for one in done["problems"]] == ["FORBIDDEN"]


async def test_what_is_not_over_or_not_closed_is_a_problem(schema: strawberry.Schema, office: Office) -> None:
    close = (await ask(schema, office, CLOSE, EVERYONE_IN_DEMO, input=A_PERIOD))["closePeriod"]
    revise = (await ask(schema, office, REVISE, EVERYONE_IN_DEMO, input=A_PERIOD))["revisePeriod"]
    assert close["problems"] == [{"field": "period", "code": "PERIOD_NOT_OVER"}]
    assert revise["problems"] == [{"code": "PERIOD_NOT_CLOSED"}]


async def test_every_answer_of_the_points_scheme_has_a_receipt_that_verifies(
    schema: strawberry.Schema, office: Office
) -> None:
    query = """{ assessments(regulation: "testville-2020", knownAt: "2999-01-01T00:00:00+08:00") {
        nodes { doctor { code } receipt } } }"""
    found = (await ask(schema, office, query))["assessments"]["nodes"]
    receipts = {one["doctor"]["code"]: one["receipt"] for one in found}
    assert {verify(text.encode()).verdict for text in receipts.values()} == {Verdict.EQUAL}
    assert all(f'"subject": "{code}"' in text for code, text in receipts.items())
    assert all('"known_at": "2999-01-01T00:00:00+08:00"' in text for text in receipts.values())


async def test_a_simulation_has_a_receipt_of_nobody(schema: strawberry.Schema, office: Office) -> None:
    query = '{ simulate(regulation: "testville-2020", asOf: "2025-01-01") { receipt } }'
    text = (await ask(schema, office, query, ANYONE))["simulate"]["receipt"]
    assert verify(text.encode()).verdict is Verdict.EQUAL
    assert '"subject": null' in text
