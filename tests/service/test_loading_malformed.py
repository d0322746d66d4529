"""Files that are wrong in every way that a spreadsheet, a hospital's system or somebody ill-meaning makes them wrong.

None is loaded, whole or in part, and each is told with its file and the row, column or sheet that is to be looked at.
"""

import io
import random
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.intake import Kind, Options
from core.service.loading import Manner, load_path
from core.service.office import Office, opened
from core.text import Lang
from tests.databases import a_registry, one_kind
from tests.intake.workbooks import a_workbook, changed
from tests.service.bulk_village import HEADINGS, TODAY, a_file, a_row, register
from tests.service.testville import a_host

pytestmark = pytest.mark.anyio

ROWS = [a_row(decision_no=f"试决{number}号") for number in range(3)]
TEXT = a_file(ROWS).encode()
FOREVER = "x" * 10_000_000
PLACE_OF = {name: f"v.{{}}:row 3, column «{name}»" for name in HEADINGS}


def with_cell(name: str, value: str) -> list[list[str]]:
    """Return the rows with one cell of the second, which is row 3 of the file, written otherwise."""
    return [
        [value if at == 1 and heading == name else cell for heading, cell in zip(HEADINGS, row, strict=True)]
        for at, row in enumerate(ROWS)
    ]


def csv(name: str, value: str) -> bytes:
    return a_file(with_cell(name, value)).encode()


def xlsx(rows: list[list[str]] = ROWS, then: Callable[[Any], object] | None = None, *, other: bool = False) -> bytes:
    """Return a workbook; ``then`` is done to its sheet at last, and there may be another that holds something."""

    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has few types
        if other:
            workbook.add_worksheet("旧").write(0, 0, "x")
        sheet = workbook.add_worksheet("违规")
        for at, row in enumerate((HEADINGS, *rows)):
            sheet.write_row(at, 0, row)
        if then is not None:
            then(sheet)

    return a_workbook(fill)


def parquet(rows: list[list[str]] = ROWS, *, times: int = 1, **typed: pl.Series) -> bytes:
    """Return a file of the rows, each so many times."""
    out = io.BytesIO()
    columns = {name: [row[at] or None for row in rows] for at, name in enumerate(HEADINGS)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(HEADINGS, pl.String)).with_columns(**typed)
    frame.select(pl.all().repeat_by(times).explode()).write_parquet(out)
    return out.getvalue()


def rewritten(cell: bytes) -> bytes:
    """Return a workbook with a note whose bytes are these."""
    return changed(xlsx(with_cell("note", "NOTE")), sharedStrings=lambda part: part.replace(b"NOTE", cell))


