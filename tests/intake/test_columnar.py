import io
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake import Kind, Options, Reading, read

DOCTORS = pl.DataFrame({"code": ["D990101000001"], "name": ["甲乙"], "执业级别": ["LICENSED"]})


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def read_doctors(data: bytes, options: Options | None = None) -> Reading:
    return read(Kind.DOCTORS, data, "doctors.parquet", options or Options())


def noted(reading: Reading) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.column, str(one.code)) for one in reading.problems]


def test_a_columnar_file_is_read_as_a_text_file_is() -> None:
    reading = read_doctors(parquet(DOCTORS))
    assert noted(reading) == []
    assert [(one.row, one.record.name) for one in reading.records.doctors] == [(2, "甲乙")]


def test_typed_cells_are_read_exactly() -> None:
    frame = pl.DataFrame(
        {
            "doctor": ["D990101000001"],
            "regulation": pl.Series(["testville"], dtype=pl.Categorical),
            "rule": ["course"],
            "on": [date(2024, 2, 29)],
            "points": pl.Series([Decimal("2.50")], dtype=pl.Decimal(12, 2)),
            "determined_by": ["=局"],
        }
    )
    (one,) = read(Kind.REPAIRS, parquet(frame), "x.parquet", Options()).records.repairs
    assert (one.record.on, one.record.points, one.record.determined_by) == (date(2024, 2, 29), Decimal("2.5"), "=局")


@pytest.mark.parametrize(
    ("value", "code"),
    [(3.3e17, "NUMBER_TOO_LONG"), (2**63 - 1, "NOT_A_NAME"), (datetime(2024, 1, 1, 8), "TIME_OF_DAY")],  # noqa: DTZ001
)
def test_a_value_that_cannot_be_kept_is_refused_at_its_place(value: object, code: str) -> None:
    frame = DOCTORS.with_columns(name=pl.Series([value]))
    assert noted(read_doctors(parquet(frame))) == [(2, "name", code)]


def test_a_column_of_lists_is_refused_if_it_means_something_and_ignored_if_not() -> None:
    known = DOCTORS.with_columns(name=pl.Series([["甲"]]))
    other = DOCTORS.with_columns(tags=pl.Series([["甲"]]))
    assert noted(read_doctors(parquet(known))) == [(1, "name", "COLUMN_TYPE")]
    assert noted(read_doctors(parquet(other))) == [(1, "tags", "COLUMN_UNKNOWN")]


def test_a_cell_that_is_too_long_stops_the_reading_at_its_place() -> None:
    frame = pl.concat([DOCTORS, DOCTORS.with_columns(name=pl.Series(["甲" * 200_000]))])
    assert noted(read_doctors(parquet(frame))) == [(3, "name", "CELL_TOO_LONG")]


def test_more_rows_than_are_read_are_refused_before_they_are() -> None:
    frame = pl.concat([DOCTORS] * 3)
    assert noted(read_doctors(parquet(frame), Options(limit_rows=2))) == [(4, None, "TOO_MANY_ROWS")]


WHOLE = parquet(DOCTORS)


@pytest.mark.parametrize("data", [WHOLE[:50], WHOLE[:-20], b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
def test_a_damaged_file_is_refused_as_a_whole(data: bytes) -> None:
    assert noted(read_doctors(data)) == [(0, None, "FILE_DAMAGED")]


@given(st.lists(st.tuples(st.integers(4, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=100)
def test_a_file_with_some_bytes_changed_gives_no_exception(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    reading = read_doctors(bytes(data))
    assert reading.problems or reading.rows <= 1
