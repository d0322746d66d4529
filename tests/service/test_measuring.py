"""Answers drawn from measurements: what the worked examples say, and what a later or missing row does to them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.cases import BaseCase
from core.assessment.checking.examples import differences
from core.assessment.periods import Period
from core.errors import RefusedError
from core.host import Host
from core.records import MeasurementRecord, SubjectKind
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law, Supply
from core.regulation.vocabulary import Scheme
from core.service.admission import check_measurement
from core.service.demo import fill, made_up
from core.service.measuring import (
    MEASURED_SCHEMES,
    Measured,
    MeasuredQuestion,
    Subject,
    assess_measured,
    charges_of,
    measurements_for,
    rating_of,
    scorecard_of,
    settle_measured,
    settlement_of,
)
from core.service.measuring_names import measurables_of
from core.service.measuring_rows import known
from core.service.office import Office
from core.storage import MeasurementRow
from core.text import Text
from tests.plugins.shipped import ALL
from tests.service.measured_village import CHARGED, GRADED, HOME, PREPAID, SCORED, a_law
from tests.service.recorded_cases import Recorded, a_record, a_row, is_recordable, recorded

SUPPLIED = Text(zh="编造", en="made up")
DAY = date(2025, 12, 31)
AT_HOME = Subject(SubjectKind.INSTITUTION, HOME)


def _cases() -> list[tuple[Law, BaseCase, Recorded]]:
    found: list[tuple[Law, BaseCase, Recorded]] = []
    for shipped in ALL:
        for case in shipped.cases:
            if getattr(case, "scheme", Scheme.POINTS) in MEASURED_SCHEMES:
                supply = Supply(basis=SUPPLIED, values=case.supply)
                law = shipped.law.supplied_with(supply) if case.supply else shipped.law
                given = recorded(law, case)
                if is_recordable(case, given):
                    found.append((law, case, given))
    return found


CASES = _cases()


def assessed(given: Recorded, rows: Sequence[MeasurementRow]) -> Measured:
    match given.scheme:
        case Scheme.SCORECARD:
            return scorecard_of(given.question, rows)
        case Scheme.CHARGES:
            return charges_of(given.question, rows)
        case Scheme.SETTLEMENT:
            return settlement_of(given.question, rows)
        case _:
            return rating_of(given.question, rows, given.beside)


def test_most_worked_examples_of_each_scheme_can_be_recorded() -> None:
    counted = Counter(given.scheme for _, _, given in CASES)
    assert set(counted) == set(MEASURED_SCHEMES)
    assert min(counted.values()) >= 25


@pytest.mark.parametrize(("law", "case", "given"), CASES, ids=lambda one: getattr(one, "id", ""))
def test_a_worked_example_that_is_recorded_gives_what_it_says(law: Law, case: BaseCase, given: Recorded) -> None:
    assert given.question.law.id == law.id
    assert differences(case, assessed(given, given.rows)) == ()


@given(st.data())
def test_the_order_of_entry_does_not_matter(data: st.DataObject) -> None:
    _, _, given = data.draw(st.sampled_from(CASES))
    shuffled = data.draw(st.permutations(given.records))
    rows = [a_row(one, number) for number, one in enumerate(shuffled, 1)]
    assert assessed(given, rows) == assessed(given, given.rows)


@pytest.mark.anyio
@pytest.mark.parametrize("scheme", MEASURED_SCHEMES)
async def test_what_is_in_the_registry_answers_like_what_is_given(office: Office, scheme: Scheme) -> None:
    given = next(given for law, _, given in CASES if given.scheme is scheme and office.host.catalogue.find(law.id))
    async with office.database.writing() as writes:
        await writes.add_measurements(given.records)
    question = given.question
    settled = settle_measured(
        office, scheme, question.law.id, question.subject, period=question.period.name, as_of=question.as_of
    )
    found = await assess_measured(office, scheme, settled, given.beside)
    expected = assessed(given, given.rows)
    assert replace(found, law=expected.law) == expected


def under(
    law: Law, subject: Subject = AT_HOME, *, period: str = "2025", known_at: datetime | None = None
) -> MeasuredQuestion:
    return MeasuredQuestion(law, subject, Period.parse(period), DAY, known_at)


def rows_of(*records: MeasurementRecord) -> tuple[MeasurementRow, ...]:
    return tuple(a_row(one, number) for number, one in enumerate(records, 1))


def test_a_later_score_replaces_an_earlier_one_and_an_earlier_question_does_not_see_it() -> None:
    law = a_law(SCORED)
    rows = rows_of(
        a_record(SCORED, "speed", 90, on=date(2025, 7, 1)),
        a_record(SCORED, "speed", 60, on=date(2025, 6, 1)),
        a_record(SCORED, "care", 80),
    )
    assert scorecard_of(under(law), rows).score == Decimal("85.00")
    assert scorecard_of(replace(under(law), as_of=date(2025, 6, 30)), rows).score == Decimal("70.00")


def test_of_two_documents_of_one_day_the_later_number_holds() -> None:
    rows = rows_of(
        a_record(SCORED, "speed", 90, document_no="试〔2025〕10号"),
        a_record(SCORED, "speed", 60, document_no="试〔2025〕9号"),
        a_record(SCORED, "care", 90),
    )
    assert scorecard_of(under(a_law(SCORED)), rows).score == Decimal("90.00")


def test_what_is_not_recorded_is_missing_by_its_name() -> None:
    found = scorecard_of(under(a_law(SCORED)), rows_of(a_record(SCORED, "speed", 90)))
    assert [one.name for one in found.missing] == ["scores.care"]
    assert [one.name for one in settlement_of(under(a_law(PREPAID)), ()).missing] == ["settlement.budget"]
    assert [one.name for one in rating_of(under(a_law(GRADED)), ()).missing] == ["grades.2025"]


def test_what_was_recorded_later_is_not_known() -> None:
    early, late = datetime(2025, 7, 1, tzinfo=UTC), datetime(2025, 8, 1, tzinfo=UTC)
    rows = (
        a_row(a_record(PREPAID, "budget", 1000), 1, early),
        a_row(a_record(PREPAID, "budget", 1200, on=date(2025, 6, 2)), 2, late),
    )
    assert settlement_of(under(a_law(PREPAID)), rows).budget == Decimal(1200)
    assert settlement_of(under(a_law(PREPAID), known_at=early), rows).budget == Decimal(1000)


def test_a_finding_and_a_veto_can_be_taken_back() -> None:
    scores = (a_record(SCORED, "speed", 90), a_record(SCORED, "care", 90))
    found, taken_back = a_record(SCORED, "veto:fraud", "YES"), a_record(SCORED, "veto:fraud", "NO", on=date(2025, 7, 1))
    assert scorecard_of(under(a_law(SCORED)), rows_of(*scores, found)).grade == "poor"
    assert scorecard_of(under(a_law(SCORED)), rows_of(*scores, found, taken_back)).grade == "good"


def test_growth_is_over_what_the_year_before_was_recorded_to_cost() -> None:
    rows = rows_of(a_record(PREPAID, "actual", 1000, period="2024"), a_record(PREPAID, "budget", 1100))
    found = settlement_of(under(a_law(PREPAID)), rows)
    assert found.growth is not None
    assert found.growth.percent == Decimal(10)


def test_a_correction_of_a_document_changes_the_amount_and_not_the_year() -> None:
    act = a_record(CHARGED, "item", 4, on=date(2025, 12, 20), document_no="1号")
    corrected = a_record(CHARGED, "item", 2, on=date(2026, 1, 10), document_no="1号")
    rows = rows_of(act, corrected)
    before, after = under(a_law(CHARGED)), replace(under(a_law(CHARGED)), as_of=date(2026, 2, 1))
    assert charges_of(before, rows).total == Decimal("120.00")
    assert charges_of(after, rows).total == Decimal("60.00")
    assert charges_of(replace(after, period=Period.parse("2026")), rows).total == Decimal("0.00")


def test_an_institution_owes_for_its_departments_and_a_department_for_itself_alone() -> None:
    ward = Subject(SubjectKind.DEPARTMENT, f"{HOME}/A01")
    rows = rows_of(
        a_record(CHARGED, "item", 1),
        a_record(CHARGED, "item", 2, kind=ward.kind, subject=ward.code),
        a_record(CHARGED, "item", 3, kind=ward.kind, subject=f"{HOME}/A02"),
    )
    found = charges_of(under(a_law(CHARGED)), rows)
    assert [(one.owed_by, one.total) for one in found.owed] == [
        (None, Decimal("30.00")),
        ("A01", Decimal("60.00")),
        ("A02", Decimal("90.00")),
    ]


@pytest.mark.anyio
async def test_only_the_departments_of_the_institution_itself_come_with_it(testville: Office) -> None:
    ward = SubjectKind.DEPARTMENT
    subjects = [f"{HOME}/A01", f"{HOME}2/A01", "H-SOUTH/A01"]
    async with testville.database.writing() as writes:
        await writes.add_measurements([a_record(CHARGED, "item", 1, kind=ward, subject=one) for one in subjects])
        await writes.add_measurements([a_record(CHARGED, "item", 1)])
    found = await measurements_for(testville, under(a_law(CHARGED)))
    assert [row.subject for row in found] == [f"{HOME}/A01", HOME]
    own = await measurements_for(testville, under(a_law(CHARGED), Subject(ward, f"{HOME}/A01")))
    assert [row.subject for row in own] == [f"{HOME}/A01"]


def test_windows_measured_on_one_day_are_records_apart_under_the_standard_of_the_year() -> None:
    rows = rows_of(
        a_record(CHARGED, "stay:standard", 10),
        a_record(CHARGED, "stay", 12, period="2025-Q1"),
        a_record(CHARGED, "stay", 13, period="2025-Q2"),
        a_record(CHARGED, "stay:standard", 12, period="2025-Q2"),
    )
    found = charges_of(under(a_law(CHARGED)), rows)
    assert [(one.record, one.distance) for one in found.charges] == [
        (f"stay/{HOME}/2025-Q1", Decimal(2)),
        (f"stay/{HOME}/2025-Q2", Decimal(1)),
    ]


def test_the_last_grade_of_a_period_holds_and_its_target_is_that_of_the_year() -> None:
    rows = rows_of(
        a_record(GRADED, "grade", "red", on=date(2025, 5, 1)),
        a_record(GRADED, "grade", "green"),
        a_record(GRADED, "share", 42, period="2025-06"),
        a_record(GRADED, "share:target", 40),
        a_record(GRADED, "circumstance:breach", "YES", document_no="1号"),
    )
    found = rating_of(under(a_law(GRADED)), rows)
    assert (found.grade, found.exceeded) == ("green", 1)
    assert [(one.cause, one.record) for one in found.consequences] == [("breach", "breach:1号")]


def test_a_doctor_is_rated_as_staff_where_only_staff_is_rated_and_an_agency_never() -> None:
    law = a_law(GRADED)
    assert rating_of(under(law, Subject(SubjectKind.DOCTOR, "N")), ()).subject == "STAFF"
    with pytest.raises(RefusedError, match="SUBJECT_NOT_RATED"):
        rating_of(under(law, Subject(SubjectKind.AGENCY, "center")), ())


@pytest.mark.parametrize(
    ("law", "indicator", "given", "codes"),
    [
        (SCORED, "speed", 90, []),
        (SCORED, "speed", 101, ["INDICATOR_MISREAD"]),
        (SCORED, "speed", "90", ["INDICATOR_MISREAD"]),
        (SCORED, "haste", 90, ["INDICATOR_UNKNOWN"]),
        (SCORED, "veto:fraud", "YES", []),
        (SCORED, "veto:fraud", "MAYBE", ["INDICATOR_MISREAD"]),
        (CHARGED, "item", Decimal("1.5"), ["INDICATOR_MISREAD"]),
        (CHARGED, "audit:dosage", Decimal("1.50"), []),
        (CHARGED, "audit:", 1, ["INDICATOR_UNKNOWN"]),
        (CHARGED, "audit:dosage", Decimal("1.505"), ["INDICATOR_MISREAD"]),
        (CHARGED, "stay:standard", 10, []),
        (PREPAID, "VOLUME_OVER_PLAN", "NO", []),
        (PREPAID, "VOLUME_OVER_PLAN", 1, ["INDICATOR_MISREAD"]),
        (PREPAID, "grade", "A", []),
        (GRADED, "grade", "blue", ["INDICATOR_MISREAD"]),
        (GRADED, "grade:note", "整改", []),
    ],
)
def test_only_what_a_scheme_can_read_is_recorded(
    law: str, indicator: str, given: Decimal | int | str, codes: list[str]
) -> None:
    problems = check_measurement(Catalogue([a_law(law)]), a_record(law, indicator, given), DAY)
    assert [one.code for one in problems] == codes


def test_a_measurement_names_a_real_period_and_a_department_of_an_institution() -> None:
    catalogue = Catalogue([a_law(SCORED)])
    for period in ("2025-Q5", "0001", "去年"):
        (problem,) = check_measurement(catalogue, a_record(SCORED, "speed", 90, period=period), DAY)
        assert (problem.field, problem.code) == ("period", "PERIOD_INVALID")
    for subject in ("A01", "/A01", f"{HOME}/"):
        record = a_record(SCORED, "speed", 90, kind=SubjectKind.DEPARTMENT, subject=subject)
        (problem,) = check_measurement(catalogue, record, DAY)
        assert (problem.field, problem.code) == ("subject", "SUBJECT_INVALID")


@pytest.mark.anyio
async def test_a_scorecard_is_asked_for_a_period_of_its_own_kind(office: Office) -> None:
    law = next(one for one in office.host.catalogue.laws if one.regulation.settlement is not None)
    for period in ("2025-Q1", "2025-13", "soon"):
        with pytest.raises(RefusedError, match="PERIOD_INVALID"):
            settle_measured(office, Scheme.SETTLEMENT, law.id, AT_HOME, period=period)
    assert settle_measured(office, Scheme.SETTLEMENT, law.id, AT_HOME).period.name == "2026"
    with pytest.raises(RefusedError, match="NOTHING_MEASURED"):
        await assess_measured(office, Scheme.POINTS, settle_measured(office, Scheme.CHARGES, law.id, AT_HOME))


def test_no_name_means_two_things_under_any_shipped_regulation(host: Host) -> None:
    for law in host.catalogue.laws:
        names = [one.name for one in measurables_of(law.regulation)]
        assert len(names) == len(set(names)), law.id


def test_rows_of_a_text_that_names_no_period_are_left_out() -> None:
    assert known(rows_of(a_record(SCORED, "speed", 90, period="去年")), DAY) == ()


def test_what_the_demo_makes_up_could_be_recorded(host: Host) -> None:
    records = made_up(host.catalogue.laws, 7).measurements
    assert [one for record in records for one in check_measurement(host.catalogue, record, date(2026, 3, 1))] == []
    assert len(records) > 50


@pytest.mark.anyio
async def test_the_demo_has_an_answer_of_each_scheme(office: Office) -> None:
    await fill(office, 7)
    decided: set[Scheme] = set()
    for law in office.host.catalogue.laws:
        row = await office.reads.last_measurement(law.id)
        for scheme in MEASURED_SCHEMES if row is not None else ():
            if row is not None and getattr(law.regulation, scheme.value.lower()) is not None:
                subject = Subject(row.subject_kind, row.subject)
                question = settle_measured(office, scheme, law.id, subject, period=row.period)
                outcome = await assess_measured(office, scheme, question)
                decided |= set() if outcome.missing else {scheme}
    assert decided == set(MEASURED_SCHEMES)
