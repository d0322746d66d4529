"""Trials of every scheme that a law has."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from core.assessment.checking.trials import AnyTrial
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme
from core.service.ledgers.charges import charges_trial
from core.service.ledgers.dispensing import dispensing_trial
from core.service.ledgers.drawing import Draw
from core.service.ledgers.enrolment import enrolment_trial
from core.service.ledgers.points import points_trial
from core.service.ledgers.rating import rating_trial
from core.service.ledgers.scorecard import scorecard_trial
from core.service.ledgers.settlement import settlement_trial
from core.service.ledgers.settling import settled

_VARIANTS = 8
"""How many sets of values are made up for what the text leaves to the operator."""
_MADE: Mapping[Scheme, Callable[[Law, Draw], AnyTrial]] = MappingProxyType(
    {
        Scheme.POINTS: points_trial,
        Scheme.ENROLMENT: enrolment_trial,
        Scheme.SCORECARD: scorecard_trial,
        Scheme.CHARGES: charges_trial,
        Scheme.SETTLEMENT: settlement_trial,
        Scheme.DISPENSING: dispensing_trial,
        Scheme.RATING: rating_trial,
    }
)


def schemes_of(law: Law) -> tuple[Scheme, ...]:
    """Return the schemes that ``law`` has."""
    return tuple(one for one in Scheme if getattr(law.regulation, one.lower()) is not None)


def trials(law: Law, scheme: Scheme, count: int, seed: int) -> Iterator[AnyTrial]:
    """Yield ``count`` trials of one scheme of ``law``.

    Every other one is under readings drawn by lot; of every four, two are with values made up for what the text leaves
    to the operator.
    """
    laws: dict[tuple[int | None, tuple[tuple[str, str], ...]], Law] = {}
    for number in range(count):
        draw = Draw.of(seed, law.id, scheme, number)
        variant = number // 2 % _VARIANTS if number // 2 % 2 else None
        taken = _readings(law, draw) if number % 2 else {}
        key = variant, tuple(sorted(taken.items()))
        if key not in laws:
            base = law if variant is None else settled(law, Draw.of(seed, law.id, variant))
            laws[key] = base.under(taken)
        yield _MADE[scheme](laws[key], draw)


def _readings(law: Law, draw: Draw) -> dict[str, str]:
    """Return readings drawn by lot, those that differ from the default alone."""
    chosen = [(one.reading.id, draw.any(one.reading.choices).id, one.reading.choices[0].id) for one in law.chosen]
    return {name: choice for name, choice, default in chosen if choice != default}
