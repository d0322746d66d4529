"""The points engine: a person's records under one law → points, standing, sanctions, headroom and every step."""

from dataclasses import replace
from datetime import date

from core.assessment.appeals import appeals_of
from core.assessment.arithmetic import line_of, plain
from core.assessment.course import draw_up
from core.assessment.facts import PointsFacts
from core.assessment.outcome import Missing, PointsOutcome, Step, StepKind
from core.assessment.payment import payable
from core.assessment.periods import Period
from core.assessment.points_terms import SanctionImposed, Standing
from core.assessment.preamble import preamble
from core.assessment.sanctions import Docket, name_of, until_of
from core.assessment.standing import headroom_of, is_in_effect, passed_on, standing_of
from core.assessment.tally import ZERO, Booked, Tally, book, points_counted
from core.assessment.workdays import WorkCalendar
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.points import PointsScheme
from core.regulation.vocabulary import SanctionKind, Scheme
from core.text import Text


def assess_points(
    law: Law, facts: PointsFacts, period: Period, as_of: date, calendar: WorkCalendar | None = None
) -> PointsOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Decisions after ``as_of`` do not count. Records of every period are looked at, since suspensions cross the year
    and repetition escalates; points are those of ``period`` alone. ``calendar`` says which days are worked; None: not
    known, so that no term of working days can be reckoned.
    """
    scheme = law.regulation.points
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, period, as_of, digest)
    is_subject = _is_subject(scheme, facts)
    if is_subject is False:
        facts = replace(facts, violations=(), repairs=())
    booked, unbooked = book(scheme, facts.violations, as_of)
    docket, tallies = draw_up(law, scheme, booked, facts, as_of)
    tally = tallies.get(period) or Tally(period)
    own = [one for one in booked if one.booked_on in period]
    missing = (*unbooked, *(one for each in tallies.values() for one in each.missing))
    undecided = bool(unbooked) or any(each.blocking for each in tallies.values())
    outcome = PointsOutcome(
        law=law,
        period=period,
        as_of=as_of,
        facts_digest=digest,
        missing=missing,
        points_full=scheme.full,
        standing=None if undecided else standing_of(docket, facts.examinations, as_of),
        deductions=tally.deductions,
        sanctions=tuple(one for one in docket.imposed if one.period == period),
        carried=_carried(docket, facts, period),
        suspensions=_suspensions(docket),
        repairs=tally.repairs,
        is_subject=is_subject,
    )
    if not unbooked and not tally.blocking:
        outcome = _with_account(outcome, scheme, docket, tally)
    outcome = _with_consequences(outcome, scheme, own, facts, calendar)
    outcome = replace(outcome, steps=_steps(outcome, scheme, tally, docket, facts))
    return replace(outcome, rules_used=_rules_used(outcome, scheme, tally))


def _is_subject(scheme: PointsScheme, facts: PointsFacts) -> bool | None:
    """Return whether the scheme is about the profession asked for; None: not asked, or the text does not say."""
    if facts.profession is None or not scheme.subjects:
        return None
    return facts.profession in {one.profession for one in scheme.subjects}


def _undecided(law: Law, period: Period, as_of: date, digest: str) -> PointsOutcome:
    gap = law.regulation.gap_of(Scheme.POINTS)
    label = gap.label if gap else Text(zh="该规定没有记分办法", en="the regulation has no points scheme")
    names = gap.parameters if gap and gap.parameters else ("points",)
    missing = tuple(Missing(name, label) for name in names)
    steps = (*preamble(law, Scheme.POINTS), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return PointsOutcome(law=law, period=period, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)


def _with_account(outcome: PointsOutcome, scheme: PointsScheme, docket: Docket, tally: Tally) -> PointsOutcome:
    counted = points_counted(scheme, tally)
    left = max(ZERO, scheme.full - counted)
    return replace(
        outcome,
        points_lost=tally.lost,
        points_counted=counted,
        points_repaired=sum((one.points for one in tally.repairs), ZERO),
        points_left=left,
        headroom=headroom_of(docket, tally),
        arithmetic=line_of(scheme.full, tally.entries, capped=scheme.capped),
        flags=tuple(one.flag for one in scheme.distinctions if left >= one.left_from),
    )


def _with_consequences(
    outcome: PointsOutcome, scheme: PointsScheme, own: list[Booked], facts: PointsFacts, calendar: WorkCalendar | None
) -> PointsOutcome:
    """Add whether the care asked about is paid for, and until when the person can object."""
    paid = None
    if scheme.payment is not None and outcome.standing is not None and facts.care is not None:
        paid = payable(scheme.payment, outcome.standing, facts.care)
    violations = (one.violation for one in own)
    windows = appeals_of(scheme.appeal, violations, calendar) if scheme.appeal is not None else ()
    return replace(outcome, payable=paid, appeals=tuple(windows))


def _rules_used(outcome: PointsOutcome, scheme: PointsScheme, tally: Tally) -> frozenset[str]:
    granted = {one.id for one in scheme.distinctions if one.flag in outcome.flags}
    return frozenset(tally.rules | granted)


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
    outcome: PointsOutcome, scheme: PointsScheme, tally: Tally, docket: Docket, facts: PointsFacts
) -> tuple[Step, ...]:
    """Return the explanation: the law, the account with what followed, what is carried over, the standing."""
    opening = (outcome.period.name, plain(scheme.full))
    steps = [*preamble(outcome.law, Scheme.POINTS)]
    if outcome.is_subject is False:
        steps.append(Step(StepKind.NOT_A_SUBJECT, scheme.cite, (str(facts.profession),)))
    steps += [Step(StepKind.OPENING, scheme.cite, opening, ZERO, ZERO), *tally.steps]
    if tally.held > scheme.full:
        kind, cite = (StepKind.CAP, scheme.cap_cite or scheme.cite) if scheme.capped else (StepKind.FLOOR, scheme.cite)
        steps.append(Step(kind, cite, (plain(tally.held), plain(scheme.full)), tally.held, tally.held))
    for one in outcome.carried:
        arguments = (one.period.name, name_of(one.kind), one.start.isoformat(), until_of(one))
        steps.append(Step(StepKind.CARRIED, one.citation, arguments, record=one.record))
    steps += [*docket.steps, *_examined(docket, facts)]
    steps += [
        Step(StepKind.DISTINCTION, one.cite, (plain(outcome.points_left or ZERO), one.label))
        for one in scheme.distinctions
        if one.flag in outcome.flags
    ]
    if outcome.standing is not None:
        steps.append(_concluded(outcome.standing, outcome.as_of))
    if outcome.payable is not None and scheme.payment is not None:
        kind = StepKind.PAYABLE if outcome.payable else StepKind.NOT_PAYABLE
        steps.append(Step(kind, scheme.payment.cite, (outcome.as_of.isoformat(), str(facts.care))))
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
