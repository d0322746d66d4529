"""Columnar files as the source of a bulk run."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import polars as pl

from core.assessment.outcome import PointsOutcome
from core.bulk.engine.plan import Plan
from core.bulk.files.facts import facts_of
from core.bulk.files.frames import Framed, Frames, framed
from core.bulk.files.reading import HAPPENED, NEEDED, VIOLATIONS, Range, RecordFile, record_file
from core.bulk.files.splitting import split
from core.service.calendars import PUBLISHED
from core.service.questions import Question

MOST_RECORDS = 2_500_000
"""Records of a part, about."""


@dataclass(frozen=True, slots=True, eq=False)
class FilesPart:
    """The records of a range of doctors."""

    question: Question
    file: RecordFile
    wanted: Range
    frames: Frames
    apart: Collection[str] = ()

    @property
    def everyone(self) -> Collection[str]:
        """Codes of the doctors with a violation."""
        return self.frames.violations["doctor"].unique().cast(pl.String).to_list()

    def framed(self, plan: Plan) -> Iterator[Framed]:
        """Yield the records as columns, some doctors at a time."""
        return (framed(plan, some) for some in split(self.frames))

    async def answers(self, doctors: Collection[str]) -> Mapping[str, PointsOutcome]:
        """Return the answers of the engine for one doctor, by code; their records are read once more, in full."""
        if not doctors:
            return {}
        from core.assessment.points.assess import assess_points  # noqa: PLC0415 - most files need it for nobody

        codes = pl.Series(sorted(doctors), dtype=pl.String).cast(self.frames.violations["doctor"].dtype)
        frames = replace(self.frames, violations=self.file.read(replace(self.wanted, doctors=codes)))
        law, period, as_of = self.question.law, self.question.period, self.question.as_of
        return {
            doctor: assess_points(law, facts, period, as_of, PUBLISHED) for doctor, facts in facts_of(frames).items()
        }


@dataclass(slots=True, eq=False)
class FilesSource:
    """Files of violations, and of examinations passed and enrolments anew where there are any."""

    question: Question
    violations: RecordFile
    passed: RecordFile | None = None
    readmitted: RecordFile | None = None
    size: int = MOST_RECORDS
    _ranges: list[Range] = field(default_factory=list[Range])
    _total: int | None = None

    @classmethod
    def of(
        cls,
        question: Question,
        violations: Path,
        passed: Path | None = None,
        readmitted: Path | None = None,
        size: int = MOST_RECORDS,
    ) -> Self:
        """Return the files at these paths as a source; raise RefusedError for one that cannot be read."""
        records = record_file(violations, VIOLATIONS, NEEDED).under(question.law.id)
        others = [None if one is None else record_file(one, HAPPENED, tuple(HAPPENED)) for one in (passed, readmitted)]
        return cls(question, records, others[0], others[1], size)

    async def digest(self) -> str:
        """Return the digests of the files."""
        return " ".join(one.digest() for one in (self.violations, self.passed, self.readmitted) if one is not None)

    async def count(self) -> int:
        """Return how many ranges of doctors the files are read in."""
        if not self._ranges:
            self._ranges.extend(self.violations.ranges(self.size, await self.total()))
        return len(self._ranges)

    async def total(self) -> int:
        """Return how many records there are."""
        if self._total is None:
            self._total = self.violations.height()
        return self._total

    def range_of(self, number: int) -> Range:
        """Return the doctors of a part; ``count`` must have been asked before."""
        return self._ranges[number]

    async def read(self, number: int, columns: frozenset[str]) -> FilesPart:
        """Return the records of a range of doctors."""
        return self.part(self.range_of(number), columns)

    def part(self, wanted: Range, columns: frozenset[str]) -> FilesPart:
        """Return the records of the doctors ``wanted``."""
        passed, readmitted = (None if one is None else one.read(wanted) for one in (self.passed, self.readmitted))
        frames = Frames(violations=self.violations.read(wanted, columns), passed=passed, readmitted=readmitted)
        return FilesPart(self.question, self.violations, wanted, frames)
