"""Charges over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import strawberry

from core.assessment.cases import ChargesCase
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_facts, both_answers, cases_of
from tests.schema.testville import LAW as POINTS_LAW
from tests.schema.testville import an_office_of, ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $period: String, $acts: [ActFoundInput!]!,
        $measured: [MeasuredValueInput!]!, $deductions: [AuditDeductionInput!]!, $readings: [ReadingInput!]!) {
    simulateCharges(regulation: $regulation, asOf: $asOf, period: $period, acts: $acts, measured: $measured,
        deductions: $deductions, readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      period { name kind start end }
      charges { record rule citation { code } label { zh } on bearer owedBy amount amountFrom amountTo quantity
        unitAmount percent base rest distance complies ordinal fromDeposit reported }
      total totalFrom totalTo owed { bearer owedBy total totalFrom totalTo } depositChange
      consequences { kind citation { code } rule record on }
      arithmetic depositArithmetic
      steps { kind citation { code } before after record }
    } }"""
SCHEME = """query ($id: ID!) { regulation(id: $id) { schemes charges {
    citation { code }
    tariffs { code citation { code } label { zh en } bearer amount countedBy requires }
    excesses { code citation { code } label { zh } bearer side standard standardComplies measure step stepRounding
      amount window byGroup repeat { citation { code } amount times reachesBack } }
    audit { code citation { code } label { zh } bearer shares { citation { code } percent } lagMonths ordinalBy reset }
    costs { code citation { code } label { zh } bearer requires shares { citation { code } of } }
    multiples { code citation { code } label { zh } bearer requires times fromDeposit
      consequences { citation { code } kind } }
  } } }"""
CHARGING = [shipped for shipped in ALL if shipped.law.regulation.charges is not None]
LAW = """
id = "payville"
place = "payville"
title = { zh = "试扣办法", en = "Payville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Payville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[charges]
cite = "1"

[[charges.tariffs]]
id = "late"
cite = "1.一"
label = { zh = "迟报", en = "Late" }
bearer = "DEPARTMENT"
amount = 30.00

[[charges.excesses]]
id = "stay"
cite = "2"
label = { zh = "住院日", en = "Stay" }
bearer = "DEPARTMENT"
side = "OVER"
step = 1
step_rounding = "CEIL"
amount = 50.00
window = "QUARTER"

[[charges.costs]]
id = "wrong"
cite = "3"
label = { zh = "不当", en = "Wrong" }
bearer = "PERSON"
shares = [
  { cite = "3.一", of = ["DRUGS"], percent = 100 },
  { cite = "3.二", of = ["TESTS"], percent = { from = 50, to = 80 } },
]
"""
SMALL = """query ($acts: [ActFoundInput!]! = [], $measured: [MeasuredValueInput!]! = [], $period: String,
        $deductions: [AuditDeductionInput!]! = [], $regulation: ID! = "payville", $readings: [ReadingInput!]! = []) {
    simulateCharges(regulation: $regulation, asOf: "2025-06-30", period: $period, acts: $acts, measured: $measured,
        deductions: $deductions, readings: $readings) {
      determination missing { name } total totalFrom totalTo arithmetic } }"""
LATE = {"rule": "late", "on": "2025-05-01", "items": 3}
STAY = {"rule": "stay", "on": "2025-04-05", "value": "9.4", "standard": "8", "window": "2025-Q1"}
WRONG = {"rule": "wrong", "on": "2025-05-02", "costs": [{"kind": "TESTS", "amount": "100.01"}]}


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office_of(tmp_path_factory.mktemp("payville"), "payville", LAW) as office:
        yield office


@pytest.mark.parametrize(("law", "case"), cases_of(ChargesCase))
async def test_a_worked_example_of_charges_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: ChargesCase
) -> None:
    given = {"period": case.period, **as_facts(case.facts)}
    found, expected = await both_answers(schema, shipped, law, case, QUERY, **given)
    assert found == expected


