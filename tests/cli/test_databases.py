"""``--db`` takes a file or one URL, and every command does the same on either."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.databases import Kind, Registry, a_registry, kinds
from tests.service.rosters import a_roster, a_row


def run(registry: Registry, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["--db", str(registry.location), *arguments, "--lang", "en"], catch_exceptions=False
    )


def test_what_is_imported_is_assessed_and_told_by_the_trail_wherever_the_registry_is(
    registry: Registry, tmp_path: Path
) -> None:
    roster, decisions = tmp_path / "roster.txt", tmp_path / "decisions.csv"
    roster.write_bytes(a_roster(a_row()))
    decisions.write_text(
        "decision_no,doctor,institution,clause,decided_on,cases\nA-1,D210102000001,H21010200001,SY.5.1,2025-03-10,1\n",
        encoding="utf-8",
    )
    law = ("--regulation", "shenyang-2011")
    for arguments in (
        ("import", "roster", str(roster), "--place", "shenyang"),
        ("import", "violations", str(decisions), "--place", "shenyang", *law),
        ("token", "issue", "front", "--scope", "read"),
    ):
        done = run(registry, *arguments)
        assert done.exit_code == 0, done.output
    assessed = run(registry, "assess", "D210102000001", *law, "--as-of", "2025-04-01")
    assert "arithmetic: 10 - 5[11.二.1] = 5" in assessed.output.splitlines()
    assert "all intact" in run(registry, "audit", "verify").output
    preview = run(registry, "impact", "shenyang-2011", "shenyang-2011", "--period", "2025")
    assert preview.exit_code == 0, preview.output


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    nowhere = Registry(Kind.POSTGRES, "postgres://clerk:secret@127.0.0.1:1/registry")
    done = run(nowhere, "token", "revoke", "front")
    assert done.exit_code == 3
    assert done.output.startswith("DATABASE_UNREACHABLE: The database server cannot be reached")
    assert "secret" not in done.output


LAW = ("--regulation", "shenyang-2011")
PERIOD = ("--place", "shenyang", "--period", "2025")
OWN = re.compile(r"[0-9a-f]{64}|[0-9-]{10}T[0-9:.]{8,}(\+[0-9:]+|Z)?|head \d+:\S+")
"""What differs from one registry to the next: digests, moments."""


def everything(registry: Registry, folder: Path) -> list[str]:
    """Return what commands that write and read say and write about a small registry, one after the other."""
    folder.mkdir()
    roster, decisions = folder / "roster.txt", folder / "decisions.csv"
    roster.write_bytes(a_roster(a_row(), a_row(医保医生代码="D210102000002", 姓名="钱明远")))
    rows = [f"A-{number},D21010200000{1 + number % 2},H21010200001,SY.5.{1 + number % 3}" for number in range(6)]
    text = [f"{row},2025-0{1 + number}-10,1" for number, row in enumerate(rows)]
    decisions.write_text("\n".join(["decision_no,doctor,institution,clause,decided_on,cases", *text, ""]))
    told: list[str] = []
    for arguments in (
        ("import", "roster", str(roster), "--place", "shenyang"),
        ("import", "violations", str(decisions), "--place", "shenyang", *LAW),
        ("import", "violations", str(decisions), "--place", "shenyang", *LAW),
        ("assess", *LAW, "--period", "2025", "--as-of", "2025-12-31"),
        ("assess", "--all", *LAW, "--period", "2025", "--as-of", "2025-12-31", "--out", str(folder / "all.csv")),
        ("close", *PERIOD),
        ("reopen", *PERIOD, "--reason", "补录"),
        ("close", *PERIOD),
        ("export", "violations", "--out", str(folder / "violations.csv")),
        ("deadlines", "--as-of", "2025-04-01"),
        ("impact", "shenyang-2011", "shenyang-2011", "--period", "2025"),
        ("receipt", "D210102000001", *LAW, "--period", "2025", "--as-of", "2025-12-31"),
        ("audit", "verify"),
    ):
        done = run(registry, *arguments)
        said = OWN.sub("…", done.output).replace(str(folder), "").replace(str(registry.location), "")
        told.append(f"{arguments[0]} {done.exit_code} {said}")
    return [*told, *(path.read_text("utf-8-sig") for path in sorted(folder.glob("*.csv")))]


@pytest.mark.skipif(len(kinds()) == 1, reason="one kind alone is asked for")
def test_all_commands_say_the_same_wherever_the_registry_is(tmp_path: Path) -> None:
    told: list[list[str]] = []
    for kind in Kind:
        with a_registry(kind, tmp_path) as registry:
            told.append(everything(registry, tmp_path / kind.value))
    first, second = told
    assert first == second
    assert [one for one in first if one.split()[1:2] not in (["0"], [])] == []
