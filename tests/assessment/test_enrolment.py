from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import ActTaken, ChangeOccurred, EnrolmentFacts, Finding, IncidentNoted
from core.assessment.outcome import Determination, DutyState, EnrolmentOutcome, EnrolmentStatus, StepKind
from core.regulation.law import Law
from core.regulation.vocabulary import Act, Attribute, Change, Incident, Insurance
from tests.assessment.testville import HEAD, POINTS, a_law

LAW = a_law()
FIT = {Attribute.LICENSED: True, Attribute.NEWLY_HIRED: False}
APPLIED, SIGNED = (Act.APPLY, "2021-02-01"), (Act.SIGN, "2021-02-10")


def assessed(
    as_of: str = "2021-03-01",
    *,
    known: Mapping[Attribute, bool] = FIT,
    acts: Sequence[tuple[Act, str]] = (APPLIED, SIGNED),
    incidents: Sequence[tuple[Incident, str]] | None = (),
    changes: Sequence[tuple[Change, str, str | None]] = (),
    insurance: Insurance | None = None,
    law: Law = LAW,
) -> EnrolmentOutcome:
    """Return the outcome for one who is fit and has done everything, unless something else is said."""
    facts = EnrolmentFacts(
        findings=tuple(Finding(attribute=attribute, holds=holds) for attribute, holds in known.items()),
        acts=tuple(ActTaken(act=act, on=date.fromisoformat(on)) for act, on in acts),
        incidents=tuple(IncidentNoted(incident=one, on=date.fromisoformat(on)) for one, on in incidents or ()),
        incidents_known=incidents is not None,
        changes=tuple(
            ChangeOccurred(
                change=one, on=date.fromisoformat(on), reported_on=date.fromisoformat(told) if told else None
            )
            for one, on, told in changes
        ),
        insurance=insurance,
    )
    return assess_enrolment(law, facts, date.fromisoformat(as_of))


def test_one_who_fulfils_everything_and_has_signed_is_enrolled_since_that_day() -> None:
    outcome = assessed()

    assert (outcome.status, outcome.state, outcome.since) == (EnrolmentStatus.ENROLLED, "SIGNED", date(2021, 2, 10))
    assert outcome.next_acts == ()


@pytest.mark.parametrize(
    ("as_of", "state", "following"),
    [
        ("2021-01-31", None, [Act.APPLY]),
        ("2021-02-01", "APPLIED", [Act.SIGN]),
        ("2021-02-09", "APPLIED", [Act.SIGN]),
        ("2021-02-10", "SIGNED", []),
    ],
)
def test_acts_count_from_their_day(as_of: str, state: str | None, following: list[Act]) -> None:
    outcome = assessed(as_of)

    assert outcome.state == state
    assert [one.act for one in outcome.next_acts] == following


def test_the_order_in_which_acts_are_entered_does_not_matter() -> None:
    assert assessed(acts=(SIGNED, APPLIED)).state == "SIGNED"


def test_an_act_out_of_turn_has_no_effect_and_is_said_to_have_none() -> None:
    outcome = assessed(acts=(SIGNED,))

    assert (outcome.status, outcome.state) == (EnrolmentStatus.NOT_YET, None)
    assert [one.kind for one in outcome.steps if one.kind is StepKind.ACT_REFUSED] == [StepKind.ACT_REFUSED]


