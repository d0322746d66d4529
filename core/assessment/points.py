"""The points engine: a doctor's records under one law → points, standing, sanctions, headroom and every step."""

from dataclasses import replace
from datetime import date
from itertools import groupby

from core.assessment.arithmetic import line_of, plain
from core.assessment.facts import PointsFacts
from core.assessment.outcome import Missing, PointsOutcome, SanctionImposed, Standing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.preamble import preamble
from core.assessment.sanctions import Docket, cross, follow, name_of, readmit, until_of
from core.assessment.standing import headroom_of, is_in_effect, passed_on, standing_of
from core.assessment.tally import ZERO, Booked, Tally, book, deduct
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.points import PointsScheme
from core.regulation.vocabulary import SanctionKind, Scheme
from core.text import Text


def assess_points(law: Law, facts: PointsFacts, period: Period, as_of: date) -> PointsOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Decisions after ``as_of`` do not count. Records of every period are looked at, since suspensions cross the year
    and repetition escalates; points are those of ``period`` alone.
    """
    scheme = law.regulation.points
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, period, as_of, digest)
    booked, unbooked = book(scheme, facts.violations, as_of)
    docket, tallies = _draw_up(law, scheme, booked, facts, as_of)
    tally = tallies.get(period) or Tally(period)
    missing = (*unbooked, *(one for each in tallies.values() for one in each.missing))
    undecided = any(not one.name.endswith(".months") for one in missing)
    standing = None if undecided else standing_of(docket, facts.examinations, as_of)
    account = not unbooked and all(one.name.endswith(".months") for one in tally.missing)
    outcome = PointsOutcome(
        law=law,
        period=period,
        as_of=as_of,
        facts_digest=digest,
        missing=missing,
        points_full=scheme.full,
        standing=standing,
        deductions=tuple(tally.deductions),
        sanctions=tuple(one for one in docket.imposed if one.period == period),
        carried=_carried(docket, facts, period),
        suspensions=_suspensions(docket),
        headroom=headroom_of(docket, tally) if account else None,
    )
    if account:
        outcome = _with_account(outcome, scheme, tally)
    return replace(outcome, steps=_steps(outcome, law, scheme, tally, docket, facts))


def _draw_up(
    law: Law, scheme: PointsScheme, booked: list[Booked], facts: PointsFacts, as_of: date
) -> tuple[Docket, dict[Period, Tally]]:
    """Go through the decisions in order, and through readmissions on their days."""
    docket = Docket(scheme, as_of)
    tallies: dict[Period, Tally] = {}
    readmissions = sorted(day for day in facts.readmitted_on if day <= as_of)
    for (day, _), group in groupby(booked, key=lambda one: (one.violation.decided_on, one.decision)):
        while readmissions and readmissions[0] <= day:
            readmit(docket, readmissions.pop(0))
        _decide(law, docket, tallies, list(group))
    for day in readmissions:
        readmit(docket, day)
    return docket, tallies


def _decide(law: Law, docket: Docket, tallies: dict[Period, Tally], decision: list[Booked]) -> None:
    """Enter the records of one decision, then see which thresholds it reached in each period it touches."""
    last: dict[Period, Booked] = {}
    for one in decision:
        period = Period.of(docket.scheme.period, one.booked_on)
        tally = tallies.setdefault(period, Tally(period))
        deduct(law, docket.scheme, tally, one)
        follow(docket, tally, one)
        last[period] = one
    for period, one in last.items():
        cross(docket, tallies[period], one)


def _undecided(law: Law, period: Period, as_of: date, digest: str) -> PointsOutcome:
    gap = law.regulation.gap_of(Scheme.POINTS)
    label = gap.label if gap else Text(zh="该规定没有记分办法", en="the regulation has no points scheme")
    names = gap.parameters if gap and gap.parameters else ("points",)
    missing = tuple(Missing(name, label) for name in names)
    steps = (*preamble(law, Scheme.POINTS), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return PointsOutcome(law=law, period=period, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)


def _with_account(outcome: PointsOutcome, scheme: PointsScheme, tally: Tally) -> PointsOutcome:
    return replace(
        outcome,
        points_lost=tally.lost,
        points_counted=min(tally.lost, scheme.full) if scheme.capped else tally.lost,
        points_left=max(ZERO, scheme.full - tally.lost),
        arithmetic=line_of(scheme.full, tally.deductions),
    )


def _carried(docket: Docket, facts: PointsFacts, period: Period) -> tuple[SanctionImposed, ...]:
    return tuple(
        one
        for index, one in enumerate(docket.imposed)
        if one.period != period and is_in_effect(one, docket, index, facts.examinations)
    )


def _suspensions(docket: Docket) -> int:
    reached = [one for one in docket.triggers if one.kind is SanctionKind.SUSPEND]
    return len({one.period for one in reached})


def _steps(
    outcome: PointsOutcome, law: Law, scheme: PointsScheme, tally: Tally, docket: Docket, facts: PointsFacts
) -> tuple[Step, ...]:
    """Return the explanation: the law, the account with what followed, what is carried over, the standing."""
    opening = (outcome.period.name, plain(scheme.full))
    steps = [*preamble(law, Scheme.POINTS), Step(StepKind.OPENING, scheme.cite, opening, ZERO, ZERO), *tally.steps]
    if tally.lost > scheme.full:
        kind = StepKind.CAP if scheme.capped else StepKind.FLOOR
        steps.append(Step(kind, scheme.cite, (plain(tally.lost), plain(scheme.full)), tally.lost, tally.lost))
    for one in outcome.carried:
        arguments = (one.period.name, name_of(one.kind), one.start.isoformat(), until_of(one))
        steps.append(Step(StepKind.CARRIED, one.citation, arguments, record=one.record))
    steps += [*docket.steps, *_examined(docket, facts)]
    if outcome.standing is not None:
        steps.append(_concluded(outcome.standing, outcome.as_of))
    return tuple(steps)


def _examined(docket: Docket, facts: PointsFacts) -> list[Step]:
    steps: list[Step] = []
    for one in docket.imposed:
        if one.until_exam and not one.absorbed and one.end is not None and one.end <= docket.as_of:
            passed = passed_on(one, facts.examinations, docket.as_of)
            kind = StepKind.EXAM_DUE if passed is None else StepKind.EXAM_PASSED
            steps.append(Step(kind, one.citation, ((passed or one.end).isoformat(),), record=one.record))
    return steps


def _concluded(standing: Standing, as_of: date) -> Step:
    since = standing.since.isoformat() if standing.since else as_of.isoformat()
    return Step(StepKind.STANDING, standing.citation, (as_of.isoformat(), standing.status.value, since))
