"""What hangs on the records whose fate is open: the answer now, if the person is right, and if the authority is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from core.assessment.facts import LifeEntry, PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.lives import Life, LifeState, life_of
from core.assessment.workdays import WorkCalendar
from core.regulation.effects import AppealRule
from core.regulation.law import Law
from core.regulation.vocabulary import LifeEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What holds now, and what would hold if every open record were settled one way or the other on the same day."""

    now: PointsOutcome
    if_relieved: PointsOutcome
    """Every objection succeeds, and every suspicion is dropped."""
    if_confirmed: PointsOutcome
    """Every objection fails, and every suspicion is found true."""


def contest(law: Law, facts: PointsFacts, period: Period, as_of: date, calendar: WorkCalendar | None = None) -> Contest:
    """Return what hangs on the open records of ``facts``; without any, all three answers are the same."""

    def answer(told: PointsFacts) -> PointsOutcome:
        return assess_points(law, told, period, as_of, calendar)

    rule = law.regulation.points.appeal if law.regulation.points is not None else None

    def settled(event: Callable[[Life], LifeEvent]) -> PointsFacts:
        return replace(facts, violations=tuple(_settled(facts.violations, rule, as_of, calendar, event)))

    return Contest(
        now=answer(facts), if_relieved=answer(settled(_relieving)), if_confirmed=answer(settled(_confirming))
    )


def _settled(
    violations: Iterable[Violation],
    rule: AppealRule | None,
    as_of: date,
    calendar: WorkCalendar | None,
    event: Callable[[Life], LifeEvent],
) -> Iterable[Violation]:
    for one in violations:
        life = life_of(one, rule, as_of, calendar)
        if life is None or not life.is_open:
            yield one
        else:
            yield replace(one, entries=(*one.entries, LifeEntry(event=event(life), on=as_of)))


def _relieving(life: Life) -> LifeEvent:
    return LifeEvent.WITHDRAWN if life.state is LifeState.SUSPECTED else LifeEvent.OVERTURNED


def _confirming(life: Life) -> LifeEvent:
    return LifeEvent.DECIDED if life.state is LifeState.SUSPECTED else LifeEvent.UPHELD
