"""The answers for every period that the records of a person touch, since what one decides can run on in the next."""

from datetime import date

from core.assessment.facts import PointsFacts
from core.assessment.outcome import PointsOutcome
from core.assessment.over_time.timeline import period_of
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.regulation.law import Law


def assess_every_period(
    law: Law, facts: PointsFacts, as_of: date, calendar: WorkCalendar | None = None
) -> tuple[PointsOutcome, ...]:
    """Return the answers at the end of ``as_of`` for its own period and each in which a record can be booked, in order.

    Each sanction, and each term to object, belongs to one of them.
    """
    days = {as_of}
    for one in facts.violations:
        days |= {one.decided_on, *(day for day in (one.occurred_on,) if day is not None)}
        days |= {entry.on for entry in one.entries}
    periods: set[Period] = {period_of(law, day) for day in days if day <= as_of}
    return tuple(assess_points(law, facts, period, as_of, calendar) for period in sorted(periods))
