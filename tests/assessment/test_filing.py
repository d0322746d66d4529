"""How an enrolment lapses, ends and is struck off, under the rules of a made-up place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    ConductBreached,
    EnrolmentFacts,
    IncidentNoted,
    SettlementSuspended,
)
from core.assessment.outcome import Determination, DutyState, EnrolmentStatus, StepKind
from core.assessment.periods import add_months
from core.assessment.sentences import sentence
from core.regulation.vocabulary import Act, Change, Incident
from core.text import Lang
from tests.assessment.filing import (
    BASE,
    DAYS,
    FACTS,
    FILED,
    FILING,
    LAW,
    SETTLED,
    SUSPENSIONS,
    TERM,
    a_law,
    assessed,
    suspended,
)
from tests.assessment.testville import HEAD

random = settings(max_examples=60)


@random
@given(facts=FACTS, as_of=DAYS, data=st.data())
def test_the_order_of_entry_does_not_matter(facts: EnrolmentFacts, as_of: date, data: st.DataObject) -> None:
    shuffled = replace(
        facts,
        acts=tuple(data.draw(st.permutations(facts.acts))),
        served_on=tuple(data.draw(st.permutations(facts.served_on))),
        suspensions=tuple(data.draw(st.permutations(facts.suspensions))),
        changes=tuple(data.draw(st.permutations(facts.changes))),
    )

    assert replace(assessed(shuffled, as_of), facts_digest="") == replace(assessed(facts, as_of), facts_digest="")


@random
@given(facts=FACTS, earlier=DAYS, later=DAYS)
def test_what_has_ended_stays_ended_on_the_same_day(facts: EnrolmentFacts, earlier: date, later: date) -> None:
    first, then = sorted((earlier, later))
    before, after = assessed(facts, first), assessed(facts, then)

    assert before.ended_on is None or before.ended_on <= first
    if before.ended_on is not None:
        assert (after.status, after.ended_on, after.grounds) == (before.status, before.ended_on, before.grounds)


@random
@given(facts=FACTS, as_of=DAYS)
def test_every_day_has_exactly_one_of_enrolled_ended_and_struck_off(facts: EnrolmentFacts, as_of: date) -> None:
    outcome = assessed(facts, as_of)

    assert outcome.status in {EnrolmentStatus.ENROLLED, EnrolmentStatus.ENDED, EnrolmentStatus.DEREGISTERED}
    assert (outcome.ended_on is None) == (outcome.status is EnrolmentStatus.ENROLLED) == (outcome.grounds == ())


@random
@given(facts=FACTS, more=SUSPENSIONS, as_of=DAYS)
def test_a_further_suspension_never_brings_an_enrolment_back(
    facts: EnrolmentFacts, more: Sequence[SettlementSuspended], as_of: date
) -> None:
    before = assessed(facts, as_of).ended_on
    after = assessed(replace(facts, suspensions=(*facts.suspensions, *more)), as_of).ended_on

    assert before is None or (after is not None and after <= before)


@random
@given(facts=FACTS, service=DAYS, as_of=DAYS)
def test_further_care_never_strikes_off_earlier(facts: EnrolmentFacts, service: date, as_of: date) -> None:
    before = assessed(facts, as_of).ended_on
    after = assessed(replace(facts, served_on=(*facts.served_on, service)), as_of).ended_on

    assert after is None or (before is not None and before <= after)


@random
@given(suspensions=SUSPENSIONS, as_of=DAYS)
def test_a_years_sum_strikes_off_no_later_than_each_decision_by_itself_and_adds_up_again(
    suspensions: Sequence[SettlementSuspended], as_of: date
) -> None:
    facts = replace(BASE, suspensions=tuple(suspensions), served_on=tuple(add_months(FILED, n) for n in range(1, 24)))
    each, year = assessed(facts, as_of), assessed(facts, as_of, LAW.under({"sum": "year"}))

    assert each.ended_on is None or (year.ended_on is not None and year.ended_on <= each.ended_on)
    assert each.arithmetic is None
    assert (year.arithmetic is None) == (year.ended_on is None)
    if year.arithmetic is not None:
        left, right = year.arithmetic.split(" = ")
        assert sum(map(int, left.split(" + "))) == int(right) >= 9


@pytest.mark.parametrize(
    ("served", "as_of", "ended"),
    [
        ((), "2025-07-02", None),
        ((), "2025-07-03", "2025-07-03"),
        (("2025-07-02",), "2025-12-01", None),
        (("2025-07-02",), "2025-12-02", "2025-12-02"),
        (("2025-07-03",), "2025-12-02", "2025-07-03"),
        (("2025-01-31",), "2025-07-03", "2025-07-03"),
        (("2025-03-31",), "2025-08-31", "2025-08-31"),
    ],
)
def test_idleness_is_counted_from_the_filing_or_the_last_care_to_the_day_on_which_it_is_full(
    served: Sequence[str], as_of: str, ended: str | None
) -> None:
    facts = replace(BASE, served_on=tuple(map(date.fromisoformat, served)))

    found = assessed(facts, date.fromisoformat(as_of)).ended_on

    assert found == (date.fromisoformat(ended) if ended else None)


def test_unchecked_services_leave_it_open_only_once_they_could_matter() -> None:
    facts = replace(BASE, services_known=False)
    open_question = assessed(facts, date(2025, 7, 3))

    assert assessed(facts, date(2025, 7, 2)).determination is Determination.DETERMINED
    assert ([one.name for one in open_question.missing], open_question.status) == (["enrolment.services"], None)
    assert assessed(replace(facts, served_on=(date(2025, 6, 2),)), date(2025, 7, 3)).status is EnrolmentStatus.ENROLLED


def test_what_ended_before_services_could_matter_is_certain_whatever_they_were() -> None:
    left = (ChangeOccurred(change=Change.LEFT, on=date(2025, 7, 2), reported_on=date(2025, 7, 3)),)
    outcome = assessed(replace(BASE, services_known=False, changes=left), date(2025, 12, 1))

    assert (outcome.status, outcome.ended_on, outcome.missing) == (EnrolmentStatus.ENDED, date(2025, 7, 2), ())


def test_the_steps_of_a_years_sum_show_the_months_before_and_after() -> None:
    outcome = assessed(suspended(("2025-05-06", 4), ("2025-06-03", 5)), law=LAW.under({"sum": "year"}))

    steps = [(one.before, one.after) for one in outcome.steps if one.kind is StepKind.SUSPENSION_COUNTED]
    assert steps == [(Decimal(0), Decimal(4)), (Decimal(4), Decimal(9))]
    assert (outcome.arithmetic, outcome.ended_on) == ("4 + 5 = 9", date(2025, 6, 3))


@pytest.mark.parametrize(
    ("breach", "incident", "status"),
    [
        ("2025-02-28", Incident.BREACH, EnrolmentStatus.NOT_YET),
        ("2025-03-01", Incident.BREACH, EnrolmentStatus.NOT_ELIGIBLE),
        ("2025-03-01", Incident.SERIOUS_BREACH, EnrolmentStatus.NOT_ELIGIBLE),
        ("2025-03-01", Incident.HEALTH_WARNING, EnrolmentStatus.NOT_YET),
        ("2025-08-31", Incident.BREACH, EnrolmentStatus.NOT_ELIGIBLE),
        ("2025-09-01", Incident.BREACH, EnrolmentStatus.NOT_YET),
    ],
)
def test_months_counted_back_from_the_application_end_where_its_month_is_short(
    breach: str, incident: Incident, status: EnrolmentStatus
) -> None:
    facts = replace(
        BASE,
        acts=(ActTaken(act=Act.APPLY, on=date(2025, 8, 31)),),
        incidents=(IncidentNoted(incident=incident, on=date.fromisoformat(breach)),),
    )

    assert assessed(facts, date(2025, 9, 30)).status is status


def test_one_who_left_can_apply_and_be_filed_anew_and_is_asked_the_conditions_of_that_day() -> None:
    left = (ChangeOccurred(change=Change.LEFT, on=date(2025, 3, 3)),)
    again = (*BASE.acts, ActTaken(act=Act.APPLY, on=date(2025, 4, 1)), ActTaken(act=Act.FILE, on=date(2025, 4, 8)))
    back = replace(BASE, acts=again, changes=left)
    breach = (IncidentNoted(incident=Incident.BREACH, on=date(2025, 2, 10)),)

    assert (assessed(back).status, assessed(back).since) == (EnrolmentStatus.ENROLLED, date(2025, 4, 8))
    assert assessed(back, date(2025, 3, 31)).status is EnrolmentStatus.ENDED
    assert assessed(replace(back, incidents=breach)).status is EnrolmentStatus.NOT_ELIGIBLE


def test_acts_of_one_day_count_in_the_order_in_which_they_are_possible() -> None:
    acts = (ActTaken(act=Act.FILE, on=FILED), ActTaken(act=Act.APPLY, on=FILED))

    assert assessed(replace(BASE, acts=acts)).state == "FILED"


def test_a_filing_at_another_site_does_not_count_here_unless_the_text_says_so() -> None:
    elsewhere = replace(BASE, acts=tuple(replace(one, at="H99") for one in BASE.acts))
    everywhere = a_law(HEAD + FILING.replace("PER_SITE", "PER_PERSON"))
    silent = a_law(HEAD + FILING.replace('sites = { cite = "7", filing = "PER_SITE" }\n', ""))
    outcome = assessed(elsewhere)

    assert (outcome.status, list(map(str, outcome.grounds))) == (EnrolmentStatus.NOT_FILED, ["7"])
    assert [one.act for one in outcome.next_acts] == [Act.APPLY]
    assert [sentence(one, Lang.EN) for one in outcome.steps if one.kind is StepKind.SITE_NOT_FILED] == [
        "filed on 2025-02-03 at H99, which does not hold here"
    ]
    assert assessed(elsewhere, law=everywhere).status is EnrolmentStatus.ENROLLED
    assert assessed(elsewhere, law=silent).status is EnrolmentStatus.NOT_YET


def test_a_duty_of_working_days_needs_a_calendar_and_says_which_year_it_lacks() -> None:
    left = replace(BASE, changes=(ChangeOccurred(change=Change.LEFT, on=date(2025, 4, 2)),))
    known, unknown = assessed(left), assess_enrolment(LAW, left, date(2025, 6, 30))

    assert [(one.last_day, one.state) for one in known.duties] == [(date(2025, 4, 8), DutyState.OVERDUE)]
    assert [(one.last_day, one.due_before, one.state) for one in unknown.duties] == [(None, None, DutyState.UNKNOWN)]
    assert [one.name for one in unknown.missing] == ["calendar.2025"]
    assert (unknown.status, unknown.determination) == (EnrolmentStatus.ENDED, Determination.INDETERMINATE)


def test_a_breach_of_conduct_is_noted_and_changes_nothing_else() -> None:
    breaches = tuple(ConductBreached(duty=duty, on=date(2025, 5, 6)) for duty in ("writes", "talks", "sings"))
    outcome = assessed(replace(BASE, breaches=breaches))

    assert [(one.duty, str(one.citation)) for one in outcome.breaches] == [("talks", "8.一"), ("writes", "8.二")]
    assert [one.name for one in outcome.missing] == ["enrolment.conduct.sings"]
    assert outcome.status is EnrolmentStatus.ENROLLED
    assert outcome.rules_used >= {"talks", "writes"}


@given(as_of=st.dates(date(2019, 1, 1), date(2025, 1, 1)))
def test_a_text_with_a_term_holds_from_its_first_day_until_the_day_before_its_end(as_of: date) -> None:
    outcome = assessed(replace(BASE, acts=()), as_of, SETTLED)

    assert outcome.valid_until == date(2022, 7, 31)
    assert outcome.in_force is (date(2020, 1, 31) <= as_of < date(2022, 7, 31))
    assert (outcome.status is EnrolmentStatus.NOT_IN_FORCE) is not outcome.in_force
    assert [one.basis.en for one in outcome.law.supplied] == ["a trial"]


def test_a_text_with_a_term_decides_nothing_while_its_first_day_is_not_known() -> None:
    outcome = assessed(law=a_law(HEAD + FILING + TERM))

    assert [(one.name, one.text.en) for one in outcome.missing] == [
        ("enrolment.validity.promulgated", "No day of promulgation")
    ]
    assert (outcome.status, outcome.in_force, outcome.state) == (None, None, None)


@random
@given(facts=FACTS, as_of=DAYS)
def test_every_step_can_be_said_in_both_languages(facts: EnrolmentFacts, as_of: date) -> None:
    outcome = assessed(facts, as_of + timedelta(days=1))

    assert all(sentence(one, lang) for one in outcome.steps for lang in Lang)
