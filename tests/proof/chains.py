"""A trail of a few dozen entries, and ways to spoil it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from core.proof.chain import Action, Entry, Head, sealed

FIELDS = tuple(field.name for field in fields(Entry))


def a_chain(length: int) -> list[Entry]:
    """Return a sound trail."""
    entries: list[Entry] = []
    for _ in range(length):
        entries.append(following(entries))
    return entries


def following(entries: list[Entry], actor: str = "token:front") -> Entry:
    """Return an entry that goes on from a trail."""
    number = len(entries) + 1
    return sealed(
        head_of(entries),
        at=datetime(2024, 5, 1, 8, 30, tzinfo=UTC) + timedelta(minutes=number),
        actor=actor,
        action=list(Action)[number % len(Action)],
        subject=f"violation decision_no=N{number}",
        content=f'{{"created":{number}}}',
    )


def head_of(entries: list[Entry]) -> Head:
    """Return the head of a trail."""
    return Head(entries[-1].number, entries[-1].hash) if entries else Head()


def flips(entry: Entry, field: str) -> Iterator[Entry]:
    """Yield the entry with a character of a field made another, one at a time; a number with others near it.

    Every character has its turn; of the digests every ninth, which meets each of the seven several times.
    """
    value = getattr(entry, field)
    if isinstance(value, int):
        yield from (replace(entry, number=number) for number in (value - 1, value + 1, 0, -value, value + 100_000))
        return
    for at in range(0, len(value), 9 if field == "digests" else 1):
        new = "0" if value[at] != "0" else "1"
        yield replace(entry, **{field: value[:at] + new + value[at + 1 :]})


def resealed(entry: Entry, previous: str | None = None, actor: str = "token:another") -> Entry:
    """Return the entry as a forger would write it anew, sound in itself."""
    return sealed(
        Head(entry.number - 1, entry.previous if previous is None else previous),
        at=datetime.fromisoformat(entry.at),
        actor=actor,
        action=Action(entry.action),
        subject=entry.subject,
        content=entry.content,
    )


def without(entries: list[Entry], place: int) -> list[Entry]:
    """Return the trail without the entry at a place, counted from 0."""
    return [*entries[:place], *entries[place + 1 :]]


def swapped(entries: list[Entry], one: int, other: int) -> list[Entry]:
    """Return the trail with the entries at two places exchanged."""
    found = list(entries)
    found[one], found[other] = found[other], found[one]
    return found
