"""A file of violations in bulk read once and written: whatever is not plainly good is judged row by row."""

import asyncio
from array import array
from collections.abc import Iterable, Sequence
from contextlib import aclosing, closing, suppress
from dataclasses import dataclass, field, replace

from core.intake import Options, RowProblem, Sourced
from core.intake.bulk import FIELDS, Columns, ViolationColumns
from core.intake.headings import Field
from core.intake.kinds import Records
from core.intake.problems import ProblemLog
from core.intake.stream import Stream
from core.intake.table import Header, is_blank
from core.records import Put
from core.service.loading.against_registry import against_registry
from core.service.loading.ahead import read_ahead
from core.service.loading.bulk_rows import Violation, key_of, keys_of, read_left
from core.service.loading.gate import Gate
from core.service.loading.load import Load
from core.service.loading.settling import RepeatedError, Settled, repeated
from core.service.office import Office
from core.storage import BulkViolations, PeriodFilter, PeriodState, Writes
from core.storage.batches import conflict, named_key
from core.storage.bulk import Conflict
from core.storage.kinds import VIOLATIONS
from core.storage.transactions import to_the_end


@dataclass(slots=True)
class Pass:
    """The file read once, and written."""

    office: Office
    stream: Stream
    options: Options
    file: str
    settled: Settled
    log: ProblemLog = field(init=False)
    numbers: "array[int]" = field(default_factory=lambda: array("L"))
    keys: "array[int]" = field(default_factory=lambda: array("q"))

    def __post_init__(self) -> None:
        self.log = ProblemLog(self.file)

    @property
    def has_errors(self) -> bool:
        """Whether any row is bad."""
        return self.settled.has_errors or self.log.has_errors

    def load(self, before: Iterable[RowProblem], put: Put, *, written: bool) -> Load:
        """Return what was done, with the problems found ``before``."""
        problems = sorted((*before, *self.log.problems()), key=lambda one: one.row)
        return Load(tuple(problems), len(self.numbers), written, put, sorted(self.numbers))

    async def run(self, writes: Writes, expected_rows: int) -> Put:
        """Write the rows; raises RepeatedError when some have to be settled first."""
        with closing(writes.violations_in_bulk()) as bulk:
            await bulk.begin(expected_rows)
            await self._add_all(writes, bulk)
            return await bulk.end(self._require_settled)

    async def _add_all(self, writes: Writes, bulk: BulkViolations) -> None:
        """Write the rows, chunk by chunk: while the database is at work on one, the next one is read."""
        gate, reader = Gate(self.office), ViolationColumns(self.stream.header, self.options)
        is_closed = await writes.reads.count_periods(PeriodFilter(state=PeriodState.CLOSED)) > 0
        adding: asyncio.Task[None] | None = None
        end = ProblemLog(self.file)
        try:
            async with aclosing(read_ahead(self.stream.chunks(end))) as chunks:
                async for chunk in chunks:
                    columns, others = self._read(reader.read(chunk))
                    if adding is not None:
                        await to_the_end(adding)
                    columns = await self._judged(columns, others, bulk, gate)
                    if is_closed:
                        writes.touched.update(map(str, columns.column(Field.DOCTOR)))
                    adding = await self._adding(bulk, columns) if columns.rows else None
                    if self.log.stopped:
                        break
        finally:
            if adding is not None:
                with suppress(Exception):  # what it is comes below, unless something else has
                    await to_the_end(adding)
        if adding is not None:
            await adding
        if not self.log.stopped:
            self.log.take(end)

    def _require_settled(self) -> None:
        """Raise RepeatedError when some rows have to be settled first."""
        again = frozenset[int]() if self.settled.is_known else repeated(self.keys)
        if again and not self.log.stopped:
            raise RepeatedError(again)
        self.keys = array("q")

    def _read(self, columns: Columns) -> tuple[Columns, list[Violation]]:
        """Return the rows of a chunk that read well, those that were read by themselves apart."""
        others = list(read_left(columns, self.stream.header, self.options, self.log))
        left = [number for number, cells in columns.left if not is_blank(cells)]
        self.numbers.extend(sorted((*columns.rows, *left)) if left else columns.rows)
        if not self.settled.is_known:
            self.keys.extend(keys_of(columns))
            self.keys.extend(key_of(one.record) for one in others)
        if not self.settled.left_out:
            return columns, others
        out = {at for at, row in enumerate(columns.rows) if row in self.settled.left_out}
        return columns.without(out), [one for one in others if one.row not in self.settled.left_out]

    async def _judged(self, columns: Columns, others: list[Violation], bulk: BulkViolations, gate: Gate) -> Columns:
        """Return the rows that registry and regulations admit; what they say against the others is noted."""
        departments = columns.column(Field.DEPARTMENT)
        has_departments = departments.count(None) < len(departments) or any(one.record.department for one in others)
        is_known = await bulk.know(
            _with(columns.column(Field.DOCTOR), [one.record.doctor for one in others]),
            _with(columns.column(Field.INSTITUTION), [one.record.institution for one in others]),
            departments=has_departments,
        )
        out = set(gate.left(columns))
        if has_departments or not is_known:
            out |= bulk.unplaced(columns.column(Field.DOCTOR), columns.column(Field.INSTITUTION), departments)
        others = [*others, *(Sourced(columns.rows[at], columns.record(at)) for at in sorted(out))]
        columns = columns.without(out)
        for one in await self._admitted(others):
            columns.take(one.row, one.record)
        return columns

    async def _admitted(self, records: list[Violation]) -> list[Violation]:
        """Return the records that are admitted."""
        if not records:
            return []
        problems = await against_registry(self.office, Records(violations=tuple(records)), self.file)
        for problem in problems:
            self.log.put(_in_file(self.stream.header, problem))
        bad = {one.row for one in problems}
        return [one for one in records if one.row not in bad]

    async def _adding(self, bulk: BulkViolations, columns: Columns) -> asyncio.Task[None]:
        """Begin to write the rows of a chunk, so that the database works while the next one is read."""
        named = {one.value: column for one, column in zip(FIELDS, columns.values, strict=True)}
        return asyncio.ensure_future(self._added(await bulk.adding(named), columns))

    async def _added(self, adding: asyncio.Task[Sequence[Conflict]], columns: Columns) -> None:
        """Write the rows of a chunk, and note those that are recorded with other content."""
        for at, names in await adding:
            error = conflict(VIOLATIONS.label, [(named_key(VIOLATIONS, columns.record(at), {}), names)])
            problem = RowProblem(self.file, columns.rows[at], error.field, error.code, error.message)
            self.log.put(_in_file(self.stream.header, problem))


def _with(codes: list[object], others: Sequence[str]) -> list[object]:
    """Return all codes: the list itself where there are no others."""
    return [*codes, *others] if others else codes


def _in_file(header: Header, problem: RowProblem) -> RowProblem:
    """Return a problem that names a field as one that names the column of the file."""
    at = next((at for at, one in enumerate(header.fields) if one == problem.column), None)
    return problem if at is None else replace(problem, column=header.name(at))
