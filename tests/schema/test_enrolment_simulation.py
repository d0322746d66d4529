"""Enrolment over GraphQL: every worked example as the engine answers it, and the scheme as the data states it."""

from typing import Any

import pytest
import strawberry

from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.enrolment.assess import assess_enrolment
from core.regulation.behaviours import LABELS
from core.service.calendars import PUBLISHED
from core.service.office import Office
from core.service.viewer import ANYONE
from tests.plugins.shipped import ALL, Shipped
from tests.schema.golden import as_answer, as_input, cases_of, readings_of, serving, supplied
from tests.schema.testville import ask, refused

pytestmark = pytest.mark.anyio

QUERY = """query ($regulation: ID!, $asOf: Date!, $findings: [FindingInput!]!, $acts: [ActInput!]!,
        $incidents: [IncidentInput!]!, $incidentsChecked: Boolean!, $changes: [ChangeInput!]!, $insurance: Insurance,
        $servedOn: [Date!]!, $servicesChecked: Boolean!, $suspensions: [SettlementSuspensionInput!]!,
        $determinations: [DeterminationInput!]!, $breaches: [ConductBreachInput!]!, $readings: [ReadingInput!]!) {
    simulateEnrolment(regulation: $regulation, asOf: $asOf, findings: $findings, acts: $acts, incidents: $incidents,
        incidentsChecked: $incidentsChecked, changes: $changes, insurance: $insurance, servedOn: $servedOn,
        servicesChecked: $servicesChecked, suspensions: $suspensions, determinations: $determinations,
        breaches: $breaches, readings: $readings) {
      scheme asOf determination missing { name text { zh en } } factsDigest
      status state stateLabel { zh } since covered nextActs { act by citation { code } label { zh } }
      duties { duty citation { code } label { zh } by change on dueBefore reportedOn state lastDay }
      grounds { code } endedOn arithmetic breaches { duty citation { code } label { zh } on } inForce validUntil
      steps { kind citation { code } text { zh en } before after record } } }"""
SCHEME = """query ($id: ID!) { regulation(id: $id) { enrolment {
    citation { code } basis
    conditions { code citation { code } label { zh } anyOf clearOf months also countedFrom onlyIf shownBy }
    states { code enrolled } transitions { citation { code } act by from to requires label { zh } }
    duties { code citation { code } label { zh } by changes due days }
    endings { code changes } covers { citation { code } insurance }
    sites { citation { code } filing }
    deregistrations { code citation { code } label { zh } idleMonths suspendedMonths counted determined }
    conduct { code citation { code } label { zh } behaviour }
    validity { citation { code } months promulgated }
  } } }"""
ENROLLING = [shipped for shipped in ALL if shipped.law.regulation.enrolment is not None]
SMALL = """query ($suspensions: [SettlementSuspensionInput!]! = [], $servedOn: [Date!]! = [],
        $determinations: [DeterminationInput!]! = [], $breaches: [ConductBreachInput!]! = []) {
    simulateEnrolment(regulation: "testville-2020", asOf: "2025-06-30", servedOn: $servedOn,
        suspensions: $suspensions, determinations: $determinations, breaches: $breaches) {
      determination missing { name } status grounds { code } endedOn inForce validUntil breaches { duty } } }"""


def _variables(law: Shipped, case: EnrolmentCase) -> dict[str, Any]:
    facts = case.facts
    return {
        "regulation": law.law.id,
        "asOf": case.as_of.isoformat(),
        "findings": [{"attribute": one.attribute.name, "holds": one.holds} for one in facts.findings],
        "acts": as_input(case.acts),
        "incidents": as_input(case.incidents or ()),
        "incidentsChecked": facts.incidents_known,
        "changes": as_input(case.changes),
        "insurance": as_input(case.insurance),
        "servedOn": as_input(facts.served_on),
        "servicesChecked": facts.services_known,
        "suspensions": as_input(case.suspensions),
        "determinations": as_input(case.determinations),
        "breaches": as_input(case.breaches),
        "readings": readings_of(case),
    }


@pytest.mark.parametrize(("law", "case"), cases_of(EnrolmentCase))
async def test_a_worked_example_of_enrolment_gives_the_same_over_graphql_by_the_published_calendar(
    schema: strawberry.Schema, shipped: Office, law: Shipped, case: EnrolmentCase
) -> None:
    taken = supplied(law.law, case)
    found = await ask(schema, serving(shipped, taken), QUERY, ANYONE, **_variables(law, case))
    outcome = assess_enrolment(taken.under(case.readings), case.facts, case.as_of, PUBLISHED)
    assert found["simulateEnrolment"] == as_answer(outcome, QUERY, ["simulateEnrolment"])


@pytest.mark.parametrize("law", ENROLLING, ids=lambda one: one.law.id)
async def test_a_regulation_shows_its_enrolment(schema: strawberry.Schema, shipped: Office, law: Shipped) -> None:
    found = await ask(schema, shipped, SCHEME, ANYONE, id=law.law.id)
    expected = as_answer(law.law.regulation.enrolment, SCHEME, ["regulation", "enrolment"])
    assert found["regulation"]["enrolment"] == expected


async def test_a_duty_of_conduct_is_shown_with_what_a_breach_of_it_is_called(
    schema: strawberry.Schema, shipped: Office
) -> None:
    query = "query ($id: ID!) { regulation(id: $id) { enrolment { conduct { behaviourLabel { zh } } } } }"
    seen = 0
    for law in ENROLLING:
        scheme = law.law.regulation.enrolment
        found = (await ask(schema, shipped, query, ANYONE, id=law.law.id))["regulation"]["enrolment"]["conduct"]
        assert scheme is not None
        named = [LABELS[one.behaviour].zh if one.behaviour is not None else None for one in scheme.conduct]
        assert [one["behaviourLabel"] and one["behaviourLabel"]["zh"] for one in found] == named
        seen += len(found)
    assert seen


async def test_what_the_regulation_does_not_know_is_named_as_missing(schema: strawberry.Schema, office: Office) -> None:
    found = await ask(
        schema,
        office,
        SMALL,
        ANYONE,
        determinations=[{"ground": "x", "on": "2025-05-05"}],
        breaches=[{"duty": "y", "on": "2025-05-05"}],
    )
    answer = found["simulateEnrolment"]
    assert (answer["determination"], answer["status"], answer["breaches"]) == ("INDETERMINATE", None, [])
    assert {"enrolment.deregistrations.x", "enrolment.conduct.y"} < {one["name"] for one in answer["missing"]}


SUSPENDED = {"decidedOn": "2025-05-05", "months": 6}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"suspensions": [SUSPENDED, {**SUSPENDED, "months": 0}]}, "OUT_OF_RANGE", "suspensions.1.months"),
        ({"suspensions": [{**SUSPENDED, "months": 1201}]}, "OUT_OF_RANGE", "suspensions.0.months"),
        ({"servedOn": ["2025-01-01"] * 150, "suspensions": [SUSPENDED] * 51}, "TOO_MANY_RECORDS", None),
        ({"servedOn": ["yesterday"]}, "QUERY_INVALID", None),
    ],
)
async def test_facts_that_no_record_can_hold_are_refused(
    schema: strawberry.Schema, office: Office, given: dict[str, Any], code: str, field: str | None
) -> None:
    error = await refused(schema, office, SMALL, ANYONE, **given)
    assert (error["code"], error["field"]) == (code, field)
