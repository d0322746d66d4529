"""``guiju diff``, as a lawyer and a script call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from core.cli.diff_words import ALTERATION, KIND
from core.regulation.changes import Alteration, RuleKind
from tests.assessment.testville import ENROLMENT, HEAD, POINTS

OLD = HEAD + ENROLMENT + POINTS
NEW = (
    OLD.replace("from = 2020-01-01", "from = 2021-01-01")
    .replace("points = 2.5\n", "points = 3.5\n")
    .replace("months = 2, until_exam", "months = 4, until_exam")
    .replace('id = "struck"\ncite = "5.二"\n', 'id = "struck"\ncite = "5.三"\n')
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("old.toml", OLD), ("new.toml", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "old.toml"), str(tmp_path / "new.toml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments], catch_exceptions=False)


def test_the_text_is_compared_clause_by_clause_in_words(files: tuple[str, str]) -> None:
    done = run(*files, "--lang", "en")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "old: testville-2020 Testville measures",
        "new: testville-2020 Testville measures",
        "4 differences: changed 4",
        "",
        "Article 9 text in force: changed",
        "    from: 2020-01-01 → 2021-01-01",
        "",
        "Article 4(2) clause No report (half): changed",
        "    points: 2.5 → 3.5",
        "",
        "Article 5(2) → Article 5(3) clause Sanctioned by law (struck): changed",
        "    place: Article 5(2) → Article 5(3)",
        "",
        "Article 6(2) threshold training, suspended two months (six): changed",
        "    sanctions 2, months: 2 → 4",
    ]


def test_the_same_in_chinese(files: tuple[str, str]) -> None:
    lines = run(*files).output.splitlines()
    assert lines[2] == "不同 4 处: 改动 4"
    assert lines[4:6] == ["第九条 文本 施行: 改动", "    自: 2020-01-01 → 2021-01-01"]
    assert lines[-2:] == ["第六条（二） 档次 培训并暂停两个月 (six): 改动", "    处理 2 · 月数: 2 → 4"]


def test_versions_that_do_not_differ_say_so(files: tuple[str, str]) -> None:
    assert run(files[0], files[0]).output.splitlines()[-1] == "两个版本没有不同"


def test_a_script_gets_places_and_values_as_the_data_files_write_them(files: tuple[str, str]) -> None:
    told = json.loads(run(*files, "--json").output)
    assert (told["old"]["regulation"], told["new"]["title"]["en"]) == ("testville-2020", "Testville measures")
    assert told["old"]["digest"] != told["new"]["digest"]
    assert told["changes"][1] == {
        "kind": "CLAUSE",
        "id": "half",
        "alteration": "CHANGED",
        "label": {"zh": "漏报", "en": "No report"},
        "before": "4.二",
        "after": "4.二",
        "values": [{"path": "points", "before": "2.5", "after": "3.5"}],
    }


def test_regulations_served_are_named_by_id_whatever_their_schemes() -> None:
    codes = [one["id"] for one in run_json("office_kpi", "office_kpi_staff")["changes"]]
    assert "scorecard" in codes or any(one.startswith("scorecard.") for one in codes)
    assert run("office_kpi", "office_kpi_staff", "--lang", "zh").exit_code == 0


def run_json(*arguments: str) -> dict[str, list[dict[str, str]]]:
    return json.loads(run(*arguments, "--json").output)


def test_a_name_that_nothing_answers_to_is_refused() -> None:
    done = run("nowhere", "office_kpi", "--lang", "en")
    assert done.exit_code == 3
    assert "VERSION_UNKNOWN" in done.output


def test_every_kind_of_table_and_change_has_words() -> None:
    assert (set(KIND), set(ALTERATION)) == (set(RuleKind), set(Alteration))
