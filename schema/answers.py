"""Answers that are kept: a query without errors that a client has asked twice in the same words is not run again.

They hold until anything is written by any process, the day in China turns, or another host is served. Nothing stale is
ever given: what was read under one version of the data is found only while that is the version.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from core.host import Host
from core.service.office import Office
from schema.shelves import Shelves

MOST_BYTES = 64 * 1024 * 1024
"""How much is kept; the answer not asked for the longest time goes first."""
LONGEST = 1024 * 1024
"""The longest answer that is kept."""
MOST_HEARD = 16_384
"""Of how many requests it is known that they were asked; beyond that noting begins again."""


class Asked(NamedTuple):
    """A request by POST, as far as its answer depends on it."""

    content_type: bytes
    accept: bytes
    authorization: bytes
    body: bytes


class State(NamedTuple):
    """What every answer depends on besides the request."""

    version: int
    day: date
    host: Host


@dataclass(slots=True)
class Answer:
    """An answer as it is sent."""

    media_type: str
    body: bytes
    until: datetime | None
    """When the token that asked expires; None: never, or there was none."""
    compressed: bytes | None = field(default=None, compare=False, repr=False)
    """The body for those who take it compressed; None: nobody has asked for that yet."""


@dataclass(slots=True)
class Answers:
    """The answers of one endpoint."""

    _kept: OrderedDict[Asked, Answer] = field(default_factory=OrderedDict[Asked, Answer], init=False, repr=False)
    _heard: set[int] = field(default_factory=set[int], init=False, repr=False)
    """What stands for each request heard of so far, of which one in many may stand for another, too."""
    _bytes: int = field(default=0, init=False)
    _state: State | None = field(default=None, init=False, repr=False)
    shelves: Shelves = field(default_factory=Shelves, init=False, repr=False)
    """What answers under the present state are made of; another object as soon as the state is another."""

    async def state(self, office: Office) -> State:
        """Return what answers given now depend on; those that were given under another state are dropped."""
        version, day, host = await office.database.data_version(), office.today(), office.host
        kept = self._state
        if kept is not None and kept.version == version and kept.day == day and kept.host is host:
            return kept
        self._kept.clear()
        self._bytes = 0
        self._state = found = State(version, day, host)
        self.shelves = Shelves()
        return found

    def find(self, asked: Asked) -> Answer | None:
        """Return the answer that is kept; None: there is none, or the token has expired."""
        found = self._kept.get(asked)
        if found is None or (found.until is not None and datetime.now(UTC) >= found.until):
            return None
        self._kept.move_to_end(asked)
        return found

    def knows(self, asked: Asked) -> bool:
        """Return whether a request was heard of before: whether its answer may be kept, or is worth keeping."""
        return asked in self._kept or hash(asked) in self._heard

    def hear(self, asked: Asked) -> bool:
        """Take note of a request; return whether it was heard of before, so that its answer is worth keeping."""
        mark = hash(asked)
        if mark in self._heard:
            return True
        if len(self._heard) >= MOST_HEARD:
            self._heard.clear()
        self._heard.add(mark)
        return False

    def keep(self, asked: Asked, answer: Answer, state: State) -> None:
        """Keep ``answer`` to what has been asked before, as it is under ``state``; a state that is over keeps nothing.

        Most of what is never asked again would else take the memory of what is, and the time to make room for it.
        """
        size = len(asked.body) + len(answer.body)
        if state is not self._state or size > LONGEST or not self.hear(asked) or asked in self._kept:
            return
        self._kept[asked] = answer
        self._bytes += size
        while self._bytes > MOST_BYTES:
            other, dropped = self._kept.popitem(last=False)
            self._bytes -= len(other.body) + len(dropped.body)
