"""Columnar files (Parquet) to numbered rows of cells."""

import io
from collections.abc import Iterator

import polars as pl

from core.intake.formulas import guarded
from core.intake.frames import is_panic
from core.intake.problems import ProblemCode, ProblemLog, Refusal, shown
from core.intake.table import (
    CELL_LIMIT_CHARACTERS,
    TOO_LONG,
    Cell,
    Header,
    Numbered,
    Table,
    Wanted,
    laid,
    too_many_rows,
)
from core.intake.typed_cells import cell_of
from core.text import Text

LIMIT_COLUMNS = 1024
BATCH_ROWS = 4096

_PLAIN = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Datetime, pl.Null, pl.Decimal)


def open_columns(data: bytes, wanted: Wanted, log: ProblemLog) -> Table | None:
    """Return the table in a Parquet file; None, with the reasons in ``log``, when it cannot be used.

    Its column names count as row 1, so that rows are numbered as in any other file.
    """
    try:
        found = _frame(data, wanted, log)
    except pl.exceptions.DuplicateError as error:
        found = None
        log.stop(1, None, _repeated(str(error)))
    except Exception:  # noqa: BLE001 - whatever a reader of hostile files raises, it says that this one cannot be read
        found = None
        log.stop(0, None, _DAMAGED)
    except BaseException as error:
        if not is_panic(error):
            raise
        found = None
        log.stop(0, None, _DAMAGED)
    if found is None:
        return None
    header, frame = found
    return laid(_records(header, frame, log), header, wanted, log)


def _frame(data: bytes, wanted: Wanted, log: ProblemLog) -> tuple[Header, pl.DataFrame] | None:
    """Return the headings and the columns that mean something; None, with the reasons in ``log``, if they cannot be."""
    schema = pl.read_parquet_schema(io.BytesIO(data))
    if len(schema) > LIMIT_COLUMNS:
        log.stop(0, None, _TOO_WIDE)
        return None
    if pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item() > wanted.limit_rows:
        log.stop(wanted.limit_rows + 2, None, too_many_rows(wanted.limit_rows))
        return None
    header = wanted.header(1, schema)
    for name, kind, means in zip(schema, schema.values(), header.fields, strict=True):
        if means is not None and not (isinstance(kind, _PLAIN) or kind.is_numeric()):
            log.stop(1, shown(name), _not_plain(str(kind)))
    known = [name for name, means in zip(schema, header.fields, strict=True) if means is not None]
    return None if log.stopped else (header, pl.read_parquet(io.BytesIO(data), columns=known))


def _records(header: Header, frame: pl.DataFrame, log: ProblemLog) -> Iterator[Numbered]:
    """Yield the rows; columns that mean nothing are not looked at and stay empty."""
    places = {name: at for at, name in enumerate(frame.columns)}
    positions = [places.get(name) if means else None for name, means in zip(header.names, header.fields, strict=True)]
    number = 1
    for batch in frame.iter_slices(BATCH_ROWS):
        long = _too_long(batch)
        if long is not None:
            log.stop(number + 1 + long[0], shown(long[1]), TOO_LONG)
            return
        for row in batch.iter_rows():
            number += 1
            yield number, ["" if at is None else _cell(row[at]) for at in positions]


def _too_long(batch: pl.DataFrame) -> tuple[int, str] | None:
    """Return position and column of the first text that is longer than is read; None for none."""
    found: list[tuple[int, str]] = []
    for name, kind in batch.schema.items():
        if isinstance(kind, pl.String):
            is_long = (batch[name].str.len_chars() > CELL_LIMIT_CHARACTERS).fill_null(value=False)
            if is_long.any():
                found.append((is_long.arg_max() or 0, name))
    return min(found, default=None)


def _cell(value: object) -> Cell:
    # Whoever wrote a typed text meant no formula: here it is written as a spreadsheet would have to.
    return guarded(value) if isinstance(value, str) else cell_of(value)


_DAMAGED = Refusal(
    ProblemCode.FILE_DAMAGED,
    Text(
        zh="Parquet文件已损坏或不完整，无法读取；请重新生成",
        en="the Parquet file is damaged or cut short and cannot be read; write it again",
    ),
)
_TOO_WIDE = Refusal(
    ProblemCode.FILE_TOO_LARGE,
    Text(
        zh=f"Parquet文件超过{LIMIT_COLUMNS}列；请只保留需要的列",
        en=f"the Parquet file has more than {LIMIT_COLUMNS} columns; keep those that are needed",
    ),
)


def _repeated(found: str) -> Refusal:
    """Return the refusal of two columns of one name: the first thing in quotes in what the reader ``found``."""
    name = shown(found.partition("'")[2].partition("'")[0])
    return Refusal(
        ProblemCode.COLUMN_REPEATED,
        Text(zh=f"有两列的名称都是“{name}”；请只保留一列", en=f'two columns are named "{name}"; keep one of them'),
    )


def _not_plain(kind: str) -> Refusal:
    return Refusal(
        ProblemCode.COLUMN_TYPE,
        Text(
            zh=f"此列的类型{shown(kind)}无法读取；请改为文本、数值、日期或布尔",
            en=f"the column's type {shown(kind)} cannot be read; make it text, number, date or boolean",
        ),
    )
