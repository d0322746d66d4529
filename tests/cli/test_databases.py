"""``--db`` takes a file or one URL, and every command does the same on either."""

import re
from pathlib import Path

from click.testing import CliRunner, Result

from app import main
from tests.databases import Kind, Registry, a_registry, kinds
from tests.service.rosters import a_roster, a_row


def run(registry: Registry, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["--db", str(registry.location), *arguments, "--lang", "en"], catch_exceptions=False
    )


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    nowhere = Registry(Kind.POSTGRES, "postgres://clerk:secret@127.0.0.1:1/registry")
    done = run(nowhere, "token", "revoke", "front")
    assert done.exit_code == 3
    assert done.output.startswith("DATABASE_UNREACHABLE: The database server cannot be reached")
    assert "secret" not in done.output


LAW = ("--regulation", "shenyang-2011")
YEAR = ("--period", "2025", "--as-of", "2025-12-31")
OWN = re.compile(r"[0-9a-f]{64}|[0-9-]{10}T[0-9:.]{8,}(\+[0-9:]+|Z)?|head \d+:\S+")
"""What differs from one registry to the next: digests, moments."""


def everything(registry: Registry, folder: Path) -> list[str]:
    """Return what commands say and write about a small registry, one after the other."""
    folder.mkdir()
    roster, decisions = folder / "roster.txt", folder / "decisions.csv"
    roster.write_bytes(a_roster(a_row(), a_row(医保医生代码="D210102000002", 姓名="钱明远")))
    clauses = ("SY.5.1", "SY.5.1", "SY.5.5", "SY.5.5", "SY.5.1", "SY.5.1")
    rows = [f"A-{at},D21010200000{1 + at % 2},H21010200001,{clause}" for at, clause in enumerate(clauses)]
    text = [f"{row},2025-0{1 + number}-10,1" for number, row in enumerate(rows)]
    decisions.write_text("\n".join(["decision_no,doctor,institution,clause,decided_on,cases", *text, ""]))
    told: list[str] = []
    for arguments in (
        ("import", "roster", str(roster), "--place", "shenyang"),
        ("import", "violations", str(decisions), "--place", "shenyang", *LAW),
        ("assess", "D210102000001", *LAW, "--as-of", "2025-02-01"),
        ("assess", "--all", *LAW, *YEAR, "--out", str(folder / "all.csv")),
        ("close", "shenyang", "2025"),
        ("export", "violations", "--out", str(folder / "violations.csv")),
        ("deadlines", "--as-of", "2025-04-01"),
        ("impact", "shenyang-2011", "shenyang-2011", "--period", "2025"),
        ("receipt", "--doctor", "D210102000001", *LAW, *YEAR),
    ):
        done = run(registry, *arguments)
        said = OWN.sub("…", done.output).replace(str(folder), "").replace(str(registry.location), "")
        assert done.exit_code == 0, done.output
        told.append(said)
    return [*told, *(path.read_text("utf-8-sig") for path in sorted(folder.glob("*.csv")))]


def test_all_commands_say_the_same_wherever_the_registry_is(tmp_path: Path) -> None:
    told: list[list[str]] = []
    for kind in kinds():
        with a_registry(kind, tmp_path) as registry:
            told.append(everything(registry, tmp_path / kind.value))
    assert [one for one in told if one != told[0]] == []
    assert "arithmetic: 10 - 5[11.二.1] = 5" in told[0][2].splitlines()
