"""The enrolment engine: findings, acts and changes under one law → may this doctor treat insured patients here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.assessment.enrolment.conditions import Met, conditions_of, entry_of, steps_of
from core.assessment.enrolment.duties import breaches_of, duties_of
from core.assessment.enrolment.endings import Ended, ending_of, unknown_grounds
from core.assessment.facts import ActTaken, ChangeOccurred, EnrolmentFacts
from core.assessment.outcome import EnrolmentOutcome, EnrolmentStatus, Missing, NextAct, Step, StepKind
from core.assessment.periods import add_months
from core.assessment.preamble import preamble
from core.assessment.workdays import WorkCalendar
from core.regulation.citation import Citation
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.enrolment import EnrolmentScheme, Filing, State, Transition
from core.regulation.vocabulary import Act, Change, Scheme
from core.text import Text


@dataclass(slots=True)
class _Course:
    """How far the acts have led, while they are gone through."""

    met: Mapping[str, Met]
    state: State | None = None
    since: date | None = None
    reached: set[str] = field(default_factory=set[str])
    steps: list[Step] = field(default_factory=list[Step])
    ended: Ended | None = None
    missing: tuple[Missing, ...] = ()


def assess_enrolment(
    law: Law, facts: EnrolmentFacts, as_of: date, calendar: WorkCalendar | None = None
) -> EnrolmentOutcome:
    """Return what ``law`` makes of ``facts``, as it stands at the end of the day ``as_of``.

    ``calendar`` says which days are worked; None: not known, so that a term of working days cannot be reckoned.
    """
    scheme = law.regulation.enrolment
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, as_of, digest)
    facts = _until(facts, as_of)
    term = _term(law, scheme, as_of)
    blank = EnrolmentOutcome(law=law, as_of=as_of, facts_digest=digest, missing=term.missing, in_force=term.holds)
    blank = replace(blank, valid_until=term.end, steps=(*preamble(law, Scheme.ENROLMENT), *term.steps))
    if term.missing:
        return replace(blank, steps=(*blank.steps, *_missing_steps(term.missing)))
    if term.holds is False:
        grounds = (scheme.validity.cite,) if scheme.validity else ()
        return replace(blank, status=EnrolmentStatus.NOT_IN_FORCE, grounds=grounds)
    return _assess(blank, scheme, facts, calendar)


def _assess(
    blank: EnrolmentOutcome, scheme: EnrolmentScheme, facts: EnrolmentFacts, calendar: WorkCalendar | None
) -> EnrolmentOutcome:
    """Return ``blank`` with everything that follows from a text in force."""
    as_of = blank.as_of
    course = _go_through(scheme, facts, as_of)
    elsewhere = _filed_elsewhere(scheme, facts)
    status = _status(scheme, course, elsewhere)
    duties = duties_of(scheme, sorted(facts.changes, key=_order_of), as_of, calendar)
    breaches = breaches_of(scheme, facts.breaches, as_of)
    covered, cover_steps = _covered(scheme, facts)
    missing = (*_missing(scheme, course, status), *unknown_grounds(scheme, facts), *duties.missing, *breaches.missing)
    steps = [*blank.steps, *steps_of(scheme, course.met), *course.steps]
    if status is EnrolmentStatus.NOT_FILED and elsewhere is not None and scheme.sites is not None:
        steps.append(Step(StepKind.SITE_NOT_FILED, scheme.sites.cite, (elsewhere.on.isoformat(), str(elsewhere.at))))
    steps += [*duties.steps, *breaches.steps, *cover_steps, *_missing_steps(missing)]
    used = {one.id for one in scheme.conditions if course.met[one.id] is Met.NO} | course.reached
    used |= {one.duty for one in (*duties.due, *breaches.found)} | ({course.ended.rule} if course.ended else set())
    return replace(
        blank,
        missing=missing,
        status=status,
        state=course.state.id if course.state else None,
        state_label=course.state.label if course.state else None,
        since=course.since,
        covered=covered,
        next_acts=() if course.ended else tuple(_next_acts(scheme, course)),
        duties=duties.due,
        grounds=_grounds(scheme, course, status),
        ended_on=course.ended.on if course.ended else None,
        arithmetic=course.ended.arithmetic if course.ended else None,
        breaches=breaches.found,
        rules_used=frozenset(used),
        steps=tuple(steps),
    )


def _until(facts: EnrolmentFacts, as_of: date) -> EnrolmentFacts:
    """Return what had happened by the end of ``as_of``; whether the past was checked is not a matter of days."""
    return replace(
        facts,
        acts=tuple(one for one in facts.acts if one.on <= as_of),
        incidents=tuple(one for one in facts.incidents if one.on <= as_of),
        changes=tuple(one for one in facts.changes if one.on <= as_of),
        served_on=tuple(one for one in facts.served_on if one <= as_of),
        suspensions=tuple(one for one in facts.suspensions if one.decided_on <= as_of),
        determinations=tuple(one for one in facts.determinations if one.on <= as_of),
    )


@dataclass(frozen=True, slots=True)
class _Term:
    """Whether a text's own term holds the day asked about."""

    holds: bool | None = None
    end: date | None = None
    missing: tuple[Missing, ...] = ()
    steps: tuple[Step, ...] = ()


