"""Workbooks as spreadsheets write them, and as somebody writes them who means harm."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

from core.intake import Kind, Options, Reading, read

HEADINGS = ("code", "name", "qualification")
GOOD = ("D990101000001", "甲乙", "LICENSED")


def a_workbook(fill: Callable[[Any], None]) -> bytes:
    """Return what ``fill`` makes of an empty workbook."""
    out = io.BytesIO()
    workbook: Any = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    fill(workbook)
    workbook.close()
    return out.getvalue()


def a_list(*rows: tuple[object, ...], first: int = 0, then: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook with one sheet, 名册, of doctors; ``then`` is done to the sheet at last."""

    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has few types
        sheet = workbook.add_worksheet("名册")
        for at, row in enumerate((HEADINGS, *rows), start=first):
            sheet.write_row(at, 0, row)
        if then is not None:
            then(sheet)

    return a_workbook(fill)


def changed(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """Return a package with parts rewritten, each named without its folder and its ending."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            rewrite = parts.get(name.rpartition("/")[2].partition(".")[0])
            part = old.read(name)
            new.writestr(name, rewrite(part) if rewrite else part)
    return out.getvalue()


def read_doctors(data: bytes, **options: str) -> Reading:
    """Return what a file of doctors says."""
    return read(Kind.DOCTORS, data, "名册.xlsx", Options(**options))  # pyright: ignore[reportArgumentType] - texts alone


def noted(reading: Reading) -> list[tuple[int, str | None, str | None, str]]:
    """Return where each problem is, in the table and in the workbook, and its code."""
    return [(one.row, one.column, one.cell, str(one.code)) for one in reading.problems]
