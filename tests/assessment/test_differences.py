"""What differs between two answers: everything a client is told, but the dates of the question, and nothing else."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.comparing.differences import Difference, DifferenceKind, differences
from core.assessment.comparing.items import DifferenceField, items_of
from core.assessment.facts import LifeEntry, PointsFacts, Repair
from core.assessment.outcome import PointsOutcome, StepKind
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.regulation.law import ChosenBecause, Law, LawChoice
from core.regulation.vocabulary import Care, LifeEvent, Profession
from tests.assessment.ledgers import DAYS, facts, ledgers
from tests.assessment.test_repairs import a_law as a_repair_law
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law, a_violation, assessed

LAW = a_law()
WEEKS = WorkCalendar(years=frozenset(range(2018, 2026)))
MIRRORED = {DifferenceKind.ADDED: DifferenceKind.REMOVED, DifferenceKind.REMOVED: DifferenceKind.ADDED}
LEFT_OUT = {
    "as_of": "the question's own date",
    "scheme": "points alone are compared",
    "rules_used": "no client is told",
    "law": "told by REGULATION, its digest, the readings and the operator's values",
    "steps": "STEP",
}


def told(found: tuple[Difference, ...], *, steps: bool = False) -> list[tuple[str, str, str | None, str, str]]:
    return [
        (one.field, one.kind, one.record, one.before.en if one.before else "", one.after.en if one.after else "")
        for one in found
        if (one.field is not DifferenceField.STEP or steps) and not one.field.endswith("DIGEST")
    ]


def test_the_same_answer_has_no_difference() -> None:
    ledger = [a_violation("one", "2021-03-01", 6)]

    assert differences(assessed(LAW, ledger, "2021-05-01"), assessed(LAW, ledger, "2021-05-01")) == ()


def test_the_day_asked_about_is_no_difference_by_itself() -> None:
    ledger = [a_violation("one", "2021-03-01", 4)]
    before, after = assessed(LAW, ledger, "2021-04-01"), assessed(LAW, ledger, "2021-06-30")

    assert before.headroom != after.headroom
    assert before.steps == after.steps or before.steps[-1].kind is StepKind.STANDING
    assert differences(before, after) == ()
    assert differences(assessed(LAW, [], "2021-04-01"), assessed(LAW, [], "2021-06-30")) == ()


def test_a_record_added_is_named_with_everything_that_it_changed() -> None:
    first, second = a_violation("one", "2021-03-01", 4), a_violation("half", "2021-04-01")
    before, after = assessed(LAW, [first], "2021-04-15"), assessed(LAW, [first, second], "2021-04-15")

    found = differences(before, after)

    assert told(found) == [
        ("STANDING", "CHANGED", None, "INTERVIEW from 2021-03-01 until 2022-01-01 (excluded)", _SUSPENDED),
        ("POINTS_LOST", "CHANGED", None, "4", "6.5"),
        ("POINTS_COUNTED", "CHANGED", None, "4", "6.5"),
        ("POINTS_LEFT", "CHANGED", None, "16", "13.5"),
        ("ARITHMETIC", "CHANGED", None, "20 - 4×1[4.一] = 16", "20 - 4×1[4.一] - 2.5[4.二] = 13.5"),
        ("DEDUCTION", "ADDED", second.id, "", "No report, 2.5 points, booked 2021-04-01"),
        ("SANCTION", "ADDED", second.id, "", "training and examination from 2021-04-01, with no end given"),
        ("SANCTION", "ADDED", second.id, "", f"suspension from 2021-04-01, {_UNTIL}"),
        ("SUSPENSIONS", "CHANGED", None, "0", "1"),
        ("HEADROOM", "CHANGED", None, "2 points to: training, suspended two months", _NEXT),
    ]
    added = next(one for one in found if one.field is DifferenceField.DEDUCTION)
    assert added.text.zh == "扣分记录 half@2021-04-01, 新增: 漏报 2.5 分, 2021-04-01 计入"
    assert added.text.en == "deduction half@2021-04-01, added: No report, 2.5 points, booked 2021-04-01"
    assert str(added.citation) == "4.二"
    lost = next(one for one in found if one.field is DifferenceField.POINTS_LEFT)
    assert lost.text.zh == "剩余分: 由「16」变为「13.5」"
    assert lost.text.en == "points left: was “16”, is “13.5”"
    steps = [one.text.en for one in found if one.field is DifferenceField.STEP]
    assert f"step {second.id}, added: decided 2021-04-01, half No report: 2.5 points, 6.5 in all" in steps


_SUSPENDED = "SUSPENDED (PRESCRIBING_RIGHT) from 2021-04-01 until 2021-06-01 (excluded)"
_UNTIL = "until 2021-06-01 (excluded), restored only after passing an examination"
_NEXT = "4.6 points to: suspended one to six months"


def test_a_record_that_costs_otherwise_is_changed_not_exchanged() -> None:
    cheap, dear = (a_violation("range", "2021-03-01", points=points) for points in (2, 5))

    found = differences(assessed(LAW, [cheap], "2021-04-01"), assessed(LAW, [dear], "2021-04-01"))

    assert [one for one in told(found) if one[0] == "DEDUCTION"] == [
        (
            "DEDUCTION",
            "CHANGED",
            cheap.id,
            "As decided, 2 points, booked 2021-03-01",
            "As decided, 5 points, booked 2021-03-01",
        )
    ]


def test_an_amended_law_differs_in_its_digest_and_an_equal_number_written_otherwise_in_nothing_else() -> None:
    amended, restyled = a_law(("full = 20", "full = 21")), a_law(("points = 2.5", "points = 2.50"))
    ledger = [a_violation("half", "2021-03-01")]
    found = differences(assessed(LAW, ledger, "2021-04-01"), assessed(amended, ledger, "2021-04-01"))

    assert told(found) == [
        ("POINTS_FULL", "CHANGED", None, "20", "21"),
        ("POINTS_LEFT", "CHANGED", None, "17.5", "18.5"),
        ("ARITHMETIC", "CHANGED", None, "20 - 2.5[4.二] = 17.5", "21 - 2.5[4.二] = 18.5"),
    ]
    assert found[0].field is DifferenceField.REGULATION_DIGEST
    same = differences(assessed(LAW, ledger, "2021-04-01"), assessed(restyled, ledger, "2021-04-01"))
    assert [one.field for one in same] == ([] if restyled.digest == LAW.digest else ["REGULATION_DIGEST"])


def test_a_reading_and_a_version_that_differ_are_named() -> None:
    read = differences(assessed(LAW, [], "2021-04-01"), assessed(LAW.under({"start": "next_month"}), [], "2021-04-01"))
    other = a_law(("testville-2020", "testville-2019"))
    versions = differences(assessed(LAW, [], "2021-04-01"), assessed(other, [], "2021-04-01"))

    assert told(read) == [("READING", "CHANGED", None, "Decision", "Next month")]
    assert [one.field for one in read] == ["REGULATION_DIGEST", "READING", "STEP"]
    assert told(versions) == [
        (
            "REGULATION",
            "CHANGED",
            None,
            "Testville measures (testville-2020)",
            "Testville measures (testville-2019)",
        )
    ]


def test_the_day_as_of_which_the_law_was_looked_for_is_no_difference() -> None:
    before, after = (
        replace(LAW, choice=LawChoice(because=ChosenBecause.IN_FORCE, day=day))
        for day in (date(2021, 1, 5), date(2021, 2, 5))
    )
    named = replace(LAW, choice=LawChoice(because=ChosenBecause.NAMED, day=date(2021, 2, 5)))

    assert differences(assessed(before, [], "2021-04-01"), assessed(after, [], "2021-04-01")) == ()
    assert [
        one.field for one in differences(assessed(before, [], "2021-04-01"), assessed(named, [], "2021-04-01"))
    ] == ["STEP", "STEP"]


def test_no_version_in_force_on_either_of_two_days_is_no_difference() -> None:
    before, after = (
        replace(LAW, choice=LawChoice(because=ChosenBecause.NONE_IN_FORCE, day=day))
        for day in (date(2019, 1, 5), date(2020, 1, 1))
    )

    assert differences(assessed(before, [], "2021-04-01"), assessed(after, [], "2021-04-01")) == ()
    lacking = differences(assessed(LAW, [], "2021-04-01"), assessed(before, [], "2021-04-01"))
    assert ("MISSING", "ADDED") in [one[:2] for one in told(lacking)]
    assert ("STANDING", "CHANGED", None, "NORMAL", "not decidable") in told(lacking)


def test_periods_objections_repairs_notes_and_flags_are_compared() -> None:
    law = a_repair_law()
    record = a_violation("some", "2021-03-01", points=3, notified="2021-03-02")
    contested = replace(record, entries=(LifeEntry(event=LifeEvent.APPEALED, on=date(2021, 3, 4)),))
    study = Repair(id="study", rule="study", on=date(2021, 4, 1))
    before = an_answer(law, PointsFacts(violations=(record,), care=Care.ORDINARY))
    after = an_answer(law, PointsFacts(violations=(contested,), repairs=(study,), care=Care.ORDINARY))
    stranger = an_answer(law, PointsFacts(violations=(record,), profession=Profession.MEDICAL))

    assert {
        ("REPAIR", "ADDED", "study", "", "Study on 2021-04-01, 1 points back"),
        ("EXPOSURE", "ADDED", record.id, "", "under appeal since 2021-03-04, which counts"),
        ("FLAG", "ADDED", None, "", "UNDER_APPEAL"),
        ("POINTS_REPAIRED", "CHANGED", None, "0", "1"),
    } <= set(told(differences(before, after)))
    assert {
        ("APPEAL", "REMOVED", record.id, "notice on 2021-03-02, objection possible up to 2021-03-09", ""),
        ("IS_SUBJECT", "CHANGED", None, "none", "no"),
        ("PAYABLE", "CHANGED", None, "yes", "none"),
    } <= set(told(differences(before, stranger)))


def an_answer(law: Law, known: PointsFacts, on: date = date(2021, 6, 1)) -> PointsOutcome:
    return assess_points(law, known, Period.parse("2021"), on, WEEKS)


def test_a_law_without_points_differs_from_one_with_them_in_what_is_missing() -> None:
    silent = assessed(a_law(text=HEAD + ENROLMENT + GAP), [], "2021-04-01")

    assert {
        ("DETERMINATION", "CHANGED", None, "DETERMINED", "INDETERMINATE"),
        ("MISSING", "ADDED", None, "", "No points at hand"),
        ("POINTS_LEFT", "CHANGED", None, "20", "none"),
    } <= set(told(differences(assessed(LAW, [], "2021-04-01"), silent)))


def test_another_order_is_a_difference() -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01"), a_violation("act", "2021-03-02")], "2021-04-01")
    turned = replace(outcome, deductions=outcome.deductions[::-1])

    assert told(differences(outcome, turned)) == [
        (
            "DEDUCTION",
            "REORDERED",
            None,
            "Late report, 1 points, booked 2021-03-01; False report, 3 points, booked 2021-03-02",
            "False report, 3 points, booked 2021-03-02; Late report, 1 points, booked 2021-03-01",
        )
    ]


def test_two_deductions_of_one_record_are_told_apart() -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01")], "2021-04-01")
    doubled = replace(outcome, deductions=outcome.deductions * 2)

    assert [one[:2] for one in told(differences(outcome, doubled))] == [("DEDUCTION", "ADDED")]


OTHER_VALUES: dict[str, object] = {
    "facts_digest": "0",
    "missing": (),
    "period": Period.parse("2019"),
    "points_full": Decimal(1),
    "points_lost": Decimal(99),
    "points_counted": Decimal(99),
    "points_repaired": Decimal(99),
    "points_left": Decimal(99),
    "standing": None,
    "deductions": (),
    "sanctions": (),
    "carried": (),
    "suspensions": 9,
    "headroom": None,
    "arithmetic": "0 = 0",
    "repairs": (),
    "flags": (),
    "appeals": (),
    "exposure": (),
    "is_subject": True,
    "payable": True,
    "notices": (),
}


def test_every_field_of_an_answer_is_compared_or_left_out_for_a_reason() -> None:
    assert {one.name for one in fields(PointsOutcome)} == OTHER_VALUES.keys() | LEFT_OUT.keys()


@pytest.mark.parametrize("name", [name for name, value in OTHER_VALUES.items() if value != ()])
def test_a_change_of_one_field_alone_is_a_difference(name: str) -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 6)], "2021-04-01")

    assert len(differences(outcome, replace(outcome, **{name: OTHER_VALUES[name]}))) == 1


@given(data=st.data(), day=DAYS, later=st.integers(0, 60))
def test_there_is_a_difference_exactly_if_a_client_is_told_otherwise(
    data: st.DataObject, day: date, later: int
) -> None:
    known = data.draw(facts(LAW))
    other = known if data.draw(st.booleans()) else replace(known, violations=data.draw(ledgers(LAW)))
    before = assess_points(LAW, known, Period.parse("2021"), day)
    after = assess_points(LAW, other, Period.parse("2021"), min(day + timedelta(days=later), date(2022, 12, 31)))

    found = differences(before, after)

    assert (found == ()) == (_visible(before) == _visible(after))
    mirrored = {(one.field, MIRRORED.get(one.kind, one.kind), one.after, one.before) for one in found}
    assert {(one.field, one.kind, one.before, one.after) for one in differences(after, before)} == mirrored
    for one in found:
        assert one.text.zh
        assert one.text.en


def _visible(outcome: PointsOutcome) -> PointsOutcome:
    """Return ``outcome`` without its day and what only repeats it."""
    ahead = None if outcome.headroom is None else replace(outcome.headroom, days_until_reset=None)
    steps = tuple(one for one in outcome.steps if one.kind is not StepKind.STANDING)
    return replace(outcome, as_of=date.min, headroom=ahead, steps=steps, rules_used=frozenset())


def test_every_field_reads_an_answer_without_points_too() -> None:
    silent = assessed(a_law(text=HEAD + ENROLMENT + GAP), [], "2021-04-01")

    assert {field for field in DifferenceField if items_of(field, silent)} >= {
        DifferenceField.REGULATION,
        DifferenceField.STANDING,
        DifferenceField.HEADROOM,
    }
