"""Whole registries from one database to another: every table's rows as they are, and the audit trail that tells of it.

Rows keep their ids. What is written goes past the append-only tables' own refusal of deletions, so it is for restoring
and loading alone, each in one transaction.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from core.errors import RefusedError
from core.proof.canonical import Json
from core.proof.chain import Action, Head
from core.storage.audit import SET_HEAD, Trail
from core.storage.backend import Row, Source, Streamed, Transaction
from core.storage.decoding import as_moment
from core.text import Text

TABLES = (
    "institution", "department", "doctor", "enrolment", "enrolment_entry", "violation", "violation_entry",
    "examination", "repair", "measurement", "evaluation_period", "period_entry", "kept_law", "frozen", "token",
    "audit_entry", "audit_head",
)  # fmt: skip
"""Every table, each behind those that it refers to."""
COLUMNS = "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a backup holds it."""

    name: str
    columns: tuple[str, ...]
    moments: tuple[int, ...]
    """Positions of the columns that hold moments, which PostgreSQL writes otherwise."""


async def tables_in(file: Source) -> list[Table]:
    """Return the tables of a registry that is an SQLite file."""
    found: list[Table] = []
    for name in TABLES:
        columns = await file.read(COLUMNS, [name])
        moments = tuple(at for at, row in enumerate(columns) if row[1] == "TIMESTAMP")
        found.append(Table(name, tuple(row[0] for row in columns), moments))
    return found


async def rows_of(source: Streamed, table: Table) -> AsyncGenerator[list[list[object]]]:
    """Yield the rows of a table by id, some at a time, in the form that SQLite keeps."""
    sql = f"SELECT {', '.join(table.columns)} FROM {table.name} ORDER BY id"  # noqa: S608 - names of our own tables
    async with aclosing(source.stream(sql)) as pages:
        async for rows in pages:
            yield [_kept(row, table) for row in rows]


def _kept(row: Row, table: Table) -> list[object]:
    values: list[object] = list(row)
    for at in table.moments:
        if row[at] is not None:
            values[at] = moment_text(row[at])
    return values


def moment_text(text: str) -> str:
    """Return a moment as SQLite keeps it, from the form of either database."""
    return as_moment(text).isoformat(" ")


class TakingOver:
    """Takes a whole registry over within one transaction; of no use after it. What it does is told by ``tell``."""

    def __init__(self, transaction: Transaction, trail: Trail) -> None:
        self._transaction = transaction
        self._trail = trail

    async def holds_anything(self) -> bool:
        """Return whether any table has a row."""
        for table in TABLES:
            if await self._transaction.fetch(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - our own names
                return True
        return False

    async def empty(self) -> None:
        """Delete everything, the audit trail too."""
        await self._transaction.empty(TABLES)

    async def take(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Insert rows with their ids; raises RefusedError when one of them is there already."""
        taken = await self._transaction.insert_missing(table, columns, rows)
        if taken != len(rows):
            missed = len(rows) - taken
            raise RefusedError(
                "ROWS_TWICE",
                Text(
                    zh=f"表 {table} 有 {missed} 行重复，未写入任何内容；文件已损坏，请换一份。",
                    en=f"{missed} rows of the table {table} are there twice and nothing was written. The file is "
                    "damaged; take another.",
                ),
            )

    async def take_head(self, head: Head) -> None:
        """Have the audit trail go on behind ``head``."""
        await self._transaction.fetch(SET_HEAD, [head.number, head.hash])

    async def take_all(self, source: Streamed, tables: Sequence[Table]) -> int:
        """Insert every row of another registry and return how many those were."""
        count = 0
        for table in tables:
            async with aclosing(rows_of(source, table)) as pages:
                async for rows in pages:
                    await self.take(table.name, table.columns, rows)
                    count += len(rows)
        await self.end_taking()
        return count

    async def end_taking(self) -> None:
        """Have what is entered from now on get ids of its own; call it behind the last row."""
        await self._transaction.continue_ids(TABLES)

    async def tell(self, action: Action, subject: str, content: Mapping[str, Json]) -> Head:
        """Append an entry to the audit trail and return the new head."""
        return await self._trail.append(action, subject, content)
