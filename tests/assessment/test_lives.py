from dataclasses import replace
from datetime import date

import pytest

from core.assessment.facts import LifeEntry, PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.contest import contest
from core.assessment.points.lives import LifeState, first_refused, life_of, next_events
from core.assessment.workdays import WorkCalendar
from core.regulation.citation import Citation
from core.regulation.effects import AppealRule
from core.regulation.law import Law
from core.regulation.vocabulary import Flag, LifeEvent, Status
from tests.assessment import testville

WORKED = WorkCalendar(years=frozenset({2024, 2025, 2026}))
"""Every Monday to Friday is worked."""
EXECUTED = AppealRule(cite=Citation.parse("9"), working_days=3)
STAYED = AppealRule(cite=Citation.parse("9"), working_days=3, stays=True)
MONDAY = date(2025, 3, 3)


def entered(event: LifeEvent, day: int) -> LifeEntry:
    return LifeEntry(event=event, on=date(2025, 3, day))


def record(*entries: LifeEntry, clause: str = "T.5") -> Violation:
    return Violation(id="1", clause=clause, decided_on=MONDAY, notified_on=MONDAY, entries=entries)


def state_on(day: int, *entries: LifeEntry, rule: AppealRule = EXECUTED) -> LifeState | None:
    life = life_of(record(*entries), rule, date(2025, 3, day), WORKED)
    return None if life is None else life.state


def test_a_record_is_not_known_before_it_is_decided() -> None:
    assert state_on(2) is None


def test_silence_is_no_objection_from_the_day_after_the_term() -> None:
    # Notice on Monday the 3rd: the working days are the 4th, 5th and 6th.
    assert [state_on(day) for day in (3, 6, 7)] == [LifeState.NOTIFIED, LifeState.NOTIFIED, LifeState.UNCONTESTED]


def test_an_objection_on_the_last_day_is_in_time_and_a_day_later_is_none() -> None:
    assert state_on(8, entered(LifeEvent.APPEALED, 6)) is LifeState.APPEALED
    assert state_on(8, entered(LifeEvent.APPEALED, 7)) is LifeState.UNCONTESTED


def test_without_a_published_calendar_no_silence_is_presumed() -> None:
    life = life_of(record(), EXECUTED, date(2025, 12, 31), None)
    assert life is not None
    assert life.state is LifeState.NOTIFIED


@pytest.mark.parametrize(
    ("event", "state", "counts"),
    [
        (LifeEvent.UPHELD, LifeState.UPHELD, True),
        (LifeEvent.OVERTURNED, LifeState.OVERTURNED, False),
        (LifeEvent.APPEAL_WITHDRAWN, LifeState.UNCONTESTED, True),
        (LifeEvent.WITHDRAWN, LifeState.WITHDRAWN, False),
    ],
)
def test_an_objection_ends_in_one_of_four_ways(event: LifeEvent, state: LifeState, counts: bool) -> None:  # noqa: FBT001 - a column of the table
    life = life_of(record(entered(LifeEvent.APPEALED, 5), entered(event, 20)), EXECUTED, date(2025, 3, 20), WORKED)
    assert life is not None
    assert (life.state, life.counts) == (state, counts)


def test_a_suspicion_counts_only_once_decided() -> None:
    suspicion = record(entered(LifeEvent.SUSPECTED, 3), entered(LifeEvent.DECIDED, 10))
    before, after = (life_of(suspicion, EXECUTED, date(2025, 3, day), WORKED) for day in (9, 10))
    assert before is not None
    assert after is not None
    assert (before.state, before.counts) == (LifeState.SUSPECTED, False)
    assert (after.state, after.counts, after.decided_on) == (LifeState.DECIDED, True, date(2025, 3, 10))


def test_a_stayed_record_counts_again_once_upheld() -> None:
    contested = record(entered(LifeEvent.APPEALED, 5), entered(LifeEvent.UPHELD, 20))
    counted = {
        day: life.counts
        for day in (4, 5, 19, 20)
        if (life := life_of(contested, STAYED, date(2025, 3, day), WORKED)) is not None
    }
    assert counted == {4: True, 5: False, 19: False, 20: True}


