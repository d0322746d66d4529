from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.outcome import DutyState
from core.assessment.periods import Period
from core.assessment.rating.terms import (
    Checked,
    CircumstanceNoted,
    DutyPerformed,
    GradeGiven,
    Measurement,
    Ranked,
    RatingFacts,
    RatingOutcome,
    RatingRecord,
    StateReached,
)
from core.regulation.law import Law
from core.regulation.schemes.rating import Bound, RatedSubject
from core.regulation.vocabulary import Status
from tests.assessment.rating_village import QUARTERS, a_law, asked

LAWS = {"same grade": a_law(), "lower score": a_law().under({"falling": "lower"})}
SCALE = ("A", "B", "C", "D")
STATES = ("CALLED", "HELD", "RECALLED", "DONE")
FIRST, LAST = date(2024, 1, 1), date(2026, 3, 31)
Q1 = QUARTERS[0]
Record = TypeVar("Record", bound=RatingRecord)
SEVERITY = {status: order for order, status in enumerate(Status)}

each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
random = settings(max_examples=40)
days = st.dates(FIRST, LAST)
quarters = st.sampled_from(QUARTERS)
subjects = st.sampled_from([RatedSubject.DOCTOR, RatedSubject.INSTITUTION])
numbers = st.integers(0, 1000).map(lambda one: Decimal(one) / 10)
reached = st.lists(st.builds(StateReached, state=st.sampled_from(STATES), on=days), max_size=6).map(tuple)
grades = st.builds(
    GradeGiven, id=st.just("g"), on=days, period=quarters, grade=st.sampled_from(SCALE), score=numbers, reached=reached
)
noted = st.builds(
    CircumstanceNoted,
    id=st.just("c"),
    on=days,
    circumstance=st.sampled_from(["late", "false"]),
    forms=st.sampled_from([("fine",), ("stop",), ("fine", "stop")]),
    reached=reached,
)


def numbered(records: list[Record]) -> tuple[Record, ...]:
    return tuple(replace(one, id=f"{one.id}{index}") for index, one in enumerate(records))


@st.composite
def cases(draw: st.DrawFn) -> RatingFacts:
    """Draw facts complete enough that every question about the village can be decided."""
    times = st.integers(1, 3)
    duties = st.sampled_from(["report", "log"])
    counts = st.integers(0, 50)
    return RatingFacts(
        subject=draw(subjects),
        grades=numbered(draw(st.lists(grades, max_size=8))),
        circumstances=numbered(draw(st.lists(noted, max_size=4))),
        performed=tuple(
            draw(st.lists(st.builds(DutyPerformed, duty=duties, of=days, on=days, times=times), max_size=8))
        ),
        ranked=tuple(
            draw(
                st.lists(
                    st.builds(Ranked, ranking=st.just("volume"), item=st.sampled_from("xyz"), rank=st.integers(1, 9)),
                    max_size=4,
                )
            )
        ),
        measurements=tuple(
            draw(
                st.lists(
                    st.builds(
                        Measurement,
                        indicator=st.sampled_from(["share", "visits", "mood"]),
                        period=quarters,
                        value=numbers,
                        target=numbers,
                    ),
                    max_size=5,
                )
            )
        ),
        checked=tuple(draw(st.lists(st.builds(_checked, quarters, counts, counts), max_size=3))),
    )


def _checked(period: Period, passed: int, failed: int) -> Checked:
    return Checked(check="papers", period=period, checked=passed + failed, passed=passed)


def told(outcome: RatingOutcome) -> RatingOutcome:
    """Return ``outcome`` without the fingerprint of the facts, which tells one order of entry from another."""
    return replace(outcome, facts_digest="")


def severity(outcome: RatingOutcome) -> int:
    assert outcome.status is not None
    return SEVERITY[outcome.status]


@each_law
@random
@given(data=st.data(), entered=cases(), period=quarters, day=days)
def test_the_order_of_entry_does_not_matter(
    law: Law, data: st.DataObject, entered: RatingFacts, period: Period, day: date
) -> None:
    shuffled = RatingFacts(
        subject=entered.subject,
        grades=tuple(data.draw(st.permutations(entered.grades))),
        circumstances=tuple(data.draw(st.permutations(entered.circumstances))),
        performed=tuple(data.draw(st.permutations(entered.performed))),
        ranked=tuple(data.draw(st.permutations(entered.ranked))),
        measurements=tuple(data.draw(st.permutations(entered.measurements))),
        checked=tuple(data.draw(st.permutations(entered.checked))),
    )

    assert told(asked(shuffled, period.name, day, law)) == told(asked(entered, period.name, day, law))


@each_law
@random
@given(entered=cases(), period=quarters, day=days)
def test_an_earlier_answer_does_not_see_later_records(
    law: Law, entered: RatingFacts, period: Period, day: date
) -> None:
    known = replace(
        entered,
        grades=tuple(one for one in entered.grades if one.on <= day),
        circumstances=tuple(one for one in entered.circumstances if one.on <= day),
        performed=tuple(one for one in entered.performed if one.on <= day),
    )

    assert told(asked(known, period.name, day, law)) == told(asked(entered, period.name, day, law))


