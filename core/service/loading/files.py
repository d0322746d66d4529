"""Loading a file by its path: read whole, or, for a great many violations, in chunks."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from core.intake import Kind, Options, RowProblem
from core.intake.decode import is_utf_16, too_large
from core.intake.frames import is_columnar
from core.intake.workbook import is_workbook
from core.records import Put
from core.service.loading.bulk import Progress, load_violations, silent
from core.service.loading.load import Load
from core.service.loading.whole import load
from core.service.office import Office
from core.storage import UNNAMED

BULK_FROM_BYTES = 8 * 1024 * 1024
"""From this size on a file of violations is read in chunks."""
BULK_LIMIT_BYTES = 4 * 1024 * 1024 * 1024
BULK_LIMIT_ROWS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a file is loaded."""

    skip_bad_rows: bool = False
    """Whether the good rows are loaded when some are bad; else all or nothing."""
    try_only: bool = False
    """Whether nothing is written, and only told what would be."""
    bulk_from_bytes: int = BULK_FROM_BYTES


async def load_path(
    office: Office,
    kind: Kind,
    path: Path,
    options: Options,
    manner: Manner | None = None,
    *,
    actor: str = UNNAMED,
    progress: Progress = silent,
) -> Load:
    """Load a file into the registry in one transaction, as ``actor`` in the audit trail.

    ``progress`` is told of the bytes as they are read.

    Raises:
        RetryLaterError: another writer holds the database.
        OSError: the file cannot be read.
    """
    manner = manner or Manner()
    size, head = await asyncio.to_thread(_looked_at, path)
    is_plain = not (is_workbook(head) or is_columnar(head) or is_utf_16(head))
    is_bulk = kind is Kind.VIOLATIONS and is_plain and size >= manner.bulk_from_bytes
    limit = BULK_LIMIT_BYTES if is_bulk else options.limit_bytes
    if size > limit:
        refusal = too_large(size, limit)
        return Load((RowProblem(path.name, 0, None, refusal.code, refusal.message),), 0, loaded=False, put=Put())
    skip, try_only = manner.skip_bad_rows, manner.try_only
    if is_bulk:
        wide = replace(options, limit_rows=BULK_LIMIT_ROWS)
        return await load_violations(
            office, path, wide, skip_bad_rows=skip, try_only=try_only, actor=actor, progress=progress
        )
    data = await asyncio.to_thread(path.read_bytes)
    progress(len(data))
    return await load(office, kind, data, path.name, options, skip_bad_rows=skip, try_only=try_only, actor=actor)


def _looked_at(path: Path) -> tuple[int, bytes]:
    """Return the size of a file and how it begins."""
    with path.open("rb") as file:
        return path.stat().st_size, file.read(16)
