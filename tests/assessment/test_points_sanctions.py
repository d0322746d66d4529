from datetime import date

import pytest

from core.regulation.vocabulary import SanctionKind, SanctionObject, Status
from tests.assessment.testville import a_law, a_violation, assessed, imposed

LAW = a_law()


def test_only_the_gravest_consequence_takes_effect_and_lesser_duties_stay() -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 12, months=4)], "2021-03-01")

    assert imposed(outcome.sanctions) == [
        (SanctionKind.INTERVIEW, "2021-03-01", None, False),
        (SanctionKind.TRAIN, "2021-03-01", None, False),
        (SanctionKind.SUSPEND, "2021-03-01", "2021-07-01", False),
    ]
    assert outcome.standing is not None
    assert outcome.standing.object is SanctionObject.QUALIFICATION


def test_a_suspension_of_undecided_length_stands_with_its_range_and_no_end() -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 12, id="r")], "2021-03-01")

    assert [one.name for one in outcome.missing] == ["violations.r.months"]
    assert outcome.standing is not None
    assert (outcome.standing.status, outcome.standing.until) == (Status.SUSPENDED, None)
    assert [(one.months_from, one.months_to) for one in outcome.sanctions if one.end_undecided] == [(1, 6)]
    assert outcome.points_lost == 12


@pytest.mark.parametrize("months", [0, 7])
def test_a_decided_length_outside_the_range_is_not_taken(months: int) -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 12, id="r", months=months)], "2021-03-01")

    assert [one.name for one in outcome.missing] == ["violations.r.months"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2021-02-28", Status.NORMAL),
        ("2021-03-01", Status.SUSPENDED),
        ("2021-04-30", Status.SUSPENDED),
        ("2021-05-01", Status.SUSPENDED_PENDING_EXAM),
        ("2022-05-01", Status.SUSPENDED_PENDING_EXAM),
    ],
)
def test_a_suspension_is_served_from_its_first_day_to_the_day_before_its_end(as_of: str, status: Status) -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 6)], as_of)

    assert outcome.standing is not None
    assert outcome.standing.status is status


@pytest.mark.parametrize(
    ("passed", "as_of", "status"),
    [
        ("2021-04-20", "2021-04-30", Status.SUSPENDED),
        ("2021-04-20", "2021-05-01", Status.INTERVIEW),
        ("2021-05-09", "2021-05-08", Status.SUSPENDED_PENDING_EXAM),
        ("2021-05-09", "2021-05-09", Status.INTERVIEW),
        ("2021-02-28", "2021-05-09", Status.SUSPENDED_PENDING_EXAM),
        ("2021-05-09", "2022-01-01", Status.NORMAL),
    ],
)
def test_an_examination_passed_since_the_start_restores_after_the_term(passed: str, as_of: str, status: Status) -> None:
    outcome = assessed(LAW, [a_violation("one", "2021-03-01", 6)], as_of, passed=[passed])

    assert outcome.standing is not None
    assert outcome.standing.status is status


def test_a_suspension_crosses_the_end_of_the_period_and_is_carried() -> None:
    outcome = assessed(LAW, [a_violation("one", "2020-12-01", 6)], "2021-01-15")

    assert (outcome.points_lost, outcome.sanctions) == (0, ())
    assert imposed(outcome.carried) == [(SanctionKind.SUSPEND, "2020-12-01", "2021-02-01", False)]
    assert outcome.standing is not None
    assert outcome.standing.until == date(2021, 2, 1)


def test_a_heavier_suspension_absorbs_the_one_that_it_outlasts() -> None:
    records = [a_violation("one", "2021-03-01", 6), a_violation("one", "2021-03-15", 6, months=3, id="b")]

    outcome = assessed(LAW, records, "2021-03-15")

    assert [one for one in imposed(outcome.sanctions) if one[0] is SanctionKind.SUSPEND] == [
        (SanctionKind.SUSPEND, "2021-03-01", "2021-05-01", True),
        (SanctionKind.SUSPEND, "2021-03-15", "2021-06-15", False),
    ]


def test_a_suspension_that_ends_later_is_not_absorbed_by_a_graver_one_that_ends_sooner() -> None:
    records = [a_violation("one", "2021-03-01", 6), a_violation("one", "2021-03-02", 6, months=1, id="b")]

    outcome = assessed(LAW, records, "2021-03-02")

    assert [absorbed for *_, absorbed in imposed(outcome.sanctions)] == [False] * 4
    assert outcome.standing is not None
    assert outcome.standing.until == date(2021, 5, 1)


def test_an_examination_is_still_due_when_a_suspension_without_one_comes_on_top() -> None:
    law = a_law(("months = { from = 1, to = 6 }, until_exam = true", "months = { from = 1, to = 6 }"))
    records = [a_violation("one", "2021-03-01", 6), a_violation("one", "2021-03-15", 6, months=6, id="b")]

    outcome = assessed(law, records, "2021-10-01")

    assert outcome.standing is not None
    assert outcome.standing.status is Status.SUSPENDED_PENDING_EXAM


def test_a_suspended_qualification_is_not_absorbed_by_a_longer_suspension_of_the_right_to_prescribe() -> None:
    law = a_law(
        ('object = "PRESCRIBING_RIGHT", months = 2', "months = 2"),
        ("months = { from = 1, to = 6 }", 'object = "PRESCRIBING_RIGHT", months = { from = 1, to = 6 }'),
    )
    records = [a_violation("one", "2021-03-01", 6), a_violation("one", "2021-03-15", 6, months=6, id="b")]

    outcome = assessed(law, records, "2021-03-15")

    assert [(one.object, one.absorbed) for one in outcome.sanctions if one.kind is SanctionKind.SUSPEND] == [
        (SanctionObject.QUALIFICATION, False),
        (SanctionObject.PRESCRIBING_RIGHT, False),
    ]


def test_in_series_a_suspension_starts_where_the_running_one_ends() -> None:
    records = [a_violation("one", "2021-03-01", 6), a_violation("one", "2021-03-15", 6, months=3, id="b")]

    outcome = assessed(LAW.under({"overlap": "serial"}), records, "2021-03-15")

    assert [one for one in imposed(outcome.sanctions) if one[0] is SanctionKind.SUSPEND] == [
        (SanctionKind.SUSPEND, "2021-03-01", "2021-05-01", False),
        (SanctionKind.SUSPEND, "2021-05-01", "2021-08-01", False),
    ]


@pytest.mark.parametrize(
    ("reading", "start", "end"),
    [("notification", "2021-03-10", "2021-05-10"), ("next_month", "2021-04-01", "2021-06-01")],
)
def test_a_suspension_starts_on_notification_or_with_the_next_month_where_so_read(
    reading: str, start: str, end: str
) -> None:
    record = a_violation("one", "2021-03-01", 6, notified="2021-03-10")

    outcome = assessed(LAW.under({"start": reading}), [record], "2021-03-01")

    assert [one for one in imposed(outcome.sanctions) if one[0] is SanctionKind.SUSPEND] == [
        (SanctionKind.SUSPEND, start, end, False)
    ]
    assert outcome.standing is not None
    assert outcome.standing.status is Status.NORMAL