@random
@given(entered=cases(), given_grade=grades, worse=st.integers(0, 3))
def test_a_worse_grade_never_improves_the_standing(entered: RatingFacts, given_grade: GradeGiven, worse: int) -> None:
    last = replace(given_grade, id="last", on=LAST)
    index = min(SCALE.index(last.grade) + worse, len(SCALE) - 1)
    lower = replace(last, grade=SCALE[index])

    before = asked(replace(entered, grades=(*entered.grades, last)), last.period.name)
    after = asked(replace(entered, grades=(*entered.grades, lower)), last.period.name)

    assert severity(after) >= severity(before)
    assert before.is_reward_candidate or not after.is_reward_candidate


@each_law
@random
@given(entered=cases(), graded=grades, found=noted, day=days)
def test_a_further_circumstance_never_improves_the_standing(
    law: Law, entered: RatingFacts, graded: GradeGiven, found: CircumstanceNoted, day: date
) -> None:
    base = replace(entered, grades=(*entered.grades, replace(graded, id="last", on=FIRST)))
    more = replace(base, circumstances=(*base.circumstances, replace(found, id="more")))

    before, after = (asked(one, graded.period.name, day, law) for one in (base, more))

    assert severity(after) >= severity(before)


@random
@given(entered=cases(), day=days)
def test_no_procedure_is_closed_unless_the_states_before_were_entered_in_time(entered: RatingFacts, day: date) -> None:
    records = {one.id: one for one in entered.circumstances}

    for progress in asked(entered, "2025", day).procedures:
        entered_by = {one.state: one.on for one in records[progress.record].reached if one.on <= day}
        assert progress.is_closed == (progress.state == "DONE")
        assert (progress.since is None) == (progress.state is None)
        if progress.is_closed:
            assert {"CALLED", "HELD", "DONE"} <= set(entered_by)


@random
@given(entered=cases(), day=days)
def test_each_duty_is_met_open_or_overdue_and_nothing_is_counted_twice(entered: RatingFacts, day: date) -> None:
    year = asked(entered, "2025", day).duties
    months = [asked(entered, f"2025-{month:02}", day).duties for month in range(1, 13)]

    for index, duty in enumerate(year):
        assert duty.required == sum(one[index].required for one in months)
        assert duty.done == sum(one[index].done for one in months)
        assert duty.overdue == sum(one[index].overdue for one in months)
        assert duty.done + duty.overdue <= duty.required
        assert (duty.overdue > 0) == (duty.state is DutyState.OVERDUE)
        assert (duty.done == duty.required) == (duty.state in {DutyState.DONE, DutyState.DONE_LATE})


@random
@given(entered=cases(), period=quarters)
def test_every_arithmetic_line_adds_up_again(entered: RatingFacts, period: Period) -> None:
    outcome = asked(entered, period.name)

    for one in outcome.measurements:
        if one.arithmetic is not None:
            terms, result = one.arithmetic.split(" = ")
            value, target = map(Decimal, terms.split(" - "))
            assert (value, target, value - target) == (one.value, one.target, Decimal(result))
            assert one.is_compliant == (value <= target if one.bound is Bound.AT_MOST else value >= target)
    for rate in outcome.rates:
        if rate.arithmetic is not None and rate.rate is not None and rate.passed is not None:
            assert abs(rate.rate * rate.checked - 100 * rate.passed) <= Decimal("0.005") * rate.checked
            assert rate.arithmetic == f"{rate.passed} ÷ {rate.checked} = {rate.rate} %"


@given(checked=st.integers(1, 10**6), data=st.data())
def test_one_more_pass_never_lowers_the_rate(checked: int, data: st.DataObject) -> None:
    passed = data.draw(st.integers(0, checked - 1))
    one, more = (
        asked(
            RatingFacts(subject=RatedSubject.DOCTOR, checked=(_checked(QUARTERS[0], many, checked - many),)), "2024-Q1"
        )
        for many in (passed, passed + 1)
    )

    low, high = one.rates[0].rate, more.rates[0].rate
    assert low is not None
    assert high is not None
    assert Decimal(0) <= low <= high <= Decimal(100)


@given(limit=st.integers(1, 60), start=st.dates(FIRST, date(2024, 3, 31)), data=st.data())
def test_a_deadline_is_open_on_its_last_day_and_overdue_on_the_next(
    limit: int, start: date, data: st.DataObject
) -> None:
    law = a_law(("days = 10", f"days = {limit}"))
    breach = CircumstanceNoted(id="c", circumstance="late", on=start)
    passed = data.draw(st.integers(0, 90))

    mend = asked(
        RatingFacts(subject=RatedSubject.INSTITUTION, circumstances=(breach,)),
        "2024-Q1",
        start + timedelta(days=passed),
        law,
    ).consequences[0]

    assert mend.due_before == start + timedelta(days=limit + 1)
    assert mend.state is (DutyState.OPEN if passed <= limit else DutyState.OVERDUE)
