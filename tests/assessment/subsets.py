"""What an appeal is worth, found by trying every subset of the candidates; and ledgers dense enough to make it hard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

from core.assessment.appeal_value.value import AppealAim, AppealQuestion, AppealValue, AppealWorth, appeal_value
from core.assessment.facts import Examination, PointsFacts, Repair, Violation
from core.assessment.periods import Period
from core.assessment.points.course import draw_up
from core.assessment.points.standing import standing_of
from core.assessment.points.tally import book
from core.regulation.law import Law
from core.regulation.vocabulary import Status
from tests.assessment.ledgers import DAYS, FIRST, ledgers, scheme_of

ALL = 1_000_000
_ORDER = list(Status)


def status_of(law: Law, facts: PointsFacts, as_of: date) -> Status | None:
    """Return the status on ``as_of``; None: not decidable."""
    scheme = scheme_of(law)
    booked, unbooked = book(scheme, facts.violations, as_of)
    docket, tallies = draw_up(law, scheme, booked, facts, as_of)
    if unbooked or any(one.blocking for one in tallies.values()):
        return None
    return standing_of(docket, facts.examinations, as_of).status


def tried(
    law: Law, facts: PointsFacts, as_of: date, aim: AppealAim, candidates: Sequence[str]
) -> dict[frozenset[str], Status]:
    """Return the smallest subsets of ``candidates`` without which the status changes, each with the status then."""
    before = status_of(law, facts, as_of)
    if before is None:
        raise ValueError("the standing cannot be decided")
    for size in range(1, len(candidates) + 1):
        found = dict(_changing(law, facts, as_of, before, combinations(candidates, size)))
        if aim is AppealAim.MILDER:
            found = {names: after for names, after in found.items() if _ORDER.index(after) < _ORDER.index(before)}
        if found:
            return found
    return {}


def _changing(
    law: Law, facts: PointsFacts, as_of: date, before: Status, subsets: Iterator[tuple[str, ...]]
) -> Iterator[tuple[frozenset[str], Status]]:
    for names in subsets:
        left = tuple(one for one in facts.violations if one.id not in names)
        after = status_of(law, replace(facts, violations=left), as_of)
        if after is not None and after is not before:
            yield frozenset(names), after


def asked(
    law: Law, facts: PointsFacts, as_of: date, aim: AppealAim, candidates: Sequence[str] | None = None
) -> AppealValue:
    """Return what the search answers, with every set listed."""
    names = None if candidates is None else tuple(candidates)
    question = AppealQuestion(aim=aim, candidates=names, most=ALL)
    return appeal_value(law, facts, Period.of(scheme_of(law).period, as_of), as_of, question=question)


def the_search_equals_trying_all(
    law: Law, facts: PointsFacts, as_of: date, aim: AppealAim, candidates: Sequence[str]
) -> None:
    value = asked(law, facts, as_of, aim, candidates)
    if status_of(law, facts, as_of) is None:
        assert value.worth is AppealWorth.UNDECIDED
        return
    expected = tried(law, facts, as_of, aim, candidates)
    assert {frozenset(one.records): one.standing.status for one in value.sets} == expected
    assert (value.count, len(value.sets), value.complete) == (len(expected), len(expected), True)
    assert value.worth is (AppealWorth.FOUND if expected else AppealWorth.NONE)
    assert value.size == next((len(names) for names in expected), None)


@st.composite
def dense(draw: st.DrawFn, law: Law, most: int = 6) -> tuple[PointsFacts, date]:
    """Return facts of every kind within three years, one, or a third of one, and a day to ask about."""
    factor = draw(st.sampled_from([1, 3, 9]))

    def squeezed(day: date) -> date:
        return FIRST + (day - FIRST) // factor

    def moved(one: Violation) -> Violation:
        on = squeezed(one.decided_on)
        days = {"decided_on": on, "notified_on": on + timedelta(days=draw(st.sampled_from([-5, 0, 3, 40])))}
        return replace(one, **days, occurred_on=on - timedelta(days=draw(st.sampled_from([0, 30]))))

    days = st.lists(DAYS.map(squeezed), max_size=2).map(tuple)
    facts = PointsFacts(
        violations=tuple(map(moved, draw(ledgers(law, most)))),
        examinations=tuple(Examination(on=on, passed=True) for on in draw(days)),
        readmitted_on=draw(days),
        lifted_on=draw(days),
        repairs=draw(_repairs(law, DAYS.map(squeezed))),
    )
    return facts, squeezed(draw(DAYS)) + timedelta(days=draw(st.sampled_from([0, 60, 400])))


def _repairs(law: Law, days: st.SearchStrategy[date]) -> st.SearchStrategy[tuple[Repair, ...]]:
    repairs = scheme_of(law).repairs
    if repairs is None:
        return st.just(())
    one = st.builds(
        Repair,
        id=st.just(""),
        rule=st.sampled_from([one.id for one in repairs.rules]),
        on=days,
        points=st.integers(1, 4).map(Decimal),
        determined_by=st.sampled_from([None, "试镇医保局"]),
    )
    return st.lists(one, max_size=4).map(
        lambda drawn: tuple(replace(repair, id=f"p{number}") for number, repair in enumerate(drawn))
    )
