"""What the enrolment scheme asks beside the enrolment itself: changes to be reported, and duties of conduct."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.assessment.facts import ChangeOccurred, ConductBreached
from core.assessment.outcome import DutyBreach, DutyDue, DutyState, Missing, Step, StepKind
from core.assessment.periods import first_of_next_month
from core.assessment.workdays import CalendarUnknown, WorkCalendar, last_workday
from core.regulation.schemes.enrolment import Due, EnrolmentScheme, ReportingDuty
from core.text import Text


@dataclass(frozen=True, slots=True)
class Duties:
    """The changes to be reported with their dates, and what is missing to reckon them."""

    due: tuple[DutyDue, ...]
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...]


def duties_of(
    scheme: EnrolmentScheme, changes: list[ChangeOccurred], as_of: date, calendar: WorkCalendar | None
) -> Duties:
    """Return which of ``changes`` are to be reported, by when, and whether they were by ``as_of``."""
    due: list[DutyDue] = []
    missing: dict[str, Missing] = {}
    steps: list[Step] = []
    for change in changes:
        for duty in scheme.duties:
            if change.change not in duty.changes:
                continue
            before = due_before(duty, change.on, calendar)
            if isinstance(before, CalendarUnknown):
                lack = _calendar_missing(before)
                missing[lack.name] = lack
                due.append(_due(duty, change, None, as_of))
                steps.append(_undated(due[-1], duty))
            else:
                due.append(_due(duty, change, before, as_of))
                steps.append(_dated(due[-1], before))
    return Duties(tuple(due), tuple(missing.values()), tuple(steps))


def due_before(duty: ReportingDuty, on: date, calendar: WorkCalendar | None) -> date | CalendarUnknown:
    """Return the first day that is too late to report a change of the day ``on``."""
    if duty.due is Due.END_OF_MONTH or duty.days is None:
        return first_of_next_month(on)
    last = last_workday(calendar, on, duty.days)
    return last if isinstance(last, CalendarUnknown) else last + timedelta(days=1)


def _calendar_missing(unknown: CalendarUnknown) -> Missing:
    text = Text(
        zh=f"{unknown.year} 年的放假调休安排不详, 工作日无法计算",
        en=f"the days off and make-up days of {unknown.year} are not at hand, so working days cannot be counted",
    )
    return Missing(f"calendar.{unknown.year}", text)


def _due(duty: ReportingDuty, change: ChangeOccurred, before: date | None, as_of: date) -> DutyDue:
    reported = change.reported_on if change.reported_on and change.reported_on <= as_of else None
    return DutyDue(
        duty=duty.id,
        citation=duty.cite,
        label=duty.label,
        by=duty.by,
        change=change.change,
        on=change.on,
        due_before=before,
        reported_on=reported,
        state=_state(before, reported, as_of),
    )


def _state(before: date | None, reported: date | None, as_of: date) -> DutyState:
    if before is None:
        return DutyState.UNKNOWN
    if reported is not None:
        return DutyState.DONE if reported < before else DutyState.DONE_LATE
    return DutyState.OPEN if as_of < before else DutyState.OVERDUE


def _dated(duty: DutyDue, before: date) -> Step:
    arguments = (duty.on.isoformat(), before.isoformat(), duty.label, duty.state.value)
    return Step(StepKind.DUTY, duty.citation, arguments)


def _undated(due: DutyDue, duty: ReportingDuty) -> Step:
    return Step(StepKind.DUTY_UNDATED, due.citation, (due.on.isoformat(), str(duty.days), due.label))


@dataclass(frozen=True, slots=True)
class Breaches:
    """The duties of conduct that were breached, and those that the text does not have."""

    found: tuple[DutyBreach, ...]
    missing: tuple[Missing, ...]
    steps: tuple[Step, ...]


def breaches_of(scheme: EnrolmentScheme, given: tuple[ConductBreached, ...], as_of: date) -> Breaches:
    """Return what the text says of the breaches up to ``as_of``, in order of day and of the text, not of entry."""
    duties = {duty.id: (index, duty) for index, duty in enumerate(scheme.conduct)}
    noted = [one for one in given if one.on <= as_of]
    unknown = sorted({one.duty for one in noted if one.duty not in duties})
    known = sorted((one for one in noted if one.duty in duties), key=lambda one: (one.on, duties[one.duty][0]))
    found = tuple(
        DutyBreach(duty=one.duty, citation=duties[one.duty][1].cite, label=duties[one.duty][1].label, on=one.on)
        for one in known
    )
    missing = tuple(
        Missing(
            f"enrolment.conduct.{name}",
            Text(zh=f"规定中没有义务 {name}", en=f"the regulation has no duty {name}"),
        )
        for name in unknown
    )
    steps = tuple(Step(StepKind.CONDUCT_BREACHED, one.citation, (one.on.isoformat(), one.label)) for one in found)
    return Breaches(found, missing, steps)
