"""What every regulation that limits days' supply keeps, each invariant tried on made-up prescriptions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial
from core.assessment.dispensing.assess import assess_dispensing
from core.assessment.dispensing.terms import DispensingFacts, DispensingOutcome, TotalAssessed
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class DispensingTrial(Trial[DispensingFacts, DispensingOutcome]):
    """A prescription made up under a law; its days are no dates, so the past does not come into it."""

    scheme_name: ClassVar[Scheme] = Scheme.DISPENSING

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What limits on days' supply keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def repeatable(self) -> tuple[str, ...]:
        """The patient's diseases."""
        return ("diseases",)

    def answer(self, law: Law, facts: DispensingFacts, day: date) -> DispensingOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``."""
        return assess_dispensing(law, facts, day)


def _more_never_milder(trial: DispensingTrial) -> bool:
    """Return whether a day more on a line never lessens an excess."""
    before = trial.asked(trial.facts)
    return all(_excesses(before) <= _excesses(trial.asked(more)) for more in _a_day_more(trial.facts))


def _a_day_more(facts: DispensingFacts) -> Iterator[DispensingFacts]:
    for index, one in enumerate(facts.lines):
        longer = replace(one, days=one.days + 1)
        yield replace(facts, lines=(*facts.lines[:index], longer, *facts.lines[index + 1 :]))


def _excesses(outcome: DispensingOutcome) -> "_Excesses":
    lines = {one.line: one.over_by for one in outcome.lines}
    return _Excesses({**lines, **{f"sum of {one.name}": one.over_by for one in outcome.totals}}, outcome.within)


@dataclass(frozen=True, slots=True)
class _Excesses:
    """The days beyond the limit of each line and sum; None: no limit, or not decidable."""

    days: Mapping[str, int | None]
    within: bool | None

    def __le__(self, other: "_Excesses") -> bool:
        """Return whether nothing here exceeds what ``other`` has; what is not decided is not compared."""
        pairs = [(days, other.days.get(name)) for name, days in self.days.items()]
        lighter = all(here is None or there is None or here <= there for here, there in pairs)
        return lighter and not (self.within is False and other.within)


def _better_never_worse(trial: DispensingTrial) -> bool:
    """Return whether a further ground for a longer supply never shortens the one allowed."""
    before = trial.asked(trial.facts)
    limits = {one.line: one.limit_days for one in before.lines}
    for more in _with_ground(trial.facts):
        for one in trial.asked(more).lines:
            allowed = limits[one.line]
            if allowed is not None and (one.limit_days is None or one.limit_days < allowed):
                return False
    return True


def _with_ground(facts: DispensingFacts) -> Iterator[DispensingFacts]:
    yield replace(facts, reduced_mobility=True)
    yield replace(facts, lines=tuple(replace(one, long_term=True) for one in facts.lines))


def _bounds_kept(trial: DispensingTrial) -> bool:
    """Return whether every excess is that over its limit, and the verdict that of the excesses."""
    outcome = trial.asked(trial.facts)
    exact = all(
        one.over_by == max(0, one.days - one.limit_days)
        for one in (*outcome.lines, *outcome.totals)
        if one.limit_days is not None
    )
    is_over = any(one.over_by for one in (*outcome.lines, *outcome.totals))
    return exact and (outcome.within is False) is is_over


def _parts_add_up(trial: DispensingTrial) -> bool:
    days = {one.id: one.days for one in trial.facts.lines}
    return all(one.days == sum(days[line] for line in one.lines) for one in trial.asked(trial.facts).totals)


def _initial_state(trial: DispensingTrial) -> bool:
    one = trial.asked(DispensingFacts())
    return one.within is True and not (one.lines or one.totals or one.breaches or one.missing)


def _arithmetic_readds(trial: DispensingTrial) -> bool:
    return all(map(_readds, trial.asked(trial.facts).totals))


def _readds(one: TotalAssessed) -> bool:
    """Return whether ``3 + 7 - 7[2.一] = 3``, or what is held at nothing, comes out again."""
    line, _, stated = one.arithmetic.rpartition(" = ")
    line = line.removeprefix("max(0, ").partition("[")[0]
    terms, _, limit = line.rpartition(" - ")
    days = sum(map(int, terms.split(" + ")))
    return (days, int(limit), int(stated)) == (one.days, one.limit_days, max(0, days - int(limit)))


_OWN = MappingProxyType[Invariant, Callable[[DispensingTrial], bool]](
    {
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.BETTER_NEVER_WORSE: _better_never_worse,
        Invariant.BOUNDS_KEPT: _bounds_kept,
        Invariant.PARTS_ADD_UP: _parts_add_up,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
