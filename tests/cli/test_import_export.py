"""``guiju import`` and ``guiju export`` as a user types them."""

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from app import main

DOCTORS = "code,name,qualification\nD990101000001,赵知微,LICENSED\nD990101000002,钱明远,不详\n"


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(database), "--lang", "en", *arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "doctors.csv").write_text(DOCTORS, encoding="utf-8")
    return tmp_path


def test_what_becomes_of_good_rows_is_chosen_and_told_as_json(folder: Path) -> None:
    database, file = folder / "registry.sqlite3", str(folder / "doctors.csv")
    refused = run(database, "import", "doctors", file, "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["loaded"]) == (1, False)
    done = run(database, "import", "doctors", file, "--json", "--on-error", "skip-bad-rows")
    told = json.loads(done.stdout)
    (problem,) = told.pop("problems")
    assert told == {"rows": 2, "badRows": 1, "loaded": True, "created": 1, "updated": 0, "unchanged": 0}
    assert (problem["code"], problem["row"], problem["column"]) == ("NOT_LISTED", 3, "qualification")
    assert done.stderr == ""


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_dry_run_writes_a_report_and_nothing_else(folder: Path, ending: str) -> None:
    database, report = folder / "registry.sqlite3", folder / f"report{ending}"
    done = run(database, "import", "doctors", str(folder / "doctors.csv"), "--dry-run", "--report", str(report))
    assert (done.exit_code, report.stat().st_size > 100) == (1, True)
    assert "0 records" in run(database, "export", "doctors", "--out", str(folder / "out.csv")).stderr


def test_a_sheet_and_further_headings_are_named(folder: Path) -> None:
    workbook: Any = xlsxwriter.Workbook(str(folder / "list.xlsx"))
    for name in ("旧", "新"):
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, ("工号", "姓名", "执业级别"))
        sheet.write_row(1, 0, ("D990101000001", name, "执业医师"))
    workbook.close()
    (folder / "headings.toml").write_text('[doctors]\n"工号" = "code"\n', encoding="utf-8")
    database, file = folder / "registry.sqlite3", str(folder / "list.xlsx")
    unclear = run(database, "import", "doctors", file)
    assert "2 sheets hold something" in unclear.stderr
    options = ("--sheet", "新", "--headings", str(folder / "headings.toml"))
    assert run(database, "import", "doctors", file, *options).exit_code == 0
    out = folder / "out.csv"
    assert run(database, "export", "doctors", "--names", "--out", str(out)).exit_code == 0
    assert out.read_text("utf-8-sig").splitlines() == [
        "code,name,qualification,title,category,scope", "D990101000001,新,LICENSED,,,",
    ]  # fmt: skip


def test_what_cannot_be_exported_is_refused(folder: Path) -> None:
    database = folder / "registry.sqlite3"
    missing = run(database, "export", "doctors", "--out", str(folder / "out.csv"))
    assert (missing.exit_code, "DATABASE_MISSING" in missing.stderr) == (3, True)
    run(database, "import", "doctors", str(folder / "doctors.csv"), "--skip-bad-rows")
    for arguments in (("--out", "out.ods"), ("--out", "out.csv", "--place", "nowhere")):
        assert run(database, "export", "doctors", *arguments).exit_code == 3


def test_a_file_that_another_command_wrote_can_be_read_back(folder: Path) -> None:
    database, copy = folder / "registry.sqlite3", folder / "copy.sqlite3"
    run(database, "import", "doctors", str(folder / "doctors.csv"), "--skip-bad-rows")
    run(database, "export", "doctors", "--names", "--out", str(folder / "out.xlsx"))
    assert "1 created" in run(copy, "import", "doctors", str(folder / "out.xlsx")).stdout
