"""Advancing a violation through its life: notified, contested, upheld, set aside; each an entry, never an edit."""

from core.assessment.facts import LifeEntry
from core.assessment.points.lives import STATE_WORDS, Life, LifeState, first_refused, next_events
from core.errors import GuijuError, NotFoundError
from core.records import ViolationEntryRecord
from core.regulation.effects import AppealRule
from core.regulation.vocabulary import LifeEvent
from core.service.admission import FieldProblem
from core.service.calendars import PUBLISHED
from core.service.facts import violation_of
from core.service.office import Office
from core.service.recording import Recorded, write_as
from core.service.viewer import Scope, Viewer
from core.storage import ViolationKey, ViolationRow
from core.text import Text


async def advance_violation(office: Office, viewer: Viewer, record: ViolationEntryRecord) -> Recorded:
    """Enter what happened to a violation; the same again changes nothing.

    Refused with a problem: a day to come, a violation that is not there or not in the viewer's regions, an entry
    that cannot follow on what came before, and an objection after its term.
    """
    problems: tuple[FieldProblem, ...] = ()
    try:
        viewer.require(Scope.RECORD)
        row = await _seen(office, viewer, record)
        problems = _checked(office, row, record)
    except GuijuError as error:
        return Recorded((FieldProblem.of(error),))
    return await write_as(office, viewer, problems, lambda writes: writes.add_violation_entries([record]))


async def _seen(office: Office, viewer: Viewer, record: ViolationEntryRecord) -> ViolationRow:
    """Return the violation; raises NotFoundError for one that is not there, which reads the same as one not seen."""
    key = ViolationKey(record.place, record.decision_no, record.doctor, record.clause)
    row = await office.reads.violation_within(key, viewer.regions)
    if row is not None:
        return row
    raise NotFoundError(
        "VIOLATION_UNKNOWN",
        Text(
            zh=f"令牌的地区内没有 {record.place} 的记录 {record.decision_no}/{record.clause}({record.doctor})",
            en=f"no record {record.decision_no}/{record.clause} of {record.doctor} under {record.place} lies in the "
            "token's regions",
        ),
        field="decisionNo",
    )


def _checked(office: Office, row: ViolationRow, record: ViolationEntryRecord) -> tuple[FieldProblem, ...]:
    if record.on > office.today():
        text = Text(zh=f"晚于今天({office.today()})", en=f"it is later than today ({office.today()})")
        return (FieldProblem("on", "DAY_TO_COME", text),)
    if not record.actor.strip():
        return (FieldProblem("actor", "ACTOR_EMPTY", Text(zh="须写明由谁作出", en="say who acted")),)
    entry = LifeEntry(event=record.event, on=record.on)
    fact = violation_of(row)
    if entry in fact.entries:
        return ()
    rule = appeal_rule(office, row)
    refused = first_refused(violation_of(row, entry), rule, PUBLISHED)
    return () if refused is None else (entry_refused(*refused, rule),)


def appeal_rule(office: Office, row: ViolationRow) -> AppealRule | None:
    """Return how the law of a violation lets one object; None if it does not say or is not served."""
    law = office.host.catalogue.find(row.regulation)
    return law.regulation.points.appeal if law is not None and law.regulation.points is not None else None


def entry_refused(entry: LifeEntry, life: Life | None, rule: AppealRule | None) -> FieldProblem:
    """Return why an entry cannot follow; ``life`` is where the record stood, None before anything was decided."""
    if life is None:
        text = Text(
            zh=f"{entry.on} 的 {entry.event} 早于记录本身; 核对日期",
            en=f"{entry.event} on {entry.on} comes before the record itself; check the day",
        )
        return FieldProblem("on", "ENTRY_TOO_EARLY", text)
    state = STATE_WORDS[life.state]
    if entry.event is LifeEvent.APPEALED and life.state is LifeState.UNCONTESTED and rule is not None:
        text = Text(
            zh=f"申诉期 {rule.working_days} 个工作日已于 {life.since} 前届满({rule.cite}), 视为无异议",
            en=f"the {rule.working_days} working days to object were over before {life.since} ({rule.cite}); "
            "silence is no objection",
        )
        return FieldProblem("on", "APPEAL_TOO_LATE", text)
    allowed = ", ".join(next_events(life.state)) or "-"
    text = Text(
        zh=f"{entry.on} 时记录为「{state.zh}」, 不能 {entry.event}; 可以: {allowed}",
        en=f"on {entry.on} the record is {state.en}: {entry.event} cannot follow; what can: {allowed}",
    )
    return FieldProblem("event", "ENTRY_OUT_OF_ORDER", text)