def incompressible(size: int) -> bytes:
    return random.Random(0).randbytes(size // 2).hex().encode()  # noqa: S311 - no bomb, only long


@dataclass(frozen=True, slots=True)
class Case:
    """A file and where its problem is."""

    data: Callable[[], bytes]
    at: str
    code: str
    ending: str = "csv"
    sheet: str | None = None
    in_chunks: tuple[str, str] | None = None
    """Where it is told when the file is read in chunks, and as what; None: as it is else."""


ROW, NOTE, SHEET = "v.{}:row 3: ", "v.{}:row 3, column «note»", "v.xlsx:row 3, column «{}» (违规!{}3)"
CASES = {
    "csv, a quote without partner": Case(
        lambda: TEXT.replace("试决1号".encode(), '"试决1号'.encode()),
        PLACE_OF["decision_no"],
        "QUOTE_UNBALANCED",
        in_chunks=(ROW, "QUOTE_UNBALANCED"),
    ),
    "csv, text behind a quote": Case(
        lambda: TEXT.replace("试决1号".encode(), '"试决"1号'.encode()),
        PLACE_OF["decision_no"],
        "QUOTE_UNBALANCED",
        in_chunks=(ROW, "QUOTE_UNBALANCED"),
    ),
    "csv, a NUL byte": Case(lambda: TEXT.replace("决1".encode(), "决\0001".encode()), ROW, "NUL_BYTE"),
    "csv, two encodings": Case(lambda: TEXT.replace("试决1".encode(), "试决1".encode("gbk")), ROW, "UNDECODABLE"),
    "csv, a cell of ten megabytes": Case(
        lambda: csv("note", FOREVER), NOTE, "CELL_TOO_LONG", in_chunks=(ROW, "CELLS_TOO_MANY")
    ),
    "csv, 2^63": Case(lambda: csv("cases", str(2**63)), PLACE_OF["cases"], "NOT_A_NUMBER"),
    "csv, a heading twice": Case(
        lambda: a_file([[*row, row[2]] for row in ROWS], (*HEADINGS, "clause")).encode(),
        "v.{}:row 1, column «clause»",
        "COLUMN_REPEATED",
    ),
    "csv, a day as Excel's number": Case(
        lambda: csv("decided_on", "45726"), PLACE_OF["decided_on"], "EXCEL_DATE_NUMBER"
    ),
    "csv, a formula": Case(lambda: csv("doctor", "=1+1"), PLACE_OF["doctor"], "FORMULA"),
    "txt of GBK, a cell of ten megabytes": Case(
        lambda: a_file(with_cell("note", FOREVER)).encode("gbk"),
        NOTE,
        "CELL_TOO_LONG",
        "txt",
        in_chunks=(ROW, "CELLS_TOO_MANY"),
    ),
    "txt of GBK, a NUL byte": Case(lambda: a_file(with_cell("note", "a\0b")).encode("gbk"), ROW, "NUL_BYTE", "txt"),
    "xlsx, a sheet that is not there": Case(xlsx, "v.xlsx: ", "SHEET_UNKNOWN", "xlsx", "名册"),
    "xlsx, the wrong sheet": Case(
        lambda: xlsx(other=True), "v.xlsx:row 1, column «clause»", "COLUMN_MISSING", "xlsx", "旧"
    ),
    "xlsx, two sheets": Case(lambda: xlsx(other=True), "v.xlsx: ", "SHEET_UNCLEAR", "xlsx"),
    "xlsx, merged cells": Case(
        lambda: xlsx(then=lambda sheet: sheet.merge_range("D3:D4", "试决1号")),
        SHEET.format("decision_no", "D"),
        "CELL_MERGED",
        "xlsx",
    ),
    "xlsx, a cell of ten megabytes": Case(
        lambda: rewritten(incompressible(10_000_000)), "v.xlsx:row 3", "CELL_TOO_LONG", "xlsx"
    ),
    "xlsx, a bomb": Case(
        lambda: changed(xlsx(), sheet1=lambda part: part + b" " * 50_000_000), "v.xlsx: ", "FILE_TOO_LARGE", "xlsx"
    ),
    "xlsx, a formula": Case(
        lambda: xlsx(then=lambda sheet: sheet.write_formula("H3", "=1+1")),
        SHEET.format("cases", "H"),
        "FORMULA",
        "xlsx",
    ),
    "xlsx, a day as Excel's number": Case(
        lambda: xlsx(then=lambda sheet: sheet.write_number("G3", 45726)),
        SHEET.format("decided_on", "G"),
        "EXCEL_DATE_NUMBER",
        "xlsx",
    ),
    "xlsx, 2^63": Case(
        lambda: xlsx(then=lambda sheet: sheet.write_number("H3", 2**63)),
        SHEET.format("cases", "H"),
        "NUMBER_TOO_LONG",
        "xlsx",
    ),
    "xlsx, a heading twice": Case(
        lambda: xlsx(then=lambda sheet: sheet.write("R1", "clause")),
        "v.xlsx:row 1, column «clause» (违规!R1)",
        "COLUMN_REPEATED",
        "xlsx",
    ),
    "xlsx, a NUL byte": Case(lambda: rewritten(b"a\0b"), SHEET.format("note", "O"), "HIDDEN_CHARACTER", "xlsx"),
    "xlsx, two encodings": Case(lambda: rewritten("决".encode("gbk")), "v.xlsx: ", "FILE_DAMAGED", "xlsx"),
    "parquet, cut short": Case(lambda: parquet()[:-40], "v.parquet: ", "FILE_DAMAGED", "parquet"),
    "parquet, a cell of ten megabytes": Case(
        lambda: parquet(with_cell("note", FOREVER)), NOTE, "CELL_TOO_LONG", "parquet"
    ),
    "parquet, 2^63": Case(
        lambda: parquet(cases=pl.Series([1, 2**63, 1], dtype=pl.UInt64)), PLACE_OF["cases"], "NOT_A_NUMBER", "parquet"
    ),
    "parquet, a day as Excel's number": Case(
        lambda: parquet(with_cell("decided_on", "45726")), PLACE_OF["decided_on"], "EXCEL_DATE_NUMBER", "parquet"
    ),
    "parquet, a NUL byte": Case(lambda: parquet(with_cell("note", "a\0b")), NOTE, "HIDDEN_CHARACTER", "parquet"),
    "parquet, a column twice": Case(
        lambda: parquet(clausf=pl.Series(["late"] * 3)).replace(b"clausf", b"clause"),
        "v.parquet:row 1: ",
        "COLUMN_REPEATED",
        "parquet",
    ),
    "parquet, more rows than are read": Case(
        lambda: parquet(times=200_000), "v.parquet:row 500002: ", "TOO_MANY_ROWS", "parquet"
    ),
}
READ_IN_CHUNKS = [name for name, case in CASES.items() if case.ending in {"csv", "txt"}]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Office]:
    folder = tmp_path_factory.mktemp("malformed")
    host = a_host(folder / "plugins")
    with a_registry(one_kind(), folder) as registry:
        await register(host, registry.location)
        async with opened(host, registry.location, today=lambda: TODAY) as office:
            yield office


async def require_refused(office: Office, folder: Path, case: Case, manner: Manner, expected: tuple[str, str]) -> None:
    """Load a file, and fail unless it is told where and as what it should, and nothing is in the registry."""
    at, code = expected
    path = folder / f"v.{case.ending}"
    path.write_bytes(case.data())
    done = await load_path(office, Kind.VIOLATIONS, path, Options(sheet=case.sheet), manner)
    told = [(str(one.code), one.render(Lang.EN)) for one in done.problems if one.severity == "ERROR"]
    assert [one for one in told if one[0] == code and one[1].startswith(at.format(case.ending))], told
    assert max(len(one) for _, one in told) < 1000
    assert not done.loaded
    entries = "SELECT COUNT(*) FROM audit_entry WHERE action = 'RECORDED'"
    assert [(await office.database.read(sql))[0][0] for sql in ("SELECT COUNT(*) FROM violation", entries)] == [0, 0]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_wrong_file_is_refused_at_its_place(office: Office, tmp_path: Path, case: Case) -> None:
    await require_refused(office, tmp_path, case, Manner(bulk_from_bytes=1_000_000_000), (case.at, case.code))


@pytest.mark.parametrize("name", READ_IN_CHUNKS)
async def test_a_wrong_file_that_is_read_in_chunks_is_refused_at_its_place(
    office: Office, tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    expected = case.in_chunks or (case.at, case.code)
    await require_refused(office, tmp_path, case, Manner(bulk_from_bytes=0), expected)
