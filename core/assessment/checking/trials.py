"""What a trial of a regulation is made of: facts made up under its law, the day asked about, and how to ask.

Each scheme has a trial of its own, which knows its invariants. What all of them have is here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from core.assessment.checking.invariants import Invariant
from core.assessment.outcome import Determination, Outcome
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme

Facts = TypeVar("Facts")
Answer = TypeVar("Answer", bound=Outcome)

_DAYS = ("on", "decided_on", "recorded_on")
"""What a record calls the day from which on it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(ABC, Generic[Facts, Answer]):
    """Facts made up under a law, and the day on which it is asked about: nothing among them is recorded later."""

    scheme_name: ClassVar[Scheme]
    """The scheme that is tried."""

    law: Law
    facts: Facts
    as_of: date

    @abstractmethod
    def answer(self, law: Law, facts: Facts, day: date) -> Answer:
        """Return what ``law`` makes of ``facts`` on ``day``."""

    @property
    @abstractmethod
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What this scheme keeps beside what every scheme keeps: whether it does so on the facts of the trial."""

    @property
    def invariants(self) -> tuple[Invariant, ...]:
        """What is tried, in the order of the list of invariants."""
        return tuple(one for one in Invariant if one in self._kept)

    @property
    def is_decided(self) -> bool:
        """Whether law and facts decide the question; if not, most invariants have nothing to compare."""
        return self.asked(self.facts).determination is Determination.DETERMINED

    @property
    def repeatable(self) -> tuple[str, ...]:
        """The fields of the facts whose entries count once however often they are said."""
        return ()

    def holds(self, invariant: Invariant) -> bool:
        """Return whether the law keeps ``invariant``, one of those tried, on the facts of the trial."""
        return self._kept[invariant]()

    def asked(self, facts: Facts, day: date | None = None) -> Answer:
        """Return what the law makes of ``facts`` on ``day``, by default that of the trial."""
        return self.answer(self.law, facts, self.as_of if day is None else day)

    def smaller(self) -> Iterator[Self]:
        """Yield the trial with one thing left out of its facts or made plainer, the boldest steps first."""
        yield from (replace(self, facts=facts) for facts in left_out(self.facts))
        yield from self.plainer()

    def plainer(self) -> Iterator[Self]:
        """Yield the trial with one thing made plainer, as this scheme can."""
        return iter(())

    @property
    def _kept(self) -> Mapping[Invariant, Callable[[], bool]]:
        common = {
            Invariant.DETERMINISTIC: self._deterministic,
            Invariant.ORDER_FREE: self._order_free,
            Invariant.IDEMPOTENT: self._idempotent,
            Invariant.PAST_UNMOVED: self._past_unmoved,
        }
        return MappingProxyType({**common, **self.own})

    def _deterministic(self) -> bool:
        return self.asked(self.facts) == self.asked(self.facts)

    def _order_free(self) -> bool:
        turned = {name: entries[::-1] for name, entries in lists_of(self.facts).items()}
        return but_digest(self.asked(self.facts)) == but_digest(self.asked(changed(self.facts, turned)))

    def _idempotent(self) -> bool:
        lists = lists_of(self.facts)
        twice = changed(self.facts, {name: lists[name] * 2 for name in self.repeatable})
        taken = self.law.under({one.reading.id: one.choice.id for one in self.law.chosen})
        once = but_digest(self.asked(self.facts))
        return once == but_digest(self.asked(twice)) == but_digest(self.answer(taken, self.facts, self.as_of))

    def _past_unmoved(self) -> bool:
        lists = lists_of(self.facts)
        days = sorted(day for entries in lists.values() for one in entries if (day := day_of(one)) is not None)
        day = days[len(days) // 2] if days else self.as_of
        known = {name: tuple(one for one in entries if _is_known(one, day)) for name, entries in lists.items()}
        return but_digest(self.asked(self.facts, day)) == but_digest(self.asked(changed(self.facts, known), day))


AnyTrial = Trial[Any, Any]
"""A trial of any scheme."""


def but_digest(outcome: Answer) -> Answer:
    """Return ``outcome`` without the fingerprint of the facts, which tells in what form they came."""
    return replace(outcome, facts_digest="")


def lists_of(facts: object) -> dict[str, tuple[object, ...]]:
    """Return the lists of which ``facts``, a dataclass, consist, by name."""
    values = {one.name: getattr(facts, one.name) for one in fields(cast("Any", facts))}
    return {name: cast("tuple[object, ...]", value) for name, value in values.items() if isinstance(value, tuple)}


def changed(facts: Facts, lists: Mapping[str, tuple[object, ...]]) -> Facts:
    """Return ``facts`` with other lists under the names given."""
    return cast("Facts", replace(cast("Any", facts), **lists))


def left_out(facts: Facts) -> Iterator[Facts]:
    """Yield ``facts`` with one entry of one of its lists left out, then with one other value left unsaid."""
    for name, entries in lists_of(facts).items():
        for index in range(len(entries)):
            yield changed(facts, {name: (*entries[:index], *entries[index + 1 :])})
    for one in fields(cast("Any", facts)):
        value: object = getattr(facts, one.name)
        if not isinstance(value, tuple) and one.default is None and value is not None:
            yield cast("Facts", replace(cast("Any", facts), **{one.name: None}))


def day_of(entry: object) -> date | None:
    """Return the day from which on an entry counts; None: it counts on every day."""
    if isinstance(entry, date):
        return entry
    found: list[object] = [getattr(entry, name, None) for name in _DAYS]
    return next((day for day in found if isinstance(day, date)), None)


def _is_known(entry: object, day: date) -> bool:
    on = day_of(entry)
    return on is None or on <= day
