from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.assessment.outcome import Determination, DutyState
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
)
from core.assessment.sentences import sentence
from core.regulation.schemes.rating import ConsequenceKind, RatedSubject
from core.regulation.vocabulary import Status
from core.text import Lang
from tests.assessment.rating_village import LATE, a_breach, a_grade, a_law, asked, facts, said

Q1 = Period.parse("2025-Q1")
DOCTOR = RatedSubject.DOCTOR


def kinds(outcome: RatingOutcome) -> list[str]:
    return [one.kind.value for one in outcome.consequences]


@pytest.mark.parametrize(
    ("grade", "status", "candidate"),
    [
        ("A", Status.NORMAL, True),
        ("B", Status.NORMAL, False),
        ("C", Status.WATCH, False),
        ("D", Status.INTERVIEW, False),
    ],
)
def test_a_grade_leads_to_what_the_text_says(grade: str, status: Status, *, candidate: bool) -> None:
    outcome = asked(facts(a_grade(grade, "2025-Q1")))

    assert (outcome.grade, outcome.status, outcome.is_reward_candidate) == (grade, status, candidate)
    assert outcome.determination is Determination.DETERMINED


def test_a_grade_of_which_nothing_is_stated_leaves_the_standing_open() -> None:
    outcome = asked(facts(a_grade("E", "2025-Q1")))

    assert (outcome.grade, outcome.status, outcome.is_reward_candidate) == ("E", None, None)
    assert [one.name for one in outcome.missing] == ["rating.grades.E.consequences"]


def test_of_several_grades_for_a_period_the_last_decided_by_the_day_holds() -> None:
    given = facts(
        a_grade("D", "2025-Q1", on=date(2025, 4, 1), number="1"),
        a_grade("B", "2025-Q1", on=date(2025, 4, 9), number="2"),
    )

    assert [asked(given, as_of=date(2025, 4, day)).grade for day in (1, 8, 9)] == ["D", "D", "B"]
    assert asked(given, as_of=date(2025, 3, 31)).grade is None


def test_a_grade_outside_the_scale_is_refused_and_an_earlier_one_within_it_holds() -> None:
    given = facts(a_grade("B", "2025-Q1", number="1"), a_grade("F", "2025-Q1", on=date(2025, 4, 1), number="2"))

    outcome = asked(given)

    assert outcome.grade == "B"
    assert [(one.code, one.record, one.text.en) for one in outcome.rejected] == [
        ("GRADE_NOT_IN_SCALE", "2", "F is not in the scale of this regulation: A, B, C, D, E")
    ]


def test_a_subject_that_is_not_rated_is_said_to_be_none_of_its() -> None:
    outcome = asked(facts(a_grade("D", "2025-Q1"), subject=RatedSubject.DEPARTMENT))

    assert (outcome.status, outcome.grade, outcome.consequences) == (None, None, ())
    assert [one.code for one in outcome.rejected] == ["SUBJECT_NOT_RATED"]
    assert [one.name for one in outcome.missing] == ["subject"]


@pytest.mark.parametrize(
    ("grades", "cancelled"), [("DDD", True), ("BDD", False), ("DBD", False), ("DDB", False), ("D.D", False)]
)
def test_only_the_third_period_in_a_row_cancels(grades: str, *, cancelled: bool) -> None:
    names = ("2024-Q3", "2024-Q4", "2025-Q1")
    given = [a_grade(one, name, number=name) for one, name in zip(grades, names, strict=True) if one != "."]

    assert (ConsequenceKind.CANCEL in kinds(asked(facts(*given)))) is cancelled


@pytest.mark.parametrize(
    ("scores", "cancelled"), [((60, 50, 40), True), ((60, 60, 40), False), ((60, 50, 50), False), ((40, 50, 60), False)]
)
def test_under_the_other_reading_each_lower_score_counts(scores: tuple[int, int, int], *, cancelled: bool) -> None:
    names = ("2024-Q3", "2024-Q4", "2025-Q1")
    given = [a_grade("D", name, number=name, score=str(one)) for one, name in zip(scores, names, strict=True)]

    outcome = asked(facts(*given), law=a_law().under({"falling": "lower"}))

    assert (outcome.status is Status.REVOKED) is cancelled


