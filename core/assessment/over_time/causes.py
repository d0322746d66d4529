"""Why a standing changed on a day: everything that happened on it, each with the place in the law it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import PointsOutcome, Step, StepKind
from core.assessment.periods import Period
from core.assessment.points.sanction_words import name_of
from core.assessment.points.terms import SanctionImposed
from core.assessment.preamble import not_in_force
from core.regulation.citation import Citation
from core.regulation.schemes.points import PointsScheme
from core.regulation.vocabulary import LifeEvent
from core.text import Text


class CauseKind(StrEnum):
    """What happened on a day on which a standing changed."""

    DECIDED = "DECIDED"
    """A record was decided."""
    SUSPECTED = "SUSPECTED"
    NOTIFIED = "NOTIFIED"
    APPEALED = "APPEALED"
    APPEAL_WITHDRAWN = "APPEAL_WITHDRAWN"
    UPHELD = "UPHELD"
    OVERTURNED = "OVERTURNED"
    WITHDRAWN = "WITHDRAWN"
    REPAIRED = "REPAIRED"
    """A repair was accepted."""
    EXAM_PASSED = "EXAM_PASSED"
    EXAM_FAILED = "EXAM_FAILED"
    READMITTED = "READMITTED"
    """A new enrolment ended a revocation."""
    LIFTED = "LIFTED"
    """A suspension without end was lifted."""
    SANCTION_STARTED = "SANCTION_STARTED"
    SANCTION_ENDED = "SANCTION_ENDED"
    """A term was over."""
    PERIOD_TURNED = "PERIOD_TURNED"
    """A new evaluation period began."""
    BROUGHT = "BROUGHT"
    """What the version before brings along changed."""
    VERSION_CHANGED = "VERSION_CHANGED"
    """Another version of the regulation applies from this day, or none does any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that happened on the day on which a stretch begins."""

    kind: CauseKind
    record: str | None = None
    """Id of the record or repair, or of the record that brought the sanction about; None: it is about none."""
    citation: Citation | None = None
    """The place in the law; None: it rests on the facts alone."""
    label: Text | None = None
    """The act, repair or sanction in short; None: there is nothing to add."""

    @property
    def text(self) -> Text:
        """The cause as a sentence."""
        said = _SENTENCES[self.kind]
        if self.label is None:
            return said
        return Text(zh=f"{said.zh}: {self.label.zh}", en=f"{said.en}: {self.label.en}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine was told, and what it made of it."""

    facts: PointsFacts
    outcome: PointsOutcome


def causes_on(day: date, before: Answer | None, after: Answer) -> tuple[Cause, ...]:
    """Return what happened on ``day``, ``before`` and ``after`` being the answers before it and at its end.

    Without ``before`` only what ``after`` tells of that very day is known.
    """
    scheme = after.outcome.law.regulation.points
    found = [*_of_law(before, after)]
    if scheme is not None:
        found += [
            *_of_brought(before, after),
            *_of_records(day, after.facts, scheme),
            *_of_repairs(day, after.facts, scheme),
            *_of_examinations(day, after.facts),
            *_of_steps(day, after.outcome),
            *_of_sanctions(day, before, after),
            *_of_period(day, scheme),
        ]
    return tuple(dict.fromkeys(found))


def _of_law(before: Answer | None, after: Answer) -> Iterator[Cause]:
    """Yield that another version applies, or none any more."""
    if before is None:
        return
    law, earlier = after.outcome.law, before.outcome.law
    if law != earlier or (not_in_force(law) is None) != (not_in_force(earlier) is None):
        yield Cause(kind=CauseKind.VERSION_CHANGED, citation=law.regulation.in_force.cite, label=law.regulation.title)


def _of_brought(before: Answer | None, after: Answer) -> Iterator[Cause]:
    """Yield each record of the version before that counts on from now, or no more."""
    if before is None or before.outcome.law != after.outcome.law:
        return
    old, new = before.facts.brought, after.facts.brought
    for one in (*(one for one in new if one not in old), *(one for one in old if one not in new)):
        yield Cause(kind=CauseKind.BROUGHT, record=one.record, citation=one.citation, label=one.label)
    if before.facts.brought_from != after.facts.brought_from:
        yield Cause(kind=CauseKind.BROUGHT)


def _of_records(day: date, facts: PointsFacts, scheme: PointsScheme) -> Iterator[Cause]:
    for one in sorted(facts.violations, key=lambda one: (one.decision_no or one.id, one.id)):
        found = scheme.clause_by_id.get(one.clause)
        clause = found[1] if found is not None else None
        for kind in _events(day, one):
            yield Cause(
                kind=kind,
                record=one.id,
                citation=clause.cite if clause is not None else None,
                label=clause.label if clause is not None else None,
            )


