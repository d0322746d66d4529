"""What holds of records with lives, on random ledgers under every shipped points regulation."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.facts import LifeEntry, PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.points.contest import contest
from core.assessment.points.tally import ZERO
from core.proof.decision import Asked, Decision, Schedule
from core.proof.engine import SEMANTICS, Engine
from core.proof.receipt import receipt
from core.proof.verify import Verdict, verify
from core.regulation.base import Range, Unfixed
from core.regulation.effects import Degrees, Place
from core.regulation.law import Law
from core.regulation.vocabulary import LifeEvent, Responsibility
from tests.assessment.invariants import ADDED, costing
from tests.assessment.ledgers import DAYS, FIRST, LAST, ledgers, scheme_of
from tests.assessment.lived_ledgers import (
    CALENDAR,
    assessed,
    facts,
    life,
    lived,
    undone,
    variants,
    without_history,
)
from tests.plugins import shipped

LAWS = [variants(one.law) for one in shipped.ALL if one.law.regulation.points is not None]
YEARS = range(FIRST.year, LAST.year + 1)

each_regulation = pytest.mark.parametrize("laws", LAWS, ids=lambda laws: laws[0].id)


def drawn(data: st.DataObject, laws: tuple[Law, ...]) -> tuple[Law, PointsFacts]:
    """Return a law as it is or with a rule on objections, and facts under it."""
    law = data.draw(st.sampled_from(laws))
    return law, data.draw(facts(law))


@each_regulation
@given(data=st.data(), day=DAYS)
def test_success_against_records_equals_the_ledger_without_them(
    laws: tuple[Law, ...], data: st.DataObject, day: date
) -> None:
    law, told = drawn(data, laws)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(told.violations), max_size=len(told.violations)))
    pairs = list(zip(told.violations, chosen, strict=True))
    known = [one for one in told.violations if life(law, one, day) is not None]
    won = replace(told, violations=tuple(undone(law, one, day) if picked else one for one, picked in pairs))
    removed = tuple(one for one, picked in pairs if not picked or one not in known)

    answer, expected = (assessed(law, one, day) for one in (won, replace(told, violations=removed)))

    assert without_history(answer) == without_history(expected)


@each_regulation
@given(data=st.data(), day=DAYS)
def test_settling_every_open_record_takes_away_or_adds_no_others(
    laws: tuple[Law, ...], data: st.DataObject, day: date
) -> None:
    law = data.draw(st.sampled_from(laws))
    told = PointsFacts(violations=data.draw(lived(law)))
    found = contest(law, told, assessed(law, told, day).period, day, CALENDAR)
    open_records = {one.id for one in told.violations if (state := life(law, one, day)) is not None and state.is_open}
    closed = tuple(one for one in told.violations if one.id not in open_records)

    assert without_history(found.if_relieved) == without_history(assessed(law, replace(told, violations=closed), day))
    assert lost(found.if_relieved) <= lost(found.now) <= lost(found.if_confirmed)
    takers = {one.id for one in told.violations if takes_all(law, one)}  # what takes all that is left may find nothing
    for fewer, more in ((found.if_relieved, found.now), (found.now, found.if_confirmed)):
        assert counted(fewer) - counted(more) <= takers
        assert counted(more) - counted(fewer) <= open_records | takers
    assert {one.record for one in found.now.exposure} == open_records
    assert found.if_relieved.exposure == found.if_confirmed.exposure == ()


def lost(outcome: PointsOutcome) -> Decimal:
    assert outcome.points_lost is not None, outcome.missing
    return outcome.points_lost


def counted(outcome: PointsOutcome) -> set[str]:
    return {one.record for one in outcome.deductions}


@each_regulation
@given(data=st.data(), day=DAYS)
def test_setting_a_record_aside_never_makes_anything_count_more(
    laws: tuple[Law, ...], data: st.DataObject, day: date
) -> None:
    law = data.draw(st.sampled_from(laws))
    records = data.draw(lived(law).filter(bool))
    number = data.draw(st.integers(0, len(records) - 1))
    fewer = (*records[:number], undone(law, records[number], day), *records[number + 1 :])
    for year in YEARS:
        before, after = (assessed(law, PointsFacts(violations=each), day, year) for each in (records, fewer))
        assert lost(after) <= lost(before)
        assert (after.points_counted or ZERO) <= (before.points_counted or ZERO)
        # What takes all that is left may have found nothing left before.
        assert counted(after) - counted(before) <= {one.id for one in records if takes_all(law, one)}


def takes_all(law: Law, one: Violation) -> bool:
    return scheme_of(law).clause_by_id[one.clause][1].points is Unfixed.ALL


@each_regulation
@given(data=st.data(), day=DAYS)
def test_a_suspicion_changes_nothing(laws: tuple[Law, ...], data: st.DataObject, day: date) -> None:
    law, told = drawn(data, laws)
    (suspect,) = data.draw(ledgers(law, 1).filter(bool))
    suspicion = LifeEntry(event=LifeEvent.SUSPECTED, on=suspect.decided_on)
    more = replace(told, violations=(*told.violations, replace(suspect, id=ADDED, entries=(suspicion,))))

    plain, suspected = (without_history(assessed(law, one, day)) for one in (told, more))

    assert replace(suspected, exposure=()) == replace(plain, exposure=())
    shown = [one.record for one in suspected.exposure if one not in plain.exposure]
    assert shown == ([ADDED] if suspect.decided_on <= day else [])


@each_regulation
@given(data=st.data(), day=DAYS)
def test_what_comes_after_the_day_changes_nothing(laws: tuple[Law, ...], data: st.DataObject, day: date) -> None:
    law, told = drawn(data, laws)
    until = PointsFacts(
        violations=tuple(
            replace(one, entries=tuple(entry for entry in one.entries if entry.on <= day))
            for one in told.violations
            if one.decided_on <= day
        ),
        examinations=tuple(one for one in told.examinations if one.on <= day),
        readmitted_on=tuple(one for one in told.readmitted_on if one <= day),
        repairs=tuple(one for one in told.repairs if one.on <= day),
    )

    assert replace(assessed(law, told, day), facts_digest="") == replace(assessed(law, until, day), facts_digest="")


@each_regulation
@given(data=st.data())
def test_the_order_of_entry_does_not_matter(laws: tuple[Law, ...], data: st.DataObject) -> None:
    law, told = drawn(data, laws)
    shuffled = PointsFacts(
        violations=tuple(
            replace(one, entries=tuple(data.draw(st.permutations(one.entries))))
            for one in data.draw(st.permutations(told.violations))
        ),
        examinations=tuple(data.draw(st.permutations(told.examinations))),
        readmitted_on=tuple(data.draw(st.permutations(told.readmitted_on))),
        repairs=tuple(data.draw(st.permutations(told.repairs))),
    )
    for day in (date(2021, 6, 30), LAST):
        one, two = (replace(assessed(law, each, day), facts_digest="") for each in (told, shuffled))
        assert one == two


@each_regulation
@given(data=st.data(), day=DAYS)
def test_the_arithmetic_line_adds_up_to_the_points_left(laws: tuple[Law, ...], data: st.DataObject, day: date) -> None:
    law, told = drawn(data, laws)
    outcome = assessed(law, told, day)
    left, _, right = (outcome.arithmetic or "").rpartition(" = ")

    assert value_of(re.sub(r"\[[^\]]*\]", "", left)) == Decimal(right) == outcome.points_left


_TERM = re.compile(r" (?P<sign>[+-]) (?:(?P<times>[0-9]+)×)?(?P<points>[0-9]+(?:\.[0-9]+)?)")
_FLOOR = "max(0, "


def value_of(line: str) -> Decimal:
    """Return what ``line`` comes to, read as a person would: from the left, with the inside of brackets first."""
    if line.startswith(_FLOOR):
        end = line.rindex(")")
        value, rest = max(ZERO, value_of(line[len(_FLOOR) : end])), line[end + 1 :]
    else:
        first, space, after = line.partition(" ")
        value, rest = Decimal(first), space + after
    assert _TERM.sub("", rest) == "", rest
    for term in _TERM.finditer(rest):
        points = int(term["times"] or 1) * Decimal(term["points"])
        value += points if term["sign"] == "+" else -points
    return value


@each_regulation
@given(data=st.data(), day=DAYS)
def test_just_so_many_points_bring_the_next_consequence_and_one_step_fewer_do_not(
    laws: tuple[Law, ...], data: st.DataObject, day: date
) -> None:
    law = data.draw(st.sampled_from(laws))
    told = PointsFacts(violations=data.draw(lived(law, most=4)))
    ahead = assessed(law, told, day).headroom
    if ahead is None:  # nothing is left to be reached
        return
    enough, short = (
        assessed(law, replace(told, violations=(*told.violations, record_of(law, points, day))), day)
        for points in (ahead.points_to_next, ahead.points_to_next - 1)
    )

    assert ahead.consequence in {one.kind for one in enough.sanctions if one.record == ADDED}
    assert enough.headroom is None or enough.headroom.threshold != ahead.threshold
    assert ahead.consequence not in {one.kind for one in short.sanctions if one.record == ADDED}
    assert short.headroom is not None
    assert (short.headroom.threshold, short.headroom.points_to_next) == (ahead.threshold, 1)


def record_of(law: Law, points: Decimal, day: date) -> Violation:
    """Return a record of ``day`` that costs just so many points; raises ValueError if no clause and degree does."""
    degrees = scheme_of(law).degrees
    plain = costing(law, points, day)
    if plain is not None:
        return plain
    for clause in scheme_of(law).clauses:
        for one in Responsibility if degrees is not None and isinstance(clause.points, Range) else ():
            if fixed(degrees, clause.points, one) == points:
                return Violation(
                    id=ADDED, clause=clause.id, decided_on=day, months=1, responsibility=(one,), reason="示例"
                )
    raise ValueError(f"nothing costs {points} under {law.id}")


def fixed(degrees: Degrees | None, allowed: object, degree: Responsibility) -> Decimal | None:
    """Return the points that ``degree`` fixes within the range ``allowed``."""
    if degrees is None or not isinstance(allowed, Range):
        return None
    match degrees.place_of(degree):
        case Place.LOW:
            return allowed.from_
        case Place.MIDDLE:
            return (allowed.from_ + allowed.to) / 2
        case Place.HIGH:
            return allowed.to


@each_regulation
@given(data=st.data(), day=DAYS)
def test_a_receipt_worked_out_anew_says_the_same(laws: tuple[Law, ...], data: st.DataObject, day: date) -> None:
    law, told = drawn(data, laws)
    period = assessed(law, told, day).period
    decision = Decision(
        law=law,
        facts=told,
        asked=Asked(as_of=day, period=period),
        engine=Engine(semantics=SEMANTICS, package="0.1.0"),
        schedule=Schedule(version="weekdays", calendar=CALENDAR),
    )
    written = receipt(decision)

    assert verify(written).verdict is Verdict.EQUAL
    assert receipt(replace(decision)) == written