@pytest.mark.parametrize("law", CHARGING, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_charges(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert "CHARGES" in found["schemes"]
    assert found["charges"] == as_answer(law.law.regulation.charges, SCHEME, ["regulation", "charges"])


async def test_a_share_is_shown_as_a_number_or_as_a_range(schema: strawberry.Schema, small: Office) -> None:
    query = """{ regulation(id: "payville") { charges { costs { shares { of percent percentFrom percentTo } } } } }"""
    (costs,) = (await ask(schema, small, query, ANYONE))["regulation"]["charges"]["costs"]
    assert costs["shares"] == [
        {"of": ["DRUGS"], "percent": "100", "percentFrom": None, "percentTo": None},
        {"of": ["TESTS"], "percent": None, "percentFrom": "50", "percentTo": "80"},
    ]


async def test_items_steps_and_shares_add_up(schema: strawberry.Schema, small: Office) -> None:
    decided = {**WRONG, "percent": "50"}
    found = await ask(schema, small, SMALL, ANYONE, acts=[LATE, decided], measured=[STAY])
    assert found["simulateCharges"] == {
        "determination": "DETERMINED",
        "missing": [],
        "total": "240.01",
        "totalFrom": None,
        "totalTo": None,
        "arithmetic": "2×50.00[2] + 3×30.00[1.一] + 50.01[3.二] = 240.01",
    }


async def test_what_is_not_decided_is_named_with_its_bounds(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, acts=[LATE, WRONG]))["simulateCharges"]
    assert found["missing"] == [{"name": "acts.2.percent"}]
    assert (found["determination"], found["total"]) == ("INDETERMINATE", None)
    assert (found["totalFrom"], found["totalTo"]) == ("140.01", "170.01")


async def test_the_year_of_the_day_asked_about_is_the_period_unless_one_is_named(
    schema: strawberry.Schema, small: Office
) -> None:
    totals = [
        (await ask(schema, small, SMALL, ANYONE, acts=[LATE], period=period))["simulateCharges"]["total"]
        for period in (None, "2025-Q2", "2025-Q1", "2024")
    ]
    assert totals == ["90", "90", "0", "0"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"acts": [{**LATE, "rule": "x"}]}, "charges.acts.x"),
        ({"measured": [{**STAY, "standard": None}]}, "measured.1.standard"),
        ({"measured": [{**STAY, "window": None}]}, "measured.1.window"),
        ({"deductions": [{"problem": "p", "on": "2025-05-01", "amount": "1"}]}, "charges.audit"),
        ({"regulation": POINTS_LAW}, "charges"),
    ],
)
async def test_what_the_law_or_the_record_lacks_is_named_as_missing(
    schema: strawberry.Schema, small: Office, office: Office, given: dict[str, Any], missing: str
) -> None:
    asked_of = office if "regulation" in given else small
    found = (await ask(schema, asked_of, SMALL, ANYONE, **given))["simulateCharges"]
    assert (found["determination"], found["total"]) == ("INDETERMINATE", None)
    assert found["missing"] == [{"name": missing}]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"acts": [LATE] * 201}, "TOO_MANY_RECORDS", None),
        ({"acts": [LATE] * 100, "measured": [STAY] * 101}, "TOO_MANY_RECORDS", None),
        ({"acts": [{**WRONG, "costs": WRONG["costs"] * 200}]}, "TOO_MANY_RECORDS", None),
        ({"acts": [LATE, {**LATE, "items": -1}]}, "OUT_OF_RANGE", "acts.1.items"),
        ({"acts": [{**WRONG, "percent": "100.5"}]}, "OUT_OF_RANGE", "acts.0.percent"),
        ({"acts": [{**LATE, "damages": "-0.01"}]}, "OUT_OF_RANGE", "acts.0.damages"),
        (
            {"acts": [{**WRONG, "costs": [{"kind": "DRUGS", "amount": "0.001"}]}]},
            "AMOUNT_NOT_IN_FEN",
            "acts.0.costs.0.amount",
        ),
        ({"measured": [{**STAY, "value": "-1"}]}, "OUT_OF_RANGE", "measured.0.value"),
        ({"measured": [STAY, {**STAY, "window": "spring"}]}, "PERIOD_INVALID", "measured.1.window"),
        ({"deductions": [{"problem": "p", "on": "2025-05-01", "amount": "-1"}]}, "OUT_OF_RANGE", "deductions.0.amount"),
        ({"period": "spring"}, "PERIOD_INVALID", "period"),
        ({"acts": [{**LATE, "items": "3"}]}, "QUERY_INVALID", None),
        ({"readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, small, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)


async def test_nothing_is_read_from_the_registry(schema: strawberry.Schema, small: Office) -> None:
    before = small.database.reads_done
    await ask(schema, small, SMALL, ANYONE, acts=[LATE])
    assert small.database.reads_done == before
