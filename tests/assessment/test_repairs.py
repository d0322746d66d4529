"""Repair, thresholds reached at once or by accumulation, degrees, distinctions and payment, under a made-up law."""

from dataclasses import replace
from datetime import date

import pytest

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import Determination, StepKind
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.regulation.law import Law
from core.regulation.vocabulary import Care, Flag, Profession, Reach, SanctionKind, Status
from tests.assessment.repairing import DETERMINED, KEPT, LAST, LAW, TEXT, YEAR, a_law, asked, cost, repaired
from tests.assessment.testville import a_violation


def test_a_repair_gives_points_back_and_the_line_says_so() -> None:
    outcome = asked((cost(4, "2021-02-01"),), (repaired("2021-03-01"), repaired("2021-04-01", "deed", 2)))

    assert (outcome.points_lost, outcome.points_repaired, outcome.points_counted, outcome.points_left) == (4, 3, 1, 11)
    assert outcome.arithmetic == "12 - 4[4.一] + 1[7.一] + 2[7.二] = 11"
    assert outcome.flags == (Flag.COMMENDED,)


def test_a_repair_starts_from_the_cap() -> None:
    before = (cost(10, "2021-02-01"), cost(5, "2021-02-02"))

    outcome = asked(before, (repaired("2021-03-01"),))

    assert (outcome.points_lost, outcome.points_counted) == (15, 11)
    assert outcome.arithmetic == "max(0, 12 - 10[4.一] - 5[4.一]) + 1[7.一] = 1"


def test_repairs_stop_at_what_a_rule_and_what_all_rules_give_back_in_a_period() -> None:
    study = tuple(repaired(f"2021-0{month}-01") for month in range(2, 7))

    assert asked((cost(5, "2021-01-05"),), study).points_repaired == 3
    assert asked((cost(5, "2021-01-05"),), (*study, repaired("2021-07-01", "deed", 4))).points_repaired == 5


def test_a_repair_without_points_where_the_law_states_none_leaves_the_account_open() -> None:
    outcome = asked((cost(5, "2021-01-05"),), (repaired("2021-02-01", "deed"),))

    assert [one.name for one in outcome.missing] == ["repairs.deed@2021-02-01.points"]
    assert (outcome.points_counted, outcome.standing) == (None, None)


def test_an_unknown_way_of_repair_is_named() -> None:
    outcome = asked((cost(5, "2021-01-05"),), (repaired("2021-02-01", "prayer"),))

    assert [one.name for one in outcome.missing] == ["points.repairs.rules.prayer"]


def test_a_law_that_provides_for_no_repair_refuses_it() -> None:
    start = TEXT.index("[points.repairs]")

    outcome = asked((cost(5, "2021-01-05"),), (repaired("2021-02-01"),), law=a_law((TEXT[start:], "")))

    assert outcome.determination is Determination.DETERMINED
    assert (outcome.points_counted, outcome.points_repaired) == (5, 0)
    assert [one.kind for one in outcome.steps].count(StepKind.REPAIR_REFUSED) == 1


@pytest.mark.parametrize(("law", "until"), [(LAW, "2021-03-01"), (KEPT, "2021-06-01")])
def test_a_suspension_ends_or_runs_on_when_repair_takes_the_points_below_its_threshold(law: Law, until: str) -> None:
    outcome = asked((cost(6, "2021-02-01"),), (repaired("2021-03-01"),), law=law, on=date(2021, 3, 1))

    assert [str(one.end) for one in outcome.sanctions] == [until]
    assert outcome.standing is not None
    assert (outcome.standing.status is Status.SUSPENDED) is (until != "2021-03-01")
    assert outcome.standing.reach is Reach.NATIONWIDE


def test_a_suspension_that_the_agency_may_end_stands_until_someone_is_named_who_did() -> None:
    violations, day = (cost(6, "2021-02-01"),), date(2021, 3, 2)

    silent = asked(violations, (repaired("2021-03-01"),), law=DETERMINED, on=day)
    named = asked(violations, (repaired("2021-03-01", by="试镇医保局"),), law=DETERMINED, on=day)
    over = asked(violations, (repaired("2021-03-01"),), law=DETERMINED, on=date(2021, 8, 1))

    assert [one.name for one in silent.missing] == ["repairs.study@2021-03-01.determined_by"]
    assert silent.standing is not None
    assert silent.standing.status is Status.SUSPENDED
    assert named.missing == over.missing == ()
    assert named.standing is not None
    assert named.standing.status is Status.NORMAL


def test_what_is_reached_again_after_a_repair_suspends_again() -> None:
    outcome = asked((cost(6, "2021-02-01"), cost(1, "2021-05-01")), (repaired("2021-03-01"),))

    assert [(one.kind, str(one.start), str(one.end)) for one in outcome.sanctions] == [
        (SanctionKind.SUSPEND, "2021-02-01", "2021-03-01"),
        (SanctionKind.SUSPEND, "2021-05-01", "2021-07-01"),
    ]


