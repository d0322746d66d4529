from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.assessment.facts import PointsFacts
from core.assessment.outcome import Determination
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.law import PointsQuestion
from core.regulation.vocabulary import SanctionKind, Status
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law, a_violation, assessed, imposed

LAW = a_law()


@pytest.mark.parametrize(
    ("clause", "cases", "lost"),
    [
        ("one", 4, 4),
        ("one", 0, 0),
        ("act", 4, 3),
        ("review", 2, 0),
        ("review", 3, 2),
        ("review", 6, 2),
        ("every", 3, 0),
        ("every", 9, 2),
        ("all", 4, 20),
    ],
)
def test_points_are_counted_by_case_act_review_or_every_so_many(clause: str, cases: int, lost: int) -> None:
    assert assessed(LAW, [a_violation(clause, "2021-03-01", cases)], "2021-03-01").points_lost == lost


@pytest.mark.parametrize(("points", "missing"), [(None, True), (0, True), (7, True), (1, False), (6, False)])
def test_a_range_of_points_needs_a_decision_within_it(points: int | None, *, missing: bool) -> None:
    outcome = assessed(LAW, [a_violation("range", "2021-03-01", points=points, id="r")], "2021-03-01")

    assert [one.name for one in outcome.missing] == (["violations.r.points"] if missing else [])
    assert outcome.points_lost == (None if missing else points)
    assert (outcome.standing is None) is missing


def test_points_that_the_text_does_not_state_are_those_of_the_decision() -> None:
    decided = assessed(LAW, [a_violation("unstated", "2021-03-01", 2, points=4)], "2021-03-01")
    silent = assessed(LAW, [a_violation("unstated", "2021-03-01", 2, id="r")], "2021-03-01")

    assert decided.points_lost == 8
    assert [one.name for one in silent.missing] == ["violations.r.points"]


def test_a_rule_is_asked_with_what_was_lost_before_and_its_answer_counts_for_each_case() -> None:
    asked: list[PointsQuestion] = []

    def rules(question: PointsQuestion) -> Decimal:
        asked.append(question)
        return Decimal("1.5")

    records = [a_violation("one", "2021-03-01", 2), a_violation("rule", "2021-03-02", 3)]

    assert assessed(replace(LAW, rules=rules), records, "2021-03-02").points_lost == Decimal("6.5")
    assert asked == [
        PointsQuestion(regulation="testville-2020", clause="rule", cases=3, full=Decimal(20), lost=Decimal(2))
    ]


