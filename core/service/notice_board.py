"""The notice board: what is public today under each regulation, worked out once for everyone who asks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

from core.regulation.citation import Citation
from core.regulation.law import Law
from core.regulation.schemes.publication import Channel
from core.regulation.vocabulary import SanctionKind
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """A notice as anyone may see it; nothing in it leads to the person's record."""

    law: Law
    publication: str
    """Id of the regulation's rule that has it published."""
    citation: Citation
    label: Text
    kind: SanctionKind
    channels: tuple[Channel, ...]
    """Empty: the text does not say where."""
    start: date
    end: date | None
    """First day after it; None: no day is known, it stands while the sanction does."""
    person: str
    """The name, as far as the law shows it."""
    institution: str | None
    """The institution's name; None: the law does not have it published."""
    position: str = ""
    """Where it stands on the board: made of what is shown, and its number among notices that look the same."""

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything that tells it from another notice, in the order of the board."""
        end = "" if self.end is None else self.end.isoformat()
        said = (self.law.id, self.publication, self.kind.value, self.person, self.institution or "", end)
        return (self.start.isoformat(), *said)


@dataclass(frozen=True, slots=True)
class _Posted:
    """The notices of one regulation, and what they were worked out from."""

    of: tuple[str, date, int]
    """The law's digest, the day, and the state of the registry."""
    notices: tuple[PublicNotice, ...]


@dataclass(slots=True)
class NoticeBoard:
    """The notices last worked out under each regulation; they are worked out anew when anything behind them changes."""

    _posted: dict[str, _Posted] = field(default_factory=dict[str, _Posted])
    _working: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(
        self, law: Law, day: date, version: int, work_out: Callable[[], Awaitable[tuple[PublicNotice, ...]]]
    ) -> tuple[PublicNotice, ...]:
        """Return the notices under ``law`` on ``day`` while the registry is at ``version``.

        However many ask at once, ``work_out`` is called by one of them.
        """
        wanted = (law.digest, day, version)
        async with self._working:
            posted = self._posted.get(law.id)
            if posted is None or posted.of != wanted:
                posted = _Posted(wanted, await work_out())
                self._posted[law.id] = posted
            return posted.notices
