"""Random ledgers whose records have lives: contested, confirmed, set aside, suspected; under a law as it objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import cast

from hypothesis import strategies as st

from core.assessment.facts import Examination, LifeEntry, PointsFacts, Repair, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.lives import VOID, Life, LifeState, life_of
from core.assessment.workdays import WorkCalendar
from core.regulation.law import Law, make_law
from core.regulation.vocabulary import LifeEvent
from tests.assessment.ledgers import DAYS, ledgers, scheme_of

CALENDAR = WorkCalendar(years=frozenset(range(2019, 2027)))
"""Every Monday to Friday is worked."""

_APPEALED, _UPHELD, _OVERTURNED = LifeEvent.APPEALED, LifeEvent.UPHELD, LifeEvent.OVERTURNED
_SUSPECTED, _DECIDED = LifeEvent.SUSPECTED, LifeEvent.DECIDED
COURSES: tuple[tuple[LifeEvent, ...], ...] = (
    (),
    (_APPEALED,),
    (_APPEALED, _UPHELD),
    (_APPEALED, _OVERTURNED),
    (_APPEALED, LifeEvent.APPEAL_WITHDRAWN),
    (_APPEALED, _UPHELD, _APPEALED),
    (_APPEALED, _UPHELD, _APPEALED, _OVERTURNED),
    (_OVERTURNED,),
    (LifeEvent.WITHDRAWN,),
    (_SUSPECTED,),
    (_SUSPECTED, LifeEvent.WITHDRAWN),
    (_SUSPECTED, _DECIDED),
    (_SUSPECTED, _DECIDED, LifeEvent.NOTIFIED, _APPEALED),
    (_SUSPECTED, _DECIDED, _APPEALED, _UPHELD),
)
"""What can become of a record."""


def variants(law: Law) -> tuple[Law, ...]:
    """Return ``law`` as it is, and as it would be if it let objections stay execution or said that they do not."""
    points = cast("Mapping[str, object]", law.data["points"])
    appeals = ({"cite": "99", "working_days": 10, "stays": stays} for stays in (False, True))
    return law, *(make_law({**law.data, "points": {**points, "appeal": appeal}}) for appeal in appeals)


Course = tuple[tuple[LifeEvent, ...], int, int]
"""What becomes of a record, and two numbers of days that lie, in turn, between its entries."""


def lived(law: Law, most: int = 4) -> st.SearchStrategy[tuple[Violation, ...]]:
    """Return up to ``most`` violations under ``law``, over three years, each with a life."""
    courses = st.tuples(st.sampled_from(COURSES), st.integers(0, 60), st.integers(0, 120))
    drawn = st.tuples(ledgers(law, most), st.lists(courses, min_size=most, max_size=most))
    return drawn.map(_all_living)


def _all_living(drawn: tuple[tuple[Violation, ...], list[Course]]) -> tuple[Violation, ...]:
    return tuple(_living(one, *course) for one, course in zip(*drawn, strict=False))


def _living(one: Violation, course: tuple[LifeEvent, ...], *gaps: int) -> Violation:
    """Return ``one`` with a life; a suspicion is raised on the day that the record names."""
    entries: list[LifeEntry] = []
    day = one.decided_on
    for event, gap in zip(course, cycle(gaps), strict=False):
        day += timedelta(days=0 if event is _SUSPECTED else gap)
        entries.append(LifeEntry(event=event, on=day))
    return replace(one, entries=tuple(entries))


def facts(law: Law) -> st.SearchStrategy[PointsFacts]:
    """Return a ledger of records with lives, with repairs where the law has them, examinations and readmissions."""
    return st.builds(
        PointsFacts,
        violations=lived(law),
        examinations=st.lists(st.builds(Examination, on=DAYS, passed=st.booleans()), max_size=2).map(tuple),
        readmitted_on=st.lists(DAYS, max_size=1).map(tuple),
        repairs=_repairs(law),
    )


def _repairs(law: Law) -> st.SearchStrategy[tuple[Repair, ...]]:
    scheme = scheme_of(law)
    rules = scheme.repairs.rules if scheme.repairs is not None else ()
    if not rules:
        return st.just(())
    drawn = st.lists(st.tuples(st.sampled_from(rules), DAYS, st.sampled_from([None, "试镇医保局"])), max_size=4)
    return drawn.map(
        lambda found: tuple(
            Repair(
                id=f"p{number}",
                rule=rule.id,
                on=day,
                points=Decimal(1) if rule.points is None else None,
                determined_by=by,
            )
            for number, (rule, day, by) in enumerate(found)
        )
    )


def assessed(law: Law, given: PointsFacts, as_of: date, year: int | None = None) -> PointsOutcome:
    """Return the outcome for the period of ``as_of``, or for that in which ``year`` begins."""
    day = as_of if year is None else date(year, 1, 1)
    return assess_points(law, given, Period.of(scheme_of(law).period, day), as_of, CALENDAR)


def life(law: Law, one: Violation, as_of: date) -> Life | None:
    """Return where ``one`` stands; None: it is not known of yet."""
    return life_of(one, scheme_of(law).appeal, as_of, CALENDAR)


def undone(law: Law, one: Violation, as_of: date) -> Violation:
    """Return ``one`` set aside on ``as_of``, or dropped if it is a suspicion; as it is if it is void or not known."""
    found = life(law, one, as_of)
    if found is None or found.state in VOID:
        return one
    event = LifeEvent.WITHDRAWN if found.state is LifeState.SUSPECTED else LifeEvent.OVERTURNED
    return replace(one, entries=(*one.entries, LifeEntry(event=event, on=as_of)))


def without_history(outcome: PointsOutcome) -> PointsOutcome:
    """Return ``outcome`` without what tells of the lives of records: its steps and the digest of the facts."""
    return replace(outcome, steps=(), facts_digest="")