def _events(day: date, one: Violation) -> Iterator[CauseKind]:
    """Yield what happened to a record on ``day``, in the order in which it can."""
    events = {entry.event for entry in one.entries if entry.on == day}
    if one.decided_on == day and all(entry.event is not LifeEvent.SUSPECTED for entry in one.entries):
        events.add(LifeEvent.DECIDED)
    if one.notified_on == day:
        events.add(LifeEvent.NOTIFIED)
    for event in LifeEvent:
        if event in events:
            yield CauseKind[event.name]


def _of_repairs(day: date, facts: PointsFacts, scheme: PointsScheme) -> Iterator[Cause]:
    rules = {rule.id: rule for rule in scheme.repairs.rules} if scheme.repairs is not None else {}
    for one in sorted(facts.repairs, key=lambda one: (one.rule, one.id)):
        if one.on == day:
            rule = rules.get(one.rule)
            yield Cause(
                kind=CauseKind.REPAIRED,
                record=one.id,
                citation=rule.cite if rule is not None else None,
                label=rule.label if rule is not None else None,
            )


def _of_examinations(day: date, facts: PointsFacts) -> Iterator[Cause]:
    results = {one.passed for one in facts.examinations if one.on == day}
    for passed in sorted(results, reverse=True):
        yield Cause(kind=CauseKind.EXAM_PASSED if passed else CauseKind.EXAM_FAILED)


def _of_steps(day: date, after: PointsOutcome) -> Iterator[Cause]:
    """Yield the readmissions and liftings of ``day`` that had effect, which the steps alone tell."""
    kinds = {StepKind.READMITTED: CauseKind.READMITTED, StepKind.LIFTED: CauseKind.LIFTED}
    for step in after.steps:
        if step.kind in kinds and _day_of(step) == day.isoformat():
            yield Cause(kind=kinds[step.kind], record=step.record, citation=step.citation)


def _day_of(step: Step) -> Text | str | None:
    return step.arguments[0] if step.arguments else None


def _of_sanctions(day: date, before: Answer | None, after: Answer) -> Iterator[Cause]:
    for one in _sanctions(after):
        if one.start == day:
            yield _about(CauseKind.SANCTION_STARTED, one)
    for one in (*_sanctions(before), *_sanctions(after)):
        if one.end == day and one.start < day:
            yield _about(CauseKind.SANCTION_ENDED, one)


def _sanctions(answer: Answer | None) -> tuple[SanctionImposed, ...]:
    every = (*answer.outcome.carried, *answer.outcome.sanctions) if answer is not None else ()
    return tuple(one for one in every if not one.absorbed)


def _about(kind: CauseKind, one: SanctionImposed) -> Cause:
    return Cause(kind=kind, record=one.record, citation=one.citation, label=name_of(one.kind))


def _of_period(day: date, scheme: PointsScheme) -> Iterator[Cause]:
    period = Period.of(scheme.period, day)
    if period.start == day:
        yield Cause(kind=CauseKind.PERIOD_TURNED, citation=scheme.cite, label=Text(zh=period.name, en=period.name))


_SENTENCES = MappingProxyType(
    {
        CauseKind.DECIDED: Text(zh="作出违规决定", en="a violation was decided"),
        CauseKind.SUSPECTED: Text(zh="立案待查", en="a suspicion was raised"),
        CauseKind.NOTIFIED: Text(zh="决定送达", en="notice of the decision was given"),
        CauseKind.APPEALED: Text(zh="提出申诉", en="the person objected"),
        CauseKind.APPEAL_WITHDRAWN: Text(zh="撤回申诉", en="the objection was taken back"),
        CauseKind.UPHELD: Text(zh="申诉后维持", en="the decision was upheld"),
        CauseKind.OVERTURNED: Text(zh="决定被撤销", en="the decision was overturned"),
        CauseKind.WITHDRAWN: Text(zh="机关自行撤回", en="the authority withdrew the record"),
        CauseKind.REPAIRED: Text(zh="完成修复", en="points were repaired"),
        CauseKind.EXAM_PASSED: Text(zh="考试合格", en="an examination was passed"),
        CauseKind.EXAM_FAILED: Text(zh="考试不合格", en="an examination was failed"),
        CauseKind.READMITTED: Text(zh="重新取得资格", en="readmitted"),
        CauseKind.LIFTED: Text(zh="解除暂停", en="the suspension was lifted"),
        CauseKind.SANCTION_STARTED: Text(zh="处理开始", en="a sanction began"),
        CauseKind.SANCTION_ENDED: Text(zh="处理期满", en="a sanction's term was over"),
        CauseKind.PERIOD_TURNED: Text(zh="进入新的周期", en="a new period began"),
        CauseKind.BROUGHT: Text(zh="前一版本接续的记分有变", en="what the version before brings along changed"),
        CauseKind.VERSION_CHANGED: Text(zh="适用的版本有变", en="another version applies, or none any more"),
    }
)
