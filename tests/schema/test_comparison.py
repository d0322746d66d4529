"""Across regulations: what the same act costs in each, one set of facts under several, and which one applies."""

from collections.abc import AsyncGenerator, Mapping
from datetime import date
from typing import Any

import pytest
import strawberry

from core.assessment.facts import Violation
from core.regulation.behaviours import LABELS, Behaviour
from core.service.assessing import settle
from core.service.comparing import ComparedAct, clauses_by_behaviour, duties_by_behaviour
from core.service.comparing import compare as compare_under
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.schema.golden import as_answer
from tests.schema.testville import a_host, an_office, ask, refused

pytestmark = pytest.mark.anyio

LAW = """
id = "{id}"
place = "{id}"
title = {{ zh = "办法", en = "Measures" }}
region = {{ code = "{region}", name = {{ zh = "镇", en = "Place" }} }}
in_force = {{ {in_force} }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE"{source} }}

[points]
cite = "4"
full = 12
period = "{period}"
clauses = [
  {{ id = "A", cite = "4.一", label = {{ zh = "骗", en = "Fraud" }}, behaviour = "FRAUD", points = {fraud} }},
  {{ id = "B", cite = "4.二", label = {{ zh = "名", en = "Seal" }}, {seal}points = 1 }},
  {{ id = "C", cite = "4.三", label = {{ zh = "骗二", en = "Fraud 2" }}, behaviour = "FRAUD", points = 2 }},
]

[[points.thresholds]]
id = "six"
cite = "5"
at = 6
label = {{ zh = "暂停", en = "Suspended" }}
sanctions = [{{ kind = "SUSPEND", cite = "5", months = 6 }}]
"""


def a_law(name: str, **values: str) -> str:
    given = {
        "region": "990100",
        "in_force": "from = 2020-01-01",
        "source": "",
        "period": "YEAR",
        "fraud": "6",
        "seal": "",
        **values,
    }
    return LAW.format(id=name, **given)


NORTH = a_law("north", fraud="{ from = 2, to = 6 }", seal='behaviour = "SEAL_LENT", ')
SOUTH = a_law("south", region="990200", in_force="from = 2020-01-01, to = 2025-01-01")
NEWER = a_law("newer", in_force="from = 2024-01-01", source=', supersedes = ["north"]', region="990100")
QUARTERLY = a_law("quarterly", region="980100", period="QUARTER")
FILES = {
    "north/a.toml": NORTH,
    "south/a.toml": SOUTH,
    "newer/a.toml": NEWER,
    "quarterly/a.toml": QUARTERLY,
}