@pytest.mark.parametrize("answer", [None, Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_a_rule_that_gives_no_number_of_points_leaves_the_question_undecided(answer: Decimal | None) -> None:
    def answering(_: PointsQuestion) -> Decimal | None:
        return answer

    outcome = assessed(replace(LAW, rules=answering), [a_violation("rule", "2021-03-01")], "2021-03-01")

    assert [one.name for one in outcome.missing] == ["rules.rule"]
    assert (outcome.points_lost, outcome.standing) == (None, None)


def test_an_unknown_clause_leaves_the_question_undecided() -> None:
    outcome = assessed(LAW, [a_violation("nothing", "2021-03-01")], "2021-03-01")

    assert [one.name for one in outcome.missing] == ["points.clauses.nothing"]
    assert (outcome.points_lost, outcome.standing, outcome.headroom) == (None, None, None)


def test_a_regulation_without_points_names_the_values_of_its_gap() -> None:
    outcome = assessed(a_law(text=HEAD + ENROLMENT + GAP), [a_violation("any", "2021-03-01")], "2021-03-01")

    assert outcome.determination is Determination.INDETERMINATE
    assert [one.name for one in outcome.missing] == ["points.full", "points.clauses"]
    assert [one.name for one in assessed(a_law(text=HEAD + ENROLMENT), [], "2021-03-01").missing] == ["points"]


def test_the_third_suspended_period_escalates_and_a_second_suspension_in_one_does_not_count() -> None:
    twice_in_one = [a_violation("one", "2020-03-01", 6), a_violation("one", "2020-03-15", 6, months=3, id="b")]
    records = [*twice_in_one, a_violation("one", "2021-03-01", 6), a_violation("one", "2022-03-01", 6)]

    before, after = assessed(LAW, records, "2021-03-01"), assessed(LAW, records, "2022-03-01")

    assert before.suspensions == 2
    assert before.standing is not None
    assert before.standing.status is Status.SUSPENDED
    assert after.standing is not None
    assert (after.standing.status, after.standing.may_reapply_from) == (Status.REVOKED, date(2023, 3, 1))
    assert after.suspensions == 3


def test_what_would_follow_next_is_the_escalation_where_it_is_due() -> None:
    records = [a_violation("one", "2020-03-01", 6), a_violation("one", "2021-03-01", 6)]

    headroom = assessed(LAW, [*records, a_violation("one", "2022-03-01", 3)], "2022-03-01").headroom

    assert headroom is not None
    assert (headroom.points_to_next, headroom.threshold, headroom.consequence) == (3, "six", SanctionKind.REVOKE)
    assert headroom.days_until_reset == 306


def test_fewer_left_than_so_many_is_reached_only_below_that_number() -> None:
    at_nine = assessed(LAW, [a_violation("one", "2021-03-01", 11, months=1)], "2021-03-01")
    below = assessed(
        LAW,
        [*[a_violation("one", "2021-03-01", 11, months=1)], a_violation("unstated", "2021-03-02", points=1, months=1)],
        "2021-03-02",
    )

    assert at_nine.points_left == 9
    assert at_nine.headroom is not None
    assert (at_nine.headroom.threshold, at_nine.headroom.points_to_next) == ("twelve", Decimal("0.1"))
    assert below.headroom is not None
    assert below.headroom.threshold == "twenty"


def test_nothing_is_ahead_once_every_threshold_has_been_reached() -> None:
    assert assessed(LAW, [a_violation("all", "2021-03-01")], "2021-03-01").headroom is None


def test_a_period_that_has_ended_is_not_reset_any_more() -> None:
    headroom = assessed(LAW, [], "2021-03-01", period="2020").headroom

    assert headroom is not None
    assert headroom.days_until_reset is None


def test_an_act_can_be_sanctioned_without_costing_points() -> None:
    outcome = assessed(LAW, [a_violation("struck", "2021-03-01")], "2021-03-01")

    assert imposed(outcome.sanctions) == [(SanctionKind.TERMINATE, "2021-03-01", None, False)]
    assert outcome.points_lost == 0
    assert outcome.standing is not None
    assert (outcome.standing.status, outcome.standing.may_reapply_from) == (Status.TERMINATED, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("readmitted", "status"),
    [("2024-02-29", Status.TERMINATED), ("2024-03-01", Status.NORMAL), ("2021-03-01", Status.TERMINATED)],
)
def test_a_readmission_ends_a_termination_from_the_day_on_which_it_is_possible(readmitted: str, status: Status) -> None:
    outcome = assessed(LAW, [a_violation("struck", "2021-03-01")], "2024-06-01", readmitted=[readmitted])

    assert outcome.standing is not None
    assert outcome.standing.status is status


def test_the_cap_limits_what_counts_and_not_what_was_lost() -> None:
    record = a_violation("one", "2021-03-01", 26)
    capped, open_ended = (
        assessed(LAW, [record], "2021-03-01"),
        assessed(a_law(("capped = true", "")), [record], "2021-03-01"),
    )

    assert (capped.points_lost, capped.points_counted, capped.points_left) == (26, 20, 0)
    assert (open_ended.points_lost, open_ended.points_counted, open_ended.points_left) == (26, 26, 0)


def test_records_of_one_decision_count_together_and_those_of_two_one_after_the_other() -> None:
    together = [
        a_violation("one", "2021-03-01", 6, decision="D1"),
        a_violation("half", "2021-03-01", 3, decision="D1", months=2),
    ]
    apart = [replace(one, decision_no=None) for one in together]

    one, two = assessed(LAW, together, "2021-03-01"), assessed(LAW, apart, "2021-03-01")

    assert [each.cause for each in one.sanctions if each.kind is SanctionKind.SUSPEND] == ["twelve"]
    assert [each.cause for each in two.sanctions if each.kind is SanctionKind.SUSPEND] == ["six", "twelve"]


def test_the_digest_of_the_facts_tells_facts_apart() -> None:
    def digest(facts: PointsFacts) -> str:
        return assess_points(LAW, facts, Period.parse("2021"), date(2021, 3, 1)).facts_digest

    one = PointsFacts(violations=(a_violation("one", "2021-03-01"),))

    assert digest(one) == digest(PointsFacts(violations=(a_violation("one", "2021-03-01"),)))
    assert digest(one) != digest(PointsFacts(violations=(a_violation("one", "2021-03-01", 2),)))
