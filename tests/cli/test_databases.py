"""``--db`` takes a file or one URL, and every command does the same on either."""

from pathlib import Path

from click.testing import CliRunner, Result

from app import main
from tests.databases import Kind, Registry
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
