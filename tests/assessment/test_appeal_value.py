"""The smallest sets of records whose removal changes a standing: by hand, and against trying every subset."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.appeal_value.value import AppealAim, AppealQuestion, AppealWorth, appeal_value
from core.assessment.facts import Examination, LifeEntry, PointsFacts, Violation
from core.assessment.periods import Period
from core.errors import NotFoundError
from core.regulation.law import Law, PointsQuestion
from core.regulation.vocabulary import LifeEvent, Profession, Status
from tests.assessment import test_repairs
from tests.assessment.subsets import asked, dense, the_search_equals_trying_all, tried
from tests.assessment.testville import a_law, a_violation

EVENT = ("times = 3", 'times = 2\ncounted_per = "EVENT"')
WINDOW = ("times = 3", "times = 2\nwindow_months = 7")
EVENTS_WITHIN = ("times = 3", 'times = 3\ncounted_per = "EVENT"\nwindow_months = 9')
OCCURRED = ('starts_on = "DECIDED"', 'starts_on = "DECIDED"\nbooked_on = "OCCURRED"')
NO_END = ('object = "PRESCRIBING_RIGHT", months = 2, until_exam = true', "until_exam = true")
REPAIRED = test_repairs.a_law()
SHORTENING = 'shortening = { cite = "7.三", points = 2, months = 1 }'
LAWS = {
    "default": a_law(),
    "serial": a_law(EVENT).under({"overlap": "serial"}),
    "notified": a_law(EVENTS_WITHIN).under({"start": "notification"}),
    "next month, serial": a_law(WINDOW).under({"start": "next_month", "overlap": "serial"}),
    "not capped, by the quarter": a_law(WINDOW, ("capped = true", ""), ('period = "YEAR"', 'period = "QUARTER"')),
    "booked by the act": a_law(EVENT, OCCURRED),
    "no end of a suspension": a_law(EVENT, NO_END),
    "repaired": REPAIRED,
    "repaired, suspensions kept": test_repairs.a_law(('lifting = "LIFTED"', 'lifting = "KEPT"')),
    "repaired, not shortened": test_repairs.a_law((SHORTENING, "")),
    "repaired, not capped": test_repairs.a_law(("capped = true", ""), ('period = "YEAR"', 'period = "QUARTER"')),
    "repaired, determined": test_repairs.a_law(('lifting = "LIFTED"', 'lifting = "DETERMINED"')),
}
each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
AIMS = st.sampled_from(AppealAim)
YEAR = Period.parse("2021")
LAST = date(2021, 12, 31)


@each_law
@settings(max_examples=15)
@given(data=st.data(), aim=AIMS)
def test_the_smallest_sets_are_those_found_by_trying_all(law: Law, data: st.DataObject, aim: AppealAim) -> None:
    facts, as_of = data.draw(dense(law))

    the_search_equals_trying_all(law, facts, as_of, aim, [one.id for one in facts.violations])


@settings(max_examples=25)
@given(data=st.data(), aim=AIMS)
def test_records_that_are_no_candidates_stay(data: st.DataObject, aim: AppealAim) -> None:
    law = data.draw(st.sampled_from(list(LAWS.values())))
    facts, as_of = data.draw(dense(law))
    names = [one.id for one in facts.violations]
    candidates = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []

    the_search_equals_trying_all(law, facts, as_of, aim, candidates)


@pytest.mark.parametrize(("name", "size"), [("default", 4), ("serial", 7), ("next month, serial", 4)])
def test_fifteen_records_are_decided_as_by_trying_all(name: str, size: int) -> None:
    clauses = ["one", "half", "act", "one", "act"]
    ledger = tuple(
        a_violation(clauses[number % 5], f"2021-{1 + number % 11:02}-{1 + number:02}", id=f"r{number:02}", months=2)
        for number in range(15)
    )
    facts = PointsFacts(violations=ledger, examinations=(Examination(on=date(2021, 5, 5), passed=True),))

    value = asked(LAWS[name], facts, LAST, AppealAim.MILDER)

    expected = tried(LAWS[name], facts, LAST, AppealAim.MILDER, [one.id for one in ledger])
    assert {frozenset(one.records): one.standing.status for one in value.sets} == expected
    assert (value.size, value.count) == (size, len(expected))


def test_either_of_two_records_that_only_together_suspend_is_worth_an_appeal() -> None:
    # 3 + 3 = 6 points suspend from 1 March for two months; 3 alone call for an interview.
    facts = _facts(a_violation("act", "2021-02-01"), a_violation("act", "2021-03-01"))

    value = asked(a_law(), facts, date(2021, 4, 1), AppealAim.MILDER)

    assert (value.worth, value.size, value.count, value.complete) == (AppealWorth.FOUND, 1, 2, True)
    assert value.standing is not None
    assert value.standing.status is Status.SUSPENDED
    assert [(one.records, one.standing.status) for one in value.sets] == [
        (("act@2021-02-01",), Status.INTERVIEW),
        (("act@2021-03-01",), Status.INTERVIEW),
    ]


def test_without_an_early_record_a_later_one_can_make_the_standing_graver() -> None:
    # Suspended from 2 February to 2 April; the examination is passed. Without either record of February, that of June
    # reaches six points and suspends until August. Only without all three is there no interview any more.
    ledger = (a_violation("act", "2021-02-01"), a_violation("act", "2021-02-02"), a_violation("act", "2021-06-01"))
    facts = replace(_facts(*ledger), examinations=(Examination(on=date(2021, 4, 3), passed=True),))
    day = date(2021, 7, 1)

    changed, milder = (asked(a_law(), facts, day, aim) for aim in (AppealAim.CHANGED, AppealAim.MILDER))

    assert changed.standing is not None
    assert changed.standing.status is Status.INTERVIEW
    assert [(one.records, one.standing.status) for one in changed.sets] == [
        (("act@2021-02-01",), Status.SUSPENDED),
        (("act@2021-02-02",), Status.SUSPENDED),
    ]
    assert [(one.records, one.standing.status) for one in milder.sets] == [
        (("act@2021-02-01", "act@2021-02-02", "act@2021-06-01"), Status.NORMAL)
    ]


def test_a_revocation_for_three_suspensions_falls_with_any_record_of_any_year() -> None:
    ledger = [a_violation("act", f"{year}-{month}-01") for year in (2020, 2021, 2022) for month in ("02", "03")]

    value = asked(a_law(), _facts(*ledger), date(2022, 12, 31), AppealAim.MILDER)

    assert value.standing is not None
    assert value.standing.status is Status.REVOKED
    assert (value.size, [one.records for one in value.sets]) == (1, [(one.id,) for one in ledger])


def test_two_hundred_records_are_counted_exactly() -> None:
    # 200 records of one point each: 20 revoke, so any 181 of them must go, and it does not matter which.
    ledger = [a_violation("one", f"2021-{1 + number // 20:02}-{1 + number % 20:02}") for number in range(200)]

    value = appeal_value(a_law(), _facts(*ledger), YEAR, LAST)

    assert value.standing is not None
    assert value.standing.status is Status.REVOKED
    assert (value.size, value.at_least, value.count) == (181, 181, comb(200, 181))
    assert (len(value.sets), value.complete) == (20, False)
    assert value.sets[0].records == tuple(one.id for one in ledger[:181])
    assert {one.standing.status for one in value.sets} == {Status.SUSPENDED}


def test_a_normal_standing_cannot_be_improved() -> None:
    value = asked(a_law(), _facts(a_violation("one", "2021-02-01")), LAST, AppealAim.MILDER)

    assert (value.worth, value.size, value.sets, value.count, value.at_least) == (AppealWorth.NONE, None, (), 0, None)


def test_a_standing_that_cannot_be_decided_is_not_compared() -> None:
    value = asked(a_law(), _facts(a_violation("nowhere", "2021-02-01")), LAST, AppealAim.CHANGED)

    assert (value.worth, value.standing, value.size, value.sets) == (AppealWorth.UNDECIDED, None, None, ())


def test_a_set_after_which_the_standing_cannot_be_decided_does_not_count() -> None:
    # The owner's rules answer only while three points are lost already: without the other record nothing is decidable.
    law = replace(a_law(), rules=_all_after_three)
    facts = _facts(a_violation("act", "2021-02-01"), a_violation("rule", "2021-03-01"))

    value = asked(law, facts, LAST, AppealAim.MILDER)

    assert [(one.records, one.standing.status) for one in value.sets] == [(("rule@2021-03-01",), Status.INTERVIEW)]


def test_a_record_that_was_set_aside_already_is_in_no_set() -> None:
    overturned = replace(
        a_violation("act", "2021-02-01"),
        entries=(
            LifeEntry(event=LifeEvent.APPEALED, on=date(2021, 2, 2)),
            LifeEntry(event=LifeEvent.OVERTURNED, on=date(2021, 2, 20)),
        ),
    )

    value = asked(a_law(), _facts(overturned, a_violation("act", "2021-03-01")), LAST, AppealAim.MILDER)

    assert [one.records for one in value.sets] == [("act@2021-03-01",)]


def test_a_person_whom_the_law_is_not_about_has_nothing_to_appeal() -> None:
    record = replace(a_violation("some", "2021-02-01", points=12), reason="示例")
    facts = replace(_facts(record), profession=Profession.PHARMACY)

    value = appeal_value(REPAIRED, facts, YEAR, LAST)

    assert (value.worth, value.sets) == (AppealWorth.NONE, ())


def test_the_answer_is_the_same_whichever_period_is_asked_about() -> None:
    facts = _facts(a_violation("act", "2021-02-01"), a_violation("act", "2021-03-01"))

    answers = {appeal_value(a_law(), facts, Period.parse(name), date(2021, 4, 1)) for name in ("2020", "2021", "2022")}

    assert len(answers) == 1


def test_a_search_that_is_given_up_says_how_far_it_came() -> None:
    ledger = [a_violation("one", f"2021-{1 + number // 20:02}-{1 + number % 20:02}") for number in range(40)]

    value = appeal_value(a_law(), _facts(*ledger), YEAR, LAST, question=AppealQuestion(effort=400))

    assert (value.worth, value.size, value.sets, value.count) == (AppealWorth.UNPROVEN, None, (), 0)
    assert value.at_least is not None
    assert 1 <= value.at_least <= 21


def test_a_candidate_that_is_not_among_the_records_is_refused() -> None:
    with pytest.raises(NotFoundError) as refused:
        asked(a_law(), _facts(a_violation("one", "2021-02-01")), LAST, AppealAim.MILDER, ["other"])

    assert (refused.value.code, refused.value.field) == ("RECORD_UNKNOWN", "candidates")
    assert "other" in refused.value.message.en


def _facts(*violations: Violation) -> PointsFacts:
    return PointsFacts(violations=violations)


def _all_after_three(question: PointsQuestion) -> Decimal | None:
    return question.full if question.lost >= 3 else None
