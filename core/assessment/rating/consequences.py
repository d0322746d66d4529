"""What follows from the grade, the circumstances and repetition, and how far the procedures have gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from core.assessment.outcome import DutyState, Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.rating.terms import (
    ConsequenceDrawn,
    FormOffered,
    ProcedureProgress,
    RatingFacts,
    RatingRecord,
    Rejected,
    StateReached,
)
from core.regulation.citation import Citation
from core.regulation.schemes.rating import Consequence, ConsequenceKind, Procedure, RatingScheme
from core.regulation.vocabulary import Status
from core.text import Text

STATUS = {
    ConsequenceKind.WATCH: Status.WATCH,
    ConsequenceKind.INTERVIEW: Status.INTERVIEW,
    ConsequenceKind.SUSPEND: Status.SUSPENDED,
    ConsequenceKind.CANCEL: Status.REVOKED,
}
"""The standing that a consequence gives; the others stand beside it."""
_LACKING = Text(zh="记录中没有此项", en="the record does not carry it")
_FORM_OPEN = Text(zh="处理形式尚未选定", en="the form has not been chosen")
_NO_DEADLINE = Text(zh="要求设定整改期限而未给出天数", en="a deadline is to be set, and its length is not given")


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule that something follows from: the name of its list, its id, and its place in the text."""

    list: str
    id: str
    cite: Citation


@dataclass(slots=True)
class Sheet:
    """The answer, while it is being drawn up."""

    scheme: RatingScheme
    facts: RatingFacts
    period: Period
    data_period: Period
    as_of: date
    consequences: list[ConsequenceDrawn] = field(default_factory=list[ConsequenceDrawn])
    procedures: list[ProcedureProgress] = field(default_factory=list[ProcedureProgress])
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    missing: list[Missing] = field(default_factory=list[Missing])
    steps: list[Step] = field(default_factory=list[Step])
    used: set[str] = field(default_factory=set[str])
    is_open: bool = False
    """Whether something is missing on which the standing depends."""

    def lack(self, name: str, text: Text, citation: Citation | None = None, *, record: str | None = None) -> None:
        """Note that a value is missing; once is enough."""
        if any(one.name == name for one in self.missing):
            return
        self.missing.append(Missing(name, text))
        self.steps.append(Step(StepKind.MISSING, citation, (name, text), record=record))

    def reject(self, code: str, record: str, text: Text) -> None:
        """Note a record that no rule can mean."""
        self.rejected.append(Rejected(code=code, record=record, text=text))
        self.steps.append(Step(StepKind.RECORD_REJECTED, None, (record, text), record=record))

    def unknown(self, record: str, name: str) -> None:
        """Note a record of a rule that the regulation does not have."""
        self.reject("RULE_UNKNOWN", record, Text(zh=f"规定中没有 {name}", en=f"the regulation has no {name}"))


def is_within(inner: Period, outer: Period) -> bool:
    """Return whether the whole of ``inner`` lies in ``outer``."""
    return outer.start <= inner.start and inner.end <= outer.end


def draw(sheet: Sheet, record: RatingRecord, cause: Cause, consequences: Sequence[Consequence]) -> None:
    """Enter what follows from ``cause`` on ``record``, with the procedures that it starts."""
    concerned = [one for one in consequences if not one.subjects or sheet.facts.subject in one.subjects]
    if not concerned:
        sheet.steps.append(Step(StepKind.NO_CONSEQUENCE, cause.cite, record=record.id))
    procedures = {one.id: one for one in sheet.scheme.procedures}
    for one in concerned:
        closed = False
        started = procedures.get(one.procedure) if one.procedure is not None else None
        drawn = _drawn(sheet, record, cause, one)
        if started is not None:
            progress = _progress(sheet, record, started)
            sheet.procedures.append(progress)
            closed = progress.is_closed
        sheet.consequences.append(replace(drawn, is_settled=closed))


def reject_unknown_forms(sheet: Sheet, records: Iterable[RatingRecord]) -> None:
    """Note each form chosen on a record that nothing following from the record offers."""
    for record in records:
        offered = {form.id for one in sheet.consequences if one.record == record.id for form in one.forms}
        for name in record.forms:
            if name not in offered:
                sheet.unknown(record.id, name)


def _drawn(sheet: Sheet, record: RatingRecord, cause: Cause, one: Consequence) -> ConsequenceDrawn:
    sheet.steps.append(Step(StepKind.CONSEQUENCE, one.cite, (one.label,), record=record.id))
    forms = _forms(sheet, record, one)
    lacks = _lacks(sheet, record, one, forms)
    due = _due(sheet, record, cause, one)
    state = _rectified(sheet, record, one, due)
    if due is not None and state is not None:
        cite = one.deadline.cite if one.deadline is not None else one.cite
        sheet.steps.append(Step(StepKind.RECTIFY_BY, cite, (due.isoformat(), state.value), record=record.id))
    return ConsequenceDrawn(
        id=one.id,
        kind=one.kind,
        citation=one.cite,
        label=one.label,
        cause=cause.id,
        record=record.id,
        on=record.on,
        lacks=lacks,
        forms=forms,
        due_before=due,
        state=state,
    )


