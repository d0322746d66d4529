"""The search for the smallest sets of records without which a course ends in another standing.

It goes by the number of records removed and, for each number, through the course in its order: every state is reached
with as few removals as possible, and each way of reaching it with so few is kept. So the first number at which the
course ends as wished is the smallest, and the ways there are the sets.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.assessment.appeal_value.outlook import Outlook, outlooks
from core.assessment.appeal_value.states import Key, State, Terms, reduce
from core.assessment.points.course import Draft, Event, enter
from core.assessment.points.sanctions import Docket
from core.assessment.points.tally import Booked
from core.regulation.law import Law


@dataclass(slots=True, eq=False)
class Node:
    """A state at a place of the course, with the ways on which as few removals as possible lead to it."""

    ways: int = 0
    """How many sets of records lead here."""
    came: list[tuple["Node", bool]] = field(default_factory=list[tuple["Node", bool]])
    """The nodes from which one comes here, and whether by removing the candidate between; empty: it is the first."""


Layer = list[dict[Key, tuple[Node, State]]]
"""What one number of removals reaches and no smaller one does, at each place of the course, by the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search has found."""

    at_least: int
    """No set of fewer records does it."""
    is_final: bool
    """Whether the search was carried to its end; if not, the effort allowed was spent."""
    states: int
    """How many states were looked at."""
    ends: tuple[Node, ...] = ()
    """Where the smallest sets, of ``at_least`` records, lead; empty: no set was found."""


class EffortSpentError(Exception):
    """More states would have to be looked at than are allowed."""


@dataclass(slots=True, kw_only=True)
class Search:
    """A course, cut where a candidate is kept or removed."""

    law: Law
    terms: Terms
    is_wished: Callable[[int], bool]
    """Whether a standing of such a severity is what is looked for."""
    effort: int
    """How many states may be looked at."""
    stretches: Sequence[Sequence[Event]]
    """What happens before the first candidate; then from each candidate, itself first, to the next."""
    ahead: Sequence[Outlook]
    """What is still to come after each stretch."""
    seen: list[set[Key]]
    """The states that fewer removals reach, after each stretch."""
    states: int = 0

    def run(self) -> Found:
        """Return where the smallest sets lead, or how far the search came."""
        removals = 0
        layer = _empty(self.stretches)
        try:
            self._arrive(layer, 0, State(Draft(Docket(self.terms.scheme, self.terms.as_of))), self.stretches[0])
            self._spread(layer)
            while any(layer):
                ends = tuple(node for node, state in layer[-1].values() if self.is_wished(state.floor))
                if ends:
                    return Found(at_least=removals, is_final=True, states=self.states, ends=ends)
                removals += 1
                fewer, layer = layer, _empty(self.stretches)
                self._spread(layer, fewer)
        except EffortSpentError:
            return Found(at_least=removals, is_final=False, states=self.states)
        return Found(at_least=removals, is_final=True, states=self.states)

    def _spread(self, layer: Layer, fewer: Layer | None = None) -> None:
        """Fill ``layer`` by keeping what it reaches, and by removing one more from what ``fewer`` reaches."""
        for place, stretch in enumerate(self.stretches[1:], start=1):
            if fewer is not None:
                for node, state in fewer[place - 1].values():  # nobody needs that state any more
                    self._arrive(layer, place, state, stretch[1:], node, removed=True)
            for node, state in layer[place - 1].values():
                self._arrive(layer, place, state.fork(), stretch, node)
        for seen, nodes in zip(self.seen, layer, strict=True):
            seen.update(nodes)

    def _arrive(
        self,
        layer: Layer,
        place: int,
        state: State,
        events: Iterable[Event],
        node: Node | None = None,
        *,
        removed: bool = False,
    ) -> None:
        """Carry ``state`` through ``events`` from ``node``, and enter where it leads if that is new."""
        self.states += 1
        if self.states > self.effort:
            raise EffortSpentError
        for event in events:
            enter(self.law, state.draft, event)
        key = reduce(self.terms, state, self.ahead[place])
        if key is None or key in self.seen[place]:
            return
        target, _ = layer[place].setdefault(key, (Node(), state))
        if node is None:
            target.ways = 1
        else:
            target.ways += node.ways
            target.came.append((node, removed))


def _empty(stretches: Sequence[Sequence[Event]]) -> Layer:
    return [{} for _ in stretches]


def search_for(
    law: Law,
    terms: Terms,
    course: Sequence[Event],
    candidates: Container[str],
    is_wished: Callable[[int], bool],
    effort: int,
) -> Search:
    """Return the search through ``course`` for what becomes of it without some of the records ``candidates``."""
    stretches: list[list[Event]] = [[]]
    ahead: list[Outlook] = []
    *before, last = outlooks(terms.scheme, course, terms.as_of)
    for event, outlook in zip(course, before, strict=True):
        if isinstance(event, Booked) and event.violation.id in candidates:
            ahead.append(outlook)
            stretches.append([])
        stretches[-1].append(event)
    return Search(
        law=law,
        terms=terms,
        is_wished=is_wished,
        effort=effort,
        stretches=stretches,
        ahead=[*ahead, last],
        seen=[set() for _ in stretches],
    )


def sets_of(search: Search, ends: Iterable[Node]) -> Iterator[tuple[str, ...]]:
    """Yield the sets that lead to ``ends``, those with earlier records first, each in the order of the course."""
    onwards = _onwards(ends)
    stack = [(node, 1, tuple[str, ...]()) for node in onwards if not node.came]
    while stack:
        node, place, removed = stack.pop()
        if place == len(search.stretches):
            yield removed
        following = onwards[node]
        if False in following:
            stack.append((following[False], place + 1, removed))
        if True in following:  # looked at first, as the last on the stack
            record = search.stretches[place][0]
            name = record.violation.id if isinstance(record, Booked) else ""
            stack.append((following[True], place + 1, (*removed, name)))


def _onwards(ends: Iterable[Node]) -> dict[Node, dict[bool, Node]]:
    """Return the nodes on the ways to ``ends``, with where one gets by keeping (False) and by removing (True)."""
    onwards: dict[Node, dict[bool, Node]] = {node: {} for node in ends}
    waiting = list(onwards)
    while waiting:
        node = waiting.pop()
        for earlier, removed in node.came:
            if earlier not in onwards:
                onwards[earlier] = {}
                waiting.append(earlier)
            onwards[earlier][removed] = node
    return onwards
