"""Violations from a file too large to be held: chunk by chunk in one transaction, no object a row.

Whatever is not plainly good takes the same way, row by row, as in a file that is read whole. Where rows speak of the
same violation the file is read again, so that these are settled before anything is written.
"""

import gc
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.intake import Kind, Options
from core.intake.kinds import FORMATS, check_options, wanted_of
from core.intake.problems import ProblemLog
from core.intake.stream import open_stream
from core.records import Put
from core.service.closing import succeed
from core.service.loading.bulk_pass import Pass
from core.service.loading.load import Load, UndoneError, undo_if
from core.service.loading.settling import RepeatedError, Settled, settled
from core.service.office import Office
from core.storage import UNNAMED

BLOCK_BYTES = 4 * 1024 * 1024
SWITCH_SECONDS = 0.0005
USUAL_ROW_BYTES = 120
"""What a row takes, for an estimate of how many there are."""

_LAYOUT = FORMATS[Kind.VIOLATIONS]

Progress = Callable[[int], None]
"""Told of each block of bytes that has been read how long it was."""


def silent(_: int) -> None:
    """Tell nobody."""


async def load_violations(
    office: Office,
    path: Path,
    options: Options,
    *,
    skip_bad_rows: bool = False,
    try_only: bool = False,
    actor: str = UNNAMED,
    progress: Progress = silent,
) -> Load:
    """Load the violations in a delimited file, as ``load`` does a file that is read whole."""
    log = ProblemLog(path.name)
    check_options(_LAYOUT, options, log)
    wanted = wanted_of(_LAYOUT, options)
    stream = None if log.stopped else open_stream(lambda: blocks(path), wanted, options.encoding, log)
    if stream is None:
        return Load(log.problems(), 0, loaded=False, put=Put())
    settlement = Settled()
    while True:
        one = Pass(office, replace(stream, blocks=lambda: blocks(path, progress)), options, path.name, settlement)
        try:
            async with office.database.writing(actor=actor) as writes:
                with _undisturbed():
                    put = await one.run(writes, expected_rows(path))
                undo_if(try_only or one.log.stopped or (one.has_errors and not skip_bad_rows), put)
                if put.created:
                    await succeed(office, writes)
            return one.load([*log.problems(), *settlement.problems], put, written=True)
        except RepeatedError as repeated:
            settlement = settled(stream, options, path.name, repeated.keys)
            if settlement.is_hopeless:
                return one.load([*log.problems(), *settlement.problems], Put(), written=False)
        except UndoneError as undone:
            told = undone.put if try_only and not one.log.stopped else Put()
            return one.load([*log.problems(), *settlement.problems], told, written=False)


@contextmanager
def _undisturbed() -> Generator[None]:
    """Keep the collector of cyclic garbage from looking at millions of rows, none of which is any.

    And have the thread that reads and the one that writes take turns often, since what the second does in Python
    between two calls of the database is little.
    """
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_enabled:
            gc.enable()


def expected_rows(path: Path) -> int:
    """Return about how many rows a file has."""
    return path.stat().st_size // USUAL_ROW_BYTES


def blocks(path: Path, progress: Progress = silent) -> Iterator[bytes]:
    """Yield a file in blocks, and tell ``progress`` of each."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block
            progress(len(block))