def _term(law: Law, scheme: EnrolmentScheme, as_of: date) -> _Term:
    validity = scheme.validity
    if validity is None:
        return _Term()
    start = validity.promulgated
    if start is None:
        name = "enrolment.validity.promulgated"
        gap = next((one for one in law.regulation.gaps if name in one.parameters), None)
        label = gap.label if gap else Text(zh="有效期的起算日不详", en="the day from which its term runs is not given")
        return _Term(missing=(Missing(name, label),))
    end = add_months(start, validity.months)
    holds = start <= as_of < end
    arguments = (start.isoformat(), end.isoformat(), as_of.isoformat())
    step = Step(StepKind.VALID if holds else StepKind.NOT_VALID, validity.cite, arguments)
    return _Term(holds, end, steps=(step,))


def _go_through(scheme: EnrolmentScheme, facts: EnrolmentFacts, as_of: date) -> _Course:
    """Return how far the acts have led, and how the enrolment ended; one that has ended can be begun anew."""
    everywhere = scheme.sites is not None and scheme.sites.filing is Filing.PER_PERSON
    rest = sorted((one for one in facts.acts if one.at is None or everywhere), key=_place_of)
    course = _Course(conditions_of(scheme, facts, rest, as_of))
    while rest:
        act = _next_of(scheme, course, rest)
        if _transition(scheme, course.state, act.act) is None:
            _end(scheme, facts, course, act.on)
            if course.ended is not None:
                fresh = conditions_of(scheme, facts, rest, as_of)
                course = _Course(fresh, reached={*course.reached, course.ended.rule}, steps=course.steps)
        rest.remove(act)
        _take(scheme, course, act)
    _end(scheme, facts, course, as_of)
    return course


def _place_of(act: ActTaken) -> tuple[date, int]:
    return act.on, list(Act).index(act.act)


def _next_of(scheme: EnrolmentScheme, course: _Course, acts: list[ActTaken]) -> ActTaken:
    """Return the act of the earliest day that can be taken now; the first of them if none can."""
    today = [one for one in acts if one.on == acts[0].on]
    return next((one for one in today if _transition(scheme, course.state, one.act) is not None), today[0])


def _take(scheme: EnrolmentScheme, course: _Course, act: ActTaken) -> None:
    transition = _transition(scheme, course.state, act.act)
    if transition is None:
        reason = Text(zh="当前状态下不能办理", en="not possible from the state reached")
        course.steps.append(Step(StepKind.ACT_REFUSED, scheme.cite, (act.on.isoformat(), act.act.value, reason)))
        return
    unmet = [name for name in transition.requires if course.met[name] in (Met.NO, Met.UNKNOWN)]
    if unmet:
        listed = ", ".join(unmet)
        reason = Text(zh=f"条件未满足: {listed}", en=f"conditions not met: {listed}")
        step = Step(StepKind.ACT_REFUSED, transition.cite, (act.on.isoformat(), transition.label, reason))
        course.steps.append(step)
        return
    course.state = next(state for state in scheme.states if state.id == transition.to)
    course.since = act.on
    course.reached.add(transition.to)
    arguments = (act.on.isoformat(), transition.label, course.state.label)
    course.steps.append(Step(StepKind.ACT_TAKEN, transition.cite, arguments))


def _end(scheme: EnrolmentScheme, facts: EnrolmentFacts, course: _Course, until: date) -> None:
    """Note on ``course`` how it ended by the day ``until``, if it did, or what is missing to tell."""
    if course.state is None or course.since is None:
        return
    ending = ending_of(scheme, facts, course.since, until, filed=course.state.enrolled)
    course.ended, course.missing = ending.ended, ending.missing
    if ending.ended is not None:
        course.steps += ending.ended.steps


