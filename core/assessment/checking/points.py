"""What every regulation with points keeps, each invariant tried on one ledger.

A law whose owner answers by code is watched while it is asked, so that what the code answered can be asked again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import ClassVar, Self

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial, but_digest
from core.assessment.facts import LifeEntry, PointsFacts, Violation
from core.assessment.outcome import Determination, PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.standing import SEVERITY
from core.regulation.law import Law, PointsQuestion
from core.regulation.schemes.points import BookedOn, PointsScheme
from core.regulation.vocabulary import LifeEvent, Scheme, Status

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTrial(Trial[PointsFacts, PointsOutcome]):
    """A ledger made up under a law, and the day on which it is asked about: none of its records is decided later."""

    scheme_name: ClassVar[Scheme] = Scheme.POINTS

    @property
    def scheme(self) -> PointsScheme:
        """The points scheme of the law; raise ValueError if it has none."""
        scheme = self.law.regulation.points
        if scheme is None:
            raise ValueError(f"{self.law.id} has no points scheme")
        return scheme

    @property
    def violations(self) -> PointsFacts:
        """The ledger without anything but its violations."""
        return PointsFacts(violations=self.facts.violations)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Each period that a record is booked into, and that of the day asked about, in order."""
        return tuple(sorted({self.period_of(self.as_of), *map(self.booked_in, self.facts.violations)}))

    @property
    def is_decided(self) -> bool:
        """Whether law and ledger decide the standing."""
        return self.asked(self.facts).standing is not None

    @property
    def repeatable(self) -> tuple[str, ...]:
        """Examinations, and days of readmission and lifting."""
        return "examinations", "readmitted_on", "lifted_on"

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What points keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    def period_of(self, day: date) -> Period:
        """Return the period that ``day`` falls into."""
        return Period.of(self.scheme.period, day)

    def booked_in(self, one: Violation) -> Period:
        """Return the period that a record is booked into."""
        by_act = self.scheme.conventions.booked_on is BookedOn.OCCURRED
        return self.period_of((one.occurred_on if by_act else None) or one.decided_on)

    def answer(self, law: Law, facts: PointsFacts, day: date) -> PointsOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``, for the period that it falls into."""
        return assess_points(law, facts, self.period_of(day), day)

    def asked_for(self, facts: PointsFacts, period: Period, day: date | None = None) -> PointsOutcome:
        """Return what the law makes of ``facts`` for ``period`` on ``day``, by default that of the trial."""
        return assess_points(self.law, facts, period, self.as_of if day is None else day)

    def worst(self, facts: PointsFacts) -> int | None:
        """Return the gravest standing from the day asked about to the end of its period; None: it is not decidable.

        A standing changes on the days on which a sanction starts or ends, and on no other.
        """
        end = self.period_of(self.as_of).end - _DAY
        outcome = self.asked_for(facts, self.period_of(self.as_of), end)
        sanctions = [*outcome.sanctions, *outcome.carried]
        turns = [day for one in sanctions for day in (one.start, one.end) if day is not None]
        days = {self.as_of, end, *(day for day in turns if self.as_of <= day <= end)}
        return _gravest(self.asked(facts, day) for day in sorted(days))

    def plainer(self) -> Iterator[Self]:
        """Yield the trial with a record made plainer, or asked about on the day of its last decision."""
        violations = self.facts.violations
        for index, one in enumerate(violations):
            for plainer in _plainer(one):
                turned = (*violations[:index], plainer, *violations[index + 1 :])
                yield replace(self, facts=replace(self.facts, violations=turned))
        latest = max((one.decided_on for one in violations), default=self.as_of)
        if latest != self.as_of:
            yield replace(self, as_of=latest)


def _gravest(outcomes: Iterable[PointsOutcome]) -> int | None:
    grave = [None if one.standing is None else SEVERITY[one.standing.status] for one in outcomes]
    decided = [one for one in grave if one is not None]
    return max(decided) if len(decided) == len(grave) else None


def _plainer(one: Violation) -> Iterator[Violation]:
    plain = (
        replace(one, decision_no=None),
        replace(one, occurred_on=one.decided_on),
        replace(one, notified_on=one.decided_on),
        replace(one, responsibility=one.responsibility[:1]),
        replace(one, cases=min(one.cases, 1)),
        replace(one, cases=max(one.cases - 1, 0)),
    )
    return (other for other in plain if other != one)


@dataclass(slots=True)
class Watched:
    """The owner's answers to what its data leaves to it, as they are given."""

    law: Law
    given: list[tuple[PointsQuestion, Decimal | None]] = field(
        default_factory=list[tuple[PointsQuestion, "Decimal | None"]]
    )
    """Each question with its answer, in the order in which they were put."""

    @property
    def watching(self) -> Law:
        """The law, so that what its owner answers is noted."""
        return replace(self.law, rules=self._answer) if self.law.rules is not None else self.law

    def again(self, question: PointsQuestion) -> Decimal | None:
        """Return what the owner answers now."""
        return self.law.rules(question) if self.law.rules is not None else None

    def _answer(self, question: PointsQuestion) -> Decimal | None:
        answer = self.again(question)
        self.given.append((question, answer))
        return answer


