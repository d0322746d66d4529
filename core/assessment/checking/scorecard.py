"""What every regulation with a scorecard keeps, each invariant tried on made-up scores and findings."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial, but_digest
from core.assessment.periods import Period
from core.assessment.scorecard.assess import assess_scorecard
from core.assessment.scorecard.sums import to_places
from core.assessment.scorecard.terms import ScorecardFacts, ScorecardOutcome, VetoFound
from core.regulation.law import Law
from core.regulation.schemes.scorecard import BroughtBy, ConsequenceKind, ScorecardScheme
from core.regulation.vocabulary import PeriodKind, Scheme

_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_ALONE = 6
"""How many scores of a card are raised alone, at most."""
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[()+×/,]|min")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardTrial(Trial[ScorecardFacts, ScorecardOutcome]):
    """Scores and findings made up under a law; asked about is the period that the day falls into."""

    scheme_name: ClassVar[Scheme] = Scheme.SCORECARD

    @property
    def scheme(self) -> ScorecardScheme:
        """The scorecard of the law; raise ValueError if it has none."""
        scheme = self.law.regulation.scorecard
        if scheme is None:
            raise ValueError(f"{self.law.id} has no scorecard")
        return scheme

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What scorecards keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def repeatable(self) -> tuple[str, ...]:
        """Scores and findings."""
        return "scores", "vetoes"

    @property
    def period(self) -> Period:
        """The period asked about."""
        return self.period_of(self.as_of)

    def period_of(self, day: date) -> Period:
        """Return the period that ``day`` falls into: a year where the text names none."""
        return Period.of(self.scheme.period or PeriodKind.YEAR, day)

    def answer(self, law: Law, facts: ScorecardFacts, day: date) -> ScorecardOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``, for the period of the trial."""
        return assess_scorecard(law, facts, self.period, day)

    def rank(self, outcome: ScorecardOutcome) -> int | None:
        """Return the place of the grade in the scale, the best first; None: there is no grade."""
        grades = [one.id for one in self.scheme.scale.grades] if self.scheme.scale is not None else []
        return grades.index(outcome.grade) if outcome.grade is not None else None


def _periods_apart(trial: ScorecardTrial) -> bool:
    own = ScorecardFacts(
        scores=tuple(one for one in trial.facts.scores if one.period == trial.period),
        vetoes=tuple(one for one in trial.facts.vetoes if one.period == trial.period),
        standard=trial.facts.standard,
    )
    return but_digest(trial.asked(trial.facts)) == but_digest(trial.asked(own))


def _more_never_milder(trial: ScorecardTrial) -> bool:
    """Return whether no finding betters the grade."""
    before = trial.rank(trial.asked(trial.facts))
    for one in trial.scheme.vetoes:
        found = VetoFound(veto=one.id, period=trial.period, on=trial.as_of)
        after = trial.rank(trial.asked(replace(trial.facts, vetoes=(*trial.facts.vetoes, found))))
        if before is not None and after is not None and after < before:
            return False
    return True


def _better_never_worse(trial: ScorecardTrial) -> bool:
    """Return whether no higher score lowers the total or the grade, brings a penalty or loses a reward."""
    before = trial.asked(trial.facts)
    return all(_is_no_worse(trial, before, trial.asked(more)) for more in _better(trial))


def _better(trial: ScorecardTrial) -> Iterator[ScorecardFacts]:
    """Yield the facts with every score higher, then with one of them higher, a few spread over a long card."""
    scores, full = trial.facts.scores, trial.scheme.full
    higher = tuple(replace(one, value=_higher(one.value, full)) for one in scores)
    yield replace(trial.facts, scores=higher)
    for index in range(0, len(scores), 1 + len(scores) // _ALONE):
        yield replace(trial.facts, scores=(*scores[:index], higher[index], *scores[index + 1 :]))


def _higher(value: Decimal, full: Decimal | None) -> Decimal:
    higher = value + max(_HALF, value / 4)
    return higher if full is None else min(full, higher)


def _is_no_worse(trial: ScorecardTrial, before: ScorecardOutcome, after: ScorecardOutcome) -> bool:
    if before.score is None or after.score is None:
        return True
    if after.score < before.score:
        return False
    low, high = trial.rank(before), trial.rank(after)
    if low is None or high is None:
        return True
    gains = (_brings(before, ConsequenceKind.PENALTY), _brings(after, ConsequenceKind.PENALTY))
    losses = (_brings(after, ConsequenceKind.REWARD), _brings(before, ConsequenceKind.REWARD))
    return high <= low and (False, True) not in (gains, losses)


def _brings(outcome: ScorecardOutcome, kind: ConsequenceKind) -> bool:
    return any(one.kind is kind and one.brought_by is BroughtBy.GRADE for one in outcome.consequences)


def _bounds_kept(trial: ScorecardTrial) -> bool:
    """Return whether the score lies between nothing and the full one; without that, the greatest given."""
    outcome = trial.asked(trial.facts)
    if outcome.score is None:
        return True
    return outcome.score >= 0 and (trial.scheme.full is None or outcome.score <= trial.scheme.full)


def _parts_add_up(trial: ScorecardTrial) -> bool:
    """Return whether what the groups add makes the score, or more where the text caps it."""
    outcome = trial.asked(trial.facts)
    added = sum((one.adds for one in outcome.groups), _ZERO)
    if outcome.score is None:
        return not outcome.groups
    return added == outcome.score or (outcome.score == trial.scheme.full and added > outcome.score)


def _initial_state(trial: ScorecardTrial) -> bool:
    one = trial.asked(ScorecardFacts())
    return one.score is None and one.grade is None and bool(one.missing) and not (one.groups or one.consequences)


def _arithmetic_readds(trial: ScorecardTrial) -> bool:
    outcome = trial.asked(trial.facts)
    if outcome.arithmetic is None:
        return outcome.score is None
    line, sign, stated = re.split(r" ([=≈]) ", outcome.arithmetic)
    exact = Sum(tuple(_TOKEN.findall(re.sub(r"\[[^\]]*\]", "", line)))).value()
    result = Decimal(stated)
    return to_places(exact) == result == outcome.score and (sign == "=") is (Fraction(result) == exact)


@dataclass(slots=True)
class Sum:
    """A line of arithmetic, read from left to right: sums, products, quotients, brackets and ``min(a, b)``."""

    tokens: Sequence[str]
    at: int = 0

    def value(self) -> Fraction:
        """Return what the sum from here on comes to."""
        total = self._product()
        while self._takes("+"):
            total += self._product()
        return total

    def _product(self) -> Fraction:
        product = self._factor()
        while True:
            if self._takes("×"):
                product *= self._factor()
            elif self._takes("/"):
                product /= self._factor()
            else:
                return product

    def _factor(self) -> Fraction:
        if self._takes("min"):
            self.at += 1
            low = self.value()
            self.at += 1
            low = min(low, self.value())
            self.at += 1
            return low
        if self._takes("("):
            inner = self.value()
            self.at += 1
            return inner
        self.at += 1
        return Fraction(self.tokens[self.at - 1])

    def _takes(self, token: str) -> bool:
        """Go on if the next token is ``token``; return whether it was."""
        found = self.at < len(self.tokens) and self.tokens[self.at] == token
        self.at += found
        return found


_OWN = MappingProxyType[Invariant, Callable[[ScorecardTrial], bool]](
    {
        Invariant.PERIODS_APART: _periods_apart,
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.BETTER_NEVER_WORSE: _better_never_worse,
        Invariant.BOUNDS_KEPT: _bounds_kept,
        Invariant.PARTS_ADD_UP: _parts_add_up,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
