"""Scorecards over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import strawberry

from core.assessment.cases.scorecard import ScorecardCase
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_input, both_answers, cases_of
from tests.schema.testville import an_office_of, ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $period: String, $scores: [ScoreInput!]!, $vetoes: [VetoInput!]!,
        $standard: String, $readings: [ReadingInput!]!) {
    simulateScorecard(regulation: $regulation, asOf: $asOf, period: $period, scores: $scores, vetoes: $vetoes,
        standard: $standard, readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      period { name kind start end } subject normalisation score
      groups { group label { zh } citation { code } weight score adds
        indicators { indicator label { en } citation { code } weight score } }
      grade gradeLabel { zh en } gradeCitation { code } gradeBorrowedFrom standard standardChosen
      consequences { code kind label { zh } citation { code } broughtBy byShare percent }
      warnings { group citation { code } stated found text { zh en } }
      headroom { pointsToNext grade label { zh } citation { code } daysUntilReset }
      arithmetic
      steps { kind citation { code } text { zh en } before after record }
    } }"""
SCHEME = """query ($id: ID!) { regulation(id: $id) { schemes scorecard {
    citation { code } subject period full normalisation weightsSum
    groups { code citation { code } label { zh en } weight counts indicatorsSum
      indicators { code citation { code } label { zh } weight } }
    contradictions { group { code } stated found }
    standards { code citation { code } label { zh } adopted fallsBackTo }
    scale { citation { code } borrowedFrom applies rounding grades { code citation { code } label { zh } atLeast } }
    vetoes { code citation { code } label { zh } grade }
    consequences { code citation { code } label { zh } kind broughtBy grades byShare percent }
  } } }"""
SCORED = [shipped for shipped in ALL if shipped.law.regulation.scorecard is not None]
LAW = """
id = "scoreville"
place = "scoreville"
title = { zh = "试分办法", en = "Scoreville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Scoreville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[scorecard]
cite = "1"
subject = "OFFICE"
period = "YEAR"
full = 100
groups = [
  { id = "work", cite = "2.一", label = { zh = "业务", en = "Work" }, weight = 60 },
  { id = "care", cite = "2.二", label = { zh = "服务", en = "Care" }, weight = 40 },
]
vetoes = [{ id = "fraud", cite = "4", label = { zh = "骗保", en = "Fraud" }, grade = "low" }]

[scorecard.scale]
cite = "3"
grades = [
  { id = "high", cite = "3.一", label = { zh = "优", en = "High" }, at_least = 80 },
  { id = "low", cite = "3.二", label = { zh = "差", en = "Low" } },
]
"""
SMALL = """query ($scores: [ScoreInput!]! = [], $vetoes: [VetoInput!]! = [], $period: String, $standard: String,
        $regulation: ID! = "scoreville", $readings: [ReadingInput!]! = []) {
    simulateScorecard(regulation: $regulation, asOf: "2025-06-30", period: $period, scores: $scores, vetoes: $vetoes,
        standard: $standard, readings: $readings) {
      determination missing { name } score grade period { name } arithmetic } }"""
WORK, CARE = {"indicator": "work", "value": "90"}, {"indicator": "care", "value": "72.5"}


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office_of(tmp_path_factory.mktemp("scoreville"), "scoreville", LAW) as office:
        yield office


@pytest.mark.parametrize(("law", "case"), cases_of(ScorecardCase))
async def test_a_worked_example_of_a_scorecard_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: ScorecardCase
) -> None:
    given = [{"indicator": name, "value": as_input(value)} for name, value in case.scores.items()]
    facts = {
        "period": case.period,
        "scores": given + as_input(case.further_scores),
        "vetoes": as_input(case.vetoes),
        "standard": case.standard,
    }
    found, expected = await both_answers(schema, shipped, law, case, QUERY, **facts)
    assert found == expected


