"""``guiju assess --all``, as a user types it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from app import main
from tests.service.rosters import a_roster, a_row

QUESTION = ("--regulation", "shenyang-2011", "--period", "2025")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "registry.sqlite3"
    roster = path.with_name("roster.txt")
    roster.write_bytes(a_roster(a_row(), a_row(医保医生代码="D210102000002", 姓名="钱明远")))
    decisions = path.with_name("decisions.csv")
    decisions.write_text(
        "decision_no,doctor,institution,clause,decided_on,cases\n"
        "A-1,D210102000001,H21010200001,SY.5.1,2025-03-10,1\n"
        "A-2,D210102000001,H21010200001,SY.5.5,2025-10-08,1\n",
        encoding="utf-8",
    )
    assert run(path, "import", "roster", str(roster), "--place", "shenyang").exit_code == 0
    imported = run(path, "import", "violations", str(decisions), "--place", "shenyang", "--regulation", "shenyang-2011")
    assert imported.exit_code == 0, imported.output
    return path


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(database), *arguments], catch_exceptions=False)


def test_everyone_in_the_registry_is_assessed(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    done = run(database, "assess", "--all", *QUESTION, "--as-of", "2025-12-31", "--out", str(out))

    assert done.exit_code == 0
    assert "1 名医师有记分或处理, 其余均无; 逐一评定 0 名" in done.stderr
    row = pl.read_parquet(out).row(0, named=True)
    assert (row["doctor"], row["points_lost"], row["status"]) == ("D210102000001", 10, "SUSPENDED")
    assert (row["since"], row["until"]) == (date(2025, 10, 8), date(2026, 10, 8))
    sanctions = pl.read_parquet(tmp_path / "out.sanctions.parquet")
    assert sanctions["record"].to_list() == ["A-1/SY.5.1", "A-2/SY.5.5"]


def test_a_file_is_assessed_without_a_registry(tmp_path: Path) -> None:
    records, passed, out = tmp_path / "records.csv", tmp_path / "passed.csv", tmp_path / "out.csv"
    records.write_text(
        "doctor,clause,decided_on,decision_no,cases\nD1,SY.5.1,2025-03-10,A-1,1\nD2,SY.5.1,2025-03-10,A-2,1\n"
    )
    passed.write_text("doctor,on\nD2,2025-04-01\n")

    told = ("--from", str(records), "--examinations", str(passed), "--out", str(out))
    done = run(tmp_path / "none", "assess", "--all", *QUESTION, "--as-of", "2025-12-31", *told)

    assert done.exit_code == 0
    assert pl.read_csv(out).select("doctor", "status").rows() == [("D1", "SUSPENDED_PENDING_EXAM"), ("D2", "NORMAL")]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "told",
    [
        ("D210102000001", "--all"),
        ("--all", "--region", "21"),
        ("--all", "--known-at", "2025-03-01T08:00:00+0800"),
        ("--from", __file__),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, told: tuple[str, ...]) -> None:
    assert run(tmp_path / "none", "assess", *QUESTION, *told).exit_code == 2


def test_a_registry_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "assess", "--all", *QUESTION, "--out", str(tmp_path / "out.csv"))
    assert done.exit_code == 3
    assert "DATABASE_MISSING" in done.stderr


def test_files_are_assessed_without_loading_what_only_a_registry_or_a_server_needs(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text("doctor,clause,decided_on,decision_no\nD1,SY.5.1,2025-03-10,A-1\n")
    told = ("assess", "--all", *QUESTION, "--from", str(records), "--out", str(tmp_path / "out.csv"))
    code = f"import sys, app; app.main({told!r}, standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "polars" in loaded
    assert not loaded & {"tortoise", "aiosqlite", "core.storage", "strawberry", "starlette", "uvicorn", "distributed"}


def test_a_cluster_takes_files(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "assess", *QUESTION, "--all", "--cluster", "tcp://127.0.0.1:8786")
    assert (done.exit_code, "--from" in done.stderr) == (2, True)
