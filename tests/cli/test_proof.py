"""Receipts and closed periods on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.service.testville import POINTS, a_host

COLUMNS = "place,regulation,clause,decision_no,doctor,institution,decided_on"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with the regulations of a made-up place, a registry and one decision in it."""
    a_host(tmp_path / "plugins")
    for kind, text in (
        ("institutions", "code,name,region\nH-NORTH,北院,990101\n"),
        ("doctors", "code,name,qualification\nN,甲,LICENSED\n"),
        (
            "violations",
            f"{COLUMNS}\ntestville,{POINTS},late,1,N,H-NORTH,2025-03-10\n",
        ),
    ):
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        done = run(tmp_path, "import", kind, str(tmp_path / f"{kind}.csv"))
        assert done.exit_code == 0, done.output
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    options = ("--db", str(home / "registry.sqlite3"), "--plugins", str(home / "plugins"))
    return CliRunner().invoke(main, [*options, *arguments], catch_exceptions=False)


def a_receipt(home: Path, *options: str) -> Path:
    """Return the file of a receipt about the doctor."""
    file = home / "receipt.json"
    asked = ("--doctor", "N", "--regulation", POINTS, "--period", "2025")
    done = run(home, "receipt", *asked, "-o", str(file), *options)
    assert done.exit_code == 0, done.output
    return file


def test_a_receipt_is_written_and_verified_where_there_is_neither_registry_nor_regulation(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = a_receipt(home)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = CliRunner().invoke(main, ["--db", str(elsewhere / "none.sqlite3"), "verify", str(file), "--lang", "en"])
    assert done.exit_code == 0
    assert done.output.startswith(
        "receipt.json: EQUAL  equal: worked out anew, it says the same in every field  sha256:"
    )
    assert list(elsewhere.iterdir()) == []


def test_a_receipt_without_a_file_goes_to_standard_output(home: Path) -> None:
    done = run(home, "receipt", "--doctor", "N", "--regulation", POINTS, "--period", "2025")
    assert done.stdout_bytes == a_receipt(home).read_bytes()


def test_verify_names_what_was_changed_in_which_file(home: Path) -> None:
    file = a_receipt(home)
    changed = home / "changed.json"
    changed.write_bytes(file.read_bytes().replace(b'"points_left": "10"', b'"points_left": "12"'))
    broken = home / "broken.json"
    broken.write_bytes(file.read_bytes()[:1000])
    done = run(home, "verify", str(file), str(changed), str(broken), "--lang", "zh")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert "changed.json: DIFFERS  不一致" in done.output
    assert "  $.outcome  DIGEST_DIFFERS: outcome 部分与其摘要不符: 该部分或摘要被改动" in lines
    assert "  $.outcome.points_left  VALUE_DIFFERS: 文件写 12, 复算得 10" in lines
    assert "broken.json: UNREADABLE  不能复核" in lines


def test_a_receipt_of_nobody_is_refused(home: Path) -> None:
    done = run(home, "receipt", "--doctor", "X", "--regulation", POINTS)
    assert (done.exit_code, done.stderr.partition(":")[0]) == (3, "DOCTOR_UNKNOWN")


def test_a_period_is_closed_reopened_and_closed_again(home: Path) -> None:
    said = [
        run(home, *command, "testville", "2025", "--lang", "en")
        for command in (("close",), ("close",), ("reopen", "--reason", "a late decision"), ("close",), ("revise",))
    ]
    assert [(one.exit_code, one.output) for one in said] == [
        (0, "testville 2025: CLOSED, 1 frozen, 0 succeeded\n"),
        (0, "testville 2025: CLOSED, 0 frozen, 0 succeeded\n"),
        (0, "testville 2025: REOPENED, 0 frozen, 0 succeeded\n"),
        (0, "testville 2025: CLOSED, 0 frozen, 0 succeeded\n"),
        (0, "testville 2025: CLOSED, 0 frozen, 0 succeeded\n"),
    ]


def test_a_period_that_no_law_counts_by_is_not_closed(home: Path) -> None:
    done = run(home, "close", "testville", "2025-Q1", "--lang", "zh")
    assert (done.exit_code, done.stderr.partition(":")[0]) == (3, "NOTHING_TO_CLOSE")