@pytest.mark.parametrize("law", SCORED, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_scorecard(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert "SCORECARD" in found["schemes"]
    names = {"weightsSum": "sum", "indicatorsSum": "sum"}
    expected = as_answer(law.law.regulation.scorecard, SCHEME, ["regulation", "scorecard"], names)
    assert found["scorecard"] == expected


async def test_scores_make_a_total_and_a_grade(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, scores=[WORK, CARE]))["simulateScorecard"]
    assert found == {
        "determination": "DETERMINED",
        "missing": [],
        "score": "83",
        "grade": "high",
        "period": {"name": "2025"},
        "arithmetic": "(60×90[2.一] + 40×72.5[2.二])/100 = 83",
    }


async def test_a_finding_caps_the_grade_of_its_period_alone(schema: strawberry.Schema, small: Office) -> None:
    veto = {"veto": "fraud", "on": "2025-03-01", "note": "查实"}
    capped = await ask(schema, small, SMALL, ANYONE, scores=[WORK, CARE], vetoes=[veto])
    earlier = await ask(schema, small, SMALL, ANYONE, scores=[WORK, CARE], vetoes=[{**veto, "period": "2024"}])
    assert capped["simulateScorecard"]["grade"] == "low"
    assert earlier["simulateScorecard"]["grade"] == "high"


async def test_a_score_that_is_not_given_or_is_of_another_period_is_named_as_missing(
    schema: strawberry.Schema, small: Office
) -> None:
    given = [WORK, {**CARE, "period": "2024"}]
    found = (await ask(schema, small, SMALL, ANYONE, scores=given))["simulateScorecard"]
    assert (found["determination"], found["score"], found["grade"]) == ("INDETERMINATE", None, None)
    assert found["missing"] == [{"name": "scores.care"}]


async def test_a_later_score_takes_the_place_of_an_earlier_one(schema: strawberry.Schema, small: Office) -> None:
    given = [WORK, CARE, {**CARE, "value": "0", "recordedOn": "2025-06-29"}]
    found = (await ask(schema, small, SMALL, ANYONE, scores=given))["simulateScorecard"]
    assert found["score"] == "83"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"scores": [WORK, {**CARE, "value": "101"}]}, "scores.care"),
        ({"scores": [WORK, {**CARE, "value": "-1"}]}, "scores.care"),
        ({"scores": [WORK, CARE], "standard": "other"}, "scorecard.standards.other"),
        ({"scores": [WORK, CARE], "vetoes": [{"veto": "x", "on": "2025-01-01"}]}, "scorecard.vetoes.x"),
    ],
)
async def test_what_the_regulation_does_not_know_is_named_as_missing(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], missing: str
) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, **given))["simulateScorecard"]
    assert found["missing"] == [{"name": missing}]


async def test_a_regulation_without_a_scorecard_says_so(schema: strawberry.Schema, office: Office) -> None:
    found = await ask(schema, office, SMALL, ANYONE, regulation="testville-2020")
    assert found["simulateScorecard"]["missing"] == [{"name": "scorecard"}]
    none = await ask(schema, office, SCHEME, ANYONE, id="testville-2020")
    assert none["regulation"] == {"schemes": ["POINTS", "ENROLMENT"], "scorecard": None}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"scores": [WORK] * 201}, "TOO_MANY_RECORDS", None),
        ({"scores": [WORK] * 150, "vetoes": [{"veto": "fraud", "on": "2025-01-01"}] * 51}, "TOO_MANY_RECORDS", None),
        ({"period": "2025-X"}, "PERIOD_INVALID", "period"),
        ({"period": "2025-Q1"}, "PERIOD_INVALID", "period"),
        ({"period": "0001"}, "PERIOD_INVALID", "period"),
        ({"period": "9999"}, "PERIOD_INVALID", "period"),
        ({"scores": [WORK, {**CARE, "period": "last year"}]}, "PERIOD_INVALID", "scores.1.period"),
        ({"vetoes": [{"veto": "fraud", "on": "2025-01-01", "period": "x"}]}, "PERIOD_INVALID", "vetoes.0.period"),
        ({"scores": [{**WORK, "value": 90.5}]}, "QUERY_INVALID", None),
        ({"scores": [{"value": "90"}]}, "QUERY_INVALID", None),
        ({"readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, small, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)


async def test_the_facts_of_a_question_are_not_kept(schema: strawberry.Schema, small: Office) -> None:
    before = small.database.reads_done
    await ask(schema, small, SMALL, ANYONE, scores=[WORK, CARE])
    assert small.database.reads_done == before
    again = await ask(schema, small, SMALL, ANYONE)
    assert [one["name"] for one in again["simulateScorecard"]["missing"]] == ["scores.work", "scores.care"]
