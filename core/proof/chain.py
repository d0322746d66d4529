"""The chain of the audit trail (审计链): each entry is sealed by a hash that covers the entry before it.

An entry's fields are digested one by one, and its hash is that of the digests. The digests are kept, so that a change
is traced to its field; the hash of the last entry, kept apart, vouches for all of them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ORIGIN = "0" * 64
"""What the first entry follows."""

SEALED = ("number", "at", "actor", "action", "subject", "content", "previous")
"""The fields that an entry's digests cover, in their order."""

DIGEST_CHARACTERS = 64


class Action(StrEnum):
    """What had been done when an entry was made."""

    REGISTERED = "REGISTERED"
    """Master data was entered or renewed."""
    RECORDED = "RECORDED"
    """The ledger was added to."""
    OPENED = "OPENED"
    """An evaluation period was opened."""
    CLOSED = "CLOSED"
    """An evaluation period was closed."""
    REOPENED = "REOPENED"
    """An evaluation period was opened again."""
    ISSUED = "ISSUED"
    """A token was issued."""
    REVOKED = "REVOKED"
    """A token was revoked."""
    LIMITED = "LIMITED"
    """A token was given an end, since another took its place."""
    RESTORED = "RESTORED"
    """A backup took the place of all that was there."""
    LOADED = "LOADED"
    """A snapshot was loaded into an empty database."""
    RELOADED = "RELOADED"
    """The regulations that are served were loaded again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the audit trail (审计记录). All but the number is text, compared to the letter."""

    number: int
    """Its place, from 1."""
    at: str
    """When, in UTC, to the microsecond: 2024-05-01T08:30:00.000000+00:00."""
    actor: str
    """Who."""
    action: str
    """An ``Action``; another word only if the entry was changed."""
    subject: str
    """What it was done to: a kind of record, and its natural key if it was one alone."""
    content: str
    """Counts and digest of what was written, in canonical JSON."""
    previous: str
    """Hash of the entry before it; ``ORIGIN`` for none."""
    digests: str
    """SHA-256 of each of the ``SEALED`` fields in hexadecimal, one after the other."""
    hash: str
    """SHA-256 over the digests, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a trail goes, kept apart from it."""

    number: int = 0
    """Number of the last entry; 0 for an empty trail."""
    hash: str = ORIGIN
    """Its hash."""

    def __str__(self) -> str:
        """Return number and hash as they are noted down."""
        return f"{self.number}:{self.hash}"


def sealed(head: Head, *, at: datetime, actor: str, action: Action, subject: str, content: str) -> Entry:
    """Return the entry that follows ``head``; raises ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} needs a time zone")
    said = {
        "number": str(head.number + 1),
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action.value,
        "subject": subject,
        "content": content,
        "previous": head.hash,
    }
    digests = "".join(digests_of(said))
    return Entry(
        number=head.number + 1,
        at=said["at"],
        actor=actor,
        action=said["action"],
        subject=subject,
        content=content,
        previous=head.hash,
        digests=digests,
        hash=hash_of(digests),
    )


def said_by(entry: Entry) -> dict[str, str]:
    """Return the sealed fields of an entry as the text that is digested."""
    return {name: str(getattr(entry, name)) for name in SEALED}


def digests_of(said: Mapping[str, str]) -> list[str]:
    """Return the digest of each sealed field."""
    return [digest_of_field(name, said[name]) for name in SEALED]


def digest_of_field(name: str, text: str) -> str:
    """Return the SHA-256 of a field's name and text; neither name nor mark holds a NUL, so it reads one way only."""
    # Bytes that were no text are kept apart too: they were read as lone surrogates.
    return hashlib.sha256(f"guiju.audit.field\0{name}\0{text}".encode(errors="surrogateescape")).hexdigest()


def hash_of(digests: str) -> str:
    """Return the hash of an entry with these digests."""
    return hashlib.sha256(f"guiju.audit.entry\0{digests}".encode(errors="surrogateescape")).hexdigest()


def digest_of_record(record: "DataclassInstance") -> str:
    """Return the SHA-256 of what a record says, in hexadecimal.

    What is None does not count, so that a new optional field of a record changes no digest; 2.50 equals 2.5.
    """
    return hashlib.sha256(_canonical(record)).hexdigest()


def digest_of_records(each: Iterable[str]) -> str:
    """Return one digest of many records from the digest of each, whatever their order; equal ones count each."""
    return hashlib.sha256(f"guiju.audit.records\0{''.join(sorted(each))}".encode()).hexdigest()


def _canonical(record: "DataclassInstance") -> bytes:
    stated = {name: value for name in _names(type(record)) if (value := getattr(record, name)) is not None}
    return orjson.dumps(stated, default=number_text)


@cache
def _names(record: "type[DataclassInstance]") -> tuple[str, ...]:
    """Return the names of a record's fields by alphabet, which is the order in which they are digested."""
    return tuple(sorted(field.name for field in fields(record)))


def number_text(value: object) -> str:
    """Return an exact number as it is digested: 2.5 for 2.50; raises TypeError for anything else."""
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    raise TypeError(f"{value!r} has no canonical form")
