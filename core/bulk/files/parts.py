"""A run's results, part by part: each is there as a whole or not at all, and together they make the file asked for."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import orjson
import polars as pl

from core.bulk.files.tables import SANCTIONS, STANDINGS, Tables
from core.errors import RefusedError
from core.text import Text

MANIFEST = "manifest.json"
_CSV, _PARQUET, _DONE = ".csv", ".parquet", ".done.json"
_FORMULA = r"^[=+\-@\t\r]"
"""What a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run is about: another one must not go on with its parts."""

    regulation: str
    law: str
    """Digest of the law."""
    facts: str
    """Digest of what is told, or the state of the registry."""
    period: str
    as_of: str
    engine: str
    """What its answers mean, and the package that it came in."""
    calendar: str
    """The publication of days off."""
    records: int
    """How many records, or doctors, make a part."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a part that is done has in it."""

    told: int
    """Doctors with something to tell."""
    one_by_one: int
    """Doctors whom the engine for one answered for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder beside the file asked for that holds what is done already."""

    out: Path

    @property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.out.with_name(self.out.name + ".parts")

    @property
    def sanctions(self) -> Path:
        """The file of the sanctions, beside that of the standings."""
        return self.out.with_name(f"{self.out.stem}.sanctions{self.out.suffix}")

    def begin(self, run: Run) -> dict[int, Counted]:
        """Return the parts of ``run`` that are done, by number; what another run has left is removed.

        Raises RefusedError for a file of another kind than CSV or Parquet, or a place that cannot be written to.
        """
        if self.out.suffix.lower() not in {_CSV, _PARQUET}:
            text = Text(
                zh=f"{self.out.name} 的种类不支持; 文件名以 .parquet 或 .csv 结尾",
                en=f"{self.out.name} is of no kind that can be written; name it .parquet or .csv",
            )
            raise RefusedError("FILE_KIND", text, field="out")
        manifest = self.folder / MANIFEST
        wanted = orjson.dumps(run)
        try:
            if manifest.is_file() and manifest.read_bytes() == wanted:
                return self._done()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            _written_whole(manifest, wanted)
        except OSError as error:
            raise _unwritable(self.out, error) from error
        return {}

    def _done(self) -> dict[int, Counted]:
        return {
            int(path.name.partition(".")[0]): Counted(**orjson.loads(path.read_bytes()))
            for path in self.folder.glob(f"*{_DONE}")
        }

    def holds(self, number: int) -> bool:
        """Return whether a part is done."""
        return (self.folder / f"{number:06}{_DONE}").is_file()

    def keep(self, number: int, tables: Tables, one_by_one: int) -> Counted:
        """Keep a part; only once it is whole does it count as done. Whoever else does the same part does no harm."""
        counted = Counted(tables.standings.height, one_by_one)
        try:
            for name, table in (("sanctions", tables.sanctions), ("standings", tables.standings)):
                path = self._part(number, name)
                unfinished = _unfinished(path)
                table.write_parquet(unfinished, compression="lz4")
                unfinished.replace(path)
            _written_whole(self.folder / f"{number:06}{_DONE}", orjson.dumps(counted))
        except OSError as error:
            raise _unwritable(self.out, error) from error
        return counted

    def finish(self, count: int) -> None:
        """Make the files asked for out of ``count`` parts, and remove these."""
        try:
            for path, name in ((self.sanctions, "sanctions"), (self.out, "standings")):
                unfinished = _unfinished(path)
                _joined([self._part(number, name) for number in range(count)], unfinished, path.suffix.lower())
                unfinished.replace(path)
            shutil.rmtree(self.folder)
        except OSError as error:
            raise _unwritable(self.out, error) from error

    def _part(self, number: int, name: str = "standings") -> Path:
        return self.folder / f"{number:06}.{name}.parquet"


def _joined(parts: Sequence[Path], target: Path, kind: str) -> None:
    if len(parts) == 1 and kind == _PARQUET:
        parts[0].replace(target)
        return
    frame = (
        pl.scan_parquet(list(parts))
        if parts
        else pl.LazyFrame(schema=SANCTIONS if "sanctions" in target.name else STANDINGS)
    )
    if kind == _PARQUET:
        frame.sink_parquet(target, compression="lz4")
        return
    text = pl.col(pl.String)
    safe = frame.with_columns(pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep())
    safe.sink_csv(target, include_bom=True)


def _unfinished(path: Path) -> Path:
    """Return where ``path`` is written until it is whole, a place that nobody else writes to."""
    return path.with_name(f"{path.name}.{uuid4().hex}.unfinished")


def _written_whole(path: Path, content: bytes) -> None:
    unfinished = _unfinished(path)
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _unwritable(path: Path, error: OSError) -> RefusedError:
    reason = error.strerror or str(error)
    text = Text(zh=f"{path} 不能写入: {reason}; 换一个路径", en=f"{path} cannot be written: {reason}; name another")
    return RefusedError("FILE_UNWRITABLE", text, field="out")