@pytest.mark.parametrize(
    ("known", "status", "state"),
    [
        ({Attribute.ASSISTANT_LICENSED: True, Attribute.NEWLY_HIRED: False}, EnrolmentStatus.ENROLLED, "SIGNED"),
        (
            {Attribute.LICENSED: False, Attribute.ASSISTANT_LICENSED: False, Attribute.NEWLY_HIRED: False},
            EnrolmentStatus.NOT_ELIGIBLE,
            None,
        ),
        (
            {Attribute.LICENSED: True, Attribute.NEWLY_HIRED: True, Attribute.EXAM_PASSED: False},
            EnrolmentStatus.NOT_YET,
            "APPLIED",
        ),
        (
            {Attribute.LICENSED: True, Attribute.NEWLY_HIRED: True, Attribute.EXAM_PASSED: True},
            EnrolmentStatus.ENROLLED,
            "SIGNED",
        ),
    ],
)
def test_a_condition_that_fails_stops_the_act_that_requires_it(
    known: Mapping[Attribute, bool], status: EnrolmentStatus, state: str | None
) -> None:
    outcome = assessed(known=known)

    assert (outcome.status, outcome.state) == (status, state)


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({Attribute.NEWLY_HIRED: False}, ["enrolment.conditions.licence"]),
        ({Attribute.LICENSED: False, Attribute.NEWLY_HIRED: False}, ["enrolment.conditions.licence"]),
        ({Attribute.LICENSED: True}, ["enrolment.conditions.exam"]),
        ({}, ["enrolment.conditions.licence", "enrolment.conditions.exam"]),
    ],
)
def test_what_is_not_known_is_never_assumed(known: Mapping[Attribute, bool], missing: list[str]) -> None:
    outcome = assessed(known=known)

    assert outcome.determination is Determination.INDETERMINATE
    assert (outcome.status, [one.name for one in outcome.missing]) == (None, missing)


@pytest.mark.parametrize(
    ("breach", "status"),
    [
        ("2020-02-01", EnrolmentStatus.ENROLLED),
        ("2020-02-02", EnrolmentStatus.NOT_ELIGIBLE),
        ("2021-02-01", EnrolmentStatus.NOT_ELIGIBLE),
        ("2021-02-02", EnrolmentStatus.ENROLLED),
    ],
)
def test_a_breach_bars_for_a_year_that_excludes_its_end_counted_back_from_the_application(
    breach: str, status: EnrolmentStatus
) -> None:
    assert assessed(incidents=[(Incident.BREACH, breach)]).status is status


def test_an_incident_of_another_kind_bars_nothing_and_an_unchecked_past_is_not_a_clean_one() -> None:
    assert assessed(incidents=[(Incident.SERIOUS_BREACH, "2020-12-01")]).status is EnrolmentStatus.ENROLLED
    assert [one.name for one in assessed(incidents=None).missing] == ["enrolment.conditions.clean"]


@pytest.mark.parametrize(
    ("left", "as_of", "status"),
    [
        ("2021-02-10", "2021-02-10", EnrolmentStatus.ENDED),
        ("2021-02-11", "2021-02-10", EnrolmentStatus.ENROLLED),
        ("2021-02-09", "2021-03-01", EnrolmentStatus.ENROLLED),
    ],
)
def test_leaving_after_it_began_ends_an_enrolment(left: str, as_of: str, status: EnrolmentStatus) -> None:
    assert assessed(as_of, changes=[(Change.LEFT, left, None)]).status is status


@pytest.mark.parametrize(
    ("as_of", "reported", "state"),
    [
        ("2021-03-31", None, DutyState.OPEN),
        ("2021-04-01", None, DutyState.OVERDUE),
        ("2021-04-05", "2021-03-31", DutyState.DONE),
        ("2021-04-05", "2021-04-01", DutyState.DONE_LATE),
        ("2021-03-20", "2021-03-25", DutyState.OPEN),
    ],
)
def test_a_change_is_to_be_reported_within_its_month(as_of: str, reported: str | None, state: DutyState) -> None:
    outcome = assessed(as_of, changes=[(Change.HIRED, "2021-03-05", reported)])

    assert [(one.due_before, one.state) for one in outcome.duties] == [(date(2021, 4, 1), state)]


@pytest.mark.parametrize(
    ("insurance", "covered"), [(None, None), (Insurance.BASIC, True), (Insurance.MATERNITY, False)]
)
def test_care_is_covered_if_its_insurance_is_listed(insurance: Insurance | None, *, covered: bool | None) -> None:
    assert assessed(insurance=insurance).covered is covered


def test_a_text_that_lists_no_insurance_limits_none() -> None:
    law = a_law(('[[enrolment.covers]]\ncite = "1"\ninsurance = "BASIC"\n', ""))

    assert assessed(insurance=Insurance.BASIC, law=law).covered is None


def test_a_regulation_without_an_enrolment_scheme_cannot_decide() -> None:
    outcome = assessed(law=a_law(text=HEAD + POINTS))

    assert outcome.determination is Determination.INDETERMINATE
    assert ([one.name for one in outcome.missing], outcome.status) == (["enrolment"], None)
