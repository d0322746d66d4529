"""A decision: a law, facts and a question, and what the engine answers; all that a receipt is written from.

A decision of a scheme is known by its facts. What a plugin's ``rules.py`` answered is kept with it, so that it can be
repeated where that plugin is not at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import EnrolmentFacts, PointsFacts
from core.assessment.outcome import Outcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.workdays import WorkCalendar
from core.proof.engine import Engine
from core.regulation.law import Law, PointsQuestion
from core.regulation.vocabulary import PeriodKind, Scheme

Facts = PointsFacts | EnrolmentFacts

Rulings = Mapping[PointsQuestion, Decimal | None]
"""What ``rules.py`` was asked, and what it answered; None: it did not decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: about whom, which period, and the days that are kept apart."""

    as_of: date
    """The day asked about."""
    period: Period | None = None
    """The period whose points are summed; None: the scheme has none."""
    subject: str | None = None
    """Code of the doctor; None: the facts are nobody's."""
    institution: str | None = None
    """Code of the institution, where the question is about one."""
    law_at: date | None = None
    """The day whose law was asked for; None: the law was named."""
    known_at: datetime | None = None
    """What had been recorded by this moment was known; None: all that the facts hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The days off that were known, and in which publication of them."""

    version: str
    """The publication, such as a package with its version."""
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A law applied to facts to answer a question."""

    law: Law
    facts: Facts
    asked: Asked
    engine: Engine
    schedule: Schedule | None = None
    """None: no days off are known, so that no term of working days can be reckoned."""
    rulings: Rulings = field(default_factory=lambda: MappingProxyType({}))
    """Answers of ``rules.py`` of an earlier time; they are used only where the law has no rules of its own."""

    @property
    def scheme(self) -> Scheme:
        """The kind of rule that answers."""
        return Scheme.POINTS if isinstance(self.facts, PointsFacts) else Scheme.ENROLMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the engine answers, and what it asked of ``rules.py`` on the way."""

    outcome: Outcome
    rulings: Rulings


def answered(decision: Decision) -> Answer:
    """Return what the engine makes of ``decision``."""
    rules = decision.law.rules or (decision.rulings.get if decision.rulings else None)
    if rules is None:
        return Answer(outcome=_outcome(decision, decision.law), rulings={})
    given: dict[PointsQuestion, Decimal | None] = {}

    def noted(question: PointsQuestion) -> Decimal | None:
        given[question] = rules(question)
        return given[question]

    outcome = _outcome(decision, replace(decision.law, rules=noted))
    return Answer(outcome=outcome, rulings=given)


def _outcome(decision: Decision, law: Law) -> Outcome:
    asked, facts = decision.asked, decision.facts
    calendar = decision.schedule.calendar if decision.schedule is not None else None
    if isinstance(facts, PointsFacts):
        period = asked.period or Period.of(PeriodKind.YEAR, asked.as_of)
        return assess_points(law, facts, period, asked.as_of, calendar)
    return assess_enrolment(law, facts, asked.as_of, calendar)


def narrowed(decision: Decision) -> tuple[Decision, Answer]:
    """Return ``decision`` with no more of the calendar than its answer needs, and that answer.

    Kept are no year, the years near the days that are told, or all.
    """
    schedule, answer = decision.schedule, answered(decision)
    if schedule is None:
        return decision, answer
    for years in (frozenset[int](), _near(decision)):
        narrow = replace(decision, schedule=replace(schedule, calendar=within(schedule.calendar, years)))
        if answered(narrow).outcome == answer.outcome:
            return narrow, answer
    return decision, answer


def within(calendar: WorkCalendar, years: frozenset[int]) -> WorkCalendar:
    """Return ``calendar`` for ``years`` alone."""
    return WorkCalendar(
        years=calendar.years & years,
        days_off=frozenset(day for day in calendar.days_off if day.year in years),
        make_up_days=frozenset(day for day in calendar.make_up_days if day.year in years),
    )


def _near(decision: Decision) -> frozenset[int]:
    """Return the years of the days that are told, and of the year after, into which a term can run."""
    years = {decision.asked.as_of.year}
    if isinstance(decision.facts, PointsFacts):
        for one in decision.facts.violations:
            days = (one.decided_on, one.notified_on, *(entry.on for entry in one.entries))
            years |= {day.year for day in days if day is not None}
    else:
        years |= {one.on.year for one in decision.facts.changes}
    return frozenset(years | {year + 1 for year in years})
