"""Backing a registry up while it is served, and putting a backup in its place."""

from dataclasses import dataclass
from pathlib import Path

import anyio

from core.errors import GuijuError, RefusedError
from core.proof.chain import Action, Head
from core.service.backing_up.files import new_file
from core.storage import Database, ReadOnly, read_head
from core.storage.backups import Examined, digest_of_file, examined, readable, write_backup
from core.storage.copying import tables_in
from core.text import Text

SUBJECT = "registry"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written."""

    bytes: int
    sha256: str
    examined: Examined


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done."""

    rows: int
    sha256: str
    """Of the backup's file."""
    replaced: Head | None
    """How far the trail went that is gone now; None: there was nothing."""
    examined: Examined
    head: Head
    """How far the trail goes now: its last entry tells of the restore."""


async def back_up(location: str | Path, path: Path, *, replace: bool = False) -> Backup:
    """Write all that the registry holds at one moment to the file ``path``; whoever reads and writes it goes on.

    A trail that somebody has damaged is backed up as it is, and told of in the answer. Raises RefusedError for a file
    that is there and not to be ``replace``d, what is no registry, and a copy in which SQLite finds damage;
    RetryLaterError when a disk or server fails. No file is left then.
    """
    with new_file(path, replace=replace) as file:
        await write_backup(location, file)
        seen = await examined(file)
        if seen.damage:
            raise _damaged(path, seen)
        return Backup(file.stat().st_size, await anyio.to_thread.run_sync(digest_of_file, file), seen)


async def restore(
    location: str | Path, path: Path, *, actor: str, replace: bool = False, damaged: bool = False
) -> Restored:
    """Put the backup ``path`` in the place of all that the registry holds, tokens and audit trail too.

    It is one transaction: who reads meanwhile sees what was there before or, after it, the backup; on PostgreSQL
    readers wait. A backup of an earlier version is migrated in a copy first. ``actor`` is who restores, for the trail's
    next entry. ``damaged`` also takes a backup whose audit trail does not verify; the answer tells of it.

    Raises RefusedError for a registry that holds anything and is not to be ``replace``d, what is no backup, was
    written by a later version or is damaged, and RetryLaterError when a writer holds the registry. Nothing is changed
    then.
    """
    async with readable(path) as file:
        seen = await examined(file)
        if seen.damage or (seen.findings and not damaged):
            raise _damaged(path, seen)
        sha256 = await anyio.to_thread.run_sync(digest_of_file, path)
        async with (
            ReadOnly.open(file) as backup,
            Database.open(location) as database,
            database.writing(actor=actor) as writes,
        ):
            replaced, taking = None, writes.taking_over()
            if await taking.holds_anything():
                if not replace:
                    raise not_empty()
                replaced = await read_head(writes) or Head()
                await taking.empty()
            rows = await taking.take_all(backup, await tables_in(backup))
            content = {"replaced": None if replaced is None else str(replaced), "sha256": sha256}
            head = await taking.tell(Action.RESTORED, SUBJECT, content)
        return Restored(rows, sha256, replaced, seen, head)


def not_empty() -> GuijuError:
    """Return the error for a registry that holds something."""
    return RefusedError(
        "REGISTRY_NOT_EMPTY",
        Text(
            zh="登记库中已有内容，未作任何改动；请用一个新的空数据库（--db）。恢复备份时加 --replace 可整体替换。",
            en="The registry holds something and was left as it is. Name a new and empty database with --db. A restore "
            "takes its place as a whole with --replace.",
        ),
    )


def _damaged(path: Path, seen: Examined) -> GuijuError:
    zh = "；".join((*seen.damage, *(one.text.zh for one in seen.findings)))
    en = "; ".join((*seen.damage, *(one.text.en for one in seen.findings)))
    more = ("", "") if seen.damage else ("；加 --damaged 可照样恢复", " --damaged restores it all the same.")
    return RefusedError(
        "BACKUP_DAMAGED",
        Text(
            zh=f"{path.name} 已损坏，未作任何改动：{zh}。请用另一份备份{more[0]}。",
            en=f"{path.name} is damaged and nothing was changed: {en}. Take another backup.{more[1]}",
        ),
    )
