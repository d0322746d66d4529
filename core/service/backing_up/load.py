"""A snapshot into an empty registry, on whichever database: all of it in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import GuijuError, RefusedError
from core.proof.chain import Action, Head
from core.proof.chain_checks import verify
from core.proof.chain_findings import Finding
from core.service.backing_up.backup import SUBJECT, not_empty
from core.service.backing_up.lines import Line, Snapshot
from core.storage import Database, Writes, read_entries, read_head
from core.storage.backups import digest_of_file
from core.storage.copying import TakingOver
from core.storage.snapshot_fields import WrongValueError
from core.storage.snapshots import Key, Lookup, Reference, Snapped
from core.text import Text

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has done."""

    records: int
    findings: tuple[Finding, ...]
    """What is wrong with the audit trail that the snapshot holds; not empty only where that was allowed."""
    head: Head
    """How far the trail goes now: its last entry tells of the load."""


async def load_snapshot(location: str | Path, path: Path, *, actor: str, damaged: bool = False) -> Loaded:
    """Load the snapshot ``path`` into the registry at ``location``, which must hold nothing.

    The audit trail is carried over to the letter and verified, and an entry tells of the load behind it; a snapshot of
    what was loaded is therefore the same, but for that entry and the last line. ``damaged`` takes a trail that does not
    verify too. ``actor`` is who loads.

    Raises RefusedError, with the line, for a file that is no whole snapshot or has no audit trail, for a registry that
    holds anything, and for a trail that does not verify; RetryLaterError when a writer holds it. Nothing is written
    then.
    """
    sha256 = digest_of_file(path)
    with path.open("rb") as stream:
        snapshot = Snapshot(path, stream)
        if not snapshot.has_trail:
            raise snapshot.wrong(
                "快照不含审计链，不能载入；写快照时不要加 --no-trail",
                "it has no audit trail and cannot be loaded; write it without --no-trail",
            )
        async with Database.open(location) as database, database.writing(actor=actor) as writes:
            taking = writes.taking_over()
            if await taking.holds_anything():
                raise not_empty()
            count = await _Loading(snapshot, writes, taking).all()
            if snapshot.head is not None:
                await taking.take_head(snapshot.head)
            findings = verify(await read_entries(writes), await read_head(writes))
            if findings and not damaged:
                raise _damaged(path, findings)
            head = await taking.tell(Action.LOADED, SUBJECT, {"records": count, "sha256": sha256})
    return Loaded(count, findings, head)


@dataclass(slots=True)
class _Loading:
    """The lines of one snapshot on their way into the registry, some of one kind at a time."""

    snapshot: Snapshot
    writes: Writes
    taking: TakingOver
    _next: dict[str, int] = field(default_factory=dict[str, int])
    """The id of the next row by table."""

    async def all(self) -> int:
        """Insert all records and return how many they are."""
        count = 0
        some: list[Line] = []
        for line in self.snapshot.lines():
            if some and (line.kind is not some[0].kind or len(some) == BATCH):
                await self._insert(some)
                some = []
            some.append(line)
            count += 1
        if some:
            await self._insert(some)
        await self.taking.end_taking()
        return count

    async def _insert(self, lines: Sequence[Line]) -> None:
        kind = lines[0].kind
        found = await self._found(kind, lines)
        first = self._next.get(kind.table, 1)
        rows: list[list[object]] = []
        for key, line in enumerate(lines, first):
            references = [self._referred(line, one, found) for one in kind.references]
            rows.append([key, *self._columns(line), *references])
            if kind.own is not None:
                found[kind.own][tuple(line.values[name] for name in kind.key)] = key
        self._next[kind.table] = first + len(lines)
        await self.taking.take(kind.table, ("id", *kind.columns), rows)

    async def _found(self, kind: Snapped, lines: Sequence[Line]) -> dict[Lookup, dict[Key, int]]:
        """Return the ids of what the lines refer to and was inserted before them."""
        return {
            one.lookup: await one.lookup.ids(
                self.writes, {key for line in lines if (key := _key(line, one)) is not None}
            )
            for one in kind.references
        }

    def _referred(self, line: Line, to: Reference, found: dict[Lookup, dict[Key, int]]) -> int | None:
        key = _key(line, to)
        if key is None and to.is_optional:
            return None
        known = None if key is None else found[to.lookup].get(key)
        if known is None:
            named = "/".join(str(line.values.get(name, "")) for name in to.fields)
            raise self.snapshot.wrong(
                f"引用的 {named} 不在快照中", f"it refers to {named}, which is not in it", line.number
            )
        return known

    def _columns(self, line: Line) -> list[object]:
        try:
            return [one.kept(line.values.get(one.name)) for one in line.kind.fields if one.is_column]
        except WrongValueError as error:
            raise self.snapshot.wrong(
                f"字段 {error} 缺失或其值不对", f"the field {error} is missing, or its value is wrong", line.number
            ) from error


def _key(line: Line, to: Reference) -> Key | None:
    key = tuple(line.values.get(name) for name in to.fields)
    return None if key[-1] is None else key


def _damaged(path: Path, findings: Sequence[Finding]) -> GuijuError:
    zh, en = "；".join(one.text.zh for one in findings), "; ".join(one.text.en for one in findings)
    return RefusedError(
        "SNAPSHOT_DAMAGED",
        Text(
            zh=f"{path.name} 的审计链不完好，未写入任何内容：{zh}。加 --damaged 可照样载入。",
            en=f"The audit trail in {path.name} is damaged and nothing was written: {en}. --damaged loads it all the "
            "same.",
        ),
    )
