"""Workbooks (.xlsx, .xls) to numbered rows of cells: one sheet, each cell exactly what it holds or refused."""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from core.intake.frames import is_panic
from core.intake.package import DAMAGED, LOCKED, Package, PackageError
from core.intake.problems import ProblemCode, ProblemLog, Refusal, shown
from core.intake.sheet_scan import WORKBOOK, Place, Scan, parts_of_sheets, scanned, unpacks
from core.intake.table import (
    CELL_LIMIT_CHARACTERS,
    EMPTY,
    HEADER_WITHIN_ROWS,
    TOO_LONG,
    Cell,
    Header,
    Numbered,
    Table,
    Wanted,
    is_blank,
    laid,
    too_many_rows,
)
from core.intake.typed_cells import cell_of
from core.text import Text

LIMIT_MERGED = 200_000
"""Merged cells that are kept by place; a sheet with more is no list."""

_PACKAGE_START = b"PK\x03\x04"
_OLD_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(data: bytes) -> bool:
    """Return whether ``data`` begins as a workbook does."""
    return data.startswith((_PACKAGE_START, _OLD_START))


def open_workbook(data: bytes, wanted: Wanted, sheet: str | None, log: ProblemLog) -> Table | None:
    """Return the table in a workbook; None, with the reasons in ``log``, when it cannot be used.

    ``sheet`` is the sheet's name; None: the only visible one that holds anything.
    """
    try:
        book = _packed_book(data) if data.startswith(_PACKAGE_START) else _old_book(data, log)
        return _table(book, wanted, book.chosen(sheet), log)
    except PackageError as error:
        log.stop(0, None, error.refusal)
    except PasswordError:
        log.stop(0, None, LOCKED)
    except Exception:  # noqa: BLE001 - whatever a reader of hostile files raises, it says that this one cannot be read
        log.stop(0, None, DAMAGED)
    except BaseException as error:
        if not is_panic(error):
            raise
        log.stop(0, None, DAMAGED)
    return None


class _Book:
    """An open workbook, and what was found in its sheets beforehand."""

    def __init__(self, data: bytes, scans: Mapping[str, Scan] | None) -> None:
        self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self._scans = scans
        self._visible = [one.name for one in self._workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]

    def chosen(self, wanted: str | None) -> str:
        """Return the name of the sheet to read; raise PackageError when that is unclear or there is none."""
        if wanted is not None:
            if wanted not in self._workbook.sheet_names:
                raise PackageError(_unknown_sheet(wanted, self._visible))
            return wanted
        filled = [name for name in self._visible if self._holds_anything(name)]
        if len(filled) > 1:
            raise PackageError(_unclear_sheet(filled))
        if not filled:
            raise PackageError(EMPTY)
        return filled[0]

    def sheet(self, name: str) -> CalamineSheet:
        """Return an open sheet; raise PackageError for one that was not looked over."""
        if self._scans is not None and name not in self._scans:
            raise PackageError(DAMAGED)
        return self._workbook.get_sheet_by_name(name)

    def refused(self, name: str) -> dict[Place, Refusal]:
        """Return the cells of a sheet whose values are a formula's or an error."""
        return {} if self._scans is None else dict(self._scans[name].refused)

    def _holds_anything(self, name: str) -> bool:
        if self._scans is None:
            return self._workbook.get_sheet_by_name(name).end is not None
        return name in self._scans and self._scans[name].cells > 0


def _packed_book(data: bytes) -> _Book:
    package = Package.of(data)
    if WORKBOOK not in package.parts:
        raise PackageError(_OTHER_FORMAT)
    unpacks(package)
    parts = {name: part for name, part in parts_of_sheets(package).items() if part in package.parts}
    return _Book(data, {name: scanned(package, part) for name, part in parts.items()})


def _old_book(data: bytes, log: ProblemLog) -> _Book:
    book = _Book(data, None)
    log.warning(0, None, _FORMULAS_UNSEEN)
    return book


