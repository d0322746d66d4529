"""A standing as a step function: equal to asking day by day, with a cause for each change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import Brought, Examination, LifeEntry, PointsFacts, Repair, Violation
from core.assessment.outcome import Determination, PointsOutcome
from core.assessment.over_time.causes import Answer
from core.assessment.over_time.timeline import Stretch, period_of, timeline, timeline_of
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.regulation.law import ChosenBecause, Law, LawChoice
from core.regulation.vocabulary import LifeEvent, Status
from tests.assessment import ledgers
from tests.assessment.ledgers import DAYS, FIRST
from tests.assessment.test_repairs import a_law as a_repair_law
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law, a_violation

LAW = a_law()
DAY = timedelta(days=1)
WEEKS = WorkCalendar(years=frozenset(range(2018, 2026)))
STAYING = ("working_days = 5 }", "working_days = 5, stays = true }")
OCCURRED = ('starts_on = "DECIDED"', 'starts_on = "DECIDED"\nbooked_on = "OCCURRED"')
LAWS = {
    "default": LAW,
    "serial": LAW.under({"overlap": "serial"}),
    "next month": LAW.under({"start": "next_month"}),
    "on notice, in series": LAW.under({"start": "notification", "overlap": "serial"}),
    "by the quarter, the corresponding day": a_law(
        ('period = "YEAR"', 'period = "QUARTER"'),
        ('starts_on = "DECIDED"', 'starts_on = "DECIDED"\nlast_day = "CORRESPONDING"'),
    ),
    "by the month of the act, from the next month": a_law(
        ('period = "YEAR"', 'period = "MONTH"'),
        ('starts_on = "DECIDED"', 'starts_on = "NEXT_MONTH"\nbooked_on = "OCCURRED"'),
    ),
    "by the act, from the next month, in series": a_law(OCCURRED).under({"start": "next_month", "overlap": "serial"}),
    "repair lifts, appeal stays": a_repair_law(STAYING),
    "repair determined": a_repair_law(("LIFTED", "DETERMINED")),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


def stood(
    law: Law, violations: Sequence[Violation], start: str = "2021-01-01", end: str = "2022-01-01", **facts: object
) -> tuple[Stretch, ...]:
    known = replace(PointsFacts(violations=tuple(violations)), **facts)
    return timeline(law, known, day(start), day(end), WEEKS)


def told(stretches: Sequence[Stretch]) -> list[tuple[str, str, Status | None, str, list[str]]]:
    """Return each stretch in short: its days, status, points lost, and what happened on its first day."""
    return [
        (
            one.since.isoformat(),
            one.until.isoformat(),
            one.standing.status if one.standing else None,
            str(one.points_lost),
            [str(cause.kind) for cause in one.causes],
        )
        for one in stretches
    ]


def test_nothing_recorded_is_one_stretch_a_period() -> None:
    assert told(stood(LAW, [], "2020-06-15", "2022-02-01")) == [
        ("2020-06-15", "2021-01-01", Status.NORMAL, "0", []),
        ("2021-01-01", "2022-01-01", Status.NORMAL, "0", ["PERIOD_TURNED"]),
        ("2022-01-01", "2022-02-01", Status.NORMAL, "0", ["PERIOD_TURNED"]),
    ]


def test_no_day_is_no_stretch() -> None:
    assert stood(LAW, [], "2021-05-01", "2021-05-01") == ()
    assert stood(LAW, [], "2021-05-01", "2021-04-01") == ()


def test_a_suspension_is_followed_through_its_term_its_examination_and_new_year() -> None:
    # Six points on 10 November: training until the year is over, suspended for two months, then until an examination.
    stretches = stood(
        LAW,
        [a_violation("one", "2021-11-10", 6)],
        "2021-11-01",
        "2022-03-01",
        examinations=(Examination(on=day("2022-02-03"), passed=True),),
    )

    assert told(stretches) == [
        ("2021-11-01", "2021-11-10", Status.NORMAL, "0", []),
        (
            "2021-11-10",
            "2022-01-01",
            Status.SUSPENDED,
            "6",
            ["DECIDED", "SANCTION_STARTED", "SANCTION_STARTED", "SANCTION_STARTED"],
        ),
        ("2022-01-01", "2022-01-10", Status.SUSPENDED, "0", ["PERIOD_TURNED"]),
        ("2022-01-10", "2022-02-03", Status.SUSPENDED_PENDING_EXAM, "0", ["SANCTION_ENDED"]),
        ("2022-02-03", "2022-03-01", Status.NORMAL, "0", ["EXAM_PASSED"]),
    ]
    decided, *_, suspended = stretches[1].causes
    assert (decided.record, str(decided.citation), decided.text.zh) == ("one@2021-11-10", "4.一", "作出违规决定: 迟报")
    assert (suspended.record, str(suspended.citation), suspended.text.en) == (
        "one@2021-11-10",
        "6.二",
        "a sanction began: suspension",
    )
    assert str(stretches[3].causes[0].citation) == "6.二"


def test_a_suspension_that_runs_when_the_days_asked_about_begin_still_ends_with_its_cause() -> None:
    record = a_violation("one", "2021-02-10", 6)

    found = stood(LAW, [record], "2021-03-01", "2021-05-01")

    assert told(found) == [
        ("2021-03-01", "2021-04-10", Status.SUSPENDED, "6", []),
        ("2021-04-10", "2021-05-01", Status.SUSPENDED_PENDING_EXAM, "6", ["SANCTION_ENDED"]),
    ]


def test_what_begins_in_the_month_after_begins_a_stretch_of_its_own() -> None:
    found = stood(LAW.under({"start": "next_month"}), [a_violation("one", "2021-02-10", 3)], "2021-02-01", "2021-04-01")

    assert told(found) == [
        ("2021-02-01", "2021-02-10", Status.NORMAL, "0", []),
        ("2021-02-10", "2021-03-01", Status.NORMAL, "3", ["DECIDED"]),
        ("2021-03-01", "2021-04-01", Status.INTERVIEW, "3", ["SANCTION_STARTED"]),
    ]


def test_an_objection_stays_a_suspension_and_an_overturned_record_is_gone() -> None:
    law = a_repair_law(STAYING)
    record = replace(
        a_violation("some", "2021-03-01", points=6, notified="2021-03-01"),
        entries=(
            LifeEntry(event=LifeEvent.APPEALED, on=day("2021-03-04")),
            LifeEntry(event=LifeEvent.OVERTURNED, on=day("2021-04-01")),
        ),
    )

    assert told(stood(law, [record], "2021-02-01", "2021-06-01")) == [
        ("2021-02-01", "2021-03-01", Status.NORMAL, "0", []),
        ("2021-03-01", "2021-03-04", Status.SUSPENDED, "6", ["DECIDED", "NOTIFIED", "SANCTION_STARTED"]),
        ("2021-03-04", "2021-06-01", Status.NORMAL, "0", ["APPEALED"]),
    ]


def test_a_repair_that_lifts_a_suspension_names_its_rule() -> None:
    law = a_repair_law()
    records = [a_violation("some", "2021-03-01", points=3), a_violation("some", "2021-03-10", points=3)]
    study = Repair(id="study", rule="study", on=day("2021-04-01"))

    found = stood(law, records, "2021-03-20", "2021-06-01", repairs=(study,))

    assert told(found) == [
        ("2021-03-20", "2021-04-01", Status.SUSPENDED, "6", []),
        ("2021-04-01", "2021-06-01", Status.NORMAL, "6", ["REPAIRED", "SANCTION_ENDED"]),
    ]
    assert found[1].points_left == Decimal(7)
    repaired = found[1].causes[0]
    assert (repaired.record, str(repaired.citation), repaired.text.en) == (
        "study",
        "7.一",
        "points were repaired: Study",
    )


def test_a_readmission_and_a_lifting_are_named_only_where_they_had_effect() -> None:
    records = [a_violation("all", "2020-01-10")]
    readmitted = (day("2021-05-01"), day("2022-02-01"), day("2022-05-01"))

    found = stood(LAW, records, "2021-02-01", "2022-12-31", readmitted_on=readmitted)

    assert told(found) == [
        ("2021-02-01", "2022-01-01", Status.REVOKED, "0", []),
        ("2022-01-01", "2022-02-01", Status.REVOKED, "0", ["PERIOD_TURNED"]),
        ("2022-02-01", "2022-12-31", Status.NORMAL, "0", ["READMITTED"]),
    ]


def test_what_cannot_be_decided_says_from_when_and_what_is_missing() -> None:
    found = stood(LAW, [a_violation("unstated", "2021-03-01"), a_violation("nowhere", "2021-04-01")])

    assert [(one.since, one.determination, one.standing, one.points_left) for one in found] == [
        (day("2021-01-01"), Determination.DETERMINED, found[0].standing, Decimal(20)),
        (day("2021-03-01"), Determination.INDETERMINATE, None, None),
        (day("2021-04-01"), Determination.INDETERMINATE, None, None),
    ]
    assert [one.name for one in found[1].missing] == ["violations.unstated@2021-03-01.points"]
    assert [one.citation for one in found[2].causes] == [None]


def test_a_law_without_points_is_undecided_in_every_year() -> None:
    found = stood(a_law(text=HEAD + ENROLMENT + GAP), [], "2021-01-01", "2023-01-01")

    assert [(one.since.year, one.determination, one.causes) for one in found] == [
        (2021, Determination.INDETERMINATE, ()),
        (2022, Determination.INDETERMINATE, ()),
    ]


def test_what_the_version_before_brings_along_is_a_cause_when_it_comes_and_goes() -> None:
    clause = LAW.regulation.points
    assert clause is not None
    old = Brought(
        record="old",
        clause="act",
        citation=clause.cite.seen_from_outside("testville-2010"),
        label=clause.clauses[0].label,
        booked_on=day("2021-02-01"),
        points=Decimal(2),
    )

    def answer(on: date) -> Answer:
        known = PointsFacts(
            brought=(old,) if day("2021-03-01") <= on < day("2021-05-01") else (),
            brought_from="testville-2010" if on >= day("2021-06-01") else None,
        )
        return Answer(known, assess_points(LAW, known, period_of(LAW, on), on))

    turns = [day("2021-03-01"), day("2021-05-01"), day("2021-06-01")]
    found = timeline_of(answer, day("2021-01-15"), day("2021-07-01"), turns)

    assert told(found) == [
        ("2021-01-15", "2021-03-01", Status.NORMAL, "0", []),
        ("2021-03-01", "2021-05-01", Status.NORMAL, "2", ["BROUGHT"]),
        ("2021-05-01", "2021-06-01", Status.NORMAL, "0", ["BROUGHT"]),
        ("2021-06-01", "2021-07-01", None, "None", ["BROUGHT"]),
    ]
    assert [one.record for stretch in found for one in stretch.causes] == ["old", "old", None]


def test_a_version_that_takes_over_is_a_cause_and_what_it_lacks_is_merged_by_name() -> None:
    later = a_law(("testville-2020", "testville-2021"), ("full = 20", "full = 21"))

    def answer(on: date) -> Answer:
        law = LAW if on < day("2021-03-01") else later
        if on >= day("2021-05-01"):
            law = replace(law, choice=LawChoice(because=ChosenBecause.NONE_IN_FORCE, day=on))
        known = PointsFacts(examinations=(Examination(on=day("2021-06-01"), passed=True),))
        return Answer(known, assess_points(law, known, period_of(law, on), on))

    found = timeline_of(answer, day("2021-02-01"), day("2021-08-01"), [day("2021-03-01"), day("2021-05-01")])

    assert [(one.law.id, one.points_left) for one in found] == [
        ("testville-2020", Decimal(20)),
        ("testville-2021", Decimal(21)),
        ("testville-2021", None),
    ]
    assert [[cause.kind for cause in one.causes] for one in found] == [[], ["VERSION_CHANGED"], ["VERSION_CHANGED"]]
    assert [one.name for one in found[2].missing] == ["regulation.in_force"]


def lived(law: Law) -> st.SearchStrategy[PointsFacts]:
    """Return ledgers with examinations, readmissions, liftings, repairs and lives of records."""
    entry = st.builds(LifeEntry, event=st.sampled_from(LifeEvent), on=DAYS)
    entries = st.lists(st.lists(entry, max_size=3).map(tuple), min_size=8, max_size=8)
    repair = st.builds(
        Repair,
        id=st.integers().map(str),
        rule=st.sampled_from(["study", "deed"]),
        on=DAYS,
        points=st.integers(1, 4).map(Decimal),
        determined_by=st.sampled_from([None, "试镇医保局"]),
    )
    return st.builds(
        _living,
        ledgers.facts(law),
        entries,
        st.lists(repair, max_size=3).map(tuple),
        st.lists(DAYS, max_size=1).map(tuple),
    )


def _living(
    facts: PointsFacts,
    entries: Sequence[tuple[LifeEntry, ...]],
    repairs: tuple[Repair, ...],
    lifted_on: tuple[date, ...],
) -> PointsFacts:
    violations = tuple(replace(one, entries=entries[number]) for number, one in enumerate(facts.violations))
    return replace(facts, violations=violations, repairs=repairs, lifted_on=lifted_on)


def _kept(one: Stretch | PointsOutcome) -> tuple[object, ...]:
    return one.period, one.determination, one.standing, one.points_lost, one.points_left, one.missing


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@settings(max_examples=12)
@given(data=st.data(), start=DAYS, length=st.integers(1, 250))
def test_a_timeline_is_what_asking_day_by_day_gives(law: Law, data: st.DataObject, start: date, length: int) -> None:
    facts = data.draw(lived(law))

    found = timeline(law, facts, start, start + length * DAY, WEEKS)

    assert [one.since for one in found] == [start, *(one.until for one in found[:-1])]
    assert found[-1].until == start + length * DAY
    for one in found:
        for number in range((one.until - one.since).days):
            on = one.since + number * DAY
            answer = assess_points(law, facts, period_of(law, on), on, WEEKS)
            assert _kept(one) == _kept(answer), on


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@settings(max_examples=12)
@given(data=st.data())
def test_every_change_has_a_cause_and_no_two_neighbours_are_alike(law: Law, data: st.DataObject) -> None:
    found = timeline(law, data.draw(lived(law)), FIRST, day("2023-06-01"), WEEKS)

    for before, after in pairwise(found):
        assert after.causes, after
        assert replace(before, since=after.since, until=after.until, causes=after.causes) != after
