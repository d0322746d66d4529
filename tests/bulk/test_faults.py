"""Files of records that are wrong in every way: refused with the row, and no result is written."""

from pathlib import Path

import polars as pl
import pytest

from core.errors import RefusedError
from tests.bulk.test_files import parquet, records, run

pytestmark = pytest.mark.anyio
GOOD = "D02,late,2025-03-03,A-2,1"
LINES = ["doctor,clause,decided_on,decision_no,cases", "D01,late,2025-03-02,A-1,1", GOOD, "D03,late,2025-03-04,A-3,1"]


def written(row: str, encoding: str = "utf-8", headings: str = LINES[0]) -> bytes:
    """Return a file whose third row is ``row``."""
    return "\n".join([headings, LINES[1], row, LINES[3], ""]).encode(encoding)


FAULTS = {
    "a quote without partner": (written('D02,late,2025-03-03,"A-2,1'), 'row 3: the quote "'),
    "text behind a quote": (written('D02,late,2025-03-03,"A"-2,1'), 'row 3: the quote "'),
    "a NUL byte": (written("D02,late,2025-03-03,A\0,1"), "row 3: there is a NUL byte"),
    "two encodings": (
        written(GOOD).replace(b"A-2", "决".encode("gbk")), "row 3: character 21 is no UTF-8",
    ),
    "UTF-16": (written(GOOD, "utf-16"), "row 1: there is a NUL byte"),
    "2^63": (written(f"D02,late,2025-03-03,A-2,{2**63}"), 'row 3: "9223372036854775808" is nothing that the column'),
    "a number too great to be summed": (written(f"D02,late,2025-03-03,A-2,{2**62}"), "row 3: .* the column cases"),
    "less than one case": (written("D02,late,2025-03-03,A-2,-1"), 'row 3: "-1" is nothing that the column cases'),
    "a day as Excel's number": (written("D02,late,45719,A-2,1"), 'row 3: "45719" is .* the column decided_on'),
    "no such day": (written("D02,late,2025-02-30,A-2,1"), 'row 3: "2025-02-30" is .* the column decided_on'),
    "a gap": (written("D02,,2025-03-03,A-2,1"), "row 3: clause is empty"),
    "a row cut short": (written("D02,late,2025-03-03"), "row 3: decision_no is empty"),
    "too many cells": (written(f"{GOOD},5"), "row 3: there are 6 cells under 5 column names"),
    "a heading twice": (written(GOOD, headings=LINES[0].replace("cases", "clause")), "row 1: two columns .* clause"),
    "nothing": (b"", "it cannot be read: empty CSV"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), FAULTS.values(), ids=FAULTS)
async def test_a_wrong_file_is_refused_at_its_row(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "records.csv").write_bytes(data)
    with pytest.raises(RefusedError, match=f"records.csv: {said}"):
        await run(tmp_path / "records.csv", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("column", [pl.Series([2**63], dtype=pl.UInt64), pl.Series([2**62]), pl.Series([0])])
async def test_a_number_that_cannot_be_counted_with_is_refused_at_its_row(tmp_path: Path, column: pl.Series) -> None:
    frame = records()
    wrong = frame[5:6].with_columns(cases=column)
    right = frame.with_columns(pl.col("cases").cast(column.dtype))
    with pytest.raises(RefusedError, match=r"records.parquet: row 7: .* the column cases"):
        await run(parquet(tmp_path, pl.concat([right[:5], wrong, right[6:]])), tmp_path / "out.parquet")


@pytest.mark.parametrize("cut", [(0, 50), (0, -20), (1, None)], ids=["a beginning", "no end", "no beginning"])
async def test_a_file_cut_short_is_refused(tmp_path: Path, cut: tuple[int, int | None]) -> None:
    path = parquet(tmp_path, records())
    path.write_bytes(path.read_bytes()[slice(*cut)])
    with pytest.raises(RefusedError, match=r"records.parquet: it cannot be read"):
        await run(path, tmp_path / "out.parquet")
