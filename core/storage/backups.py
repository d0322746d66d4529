"""Backups of a registry: one SQLite file, whatever database it is of, and looked over before anyone relies on it.

A backup is itself a registry that any command can open.
"""

import hashlib
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio

from core.errors import RefusedError
from core.proof.chain import Head
from core.proof.chain_checks import verify
from core.proof.chain_findings import Finding
from core.storage.audit import UNNAMED, read_entries, read_head
from core.storage.copying import tables_in
from core.storage.database import Database
from core.storage.locations import Server, located
from core.storage.read_only import ReadOnly
from core.storage.sqlite.backup import copied, damage_in, made_whole, require_alone, require_registry

OTHER_VERSION = "DATABASE_VERSION"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a backup."""

    damage: tuple[str, ...] = ()
    """What SQLite finds wrong, in its own words."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with the audit trail."""
    entries: int = 0
    """Entries of the audit trail."""
    head: Head | None = None
    """How far the trail goes; None: nothing is kept about that, or the tables are of another version."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.damage or self.findings)


async def write_backup(location: str | Path, file: Path) -> None:
    """Write all that the registry at ``location`` holds at one moment to ``file``, which is there and empty.

    Readers and writers of the registry go on meanwhile. Raises RefusedError for what is no registry, and
    RetryLaterError when a disk or server fails.
    """
    place = located(location)
    if isinstance(place, Server):
        async with (
            ReadOnly.open(location) as source,
            Database.open(file) as database,
            database.writing(actor=UNNAMED) as writes,
        ):
            await writes.taking_over().take_all(source, await tables_in(writes))
    else:
        await anyio.to_thread.run_sync(copied, place, file)
    await anyio.to_thread.run_sync(made_whole, file)


async def examined(file: Path) -> Examined:
    """Return what is wrong with a backup; raises RefusedError for what is none."""
    await anyio.to_thread.run_sync(require_registry, file)
    damage = await anyio.to_thread.run_sync(damage_in, file)
    if damage:
        return Examined(damage=damage)
    try:
        async with ReadOnly.open(file) as backup:
            entries, head = await read_entries(backup), await read_head(backup)
    except RefusedError as error:
        if error.code != OTHER_VERSION:
            raise
        return Examined()
    return Examined(findings=tuple(dict.fromkeys(verify(entries, head))), entries=len(entries), head=head)


@asynccontextmanager
async def readable(file: Path) -> AsyncGenerator[Path]:
    """Give a backup as a file with today's tables: itself, or for the time being a copy that was migrated.

    Raises RefusedError for what is no backup, for a database in use, and for one that a later version wrote.
    """
    await anyio.to_thread.run_sync(require_registry, file)
    await anyio.to_thread.run_sync(require_alone, file)
    if await _is_of_today(file):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix=".guiju-", dir=file.parent) as folder:
        copy = Path(folder) / file.name
        await anyio.to_thread.run_sync(shutil.copyfile, file, copy)
        async with Database.open(copy):
            pass
        yield copy


def digest_of_file(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


async def _is_of_today(file: Path) -> bool:
    try:
        async with ReadOnly.open(file):
            return True
    except RefusedError as error:
        if error.code != OTHER_VERSION:
            raise
        return False
