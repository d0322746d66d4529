"""``guiju impact``, as an operator and a script call it."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner, Result

from app import main
from tests.service.impact_village import OLD, Decided, a_file, a_host, a_text, code_of, digest_of_rows, fill

DEARER = a_text(("points = 2,", "points = 3,"), ("months = 2 ", "months = 4 "))
ALL_OF_IT = (
    "points 5 (7 left) → 6 (6 left); standing normal → suspended (QUALIFICATION); since none → 2025-12-05; "
    "until (excluded) none → 2026-04-05; sanctions none → suspension 2025-12-05 until 2026-04-05 (excluded)"
)
_, SECOND, THIRD, FOURTH = map(code_of, range(4))
DECIDED = (
    Decided(SECOND, "late", date(2025, 3, 1), number="A"),
    Decided(THIRD, "late", date(2025, 10, 1), number="B"),
    Decided(THIRD, "false", date(2025, 12, 5), number="C"),
    Decided(FOURTH, "false", date(2025, 5, 5), number="D"),
)


@dataclass(frozen=True, slots=True)
class Village:
    """A folder of plugins, a filled database and a folder for data files."""

    plugins: Path
    database: Path
    folder: Path


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    folder = tmp_path_factory.mktemp("impact")
    database = folder / "registry.sqlite3"
    anyio.run(partial(fill, a_host(folder), database, 4, DECIDED))
    return Village(folder / "plugins", database, folder)


def run(village: Village, *arguments: str, database: Path | None = None) -> Result:
    where = ["--db", str(database or village.database), "--plugins", str(village.plugins)]
    return CliRunner().invoke(main, [*where, "impact", *arguments], catch_exceptions=False)


def test_what_differs_comes_first_then_the_sums_then_each_doctor_with_the_records(village: Village) -> None:
    new = a_file(village.folder, DEARER)
    done = run(village, OLD, new, "--as-of", "2025-12-31", "--lang", "en")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0].startswith("old: testville-2020 Testville measures, period 2025, sha256:")
    assert lines[1].startswith("new: testville-2020 Testville measures, period 2025, sha256:")
    assert lines[2:] == [
        "as of 2025-12-31",
        "2 rule(s) differ:",
        "  changed clause late Late report [Article 2(1)]",
        "    points: 2 → 3",
        "  changed threshold six suspended [Article 3(1)]",
        "    sanctions.0.months: 2 → 4",
        "4 doctors, something changes for 2",
        "  points: 2",
        "  standing: 1",
        "  since: 1",
        "  until (excluded): 1",
        "  sanctions: 1",
        "points in all: 10 → 12",
        "standings:",
        "  normal → normal: 3",
        "  normal → suspended: 1",
        "  T00001 试T00001: points 2 (10 left) → 3 (9 left); records A/late",
        f"  T00002 试T00002: {ALL_OF_IT}; records B/late, C/false",
    ]


def test_the_same_in_chinese_as_far_as_it_is_asked_to_list(village: Village) -> None:
    new = a_file(village.folder, DEARER)
    lines = run(village, OLD, new, "--period", "2025", "--show", "1").output.splitlines()
    assert lines[2:6] == [
        "截至 2025-12-31",
        "条款变化 2 处:",
        "  改动 条款 late 迟报〔第二条（一）〕",
        "    points: 2 → 3",
    ]
    assert lines[8:] == [
        "医师 4 名, 有变化 2 名",
        "  记分: 2",
        "  状态: 1",
        "  起始日: 1",
        "  截止日(不含): 1",
        "  处理: 1",
        "记分合计: 10 → 12",
        "状态:",
        "  正常 → 正常: 3",
        "  正常 → 暂停: 1",
        "  T00001 试T00001: 记分 2 (剩余 10) → 3 (剩余 9); 记录 A/late",
        "  另有 1 名未列出; 加 --show 2, 或用 --csv、--json",
    ]


def test_a_version_against_itself_changes_nothing(village: Village) -> None:
    done = run(village, OLD, OLD, "--period", "2025", "--lang", "en")
    assert done.exit_code == 0
    assert "no rule differs" in done.output
    assert "4 doctors, something changes for 0" in done.output


def test_a_script_gets_everyone_changed_as_one_json_document(village: Village) -> None:
    done = run(village, OLD, a_file(village.folder, DEARER), "--period", "2025", "--json", "--show", "0")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert (told["old"]["regulation"], told["new"]["period"], told["as_of"]) == (OLD, "2025", "2025-12-31")
    assert told["rules"][0] == {
        "kind": "CLAUSE",
        "id": "late",
        "alteration": "CHANGED",
        "before": "2.一",
        "after": "2.一",
        "values": [{"path": "points", "before": "2", "after": "3"}],
    }
    assert told["sums"]["kinds"] == {"POINTS": 2, "STANDING": 1, "SINCE": 1, "UNTIL": 1, "SANCTIONS": 1}
    assert (told["sums"]["points_before"], told["sums"]["points_after"]) == ("10", "12")
    assert [one["doctor"] for one in told["doctors"]] == [SECOND, THIRD]
    assert told["doctors"][1]["before"]["status"] == "NORMAL"
    assert told["doctors"][1]["after"] == {
        "determination": "DETERMINED",
        "missing": [],
        "points_lost": "6",
        "points_counted": "6",
        "points_left": "6",
        "status": "SUSPENDED",
        "object": "QUALIFICATION",
        "since": "2025-12-05",
        "until": "2026-04-05",
        "may_reapply_from": None,
        "sanctions": [
            {
                "kind": "SUSPEND",
                "object": "QUALIFICATION",
                "start": "2025-12-05",
                "end": "2026-04-05",
                "record": "C/false",
            }
        ],
    }


def test_a_spreadsheet_gets_a_row_for_everyone_changed(village: Village, tmp_path: Path) -> None:
    table = tmp_path / "changed.csv"
    done = run(village, OLD, a_file(village.folder, DEARER), "--period", "2025", "--csv", str(table))
    assert done.exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["doctor"], row["points_before"], row["points_after"], row["records"]) for row in rows] == [
        (SECOND, "2", "3", "A/late"),
        (THIRD, "5", "6", "B/late; C/false"),
    ]
    assert (rows[1]["status_before"], rows[1]["status_after"], rows[1]["until_after"]) == (
        "NORMAL",
        "SUSPENDED",
        "2026-04-05",
    )


def test_an_answer_that_is_no_longer_decidable_is_named_and_ends_with_1(village: Village) -> None:
    without = a_file(village.folder, a_text(('id = "late"', 'id = "tardy"')), "without.toml")
    done = run(village, OLD, without, "--period", "2025", "--lang", "en")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert "  removed clause late Late report [Article 2(1)]" in lines
    assert "  added clause tardy Late report [Article 2(1)]" in lines
    assert "points in all: 3 → 3 (without 2 who cannot be decided)" in lines
    assert "not decidable: 0 → 2, of whom 2 for want of what was not missing before" in lines
    assert "  normal → not decidable: 2" in lines
    shown = "decidable yes → not decidable (points.clauses.late); records A/late"
    assert f"  T00001 试T00001: {shown}" in lines
    assert run(village, without, OLD, "--period", "2025").exit_code == 0


def test_a_wrong_file_is_shown_with_its_line_and_a_caret_and_refused(village: Village) -> None:
    wrong = a_file(village.folder, a_text(("full = 12", "full = -12")), "wrong.toml")
    done = run(village, OLD, wrong, "--lang", "en")
    assert done.exit_code == 3
    lines = done.output.splitlines()
    assert lines[0].startswith(f"{wrong}:11:8: ")
    assert lines[1:3] == ["    full = -12", "           ^"]
    assert lines[3].startswith("  ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((OLD, "nowhere.toml"), "VERSION_UNKNOWN"),
        ((OLD, OLD, "--period", "2025-H1"), "PERIOD_INVALID"),
        ((OLD, OLD, "--csv", "/nowhere/at/all.csv"), "FILE_UNWRITABLE"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_with_its_code(
    village: Village, arguments: tuple[str, ...], code: str
) -> None:
    done = run(village, *arguments)
    assert done.exit_code == 3
    assert done.output.startswith(code)


def test_a_version_of_another_place_is_refused(village: Village) -> None:
    other = a_file(village.folder, a_text(('place = "testville"', 'place = "elsewhere"')), "elsewhere.toml")
    done = run(village, OLD, other)
    assert (done.exit_code, done.output.startswith("PLACE_MISMATCH")) == (3, True)


def test_a_database_that_is_not_there_is_not_made(village: Village, tmp_path: Path) -> None:
    done = run(village, OLD, OLD, database=tmp_path / "none.sqlite3")
    assert (done.exit_code, done.output.startswith("DATABASE_MISSING")) == (3, True)
    assert list(tmp_path.iterdir()) == []


def test_no_row_of_the_database_is_touched(village: Village) -> None:
    before = digest_of_rows(village.database)
    assert run(village, OLD, a_file(village.folder, DEARER), "--period", "2025").exit_code == 0
    assert digest_of_rows(village.database) == before