def test_a_score_that_is_wanted_and_not_given_is_named_once() -> None:
    given = [a_grade("D", name, number=name) for name in ("2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1")]

    outcome = asked(facts(*given), law=a_law().under({"falling": "lower"}), period="2025")

    assert [one.name for one in outcome.missing] == ["grades.2024-Q4.score", "grades.2025-Q1.score"]


def test_a_year_gathers_the_ratings_of_its_quarters_and_the_gravest_gives_the_standing() -> None:
    given = [a_grade(one, f"2025-Q{number}", number=one) for number, one in enumerate("ADCB", start=1)]

    outcome = asked(facts(*given), period="2025")

    assert (outcome.grade, outcome.status) == ("B", Status.INTERVIEW)
    assert kinds(outcome) == ["REWARD", "INTERVIEW", "WATCH"]


@pytest.mark.parametrize(("day", "state"), [(13, DutyState.OPEN), (14, DutyState.OVERDUE)])
def test_a_deadline_of_ten_days_ends_with_the_tenth_day_after_the_decision(day: int, state: DutyState) -> None:
    outcome = asked(facts(a_grade("B", "2025-Q1"), breaches=(a_breach(),)), as_of=date(2025, 2, day))

    rectify = outcome.consequences[-1]
    assert (rectify.due_before, rectify.state) == (date(2025, 2, 14), state)


def test_the_deciding_bodys_own_deadline_goes_before_that_of_the_text() -> None:
    breach = replace(a_breach(), rectify_by=date(2025, 2, 5), rectified_on=date(2025, 2, 6))

    rectify = asked(facts(breaches=(breach,))).consequences[-1]

    assert (rectify.due_before, rectify.state) == (date(2025, 2, 6), DutyState.DONE_LATE)


def test_a_consequence_for_doctors_does_not_meet_an_institution() -> None:
    outcome = asked(facts(a_grade("B", "2025-Q1"), breaches=(a_breach(),), subject=RatedSubject.INSTITUTION))

    assert (kinds(outcome), outcome.procedures, outcome.status) == (["RECTIFY"], (), Status.NORMAL)


def test_a_procedure_goes_round_until_it_is_closed_and_then_no_longer_weighs() -> None:
    days = [date(2025, 3, day) for day in range(1, 6)]
    course = list(zip(("CALLED", "HELD", "RECALLED", "HELD", "DONE"), days, strict=True))
    given = facts(a_grade("B", "2025-Q1"), breaches=(a_breach("late", date(2025, 2, 3), *course),))

    seen = [asked(given, as_of=date(2025, 3, day)) for day in range(1, 6)]

    assert [one.procedures[0].state for one in seen] == ["CALLED", "HELD", "RECALLED", "HELD", "DONE"]
    assert [one.procedures[0].next_states for one in seen][1:3] == [("RECALLED", "DONE"), ("HELD",)]
    assert [one.status for one in seen] == [Status.INTERVIEW] * 4 + [Status.NORMAL]


def test_a_state_entered_too_early_has_no_effect_and_is_named() -> None:
    breach = a_breach("late", date(2025, 2, 3), ("CALLED", date(2025, 2, 4)), ("DONE", date(2025, 2, 5)))

    progress = asked(facts(breaches=(breach,))).procedures[0]

    assert (progress.state, progress.is_closed, progress.refused) == ("CALLED", False, ("DONE",))