def _order_of(change: ChangeOccurred) -> tuple[date, int, date]:
    """Return what changes are put in order by: of one day, the order in which kinds of change are listed."""
    return change.on, list(Change).index(change.change), change.reported_on or date.max


def _transition(scheme: EnrolmentScheme, state: State | None, act: Act) -> Transition | None:
    here = state.id if state else None
    return next((one for one in scheme.transitions if one.from_ == here and one.act is act), None)


def _filed_elsewhere(scheme: EnrolmentScheme, facts: EnrolmentFacts) -> ActTaken | None:
    """Return the earliest act by which the doctor was enrolled at another institution, or None."""
    enrolled = {state.id for state in scheme.states if state.enrolled}
    filing = {one.act for one in scheme.transitions if one.to in enrolled}
    found = [one for one in facts.acts if one.at is not None and one.act in filing]
    return min(found, key=lambda one: (one.on, str(one.at)), default=None)


def _status(scheme: EnrolmentScheme, course: _Course, elsewhere: ActTaken | None) -> EnrolmentStatus | None:
    if course.ended is not None:
        return course.ended.status
    if course.missing:
        return None
    if Met.NO in course.met.values():
        barred = any(course.met[name] is Met.NO for name in entry_of(scheme))
        return EnrolmentStatus.NOT_ELIGIBLE if barred else EnrolmentStatus.NOT_YET
    if Met.UNKNOWN in course.met.values():
        return None
    if course.state is not None and course.state.enrolled:
        return EnrolmentStatus.ENROLLED
    per_site = scheme.sites is not None and scheme.sites.filing is Filing.PER_SITE
    return EnrolmentStatus.NOT_FILED if per_site and elsewhere is not None else EnrolmentStatus.NOT_YET


def _grounds(scheme: EnrolmentScheme, course: _Course, status: EnrolmentStatus | None) -> tuple[Citation, ...]:
    """Return the places for which the doctor may not practise here, in the order of the text."""
    if course.ended is not None:
        return (course.ended.citation,)
    if status is EnrolmentStatus.NOT_FILED and scheme.sites is not None:
        return (scheme.sites.cite,)
    if status is None:
        return ()
    return tuple(dict.fromkeys(one.cite for one in scheme.conditions if course.met[one.id] is Met.NO))


def _missing(scheme: EnrolmentScheme, course: _Course, status: EnrolmentStatus | None) -> tuple[Missing, ...]:
    """Return what the status cannot be decided without; nothing if it can."""
    if status is not None:
        return ()
    unknown = [one for one in scheme.conditions if course.met[one.id] is Met.UNKNOWN]
    return (*(Missing(f"enrolment.conditions.{one.id}", one.label) for one in unknown), *course.missing)


def _missing_steps(missing: Iterable[Missing]) -> tuple[Step, ...]:
    return tuple(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing)


def _next_acts(scheme: EnrolmentScheme, course: _Course) -> list[NextAct]:
    here = course.state.id if course.state else None
    return [
        NextAct(act=one.act, by=one.by, citation=one.cite, label=one.label)
        for one in scheme.transitions
        if one.from_ == here and all(course.met[name] is not Met.NO for name in one.requires)
    ]


def _covered(scheme: EnrolmentScheme, facts: EnrolmentFacts) -> tuple[bool | None, list[Step]]:
    if facts.insurance is None or not scheme.covers:
        return None, []
    for cover in scheme.covers:
        if cover.insurance is facts.insurance:
            return True, [Step(StepKind.COVERED, cover.cite, (facts.insurance.value,))]
    return False, [Step(StepKind.NOT_COVERED, scheme.covers[0].cite, (facts.insurance.value,))]


def _undecided(law: Law, as_of: date, digest: str) -> EnrolmentOutcome:
    gap = law.regulation.gap_of(Scheme.ENROLMENT)
    label = gap.label if gap else Text(zh="该规定没有备案或协议办法", en="the regulation has no enrolment scheme")
    missing = tuple(Missing(name, label) for name in (gap.parameters if gap and gap.parameters else ("enrolment",)))
    steps = (*preamble(law, Scheme.ENROLMENT), *_missing_steps(missing))
    return EnrolmentOutcome(law=law, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)
