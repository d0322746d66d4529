"""The enrolment engine: findings, acts and changes under one law → may this doctor treat insured patients here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from core.assessment.facts import ActTaken, ChangeOccurred, EnrolmentFacts
from core.assessment.outcome import (
    DutyDue,
    DutyState,
    EnrolmentOutcome,
    EnrolmentStatus,
    Missing,
    NextAct,
    Step,
    StepKind,
)
from core.assessment.periods import add_months, first_of_next_month
from core.assessment.preamble import preamble
from core.regulation.digest import digest_of
from core.regulation.enrolment import Condition, EnrolmentScheme, State, Transition
from core.regulation.law import Law
from core.regulation.vocabulary import Act, Attribute, Scheme
from core.text import Text


class Met(Enum):
    """Whether a condition is met."""

    YES = StepKind.CONDITION_MET
    NO = StepKind.CONDITION_FAILED
    UNKNOWN = StepKind.CONDITION_UNKNOWN
    NOT_ASKED = StepKind.CONDITION_NOT_ASKED


@dataclass(slots=True)
class _Course:
    """How far the acts have led, while they are gone through."""

    state: State | None = None
    since: date | None = None
    steps: list[Step] = field(default_factory=list[Step])


def assess_enrolment(law: Law, facts: EnrolmentFacts, as_of: date) -> EnrolmentOutcome:
    """Return what ``law`` makes of ``facts``, as it stands at the end of the day ``as_of``."""
    scheme = law.regulation.enrolment
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, as_of, digest)
    acts = sorted((one for one in facts.acts if one.on <= as_of), key=lambda one: (one.on, list(Act).index(one.act)))
    changes = sorted((one for one in facts.changes if one.on <= as_of), key=lambda one: one.on)
    met = _conditions(scheme, facts, acts, as_of)
    course = _go_through(scheme, acts, met)
    ended = _ended(scheme, changes, course)
    status = EnrolmentStatus.ENDED if ended else _status(scheme, met, course)
    missing = _missing(scheme, met) if status is None else ()
    duties = tuple(_duties(scheme, changes, as_of))
    covered, cover_steps = _covered(scheme, facts)
    steps = [*preamble(law, Scheme.ENROLMENT), *_condition_steps(scheme, met), *course.steps, *ended]
    steps += [_duty_step(one) for one in duties]
    steps += [*cover_steps, *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing)]
    return EnrolmentOutcome(
        law=law,
        as_of=as_of,
        facts_digest=digest,
        missing=missing,
        status=status,
        state=course.state.id if course.state else None,
        state_label=course.state.label if course.state else None,
        since=course.since,
        covered=covered,
        next_acts=() if ended else tuple(_next_acts(scheme, met, course.state)),
        duties=duties,
        steps=tuple(steps),
    )


def _conditions(scheme: EnrolmentScheme, facts: EnrolmentFacts, acts: list[ActTaken], as_of: date) -> Mapping[str, Met]:
    """Return whether each condition is met; windows look back from the application, or from today before it."""
    known = {one.attribute: one.holds for one in facts.findings}
    taken = {one.act for one in acts}
    applied = next((one.on for one in acts), as_of)
    return {one.id: _met(one, known, taken, facts, applied) for one in scheme.conditions}


def _met(
    condition: Condition, known: Mapping[Attribute, bool], taken: set[Act], facts: EnrolmentFacts, applied: date
) -> Met:
    if condition.only_if is not None:
        asked = known.get(condition.only_if)
        if asked is not True:
            return Met.UNKNOWN if asked is None else Met.NOT_ASKED
    if condition.clear_of is not None:
        open_question = not facts.incidents_known
        failed = any(_bars(condition, one.on, applied) for one in facts.incidents if one.incident is condition.clear_of)
    else:
        found = [known.get(attribute) for attribute in condition.any_of]
        if True in found:
            return Met.YES
        open_question = None in found
        failed = not open_question
    if failed:
        return Met.NO
    return Met.UNKNOWN if open_question and condition.shown_by not in taken else Met.YES


def _bars(condition: Condition, incident: date, applied: date) -> bool:
    """Return whether an incident bars an application: from its day for so many months, that day excluded."""
    if incident > applied:
        return False
    return condition.months is None or applied < add_months(incident, condition.months)


def _go_through(scheme: EnrolmentScheme, acts: list[ActTaken], met: Mapping[str, Met]) -> _Course:
    course = _Course()
    states = {state.id: state for state in scheme.states}
    for act in acts:
        transition = _transition(scheme, course.state, act.act)
        if transition is None:
            reason = Text(zh="当前状态下不能办理", en="not possible from the state reached")
            course.steps.append(Step(StepKind.ACT_REFUSED, scheme.cite, (act.on.isoformat(), act.act.value, reason)))
            continue
        unmet = [name for name in transition.requires if met[name] in (Met.NO, Met.UNKNOWN)]
        if unmet:
            listed = ", ".join(unmet)
            reason = Text(zh=f"条件未满足: {listed}", en=f"conditions not met: {listed}")
            step = Step(StepKind.ACT_REFUSED, transition.cite, (act.on.isoformat(), transition.label, reason))
            course.steps.append(step)
            continue
        course.state, course.since = states[transition.to], act.on
        arguments = (act.on.isoformat(), transition.label, course.state.label)
        course.steps.append(Step(StepKind.ACT_TAKEN, transition.cite, arguments))
    return course


def _transition(scheme: EnrolmentScheme, state: State | None, act: Act) -> Transition | None:
    here = state.id if state else None
    return next((one for one in scheme.transitions if one.from_ == here and one.act is act), None)


def _entry(scheme: EnrolmentScheme) -> set[str]:
    """Return the conditions of eligibility: those of the first act, and those that no act asks for."""
    later = {name for one in scheme.transitions if one.from_ is not None for name in one.requires}
    first = {name for one in scheme.transitions if one.from_ is None for name in one.requires}
    return {one.id for one in scheme.conditions if one.id in first or one.id not in later}


def _status(scheme: EnrolmentScheme, met: Mapping[str, Met], course: _Course) -> EnrolmentStatus | None:
    if any(met[name] is Met.NO for name in _entry(scheme)):
        return EnrolmentStatus.NOT_ELIGIBLE
    if Met.NO in met.values():
        return EnrolmentStatus.NOT_YET
    if Met.UNKNOWN in met.values():
        return None
    return EnrolmentStatus.ENROLLED if course.state and course.state.enrolled else EnrolmentStatus.NOT_YET


def _missing(scheme: EnrolmentScheme, met: Mapping[str, Met]) -> tuple[Missing, ...]:
    return tuple(
        Missing(f"enrolment.conditions.{one.id}", one.label) for one in scheme.conditions if met[one.id] is Met.UNKNOWN
    )


def _condition_steps(scheme: EnrolmentScheme, met: Mapping[str, Met]) -> list[Step]:
    return [Step(met[one.id].value, one.cite, (one.id, one.label)) for one in scheme.conditions]


def _ended(scheme: EnrolmentScheme, changes: list[ChangeOccurred], course: _Course) -> list[Step]:
    """Return the step that ends the enrolment, if a change since it began does; empty if none does."""
    if course.since is None:
        return []
    for change in changes:
        for ending in scheme.endings:
            if change.change in ending.changes and change.on >= course.since:
                return [Step(StepKind.ENDED, ending.cite, (change.on.isoformat(), ending.label))]
    return []


def _next_acts(scheme: EnrolmentScheme, met: Mapping[str, Met], state: State | None) -> list[NextAct]:
    here = state.id if state else None
    return [
        NextAct(act=one.act, by=one.by, citation=one.cite, label=one.label)
        for one in scheme.transitions
        if one.from_ == here and all(met[name] is not Met.NO for name in one.requires)
    ]


def _duties(scheme: EnrolmentScheme, changes: list[ChangeOccurred], as_of: date) -> list[DutyDue]:
    found: list[DutyDue] = []
    for change in changes:
        for duty in scheme.duties:
            if change.change in duty.changes:
                before = first_of_next_month(change.on)
                reported = change.reported_on if change.reported_on and change.reported_on <= as_of else None
                found.append(
                    DutyDue(
                        duty=duty.id,
                        citation=duty.cite,
                        label=duty.label,
                        by=duty.by,
                        change=change.change,
                        on=change.on,
                        due_before=before,
                        reported_on=reported,
                        state=_duty_state(before, reported, as_of),
                    )
                )
    return found


def _duty_state(before: date, reported: date | None, as_of: date) -> DutyState:
    if reported is not None:
        return DutyState.DONE if reported < before else DutyState.DONE_LATE
    return DutyState.OPEN if as_of < before else DutyState.OVERDUE


def _duty_step(duty: DutyDue) -> Step:
    return Step(
        StepKind.DUTY, duty.citation, (duty.on.isoformat(), duty.due_before.isoformat(), duty.label, duty.state.value)
    )


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
    steps = (*preamble(law, Scheme.ENROLMENT), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return EnrolmentOutcome(law=law, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)
