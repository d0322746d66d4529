"""Verifies an audit trail: names what was changed, removed, moved or cut off, and in which field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.proof.chain import (
    DIGEST_CHARACTERS,
    ORIGIN,
    SEALED,
    Entry,
    Head,
    digest_of_field,
    digests_of,
    hash_of,
    said_by,
)
from core.proof.chain_findings import Finding, FindingKind

LEAST_TRIED = 1000
"""How many numbers are tried at least to learn which one a changed entry was sealed with."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry with what its fields and its digests give."""

    entry: Entry
    differing: tuple[str, ...]
    """Fields whose digest is not the one that is kept."""
    given: str
    """The hash that its fields give."""
    kept: str
    """The hash that its digests give."""

    @property
    def is_as_sealed(self) -> bool:
        """Whether its fields give its hash."""
        return self.given == self.entry.hash

    @property
    def hashes(self) -> frozenset[str]:
        """What the next entry may have gone on from, as long as something of this one is as it was."""
        return frozenset((self.entry.hash, self.given, self.kept))

    @property
    def previous(self) -> str | None:
        """The hash of the entry before it; None if that field was changed."""
        trusted = self.is_as_sealed or "previous" not in self.differing
        return self.entry.previous if trusted else None


def verify(entries: Iterable[Entry], head: Head | None) -> tuple[Finding, ...]:
    """Return everything that is wrong with a trail, given in the order in which it is kept; empty: nothing is.

    ``head`` is what is kept apart about its end; None: nothing is kept. A forger who can write the head as well as
    the entries is found out only by a head that was noted down elsewhere: see ``verify_noted``.
    """
    seen = [_seen(entry) for entry in entries]
    numbers = _sealed_numbers(seen)
    by_number: dict[int, _Seen] = {}
    for number, one in zip(numbers, seen, strict=True):
        by_number.setdefault(number, one)
    findings = [
        *_changes(by_number, head),
        *_repeated(numbers),
        *_misplaced(list(by_number)),
        *_missing(by_number),
    ]
    findings.sort(key=lambda one: one.number or 0)
    return (*findings, *_against_head(by_number, head))


def verify_noted(entries: Iterable[Entry], noted: str, number: int | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a trail in the light of a head noted down earlier; it may have grown since.

    ``noted`` is the head's hash and ``number`` its number, None if that was not noted. Of the entries nothing but
    their fields is believed.
    """
    hashes = {hash_of("".join(digests_of(said_by(entry)))): entry.number for entry in entries} | {ORIGIN: 0}
    last = max(hashes.values())
    found = hashes.get(noted)
    if found is not None and number in (None, found):
        return ()
    if found is None and number is not None and number > last:
        return (Finding(FindingKind.CUT, last + 1, number),)
    return (Finding(FindingKind.NOTED_ABSENT, number),)


def _seen(entry: Entry) -> _Seen:
    digests = digests_of(said_by(entry))
    kept = [entry.digests[at : at + DIGEST_CHARACTERS] for at in range(0, len(entry.digests), DIGEST_CHARACTERS)]
    kept += [""] * (len(SEALED) - len(kept))
    differing = tuple(name for name, one, other in zip(SEALED, digests, kept, strict=False) if one != other)
    return _Seen(entry, differing, hash_of("".join(digests)), hash_of(entry.digests))


def _sealed_numbers(seen: Sequence[_Seen]) -> list[int]:
    """Return the number that each entry was sealed with; the one it says, where that cannot be learnt."""
    doubtful = [one for one in seen if not one.is_as_sealed and "number" in one.differing]
    tried = range(1, max(2 * len(seen), LEAST_TRIED)) if doubtful else ()
    numbers = {digest_of_field("number", str(number)): number for number in tried}
    return [
        one.entry.number
        if one.is_as_sealed or "number" not in one.differing
        else numbers.get(one.entry.digests[:DIGEST_CHARACTERS], one.entry.number)
        for one in seen
    ]


def _changes(by_number: Mapping[int, _Seen], head: Head | None) -> Iterator[Finding]:
    """Yield the changed fields of each entry, and the entries that the next one does not go on from."""
    for number, one in by_number.items():
        following = by_number.get(number + 1)
        if following is not None:
            goes_on_from = following.previous
        else:
            goes_on_from = head.hash if head is not None and head.number == number else None
        changed = _changed_fields(one, goes_on_from)
        yield from (Finding(FindingKind.CHANGED, number, field=field) for field in changed)
        is_first_of_another = number == 1 and one.previous not in (ORIGIN, None)
        is_disowned = following is not None and goes_on_from is not None and goes_on_from not in one.hashes
        if is_first_of_another or is_disowned or (not changed and not one.is_as_sealed):
            yield Finding(FindingKind.REWRITTEN, number)


def _changed_fields(one: _Seen, goes_on_from: str | None) -> tuple[str, ...]:
    """Return the fields that are not as sealed; ``goes_on_from`` is the hash that vouches for them, None for none.

    Fields, digests and hash are three accounts of the same; where two agree, the third was changed.
    """
    if one.is_as_sealed:
        return ("digests",) if one.differing or one.given != one.kept else ()
    if one.kept == one.entry.hash:
        return one.differing
    if goes_on_from == one.given:
        return ("digests", "hash") if one.given != one.kept else ("hash",)
    if goes_on_from == one.entry.hash:
        return (*one.differing, "digests") if one.differing else ()
    return (*one.differing, "hash")


def _repeated(numbers: Sequence[int]) -> Iterator[Finding]:
    return (Finding(FindingKind.REPEATED, number) for number, count in Counter(numbers).items() if count > 1)


def _misplaced(numbers: Sequence[int]) -> Iterator[Finding]:
    at_places = zip(numbers, sorted(numbers), strict=True)
    return (Finding(FindingKind.MISPLACED, number) for number, expected in at_places if number != expected)


def _missing(by_number: Mapping[int, _Seen]) -> Iterator[Finding]:
    """Yield the gaps before the last number."""
    expected = 1
    for number in sorted(by_number):
        if number > expected:
            yield Finding(FindingKind.MISSING, expected, number - 1)
        expected = max(expected, number + 1)


def _against_head(by_number: Mapping[int, _Seen], head: Head | None) -> Iterator[Finding]:
    """Yield what head and entries say against each other."""
    last = max(by_number, default=0)
    if head is None:
        if by_number:
            yield Finding(FindingKind.HEAD_MISSING)
        return
    meant = {value: number for number, one in by_number.items() for value in one.hashes} | {ORIGIN: 0}
    found = meant.get(head.hash)
    if found is not None and found != head.number:
        yield Finding(FindingKind.HEAD_CHANGED, found, field="number")
    elif found is None and head.number > last:
        yield Finding(FindingKind.CUT, last + 1, head.number)
    elif found is None and (head.number in by_number or head.number <= 0):
        yield Finding(FindingKind.HEAD_CHANGED, head.number, field="hash")
    end = head.number if found is None else found
    if end < last:
        yield Finding(FindingKind.UNCOUNTED, end + 1, last)