@pytest.fixture(scope="module")
async def places(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    folder = tmp_path_factory.mktemp("places")
    host = a_host(folder / "data", FILES)
    assert host.parked == ()
    async with an_office(folder, host) as office:
        yield office


# ---------------------------------------------------------------- behaviours

BEHAVIOURS = """{ behaviours { code label { zh en }
    clauses { regulation { code } clause { code citation { code } } points { kind value from to }
      sanctions { kind months } sanctionsAtMost { kind months } }
    duties { regulation { code } duty { code citation { code } } } } }"""


async def test_every_behaviour_shows_what_it_costs_in_every_region(schema: strawberry.Schema, places: Office) -> None:
    found = (await ask(schema, places, BEHAVIOURS, ANYONE))["behaviours"]
    assert [(one["code"], one["label"]) for one in found] == [
        (code, {"zh": label.zh, "en": label.en}) for code, label in LABELS.items()
    ]
    by_code = {one["code"]: one["clauses"] for one in found}
    suspended = [{"kind": "SUSPEND", "months": 6}]
    assert [(one["regulation"]["code"], one["clause"]["code"]) for one in by_code["FRAUD"]] == [
        (place, clause) for place in ("newer", "north", "quarterly", "south") for clause in "AC"
    ]
    assert by_code["FRAUD"][2] == {
        "regulation": {"code": "north"},
        "clause": {"code": "A", "citation": {"code": "4.一"}},
        "points": {"kind": "RANGE", "value": None, "from": "2", "to": "6"},
        "sanctions": [],
        "sanctionsAtMost": suspended,
    }
    assert by_code["FRAUD"][0]["sanctions"] == suspended
    assert [one["regulation"]["code"] for one in by_code["SEAL_LENT"]] == ["north"]
    assert by_code["CONSENT_MISSING"] == []


async def test_the_clauses_of_the_shipped_regulations_stand_under_their_behaviours(
    schema: strawberry.Schema, shipped: Office
) -> None:
    found = (await ask(schema, shipped, BEHAVIOURS, ANYONE))["behaviours"]
    stated = clauses_by_behaviour(shipped.host.catalogue.laws)
    assert {one["code"]: [each["clause"]["code"] for each in one["clauses"]] for one in found} == {
        code: [one.clause.id for one in clauses] for code, clauses in stated.items()
    }
    assert any(stated.values())
    duties = duties_by_behaviour(shipped.host.catalogue.laws)
    assert {one["code"]: [each["duty"]["code"] for each in one["duties"]] for one in found} == {
        code: [one.duty.id for one in stated_there] for code, stated_there in duties.items()
    }
    assert any(duties.values())


# ---------------------------------------------------------------- compare

COMPARE = """query ($asOf: Date! = "2025-06-30", $period: String, $regulations: [ID!]!, $facts: [CompareInput!]!) {
    compare(asOf: $asOf, period: $period, regulations: $regulations, facts: $facts) {
      regulation { code }
      assessment { regulation { code } determination missing { name } period { name } pointsLost arithmetic
        standing { status } deductions { record clauseCode } }
      matched { record behaviour clause { code } others { code } }
      unmatched { record behaviour } } }"""
FRAUD = {"behaviour": "FRAUD", "decidedOn": "2025-05-01", "points": "3"}
SEAL = {"behaviour": "SEAL_LENT", "decidedOn": "2025-05-02", "cases": 2}


async def test_one_set_of_facts_is_assessed_under_each_regulation_named(
    schema: strawberry.Schema, places: Office
) -> None:
    given = {"regulations": ["newer", "north"], "facts": [FRAUD, SEAL]}
    newer, north = (await ask(schema, places, COMPARE, ANYONE, **given))["compare"]
    taken = {"record": "1", "behaviour": "FRAUD", "clause": {"code": "A"}, "others": [{"code": "C"}]}
    assert newer == {
        "regulation": {"code": "newer"},
        "assessment": {
            "regulation": {"code": "newer"},
            "determination": "DETERMINED",
            "missing": [],
            "period": {"name": "2025"},
            "pointsLost": "6",
            "arithmetic": "12 - 6[4.一] = 6",
            "standing": {"status": "SUSPENDED"},
            "deductions": [{"record": "1", "clauseCode": "A"}],
        },
        "matched": [taken],
        "unmatched": [{"record": "2", "behaviour": "SEAL_LENT"}],
    }
    assert north["assessment"]["arithmetic"] == "12 - 3[4.一] - 2×1[4.二] = 7"
    assert north["matched"] == [
        taken,
        {"record": "2", "behaviour": "SEAL_LENT", "clause": {"code": "B"}, "others": []},
    ]
    assert north["unmatched"] == []


async def test_a_regulation_to_which_a_fact_says_too_little_names_what_is_missing(
    schema: strawberry.Schema, places: Office
) -> None:
    given = {"regulations": ["newer", "north"], "facts": [{**FRAUD, "points": None}]}
    newer, north = (await ask(schema, places, COMPARE, ANYONE, **given))["compare"]
    assert (newer["assessment"]["pointsLost"], newer["assessment"]["missing"]) == ("6", [])
    assert north["assessment"]["determination"] == "INDETERMINATE"
    assert north["assessment"]["missing"] == [{"name": "violations.1.points"}]


async def test_without_a_period_each_regulation_counts_by_its_own(schema: strawberry.Schema, places: Office) -> None:
    given = {"regulations": ["quarterly", "north"], "facts": [FRAUD]}
    found = (await ask(schema, places, COMPARE, ANYONE, **given))["compare"]
    assert [one["assessment"]["period"]["name"] for one in found] == ["2025-Q2", "2025"]


def _act(number: int, behaviour: Behaviour) -> ComparedAct:
    record = Violation(id=str(number), clause="", decided_on=date(2025, 5, 1), determined_by="局", note="查实")
    return ComparedAct(behaviour=behaviour, record=record)


async def test_the_shipped_regulations_answer_as_the_engine_does(schema: strawberry.Schema, shipped: Office) -> None:
    names = [law.id for law in shipped.host.catalogue.laws if law.regulation.points is not None][:10]
    assert len(names) > 1
    shown = [{"behaviour": code, "decidedOn": "2025-05-01", "determinedBy": "局", "note": "查实"} for code in Behaviour]
    given: Mapping[str, Any] = {"regulations": names, "facts": shown}
    found = (await ask(schema, shipped, COMPARE, ANYONE, **given))["compare"]
    acts = [_act(number, code) for number, code in enumerate(Behaviour, 1)]
    for name, one in zip(names, found, strict=True):
        question = settle(shipped, name, None, date(2025, 6, 30))
        expected = compare_under(question, acts)
        path = ["compare", "assessment"]
        renamed = {"regulation": "law", "clauseCode": "clause"}
        answer = as_answer(expected.outcome, COMPARE, path, {**renamed, "code": "id"})
        assert one["assessment"] == answer
        assert [each["clause"]["code"] for each in one["matched"]] == [each.clause.id for each in expected.matched]
        assert [each["record"] for each in one["unmatched"]] == [each.record.id for each in expected.unmatched]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"regulations": ["north"] * 11}, "TOO_MANY_REGULATIONS", "regulations"),
        ({"regulations": ["nowhere"]}, "REGULATION_UNKNOWN", "regulation"),
        ({"facts": [FRAUD] * 201}, "TOO_MANY_RECORDS", None),
        ({"facts": [FRAUD, {**FRAUD, "cases": -1}]}, "OUT_OF_RANGE", "facts.1.cases"),
        ({"facts": [{**FRAUD, "points": "-1"}]}, "OUT_OF_RANGE", "facts.0.points"),
        ({"facts": [{**FRAUD, "months": 0}]}, "OUT_OF_RANGE", "facts.0.months"),
        ({"facts": [{**FRAUD, "behaviour": "NAP"}]}, "QUERY_INVALID", None),
        ({"period": "2025-Q2"}, "PERIOD_INVALID", "period"),
    ],
)
async def test_a_wrong_comparison_is_refused_with_its_place(
    schema: strawberry.Schema, places: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, places, COMPARE, ANYONE, **{"regulations": ["north"], "facts": [FRAUD], **given})
    assert (error["code"], error["field"]) == (code, field)


