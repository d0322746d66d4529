"""What a bulk run is told from: parts of doctors, each as columns and as answers one at a time."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from core.assessment.outcome import PointsOutcome
from core.bulk.engine.plan import Plan
from core.bulk.files.frames import Framed


class Part(Protocol):
    """What is known of some doctors, as far as memory should hold."""

    @property
    def apart(self) -> Collection[str]:
        """Codes of the doctors of whom more is known than columns say."""
        ...

    @property
    def everyone(self) -> Collection[str]:
        """Codes of all doctors of whom anything is known."""
        ...

    def framed(self, plan: Plan) -> Iterator[Framed]:
        """Yield the part as columns, some doctors at a time in their order; those who are apart may be among them."""
        ...

    async def answers(self, doctors: Collection[str]) -> Mapping[str, PointsOutcome]:
        """Return the answers of the engine for one doctor, by code."""
        ...


class Source(Protocol):
    """Records of doctors, cut into parts."""

    async def digest(self) -> str:
        """Return what tells these records from any others."""
        ...

    async def count(self) -> int:
        """Return how many parts there are."""
        ...

    async def total(self) -> int:
        """Return how many records or doctors there are, for progress."""
        ...

    async def read(self, number: int, columns: frozenset[str]) -> Part:
        """Return a part, by its number from 0; the parts are in the order of doctors.

        ``columns`` is what of a record is wanted, beside doctor, clause, day, decision and cases.
        """
        ...
