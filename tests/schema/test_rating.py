"""Ratings over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import strawberry

from core.assessment.cases.rating import RatingCase
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_input, both_answers, cases_of
from tests.schema.testville import an_office_of, ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $period: String, $subject: RatedSubject!, $grades: [GradeInput!]!,
        $circumstances: [CircumstanceInput!]!, $performed: [DutyPerformedInput!]!, $ranked: [RankInput!]!,
        $measurements: [MeasurementInput!]!, $checked: [CheckInput!]!, $readings: [ReadingInput!]!) {
    simulateRating(regulation: $regulation, asOf: $asOf, period: $period, subject: $subject, grades: $grades,
        circumstances: $circumstances, performed: $performed, ranked: $ranked, measurements: $measurements,
        checked: $checked, readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      subject period { name kind start end } dataPeriod { name } grade gradeLabel { zh en } status isRewardCandidate
      consequences { code kind citation { code } label { zh } cause record on isDecided lacks
        forms { code kind citation { code } label { zh } isChosen } dueBefore state isSettled }
      procedures { procedure citation { code } label { zh } record state stateLabel { zh } since isClosed nextStates
        refused }
      duties { duty citation { code } label { zh } by start end required done overdue dueBefore state }
      ranks { ranking citation { code } label { zh } item rank isMarked }
      measurements { indicator citation { code } label { zh } period { name } value unit bound target difference
        isCompliant arithmetic }
      exceeded
      rates { check citation { code } label { zh } period { name } checked passed rate isReported isSufficient
        arithmetic }
      rejected { code record text { zh en } }
      steps { kind citation { code } text { zh en } before after record }
    } }"""
_SCHEME = """query ($id: ID!) { regulation(id: $id) { schemes rating {
    citation { code } subjects period dataOf
    grades { code citation { code } label { zh en } stated consequences { ...all } }
    circumstances { code citation { code } label { zh } consequences { ...all } }
    repetitions { code citation { code } label { zh } grade times worsensBy consequences { ...all } }
    procedures { code citation { code } label { zh }
      states { code citation { code } label { zh } by after closes } }
    duties { code citation { code } label { zh } by every times due }
    rankings { code citation { code } label { zh } top }
    indicators { code citation { code } label { zh } bound unit }
    checks { code citation { code } label { zh } atLeast }
  } } }"""
CONSEQUENCE = """code kind citation { code } label { zh } subjects requires forms { code kind citation { code } }
    deadline { citation { code } days } procedure"""
SCHEME = _SCHEME.replace("...all", CONSEQUENCE)
RATED = [shipped for shipped in ALL if shipped.law.regulation.rating is not None]
LAW = """
id = "rateville"
place = "rateville"
title = { zh = "试评办法", en = "Rateville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Rateville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[rating]
cite = "1"
subjects = ["DEPARTMENT"]
period = "QUARTER"

[[rating.grades]]
id = "good"
cite = "2.一"
label = { zh = "好", en = "Good" }

[[rating.grades]]
id = "bad"
cite = "2.二"
label = { zh = "差", en = "Bad" }

[[rating.grades.consequences]]
id = "talk"
kind = "INTERVIEW"
cite = "3"
label = { zh = "约谈", en = "An interview" }

[[rating.duties]]
id = "report"
cite = "4"
label = { zh = "自查", en = "Self-check" }
by = "INSTITUTION"
every = "MONTH"
"""
SMALL = """query ($subject: RatedSubject! = DEPARTMENT, $period: String, $grades: [GradeInput!]! = [],
        $circumstances: [CircumstanceInput!]! = [], $performed: [DutyPerformedInput!]! = [],
        $measurements: [MeasurementInput!]! = [], $checked: [CheckInput!]! = [],
        $regulation: ID! = "rateville", $readings: [ReadingInput!]! = []) {
    simulateRating(regulation: $regulation, asOf: "2025-06-30", subject: $subject, period: $period, grades: $grades,
        circumstances: $circumstances, performed: $performed, measurements: $measurements, checked: $checked,
        readings: $readings) {
      determination missing { name } period { name } grade status consequences { code cause record }
      rejected { code record } duties { required done state } } }"""
GOOD, BAD = {"grade": "good", "on": "2025-06-20"}, {"grade": "bad", "on": "2025-06-20"}


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    async with an_office_of(tmp_path_factory.mktemp("rateville"), "rateville", LAW) as office:
        yield office


@pytest.mark.parametrize(("law", "case"), cases_of(RatingCase))
async def test_a_worked_example_of_a_rating_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: RatingCase
) -> None:
    lists = ("grades", "circumstances", "performed", "ranked", "measurements", "checked")
    facts = {"period": case.period, "subject": case.subject.name}
    facts |= {name: as_input(getattr(case, name)) for name in lists}
    found, expected = await both_answers(schema, shipped, law, case, QUERY, **facts)
    assert found == expected


