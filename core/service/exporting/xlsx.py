"""Writing .xlsx: typed cells, streamed to disk row by row."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from core.errors import RefusedError
from core.intake.formulas import guarded
from core.service.exporting.columns import Column, Rows, Value, text_of
from core.text import Text

LIMIT_ROWS = 1_048_576
"""Rows of a sheet, the headings among them."""

_DIGITS_KEPT = 15
_DAYS_SINCE = date(1900, 3, 1)
"""Before it spreadsheets count a day that never was; such days are written as text."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Given as the day of making, so that equal rows make equal files."""


class XlsxSink:
    """One sheet; strings are never formulas, links or numbers."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._workbook: Any = xlsxwriter.Workbook(str(path), options)  # whose types are incomplete
        self._workbook.set_properties({"created": _EPOCH})
        self._sheet: Any = self._workbook.add_worksheet("guiju")
        self._day: Any = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet.freeze_panes(1, 0)
        self._rows = 0
        self._is_open = True
        self.write([[one.name for one in columns]])

    def write(self, rows: Rows) -> None:
        """Write some more rows; raise RefusedError when a sheet does not hold them."""
        if self._rows + len(rows) > LIMIT_ROWS:
            raise _too_many()
        for row in rows:
            for at, value in enumerate(row):
                if value is not None:
                    self._cell(at, value)
            self._rows += 1

    def _cell(self, at: int, value: Value) -> None:
        match value:
            case bool():
                self._sheet.write_boolean(self._rows, at, value)
            case int():
                self._sheet.write_number(self._rows, at, value)
            case Decimal() if len(value.as_tuple().digits) <= _DIGITS_KEPT:
                self._sheet.write_number(self._rows, at, float(value))
            case date() if value >= _DAYS_SINCE:
                self._sheet.write_datetime(self._rows, at, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001 - a day has no zone
            case _:
                self._sheet.write_string(self._rows, at, guarded(text_of(value)))

    def finish(self) -> None:
        """Write the file."""
        self._workbook.close()
        self._is_open = False

    def close(self) -> None:
        """Leave nothing but the file behind."""
        if self._is_open:
            self._workbook.close()


def _too_many() -> RefusedError:
    return RefusedError(
        "TOO_MANY_ROWS",
        Text(
            zh=f"xlsx最多{LIMIT_ROWS - 1}行；请改写成.csv或.parquet，或用--place缩小范围",
            en=f"xlsx holds at most {LIMIT_ROWS - 1} rows; write .csv or .parquet, or narrow it with --place",
        ),
        field="out",
    )
