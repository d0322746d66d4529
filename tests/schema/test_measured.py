"""Answers about measurements in the registry: the same as for facts in the request, and only for who may see them."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest
import strawberry

from core.assessment.cases import BaseCase, ChargesCase, RatingCase, ScorecardCase, SettlementCase
from core.host import Host
from core.records import InstitutionRecord, MeasurementRecord, SubjectKind
from core.regulation.vocabulary import Scheme
from core.service.demo import fill
from core.service.measuring import charges_of, rating_of, scorecard_of, settlement_of
from core.service.office import Office
from core.service.viewer import ANYONE, EVERYONE_IN_DEMO
from schema.examples import examples
from tests.plugins.shipped import ALL, ROOT
from tests.schema.golden import as_answer
from tests.schema.testville import (
    EVERYONE,
    IN_NORTH,
    IN_SOUTH,
    a_doctor,
    an_enrolment,
    an_office,
    ask,
    refused,
    register,
)
from tests.service.measured_village import CHARGED, GRADED, HOME, PREPAID, SCORED, text_of
from tests.service.recorded_cases import Recorded, a_record, is_recordable, recorded

pytestmark = pytest.mark.anyio

FIELDS = {
    Scheme.SCORECARD: "score grade arithmetic groups { group score adds } headroom { pointsToNext grade }",
    Scheme.CHARGES: "total arithmetic owed { bearer owedBy total } charges { rule record on amount ordinal }",
    Scheme.SETTLEMENT: "budget paid reserve overspend fundShare institutionShare arithmetic budgetArithmetic",
    Scheme.RATING: "grade status consequences { kind cause record } measurements { indicator value target }",
}
KINDS: dict[Scheme, type[BaseCase]] = {
    Scheme.SCORECARD: ScorecardCase,
    Scheme.CHARGES: ChargesCase,
    Scheme.SETTLEMENT: SettlementCase,
    Scheme.RATING: RatingCase,
}
TOGETHER = """
  { scorecardAssessment(regulation: "scoreville", subjectKind: INSTITUTION, subject: "H-NORTH") { score }
    chargesAssessment(regulation: "chargeville", subjectKind: INSTITUTION, subject: "H-NORTH") { total }
    settlementAssessment(regulation: "budgetville", subjectKind: INSTITUTION, subject: "H-NORTH") { budget }
    ratingAssessment(regulation: "gradeville", subjectKind: INSTITUTION, subject: "H-NORTH") { grade } }"""


def query_of(scheme: Scheme) -> str:
    return f"""query ($regulation: ID!, $kind: SubjectKind!, $subject: String!, $period: String, $asOf: Date,
        $knownAt: DateTime) {{
      {scheme.value.lower()}Assessment(regulation: $regulation, subjectKind: $kind, subject: $subject, period: $period,
        asOf: $asOf, knownAt: $knownAt) {{
        scheme asOf determination missing {{ name text {{ zh en }} }} {FIELDS[scheme]}
        steps {{ kind citation {{ code }} before after record }} factsDigest }} }}"""


@pytest.fixture
async def shipped(tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(tmp_path, Host.load([ROOT], packages=False)) as office:
        yield office


@pytest.fixture
async def village(tmp_path: Path) -> AsyncGenerator[Office]:
    """Four regulations that rest on figures, and a northern and a southern institution."""
    for name in (SCORED, CHARGED, PREPAID, GRADED):
        (tmp_path / "laws" / name).mkdir(parents=True)
        (tmp_path / "laws" / name / "2020.toml").write_text(text_of(name), encoding="utf-8")
    host = Host.load([tmp_path / "laws"], packages=False)
    assert not host.parked
    async with an_office(tmp_path, host) as office:
        await _register(office)
        yield office


async def _register(office: Office, records: Sequence[MeasurementRecord] = ()) -> None:
    async with office.database.writing() as writes:
        await writes.put_institutions(
            [
                InstitutionRecord(code=HOME, name="北院", region="990101"),
                InstitutionRecord(code="H-SOUTH", name="南院", region="990102"),
            ]
        )
        await writes.add_measurements(records)


def _first(scheme: Scheme) -> Recorded:
    """Return the first worked example of a scheme about an institution that can be recorded, and is decided."""
    for one in ALL:
        for case in one.cases:
            if isinstance(case, KINDS[scheme]) and not case.readings and not case.supply:
                given = recorded(one.law, case)
                about = given.question.subject.kind is SubjectKind.INSTITUTION
                if about and given.records and is_recordable(case, given):
                    return given
    raise LookupError(scheme)


@pytest.mark.parametrize("scheme", FIELDS)
async def test_a_worked_example_that_is_recorded_gives_the_same_over_graphql(
    schema: strawberry.Schema, shipped: Office, scheme: Scheme
) -> None:
    given, query = _first(scheme), query_of(scheme)
    await _register(shipped, given.records)
    question = given.question
    variables = {
        "regulation": question.law.id,
        "kind": question.subject.kind.value,
        "subject": question.subject.code,
        "period": question.period.name,
        "asOf": question.as_of.isoformat(),
    }
    (found,) = (await ask(schema, shipped, query, EVERYONE, **variables)).values()
    answers = {
        Scheme.SCORECARD: scorecard_of,
        Scheme.CHARGES: charges_of,
        Scheme.SETTLEMENT: settlement_of,
        Scheme.RATING: rating_of,
    }
    expected = as_answer(answers[scheme](question, given.rows), query, [f"{scheme.value.lower()}Assessment"])
    assert found == expected


async def test_an_answer_is_seen_by_whoever_sees_the_institution(schema: strawberry.Schema, village: Office) -> None:
    await _register(village, [a_record(SCORED, "speed", 90), a_record(SCORED, "care", 80)])
    found = await ask(schema, village, TOGETHER, IN_NORTH)
    assert found == {
        "scorecardAssessment": {"score": "85"},
        "chargesAssessment": {"total": "0"},
        "settlementAssessment": {"budget": None},
        "ratingAssessment": {"grade": None},
    }
    assert set((await ask(schema, village, TOGETHER, IN_SOUTH)).values()) == {None}
    alone = (
        """{ scorecardAssessment(regulation: "scoreville", subjectKind: INSTITUTION, subject: "H-NORTH") { score } }"""
    )
    assert (await refused(schema, village, alone, ANYONE))["code"] == "FORBIDDEN"


async def test_what_is_not_in_the_registry_reads_like_what_may_not_be_seen(
    schema: strawberry.Schema, village: Office
) -> None:
    query = """query ($kind: SubjectKind!, $subject: String!) {
      chargesAssessment(regulation: "chargeville", subjectKind: $kind, subject: $subject) { total } }"""
    for kind, subject in (("INSTITUTION", "X"), ("DEPARTMENT", "X/A01"), ("DOCTOR", "X"), ("AGENCY", "center")):
        found = await ask(schema, village, query, EVERYONE, kind=kind, subject=subject)
        assert found == {"chargesAssessment": None}, kind


async def test_an_agency_is_seen_by_whoever_sees_every_measurement_of_it(
    schema: strawberry.Schema, village: Office
) -> None:
    query = """{ scorecardAssessment(regulation: "scoreville", subjectKind: AGENCY, subject: "center") { missing {
      name } } }"""
    north = a_record(SCORED, "speed", 90, kind=SubjectKind.AGENCY, subject="center")
    await _register(village, [north])
    seen = {"scorecardAssessment": {"missing": [{"name": "scores.care"}]}}
    assert await ask(schema, village, query, IN_NORTH) == seen
    assert await ask(schema, village, query, IN_SOUTH) == {"scorecardAssessment": None}
    async with village.database.writing() as writes:
        south = a_record(
            SCORED, "speed", 80, kind=SubjectKind.AGENCY, subject="center", document_no="2", region="990102"
        )
        await writes.add_measurements([south])
    assert await ask(schema, village, query, IN_NORTH) == {"scorecardAssessment": None}
    assert await ask(schema, village, query, EVERYONE) == seen


async def test_a_department_is_seen_with_its_institution(schema: strawberry.Schema, village: Office) -> None:
    query = """{ chargesAssessment(regulation: "chargeville", subjectKind: DEPARTMENT, subject: "H-NORTH/A01") {
      owed { owedBy total } } }"""
    await _register(village, [a_record(CHARGED, "item", 2, kind=SubjectKind.DEPARTMENT, subject=f"{HOME}/A01")])
    found = await ask(schema, village, query, IN_NORTH)
    assert found == {"chargesAssessment": {"owed": [{"owedBy": "A01", "total": "60"}]}}
    assert await ask(schema, village, query, IN_SOUTH) == {"chargesAssessment": None}


async def test_a_doctor_is_seen_by_whoever_sees_the_doctor_and_every_measurement(
    schema: strawberry.Schema, village: Office
) -> None:
    query = """{ ratingAssessment(regulation: "gradeville", subjectKind: DOCTOR, subject: "N") { grade } }"""
    await _register(village, [a_record(GRADED, "grade", "red", kind=SubjectKind.DOCTOR, subject="N")])
    assert await ask(schema, village, query, EVERYONE) == {"ratingAssessment": None}
    await register(village, doctors=[a_doctor("N")], enrolments=[an_enrolment("N", HOME)])
    assert await ask(schema, village, query, IN_NORTH) == {"ratingAssessment": {"grade": "red"}}
    assert await ask(schema, village, query, IN_SOUTH) == {"ratingAssessment": None}
    elsewhere = a_record(GRADED, "share", 40, kind=SubjectKind.DOCTOR, subject="N", region="990102")
    async with village.database.writing() as writes:
        await writes.add_measurements([elsewhere])
    assert await ask(schema, village, query, IN_NORTH) == {"ratingAssessment": None}


async def test_what_was_recorded_after_known_at_does_not_count(schema: strawberry.Schema, village: Office) -> None:
    await _register(village, [a_record(PREPAID, "budget", 1000)])
    query = """query ($knownAt: DateTime) { settlementAssessment(regulation: "budgetville", subjectKind: INSTITUTION,
      subject: "H-NORTH", period: "2025", knownAt: $knownAt) { budget determination missing { name } } }"""
    assert (await ask(schema, village, query))["settlementAssessment"]["budget"] == "1000"
    early = await ask(schema, village, query, knownAt="2020-01-01T00:00:00+08:00")
    assert early["settlementAssessment"] == {
        "budget": None,
        "determination": "INDETERMINATE",
        "missing": [{"name": "settlement.budget"}],
    }


async def test_a_rating_takes_from_the_request_what_is_no_measurement(
    schema: strawberry.Schema, village: Office
) -> None:
    await _register(village, [a_record(GRADED, "grade", "red")])
    query = """{ ratingAssessment(regulation: "gradeville", subjectKind: INSTITUTION, subject: "H-NORTH",
      circumstances: [{ circumstance: "breach", on: "2025-03-01" }]) { grade status consequences { cause record } } }"""
    found = (await ask(schema, village, query))["ratingAssessment"]
    assert found == {"grade": "red", "status": "INTERVIEW", "consequences": [{"cause": "breach", "record": "1"}]}


async def test_a_question_that_cannot_be_asked_is_refused_with_the_reason(
    schema: strawberry.Schema, village: Office
) -> None:
    query = """query ($regulation: ID!, $kind: SubjectKind! = INSTITUTION, $period: String) {
      ratingAssessment(regulation: $regulation, subjectKind: $kind, subject: "H-NORTH", period: $period) { grade } }"""
    assert (await refused(schema, village, query, regulation="x"))["code"] == "REGULATION_UNKNOWN"
    assert (await refused(schema, village, query, regulation=GRADED, period="soon"))["code"] == "PERIOD_INVALID"
    rows = [a_record(GRADED, "grade", "red", kind=SubjectKind.AGENCY, subject=HOME)]
    await _register(village, rows)
    assert (await refused(schema, village, query, regulation=GRADED, kind="AGENCY"))["code"] == "SUBJECT_NOT_RATED"


async def test_the_demo_opens_with_a_question_about_each_scheme_and_other_offices_name_nobody(
    schema: strawberry.Schema, shipped: Office
) -> None:
    await fill(shipped, 7)
    titles = [f"{scheme} of the registry" for scheme in ("scorecard", "rating", "charges", "settlement")]
    shown = {one.title: one for one in await examples(shipped, EVERYONE_IN_DEMO)}
    for title in titles:
        one = shown[title]
        (answer,) = (await ask(schema, shipped, one.query, EVERYONE_IN_DEMO, **one.variables)).values()
        assert answer["determination"] == "DETERMINED", title
    assert not {one.title for one in await examples(shipped)} & set(titles)