def test_whether_a_stay_holds_is_missing_where_the_calendar_is() -> None:
    life = life_of(record(entered(LifeEvent.APPEALED, 5)), STAYED, date(2025, 3, 6), None)
    assert life is not None
    assert life.calendar == MONDAY.year


@pytest.mark.parametrize(
    ("entries", "refused"),
    [
        ([(LifeEvent.UPHELD, 5)], LifeEvent.UPHELD),
        ([(LifeEvent.OVERTURNED, 5), (LifeEvent.UPHELD, 6)], LifeEvent.UPHELD),
        ([(LifeEvent.APPEALED, 7)], LifeEvent.APPEALED),
        ([(LifeEvent.APPEALED, 1)], LifeEvent.APPEALED),
        ([(LifeEvent.APPEALED, 4), (LifeEvent.SUSPECTED, 5)], LifeEvent.SUSPECTED),
    ],
)
def test_an_entry_that_cannot_follow_is_named(entries: list[tuple[LifeEvent, int]], refused: LifeEvent) -> None:
    found = first_refused(record(*(entered(event, day) for event, day in entries)), EXECUTED, WORKED)
    assert found is not None
    assert found[0].event is refused


def test_what_is_set_aside_has_nothing_to_come() -> None:
    assert next_events(LifeState.OVERTURNED) == next_events(LifeState.WITHDRAWN) == ()


def under(rule: AppealRule) -> Law:
    law = testville.a_law()
    scheme = law.regulation.points
    assert scheme is not None
    changed = law.regulation.model_copy(update={"points": scheme.model_copy(update={"appeal": rule})})
    return replace(law, regulation=changed)


def facts(*entries: LifeEntry) -> PointsFacts:
    # Two acts of 3 points are 6, which suspends for two months from Monday 2025-03-03 to 2025-05-03.
    first = Violation(id="0", clause="act", decided_on=date(2025, 1, 6))
    return PointsFacts(violations=(first, record(*entries, clause="act")))


def on(day: date, rule: AppealRule, *entries: LifeEntry) -> PointsOutcome:
    return assess_points(under(rule), facts(*entries), Period.parse("2025"), day, WORKED)


def status_on(day: date, rule: AppealRule, *entries: LifeEntry) -> Status | None:
    standing = on(day, rule, *entries).standing
    return None if standing is None else standing.status


def test_a_contested_record_counts_and_is_flagged_where_nothing_stays_it() -> None:
    outcome = on(date(2025, 3, 10), EXECUTED, entered(LifeEvent.APPEALED, 5))
    assert outcome.standing is not None
    assert outcome.standing.status is Status.SUSPENDED
    assert Flag.UNDER_APPEAL in outcome.flags
    assert [(one.record, one.state, one.counts) for one in outcome.exposure] == [("1", LifeState.APPEALED, True)]


def test_a_success_lifts_the_suspension_from_its_day_and_not_before() -> None:
    entries = entered(LifeEvent.APPEALED, 5), entered(LifeEvent.OVERTURNED, 20)
    days = date(2025, 3, 19), date(2025, 3, 20)
    assert [status_on(day, EXECUTED, *entries) for day in days] == [Status.SUSPENDED, Status.INTERVIEW]


def test_a_stayed_suspension_runs_longer_by_the_days_on_which_it_did_not_run() -> None:
    # It would end on 2025-05-03; from the 5th to the 20th of March, fifteen days, it did not run: 2025-05-18.
    entries = entered(LifeEvent.APPEALED, 5), entered(LifeEvent.UPHELD, 20)
    standing = on(date(2025, 4, 1), STAYED, *entries).standing
    assert standing is not None
    assert standing.until == date(2025, 5, 18)
    assert status_on(date(2025, 3, 10), STAYED, *entries) is Status.INTERVIEW


def test_the_contest_says_what_holds_now_and_either_way() -> None:
    found = contest(
        under(STAYED), facts(entered(LifeEvent.APPEALED, 5)), Period.parse("2025"), MONDAY.replace(day=9), WORKED
    )
    lost = [one.points_lost for one in (found.now, found.if_relieved, found.if_confirmed)]
    assert lost == [3, 3, 6]


def test_without_open_records_the_contest_is_one_answer() -> None:
    found = contest(under(EXECUTED), facts(), Period.parse("2025"), MONDAY, WORKED)
    assert found.now == found.if_relieved == found.if_confirmed
