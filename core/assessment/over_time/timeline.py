"""A person's standing under one law as a step function: from which day to which, what it was, and what changed it.

Only days on which something can change are assessed: those that the facts name, first days of periods, and the days
that the answers themselves name, such as the end of a suspension. Every other day is like the one before it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import cast

from core.assessment.facts import PointsFacts
from core.assessment.outcome import Determination, Missing, PointsOutcome
from core.assessment.over_time.causes import Answer, Cause, causes_on
from core.assessment.periods import Period, first_of_next_month
from core.assessment.points.assess import assess_points
from core.assessment.points.terms import Standing
from core.assessment.workdays import WorkCalendar
from core.regulation.law import Law
from core.regulation.schemes.points import StartsOn
from core.regulation.vocabulary import PeriodKind

_DAY = timedelta(days=1)
_LAST = date(date.max.year, 12, 1)
"""From this day on there is no next month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days ``[since, until)`` on each of which the answer was the same."""

    since: date
    until: date
    law: Law
    period: Period
    """The period of these days, whose points are counted."""
    determination: Determination
    standing: Standing | None
    """None: not decidable."""
    points_lost: Decimal | None
    """Sum of the period's deductions; None: not decidable."""
    points_left: Decimal | None
    missing: tuple[Missing, ...] = ()
    """What is lacking to decide, as it was said on the first day; empty if determined."""
    causes: tuple[Cause, ...] = ()
    """What happened on the first day. It can be empty on the first day asked about, and nowhere else."""


def timeline(
    law: Law, facts: PointsFacts, start: date, end: date, calendar: WorkCalendar | None = None
) -> tuple[Stretch, ...]:
    """Return how a person stood on each day of ``[start, end)``, in order and without gaps; empty if there is none.

    Every day is answered as ``assess_points`` answers for it and for the period that it falls into.
    """

    def answer(day: date) -> Answer:
        return Answer(facts, assess_points(law, facts, period_of(law, day), day, calendar))

    return timeline_of(answer, start, end)


def timeline_of(
    answer: Callable[[date], Answer], start: date, end: date, turns: Iterable[date] = ()
) -> tuple[Stretch, ...]:
    """Return the same for answers of any origin, such as those of the version in force on each day.

    ``turns`` are days on which an answer can change though no facts and no answer name them.
    """
    answers = _answers(answer, start, end, turns)
    found: list[Stretch] = []
    before: Answer | None = None
    for day, following in pairwise((*sorted(answers), end)):
        after = answers[day]
        new = _stretch(day, following, after.outcome)
        if found and _is_like(found[-1], new):
            found[-1] = replace(found[-1], until=following)
        else:
            found.append(replace(new, causes=causes_on(day, before, after)))
        before = after
    return tuple(found)


def period_of(law: Law, day: date) -> Period:
    """Return the period of ``law`` that ``day`` falls into; one without a points scheme counts by the year."""
    scheme = law.regulation.points
    return Period.of(scheme.period if scheme is not None else PeriodKind.YEAR, day)


def turns_of(law: Law, facts: PointsFacts) -> frozenset[date]:
    """Return the days on which an answer about ``facts`` can change because of a day that they name.

    What is to begin in the month after a decision can be an entry of a period that no answer of that time shows.
    """
    named = frozenset(_dates_in(facts))
    scheme = law.regulation.points
    if scheme is None or scheme.conventions.starts_on is not StartsOn.NEXT_MONTH:
        return named
    return named | {first_of_next_month(day) for day in named if day < _LAST}


def _answers(answer: Callable[[date], Answer], start: date, end: date, turns: Iterable[date]) -> dict[date, Answer]:
    """Return the answer on each day of ``[start, end)`` on which it can change, the first day among them."""
    answers: dict[date, Answer] = {}
    told: set[str] = set()
    waiting = {day for day in (start, *turns) if start <= day < end}
    while waiting:
        found: set[date] = set()
        for day in waiting:
            one = answers[day] = answer(day)
            found.update(_named(one.outcome))
            if one.outcome.facts_digest not in told:
                told.add(one.outcome.facts_digest)
                found |= turns_of(one.outcome.law, one.facts)
        waiting = {day for day in found if start <= day < end} - answers.keys()
    return answers


def _dates_in(value: object) -> Iterator[date]:
    """Yield every day that a value of facts names, wherever in it."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, tuple):
        for one in cast("tuple[object, ...]", value):
            yield from _dates_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _dates_in(getattr(value, field.name))


def _named(outcome: PointsOutcome) -> Iterator[date]:
    """Yield the days that an answer foretells: the period's end, starts and ends of sanctions, of terms to object."""
    yield outcome.period.end
    for one in (*outcome.sanctions, *outcome.carried):
        yield one.start
        if one.end is not None:
            yield one.end
    for window in outcome.appeals:
        if window.last_day is not None:
            yield window.last_day + _DAY


def _stretch(since: date, until: date, outcome: PointsOutcome) -> Stretch:
    return Stretch(
        since=since,
        until=until,
        law=outcome.law,
        period=outcome.period,
        determination=outcome.determination,
        standing=outcome.standing,
        points_lost=outcome.points_lost,
        points_left=outcome.points_left,
        missing=outcome.missing,
    )


def _is_like(one: Stretch, other: Stretch) -> bool:
    """Return whether two stretches differ in nothing but their days and causes, nor in what is missing by its name."""
    lacking = [[missing.name for missing in each.missing] for each in (one, other)]
    alike = replace(one, since=other.since, until=other.until, causes=(), missing=other.missing)
    return lacking[0] == lacking[1] and alike == other
