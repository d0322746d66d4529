"""Writing exported rows as CSV, .xlsx or Parquet: a chunk at a time, and the file is there only once it is whole."""

import csv
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TextIO

from core.errors import RefusedError
from core.intake.formulas import guarded
from core.intake.frames import MISSING, can_read_columns
from core.service.exporting.columns import Column, Rows, text_of
from core.text import Text


class Sink(Protocol):
    """Takes the rows of one file."""

    def write(self, rows: Rows) -> None:
        """Write some more rows."""
        ...

    def finish(self) -> None:
        """End the file: every row is written."""
        ...

    def close(self) -> None:
        """Let go of what is held, whether finished or not."""
        ...


class CsvSink:
    """CSV as Excel and WPS open it: UTF-8 with its mark, CRLF, and no text that would run as a formula."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([guarded(one.name) for one in columns])

    def write(self, rows: Rows) -> None:
        """Write some more rows."""
        self._writer.writerows([[guarded(text_of(one)) for one in row] for row in rows])

    def finish(self) -> None:
        """End the file."""
        self._file.flush()

    def close(self) -> None:
        """Close it."""
        self._file.close()


def _xlsx(path: Path, columns: Sequence[Column]) -> Sink:
    from core.service.exporting.xlsx import XlsxSink  # noqa: PLC0415 - only who writes one pays for it

    return XlsxSink(path, columns)


def _parquet(path: Path, columns: Sequence[Column]) -> Sink:
    if not can_read_columns():
        raise RefusedError("FORMAT_UNAVAILABLE", MISSING, field="out")
    from core.service.exporting.parquet import ParquetSink  # noqa: PLC0415 - as above

    return ParquetSink(path, columns)


SINKS: MappingProxyType[str, Callable[[Path, Sequence[Column]], Sink]] = MappingProxyType(
    {".csv": CsvSink, ".xlsx": _xlsx, ".parquet": _parquet}
)
"""By the end of the file's name, what writes it."""


@contextmanager
def writing(path: Path, columns: Sequence[Column]) -> Generator[Sink]:
    """Give what takes the rows of the file at ``path``, of the kind that its name says.

    Whatever goes wrong, no file is left behind, and one that was there stays as it was. Raises RefusedError for a
    name of another kind and for more rows than the kind holds.
    """
    make = SINKS.get(path.suffix.lower())
    if make is None:
        raise _unknown(path.suffix)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        sink = make(unfinished, columns)
        try:
            yield sink
            sink.finish()
        finally:
            sink.close()
        unfinished.replace(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _unknown(suffix: str) -> RefusedError:
    known = ", ".join(SINKS)
    return RefusedError(
        "FORMAT_UNKNOWN",
        Text(
            zh=f"不能写成{suffix or '没有扩展名的文件'}；文件名须以{known}结尾",
            en=f"{suffix or 'a name without an ending'} is no kind of file that can be written; end it with {known}",
        ),
        field="out",
    )