def _forms(sheet: Sheet, record: RatingRecord, one: Consequence) -> tuple[FormOffered, ...]:
    """Return the forms offered, and say which was chosen or that none has been."""
    chosen = [form for form in one.forms if form.id in record.forms]
    for form in chosen:
        sheet.steps.append(Step(StepKind.FORM_CHOSEN, form.cite, (form.label,), record=record.id))
    if one.forms and not chosen:
        listed = Text(
            zh=", ".join(form.label.zh for form in one.forms), en=", ".join(form.label.en for form in one.forms)
        )
        sheet.steps.append(Step(StepKind.FORMS_OPEN, one.cite, (listed,), record=record.id))
    return tuple(
        FormOffered(id=form.id, kind=form.kind, citation=form.cite, label=form.label, is_chosen=form in chosen)
        for form in one.forms
    )


def _lacks(sheet: Sheet, record: RatingRecord, one: Consequence, forms: Sequence[FormOffered]) -> tuple[str, ...]:
    """Return the names of what the record lacks, noting each; a form is lacking if the standing depends on it."""
    lacks = [name for name in one.requires if getattr(record, name, None) is None]
    names = [f"records.{record.id}.{name}" for name in lacks]
    for name in names:
        sheet.lack(name, _LACKING, one.cite, record=record.id)
    if any(form.kind in STATUS for form in forms) and not any(form.is_chosen for form in forms):
        names.append(f"records.{record.id}.forms")
        sheet.lack(names[-1], _FORM_OPEN, one.cite, record=record.id)
    sheet.is_open = sheet.is_open or bool(names)
    return tuple(names)


def _due(sheet: Sheet, record: RatingRecord, cause: Cause, one: Consequence) -> date | None:
    """Return the first day too late to rectify, or None; the deciding body's own deadline goes before the text's."""
    if one.kind is not ConsequenceKind.RECTIFY:
        return None
    if record.rectify_by is not None:
        return record.rectify_by + timedelta(days=1)
    if one.deadline is None:
        return None
    if one.deadline.days is not None:
        return record.on + timedelta(days=one.deadline.days + 1)
    name = f"rating.{cause.list}.{cause.id}.consequences.{one.id}.deadline.days"
    sheet.lack(name, _NO_DEADLINE, one.deadline.cite, record=record.id)
    return None


def _rectified(sheet: Sheet, record: RatingRecord, one: Consequence, due: date | None) -> DutyState | None:
    if one.kind is not ConsequenceKind.RECTIFY or (due is None and one.deadline is not None):
        return None
    done = record.rectified_on
    if done is not None and done <= sheet.as_of:
        return DutyState.DONE if due is None or done < due else DutyState.DONE_LATE
    return DutyState.OPEN if due is None or sheet.as_of < due else DutyState.OVERDUE


def _progress(sheet: Sheet, record: RatingRecord, procedure: Procedure) -> ProcedureProgress:
    """Go through the states entered by the day asked about; one entered too early has no effect."""
    states = {state.id: state for state in procedure.states}
    order = list(states)
    here: str | None = None
    since: date | None = None
    refused: list[str] = []
    for entry in sorted(_entered(sheet, record, states), key=lambda entry: (entry.on, order.index(entry.state))):
        state = states[entry.state]
        if here in state.after if here is not None else not state.after:
            here, since = state.id, entry.on
            sheet.used.add(state.id)
            arguments = (procedure.label, entry.on.isoformat(), state.label)
            sheet.steps.append(Step(StepKind.PROCEDURE_AT, state.cite, arguments, record=record.id))
        else:
            refused.append(state.id)
            before = Text(
                zh=", ".join(states[one].label.zh for one in state.after) or "-",
                en=", ".join(states[one].label.en for one in state.after) or "-",
            )
            refusal = (procedure.label, entry.on.isoformat(), state.label, before)
            sheet.steps.append(Step(StepKind.PROCEDURE_REFUSED, state.cite, refusal, record=record.id))
    return ProcedureProgress(
        procedure=procedure.id,
        citation=procedure.cite,
        label=procedure.label,
        record=record.id,
        state=here,
        state_label=states[here].label if here is not None else None,
        since=since,
        is_closed=here is not None and states[here].closes,
        next_states=tuple(one.id for one in procedure.states if (here in one.after if here else not one.after)),
        refused=tuple(refused),
    )


def _entered(sheet: Sheet, record: RatingRecord, states: Iterable[str]) -> list[StateReached]:
    """Return the entries by the day asked about, rejecting states that the procedure does not have."""
    entered: list[StateReached] = []
    known = set(states)
    for entry in record.reached:
        if entry.on > sheet.as_of:
            continue
        if entry.state in known:
            entered.append(entry)
        else:
            sheet.unknown(record.id, entry.state)
    return entered
