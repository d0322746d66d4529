from collections.abc import Iterator
from datetime import date

import pytest

from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import EnrolmentFacts, Finding
from core.assessment.outcome import Step, StepKind
from core.assessment.sentences import sentence, text_of
from core.regulation.law import Supply
from core.regulation.vocabulary import Act, Attribute, Change, Incident, Insurance
from core.text import Lang, Text
from tests.assessment import test_enrolment
from tests.assessment.ledgers import scheme_of
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law, a_violation, assessed

LAW = a_law()


def real_steps() -> Iterator[Step]:
    """Yield the steps of outcomes that between them go through everything that can happen."""
    supplied = a_law(text=HEAD + ENROLMENT + GAP).supplied_with(
        Supply(basis=Text(zh="编造", en="made up"), points=scheme_of(LAW))
    )
    six = a_violation("one", "2020-12-01", 6)
    heavier = a_violation("one", "2020-12-15", 6, months=6, id="b")
    struck = a_violation("struck", "2021-02-01")
    escalated = [a_violation("one", f"{year}-03-01", 6) for year in (2020, 2021, 2022)]
    for outcome in (
        assessed(LAW.under({"overlap": "serial"}), [six, a_violation("review", "2020-12-02")], "2020-12-02"),
        assessed(LAW, [six, heavier], "2020-12-15"),
        assessed(LAW, [six], "2021-01-15"),
        assessed(LAW, [six], "2021-02-15"),
        assessed(LAW, [six], "2021-02-15", passed=["2021-02-10"]),
        assessed(LAW, [a_violation("one", "2021-03-01", 26)], "2021-03-01"),
        assessed(a_law(("capped = true", "")), [a_violation("one", "2021-03-01", 26)], "2021-03-01"),
        assessed(LAW, [struck], "2024-06-01", readmitted=["2024-03-01"]),
        assessed(LAW, [struck], "2021-06-01"),
        assessed(LAW, escalated, "2022-03-01"),
        assessed(LAW, [a_violation("unstated", "2021-03-01")], "2021-03-01"),
        assessed(supplied, [], "2021-03-01"),
    ):
        yield from outcome.steps
    signing = (Act.SIGN, "2021-01-01")
    for outcome in (
        test_enrolment.assessed(insurance=Insurance.BASIC, changes=[(Change.LEFT, "2021-02-20", None)]),
        test_enrolment.assessed(insurance=Insurance.MATERNITY, acts=[signing, test_enrolment.APPLIED]),
        test_enrolment.assessed(known={Attribute.LICENSED: True}, incidents=[(Incident.BREACH, "2021-01-01")]),
    ):
        yield from outcome.steps


STEPS = tuple(real_steps())
SAMPLES = {step.kind: step for step in STEPS}
KINDS = {
    *(StepKind.LAW, StepKind.READING, StepKind.OPERATOR, StepKind.OPENING, StepKind.DEDUCTION, StepKind.NO_DEDUCTION),
    *(StepKind.CAP, StepKind.FLOOR, StepKind.THRESHOLD, StepKind.ACT_SANCTION, StepKind.ESCALATION, StepKind.SANCTION),
    *(StepKind.ABSORBED, StepKind.CARRIED, StepKind.EXAM_PASSED, StepKind.EXAM_DUE, StepKind.READMITTED),
    *(StepKind.MISSING, StepKind.CONDITION_MET, StepKind.CONDITION_NOT_ASKED, StepKind.CONDITION_FAILED),
    *(StepKind.CONDITION_UNKNOWN, StepKind.ACT_TAKEN, StepKind.ACT_REFUSED, StepKind.ENDED, StepKind.DUTY),
    *(StepKind.COVERED, StepKind.NOT_COVERED, StepKind.STANDING),
}
"""The kinds of steps that points and enrolment take."""


def test_outcomes_between_them_take_steps_of_every_kind() -> None:
    assert KINDS - set(SAMPLES) == set()


@pytest.mark.parametrize("kind", StepKind)
def test_there_is_a_sentence_for_a_kind_in_both_languages(kind: StepKind) -> None:
    said = text_of(Step(kind, None, ("«»",) * 12))

    assert "{" not in said.zh + said.en


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_sentence_of_a_kind_says_each_of_its_arguments_once_in_both_languages(kind: StepKind) -> None:
    marks = tuple(f"«{number}»" for number in range(len(SAMPLES[kind].arguments)))

    for lang in Lang:
        said = sentence(Step(kind, None, marks), lang)
        assert [said.count(mark) for mark in marks] == [1] * len(marks)
        assert "{" not in said


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_step_of_a_kind_has_as_many_arguments(kind: StepKind) -> None:
    assert {len(step.arguments) for step in STEPS if step.kind is kind} == {len(SAMPLES[kind].arguments)}


def test_an_argument_in_two_languages_is_said_in_the_readers() -> None:
    step = Step(StepKind.READING, None, ("overlap", Text(zh="如何?", en="How?"), Text(zh="接续", en="In series")))

    assert text_of(step) == Text(zh="读法 overlap: 如何? 取: 接续", en="reading overlap: How? Taken: In series")


def test_an_explanation_starts_with_the_law_and_ends_with_the_standing() -> None:
    steps = assessed(LAW, [a_violation("one", "2021-03-01", 6)], "2021-03-01").steps

    assert steps[0].kind is StepKind.LAW
    assert steps[-1].kind is StepKind.STANDING
    assert sentence(steps[-1], Lang.EN) == "standing on 2021-03-01: SUSPENDED, since 2021-03-01"


def test_the_points_lost_before_and_after_each_deduction_follow_on_from_one_another() -> None:
    records = [a_violation("one", "2021-03-01", 2), a_violation("half", "2021-03-02"), a_violation("all", "2021-03-03")]

    steps = [one for one in assessed(LAW, records, "2021-04-01").steps if one.kind is StepKind.DEDUCTION]

    assert [(str(one.before), str(one.after)) for one in steps] == [("0", "2"), ("2", "4.5"), ("4.5", "20.0")]


def test_every_step_that_rests_on_the_text_says_where() -> None:
    silent = {step.kind for step in STEPS if step.citation is None}

    assert silent <= {StepKind.OPERATOR, StepKind.MISSING, StepKind.STANDING}


def test_an_enrolment_that_nothing_is_known_about_says_what_is_missing() -> None:
    facts = EnrolmentFacts(findings=(Finding(attribute=Attribute.LICENSED, holds=True),))

    steps = assess_enrolment(LAW, facts, date(2021, 3, 1)).steps

    assert [sentence(one, Lang.EN) for one in steps if one.kind is StepKind.MISSING] == [
        "cannot be decided without enrolment.conditions.clean: No breach within a year",
        "cannot be decided without enrolment.conditions.exam: Examination of new hires",
    ]
