"""The log of a command: when it began, how it ended, and which entries of the audit trail are its own."""

import json
from getpass import getuser
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from app import LazyGroup, main


def run(database: Path | str, *arguments: str, first: tuple[str, ...] = ("--log-format", "json")) -> Result:
    return CliRunner().invoke(main, [*first, "--db", str(database), *arguments])


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_run_is_told_by_one_id_with_its_exit_code_and_its_entries_in_the_trail(tmp_path: Path) -> None:
    database = tmp_path / "registry.sqlite3"
    secret = run(database, "token", "issue", "front").stdout.strip()
    done = run(database, "token", "rotate", "front", "--grace", "1h", "--json")
    begins, audited, ended = lines(done)
    assert {one["run"] for one in (begins, audited, ended)} == {begins["run"]}
    assert (begins["event"], begins["command"], begins["actor"]) == ("begins", "token rotate", f"cli:{getuser()}")
    assert (audited["event"], audited["entries"]) == ("audited", [2, 3])
    assert (ended["event"], ended["code"], ended["error"]) == ("ended", 0, None)
    assert ended["milliseconds"] >= 0
    assert secret not in done.stderr
    assert "front" not in done.stderr
    trail = [json.loads(line) for line in run(database, "audit", "list", "--json").stdout.splitlines()]
    assert [(one["number"], one["action"], one["actor"]) for one in trail[1:]] == [
        (number, action, begins["actor"]) for number, action in ((2, "LIMITED"), (3, "ISSUED"))
    ]
    assert lines(run(database, "token", "list"))[-1]["counts"] == {"tokens": 2}


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("audit", "verify"), 3, "DATABASE_MISSING"),
        (("check", "."), 1, None),
        (("assess", "--regulation", "x", "--from", "README.md"), 2, None),
    ],
)
def test_the_last_line_says_how_it_ended(tmp_path: Path, arguments: tuple[str, ...], code: int, error: str) -> None:
    done = run(tmp_path / "none.sqlite3", *arguments)
    ended = json.loads([line for line in done.stderr.splitlines() if '"ended"' in line][-1])
    assert (done.exit_code, ended["code"], ended["error"]) == (code, code, error)


def test_a_password_in_the_url_is_in_no_line_of_the_log() -> None:
    done = run("postgres://clerk:secret@127.0.0.1:1/registry", "token", "list", "--json")
    assert [one.get("event") for one in lines(done)] == ["begins", "ended", None]
    assert lines(done)[-1]["error"]["code"] == "DATABASE_UNREACHABLE"
    assert "secret" not in done.output


def test_lines_of_text_are_written_only_when_they_are_asked_for(tmp_path: Path) -> None:
    database = tmp_path / "registry.sqlite3"
    assert run(database, "token", "list", first=()).stderr.startswith("DATABASE_MISSING")
    told = run(database, "token", "issue", "front", first=("--log-level", "info")).stderr.splitlines()
    assert " info log=guiju.cli run=" in told[0]
    assert [line.partition("event=")[2].split()[0] for line in told] == ["begins", "audited", "ended"]


def test_a_fault_of_the_program_itself_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    group = LazyGroup("tool", commands={"fail": click.Command("fail", callback=fail)})
    with pytest.raises(SystemExit) as ended:
        group(["fail"])
    assert ended.value.code == 70
    assert "ZeroDivisionError" in capsys.readouterr().err
