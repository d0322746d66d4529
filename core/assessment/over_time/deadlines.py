"""Deadlines (期限): the last days that follow from an answer, each with its place in the law and who has to act.

Only what is still open gives one: what was reported, passed or contested gives none any more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.assessment.enrolment.duties import due_before
from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import DutyDue, DutyState, EnrolmentOutcome, PointsOutcome
from core.assessment.points.sanction_words import FINAL
from core.assessment.points.standing import passed_on
from core.assessment.points.terms import AppealWindow, SanctionImposed
from core.assessment.rating.terms import RatingOutcome
from core.assessment.workdays import CalendarUnknown, WorkCalendar
from core.regulation.citation import Citation
from core.regulation.law import Law
from core.regulation.schemes.rating import ConsequenceKind, RatedSubject
from core.regulation.vocabulary import LifeEvent, Party, SanctionKind
from core.text import Text

_DAY = timedelta(days=1)
_LEFT = frozenset({DutyState.OPEN, DutyState.OVERDUE, DutyState.UNKNOWN})
"""States of a duty that is still to be met."""


class DeadlineKind(StrEnum):
    """What a day is the last of."""

    OBJECTION_ENDS = "OBJECTION_ENDS"
    SUSPENSION_ENDS = "SUSPENSION_ENDS"
    EXAMINATION_DUE = "EXAMINATION_DUE"
    BAR_ENDS = "BAR_ENDS"
    PERIOD_ENDS = "PERIOD_ENDS"
    DUTY_DUE = "DUTY_DUE"
    RECTIFICATION_DUE = "RECTIFICATION_DUE"


WORDS = {
    DeadlineKind.OBJECTION_ENDS: Text(zh="可提出异议申诉的最后一天", en="last day to object"),
    DeadlineKind.SUSPENSION_ENDS: Text(zh="暂停的最后一天", en="last day suspended"),
    DeadlineKind.EXAMINATION_DUE: Text(
        zh="考试合格的最后一天, 逾期须待合格方可恢复",
        en="last day to pass the examination; after it, the suspension lasts until it is passed",
    ),
    DeadlineKind.BAR_ENDS: Text(zh="不得重新申请的最后一天", en="last day without a new application"),
    DeadlineKind.PERIOD_ENDS: Text(zh="周期最后一天, 次日重新计分", en="last day of the period; points start anew"),
    DeadlineKind.DUTY_DUE: Text(zh="履行义务的最后一天", en="last day to meet the duty"),
    DeadlineKind.RECTIFICATION_DUE: Text(zh="整改的最后一天", en="last day to put it right"),
}
"""What each kind is called."""

_RECTIFIES = {
    RatedSubject.INSTITUTION: Party.INSTITUTION,
    RatedSubject.DEPARTMENT: Party.INSTITUTION,
    RatedSubject.DOCTOR: Party.DOCTOR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A last day; a year whose days off are not published gives none, and is named instead."""

    kind: DeadlineKind
    law: Law
    on: date | None
    """The last day that is in time, or of the term; None: the days off of ``calendar`` are not at hand."""
    calendar: int | None = None
    """The year whose days off would have to be known; None: ``on`` is known."""
    citation: Citation
    label: Text
    """What ends or is due, in short."""
    record: str | None = None
    """Id of the record that it follows from; None: it follows from none."""
    by: Party | None = None
    """Who has to act, or may again; None: nobody."""
    key: str
    """What it is about within the law; it stays the same when the day moves."""

    @property
    def until(self) -> date | None:
        """The first day after it; None: the day is not known."""
        return None if self.on is None else self.on + _DAY


def points_deadlines(outcome: PointsOutcome, facts: PointsFacts) -> tuple[Deadline, ...]:
    """Return what follows from an answer of the points scheme that was made from ``facts``, by day.

    Terms to object and sanctions are those of the outcome's period; its own last day counts if points were lost in it.
    """
    records = {one.id: one for one in facts.violations}
    found = [_objection(outcome, one, records) for one in outcome.appeals if _can_object(outcome, one, records)]
    for one in outcome.sanctions:
        if not one.absorbed:
            found += _of_sanction(outcome, one, facts)
    return _in_order((*found, *_reset(outcome)))


def enrolment_deadlines(outcome: EnrolmentOutcome, calendar: WorkCalendar | None) -> tuple[Deadline, ...]:
    """Return the days by which changes are to be reported that have not been, by day."""
    scheme = outcome.law.regulation.enrolment
    duties = {one.id: one for one in scheme.duties} if scheme is not None else {}
    return _in_order(
        _duty(outcome, one, due_before(duties[one.duty], one.on, calendar))
        for one in outcome.duties
        if one.state in _LEFT and one.reported_on is None
    )


