"""Until when a person can object to a record (申诉)."""

from collections.abc import Iterable, Iterator

from core.assessment.facts import Violation
from core.assessment.points.terms import AppealWindow
from core.assessment.workdays import CalendarUnknown, WorkCalendar, last_workday
from core.regulation.effects import AppealRule


def appeals_of(
    rule: AppealRule, violations: Iterable[Violation], calendar: WorkCalendar | None
) -> Iterator[AppealWindow]:
    """Yield until when the person can object to each of ``violations`` of which notice was given."""
    for one in violations:
        if one.notified_on is not None:
            last = last_workday(calendar, one.notified_on, rule.working_days)
            unknown = isinstance(last, CalendarUnknown)
            yield AppealWindow(
                record=one.id,
                notified_on=one.notified_on,
                citation=rule.cite,
                last_day=None if unknown else last,
                calendar=last.year if unknown else None,
            )
