"""The audit trail in the database: appended to within the transaction that it tells of, and read back to the letter."""

from collections.abc import Mapping
from datetime import datetime

from core.proof.canonical import Json, compact
from core.proof.chain import Action, Entry, Head, sealed
from core.storage.backend import Row, Source, Transaction

LONGEST_NUMBER = 20
"""Characters from which on a stored number is none."""
UNNAMED = "unnamed"
"""The actor of a transaction that names none."""

ENDS = """
SELECT number, hash, 1 AS is_head FROM audit_head WHERE id = 1
UNION ALL
SELECT number, hash, 0 FROM (SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1) AS final
"""
APPEND = """
INSERT INTO audit_entry (number, at, actor, action, subject, content, previous, digests, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SET_HEAD = """
INSERT INTO audit_head (id, number, hash) VALUES (1, ?, ?)
ON CONFLICT (id) DO UPDATE SET number = excluded.number, hash = excluded.hash
"""
# As bytes: text that somebody spoilt may be no text any more, and is still to be compared.
ENTRIES = """
SELECT CAST(number AS BLOB), CAST(at AS BLOB), CAST(actor AS BLOB), CAST(action AS BLOB), CAST(subject AS BLOB),
    CAST(content AS BLOB), CAST(previous AS BLOB), CAST(digests AS BLOB), CAST(hash AS BLOB)
FROM audit_entry
"""
HEAD = "SELECT CAST(number AS BLOB), CAST(hash AS BLOB) FROM audit_head WHERE id = 1"


class Trail:
    """The audit trail while one transaction writes; of no use after it."""

    def __init__(self, transaction: Transaction, at: datetime, actor: str) -> None:
        self._transaction = transaction
        self._at = at
        self._actor = actor
        self._head: Head | None = None
        self.numbers: list[int] = []
        """The numbers of the entries appended, in order; they stand once the transaction is committed."""

    async def append(self, action: Action, subject: str, content: Mapping[str, Json]) -> Head:
        """Append an entry about ``subject`` and return the new head.

        On a trail that somebody has damaged it goes on after the last entry that is known of, so that writing never
        stops and the damage stays visible.
        """
        head = self._head or await self._end()
        entry = sealed(
            head, at=self._at, actor=self._actor, action=action, subject=subject, content=compact(dict(content))
        )
        values = (entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.content)
        await self._transaction.fetch(APPEND, [*values, entry.previous, entry.digests, entry.hash])
        await self._transaction.fetch(SET_HEAD, [entry.number, entry.hash])
        self._head = Head(entry.number, entry.hash)
        self.numbers.append(entry.number)
        return self._head

    async def _end(self) -> Head:
        """Return the farther of head and last entry: the head, where both are at the same number."""
        ends = await self._transaction.fetch(ENDS)
        number, value, _ = max((tuple(row) for row in ends), key=lambda row: (row[0], row[2]), default=(0, None, 0))
        return Head() if value is None else Head(number, value)


async def read_entries(source: Source, last: int | None = None) -> list[Entry]:
    """Return the entries in the order in which they are kept: all of them, or the ``last`` so many."""
    if last is None:
        return [entry_of(row) for row in await source.read(f"{ENTRIES} ORDER BY id")]
    rows = await source.read(f"{ENTRIES} ORDER BY id DESC LIMIT ?", [last])
    return [entry_of(row) for row in reversed(rows)]


async def read_head(source: Source) -> Head | None:
    """Return what is kept about the trail's end, or None when nothing is.

    Read it and the entries of one state of the registry, or an entry written in between looks like an intruder.
    """
    rows = await source.read(HEAD)
    return Head(number_of(rows[0][0]), text_of(rows[0][1])) if rows else None


def entry_of(row: Row) -> Entry:
    """Return the entry that a row of ``ENTRIES`` holds."""
    at, actor, action, subject, content, previous, digests, value = (text_of(one) for one in tuple(row)[1:])
    return Entry(
        number=number_of(row[0]),
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        content=content,
        previous=previous,
        digests=digests,
        hash=value,
    )


def number_of(value: object) -> int:
    """Return a number as stored; 0, which no entry has, for what somebody has put there that is none."""
    text = text_of(value)
    return int(text) if len(text) < LONGEST_NUMBER and text.isascii() and text.removeprefix("-").isdigit() else 0


def text_of(value: object) -> str:
    """Return text as stored, each byte that is no text as a lone surrogate."""
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else str(value)