def test_each_full_step_of_repaired_points_takes_a_month_off() -> None:
    one_off = (cost(9, "2021-02-01"),)

    def end(repairs: int) -> list[str]:
        done = tuple(repaired(f"2021-02-{day:02}") for day in range(10, 10 + repairs))
        return [str(one.end) for one in asked(one_off, done, law=KEPT).sanctions]

    assert [end(number) for number in (0, 1, 2, 3)] == [["2021-06-01"], ["2021-06-01"], ["2021-05-01"], ["2021-05-01"]]


def test_a_term_does_not_end_before_the_repair_that_shortens_it() -> None:
    done = (repaired("2021-05-20", "deed", 5),)

    assert [str(one.end) for one in asked((cost(9, "2021-02-01"),), done, law=KEPT).sanctions] == ["2021-05-20"]


def test_a_bar_is_shortened_across_the_new_year_though_no_points_are_held_then() -> None:
    violations = (cost(6, "2021-02-01"), cost(6, "2021-03-01"))
    facts = PointsFacts(violations=violations, repairs=(repaired("2022-01-10"), repaired("2022-01-11")))

    standing = assess_points(LAW, facts, Period.parse("2022"), date(2022, 1, 31)).standing

    assert standing is not None
    assert str(standing.may_reapply_from) == "2022-02-01"


def test_what_a_single_decision_has_reached_cannot_be_repaired() -> None:
    outcome = asked((cost(12, "2021-02-01"),), (repaired("2021-03-01"),))

    assert (outcome.points_counted, outcome.points_repaired) == (12, 0)
    assert StepKind.REPAIR_REFUSED in [one.kind for one in outcome.steps]


@pytest.mark.parametrize(
    ("violations", "months"),
    [
        ((cost(6, "2021-02-01"),), 4),
        ((cost(3, "2021-02-01"), cost(3, "2021-03-01")), 2),
        ((cost(3, "2021-02-01", "A"), cost(4, "2021-02-01", "A")), 4),
        ((cost(3, "2021-02-01"), cost(6, "2021-03-01")), 4),
    ],
)
def test_a_threshold_is_reached_at_once_if_one_decision_carries_its_points(
    violations: tuple[Violation, ...], months: int
) -> None:
    assert [one.months for one in asked(violations).sanctions] == [months]


def test_under_the_other_convention_nothing_may_have_been_held_before() -> None:
    law = a_law(('period = "YEAR"', 'period = "YEAR"\nconventions = { one_off = "CLEAN" }'))

    assert [one.months for one in asked((cost(3, "2021-02-01"), cost(6, "2021-03-01")), law=law).sanctions] == [2]


def test_what_was_reached_by_accumulation_is_reached_anew_at_once() -> None:
    violations = (cost(6, "2021-02-01"), cost(6, "2021-03-01"), cost(12, "2021-04-01"))

    terminations = [one for one in asked(violations).sanctions if one.kind is SanctionKind.TERMINATE]

    assert [one.bar_months for one in terminations] == [12, 36]


@pytest.mark.parametrize(("care", "paid"), [(Care.ORDINARY, False), (Care.EMERGENCY, False), (Care.RESCUE, True)])
def test_care_during_a_suspension_is_paid_for_only_where_the_law_excepts_it(care: Care, *, paid: bool) -> None:
    facts = PointsFacts(violations=(cost(6, "2021-02-01"),), care=care)

    assert assess_points(LAW, facts, YEAR, date(2021, 2, 1)).payable is paid
    assert assess_points(LAW, facts, YEAR, date(2021, 1, 31)).payable is True


def test_whether_care_is_paid_for_is_open_where_the_standing_is() -> None:
    facts = PointsFacts(violations=(a_violation("some", "2021-02-01"),), care=Care.ORDINARY)

    assert assess_points(LAW, facts, YEAR, LAST).payable is None


def test_a_profession_that_the_law_is_not_about_loses_no_points() -> None:
    facts = PointsFacts(violations=(cost(6, "2021-02-01"),), profession=Profession.MEDICAL)

    outcome = assess_points(LAW, facts, YEAR, LAST)
    nurse = assess_points(LAW, replace(facts, profession=Profession.NURSING), YEAR, LAST)

    assert (outcome.is_subject, outcome.points_lost) == (False, 0)
    assert (nurse.is_subject, nurse.points_lost) == (True, 6)


def test_the_last_day_to_object_is_reckoned_in_working_days_or_its_calendar_is_named() -> None:
    told = replace(cost(2, "2021-02-01"), notified_on=date(2021, 2, 3))  # a Wednesday
    calendar = WorkCalendar(years=frozenset({2021}))

    known = assess_points(LAW, PointsFacts(violations=(told,)), YEAR, LAST, calendar)
    unknown = asked((told,))

    assert [(one.last_day, one.calendar) for one in known.appeals] == [(date(2021, 2, 10), None)]
    assert [(one.last_day, one.calendar) for one in unknown.appeals] == [(None, 2021)]
    assert unknown.determination is Determination.DETERMINED
