"""The last days that follow from an answer; those across the Spring Festival are counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.cases.calendar import CALENDAR
from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import ChangeOccurred, EnrolmentFacts, Examination, LifeEntry, PointsFacts, Violation
from core.assessment.over_time.deadlines import (
    Deadline,
    DeadlineKind,
    comes_within,
    enrolment_deadlines,
    order_of,
    points_deadlines,
    rating_deadlines,
)
from core.assessment.over_time.every_period import assess_every_period
from core.regulation.law import Law
from core.regulation.schemes.rating import RatedSubject
from core.regulation.vocabulary import Change, LifeEvent, Party
from core.text import Text
from tests.assessment import filing, rating_village
from tests.assessment.ledgers import FIRST, LAST
from tests.assessment.ledgers import facts as ledgers
from tests.assessment.testville import ENROLMENT, HEAD, POINTS, a_law, a_violation

APPEAL = """
[points.appeal]
cite = "8"
working_days = 10
"""
LAW = a_law(text=HEAD + POINTS + APPEAL)
DAY = timedelta(days=1)


def coming(
    *violations: Violation,
    as_of: str = "2025-12-31",
    law: Law = LAW,
    passed: Sequence[str] = (),
) -> list[Deadline]:
    """Return what follows for a person from every period, by day."""
    facts = PointsFacts(
        violations=violations,
        examinations=tuple(Examination(on=date.fromisoformat(day), passed=True) for day in passed),
    )
    outcomes = assess_every_period(law, facts, date.fromisoformat(as_of), CALENDAR)
    return sorted((one for each in outcomes for one in points_deadlines(each, facts)), key=order_of)


def days_of(deadlines: Sequence[Deadline]) -> list[tuple[str, str | None]]:
    return [(one.kind.value, None if one.on is None else one.on.isoformat()) for one in deadlines]


# Spring Festival 2025 as published: off from Tuesday 28 January to Tuesday 4 February; worked instead are Sunday
# 26 January and Saturday 8 February.
@pytest.mark.parametrize(
    ("notified", "last"),
    [
        # Mon 20, 21, 22, 23, 24, Sun 26, Mon 27 January; Wed 5, 6, 7 February
        ("2025-01-17", "2025-02-07"),
        # Thu 23, Fri 24, Sun 26, Mon 27 January; Wed 5, 6, 7, Sat 8, Mon 10, Tue 11 February
        ("2025-01-22", "2025-02-11"),
        # Sun 26, Mon 27 January; Wed 5, 6, 7, Sat 8, Mon 10, 11, 12, Thu 13 February
        ("2025-01-24", "2025-02-13"),
        # Wed 5, 6, 7, Sat 8, Mon 10, 11, 12, 13, 14, Mon 17 February, whichever day off the notice comes
        ("2025-01-28", "2025-02-17"),
        ("2025-02-04", "2025-02-17"),
    ],
)
def test_a_term_to_object_is_counted_across_the_swapped_days_of_the_spring_festival(notified: str, last: str) -> None:
    (found,) = coming(a_violation("one", "2025-01-10", id="7号/one", notified=notified), as_of="2025-01-10")[:1]

    assert found == Deadline(
        kind=DeadlineKind.OBJECTION_ENDS,
        law=LAW,
        on=date.fromisoformat(last),
        citation=found.citation,
        label=Text(zh="可提出异议申诉的最后一天: 迟报", en="last day to object: Late report"),
        record="7号/one",
        by=Party.DOCTOR,
        key="OBJECTION_ENDS|7号/one",
    )
    assert str(found.citation) == "8"
    assert found.until == date.fromisoformat(last) + DAY


def test_a_term_that_leads_into_a_year_without_published_days_off_has_no_day_and_names_the_year() -> None:
    # Tue 23 and Wed 24 December are certain; from the 25th the schedule of 2026 can move days.
    (found,) = (
        one
        for one in coming(a_violation("one", "2025-12-20", notified="2025-12-22"))
        if one.kind is DeadlineKind.OBJECTION_ENDS
    )

    assert (found.on, found.until, found.calendar) == (None, None, 2026)


def test_who_has_objected_has_no_term_to_object_any_more() -> None:
    record = a_violation("one", "2025-03-03", notified="2025-03-03")
    objected = replace(record, entries=(LifeEntry(event=LifeEvent.APPEALED, on=date(2025, 3, 5)),))

    assert days_of(coming(record, as_of="2025-03-05"))[0] == ("OBJECTION_ENDS", "2025-03-17")
    assert days_of(coming(objected, as_of="2025-03-04"))[0] == ("OBJECTION_ENDS", "2025-03-17")
    assert days_of(coming(objected, as_of="2025-03-05")) == [("PERIOD_ENDS", "2025-12-31")]


def test_without_a_notice_or_a_rule_of_objections_no_term_runs() -> None:
    plain = a_law(text=HEAD + POINTS)

    assert days_of(coming(a_violation("one", "2025-03-03"))) == [("PERIOD_ENDS", "2025-12-31")]
    assert days_of(coming(a_violation("one", "2025-03-03", notified="2025-03-03"), law=plain)) == [
        ("PERIOD_ENDS", "2025-12-31")
    ]


def test_a_suspension_ends_on_its_last_day_by_which_the_examination_is_to_be_passed() -> None:
    found = coming(a_violation("range", "2025-03-10", points=6, id="R"), as_of="2025-03-10")

    assert [(one.kind, one.on, one.by, one.record, str(one.citation)) for one in found] == [
        (DeadlineKind.SUSPENSION_ENDS, date(2025, 5, 9), None, "R", "6.二"),
        (DeadlineKind.EXAMINATION_DUE, date(2025, 5, 9), Party.DOCTOR, "R", "6.二"),
        (DeadlineKind.PERIOD_ENDS, date(2025, 12, 31), None, None, "3"),
    ]


def test_an_examination_that_was_passed_is_not_due() -> None:
    record = a_violation("range", "2025-03-10", points=6)

    assert ("EXAMINATION_DUE", "2025-05-09") in days_of(coming(record, passed=["2025-03-09"]))
    assert "EXAMINATION_DUE" not in dict(days_of(coming(record, passed=["2025-03-10"])))
    assert ("EXAMINATION_DUE", "2025-05-09") in days_of(coming(record, passed=["2025-04-01"], as_of="2025-03-31"))


def test_a_bar_on_applying_again_ends_the_day_before_a_new_application() -> None:
    (found,) = (one for one in coming(a_violation("struck", "2025-03-10")) if one.kind is DeadlineKind.BAR_ENDS)

    # 36 months after 2025-03-10: a new application is possible from 2028-03-10.
    assert (found.on, found.until, found.by) == (date(2028, 3, 9), date(2028, 3, 10), Party.DOCTOR)


def test_what_was_absorbed_or_has_no_decided_end_has_no_last_day() -> None:
    suspended = a_violation("range", "2025-03-10", points=6)
    absorbed = coming(suspended, a_violation("struck", "2025-03-20"))
    twelve = [a_violation("range", "2025-03-10", points=6, decision="1号", id=name) for name in "AB"]
    undecided = coming(*twelve)
    decided = coming(*(replace(one, months=3) for one in twelve))

    assert "SUSPENSION_ENDS" not in dict(days_of(absorbed))
    assert "BAR_ENDS" in dict(days_of(absorbed))
    assert days_of(undecided) == [("PERIOD_ENDS", "2025-12-31")]
    assert days_of(decided)[0] == ("SUSPENSION_ENDS", "2025-06-09")


def test_what_the_old_year_decided_runs_on_in_the_new_one_but_its_points_start_anew() -> None:
    record = a_violation("range", "2025-12-20", points=6, notified="2025-12-22")

    assert days_of(coming(record, as_of="2025-12-31")) == [
        ("PERIOD_ENDS", "2025-12-31"),
        ("SUSPENSION_ENDS", "2026-02-19"),
        ("EXAMINATION_DUE", "2026-02-19"),
        ("OBJECTION_ENDS", None),
    ]
    assert days_of(coming(record, as_of="2026-01-01")) == [
        ("SUSPENSION_ENDS", "2026-02-19"),
        ("EXAMINATION_DUE", "2026-02-19"),
        ("OBJECTION_ENDS", None),
    ]


def test_a_period_in_which_nothing_was_lost_or_that_the_law_does_not_outlast_starts_nothing_anew() -> None:
    ending = a_law(
        ('from = 2020-01-01, cite = "9"', 'from = 2020-01-01, to = 2025-07-01, cite = "9"'), text=HEAD + POINTS
    )

    assert coming() == []
    assert coming(a_violation("one", "2024-03-03")) == []
    assert coming(a_violation("one", "2025-03-03"), law=ending, as_of="2025-03-03") == []


def left(on: date, reported_on: date | None = None) -> EnrolmentFacts:
    change = ChangeOccurred(change=Change.LEFT, on=on, reported_on=reported_on)
    return replace(filing.BASE, changes=(change,))


@pytest.mark.parametrize(
    ("on", "last", "year"),
    [
        (date(2025, 3, 3), date(2025, 3, 6), None),  # Monday: Tue 4, Wed 5, Thu 6
        (date(2025, 1, 26), date(2025, 2, 6), None),  # a Sunday that is worked: Mon 27, Wed 5, Thu 6
        (date(2025, 12, 23), None, 2026),  # Wed 24, and then the last week of the year
    ],
)
def test_a_change_is_to_be_reported_within_its_working_days(on: date, last: date | None, year: int | None) -> None:
    outcome = assess_enrolment(filing.LAW, left(on), on, CALENDAR)
    (found,) = enrolment_deadlines(outcome, CALENDAR)

    assert (found.kind, found.on, found.calendar, found.by) == (DeadlineKind.DUTY_DUE, last, year, Party.INSTITUTION)
    assert found.label.en == "last day to meet the duty: Taken off"


def test_what_was_reported_is_not_due_but_what_is_overdue_still_is() -> None:
    monday = date(2025, 3, 3)

    def due(facts: EnrolmentFacts, as_of: date) -> int:
        return len(enrolment_deadlines(assess_enrolment(filing.LAW, facts, as_of, CALENDAR), CALENDAR))

    assert due(left(monday), date(2025, 6, 30)) == 1
    assert due(left(monday, date(2025, 3, 20)), date(2025, 3, 19)) == 1
    assert due(left(monday, date(2025, 3, 20)), date(2025, 3, 20)) == 0


def test_a_report_within_the_month_needs_no_calendar() -> None:
    law = a_law(text=HEAD + ENROLMENT)
    outcome = assess_enrolment(law, left(date(2027, 2, 3)), date(2027, 2, 3))

    assert [one.on for one in enrolment_deadlines(outcome, None)] == [date(2027, 2, 28)]


def test_a_law_without_enrolment_gives_no_duties() -> None:
    law = a_law(text=HEAD + POINTS)

    assert enrolment_deadlines(assess_enrolment(law, left(date(2025, 3, 3)), date(2025, 3, 3)), None) == ()


def test_a_rectification_ends_on_the_last_day_that_is_in_time() -> None:
    breach = rating_village.a_breach(on=date(2025, 2, 3))
    facts = rating_village.facts(breaches=(breach,))
    found = rating_deadlines(rating_village.asked(facts, as_of=date(2025, 2, 3)))
    done = replace(facts, circumstances=(replace(breach, rectified_on=date(2025, 2, 10)),))

    (mend,) = (one for one in found if one.kind is DeadlineKind.RECTIFICATION_DUE)
    assert (mend.on, mend.by, mend.record, str(mend.citation)) == (date(2025, 2, 13), Party.DOCTOR, "c", "5.一")
    rest = rating_deadlines(rating_village.asked(done, as_of=date(2025, 2, 10)))
    assert DeadlineKind.RECTIFICATION_DUE not in {one.kind for one in rest}


@pytest.mark.parametrize(
    ("subject", "by"), [(RatedSubject.INSTITUTION, Party.INSTITUTION), (RatedSubject.DOCTOR, Party.DOCTOR)]
)
def test_who_was_rated_puts_it_right(subject: RatedSubject, by: Party) -> None:
    facts = rating_village.facts(breaches=(rating_village.a_breach(),), subject=subject)
    found = rating_deadlines(rating_village.asked(facts, as_of=date(2025, 2, 3)))

    assert [one.by for one in found if one.kind is DeadlineKind.RECTIFICATION_DUE] == [by]


def test_a_returning_duty_is_due_on_the_last_day_of_its_round() -> None:
    found = rating_deadlines(rating_village.asked(rating_village.facts(), as_of=date(2025, 1, 15)))

    # Nothing was done: the first report of the quarter is that of January, the first log that of 1 January, which is
    # due by the end of the day after.
    assert [(one.kind, one.on) for one in found] == [
        (DeadlineKind.DUTY_DUE, date(2025, 1, 2)),
        (DeadlineKind.DUTY_DUE, date(2025, 1, 31)),
    ]


def test_what_comes_within_some_days_includes_the_first_and_not_the_end_and_whatever_has_no_day() -> None:
    (unknown,) = (one for one in coming(a_violation("one", "2025-12-20", notified="2025-12-22")) if one.on is None)
    known = replace(unknown, on=date(2025, 3, 17), calendar=None)

    def comes(one: Deadline, start: int, end: int | None) -> bool:
        return comes_within(one, date(2025, 3, start), None if end is None else date(2025, 3, end))

    assert [comes(known, 17, 18), comes(known, 16, 17), comes(known, 18, None), comes(known, 1, None)] == [
        True,
        False,
        False,
        True,
    ]
    assert comes(unknown, 17, 18)


@given(facts=ledgers(LAW), as_of=st.dates(FIRST, LAST))
def test_every_suspension_and_bar_in_force_has_its_last_day_and_no_two_deadlines_are_about_the_same(
    facts: PointsFacts, as_of: date
) -> None:
    outcomes = assess_every_period(LAW, facts, as_of, CALENDAR)
    found = [one for each in outcomes for one in points_deadlines(each, facts)]
    standing = outcomes[-1].standing

    assert len({one.key for one in found}) == len(found)
    if standing is not None and standing.until is not None and standing.status.value == "SUSPENDED":
        assert standing.until in {one.until for one in found if one.kind is DeadlineKind.SUSPENSION_ENDS}
    if standing is not None and standing.may_reapply_from is not None:
        assert standing.may_reapply_from in {one.until for one in found if one.kind is DeadlineKind.BAR_ENDS}
