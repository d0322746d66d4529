"""``guiju check --against``: what the official text says, in which form, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main

LAW = "网页导航\n第一条 机构应当:(一)培训;(二)每年考试2次。\n第二条 自2031年3月1日起施行。\n版权所有\n"
DATA = """\
id = "testville-2031"
place = "testville"
title = { zh = "试镇办法", en = "Measures of Testville" }
region = { code = "990101", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2031-03-01, cite = "2" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }
provisions = [
  { cite = "1.一", kind = "DUTY", label = { zh = "培训", en = "Training" } },
  { cite = "1.二", kind = "DUTY", label = { zh = "每年考 2 次", en = "Two examinations a year" } },
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "testville"
    path.mkdir()
    (path / "2031.toml").write_text(DATA, encoding="utf-8")
    (tmp_path / "law.txt").write_text(LAW, encoding="utf-8")
    return path


def check(folder: Path, *arguments: str, law: str = "law.txt") -> Result:
    found = ["check", str(folder), "--against", str(folder.parent / law), *arguments]
    return CliRunner().invoke(main, found, catch_exceptions=False)


def test_a_text_that_bears_out_the_data_ends_with_0_and_the_sums(folder: Path) -> None:
    done = check(folder, "--lines", "2-3")
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == [
        "testville-2031 对照 law.txt",
        "  出处: 3 一致, 0 不符, 0 不能判定",
        "  日期: 1 一致, 0 不符, 0 不能判定",
        "  说明中的数: 1 一致, 0 不符, 0 不能判定",
        "  列举的项: 2 一致, 0 不符, 0 不能判定",
    ]


def test_what_the_text_contradicts_ends_with_1_and_is_shown_in_its_line(folder: Path) -> None:
    (folder / "2031.toml").write_text(DATA.replace("2031-03-01", "2031-03-02"), encoding="utf-8")
    done = check(folder, "--lang", "en")
    assert done.exit_code == 1
    assert (
        "testville/2031.toml:5:21: in_force.from = 2031-03-02 [Article 2]: the place does not give it, but 2031-03-01"
        in done.output
    )
    assert "  dates: 0 confirmed, 1 contradicted, 0 undecided" in done.output


def test_an_item_that_only_the_text_has_is_shown_there(folder: Path) -> None:
    (folder / "2031.toml").write_text(DATA.replace('cite = "1.二"', 'cite = "2"'), encoding="utf-8")
    done = check(folder, "--lang", "en")
    assert done.exit_code == 1
    assert "law.txt:2:1: the text [Article 1(2)]: others of its row are in the data" in done.output


def test_a_text_in_gb18030_is_read(folder: Path) -> None:
    (folder.parent / "gbk.txt").write_bytes(LAW.encode("gb18030"))
    assert check(folder, law="gbk.txt").exit_code == 0


def test_json_says_of_each_thing_compared_where_it_stands_on_either_side(folder: Path) -> None:
    done = check(folder, "--json")
    found = json.loads(done.output)
    assert (done.exit_code, found["passed"]) == (0, True)
    against = found["against"]
    assert (against["regulation"], against["text"]) == ("testville-2031", "law.txt")
    assert against["sums"]["LABEL"] == {"CONFIRMED": 1}
    (label,) = (one for one in against["compared"] if one["about"] == "LABEL")
    assert (label["path"], label["line"], label["cite"], label["value"], label["text_line"]) == (
        "provisions#2.label.zh",
        9,
        "1.二",
        "2 次",
        2,
    )


def test_without_a_text_the_document_says_that_none_was_compared(folder: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(folder), "--json"], catch_exceptions=False)
    assert json.loads(done.output)["against"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--lines", "3-9"), 3, "NO_SUCH_LINES"),
        (("--regulation", "testville-1999"), 3, "REGULATION_UNKNOWN"),
        (("--lines", "three"), 2, "467-528"),
    ],
)
def test_a_call_that_cannot_be_met_says_why(folder: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = check(folder, *arguments)
    assert done.exit_code == code
    assert message in done.output


def test_a_folder_of_several_versions_needs_to_be_told_which(folder: Path) -> None:
    later = DATA.replace("testville-2031", "testville-2035").replace("2031-03-01", "2035-01-01")
    (folder / "2035.toml").write_text(later, encoding="utf-8")
    (folder / "2031.toml").write_text(
        DATA.replace("from = 2031-03-01", "from = 2031-03-01, to = 2035-01-01"), encoding="utf-8"
    )
    assert "SEVERAL_REGULATIONS" in check(folder).output
    done = check(folder, "--regulation", "testville-2035", "--lang", "en")
    assert done.exit_code == 1
    assert "in_force.from = 2035-01-01" in done.output


def test_a_text_that_is_no_text_is_refused(folder: Path) -> None:
    (folder.parent / "law.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64)
    done = check(folder, law="law.doc")
    assert done.exit_code == 3
    assert "TEXT_UNREADABLE" in done.output


def test_lines_without_a_text_are_a_wrong_call(folder: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(folder), "--lines", "1-2"], catch_exceptions=False)
    assert done.exit_code == 2
