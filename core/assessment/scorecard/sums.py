"""From scores and weights to a total: exact fractions until the end, in one line that adds up again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from core.assessment.arithmetic import plain
from core.assessment.outcome import Missing
from core.regulation.schemes.scorecard import HUNDRED, Group, Indicator, Normalisation, ScorecardScheme
from core.text import Text

_CENT = Decimal("0.01")
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Term:
    """One score with its weight."""

    rule: Indicator | Group
    weight: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What one group brings to the total: the scores of its indicators, or its own."""

    group: Group
    weight: int
    terms: tuple[Term, ...]

    @property
    def weights(self) -> int:
        """The sum of the weights of its terms."""
        return sum(one.weight for one in self.terms)

    @property
    def weighed(self) -> Fraction:
        """The sum of its scores times their weights."""
        return sum((one.weight * Fraction(one.score) for one in self.terms), Fraction(0))

    @property
    def mean(self) -> Fraction:
        """The mean of its scores by their weights."""
        return self.weighed / self.weights


@dataclass(slots=True)
class Weighed:
    """The parts of a total, while they are gathered, with what is missing to make them."""

    parts: list[Part] = field(default_factory=list[Part])
    unweighted: list[str] = field(default_factory=list[str])
    """Paths in the data of the weights that are missing."""
    unscored: list[Missing] = field(default_factory=list[Missing])


@dataclass(frozen=True, slots=True)
class Total:
    """A total and what each part adds to it."""

    exact: Fraction
    """Capped where the scheme caps it."""
    adds: tuple[Fraction, ...]
    """What each part adds, before the total is capped."""
    arithmetic: str


def weigh(scheme: ScorecardScheme, scores: Mapping[str, Decimal]) -> Weighed:
    """Return the parts that ``scores`` (by id of group or indicator) make, and what is missing to make them."""
    found = Weighed()
    for group in scheme.groups:
        if group.weight != 0:
            _gather(found, group, scores)
    if not found.parts and not found.unscored and not found.unweighted:
        found.unweighted += [_path(group) for group in scheme.groups]
    return found


def _gather(found: Weighed, group: Group, scores: Mapping[str, Decimal]) -> None:
    by_members = bool(group.sum)
    rules: Sequence[tuple[Indicator | Group, int]] = [(one, one.weight or 0) for one in group.indicators]
    weight = group.counts
    if not weight:
        found.unweighted.append(_path(group))
        return
    if not by_members:
        rules = [(group, weight)]
    terms = [Term(rule, each, scores[rule.id]) for rule, each in rules if each and rule.id in scores]
    lacking = [rule for rule, each in rules if each and rule.id not in scores]
    found.unscored += [Missing(f"scores.{rule.id}", rule.label) for rule in lacking]
    if not lacking:
        found.parts.append(Part(group, weight, tuple(terms)))


def countable(scheme: ScorecardScheme) -> frozenset[str]:
    """Return the ids of groups and indicators whose scores the total is made of, as far as weights are known."""
    found = set[str]()
    for group in scheme.groups:
        if group.weight == 0:
            continue
        if group.counts is None:
            found |= {group.id, *(one.id for one in group.indicators)}
        else:
            found |= {one.id for one in group.indicators if one.weight} if group.sum else {group.id}
    return frozenset(found)


def _path(group: Group) -> str:
    return f"scorecard.groups.{group.id}.weight"


def total_of(scheme: ScorecardScheme, parts: Sequence[Part]) -> Total:
    """Return the total of ``parts``, of which there is at least one, as the scheme weighs them."""
    match scheme.normalisation:
        case Normalisation.GROUP:
            divisor = sum(one.weight for one in parts)
            adds = tuple(one.weight * one.mean / divisor for one in parts)
            text = " + ".join(map(_in_group, parts))
        case Normalisation.SUM:
            divisor = sum(one.weights for one in parts)
            adds = tuple(one.weighed / divisor for one in parts)
            text = " + ".join(map(_outright, parts))
        case Normalisation.RAW:
            divisor = HUNDRED
            adds = tuple(one.weighed / divisor for one in parts)
            text = " + ".join(map(_outright, parts))
    raw = sum(adds, Fraction(0))
    text = f"({text})/{divisor}"
    exact = raw
    if scheme.normalisation is Normalisation.RAW and scheme.full is not None:
        exact = min(raw, Fraction(scheme.full))
        text = f"min({plain(scheme.full)}, {text})"
    shown = to_places(exact)
    return Total(exact, adds, f"{text} {'=' if Fraction(shown) == exact else '≈'} {plain(shown)}")


def _in_group(part: Part) -> str:
    """Return a part that counts by its own weight, such as ``30×(15×100 + 15×80)/30[3.二]``."""
    if isinstance(part.terms[0].rule, Group):
        return f"{_times(part.terms)}[{part.group.cite}]"
    return f"{part.weight}×({_times(part.terms)})/{part.weights}[{part.group.cite}]"


def _outright(part: Part) -> str:
    """Return a part of which each score counts by its own weight, such as ``15×100[3.二.1] + 15×80[3.二.2]``."""
    return " + ".join(f"{one.weight}×{plain(one.score)}[{one.rule.cite}]" for one in part.terms)


def _times(terms: Iterable[Term]) -> str:
    return " + ".join(f"{one.weight}×{plain(one.score)}" for one in terms)


def to_places(exact: Fraction) -> Decimal:
    """Return ``exact``, zero or more, to two places, halves upwards."""
    return Decimal(floor(exact * 100 + _HALF)) * _CENT


def up_to_places(exact: Fraction) -> Decimal:
    """Return the least number of two places that is not less than ``exact``."""
    return Decimal(ceil(exact * 100)) * _CENT


def running(adds: Iterable[Fraction]) -> tuple[Decimal, ...]:
    """Return the sums of the first so many of ``adds``, each to two places; one more than there are of them."""
    sums = [Decimal("0.00")]
    exact = Fraction(0)
    for one in adds:
        exact += one
        sums.append(to_places(exact))
    return tuple(sums)


def weights_missing(paths: Sequence[str]) -> Missing:
    """Return what is missing where weights are; its text names them by their paths in the data."""
    listed = ", ".join(paths)
    text = Text(
        zh=f"原文没有权重, 由经办者提供: {listed}", en=f"the text gives no weights; the operator supplies: {listed}"
    )
    return Missing("weights", text)
