from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.dispensing.assess import assess_dispensing
from core.assessment.dispensing.terms import DispensingFacts, DispensingOutcome, PrescriptionLine
from core.assessment.outcome import Determination, StepKind
from core.assessment.sentences import text_of
from core.regulation.law import Law
from core.regulation.schemes.dispensing import Collector, IllnessCourse
from tests.assessment.testville import HEAD, a_law

DISPENSING = """
[dispensing]
cite = "2"
listed_for = "DRUG"
summed_per = "CLASS"
limits = [
  { id = "acute", cite = "2.一", ground = "ACUTE", days = 4, label = { zh = "急性", en = "acute" } },
  { id = "chronic", cite = "2.二", ground = "CHRONIC", days = 9, label = { zh = "慢性", en = "chronic" } },
  { id = "mobility", cite = "2.三", ground = "REDUCED_MOBILITY", days = 11, label = { zh = "不便", en = "immobile" } },
  { id = "listed", cite = "2.四", ground = "LISTED_DISEASE", days = 25, label = { zh = "所列", en = "listed" } },
]
diseases = [{ id = "gout", cite = "2.四", label = { zh = "痛风", en = "Gout" } }]

[[dispensing.collections]]
id = "card"
cite = "3"
label = { zh = "代取出示证件", en = "A relative shows the card" }
collected_by = "RELATIVE"
grounds = ["REDUCED_MOBILITY", "CHRONIC"]
shows = "PATIENT_ID"

[[readings]]
id = "sum"
cite = "2"
question = { zh = "如何合计?", en = "How are days summed?" }
choices = [
  { id = "class", label = { zh = "按类", en = "By class" } },
  { id = "drug", label = { zh = "按药", en = "By drug" }, set = { "dispensing.summed_per" = "DRUG" } },
]

[[readings]]
id = "listed"
cite = "2"
question = { zh = "谁的病?", en = "Whose disease?" }
choices = [
  { id = "drug", label = { zh = "药", en = "The drug's" } },
  { id = "patient", label = { zh = "人", en = "The patient's" }, set = { "dispensing.listed_for" = "PATIENT" } },
]
"""
LAW = a_law(text=HEAD + DISPENSING)
LAWS = {"class": LAW, "drug": LAW.under({"sum": "drug"}), "patient": LAW.under({"listed": "patient"})}
DAY = date(2021, 5, 6)
VISIT = DispensingFacts()

each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
random = settings(max_examples=80)


def a_line(days: int, course: str | None = "CHRONIC", **more: object) -> PrescriptionLine:
    line = PrescriptionLine(id="1", drug="a", days=days, course=IllnessCourse(course) if course else None)
    return replace(line, **more)


def asked(*lines: PrescriptionLine, law: Law = LAW, visit: DispensingFacts = VISIT) -> DispensingOutcome:
    numbered = tuple(replace(one, id=str(number)) for number, one in enumerate(lines, 1))
    return assess_dispensing(law, replace(visit, lines=numbered), DAY)


LINES = st.lists(
    st.builds(
        PrescriptionLine,
        id=st.just(""),
        drug=st.sampled_from("abc"),
        days=st.integers(1, 40),
        course=st.sampled_from((*IllnessCourse, None)),
        disease=st.sampled_from(("gout", "other", None)),
        long_term=st.booleans(),
        drug_class=st.sampled_from(("A", "B", None)),
    ),
    min_size=1,
    max_size=5,
).map(lambda lines: tuple(replace(one, id=str(number)) for number, one in enumerate(lines)))
FACTS = st.builds(
    DispensingFacts,
    lines=LINES,
    diseases=st.sampled_from(((), ("gout",))),
    reduced_mobility=st.booleans(),
    collected_by=st.sampled_from(Collector),
    patient_id_shown=st.sampled_from((True, False, None)),
)


def test_lines_stand_in_the_order_of_their_numbers() -> None:
    outcome = asked(*(a_line(number) for number in range(1, 12)))

    assert [one.line for one in outcome.lines] == [str(number) for number in range(1, 12)]


