"""What a closing will freeze, worked out while others write; the lock is held only for what they changed meanwhile."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from core.assessment.periods import Period
from core.regulation.law import Law
from core.service.deciding import Deciding
from core.service.freezing import Laws
from core.service.office import Office
from core.service.pile import Pile
from core.storage import Mark, PeriodRow, Reads, Writes, changed_since, mark_of
from core.storage.backend import Source
from core.storage.loaders import chunks

BATCH = 200
"""How many doctors are read at a time."""
FEW = 50
"""How many doctors may be left for when the lock is held."""
ROUNDS = 5
"""How often those are worked out before that about whom others have written."""

Progress = Callable[[int, int], None]
"""Is told how many doctors of how many are done."""


def unseen(_: int, __: int) -> None:
    """Show no progress."""


@dataclass(slots=True, kw_only=True)
class Ahead:
    """What will be frozen of a place's period; use it as a block."""

    office: Office
    place: str
    period: Period
    laws: Sequence[Law] | None
    """The laws to be closed by; None: only what succeeds what is frozen already."""
    progress: Progress = unseen
    _pile: Pile = field(default_factory=Pile)
    _kept: Laws = field(default_factory=Laws)
    _mark: Mark | None = None
    """How far the registry had got before what is on the pile was worked out; None: nothing was."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pile.__exit__()

    async def prepare(self) -> None:
        """Work out everything, and again what others change meanwhile, until little is left; no lock is taken."""
        for _ in range(ROUNDS):
            if await self.catch_up(self.office.database) <= FEW:
                return

    async def catch_up(self, source: Source, known_at: datetime | None = None) -> int:
        """Work out what is not worked out as ``source`` stands now; return of how many doctors.

        ``known_at`` is by when what counts was recorded; None: by now.
        """
        before, self._mark = self._mark, await mark_of(source)
        changed = None if before is None else await changed_since(source, before)
        reads = Reads(source)
        row = await reads.period(self.place, self.period.kind, self.period.start)
        deciding = Deciding(
            office=self.office,
            reads=reads,
            period=self.period,
            row=None if row is None else row.id,
            laws=self.laws,
            known_at=known_at or datetime.now(UTC),  # behind the mark: what is recorded after it counts as changed
            kept=self._kept,
        )
        if changed is None:
            self._pile.clear()
            return await self._work_out(deciding, self._everyone(reads, row), await self._count(reads))
        self._pile.forget(changed)
        return await self._work_out(deciding, self._among(reads, changed), None)

    async def enter(self, writes: Writes, row: PeriodRow) -> tuple[int, int]:
        """Freeze it, up to what ``writes`` sees; return how many are new, and how many successors."""
        await self.catch_up(writes, writes.moment)
        done = succeeded = 0
        for rows in self._pile.batches():
            await writes.freeze(row.id, rows, self._kept.kept)
            new = sum(one.number == 0 for one in rows)
            done, succeeded = done + new, succeeded + len(rows) - new
        return done, succeeded

    async def _work_out(self, deciding: Deciding, doctors: AsyncGenerator[list[int]], count: int | None) -> int:
        done = 0
        async for some in doctors:
            rows = await deciding.about(some)
            if rows:
                self._pile.put(rows)
            done += len(some)
            if count is not None:
                self.progress(done, max(count, done))
        return done

    async def _count(self, reads: Reads) -> int:
        return await reads.count_enrolled_doctors(self.place, self.period.start, self.period.end)

    async def _everyone(self, reads: Reads, row: PeriodRow | None) -> AsyncGenerator[list[int]]:
        """Yield the ids of the doctors whom the period is about, or of whom something is frozen."""
        if self.laws is not None:
            async for rows in reads.enrolled_doctors(self.place, self.period.start, self.period.end, batch=BATCH):
                yield [one.id for one in rows]
            return
        after = 0
        while row is not None and (some := await reads.frozen_doctors(row.id, after, BATCH)):
            yield some
            after = some[-1]

    async def _among(self, reads: Reads, changed: frozenset[int]) -> AsyncGenerator[list[int]]:
        """Yield those of ``changed`` whom the period is about; of whom nothing is frozen, nothing can succeed."""
        found = sorted(changed)
        if self.laws is not None:
            found = await reads.enrolled_among(changed, self.place, self.period.start, self.period.end)
        for some in chunks(found, BATCH):
            yield list(some)
