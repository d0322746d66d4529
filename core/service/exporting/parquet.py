"""Writing Parquet: typed columns, in parts that are joined at the end, so that no more than one part is ever held."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.service.exporting.columns import Column, Holds, Rows

PART_ROWS = 200_000


class ParquetSink:
    """One Parquet file."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._path = path
        self._schema = {one.name: _type(one) for one in columns}
        self._folder = TemporaryDirectory(dir=path.parent, prefix=".guiju-")
        self._parts: list[Path] = []
        self._held: list[Rows] = []

    def write(self, rows: Rows) -> None:
        """Write some more rows."""
        self._held.append(rows)
        if sum(map(len, self._held)) >= PART_ROWS:
            self._end_part()

    def _end_part(self) -> None:
        rows = [tuple(row) for row in chain.from_iterable(self._held)]
        part = Path(self._folder.name) / f"{len(self._parts):08}.parquet"
        pl.DataFrame(rows, schema=self._schema, orient="row").write_parquet(part)
        self._parts.append(part)
        self._held.clear()

    def finish(self) -> None:
        """Write the file."""
        self._end_part()
        pl.scan_parquet(self._parts).sink_parquet(self._path)

    def close(self) -> None:
        """Leave nothing but the file behind."""
        self._folder.cleanup()


def _type(column: Column) -> pl.DataType:
    match column.holds:
        case Holds.TEXT:
            return pl.String()
        case Holds.DAY:
            return pl.Date()
        case Holds.NUMBER:
            return pl.Int32()
        case Holds.EXACT:
            return pl.Decimal(column.digits, column.places)
        case Holds.FLAG:
            return pl.Boolean()