@each_law
@random
@given(facts=FACTS, data=st.data())
def test_the_order_of_lines_does_not_matter(law: Law, facts: DispensingFacts, data: st.DataObject) -> None:
    shuffled = replace(facts, lines=tuple(data.draw(st.permutations(facts.lines))))
    one, two = assess_dispensing(law, facts, DAY), assess_dispensing(law, shuffled, DAY)

    assert replace(one, facts_digest="") == replace(two, facts_digest="")


@each_law
@random
@given(facts=FACTS)
def test_each_line_is_over_by_just_the_days_beyond_its_limit(law: Law, facts: DispensingFacts) -> None:
    outcome = assess_dispensing(law, facts, DAY)

    assert [one.days for one in outcome.lines] == [one.days for one in facts.lines]
    for one in outcome.lines:
        assert (one.over_by is None) == (one.limit_days is None)
        if one.over_by is not None and one.limit_days is not None:
            assert one.over_by == max(0, one.days - one.limit_days)


@each_law
@random
@given(facts=FACTS)
def test_each_sum_is_that_of_its_lines_and_its_line_adds_up_again(law: Law, facts: DispensingFacts) -> None:
    for one in assess_dispensing(law, facts, DAY).totals:
        assert one.days == sum(line.days for line in facts.lines if line.id in one.lines)
        assert one.over_by == max(0, one.days - one.limit_days)
        terms, _, result = one.arithmetic.removeprefix("max(0, ").replace(") =", " =").partition(" = ")
        days, _, limit = terms.partition(" - ")
        left = sum(map(int, days.split(" + "))) - int(limit.partition("[")[0])
        assert int(result) == max(0, left)
        assert one.arithmetic.startswith("max(") is (left < 0)


@each_law
@random
@given(facts=FACTS, data=st.data())
def test_more_days_never_make_a_prescription_better(law: Law, facts: DispensingFacts, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(facts.lines) - 1))
    longer = [replace(one, days=one.days + 1) if index == at else one for index, one in enumerate(facts.lines)]
    before, after = (
        assess_dispensing(law, facts, DAY),
        assess_dispensing(law, replace(facts, lines=tuple(longer)), DAY),
    )

    assert not (before.within is False and after.within is not False)
    assert [one.over_by or 0 for one in before.totals] <= [one.over_by or 0 for one in after.totals]
    assert [one.limit for one in before.lines] == [one.limit for one in after.lines]


@each_law
@random
@given(facts=FACTS)
def test_what_is_decided_is_within_or_over_and_what_is_missing_has_a_name(law: Law, facts: DispensingFacts) -> None:
    outcome = assess_dispensing(law, facts, DAY)
    names = [one.name for one in outcome.missing]

    assert len(names) == len(set(names))
    assert (outcome.within is None) <= (outcome.determination is Determination.INDETERMINATE)
    if outcome.within is not False:
        assert not any(one.over_by for one in (*outcome.lines, *outcome.totals))


@pytest.mark.parametrize(
    ("days", "course", "more", "limit"),
    [
        (4, "ACUTE", {}, "acute"),
        (9, "CHRONIC", {}, "chronic"),
        (9, "CHRONIC", {"disease": "gout"}, "chronic"),
        (9, "CHRONIC", {"long_term": True}, "chronic"),
        (25, "CHRONIC", {"disease": "gout", "long_term": True}, "listed"),
        (25, None, {"disease": "gout", "long_term": True}, "listed"),
    ],
)
def test_the_last_day_allowed_is_within_and_the_next_is_over(
    days: int, course: str | None, more: dict[str, object], limit: str
) -> None:
    up_to, beyond = asked(a_line(days, course, **more)), asked(a_line(days + 1, course, **more))

    assert (up_to.within, up_to.lines[0].limit, up_to.lines[0].over_by) == (True, limit, 0)
    assert (beyond.within, beyond.lines[0].limit, beyond.lines[0].over_by) == (False, limit, 1)


