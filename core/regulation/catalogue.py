"""The catalogue: every law at hand, and which version of a place's rules governs a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from core.errors import NotFoundError
from core.regulation.law import ChosenBecause, Law, LawChoice
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Governing:
    """Which version of a place governs a day; ``law`` is None if none does, and ``last`` the latest one before."""

    place: str
    day: date
    law: Law | None
    last: Law | None


class Catalogue:
    """All laws at hand, by id and by place; a value that never changes."""

    def __init__(self, laws: Iterable[Law]) -> None:
        """Order ``laws`` by id; the caller has made sure that ids are unique and versions do not overlap."""
        ordered = sorted(laws, key=lambda law: law.id)
        self._by_id = MappingProxyType({law.id: law for law in ordered})
        places: dict[str, list[Law]] = {}
        for law in sorted(ordered, key=_start):
            places.setdefault(law.regulation.place, []).append(law)
        self._by_place = MappingProxyType({place: tuple(laws) for place, laws in sorted(places.items())})

    @property
    def laws(self) -> tuple[Law, ...]:
        """Every law, by id."""
        return tuple(self._by_id.values())

    @property
    def places(self) -> tuple[str, ...]:
        """Every place, by name."""
        return tuple(self._by_place)

    def find(self, regulation: str) -> Law | None:
        """Return the law with this id, or None."""
        return self._by_id.get(regulation)

    def get(self, regulation: str) -> Law:
        """Return the law with this id; raise NotFoundError, naming those at hand, if there is none."""
        law = self.find(regulation)
        if law is None:
            known = ", ".join(self._by_id) or "-"
            raise NotFoundError(
                "REGULATION_UNKNOWN",
                Text(
                    zh=f"没有标识为 {regulation} 的规定; 现有: {known}",
                    en=f"no regulation has the id {regulation}; at hand: {known}",
                ),
                field="regulation",
            )
        return law

    def chosen(self, name: str, law_at: date | None, as_of: date) -> Law:
        """Return the law that a question means by ``name``, the id of a version or a place, with why it is applied.

        A version is applied as named unless ``law_at`` is given; a place, or ``law_at``, asks for the version in force
        that day (of a place without ``law_at``: on ``as_of``). Where none is, the last one before is returned, or the
        first, and its choice says so.

        Raises:
            NotFoundError: no law and no place is called so.
        """
        named = self.find(name)
        if named is None and not self.versions(name):
            self.get(name)
        if named is not None and law_at is None:
            return replace(named, choice=LawChoice(because=ChosenBecause.NAMED, day=as_of))
        day = law_at or as_of
        found = self.governing(name if named is None else named.regulation.place, day)
        if found.law is not None:
            return replace(found.law, choice=LawChoice(because=ChosenBecause.IN_FORCE, day=day))
        nearest = found.last or self.versions(found.place)[0]
        return replace(nearest, choice=LawChoice(because=ChosenBecause.NONE_IN_FORCE, day=day))

    def versions(self, place: str) -> tuple[Law, ...]:
        """Return the versions of ``place``, earliest first; empty if the place is not known."""
        return self._by_place.get(place, ())

    def before(self, law: Law) -> Law | None:
        """Return the version of the same place that came before ``law``; None: it is the first, or has no dates."""
        start = law.regulation.in_force.from_
        earlier = [one for one in self.versions(law.regulation.place) if start is not None and _start(one) < start]
        return earlier[-1] if earlier else None

    def governing(self, place: str, day: date) -> Governing:
        """Return which version of ``place`` governs ``day``."""
        versions = self.versions(place)
        governing = next((law for law in reversed(versions) if law.regulation.in_force.governs(day)), None)
        before = [law for law in versions if _start(law) <= day]
        return Governing(place=place, day=day, law=governing, last=before[-1] if before else None)


def _start(law: Law) -> date:
    return law.regulation.in_force.from_ or date.min
