"""Which law applies to an act: by the days of act and decision, the region, and what later texts replace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme


class Why(StrEnum):
    """Why a law was chosen, or none."""

    ONLY_ONE = "ONLY_ONE"
    """No other law at hand governs the act in this region."""
    SUPERSEDES = "SUPERSEDES"
    """It replaces the others that would govern."""
    MOST_LOCAL = "MOST_LOCAL"
    """It is made for the smallest area of those that govern."""
    SEVERAL = "SEVERAL"
    """Several of the same area govern and none says that it replaces the others: the operator decides."""
    NONE_IN_FORCE = "NONE_IN_FORCE"
    """None at hand governs the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """Which law applies to an act, why, and between which it was chosen."""

    acted_on: date
    decided_on: date
    law: Law | None
    why: Why
    governing: tuple[Law, ...]
    """Every law that would govern the act in this region, the most local first."""
    last: Law | None
    """Where none governs: the one whose time ended last before the decision, if any."""


def applicable(catalogue: Catalogue, scheme: Scheme, region: str, acted_on: date, decided_on: date) -> Applicability:
    """Return which law of ``scheme`` applies in ``region`` (six digits) to an act of one day decided on another."""
    here = [law for law in catalogue.laws if _states(law, scheme) and covers(law, region)]
    governing = sorted(
        (law for law in here if law.regulation.in_force.governs_act(acted_on, decided_on)),
        key=lambda law: (-len(area(law)), law.id),
    )
    law, why = _choose(governing)
    return Applicability(
        acted_on=acted_on,
        decided_on=decided_on,
        law=law,
        why=why,
        governing=tuple(governing),
        last=None if governing else _last(here, decided_on),
    )


def area(law: Law) -> str:
    """Return the digits of a law's region that bind: two for a province, four for a city, none for the country."""
    code = law.regulation.region.code
    while code.endswith("00"):
        code = code[:-2]
    return code


def covers(law: Law, region: str) -> bool:
    """Return whether a law is made for ``region`` or an area around it."""
    return region.startswith(area(law))


def _states(law: Law, scheme: Scheme) -> bool:
    stated = getattr(law.regulation, scheme.value.lower()) is not None
    return stated or law.regulation.gap_of(scheme) is not None


def _choose(governing: list[Law]) -> tuple[Law | None, Why]:
    if not governing:
        return None, Why.NONE_IN_FORCE
    if len(governing) == 1:
        return governing[0], Why.ONLY_ONE
    replaced = {name for law in governing for name in law.regulation.source.supersedes}
    left = [law for law in governing if law.id not in replaced]
    local = [law for law in left if len(area(law)) == len(area(left[0]))] if left else []
    if len(local) != 1:
        return None, Why.SEVERAL
    return local[0], Why.SUPERSEDES if len(left) < len(governing) else Why.MOST_LOCAL


def _last(laws: Iterable[Law], day: date) -> Law | None:
    ended = [(law.regulation.in_force.to, law.id, law) for law in laws if law.regulation.in_force.to is not None]
    past = [(end, name, law) for end, name, law in ended if end <= day]
    return max(past, key=lambda one: one[:2])[2] if past else None