def _order_free(trial: PointsTrial) -> bool:
    facts = trial.facts
    turned = replace(
        facts,
        violations=facts.violations[::-1],
        examinations=facts.examinations[::-1],
        readmitted_on=facts.readmitted_on[::-1],
        lifted_on=facts.lifted_on[::-1],
        repairs=facts.repairs[::-1],
    )
    watched = Watched(trial.law)
    there = but_digest(replace(trial, law=watched.watching).asked(facts))
    back = but_digest(trial.asked(turned))
    asked = list(watched.given)
    return replace(there, law=trial.law) == back and all(
        watched.again(question) == answer for question, answer in reversed(asked)
    )


def _periods_apart(trial: PointsTrial) -> bool:
    facts = replace(trial.facts, repairs=())  # a repair can be refused for a sanction of another period
    for period in trial.periods:
        own = tuple(one for one in facts.violations if trial.booked_in(one) == period)
        whole = trial.asked_for(facts, period)
        alone = trial.asked_for(replace(facts, violations=own), period)
        if _account(whole) != _account(alone):
            return False
    return True


def _account(outcome: PointsOutcome) -> tuple[object, ...]:
    return outcome.deductions, outcome.points_lost, outcome.points_counted, outcome.points_left, outcome.arithmetic


def _more_never_cheaper(trial: PointsTrial) -> bool:
    more = trial.violations
    fewer = PointsFacts(violations=more.violations[:-1])
    for period in trial.periods:
        before = trial.asked_for(fewer, period).points_lost
        after = trial.asked_for(more, period).points_lost
        if before is not None and after is not None and after < before:
            return False
    return True


def _more_never_milder(trial: PointsTrial) -> bool:
    """Return whether neither a further record nor a further case of it makes the standing milder."""
    if not trial.facts.violations:
        return True
    *before, added = trial.facts.violations
    day = trial.as_of
    last = replace(added, id=f"~{added.id}", decided_on=day, occurred_on=day, notified_on=day, decision_no=None)
    ledgers = (before, [*before, last], [*before, replace(last, cases=last.cases + 1)])
    grave = [trial.worst(PointsFacts(violations=tuple(one))) for one in ledgers]
    decided = [one for one in grave if one is not None]
    return decided == sorted(decided)


def _cap_kept(trial: PointsTrial) -> bool:
    full, zero = trial.scheme.full, Decimal(0)
    for period in trial.periods:
        one = trial.asked_for(trial.facts, period)
        if one.points_counted is None or one.points_lost is None:
            continue
        within = one.points_counted <= full or not trial.scheme.capped
        if not (within and zero <= one.points_counted <= one.points_lost):
            return False
        if one.points_left != max(zero, full - one.points_counted):
            return False
    return True


def _initial_state(trial: PointsTrial) -> bool:
    withdrawn = LifeEntry(event=LifeEvent.WITHDRAWN, on=trial.as_of)
    set_aside = tuple(replace(one, entries=(withdrawn,)) for one in trial.facts.violations)
    return all(_is_clean(trial, facts) for facts in (PointsFacts(), PointsFacts(violations=set_aside)))


def _is_clean(trial: PointsTrial, facts: PointsFacts) -> bool:
    one = trial.asked(facts)
    return (
        one.determination is Determination.DETERMINED
        and (one.points_lost, one.points_counted, one.points_left) == (0, 0, trial.scheme.full)
        and one.standing is not None
        and one.standing.status is Status.NORMAL
        and not (one.deductions or one.sanctions or one.carried or one.suspensions)
    )


def _arithmetic_readds(trial: PointsTrial) -> bool:
    return all(_readds(trial.asked_for(trial.facts, period)) for period in trial.periods)


_TERM = re.compile(r" (?P<sign>[-+]) (?:(?P<times>\d+)×)?(?P<points>\d+(?:\.\d+)?)\[[^\]]*\]|(?P<floor>\))")


def _readds(outcome: PointsOutcome) -> bool:
    if outcome.arithmetic is None:
        return True
    line, _, result = outcome.arithmetic.rpartition(" = ")
    stem = line.replace("max(0, ", "")
    full = stem.partition(" ")[0].partition(")")[0]
    value, lost, given = Decimal(full), Decimal(0), Decimal(0)
    for term in _TERM.finditer(stem, len(full)):
        if term["floor"]:
            value = max(Decimal(0), value)
            continue
        points = int(term["times"] or 1) * Decimal(term["points"])
        value, lost, given = (
            (value - points, lost + points, given) if term["sign"] == "-" else (value + points, lost, given + points)
        )
    stated = (outcome.points_left, outcome.points_lost, outcome.points_repaired)
    return (Decimal(result), value) == (value, outcome.points_left) and (value, lost, given) == stated


def _rules_sound(trial: PointsTrial) -> bool:
    watched = Watched(trial.law)
    replace(trial, law=watched.watching).asked(trial.facts)
    answers = [answer for _, answer in watched.given if answer is not None]
    return all(answer.is_finite() and answer >= 0 for answer in answers)


_OWN = MappingProxyType[Invariant, Callable[[PointsTrial], bool]](
    {
        Invariant.ORDER_FREE: _order_free,
        Invariant.PERIODS_APART: _periods_apart,
        Invariant.MORE_NEVER_CHEAPER: _more_never_cheaper,
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.CAP_KEPT: _cap_kept,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
        Invariant.RULES_SOUND: _rules_sound,
    }
)