async def test_nothing_is_read_from_the_registry(schema: strawberry.Schema, places: Office) -> None:
    before = places.database.reads_done
    await ask(schema, places, COMPARE, ANYONE, regulations=["north"], facts=[FRAUD])
    await ask(schema, places, BEHAVIOURS, ANYONE)
    await _which(schema, places)
    assert places.database.reads_done == before


# ---------------------------------------------------------------- applicableLaw

WHICH = """query ($region: String! = "990101", $scheme: Scheme! = POINTS, $actedOn: Date! = "2023-05-01",
        $decidedOn: Date! = "2023-06-01") {
    applicableLaw(region: $region, scheme: $scheme, actedOn: $actedOn, decidedOn: $decidedOn) {
      actedOn decidedOn law { code } why governing { code } last { regulation { code } endedOn } } }"""


async def _which(schema: strawberry.Schema, office: Office, **given: str) -> dict[str, Any]:
    return (await ask(schema, office, WHICH, ANYONE, **given))["applicableLaw"]


async def test_the_only_regulation_in_force_applies(schema: strawberry.Schema, places: Office) -> None:
    assert await _which(schema, places) == {
        "actedOn": "2023-05-01",
        "decidedOn": "2023-06-01",
        "law": {"code": "north"},
        "why": "ONLY_ONE",
        "governing": [{"code": "north"}],
        "last": None,
    }


async def test_a_later_text_takes_the_place_of_the_one_it_replaces(schema: strawberry.Schema, places: Office) -> None:
    found = await _which(schema, places, decidedOn="2024-06-01")
    assert (found["law"], found["why"]) == ({"code": "newer"}, "SUPERSEDES")
    assert found["governing"] == [{"code": "newer"}, {"code": "north"}]


async def test_where_none_is_in_force_the_last_one_is_named_with_its_end(
    schema: strawberry.Schema, places: Office
) -> None:
    found = await _which(schema, places, region="990200", decidedOn="2025-03-01")
    assert (found["law"], found["why"], found["governing"]) == (None, "NONE_IN_FORCE", [])
    assert found["last"] == {"regulation": {"code": "south"}, "endedOn": "2025-01-01"}


async def test_only_regulations_that_hold_the_kind_of_rule_are_asked(schema: strawberry.Schema, places: Office) -> None:
    found = await _which(schema, places, scheme="CHARGES")
    assert (found["law"], found["why"], found["last"]) == (None, "NONE_IN_FORCE", None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"region": "9901011"}, "REGION_INVALID", "region"),
        ({"region": ""}, "REGION_INVALID", "region"),
        ({"decidedOn": "2023-04-30"}, "DAYS_REVERSED", "actedOn"),
        ({"actedOn": "2023-02-29"}, "QUERY_INVALID", None),
    ],
)
async def test_a_wrong_question_about_the_law_is_refused(
    schema: strawberry.Schema, places: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, places, WHICH, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)
