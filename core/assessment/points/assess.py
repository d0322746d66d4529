"""The points engine: a person's records under one law → points, standing, sanctions, headroom and every step."""

from dataclasses import replace
from datetime import date

from core.assessment.arithmetic import line_of, plain
from core.assessment.facts import PointsFacts
from core.assessment.outcome import Missing, PointsOutcome, Step, StepKind
from core.assessment.periods import Period
from core.assessment.points.appeals import appeals_of
from core.assessment.points.course import draw_up
from core.assessment.points.exposures import Lived, exposure_of, life_steps, lives_of
from core.assessment.points.notices import notices_of
from core.assessment.points.payment import payable
from core.assessment.points.sanctions import Docket, name_of, until_of
from core.assessment.points.standing import headroom_of, is_in_effect, passed_on, standing_of
from core.assessment.points.succession import not_brought
from core.assessment.points.tally import ZERO, Booked, Tally, book, points_counted
from core.assessment.points.terms import SanctionImposed, Standing
from core.assessment.preamble import not_in_force, preamble
from core.assessment.workdays import WorkCalendar
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.points import PointsScheme
from core.regulation.vocabulary import Flag, SanctionKind, Scheme
from core.text import Text


def assess_points(
    law: Law, facts: PointsFacts, period: Period, as_of: date, calendar: WorkCalendar | None = None
) -> PointsOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Decisions after ``as_of`` do not count, nor does what is only suspected or has been set aside. Records of every
    period are looked at, since suspensions cross the year and repetition escalates; points are those of ``period``
    alone. ``calendar`` says which days are worked; None: not known, so that no term of working days can be reckoned.
    """
    scheme = law.regulation.points
    digest = digest_of(facts)
    ended = not_in_force(law)
    if scheme is None or ended is not None:
        return _undecided(law, period, as_of, digest, ended)
    is_subject = _is_subject(scheme, facts)
    if is_subject is False:
        facts = replace(facts, violations=(), repairs=(), brought=())
    booked, unbooked = _entered(scheme, facts, as_of, calendar)
    lives = lives_of(scheme, facts.violations, as_of, calendar)
    docket, tallies = draw_up(law, scheme, booked, facts, as_of)
    tally = tallies.get(period) or Tally(period)
    undecided = bool(unbooked) or any(each.blocking for each in tallies.values())
    outcome = PointsOutcome(
        law=law,
        period=period,
        as_of=as_of,
        facts_digest=digest,
        missing=(*unbooked, *(one for each in tallies.values() for one in each.missing)),
        points_full=scheme.full,
        standing=None if undecided else standing_of(docket, facts.examinations, as_of),
        exposure=exposure_of(scheme, lives),
        is_subject=is_subject,
    )
    outcome = _with_docket(outcome, docket, tally, facts)
    if not unbooked and not tally.blocking:
        outcome = _with_account(outcome, scheme, docket, tally)
    own = [one for one in booked if one.booked_on in period]
    outcome = _with_consequences(outcome, scheme, own, facts, calendar)
    outcome = replace(outcome, steps=_steps(outcome, scheme, tally, docket, facts, lives))
    return replace(outcome, rules_used=_rules_used(outcome, scheme, tally))


def _entered(
    scheme: PointsScheme, facts: PointsFacts, as_of: date, calendar: WorkCalendar | None
) -> tuple[list[Booked], list[Missing]]:
    """Return the records in force, and what is missing to enter all that counts."""
    booked, unbooked = book(scheme, facts.violations, as_of, calendar)
    lacking = not_brought(facts)
    return booked, unbooked if lacking is None else [*unbooked, lacking]


def _is_subject(scheme: PointsScheme, facts: PointsFacts) -> bool | None:
    """Return whether the scheme is about the profession asked for; None: not asked, or the text does not say."""
    if facts.profession is None or not scheme.subjects:
        return None
    return facts.profession in {one.profession for one in scheme.subjects}


def _undecided(law: Law, period: Period, as_of: date, digest: str, ended: Missing | None) -> PointsOutcome:
    gap = law.regulation.gap_of(Scheme.POINTS)
    label = gap.label if gap else Text(zh="该规定没有记分办法", en="the regulation has no points scheme")
    names = gap.parameters if gap and gap.parameters else ("points",)
    missing = tuple(Missing(name, label) for name in names) if ended is None else (ended,)
    steps = (*preamble(law, Scheme.POINTS), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return PointsOutcome(law=law, period=period, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)


def _with_docket(outcome: PointsOutcome, docket: Docket, tally: Tally, facts: PointsFacts) -> PointsOutcome:
    return replace(
        outcome,
        deductions=tally.deductions,
        sanctions=tuple(one for one in docket.imposed if one.period == outcome.period),
        carried=_carried(docket, facts, outcome.period),
        notices=() if outcome.standing is None else notices_of(docket, facts),
        suspensions=_suspensions(docket),
        repairs=tally.repairs,
    )


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
        flags=(*(one.flag for one in scheme.distinctions if left >= one.left_from), *_contested(outcome)),
    )


def _contested(outcome: PointsOutcome) -> tuple[Flag, ...]:
    return (Flag.UNDER_APPEAL,) if any(one.counts for one in outcome.exposure) else ()


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
    published = {one.publication for one in outcome.notices}
    return frozenset(tally.rules | granted | published)


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
    outcome: PointsOutcome,
    scheme: PointsScheme,
    tally: Tally,
    docket: Docket,
    facts: PointsFacts,
    lives: tuple[Lived, ...],
) -> tuple[Step, ...]:
    """Return the explanation: the law, the account with what followed, what is carried over, the standing."""
    opening = (outcome.period.name, plain(scheme.full))
    steps = [*preamble(outcome.law, Scheme.POINTS)]
    if outcome.is_subject is False:
        steps.append(Step(StepKind.NOT_A_SUBJECT, scheme.cite, (str(facts.profession),)))
    steps += life_steps(scheme, lives)
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