def rating_deadlines(outcome: RatingOutcome) -> tuple[Deadline, ...]:
    """Return the days by which things are to be put right, and returning duties to be met, by day."""
    found = [
        Deadline(
            kind=DeadlineKind.RECTIFICATION_DUE,
            law=outcome.law,
            on=one.due_before - _DAY,
            citation=one.citation,
            label=_about(DeadlineKind.RECTIFICATION_DUE, one.label),
            record=one.record,
            by=_RECTIFIES.get(outcome.subject),
            key=_key(DeadlineKind.RECTIFICATION_DUE, one.cause, one.id, one.record),
        )
        for one in outcome.consequences
        if one.kind is ConsequenceKind.RECTIFY and one.due_before is not None and one.state in _LEFT
    ]
    rounds = [
        Deadline(
            kind=DeadlineKind.DUTY_DUE,
            law=outcome.law,
            on=one.due_before - _DAY,
            citation=one.citation,
            label=_about(DeadlineKind.DUTY_DUE, one.label),
            by=one.by,
            key=_key(DeadlineKind.DUTY_DUE, one.duty, one.due_before.isoformat()),
        )
        for one in outcome.duties
        if one.state in _LEFT
    ]
    return _in_order((*found, *rounds))


def order_of(one: Deadline) -> tuple[date, str, int, str]:
    """Return what deadlines are ordered by: the day, those without one last; then law, kind and what they are about."""
    return one.on or date.max, one.law.id, list(DeadlineKind).index(one.kind), one.key


def comes_within(one: Deadline, start: date, end: date | None) -> bool:
    """Return whether ``one`` is of ``[start, end)`` (None: without end); one whose day is not known may be."""
    return one.on is None or (start <= one.on and (end is None or one.on < end))


def _in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(deadlines, key=order_of))


def _key(kind: DeadlineKind, *parts: str) -> str:
    return "|".join((kind.value, *parts))


def _about(kind: DeadlineKind, what: Text) -> Text:
    return Text(zh=f"{WORDS[kind].zh}: {what.zh}", en=f"{WORDS[kind].en}: {what.en}")


def _can_object(outcome: PointsOutcome, window: AppealWindow, records: dict[str, Violation]) -> bool:
    """Return whether nobody has objected yet."""
    record = records.get(window.record)
    entries = record.entries if record is not None else ()
    return not any(one.event is LifeEvent.APPEALED and one.on <= outcome.as_of for one in entries)


def _objection(outcome: PointsOutcome, window: AppealWindow, records: dict[str, Violation]) -> Deadline:
    kind, label = DeadlineKind.OBJECTION_ENDS, WORDS[DeadlineKind.OBJECTION_ENDS]
    scheme, record = outcome.law.regulation.points, records.get(window.record)
    clause = scheme.clause_by_id.get(record.clause) if scheme is not None and record is not None else None
    return Deadline(
        kind=kind,
        law=outcome.law,
        on=window.last_day,
        calendar=window.calendar,
        citation=window.citation,
        label=label if clause is None else _about(kind, clause[1].label),
        record=window.record,
        by=Party.DOCTOR,
        key=_key(kind, window.record),
    )


def _of_sanction(outcome: PointsOutcome, one: SanctionImposed, facts: PointsFacts) -> Iterator[Deadline]:
    if one.kind in FINAL and one.may_reapply_from is not None:
        yield _ending(outcome, one, DeadlineKind.BAR_ENDS, one.may_reapply_from, Party.DOCTOR)
    if one.kind is SanctionKind.SUSPEND and one.end is not None:
        yield _ending(outcome, one, DeadlineKind.SUSPENSION_ENDS, one.end, None)
        if one.until_exam and passed_on(one, facts.examinations, outcome.as_of) is None:
            yield _ending(outcome, one, DeadlineKind.EXAMINATION_DUE, one.end, Party.DOCTOR)


def _ending(
    outcome: PointsOutcome, one: SanctionImposed, kind: DeadlineKind, until: date, by: Party | None
) -> Deadline:
    return Deadline(
        kind=kind,
        law=outcome.law,
        on=until - _DAY,
        citation=one.citation,
        label=_about(kind, one.label),
        record=one.record,
        by=by,
        key=_key(kind, one.cause, one.record, one.period.name),
    )


def _reset(outcome: PointsOutcome) -> Iterator[Deadline]:
    """Yield the last day of the period if it is that of the day asked about, and something was lost in it."""
    scheme, force = outcome.law.regulation.points, outcome.law.regulation.in_force
    lasts = force.to is None or outcome.period.end <= force.to
    if scheme is not None and lasts and outcome.deductions and outcome.as_of in outcome.period:
        yield Deadline(
            kind=DeadlineKind.PERIOD_ENDS,
            law=outcome.law,
            on=outcome.period.end - _DAY,
            citation=scheme.cite,
            label=_about(DeadlineKind.PERIOD_ENDS, Text(zh=outcome.period.name, en=outcome.period.name)),
            key=_key(DeadlineKind.PERIOD_ENDS, outcome.period.name),
        )


def _duty(outcome: EnrolmentOutcome, one: DutyDue, before: date | CalendarUnknown) -> Deadline:
    unknown = isinstance(before, CalendarUnknown)
    return Deadline(
        kind=DeadlineKind.DUTY_DUE,
        law=outcome.law,
        on=None if unknown else before - _DAY,
        calendar=before.year if unknown else None,
        citation=one.citation,
        label=_about(DeadlineKind.DUTY_DUE, one.label),
        by=one.by,
        key=_key(DeadlineKind.DUTY_DUE, one.duty, one.change.value, one.on.isoformat()),
    )
