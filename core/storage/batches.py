"""Keeping one batch of records: what is new, what differs, what is there already."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.errors import ConflictError
from core.proof.chain import Action, digest_of_record, digest_of_records
from core.records import Put
from core.storage.audit import Trail
from core.storage.backend import Transaction
from core.storage.kinds import Columns, Ids, Kind
from core.storage.loaders import chunks
from core.text import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")

Values = tuple[object, ...]

SLICE = 1000
"""How many records are worked on before other tasks have their turn."""
MAX_CONFLICTS_TOLD = 20
FIELD_NAMES = {"done_on": "on", "happened_on": "on", "held_on": "on", "measured_on": "on"}
"""Columns that are not called as the record's field is."""
KEYS_OF_IDS = {"violation_id": ("place", "decision_no", "doctor", "clause")}
"""Columns of an id that a record says with several fields."""


@dataclass(slots=True)
class Batch(Generic[R]):
    """What is to be done for one batch, worked out record by record."""

    kind: Kind[R]
    replaces: bool
    """Whether a record may give a row that is there another content."""
    known: dict[Values, Values] = field(default_factory=dict[Values, Values])
    """Content by natural key: what is there, and what the batch has said so far."""
    created: dict[Values, Columns] = field(default_factory=dict[Values, Columns])
    changed: dict[Values, Columns] = field(default_factory=dict[Values, Columns])
    written: dict[Values, tuple[R, Columns]] = field(default_factory=dict[Values, tuple[R, Columns]])
    """The records that are created or changed, each with its row."""
    conflicts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Natural key and names of the differing fields, of each entry that is there with other content."""
    updated: int = 0
    unchanged: int = 0

    @property
    def put(self) -> Put:
        """What the batch does, counted by records."""
        return Put(created=len(self.created), updated=self.updated, unchanged=self.unchanged)

    def take(self, record: R, row: Columns) -> None:
        """Decide what is to be done for ``record``, which ``row`` says in columns."""
        key, content = split(self.kind, row)
        there = self.known.get(key)
        if there == content:
            self.unchanged += 1
            return
        if there is not None and not self.replaces:
            self.conflicts.append((named_key(self.kind, record, row), differing(self.kind, row, there, content)))
            return
        if there is None:
            self.created[key] = row
        else:
            self.updated += 1
            (self.created if key in self.created else self.changed)[key] = row
        self.known[key] = content
        self.written[key] = record, row


async def put_batch(
    transaction: Transaction,
    trail: Trail,
    kind: Kind[R],
    records: Sequence[R],
    ids: Ids,
    recorded_at: datetime | None = None,
) -> Put:
    """Insert the records that are new and give those that are there the newest content.

    ``recorded_at`` is the moment of recording, for a table that keeps when a row was new; None: it does not.
    """
    batch = await planned(transaction, kind, records, ids, replaces=True)
    kept: Columns = {} if recorded_at is None else {"recorded_at": recorded_at}
    await insert(transaction, kind, [{**row, **kept} for row in batch.created.values()])
    for some in chunks(list(batch.changed.values()), SLICE):
        content = [name for name in some[0] if name not in kind.key]
        rows = [kind.model(**row) for row in some]
        await kind.model.bulk_create(rows, on_conflict=kind.key, update_fields=content, using_db=transaction.client)
    await tell(trail, Action.REGISTERED, batch)
    return batch.put


async def add_batch(
    transaction: Transaction,
    trail: Trail,
    kind: Kind[R],
    records: Sequence[R],
    ids: Ids,
    recorded_at: datetime,
) -> Put:
    """Insert the records that are new, with the moment of recording.

    Raises ConflictError, before anything is written, when a natural key is there with other content.
    """
    batch = await planned(transaction, kind, records, ids, replaces=False)
    if batch.conflicts:
        raise conflict(kind.label, batch.conflicts)
    await insert(transaction, kind, [{**row, "recorded_at": recorded_at} for row in batch.created.values()])
    await tell(trail, Action.RECORDED, batch)
    return batch.put


async def tell(trail: Trail, action: Action, batch: Batch[R]) -> None:
    """Append to the audit trail what a batch wrote; a batch that wrote nothing is not told of."""
    written = list(batch.written.values())
    if not written:
        return
    digests: list[str] = []
    for some in chunks(written, SLICE):
        digests += [digest_of_record(record) for record, _ in some]
        await asyncio.sleep(0)
    subject = batch.kind.table
    if len(written) == 1:
        subject = f"{subject} {named_key(batch.kind, *written[0])}"
    put = batch.put
    counts = {"created": put.created, "updated": put.updated, "unchanged": put.unchanged}
    await trail.append(action, subject, {**counts, "digest": digest_of_records(digests)})


async def insert(transaction: Transaction, kind: Kind[R], rows: Sequence[Columns]) -> None:
    """Insert the rows."""
    for some in chunks(rows, SLICE):
        await kind.model.bulk_create([kind.model(**row) for row in some], using_db=transaction.client)


async def planned(
    transaction: Transaction, kind: Kind[R], records: Sequence[R], ids: Ids, *, replaces: bool
) -> Batch[R]:
    """Return what is to be done for the records, in their order; one may follow another of the same key."""
    batch = Batch(kind, replaces=replaces)
    rows: list[Columns] = []
    for some in chunks(records, SLICE):
        rows += [kind.columns(record, ids) for record in some]
        await asyncio.sleep(0)
    batch.known = await stored(transaction, kind, rows)
    for first in range(0, len(rows), SLICE):
        for record, row in zip(records[first : first + SLICE], rows[first : first + SLICE], strict=True):
            batch.take(record, row)
        await asyncio.sleep(0)
    return batch


async def stored(transaction: Transaction, kind: Kind[R], rows: Sequence[Columns]) -> dict[Values, Values]:
    """Return the content by natural key of all rows that the batch could meet."""
    known: dict[Values, Values] = {}
    if not rows:
        return known
    names = list(rows[0])
    select = f"SELECT {', '.join(names)} FROM {kind.table} WHERE {kind.lookup} IN "  # noqa: S608 - our own names
    for some in chunks(sorted({row[kind.lookup] for row in rows}, key=str), SLICE):
        found = await transaction.fetch(f"{select}({', '.join('?' * len(some))})", some)
        known.update(split(kind, dict(zip(names, row, strict=True))) for row in found)
    return known


def split(kind: Kind[R], row: Mapping[str, Any]) -> tuple[Values, Values]:
    """Return natural key and content of a row, in a form in which stored and given values are equal."""
    key = tuple(plain(row[name]) for name in kind.key)
    return key, tuple(plain(value) for name, value in row.items() if name not in kind.key)


def plain(value: object) -> object:
    """Return the value as the database writes it."""
    match value:
        case bool():
            return int(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def field_name(column: str) -> str:
    """Return what a record calls the column."""
    return FIELD_NAMES.get(column, column.removesuffix("_id"))


def named_key(kind: Kind[R], record: R, row: Columns) -> str:
    """Return the natural key of a record in words that its sender knows: codes, not ids."""
    names = [name for column in kind.key for name in KEYS_OF_IDS.get(column, (column,))]
    return ", ".join(f"{field_name(name)}={getattr(record, field_name(name), row.get(name))}" for name in names)


def differing(kind: Kind[R], row: Columns, there: Values, content: Values) -> str:
    """Return the names of the fields in which stored and given content differ; values may be personal."""
    names = [name for name in row if name not in kind.key]
    return ", ".join(field_name(name) for name, old, new in zip(names, there, content, strict=True) if old != new)


def conflict(label: Text, conflicts: Sequence[tuple[str, str]]) -> ConflictError:
    """Return the error for entries that are there with other content."""
    told = [f"{key}: {names}" for key, names in conflicts[:MAX_CONFLICTS_TOLD]]
    if len(conflicts) > len(told):
        told.append(f"… (+{len(conflicts) - len(told)})")
    listed = "; ".join(told)
    return ConflictError(
        "ALREADY_RECORDED",
        Text(
            zh=f"{label.zh}已登记且内容不同（自然键: 不同的字段）：{listed}。整批未写入。"
            "已登记内容不可更改：请核对编号，更正须另行登记。",
            en=f"The same {label.en} is recorded with other content (natural key: differing fields): {listed}. "
            "Nothing of the batch was written. What is recorded stays: check the number, or record a correction as "
            "an entry of its own.",
        ),
        field=conflicts[0][1].split(", ")[0],
    )