def _table(book: _Book, wanted: Wanted, name: str, log: ProblemLog) -> Table | None:
    sheet = book.sheet(name)
    refused = book.refused(name)
    records = _records(sheet, refused, wanted.limit_rows + HEADER_WITHIN_ROWS, log)
    first = next((one for one in islice(records, HEADER_WITHIN_ROWS) if not is_blank(one[1])), None)
    if first is None:
        if not log.stopped:
            log.stop(0, None, EMPTY)
        return None
    number, cells = first
    header = wanted.header(number, _without_blank_end(cells), name)
    refused |= _merged(sheet, header)
    return laid(records, header, wanted, log)


def _without_blank_end(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells up to the last that holds anything: a sheet is as wide as its widest row."""
    width = len(cells)
    while width and is_blank(cells[width - 1 : width]):
        width -= 1
    return cells[:width]


def _records(
    sheet: CalamineSheet, refused: Mapping[Place, Refusal], limit_rows: int, log: ProblemLog
) -> Iterator[Numbered]:
    """Yield the rows; a cell that cannot be known exactly is a Refusal. Cells refused later are heeded too."""
    before = [""] * (sheet.start[1] if sheet.start is not None else 0)
    for number, values in enumerate(sheet.iter_rows() if sheet.start is not None else (), start=1):
        if number > limit_rows:
            log.stop(number, None, too_many_rows(limit_rows - HEADER_WITHIN_ROWS))
            return
        cells: list[Cell] = [*before, *map(cell_of, values)]
        if refused:
            cells = [refused.get((number, at), cell) for at, cell in enumerate(cells)]
        if any(isinstance(cell, str) and len(cell) > CELL_LIMIT_CHARACTERS for cell in cells):
            log.stop(number, None, TOO_LONG)
            return
        yield number, cells


def _merged(sheet: CalamineSheet, header: Header) -> dict[Place, Refusal]:
    """Return the merged cells below the headings, each of which would read as a value in one row and none in others."""
    found: dict[Place, Refusal] = {}
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        rows = range(max(first_row, header.row) + 1, last_row + 2)
        columns = range(first_column, min(last_column + 1, len(header.names)))
        if len(rows) * len(columns) + len(found) > LIMIT_MERGED:
            raise PackageError(_TOO_MANY_MERGED)
        found |= {(row, column): _MERGED for row in rows for column in columns}
    return found


_MERGED = Refusal(
    ProblemCode.CELL_MERGED,
    Text(
        zh="此处是合并单元格，只有左上角有内容；请取消合并并逐行填写",
        en="this is part of merged cells, of which only the first holds the content; unmerge them and fill in each row",
    ),
)
_TOO_MANY_MERGED = Refusal(
    ProblemCode.CELL_MERGED,
    Text(
        zh=f"合并单元格超过{LIMIT_MERGED}个；请取消合并并逐行填写",
        en=f"more than {LIMIT_MERGED} cells are merged; unmerge them and fill in each row",
    ),
)
_FORMULAS_UNSEEN = Refusal(
    ProblemCode.FORMULAS_UNSEEN,
    Text(
        zh="xls格式无法分辨公式，采用了最后一次计算的结果；建议另存为xlsx",
        en="an xls file does not tell formulas apart, and their last results were taken; better save it as xlsx",
    ),
)
_OTHER_FORMAT = Refusal(
    ProblemCode.FILE_FORMAT,
    Text(
        zh="不是xlsx工作簿（可能是ods、xlsb、docx或一般压缩包）；请另存为xlsx或CSV",
        en="this is no xlsx workbook but perhaps ods, xlsb, docx or a plain archive; save it as xlsx or CSV",
    ),
)


def _unknown_sheet(wanted: str, names: Sequence[str]) -> Refusal:
    listed = ", ".join(map(shown, names)) or "-"
    return Refusal(
        ProblemCode.SHEET_UNKNOWN,
        Text(
            zh=f"没有名为“{shown(wanted)}”的工作表；现有：{listed}",
            en=f'there is no sheet "{shown(wanted)}"; at hand: {listed}',
        ),
    )


def _unclear_sheet(names: Sequence[str]) -> Refusal:
    listed = ", ".join(map(shown, names))
    return Refusal(
        ProblemCode.SHEET_UNCLEAR,
        Text(
            zh=f"有{len(names)}个工作表有内容：{listed}；请用--sheet指明一个",
            en=f"{len(names)} sheets hold something: {listed}; name one with --sheet",
        ),
    )
