"""The finer rules of points over GraphQL: as the data of every regulation states them, and what they answer."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any

import pytest
import strawberry

from core.assessment.cases import answer
from core.assessment.cases.points import StaffCase
from core.assessment.facts import StaffFacts
from core.assessment.points.staff import affected_under
from core.regulation.law import Law
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, cases_of, readings_of, serving, supplied
from tests.schema.testville import LAW as PLAIN_LAW
from tests.schema.testville import a_host, an_office, ask, refused

pytestmark = pytest.mark.anyio

SCHEME = """query ($id: ID!) { regulation(id: $id) { points {
    capped capCitation { code } reach
    subjects { profession citation { code } }
    degrees { citation { code } general important main }
    conventions { citation { code } bookedOn startsOn lastDay overlap allPoints oneOff openTerm reasoned }
    thresholds { sanctions { kind reached monthsAt { points months } } }
    distinctions { code citation { code } label { zh en } flag leftFrom }
    repairs { citation { code } most lifting notAfterOneOff
      rules { code citation { code } label { zh en } points most }
      shortening { citation { code } points months } }
    payment { citation { code } unpaid except }
    appeal { citation { code } workingDays stays }
    staffShares { code citation { code } label { zh en } atPercent abovePercent follows discretionary }
  } } }"""
NAMES = {"capCitation": "cap_cite", "except": "except_"}
STAFF = """query ($regulation: ID!, $asOf: Date! = "2025-06-30", $affected: Int!, $staff: Int!,
        $affectedHere: Int, $readings: [ReadingInput!]! = []) {
    simulateStaffShare(regulation: $regulation, asOf: $asOf, affected: $affected, staff: $staff,
        affectedHere: $affectedHere, readings: $readings) {
      scheme determination missing { name text { zh en } } affected staff
      measure discretionary label { zh en } citation { code } factsDigest
      steps { kind citation { code } text { zh en } }
    } }"""
LAW = """
id = "repairville"
place = "repairville"
title = { zh = "试修办法", en = "Repairville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Repairville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[points]
cite = "4"
full = 12
period = "YEAR"
capped = true
cap_cite = "4.二"
reach = "NATIONWIDE"
subjects = [{ cite = "2", profession = "NURSING" }]
degrees = { cite = "4.三", general = "LOW", important = "MIDDLE", main = "HIGH" }
conventions = { cite = "8", one_off = "CLEAN", open_term = "LEAST", reasoned = true }
clauses = [{ id = "late", cite = "4.一", points = { from = 1, to = 3 }, label = { zh = "迟报", en = "Late" } }]
distinctions = [{ id = "good", cite = "7", label = { zh = "表扬", en = "Praise" }, flag = "COMMENDED", left_from = 11 }]
payment = { cite = "6", unpaid = ["SUSPENDED", "TERMINATED"], except = ["EMERGENCY"] }
appeal = { cite = "10", working_days = 15 }

[[points.thresholds]]
id = "nine"
cite = "5"
at = 9
label = { zh = "暂停", en = "Suspended" }

[[points.thresholds.sanctions]]
kind = "SUSPEND"
cite = "5"
months = { from = 1, to = 6 }
reached = "ACCUMULATED"
months_at = { 9 = 2, 11 = 4 }

[points.repairs]
cite = "11"
most = 4.5
lifting = "DETERMINED"
not_after_one_off = "nine"
rules = [
  { id = "course", cite = "11.一", points = 1, most = 3, label = { zh = "学习", en = "A course" } },
  { id = "service", cite = "11.二", label = { zh = "公益", en = "Service" } },
]
shortening = { cite = "11.三", points = 2, months = 1 }

[[points.staff_shares]]
id = "fifth"
cite = "12.一"
at_percent = 20
follows = "SETTLEMENT_SUSPENDED"
discretionary = true
label = { zh = "可暂停结算", en = "Settlement may be suspended" }

[[points.staff_shares]]
id = "half"
cite = "12.二"
above_percent = 50
follows = "AGREEMENT_SUSPENDED"
label = { zh = "中止协议", en = "The agreement is suspended" }
"""
POINTS = [shipped for shipped in ALL if shipped.law.regulation.points is not None]


@pytest.fixture(scope="module")
async def repairville(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    folder = tmp_path_factory.mktemp("repairville")
    host = a_host(folder / "data", {"repairville/2020.toml": LAW})
    assert host.parked == ()
    async with an_office(folder, host) as office:
        yield office


def _expected(law: Law) -> Any:  # noqa: ANN401 - a value of JSON
    """Return the rules as the answer gives them; the months that points fix are a table in the law, a list here."""
    scheme = law.regulation.points
    assert scheme is not None
    query = SCHEME.replace("monthsAt { points months }", "")
    found = as_answer(scheme, query, ["regulation", "points"], NAMES)
    for threshold, shown in zip(scheme.thresholds, found["thresholds"], strict=True):
        for sanction, one in zip(threshold.sanctions, shown["sanctions"], strict=True):
            fixed = sorted(sanction.months_at.items(), key=lambda pair: Decimal(pair[0]))
            one["monthsAt"] = [{"points": points, "months": months} for points, months in fixed]
    return found


@pytest.mark.parametrize("law", POINTS, ids=lambda one: one.law.id)
async def test_a_regulation_shows_the_finer_rules_of_its_points(
    schema: strawberry.Schema, shipped: Office, law: Shipped
) -> None:
    found = (await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id))["regulation"]
    assert found["points"] == _expected(law.law)


async def test_every_finer_rule_is_shown_where_the_law_has_it(schema: strawberry.Schema, repairville: Office) -> None:
    found = (await ask(schema, repairville, SCHEME, ANYONE, id="repairville"))["regulation"]["points"]
    assert (found["capped"], found["capCitation"], found["reach"]) == (True, {"code": "4.二"}, "NATIONWIDE")
    assert found["subjects"] == [{"profession": "NURSING", "citation": {"code": "2"}}]
    assert found["degrees"] == {"citation": {"code": "4.三"}, "general": "LOW", "important": "MIDDLE", "main": "HIGH"}
    assert found["conventions"] == {
        "citation": {"code": "8"},
        "bookedOn": "DECIDED",
        "startsOn": "DECIDED",
        "lastDay": "PREVIOUS",
        "overlap": "SUPERSEDE",
        "allPoints": "REMAINDER",
        "oneOff": "CLEAN",
        "openTerm": "LEAST",
        "reasoned": True,
    }
    fixed = [{"points": "9", "months": 2}, {"points": "11", "months": 4}]
    assert found["thresholds"] == [{"sanctions": [{"kind": "SUSPEND", "reached": "ACCUMULATED", "monthsAt": fixed}]}]
    assert found["distinctions"][0] | {"label": None} == {
        "code": "good",
        "citation": {"code": "7"},
        "label": None,
        "flag": "COMMENDED",
        "leftFrom": "11",
    }
    assert found["payment"] == {
        "citation": {"code": "6"},
        "unpaid": ["SUSPENDED", "TERMINATED"],
        "except": ["EMERGENCY"],
    }
    assert found["appeal"] == {"citation": {"code": "10"}, "workingDays": 15, "stays": False}


async def test_the_rules_of_repair_are_shown_with_their_limits(schema: strawberry.Schema, repairville: Office) -> None:
    found = (await ask(schema, repairville, SCHEME, ANYONE, id="repairville"))["regulation"]["points"]["repairs"]
    assert found == {
        "citation": {"code": "11"},
        "most": "4.5",
        "lifting": "DETERMINED",
        "notAfterOneOff": "nine",
        "rules": [
            {
                "code": "course",
                "citation": {"code": "11.一"},
                "label": {"zh": "学习", "en": "A course"},
                "points": "1",
                "most": "3",
            },
            {
                "code": "service",
                "citation": {"code": "11.二"},
                "label": {"zh": "公益", "en": "Service"},
                "points": None,
                "most": None,
            },
        ],
        "shortening": {"citation": {"code": "11.三"}, "points": "2", "months": 1},
    }


async def test_a_law_without_finer_rules_says_so(schema: strawberry.Schema, office: Office) -> None:
    found = (await ask(schema, office, SCHEME, ANYONE, id=PLAIN_LAW))["regulation"]["points"]
    for name in ("capCitation", "degrees", "repairs", "payment", "appeal"):
        assert found[name] is None
    assert (found["subjects"], found["distinctions"], found["staffShares"]) == ([], [], [])


@pytest.mark.parametrize(("law", "case"), cases_of(StaffCase))
async def test_a_worked_example_of_staff_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: StaffCase
) -> None:
    office = serving(shipped, supplied(law.law, case))
    numbers = case.institution
    given = {"affected": numbers.affected, "staff": numbers.staff, "affectedHere": numbers.affected_here}
    given |= {"readings": readings_of(case)}
    found = (await ask(schema, office, STAFF, ANYONE, regulation=law.law.id, asOf=case.as_of.isoformat(), **given))[
        "simulateStaffShare"
    ]
    outcome = answer(supplied(law.law, case), case)
    query = STAFF.replace("affected staff\n", "\n")
    assert found == as_answer(outcome, query, ["simulateStaffShare"]) | {
        "affected": affected_under(outcome.law, StaffFacts(**numbers.model_dump())),
        "staff": numbers.staff,
    }


@pytest.mark.parametrize(
    ("affected", "staff", "measure", "discretionary", "cite"),
    [
        (19, 100, None, None, None),
        (20, 100, "SETTLEMENT_SUSPENDED", True, "12.一"),
        (50, 100, "SETTLEMENT_SUSPENDED", True, "12.一"),
        (51, 100, "AGREEMENT_SUSPENDED", False, "12.二"),
        (3, 2, "AGREEMENT_SUSPENDED", False, "12.二"),
    ],
)
async def test_the_share_of_staff_decides_what_follows_for_the_institution(
    schema: strawberry.Schema,
    repairville: Office,
    *,
    affected: int,
    staff: int,
    measure: str | None,
    discretionary: bool | None,
    cite: str | None,
) -> None:
    found = await ask(schema, repairville, STAFF, ANYONE, regulation="repairville", affected=affected, staff=staff)
    share = found["simulateStaffShare"]
    assert (share["determination"], share["affected"], share["staff"]) == ("DETERMINED", affected, staff)
    assert (share["measure"], share["discretionary"]) == (measure, discretionary)
    assert share["citation"] == (None if cite is None else {"code": cite})


@pytest.mark.parametrize(
    ("regulation", "staff", "missing"),
    [("repairville", 0, "staff"), (PLAIN_LAW, 5, "points.staff_shares")],
)
async def test_what_cannot_be_decided_names_what_is_missing(
    schema: strawberry.Schema, repairville: Office, office: Office, regulation: str, staff: int, missing: str
) -> None:
    asked_of = repairville if regulation == "repairville" else office
    found = await ask(schema, asked_of, STAFF, ANYONE, regulation=regulation, affected=0, staff=staff)
    share = found["simulateStaffShare"]
    assert (share["determination"], share["measure"]) == ("INDETERMINATE", None)
    assert [one["name"] for one in share["missing"]] == [missing]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"affected": -1, "staff": 1}, "OUT_OF_RANGE", "affected"),
        ({"affected": 1, "staff": 1_000_001}, "OUT_OF_RANGE", "staff"),
        ({"affected": 1, "staff": 1, "regulation": "nowhere"}, "REGULATION_UNKNOWN", "regulation"),
        ({"affected": 1, "staff": 1, "readings": [{"reading": "x", "choice": "y"}]}, "READING_UNKNOWN", "readings"),
    ],
)
async def test_a_wrong_question_about_staff_is_refused_with_its_place(
    schema: strawberry.Schema, repairville: Office, given: dict[str, Any], code: str, field: str
) -> None:
    error = await refused(schema, repairville, STAFF, ANYONE, **{"regulation": "repairville", **given})
    assert (error["code"], error["field"]) == (code, field)
