"""Columnar files as the source of a bulk run."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import polars as pl

from core.assessment.outcome import PointsOutcome
from core.assessment.points.assess import assess_points
from core.bulk.engine.plan import Plan
from core.bulk.files.facts import facts_of
from core.bulk.files.frames import Framed, Frames, framed
from core.bulk.files.reading import HAPPENED, NEEDED, VIOLATIONS, Range, RecordFile, record_file
from core.service.assessing import Question
from core.service.calendars import PUBLISHED

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

    def framed(self, plan: Plan) -> Framed:
        """Return the records as columns."""
        return framed(plan, self.frames)

    async def answers(self, doctors: Collection[str]) -> Mapping[str, PointsOutcome]:
        """Return the answers of the engine for one doctor, by code; their records are read once more, in full."""
        if not doctors:
            return {}
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
            self._ranges.extend(self.violations.ranges(self.size))
        return len(self._ranges)

    async def read(self, number: int, columns: frozenset[str]) -> FilesPart:
        """Return the records of a range of doctors."""
        wanted = self._ranges[number]
        passed, readmitted = (None if one is None else one.read(wanted) for one in (self.passed, self.readmitted))
        frames = Frames(violations=self.violations.read(wanted, columns), passed=passed, readmitted=readmitted)
        return FilesPart(self.question, self.violations, wanted, frames)
