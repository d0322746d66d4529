"""Comparing regulations: what the same act costs under each, and one set of facts assessed under several.

A fact names a behaviour of the shared taxonomy. Under a regulation it is taken as a breach of the first clause that is
about it; a regulation without such a clause leaves the fact unmatched, and no clause that is merely like it is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.points.assess import assess_points
from core.assessment.points.sanctions import GRAVE
from core.assessment.points.tally import is_reached
from core.regulation.base import Range, Unfixed
from core.regulation.behaviours import Behaviour
from core.regulation.law import Law
from core.regulation.schemes.enrolment import ConductDuty
from core.regulation.schemes.points import Clause, PointsScheme, Reached, Sanction
from core.service.calendars import PUBLISHED
from core.service.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAct:
    """An act told without naming any regulation's clause."""

    behaviour: Behaviour
    record: Violation
    """What the decision says of it; the clause that it names is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedAct:
    """An act with the clause it was taken to breach, and the other clauses that are about the same behaviour."""

    act: ComparedAct
    clause: Clause
    others: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one regulation makes of the acts; ``outcome`` is about those of ``matched`` alone."""

    outcome: PointsOutcome
    facts: PointsFacts
    """The matched acts, as the law was told of them."""
    matched: tuple[MatchedAct, ...]
    unmatched: tuple[ComparedAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAbout:
    """A clause about a behaviour, with what one such act leads to by itself, nothing having been lost before."""

    law: Law
    clause: Clause
    sanctions: tuple[Sanction, ...]
    """What follows at the least points that the text allows."""
    sanctions_at_most: tuple[Sanction, ...]
    """What follows at the most points that the text allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAbout:
    """A duty of conduct about a behaviour, whose breach the text prices with nothing."""

    law: Law
    duty: ConductDuty


def clauses_by_behaviour(laws: Iterable[Law]) -> Mapping[Behaviour, tuple[ClauseAbout, ...]]:
    """Return, for every behaviour, the clauses about it: by law in the order given, then as in the text."""
    found: dict[Behaviour, list[ClauseAbout]] = {behaviour: [] for behaviour in Behaviour}
    for law in laws:
        scheme = law.regulation.points
        for clause in scheme.clauses if scheme is not None else ():
            if scheme is not None and clause.behaviour is not None:
                found[clause.behaviour].append(_about(law, scheme, clause))
    return {behaviour: tuple(clauses) for behaviour, clauses in found.items()}


def duties_by_behaviour(laws: Iterable[Law]) -> Mapping[Behaviour, tuple[DutyAbout, ...]]:
    """Return, for every behaviour, the duties of conduct about it: by law in the order given, then as in the text."""
    found: dict[Behaviour, list[DutyAbout]] = {behaviour: [] for behaviour in Behaviour}
    for law in laws:
        enrolment = law.regulation.enrolment
        for duty in enrolment.conduct if enrolment is not None else ():
            if duty.behaviour is not None:
                found[duty.behaviour].append(DutyAbout(law=law, duty=duty))
    return {behaviour: tuple(duties) for behaviour, duties in found.items()}


def compare(question: Question, acts: Sequence[ComparedAct]) -> Compared:
    """Return what the law of ``question`` makes of ``acts``."""
    matched: list[MatchedAct] = []
    unmatched: list[ComparedAct] = []
    for act in acts:
        clauses = clauses_about(question.law, act.behaviour)
        if clauses:
            matched.append(MatchedAct(act=act, clause=clauses[0], others=clauses[1:]))
        else:
            unmatched.append(act)
    facts = PointsFacts(violations=tuple(replace(one.act.record, clause=one.clause.id) for one in matched))
    outcome = assess_points(question.law, facts, question.period, question.as_of, PUBLISHED)
    return Compared(outcome=outcome, facts=facts, matched=tuple(matched), unmatched=tuple(unmatched))


def clauses_about(law: Law, behaviour: Behaviour) -> tuple[Clause, ...]:
    """Return the clauses of ``law`` that are about ``behaviour``, in the order of the text; empty if none is."""
    scheme = law.regulation.points
    return tuple(one for one in scheme.clauses if one.behaviour is behaviour) if scheme is not None else ()


def _about(law: Law, scheme: PointsScheme, clause: Clause) -> ClauseAbout:
    least, most = _bounds(scheme, clause)
    return ClauseAbout(
        law=law,
        clause=clause,
        sanctions=_following(scheme, clause, least),
        sanctions_at_most=_following(scheme, clause, most),
    )


def _bounds(scheme: PointsScheme, clause: Clause) -> tuple[Decimal, Decimal]:
    """Return the least and the most points that the text states for one unit; none are stated: zero."""
    match clause.points:
        case Decimal() as fixed:
            return fixed, fixed
        case Range() as span:
            return span.from_, span.to
        case Unfixed.ALL:
            return scheme.full, scheme.full
        case _:
            return Decimal(0), Decimal(0)


def _following(scheme: PointsScheme, clause: Clause, points: Decimal) -> tuple[Sanction, ...]:
    """Return what follows from one act of so many points: of the act itself, then of thresholds, mildest first.

    As in the engine, of several grave consequences of thresholds only those of the last one reached take effect.
    """
    reached = [one for one in scheme.thresholds if is_reached(scheme, one, points)]
    following = [[one for one in each.sanctions if one.reached in {None, Reached.ONE_OFF}] for each in reached]
    heavy = next((each for each in reversed(following) if any(one.kind in GRAVE for one in each)), list[Sanction]())
    milder = [one for each in following for one in each if one.kind not in GRAVE]
    return (*clause.sanctions, *milder, *(one for one in heavy if one.kind in GRAVE))
