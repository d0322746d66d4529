"""Dispensing over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import strawberry

from core.assessment.cases import DispensingCase
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_facts, both_answers, cases_of
from tests.schema.testville import LAW as POINTS_LAW
from tests.schema.testville import an_office_of, ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $lines: [PrescriptionLineInput!]!, $diseases: [String!]!,
        $reducedMobility: Boolean!, $collectedBy: Collector!, $patientIdShown: Boolean, $readings: [ReadingInput!]!) {
    simulateDispensing(regulation: $regulation, asOf: $asOf, lines: $lines, diseases: $diseases,
        reducedMobility: $reducedMobility, collectedBy: $collectedBy, patientIdShown: $patientIdShown,
        readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      lines { line drug days limit limitDays label { zh en } citation { code } overBy }
      totals { per name lines days limit limitDays citation { code } overBy arithmetic }
      breaches { rule label { zh } citation { code } } within
      steps { kind citation { code } before after record }
    } }"""
SCHEME = """query ($id: ID!) { regulation(id: $id) { schemes dispensing {
    citation { code } listedFor summedPer
    limits { code citation { code } label { zh en } ground days }
    diseases { code citation { code } label { zh en } }
    collections { code citation { code } label { zh } collectedBy grounds shows }
  } } }"""
DISPENSING = [shipped for shipped in ALL if shipped.law.regulation.dispensing is not None]
LAW = """
id = "dayville"
place = "dayville"
title = { zh = "试药办法", en = "Dayville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Dayville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[dispensing]
cite = "1"
listed_for = "DRUG"
summed_per = "DRUG"
limits = [
  { id = "short", cite = "1.一", label = { zh = "急性", en = "Acute" }, ground = "ACUTE", days = 4 },
  { id = "long", cite = "1.二", label = { zh = "慢性", en = "Chronic" }, ground = "CHRONIC", days = 10 },
]
"""
SMALL = """query ($lines: [PrescriptionLineInput!]!, $diseases: [String!]! = [], $regulation: ID! = "dayville",
        $readings: [ReadingInput!]! = []) {
    simulateDispensing(regulation: $regulation, asOf: "2025-06-30", lines: $lines, diseases: $diseases,
        readings: $readings) {
      determination missing { name } within lines { line limit overBy } totals { name arithmetic } } }"""
LINE = {"drug": "a", "days": 6, "course": "CHRONIC"}


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office_of(tmp_path_factory.mktemp("dayville"), "dayville", LAW) as office:
        yield office


@pytest.mark.parametrize(("law", "case"), cases_of(DispensingCase))
async def test_a_worked_example_of_dispensing_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: DispensingCase
) -> None:
    found, expected = await both_answers(schema, shipped, law, case, QUERY, **as_facts(case.facts))
    assert found == expected


@pytest.mark.parametrize("law", DISPENSING, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_limits(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert "DISPENSING" in found["schemes"]
    assert found["dispensing"] == as_answer(law.law.regulation.dispensing, SCHEME, ["regulation", "dispensing"])


async def test_lines_of_one_drug_are_summed(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, lines=[LINE, LINE]))["simulateDispensing"]
    assert found == {
        "determination": "DETERMINED",
        "missing": [],
        "within": False,
        "lines": [{"line": "1", "limit": "long", "overBy": 0}, {"line": "2", "limit": "long", "overBy": 0}],
        "totals": [{"name": "a", "arithmetic": "6 + 6 - 10[1.二] = 2"}],
    }


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"lines": [LINE, {"drug": "b", "days": 5}]}, "lines.2.course"),
        ({"lines": [LINE], "regulation": POINTS_LAW}, "dispensing"),
    ],
)
async def test_what_the_law_or_the_prescription_lacks_is_named_as_missing(
    schema: strawberry.Schema, small: Office, office: Office, given: dict[str, Any], missing: str
) -> None:
    asked_of = office if "regulation" in given else small
    found = (await ask(schema, asked_of, SMALL, ANYONE, **given))["simulateDispensing"]
    assert (found["determination"], found["within"]) == ("INDETERMINATE", None)
    assert found["missing"] == [{"name": missing}]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"lines": [LINE] * 201}, "TOO_MANY_RECORDS", None),
        ({"lines": [LINE] * 100, "diseases": ["x"] * 101}, "TOO_MANY_RECORDS", None),
        ({"lines": [LINE, {**LINE, "days": 0}]}, "OUT_OF_RANGE", "lines.1.days"),
        ({"lines": [{**LINE, "days": 3661}]}, "OUT_OF_RANGE", "lines.0.days"),
        ({"lines": [{**LINE, "course": "SLOW"}]}, "QUERY_INVALID", None),
        ({"lines": [LINE], "readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"lines": [LINE], "regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, small, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)