def test_a_form_on_which_the_standing_depends_is_missing_until_it_is_chosen() -> None:
    breach = a_breach("false")
    graded = a_grade("B", "2025-Q1")

    unchosen = asked(facts(graded, breaches=(breach,)))
    fined = asked(facts(graded, breaches=(replace(breach, forms=("fine",)),)))
    stopped = asked(facts(graded, breaches=(replace(breach, forms=("fine", "stop")),)))

    assert ([one.name for one in unchosen.missing], unchosen.status) == (["records.c.forms"], None)
    assert (fined.missing, fined.status) == ((), Status.NORMAL)
    assert stopped.status is Status.SUSPENDED
    assert [one.is_chosen for one in fined.consequences[0].forms] == [True, False]


def test_what_no_rule_knows_is_refused_by_name() -> None:
    given = RatingFacts(
        subject=DOCTOR,
        grades=(replace(a_grade("A", "2025-Q1"), forms=("medal",)),),
        circumstances=(a_breach("unheard"),),
        performed=(DutyPerformed(duty="sweep", of=date(2025, 1, 1), on=date(2025, 1, 1)),),
        ranked=(Ranked(ranking="weight", item="x", rank=1), Ranked(ranking="volume", item="y", rank=0)),
        measurements=(Measurement(indicator="height", period=Q1, value=Decimal(1)),),
        checked=(Checked(check="walls", period=Q1, checked=1, passed=1),),
    )

    outcome = asked(given)

    assert [(one.code, one.record) for one in outcome.rejected] == [
        ("RULE_UNKNOWN", "c"),
        ("RULE_UNKNOWN", "g"),
        ("RULE_UNKNOWN", "sweep"),
        ("COUNT_IMPOSSIBLE", "y"),
        ("RULE_UNKNOWN", "x"),
        ("RULE_UNKNOWN", "height"),
        ("RULE_UNKNOWN", "walls"),
    ]
    assert outcome.status is Status.NORMAL


def test_a_regulation_without_ratings_decides_nothing() -> None:
    law = a_law()
    bare = replace(law, regulation=law.regulation.model_copy(update={"rating": None}))

    outcome = asked(facts(a_grade("A", "2025-Q1")), law=bare)

    assert (outcome.status, [one.name for one in outcome.missing]) == (None, ["rating"])


def test_every_step_has_its_sentence_and_tells_the_story_in_order() -> None:
    given = RatingFacts(
        subject=DOCTOR,
        grades=(a_grade("D", "2025-Q1", number="1"),),
        circumstances=(CircumstanceNoted(id="2", circumstance="false", on=date(2025, 2, 3), forms=("stop",)),),
        ranked=(Ranked(ranking="volume", item="x", rank=1),),
        measurements=(Measurement(indicator="share", period=Q1, value=Decimal(41), target=Decimal(40)),),
        checked=(Checked(check="papers", period=Q1, checked=200, passed=199),),
    )

    outcome = asked(given, as_of=date(2025, 3, 31))

    assert said(outcome.steps)[1:] == [
        "rated for 2025-Q1: D",
        "it leads to: an interview",
        "found on 2025-02-03: false report",
        "it leads to: a penalty",
        "form chosen: suspension",
        "report: 0 of 6 in [2025-01-01, 2025-04-01), due before 2025-02-01, OVERDUE",
        "log: 0 of 90 in [2025-01-01, 2025-04-01), due before 2025-01-03, OVERDUE",
        "x is number 1, among the first 3: stamped",
        "share is beyond its target: 41 - 40 = 1",
        "pass rate of prescriptions: 199 ÷ 200 = 99.50 %",
        "at least 97.5 %",
        "standing on 2025-03-31: SUSPENDED",
    ]
    assert all(sentence(step, Lang.ZH) for step in outcome.steps)


def test_records_of_later_days_and_other_periods_change_nothing() -> None:
    base = facts(a_grade("B", "2025-Q1"))
    later = GradeGiven(id="9", period=Q1, grade="D", on=date(2027, 1, 1))
    elsewhere = a_breach("false", date(2025, 4, 1))

    richer = replace(base, grades=(*base.grades, later), circumstances=(elsewhere,))

    assert replace(asked(richer), facts_digest="") == replace(asked(base), facts_digest="")
    assert later.on > LATE
