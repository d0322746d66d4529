"""Settlement over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import strawberry

from core.assessment.cases import SettlementCase
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_facts, both_answers, cases_of
from tests.schema.testville import LAW as POINTS_LAW
from tests.schema.testville import an_office_of, ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $period: String, $budget: Decimal!, $previous: Decimal,
        $actual: Decimal, $findings: [OverspendFindingInput!]!, $grade: String, $readings: [ReadingInput!]!) {
    simulateSettlement(regulation: $regulation, asOf: $asOf, period: $period, budget: $budget, previous: $previous,
        actual: $actual, findings: $findings, grade: $grade, readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      period { name kind start end } final budget
      growth { percent verdict citation { code } }
      instalments { period { name } amount } paid reserve reserveReleased surplus surplusKeptBy
      overspend overspendPercent shared fundShare institutionShare
      bands { band label { zh } citation { code } amount fundPercent fund institution }
      headroom { amount band fundPercent label { en } citation { code } }
      arithmetic budgetArithmetic
      steps { kind citation { code } before after record }
    } }"""
SCHEME = """query ($id: ID!) { regulation(id: $id) { schemes settlement {
    citation { code } period
    growth { citation { code } from to }
    instalments { citation { code } percent every }
    reserve { citation { code } percent }
    surplus { citation { code } keptBy }
    sharing { citation { code } bandsApplyTo edge conditions { code citation { code } label { zh } test }
      bands { code citation { code } label { zh en } over fund institution } }
  } } }"""
SETTLING = [shipped for shipped in ALL if shipped.law.regulation.settlement is not None]
LAW = """
id = "budgetville"
place = "budgetville"
title = { zh = "试算办法", en = "Budgetville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Budgetville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[settlement]
cite = "1"
period = "YEAR"
instalments = { cite = "2", percent = 90, every = "QUARTER" }
reserve = { cite = "3", percent = 10, release = { good = 80, poor = 0 } }

[settlement.sharing]
cite = "4"
bands_apply_to = "PART"
edge = "LOWER"
conditions = [{ id = "volume", cite = "4.一", label = { zh = "超量", en = "Volume" }, test = "VOLUME_OVER_PLAN" }]
bands = [
  { id = "first", cite = "4.二", label = { zh = "一档", en = "First" }, over = 0, fund = 60, institution = 40 },
  { id = "second", cite = "4.三", label = { zh = "二档", en = "Second" }, over = 5, fund = 0, institution = 100 },
]
"""
SMALL = """query ($budget: Decimal! = "1000", $actual: Decimal, $previous: Decimal, $grade: String, $period: String,
        $findings: [OverspendFindingInput!]! = [], $regulation: ID! = "budgetville",
        $readings: [ReadingInput!]! = []) {
    simulateSettlement(regulation: $regulation, asOf: "2025-06-30", period: $period, budget: $budget, actual: $actual,
        previous: $previous, findings: $findings, grade: $grade, readings: $readings) {
      determination missing { name } period { name } final instalments { amount } reserve reserveReleased overspend
      fundShare institutionShare arithmetic } }"""
MORE_SERVICE = {"test": "VOLUME_OVER_PLAN", "holds": True}


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office_of(tmp_path_factory.mktemp("budgetville"), "budgetville", LAW) as office:
        yield office


@pytest.mark.parametrize(("law", "case"), cases_of(SettlementCase))
async def test_a_worked_example_of_settlement_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: SettlementCase
) -> None:
    given = {"period": case.period, **as_facts(case.facts)}
    found, expected = await both_answers(schema, shipped, law, case, QUERY, **given)
    assert found == expected


@pytest.mark.parametrize("law", SETTLING, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_settlement(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert "SETTLEMENT" in found["schemes"]
    assert found["settlement"] == as_answer(law.law.regulation.settlement, SCHEME, ["regulation", "settlement"])


async def test_what_each_grade_releases_is_shown(schema: strawberry.Schema, small: Office) -> None:
    query = """{ regulation(id: "budgetville") { settlement { reserve { release { grade percent } } } } }"""
    settlement = (await ask(schema, small, query, ANYONE))["regulation"]["settlement"]
    assert settlement["reserve"]["release"] == [
        {"grade": "good", "percent": "80"},
        {"grade": "poor", "percent": "0"},
    ]


async def test_a_budget_is_paid_kept_and_shared_to_the_fen(schema: strawberry.Schema, small: Office) -> None:
    given = {"budget": "1000.01", "actual": "1070.01", "findings": [MORE_SERVICE], "grade": "good"}
    found = (await ask(schema, small, SMALL, ANYONE, **given))["simulateSettlement"]
    assert found == {
        "determination": "DETERMINED",
        "missing": [],
        "period": {"name": "2025"},
        "final": False,
        "instalments": [{"amount": "225"}, {"amount": "225"}, {"amount": "225"}, {"amount": "225.01"}],
        "reserve": "100",
        "reserveReleased": "80",
        "overspend": "70",
        "fundShare": "30",
        "institutionShare": "40",
        "arithmetic": "round(60%×50.0005[4.二] + 0%×19.9995[4.三]) = 30.00",
    }


async def test_a_budget_of_thousands_of_millions_is_exact(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, budget="123456789012.34"))["simulateSettlement"]
    assert found["reserve"] == "12345678901.23"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"actual": "1001"}, "settlement.sharing.conditions.volume"),
        ({"actual": "999"}, "settlement.surplus"),
        ({"grade": "fair"}, "settlement.reserve.release.fair"),
        ({"regulation": POINTS_LAW}, "settlement"),
    ],
)
async def test_what_the_law_or_the_record_lacks_is_named_as_missing(
    schema: strawberry.Schema, small: Office, office: Office, given: dict[str, Any], missing: str
) -> None:
    asked_of = office if "regulation" in given else small
    found = (await ask(schema, asked_of, SMALL, ANYONE, **given))["simulateSettlement"]
    assert found["determination"] == "INDETERMINATE"
    assert found["missing"] == [{"name": missing}]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"budget": "-1"}, "OUT_OF_RANGE", "budget"),
        ({"budget": "0.005"}, "AMOUNT_NOT_IN_FEN", "budget"),
        ({"actual": "-1"}, "OUT_OF_RANGE", "actual"),
        ({"previous": "1.001"}, "AMOUNT_NOT_IN_FEN", "previous"),
        ({"budget": 1000.5}, "QUERY_INVALID", None),
        ({"budget": "1234567890123"}, "QUERY_INVALID", None),
        ({"findings": [MORE_SERVICE] * 201}, "TOO_MANY_RECORDS", None),
        ({"period": "0001"}, "PERIOD_INVALID", "period"),
        ({"readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, small, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)
