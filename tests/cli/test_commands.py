"""The command line, as a user types it."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from core.intake import Kind
from tests.service.rosters import a_roster, a_row


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


CITED = " [Article 11(4), paragraph 2]"
ASSESS = ("assess", "D210102000001", "--regulation", "shenyang-2011", "--as-of", "2025-10-08")


def test_assess_explains_one_doctor_in_chinese(database: Path) -> None:
    done = run(database, *ASSESS)
    assert done.exit_code == 0
    for line in (
        "记分: 扣 10 分, 剩余 0 分, 满分 10 分",
        "状态: 暂停 (SUSPENDED) · 医保医师资格 [2025-10-08, 2026-10-08)〔第十一条（四）第二款〕",
        "  暂停 · 医保医师资格: 2025-03-10 起, 至 2025-09-10(不含), 考试合格后方可恢复〔第十一条（四）第二款〕",
        "算式: 10 - 5[11.二.1] - 5[11.二.5] = 0",
        "  3. 2025-03-10 决定, SY.5.1 未核身份, 致冒名门诊: 扣 5 分, 累计 5 分〔第十一条（二）1〕",
    ):
        assert line in done.output.splitlines()


def test_assess_explains_one_doctor_in_english_with_the_headroom(database: Path) -> None:
    day = ("--as-of", "2025-04-01", "--lang", "en")
    done = run(database, "assess", "D210102000001", "--regulation", "shenyang-2011", *day)
    for line in (
        "points: 5 lost, 5 left of 10",
        "standing: suspended (SUSPENDED) · qualification [2025-03-10, 2025-09-10) [Article 11(4), paragraph 2]",
        "headroom: 5 more points lead to ten points: suspended for a year; points reset in 275 days" + CITED,
        "arithmetic: 10 - 5[11.二.1] = 5",
    ):
        assert line in done.output.splitlines()


def test_assess_writes_a_whole_region_as_csv(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    done = run(database, "assess", "--regulation", "shenyang-2011", "--period", "2025", "--out", str(out))
    assert done.exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["doctor"], row["points_lost"], row["status"]) for row in rows] == [
        ("D210102000001", "10", "SUSPENDED"),
        ("D210102000002", "0", "NORMAL"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("assess", "X", "--regulation", "shenyang-2011", "--lang", "en"), "DOCTOR_UNKNOWN"),
        (("assess", "--regulation", "nowhere"), "REGULATION_UNKNOWN"),
        (("assess", "--regulation", "shenyang-2011", "--period", "2025-Q1"), "PERIOD_INVALID"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_with_its_code(
    database: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run(database, *arguments)
    assert done.exit_code == 3
    assert message in done.output


def test_check_passes_the_shipped_regulations_and_names_what_is_wrong(tmp_path: Path, database: Path) -> None:
    folder = tmp_path / "testville"
    folder.mkdir()
    (folder / "2025.toml").write_text('id = "testville-2025"\npoints = 3\n', encoding="utf-8")
    good = run(database, "check", str(Path(__file__).parents[2] / "plugins" / "zhengzhou"))
    bad = run(database, "check", str(folder), "--lang", "en")
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "testville/2025.toml:2:10" in bad.output


def test_regulations_are_listed_with_the_parked_plugin_and_its_reason(tmp_path: Path, database: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "2025.toml").write_text("id = \n", encoding="utf-8")
    done = run(database, "--plugins", str(tmp_path), "regulations", "--lang", "en")
    assert done.exit_code == 1
    assert "shenyang-2011" in done.output
    assert "DATA_WRONG" in done.output
    assert "broken/2025.toml:1:6" in done.output


def test_a_bad_roster_loads_nothing_and_says_where(tmp_path: Path) -> None:
    roster = tmp_path / "roster.txt"
    roster.write_bytes(a_roster(a_row(), a_row(医保医生代码="D210102000002", 合同起始时间="soon")))
    done = run(tmp_path / "other.sqlite3", "import", "roster", str(roster), "--place", "shenyang", "--lang", "en")
    assert done.exit_code == 1
    assert "roster.txt:row 3, column «合同起始时间»" in done.output
    assert "nothing was loaded: 1 of 2 rows are bad" in done.output


def test_a_token_is_issued_once_and_can_be_revoked(tmp_path: Path) -> None:
    path = tmp_path / "tokens.sqlite3"
    assert len(run(path, "token", "issue", "front", "--region", "2101").output.strip()) == 43
    assert "1" in run(path, "token", "revoke", "front").output


def test_the_demo_fills_its_own_database(tmp_path: Path) -> None:
    first = run(tmp_path / "demo.sqlite3", "demo", "--lang", "en")
    again = run(tmp_path / "demo.sqlite3", "demo", "--lang", "en")
    assert "demo ready" in first.output
    assert "0 created" in again.output


def test_the_help_of_import_names_every_kind_of_file(tmp_path: Path) -> None:
    done = run(tmp_path / "registry.sqlite3", "import", "--help")
    assert done.exit_code == 0
    assert {kind.value.lower().replace("_", "-") for kind in Kind} <= set(done.output.split())


def test_regulations_names_the_scheme_of_each_whatever_it_is(tmp_path: Path, database: Path) -> None:
    run(database, "new", "testville", "2025", "--scheme", "charges", "--to", str(tmp_path))
    done = run(database, "--plugins", str(tmp_path), "regulations", "--lang", "en")
    line = next(line for line in done.output.splitlines() if line.startswith("testville-2025 "))
    assert line.startswith("testville-2025   [2025-01-01, …)  CHARGES  ")
