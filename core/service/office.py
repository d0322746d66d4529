"""The office: the host and the registry, open together, and the clock that only requests may look at."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.host import Host
from core.service.calendars import today_in_china
from core.service.notice_board import NoticeBoard
from core.storage import Database, Reads


@dataclass(frozen=True, slots=True)
class Office:
    """The host and the registry, open together."""

    host: Host
    database: Database
    today: Callable[[], date] = today_in_china
    board: NoticeBoard = field(default_factory=NoticeBoard, repr=False, compare=False)
    """What is public today, worked out once for everyone who asks."""
    reads: Reads = field(init=False, repr=False, compare=False)
    """Everything that can be read from the registry."""

    def __post_init__(self) -> None:
        """Make the reads, once for all requests."""
        object.__setattr__(self, "reads", Reads(self.database))


@asynccontextmanager
async def opened(
    host: Host, location: str | Path, *, today: Callable[[], date] = today_in_china
) -> AsyncGenerator[Office]:
    """Open the registry at ``location`` under ``host``; it is closed in every case."""
    async with Database.open(location) as database:
        yield Office(host, database, today)