@pytest.mark.parametrize("law", RATED, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_rating(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert "RATING" in found["schemes"]
    assert found["rating"] == as_answer(law.law.regulation.rating, SCHEME, ["regulation", "rating"])


async def test_a_grade_of_the_period_of_the_day_gives_a_standing(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, grades=[BAD]))["simulateRating"]
    assert (found["period"], found["determination"]) == ({"name": "2025-Q2"}, "DETERMINED")
    assert (found["grade"], found["status"]) == ("bad", "INTERVIEW")
    assert found["consequences"] == [{"code": "talk", "cause": "bad", "record": "1"}]


async def test_a_longer_period_takes_in_every_grade_of_its_parts(schema: strawberry.Schema, small: Office) -> None:
    given = [{**BAD, "on": "2025-03-20", "period": "2025-Q1"}, GOOD]
    later = await ask(schema, small, SMALL, ANYONE, grades=given)
    whole = await ask(schema, small, SMALL, ANYONE, period="2025", grades=[given[0], {**GOOD, "period": "2025-Q2"}])
    assert (later["simulateRating"]["grade"], later["simulateRating"]["status"]) == ("good", "NORMAL")
    assert (whole["simulateRating"]["grade"], whole["simulateRating"]["status"]) == ("good", "INTERVIEW")


async def test_a_grade_that_is_not_given_is_named_as_missing(schema: strawberry.Schema, small: Office) -> None:
    found = (await ask(schema, small, SMALL, ANYONE))["simulateRating"]
    assert (found["determination"], found["grade"], found["status"]) == ("INDETERMINATE", None, None)
    assert found["missing"] == [{"name": "grades.2025-Q2"}]


async def test_duties_are_counted_interval_by_interval(schema: strawberry.Schema, small: Office) -> None:
    done = [{"duty": "report", "of": "2025-04-01", "on": "2025-04-30"}]
    found = await ask(schema, small, SMALL, ANYONE, grades=[GOOD], performed=done)
    assert found["simulateRating"]["duties"] == [{"required": 3, "done": 1, "state": "OVERDUE"}]


@pytest.mark.parametrize(
    ("given", "rejected"),
    [
        ({"grades": [GOOD, {**GOOD, "grade": "worse"}]}, {"code": "GRADE_NOT_IN_SCALE", "record": "2"}),
        (
            {"grades": [GOOD], "circumstances": [{"circumstance": "x", "on": "2025-05-05"}]},
            {"code": "RULE_UNKNOWN", "record": "2"},
        ),
        ({"grades": [{**GOOD, "forms": ["bonus"]}]}, {"code": "RULE_UNKNOWN", "record": "1"}),
        ({"subject": "STAFF", "grades": [GOOD]}, {"code": "SUBJECT_NOT_RATED", "record": "STAFF"}),
        (
            {"grades": [GOOD], "measurements": [{"indicator": "y", "value": "1.5"}]},
            {"code": "RULE_UNKNOWN", "record": "y"},
        ),
    ],
)
async def test_a_record_that_no_rule_can_mean_is_rejected_by_its_number(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], rejected: dict[str, str]
) -> None:
    found = (await ask(schema, small, SMALL, ANYONE, **given))["simulateRating"]
    assert found["rejected"] == [rejected]


async def test_a_regulation_without_a_rating_says_so(schema: strawberry.Schema, office: Office) -> None:
    found = await ask(schema, office, SMALL, ANYONE, regulation="testville-2020")
    assert found["simulateRating"]["missing"] == [{"name": "rating"}]
    none = await ask(schema, office, SCHEME, ANYONE, id="testville-2020")
    assert none["regulation"]["rating"] is None


STATES = [{"state": "held", "on": "2025-06-21"}]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"grades": [GOOD] * 201}, "TOO_MANY_RECORDS", None),
        ({"grades": [{**GOOD, "reached": STATES * 200}]}, "TOO_MANY_RECORDS", None),
        ({"grades": [{**GOOD, "forms": ["a"] * 200}]}, "TOO_MANY_RECORDS", None),
        ({"period": "quarter"}, "PERIOD_INVALID", "period"),
        ({"period": "0001"}, "PERIOD_INVALID", "period"),
        ({"grades": [GOOD, {**GOOD, "period": "2025-Q5"}]}, "PERIOD_INVALID", "grades.1.period"),
        (
            {"measurements": [{"indicator": "y", "value": "1", "period": "x"}]},
            "PERIOD_INVALID",
            "measurements.0.period",
        ),
        ({"checked": [{"check": "z", "checked": 1, "period": "x"}]}, "PERIOD_INVALID", "checked.0.period"),
        (
            {"performed": [{"duty": "report", "of": "2025-04-01", "on": "2025-04-30", "times": -1}]},
            "OUT_OF_RANGE",
            "performed.0.times",
        ),
        ({"subject": "CAT"}, "QUERY_INVALID", None),
        ({"grades": [{**GOOD, "on": "2025-02-30"}]}, "QUERY_INVALID", None),
        ({"readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
        ({"regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_place(
    schema: strawberry.Schema, small: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, small, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)
