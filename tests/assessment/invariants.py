"""What holds of every outcome of the points scheme, whatever the regulation and the ledger."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import Determination, PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Per
from core.regulation.vocabulary import Responsibility, SanctionKind, Status
from tests.assessment.ledgers import FIRST, LAST, scheme_of

ADDED = "z"
"""An id that sorts behind those of ledgers, so that its record counts last on its day."""

_TERM = re.compile(r" - (?:(?P<times>\d+)×)?(?P<points>\d+(?:\.\d+)?)\[(?P<cite>[^\]]+)\]")
_LINE = re.compile(
    r"(?P<floored>max\(0, )?(?P<full>\d+(?:\.\d+)?)(?P<terms>(?: - [^\]]+\])*)\)? = (?P<left>\d+(?:\.\d+)?)"
)


def assess(law: Law, facts: PointsFacts, as_of: date, year: int | None = None) -> PointsOutcome:
    """Return the outcome for the period of ``as_of``, or for that in which ``year`` begins."""
    day = as_of if year is None else date(year, 1, 1)
    return assess_points(law, facts, Period.of(scheme_of(law).period, day), as_of)


def severity(outcome: PointsOutcome) -> int:
    """Return how grave the standing is."""
    if outcome.standing is None:
        raise ValueError("the standing is not decided")
    return list(Status).index(outcome.standing.status)


def the_arithmetic_line_adds_up_again(outcome: PointsOutcome) -> None:
    match = _LINE.fullmatch(outcome.arithmetic or "")
    assert match is not None, outcome.arithmetic
    terms = [(one["cite"], int(one["times"] or 1), Decimal(one["points"])) for one in _TERM.finditer(match["terms"])]
    total = Decimal(match["full"]) - sum((times * points for _, times, points in terms), Decimal(0))
    assert bool(match["floored"]) == (total < 0)
    assert max(total, Decimal(0)) == Decimal(match["left"]) == outcome.points_left
    assert terms == [(str(one.citation), one.quantity, one.points) for one in outcome.deductions]
    assert outcome.points_lost == sum((one.total for one in outcome.deductions), Decimal(0))


def the_order_of_entry_does_not_matter(law: Law, facts: PointsFacts, other: PointsFacts) -> None:
    for day in (date(2021, 6, 30), LAST):
        one, two = assess(law, facts, day), assess(law, other, day)
        assert replace(one, facts_digest="") == replace(two, facts_digest="")


def an_earlier_answer_does_not_see_later_decisions(law: Law, facts: PointsFacts, day: date) -> None:
    known = replace(facts, violations=tuple(one for one in facts.violations if one.decided_on <= day))
    assert replace(assess(law, facts, day), facts_digest="") == replace(assess(law, known, day), facts_digest="")


def a_further_violation_never_lowers_the_points_lost(law: Law, ledger: tuple[Violation, ...]) -> None:
    *before, added = ledger
    for year in range(FIRST.year, LAST.year + 1):
        fewer = assess(law, PointsFacts(violations=tuple(before)), LAST, year).points_lost
        more = assess(law, PointsFacts(violations=ledger), LAST, year).points_lost
        assert more is not None
        assert fewer is not None
        assert more - fewer >= 0, added


def a_violation_decided_last_never_improves_the_standing(law: Law, ledger: tuple[Violation, ...]) -> None:
    *before, added = ledger
    last = replace(added, decided_on=LAST, occurred_on=LAST, notified_on=LAST, decision_no=None)
    fewer = assess(law, PointsFacts(violations=tuple(before)), LAST)
    more = assess(law, PointsFacts(violations=(*before, last)), LAST)
    assert severity(more) >= severity(fewer)


def a_periods_account_rests_on_its_own_records(law: Law, facts: PointsFacts) -> None:
    for year in range(FIRST.year, LAST.year + 1):
        whole = assess(law, facts, LAST, year)
        own = tuple(one for one in facts.violations if one.decided_on in whole.period)
        alone = assess(law, replace(facts, violations=own), LAST, year)
        assert (whole.deductions, whole.points_lost, whole.points_counted, whole.points_left, whole.arithmetic) == (
            (alone.deductions, alone.points_lost, alone.points_counted, alone.points_left, alone.arithmetic)
        )


def nothing_recorded_is_a_clean_sheet(law: Law, day: date) -> None:
    outcome = assess(law, PointsFacts(), day)
    full = scheme_of(law).full
    assert outcome.determination is Determination.DETERMINED
    assert (outcome.points_lost, outcome.points_counted, outcome.points_left) == (0, 0, full)
    assert outcome.standing is not None
    assert outcome.standing.status is Status.NORMAL
    assert (outcome.deductions, outcome.sanctions, outcome.carried, outcome.suspensions) == ((), (), (), 0)


def costing(law: Law, points: Decimal, day: date) -> Violation | None:
    """Return a violation decided on ``day`` that costs so many points, or None if no clause allows it."""
    for clause in scheme_of(law).clauses:
        record = Violation(
            id=ADDED,
            clause=clause.id,
            decided_on=day,
            notified_on=day,
            months=1,
            responsibility=(Responsibility.MAIN,),
            reason="示例",
        )
        in_range = isinstance(clause.points, Range) and points in clause.points
        if clause.points is Unfixed.UNSTATED or (in_range and scheme_of(law).degrees is None):
            return replace(record, points=points)
        whole = points == points.to_integral_value()
        if clause.points == 1 and clause.per is Per.CASE and not clause.requires and whole:
            return replace(record, cases=int(points))
        if clause.points is Unfixed.NONE and points == 0 and not clause.requires and not clause.sanctions:
            return record
    return None


def the_distance_to_the_next_threshold_is_exact(law: Law, facts: PointsFacts, day: date, step: Decimal) -> None:
    """Assert that so many points bring the consequence foretold, and ``step`` fewer do not."""
    ahead = assess(law, facts, day).headroom
    if ahead is None:
        return
    enough, short = (costing(law, ahead.points_to_next - less, day) for less in (Decimal(0), step))
    if scheme_of(law).degrees is not None and (enough is None or short is None):
        return  # only some numbers of points can be had
    assert enough is not None
    assert short is not None
    after = assess(law, replace(facts, violations=(*facts.violations, enough)), day)
    brought = [one.kind for one in after.sanctions if one.record == ADDED]
    assert ahead.consequence in brought
    assert after.headroom is None or after.headroom.threshold != ahead.threshold
    before = assess(law, replace(facts, violations=(*facts.violations, short)), day)
    assert before.headroom is not None
    assert before.headroom.threshold == ahead.threshold
    assert before.headroom.points_to_next == step


def suspensions_are_half_open(law: Law, ledger: tuple[Violation, ...]) -> None:
    """Assert that each suspension holds on its first and last day, and no longer than the last end on the day after."""
    suspended = list(Status).index(Status.SUSPENDED)
    for year in range(FIRST.year, LAST.year + 1):
        for one in assess(law, PointsFacts(violations=ledger), LAST, year).sanctions:
            if one.kind is not SanctionKind.SUSPEND or one.end is None or one.absorbed:
                continue
            known = PointsFacts(violations=tuple(each for each in ledger if each.decided_on <= one.start))
            assert severity(assess(law, known, one.start)) >= suspended
            assert severity(assess(law, known, one.end - timedelta(days=1))) >= suspended
            after = assess(law, known, one.end).standing
            assert after is not None
            assert after.status is not Status.SUSPENDED or after.until is None or after.until > one.end