def test_a_line_is_held_to_its_own_limit_whatever_others_are_allowed() -> None:
    outcome = asked(
        a_line(20, disease="gout", long_term=True, drug_class="A"), a_line(5, "ACUTE", drug="b", drug_class="A")
    )

    assert [one.over_by for one in outcome.lines] == [0, 1]
    assert [one.over_by for one in outcome.totals] == [0]
    assert outcome.within is False


def test_a_class_known_of_one_line_holds_for_another_of_the_same_drug() -> None:
    outcome = asked(a_line(5, drug_class="A"), a_line(5))

    assert outcome.missing == ()
    assert [(one.name, one.days, one.over_by) for one in outcome.totals] == [("A", 10, 1)]


def test_two_lines_of_one_drug_are_summed_without_a_class() -> None:
    outcome = asked(a_line(5), a_line(5))

    assert outcome.missing == ()
    assert [(one.name, one.days, one.over_by) for one in outcome.totals] == [("a", 10, 1)]


def test_whether_to_sum_cannot_be_told_without_a_class() -> None:
    outcome = asked(a_line(5), a_line(5, drug="b"))

    assert [one.name for one in outcome.missing] == ["lines.1.drug_class", "lines.2.drug_class"]
    assert outcome.within is None


def test_a_line_over_its_limit_is_over_whatever_else_is_missing() -> None:
    assert asked(a_line(10), a_line(5, drug="b")).within is False


def test_a_relative_need_show_nothing_unless_the_course_says_so() -> None:
    unknown = DispensingFacts(reduced_mobility=True, collected_by=Collector.RELATIVE)
    shown, hidden = replace(unknown, patient_id_shown=True), replace(unknown, patient_id_shown=False)

    assert [one.rule for one in asked(a_line(5), visit=hidden).breaches] == ["card"]
    assert [one.name for one in asked(a_line(5), visit=unknown).missing] == ["patient_id_shown"]
    assert asked(a_line(5, "ACUTE"), visit=hidden).missing == ()
    assert [one.name for one in asked(a_line(5, None), visit=hidden).missing] == ["lines.1.course"]
    assert asked(a_line(5, None), visit=shown).missing == ()


def test_a_line_without_any_limit_is_within() -> None:
    law = a_law(text=HEAD + DISPENSING.replace('ground = "ACUTE"', 'ground = "CHRONIC"').replace(*CHRONIC_AWAY))
    outcome = asked(a_line(99, "ACUTE"), law=law)

    assert (outcome.within, outcome.lines[0].limit) == (True, None)
    assert StepKind.DAYS_UNLIMITED in {one.kind for one in outcome.steps}


CHRONIC_AWAY = (
    '  { id = "chronic", cite = "2.二", ground = "CHRONIC", days = 9, label = { zh = "慢性", en = "chronic" } },\n',
    "",
)


def test_a_regulation_without_the_scheme_says_so() -> None:
    outcome = asked(a_line(5), law=a_law())

    assert [one.name for one in outcome.missing] == ["dispensing"]
    assert outcome.within is None


def test_every_step_says_each_of_its_arguments_in_both_languages() -> None:
    unknown = DispensingFacts(reduced_mobility=True, collected_by=Collector.RELATIVE)
    shown, hidden = replace(unknown, patient_id_shown=True), replace(unknown, patient_id_shown=False)
    outcomes = [
        asked(a_line(5), a_line(5)),
        asked(a_line(4), a_line(4), a_line(20, drug="b", drug_class="B")),
        asked(a_line(5), visit=hidden),
        asked(a_line(5), visit=shown),
        asked(a_line(5), visit=unknown),
    ]
    steps = [step for one in outcomes for step in one.steps]
    kinds = "DAYS_WITHIN DAYS_OVER SUM_WITHIN SUM_OVER COLLECTION_KEPT COLLECTION_BREACHED MISSING"

    assert {StepKind(kind) for kind in kinds.split()} <= {step.kind for step in steps}
    for step in steps:
        marked = replace(step, arguments=tuple(f"«{number}»" for number in range(len(step.arguments))))
        for said in (text_of(marked).zh, text_of(marked).en):
            assert [said.count(str(mark)) for mark in marked.arguments] == [1] * len(marked.arguments)
