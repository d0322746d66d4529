"""Where a file of records is wrong: looked for only once it could not be read, since that takes another reading."""

import csv
from collections.abc import Collection, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path

import polars as pl

from core.text import Text

CSV = ".csv"
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What reading raises for a file that is no such file, or a damaged one; a panic is no Exception."""
_FIRST_ROW = 2
"""Number of the first row behind the column names, as a spreadsheet counts."""
_SHOWN = 40
"""Characters of a value that are shown."""
_LONGEST = 131_072
"""Characters of a cell; the csv module's own limit."""


def scanned(path: Path) -> pl.LazyFrame:
    """Return the rows of a file, all of them text where it is CSV."""
    return pl.scan_csv(path, infer_schema=False) if path.suffix.lower() == CSV else pl.scan_parquet(path)


def fault_of_text(path: Path) -> Text | None:
    """Return what is wrong with a CSV file as such, with the row; None if nothing is, or it is none."""
    if path.suffix.lower() != CSV:
        return None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            fault = _fault_of_line(line)
            if fault is not None:
                return _at(number, fault)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader, number, width = csv.reader(file, strict=True), 0, 0
        try:
            for number, row in enumerate(reader, 1):
                width = width or len(row)
                if len(row) > width:
                    return _at(number, _too_wide(len(row), width))
        except csv.Error as error:
            return _at(number + 1, _TOO_LONG if "limit" in str(error) else _UNBALANCED)
    return None


def holds_nul(path: Path) -> bool:
    """Return whether there is a NUL byte in a CSV file; never in another."""
    if path.suffix.lower() != CSV:
        return False
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(b"\0") >= 0


def repeated_heading(path: Path) -> str | None:
    """Return a heading that a CSV file has twice; None if it has none, or is none or cannot be read."""
    if path.suffix.lower() != CSV:
        return None
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            headings = next(csv.reader(file), list[str]())
        except csv.Error:
            return None
    return next((one for at, one in enumerate(headings) if one in headings[:at]), None)


def fault_of_value(path: Path, convert: Mapping[str, pl.Expr], needed: Collection[str]) -> Text | None:
    """Return the first value that is none of its column's, or is missing; None if there is none.

    ``convert`` gives the columns as they are to be read, nothing for what cannot be; ``needed`` names those without
    gaps.
    """
    raw = scanned(path).with_row_index(_ROW, offset=_FIRST_ROW)
    for name, converted in convert.items():
        gap = converted.is_null() if name in needed else converted.is_null() & pl.col(name).is_not_null()
        found = raw.filter(gap).select(_ROW, pl.col(name).cast(pl.String, strict=False)).head(1).collect()
        if found.height:
            row, value = found.row(0)
            return _at(row, _not_of_its_column(name, value))
    return None


_ROW = "\0row"
"""No file has a column called so."""


def _fault_of_line(line: bytes) -> Text | None:
    if b"\0" in line:
        return _NUL
    try:
        line.decode()
    except UnicodeDecodeError as error:
        place = len(line[: error.start].decode()) + 1
        return Text(
            zh=f"第{place}个字符不是 UTF-8; 请另存为 UTF-8",
            en=f"character {place} is no UTF-8; save the file as UTF-8",
        )
    return None


_NUL = Text(zh="有空字节, 文件已损坏; 请重新导出", en="there is a NUL byte: the file is damaged; export it again")
_UNBALANCED = Text(
    zh='引号 " 不成对或其后有文字; 单元格内的引号须写两次 ("")',
    en='the quote " has no partner, or text behind it; write a quote inside a cell twice ("")',
)
_TOO_LONG = Text(zh=f"单元格超过 {_LONGEST} 个字符; 请缩短", en=f"a cell exceeds {_LONGEST} characters; shorten it")


def _too_wide(cells: int, width: int) -> Text:
    return Text(
        zh=f"有 {cells} 个单元格, 列名只有 {width} 个", en=f"there are {cells} cells under {width} column names"
    )


def _not_of_its_column(name: str, value: str | None) -> Text:
    if value is None:
        return Text(zh=f"{name} 一列为空, 每条记录都须填写", en=f"{name} is empty, and each record needs it")
    shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return Text(zh=f"{name} 一列的“{shown}”无法识别", en=f'"{shown}" is nothing that the column {name} can hold')


def _at(row: int, fault: Text) -> Text:
    return Text(zh=f"第{row}行: {fault.zh}", en=f"row {row}: {fault.en}")
