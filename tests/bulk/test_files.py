"""A run over columnar files: in parts, taken up again, as Parquet and as CSV; wrong files are refused and named."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.assessment.periods import Period
from core.bulk.files.parts import Parts
from core.bulk.files.tables import Tables
from core.errors import RefusedError
from core.service.bulk.files import FilesSource
from core.service.bulk.run import Done, assess_in_bulk
from core.service.questions import Question
from tests.assessment.testville import a_law

pytestmark = pytest.mark.anyio
LAW = a_law()
QUESTION = Question(LAW, Period.parse("2021"), date(2021, 12, 31))
DOCTORS = 40
ROOT = Path(__file__).parents[2]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def records(**changes: object) -> pl.DataFrame:
    """Return records of forty doctors, ever more of each, with the columns named in ``changes`` replaced."""
    listed = [(doctor, number) for doctor in range(DOCTORS) for number in range(doctor % 7)]
    frame = pl.DataFrame(
        {
            "doctor": [f"D{doctor:02}" for doctor, _ in listed],
            "clause": ["one" if number % 2 else "act" for _, number in listed],
            "decided_on": [date(2020 + number % 2, 1 + doctor % 12, 1 + number) for doctor, number in listed],
            "decision_no": [f"N{doctor}-{number}" for doctor, number in listed],
            "cases": [1 + (doctor + number) % 5 for doctor, number in listed],
        }
    )
    return frame.with_columns(**{name: pl.lit(value) for name, value in changes.items()}).sample(
        fraction=1, shuffle=True, seed=1
    )


def parquet(folder: Path, frame: pl.DataFrame, name: str = "records.parquet") -> Path:
    path = folder / name
    frame.write_parquet(path)
    return path


def nothing(_: int, __: int) -> None:
    """Show no progress."""


async def run(
    source: Path, out: Path, size: int = 1000, progress: Callable[[int, int], None] = nothing
) -> tuple[Done, Tables]:
    done = await assess_in_bulk(FilesSource.of(QUESTION, source, size=size), QUESTION, out, size, progress)
    return done, Tables(pl.read_parquet(out), pl.read_parquet(Parts(out).sanctions))


async def test_parts_together_say_what_a_single_one_says(tmp_path: Path) -> None:
    source = parquet(tmp_path, records())
    _, whole = await run(source, tmp_path / "whole.parquet")
    shown: list[tuple[int, int]] = []
    _, cut = await run(source, tmp_path / "cut.parquet", 25, lambda done, count: shown.append((done, count)))

    assert_frame_equal(whole.standings, cut.standings)
    assert_frame_equal(whole.sanctions, cut.sanctions)
    count = records().height
    assert shown == sorted(shown)
    assert (shown[0], shown[-1], len(shown) > 3) == ((0, count), (count, count), True)


class StoppedError(Exception):
    """Stands for whatever ends a process."""


async def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    source, out = parquet(tmp_path, records()), tmp_path / "out.parquet"
    _, whole = await run(source, tmp_path / "whole.parquet")

    told: list[int] = []

    def stop(number: int, _: int) -> None:
        told.append(number)
        if len(told) == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        await run(source, out, 25, stop)
    assert not out.exists()
    done, resumed = await run(source, out, 25)

    assert (done.resumed, done.told) == (2, whole.standings.height)
    assert_frame_equal(whole.standings, resumed.standings)
    assert_frame_equal(whole.sanctions, resumed.sanctions)
    assert sorted(os.listdir(tmp_path)) == [  # noqa: PTH208 - in an async test
        "out.parquet",
        "out.sanctions.parquet",
        "records.parquet",
        "whole.parquet",
        "whole.sanctions.parquet",
    ]


async def test_what_another_question_or_other_records_left_is_not_taken_up(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"

    def stop(number: int, _: int) -> None:
        if number:
            raise StoppedError

    with pytest.raises(StoppedError):
        await run(parquet(tmp_path, records()), out, 25, stop)
    done, found = await run(parquet(tmp_path, records(cases=1)), out, 25)

    assert done.resumed == 0
    assert found.standings["points_lost"].max() == Decimal(3)


async def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    source, out = parquet(tmp_path, records()), tmp_path / "out.parquet"
    _, whole = await run(source, tmp_path / "whole.parquet")
    command = [sys.executable, "-m", "tests.bulk.killing", str(source), str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220 - as a stranger
        assert process.stdout is not None
        for _ in range(4):
            process.stdout.readline()
        process.kill()
    assert not out.exists()
    done, resumed = await run(source, out, 5)

    assert done.resumed >= 3
    assert_frame_equal(whole.standings, resumed.standings)
    assert_frame_equal(whole.sanctions, resumed.sanctions)


async def test_records_that_change_while_they_are_read_give_no_result(tmp_path: Path) -> None:
    source, out = parquet(tmp_path, records()), tmp_path / "out.parquet"

    def change(number: int, _: int) -> None:
        if number:
            parquet(tmp_path, records(cases=1))

    with pytest.raises(RefusedError, match="RECORDS_CHANGED"):
        await run(source, out, 1000, change)
    assert not out.exists()


async def test_csv_says_the_same_as_parquet(tmp_path: Path) -> None:
    source = tmp_path / "records.csv"
    records().write_csv(source)
    _, parquets = await run(parquet(tmp_path, records()), tmp_path / "out.parquet")
    await assess_in_bulk(FilesSource.of(QUESTION, source), QUESTION, tmp_path / "out.csv", 1000, nothing)

    found = pl.read_csv(tmp_path / "out.csv", schema=parquets.standings.schema)
    assert_frame_equal(found, parquets.standings)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


async def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(tmp_path: Path) -> None:
    source = parquet(tmp_path, records(doctor="=1+1"))
    await assess_in_bulk(FilesSource.of(QUESTION, source), QUESTION, tmp_path / "out.csv", 1000, nothing)
    assert pl.read_csv(tmp_path / "out.csv")["doctor"].unique().to_list() == ["'=1+1"]


async def test_records_that_columns_do_not_hold_are_assessed_one_by_one(tmp_path: Path) -> None:
    first = records().with_columns(clause=pl.when(pl.col("doctor") == "D06").then(pl.lit("gone")).otherwise("clause"))
    done, found = await run(parquet(tmp_path, first), tmp_path / "out.parquet")

    row = found.standings.row(by_predicate=pl.col("doctor") == "D06", named=True)
    assert done.one_by_one == 1
    assert (row["determination"], row["missing"], row["status"]) == ("INDETERMINATE", "points.clauses.gone", None)


async def test_records_of_another_regulation_do_not_count(tmp_path: Path) -> None:
    mixed = pl.concat([records(regulation=LAW.id), records(regulation="elsewhere-2020")])
    _, own = await run(parquet(tmp_path, records()), tmp_path / "own.parquet")
    _, found = await run(parquet(tmp_path, mixed), tmp_path / "out.parquet")
    assert_frame_equal(found.standings, own.standings)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (records().drop("decision_no"), "lacks the columns decision_no"),
        (records(cases="many"), "many"),
        (records(decided_on=17), "decided_on holds Int32"),
        (records(decision_no=None), "decision_no is empty"),
    ],
    ids=["column missing", "no number", "no day", "gap"],
)
async def test_a_wrong_file_is_refused(tmp_path: Path, frame: pl.DataFrame, said: str) -> None:
    with pytest.raises(RefusedError, match=rf"records.parquet.*{said}"):
        await run(parquet(tmp_path, frame), tmp_path / "out.parquet")


async def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records.parquet").write_text("doctor,clause\n")
    with pytest.raises(RefusedError, match=r"records.parquet: it cannot be read"):
        await run(tmp_path / "records.parquet", tmp_path / "out.parquet")


async def test_a_result_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="FILE_KIND"):
        await run(parquet(tmp_path, records()), tmp_path / "out.xlsx")
