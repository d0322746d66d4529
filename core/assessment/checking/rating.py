"""What every regulation with grades or colours keeps, each invariant tried on made-up records of two years."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial
from core.assessment.periods import Period
from core.assessment.points.standing import SEVERITY
from core.assessment.rating.assess import assess_rating
from core.assessment.rating.terms import (
    Checked,
    CircumstanceNoted,
    Measurement,
    MeasurementJudged,
    RateFound,
    RatingFacts,
    RatingOutcome,
)
from core.regulation.law import Law
from core.regulation.schemes.rating import Bound, RatingScheme
from core.regulation.vocabulary import PeriodKind, Scheme

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingTrial(Trial[RatingFacts, RatingOutcome]):
    """Grades, circumstances and figures made up under a law; asked about is the period that the day falls into."""

    scheme_name: ClassVar[Scheme] = Scheme.RATING

    @property
    def scheme(self) -> RatingScheme:
        """The rating scheme of the law; raise ValueError if it has none."""
        scheme = self.law.regulation.rating
        if scheme is None:
            raise ValueError(f"{self.law.id} has no rating scheme")
        return scheme

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What ratings keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def repeatable(self) -> tuple[str, ...]:
        """Grades: of those of one period the last holds."""
        return ("grades",)

    @property
    def period(self) -> Period:
        """The period asked about: a quarter where the text names none."""
        return Period.of(self.scheme.period or PeriodKind.QUARTER, self.as_of)

    def answer(self, law: Law, facts: RatingFacts, day: date) -> RatingOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``, for the period of the trial."""
        return assess_rating(law, facts, self.period, day)


def _gravity(outcome: RatingOutcome) -> int | None:
    return SEVERITY[outcome.status] if outcome.status is not None else None


def _is_milder(after: RatingOutcome, before: RatingOutcome) -> bool:
    """Return whether the standing of ``after`` is milder than that of ``before``; no if one is not decided."""
    there, here = _gravity(after), _gravity(before)
    return there is not None and here is not None and there < here


def _more_never_milder(trial: RatingTrial) -> bool:
    """Return whether no circumstance found on the day asked about makes the standing milder."""
    before = trial.asked(trial.facts)
    for one in trial.scheme.circumstances:
        noted = CircumstanceNoted(id="~", on=trial.as_of, circumstance=one.id)
        more = replace(trial.facts, circumstances=(*trial.facts.circumstances, noted))
        if _is_milder(trial.asked(more), before):
            return False
    return True


def _better_never_worse(trial: RatingTrial) -> bool:
    """Return whether neither a better grade nor a better figure makes anything worse."""
    before = trial.asked(trial.facts)
    return not any(_is_milder(before, trial.asked(better)) for better in _better_grades(trial)) and all(
        _is_no_worse(before, trial.asked(better)) for better in _better_figures(trial)
    )


def _better_grades(trial: RatingTrial) -> Iterator[RatingFacts]:
    """Yield the facts with the grade of the period one better, if there is one: the same record otherwise."""
    scale = [one.id for one in trial.scheme.grades]
    for index, one in enumerate(trial.facts.grades):
        if one.period == trial.period and one.grade in scale[1:]:
            better = replace(one, grade=scale[scale.index(one.grade) - 1])
            yield replace(trial.facts, grades=(*trial.facts.grades[:index], better, *trial.facts.grades[index + 1 :]))


def _better_figures(trial: RatingTrial) -> Iterator[RatingFacts]:
    bounds = {one.id: one.bound for one in trial.scheme.indicators}
    measured, checked = trial.facts.measurements, trial.facts.checked
    for index, one in enumerate(measured):
        better = _better_value(one, bounds.get(one.indicator))
        yield replace(trial.facts, measurements=(*measured[:index], better, *measured[index + 1 :]))
    for index, one in enumerate(checked):
        yield replace(trial.facts, checked=(*checked[:index], _better_rate(one), *checked[index + 1 :]))


def _better_value(one: Measurement, bound: Bound | None) -> Measurement:
    by = {Bound.AT_LEAST: 1, Bound.AT_MOST: -1, None: 0}[bound]
    return replace(one, value=one.value + by)


def _better_rate(one: Checked) -> Checked:
    if one.passed is not None:
        return replace(one, passed=min(one.checked, one.passed + 1))
    return one if one.rate is None else replace(one, rate=min(_HUNDRED, one.rate + 1))


def _is_no_worse(before: RatingOutcome, after: RatingOutcome) -> bool:
    enough = sum(one.is_sufficient is True for one in before.rates)
    return (
        not _is_milder(before, after)
        and after.exceeded <= before.exceeded
        and sum(one.is_sufficient is True for one in after.rates) >= enough
    )


def _bounds_kept(trial: RatingTrial) -> bool:
    outcome = trial.asked(trial.facts)
    rates = all(0 <= one.rate <= _HUNDRED for one in outcome.rates if one.rate is not None)
    duties = all(0 <= one.overdue <= one.required - one.done <= one.required for one in outcome.duties)
    return rates and duties and all(one.is_marked is _is_marked(trial, one.ranking, one.rank) for one in outcome.ranks)


def _is_marked(trial: RatingTrial, ranking: str, rank: int) -> bool:
    return any(one.id == ranking and rank <= one.top for one in trial.scheme.rankings)


def _initial_state(trial: RatingTrial) -> bool:
    one = trial.asked(RatingFacts(subject=trial.facts.subject))
    graded = one.grade is not None or one.consequences or one.procedures
    figures = one.ranks or one.measurements or one.rates or any(each.done for each in one.duties)
    return not graded and not figures and (one.status is None or SEVERITY[one.status] == 0)


def _arithmetic_readds(trial: RatingTrial) -> bool:
    outcome = trial.asked(trial.facts)
    return all(map(_value_readds, outcome.measurements)) and all(map(_rate_readds, outcome.rates))


def _value_readds(one: MeasurementJudged) -> bool:
    if one.arithmetic is None:
        return one.difference is None
    terms, _, difference = one.arithmetic.rpartition(" = ")
    value, _, target = terms.rpartition(" - ")
    stated = (Decimal(value), Decimal(target), Decimal(difference))
    return stated == (one.value, one.target, one.difference) and stated[0] - stated[1] == stated[2]


def _rate_readds(one: RateFound) -> bool:
    if one.arithmetic is None or one.rate is None:
        return True
    counts, _, rate = one.arithmetic.removesuffix(" %").partition(" = ")
    passed, _, checked = counts.partition(" ÷ ")
    exact = Decimal(passed) * _HUNDRED / Decimal(checked)
    stated = (int(passed), int(checked), Decimal(rate))
    return stated == (one.passed, one.checked, one.rate) and abs(exact - one.rate) <= Decimal("0.005")


_OWN = MappingProxyType[Invariant, Callable[[RatingTrial], bool]](
    {
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.BETTER_NEVER_WORSE: _better_never_worse,
        Invariant.BOUNDS_KEPT: _bounds_kept,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
