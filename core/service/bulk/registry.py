"""The registry as the source of a bulk run: everyone with a record under a law, whoever is enrolled now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from core.assessment.outcome import PointsOutcome
from core.assessment.points.assess import assess_points
from core.bulk.engine.plan import Plan
from core.bulk.files.doctors import Doctors
from core.bulk.files.frames import EXACT, Framed, Frames, framed
from core.bulk.files.reading import ALWAYS
from core.bulk.files.splitting import split
from core.regulation.catalogue import Catalogue
from core.service.assessing import facts_under, ledgers_of
from core.service.calendars import PUBLISHED
from core.service.questions import Question
from core.storage import Reads, read_head
from core.storage.backend import Source
from core.storage.columns import COLUMNS, RecordColumns
from core.storage.loaders import chunks

MOST_DOCTORS = 100_000
"""Doctors of a part, by the ids of the database."""
_BATCH = 1000
_DTYPES: Mapping[str, pl.DataType] = {
    "doctor_id": pl.Int64(),
    "decided_on": pl.Date(),
    "occurred_on": pl.Date(),
    "notified_on": pl.Date(),
    "cases": pl.Int64(),
    "months": pl.Int64(),
    "points": EXACT,
}
_STARTS = ("decided_on", "notified_on")
"""Days before which no sanction starts."""
_FLAGGED = frozenset({"determined_by", "note", "reason"})


@dataclass(frozen=True, slots=True, eq=False)
class RegistryPart:
    """What the registry holds on a range of doctors."""

    catalogue: Catalogue
    reads: Reads
    question: Question
    frames: Frames
    doctors: pl.DataFrame
    """Id and code of everyone with anything recorded."""
    apart: Collection[str]

    @property
    def everyone(self) -> Collection[str]:
        """Codes of the doctors with anything recorded."""
        return self.doctors["code"].to_list()

    def framed(self, plan: Plan) -> Iterator[Framed]:
        """Yield the records as columns, some doctors at a time, with their codes in place of their ids."""
        for some in split(self.frames):
            found = framed(plan, some)
            numbers = pl.DataFrame({"id": found.doctors.codes})
            named = numbers.join(self.doctors, on="id", how="left", maintain_order="left")
            yield replace(found, doctors=Doctors(named["code"]))

    async def answers(self, doctors: Collection[str]) -> Mapping[str, PointsOutcome]:
        """Return the answers of the engine for one doctor, by code, with what versions before leave."""
        asked = self.doctors.filter(pl.col("code").is_in(list(doctors)))
        code_of: dict[int, str] = dict(zip(asked["id"], asked["code"], strict=True))
        law, period, as_of = self.question.law, self.question.period, self.question.as_of
        answers: dict[str, PointsOutcome] = {}
        for some in chunks(sorted(code_of), _BATCH):
            for doctor, ledger in (await ledgers_of(self.reads, some)).items():
                facts = facts_under(self.catalogue, law, ledger, as_of)
                answers[code_of[doctor]] = assess_points(law, facts, period, as_of, PUBLISHED)
        return answers


@dataclass(slots=True, eq=False)
class RegistrySource:
    """A registry, of which every part must show the same state."""

    catalogue: Catalogue
    source: Source
    question: Question
    size: int = MOST_DOCTORS
    _ranges: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    @property
    def _columns(self) -> RecordColumns:
        regulation = self.question.law.regulation
        return RecordColumns(self.source, regulation.place, regulation.id)

    async def digest(self) -> str:
        """Return the end of the audit trail, which every write moves on."""
        head = await read_head(self.source)
        return "" if head is None else f"{head.number} {head.hash}"

    async def count(self) -> int:
        """Return how many ranges of doctors the registry is read in."""
        ends = await self._columns.doctors()
        if ends is not None and not self._ranges:
            first, last = ends
            self._ranges.extend((one, min(one + self.size - 1, last)) for one in range(first, last + 1, self.size))
        return len(self._ranges)

    async def total(self) -> int:
        """Return how many doctors there are at most: ids of the database."""
        ends = await self._columns.doctors()
        return 0 if ends is None else ends[1] - ends[0] + 1

    async def read(self, number: int, columns: frozenset[str]) -> RegistryPart:
        """Return what the registry holds on a range of doctors."""
        first, last = self._ranges[number]
        frames = await self._frames(first, last, columns)
        codes = _frame(await self._columns.codes(first, last), {"id": pl.Int64(), "code": pl.String()})
        apart = pl.DataFrame({"id": await self._apart(first, last)}, schema={"id": pl.Int64()})
        return RegistryPart(
            catalogue=self.catalogue,
            reads=Reads(self.source),
            question=self.question,
            frames=replace(frames, irregular=apart["id"]),
            doctors=codes,
            apart=codes.join(apart, on="id", how="semi")["code"].to_list(),
        )

    async def _frames(self, first: int, last: int, columns: frozenset[str]) -> Frames:
        wanted = [one for one in COLUMNS if one in ALWAYS or one in columns or one == "doctor_id"]
        rows = await self._columns.violations(first, last, wanted)
        violations = _frame(rows, {one: _DTYPES.get(one, pl.String()) for one in wanted})
        violations = violations.rename({"doctor_id": "doctor"})
        days = {"doctor": pl.Int64(), "on": pl.Date()}
        passed = _frame(await self._columns.passed(first, last), days)
        earliest = [day for name in _STARTS if name in wanted and (day := violations[name].min()) is not None]
        anew = await self._columns.enrolled(first, last, min(map(str, earliest))) if earliest else []
        return Frames(violations=violations, passed=passed, readmitted=_frame(anew, days))

    async def _apart(self, first: int, last: int) -> list[int]:
        """Return the doctors with repairs, records with a life of their own, or anything under a version before."""
        found = {*await self._columns.lived(first, last), *await self._columns.repaired(first, last)}
        before = self.catalogue.before(self.question.law)
        while before is not None:
            earlier = replace(self._columns, regulation=before.id)
            found.update(row[0] for row in await earlier.violations(first, last, ["doctor_id"]))
            found.update(await earlier.repaired(first, last))
            before = self.catalogue.before(before)
        return sorted(found)


def _frame(rows: Sequence[Sequence[Any]], columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return rows of the database as a frame; days and points come as text."""
    if not rows:
        return pl.DataFrame(schema=dict(columns))
    series: list[pl.Series] = []
    for (name, dtype), values in zip(columns.items(), zip(*rows, strict=True), strict=True):
        if name in _FLAGGED:
            series.append(pl.Series(name, values, dtype=pl.Int64))
        elif dtype == pl.Date:
            series.append(pl.Series(name, values, dtype=pl.String).str.to_date("%Y-%m-%d"))
        else:
            series.append(pl.Series(name, values, dtype=pl.String if dtype == EXACT else dtype).cast(dtype))
    return pl.DataFrame(series)
