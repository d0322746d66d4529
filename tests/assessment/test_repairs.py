"""Repair, thresholds reached at once or by accumulation, degrees, distinctions and payment, under a made-up law."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import PointsFacts, Repair, Violation
from core.assessment.outcome import Determination, PointsOutcome, StepKind
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.vocabulary import Care, Flag, Profession, Reach, SanctionKind, Status
from tests.assessment.testville import HEAD, a_violation

TEXT = (
    HEAD
    + """
[points]
cite = "3"
full = 12
period = "YEAR"
capped = true
reach = "NATIONWIDE"
subjects = [{ cite = "2", profession = "NURSING" }]
clauses = [
  { id = "some", cite = "4.一", points = { from = 1, to = 12 }, per = "ACT", label = { zh = "酌情", en = "As decided" } },
]
distinctions = [{ id = "kept", cite = "5", flag = "COMMENDED", left_from = 11, label = { zh = "表扬", en = "praised" } }]
payment = { cite = "8", unpaid = ["SUSPENDED"], except = ["RESCUE"] }
appeal = { cite = "9", working_days = 5 }

[[points.thresholds]]
id = "six"
cite = "6.一"
at = 6
label = { zh = "暂停", en = "suspended" }
sanctions = [
  { kind = "SUSPEND", cite = "6.一", reached = "ACCUMULATED", months = 2 },
  { kind = "SUSPEND", cite = "6.一", reached = "ONE_OFF", months = 4 },
]

[[points.thresholds]]
id = "twelve"
cite = "6.二"
at = 12
label = { zh = "终止", en = "terminated" }
sanctions = [
  { kind = "TERMINATE", cite = "6.二", reached = "ACCUMULATED", bar_months = 12 },
  { kind = "TERMINATE", cite = "6.二", reached = "ONE_OFF", bar_months = 36 },
]

[points.repairs]
cite = "7"
most = 5
lifting = "LIFTED"
not_after_one_off = "twelve"
rules = [
  { id = "study", cite = "7.一", points = 1, most = 3, label = { zh = "学习", en = "Study" } },
  { id = "deed", cite = "7.二", label = { zh = "善举", en = "A good deed" } },
]
shortening = { cite = "7.三", points = 2, months = 1 }
"""  # noqa: E501 - an inline table is one line
)
YEAR = Period.parse("2021")
LAST = date(2021, 12, 31)


def a_law(*changes: tuple[str, str]) -> Law:
    text = TEXT
    for old, new in changes:
        if old not in text:
            raise ValueError(f"nothing reads {old!r}")
        text = text.replace(old, new)
    return load_law(text.encode(), "testville/2020.toml")


LAW = a_law()
KEPT = a_law(("LIFTED", "KEPT"))
DETERMINED = a_law(("LIFTED", "DETERMINED"))


def cost(points: int, on: str, decision: str | None = None) -> Violation:
    return a_violation("some", on, points=points, decision=decision, id=f"{points}@{on}")


def repaired(on: str, rule: str = "study", points: int | None = None, by: str | None = None) -> Repair:
    given_back = None if points is None else Decimal(points)
    return Repair(id=f"{rule}@{on}", rule=rule, on=date.fromisoformat(on), points=given_back, determined_by=by)


def asked(
    violations: tuple[Violation, ...], repairs: tuple[Repair, ...] = (), *, law: Law = LAW, on: date = LAST
) -> PointsOutcome:
    return assess_points(law, PointsFacts(violations=violations, repairs=repairs), YEAR, on)


def worked_out(line: str) -> tuple[Decimal, Decimal]:
    """Return what the left side of an arithmetic line comes to, and what the line says that it comes to."""
    left, _, right = line.rpartition(" = ")
    total = Decimal(0)
    for sign, times, number, end in re.findall(r"([+-]?) ?(?:(\d+)×)?(\d+)(?!\d*,)(?:\[[^\]]*\])?|(\))", left):
        amount = Decimal(int(times or 1)) * Decimal(number or 0)
        total = max(total, Decimal(0)) if end else total + (-amount if sign == "-" else amount)
    return total, Decimal(right)


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


DAYS = st.dates(date(2021, 1, 1), LAST)
VIOLATIONS = st.lists(st.tuples(DAYS, st.integers(1, 12)), max_size=5).map(
    lambda drawn: tuple(
        Violation(id=f"v{number}", clause="some", decided_on=day, points=Decimal(points))
        for number, (day, points) in enumerate(drawn)
    )
)
REPAIRS = st.lists(st.tuples(DAYS, st.sampled_from(["study", "deed"]), st.integers(1, 4)), max_size=5).map(
    lambda drawn: tuple(
        Repair(id=f"r{number}", rule=rule, on=day, points=Decimal(points))
        for number, (day, rule, points) in enumerate(drawn)
    )
)
LAWS = st.sampled_from([LAW, KEPT, DETERMINED])
random = settings(max_examples=80, deadline=None)


@random
@given(LAWS, VIOLATIONS, REPAIRS)
def test_the_line_adds_up_again_with_repairs(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    outcome = asked(violations, repairs, law=law)

    assert outcome.arithmetic is not None
    total, said = worked_out(outcome.arithmetic)
    assert total == said == outcome.points_left


@random
@given(LAWS, VIOLATIONS, REPAIRS)
def test_the_account_keeps_within_its_bounds(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    outcome = asked(violations, repairs, law=law)

    assert outcome.points_repaired is not None
    assert outcome.points_counted is not None
    assert outcome.points_left is not None
    assert 0 <= outcome.points_repaired <= 5
    assert sum((one.points for one in outcome.repairs if one.rule == "study"), Decimal(0)) <= 3
    assert 0 <= outcome.points_counted <= 12
    assert outcome.points_left == 12 - outcome.points_counted


@random
@given(LAWS, VIOLATIONS, REPAIRS, st.data())
def test_the_order_of_entry_does_not_matter(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...], data: st.DataObject
) -> None:
    one = asked(violations, repairs, law=law)
    shuffled = tuple(data.draw(st.permutations(violations))), tuple(data.draw(st.permutations(repairs)))
    two = asked(*shuffled, law=law)

    assert replace(one, facts_digest="") == replace(two, facts_digest="")


@random
@given(LAWS, VIOLATIONS.filter(bool), REPAIRS)
def test_a_further_violation_never_lowers_what_counts(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    more, fewer = asked(violations, repairs, law=law), asked(violations[:-1], repairs, law=law)

    assert more.points_counted is not None
    assert fewer.points_counted is not None
    assert more.points_counted >= fewer.points_counted


@random
@given(LAWS, VIOLATIONS, REPAIRS.filter(bool))
def test_a_repair_never_raises_what_counts(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    more, fewer = asked(violations, repairs, law=law), asked(violations, (), law=law)

    assert more.points_counted is not None
    assert fewer.points_counted is not None
    assert more.points_counted <= fewer.points_counted
