"""``guiju check`` and ``guiju new``, as an integrator and a script call them."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.host.test_inheriting import heir
from tests.host.villages import data, write
from tests.service import seeded_faults


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_region_begun_passes_every_check_and_says_what_to_do_next(here: Path) -> None:
    begun = run("new", "testville", "2026", "--scheme", "points", "--lang", "en")
    assert begun.exit_code == 0
    assert "plugins/testville/2026.toml" in begun.output.splitlines()
    assert "then run guiju check plugins/testville --mutate" in begun.output
    done = run("check", here / "plugins" / "testville", "--mutate", "--invariants", "10", "--lang", "en")
    assert (done.exit_code, re.sub(r"\d+ values", "all values", done.output).splitlines()) == (
        0,
        [
            "testville-2026: 6 examples, 0 failing, 0 rules unused",
            "testville-2026: all values changed, 0 of them unnoticed",
            "testville-2026 POINTS: 10 made-up ledgers, 11 invariants, 0 broken, 0 left open",
        ],
    )


def test_a_package_goes_where_it_is_told_to(here: Path) -> None:
    done = run("new", "testville", "2026", "--wheel", "--to", here / "packages", "--lang", "en")
    assert done.exit_code == 0
    assert (here / "packages" / "guiju-testville" / "guiju_testville" / "testville" / "2026.toml").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("new", "Testville", "2026"), 3, "PLACE_INVALID"),
        (("new", "testville", "26"), 2, "26"),
        (("new", "testville", "2026", "--scheme", "weather"), 2, "weather"),
    ],
)
def test_what_cannot_be_begun_is_refused(here: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert message in done.output
    assert list(here.iterdir()) == []


def test_an_example_that_fails_is_told_in_the_words_of_the_example(here: Path) -> None:
    run("new", "testville", "2026")
    changed(here / "plugins" / "testville" / "2026.toml", "until_exam = true", "until_exam = false")
    done = run("check", "plugins/testville", "--mutate", "--lang", "en")
    assert done.exit_code == 1
    first, *_ = done.output.splitlines()
    assert first.startswith("testville/2026.cases.toml six: sanctions should be [{ kind = TRAIN, start = 2026-11-20, ")
    assert (
        "{ kind = SUSPEND, start = 2026-11-20, end = 2027-02-20, object = QUALIFICATION, " in first.partition("is [")[2]
    )
    assert done.output.splitlines()[-1] == "no value was changed: put right what is said above first"


def test_a_number_that_no_example_notices_is_listed_with_file_and_line(here: Path) -> None:
    run("new", "testville", "2026")
    changed(
        here / "plugins" / "testville" / "2026.cases.toml",
        'headroom = { points_to_next = 3, consequence = "SUSPEND" }\n',
        "",
    )
    done = run("check", "plugins/testville", "--mutate")
    assert done.exit_code == 1
    lines = (here / "plugins" / "testville" / "2026.toml").read_text(encoding="utf-8").splitlines()
    at = lines.index("at = 9") + 1
    assert f"testville/2026.toml:{at}:6: points.thresholds#2.at: 9 改为 8, 没有算例察觉" in done.output.splitlines()


def test_a_broken_invariant_is_shown_with_the_smallest_ledger(tmp_path: Path) -> None:
    folder = seeded_faults.MILDER.written(tmp_path)
    lines = run("check", folder, "--invariants", "60", "--lang", "en").output.splitlines()
    shown = next(index for index, line in enumerate(lines) if "MORE_NEVER_MILDER" in line)
    assert lines[shown].startswith(
        "milder-2020 POINTS MORE_NEVER_MILDER: one more record, decided last, or one more case"
    )
    assert lines[shown + 1].startswith('    violations: { clause = "rule", decided_on = 202')
    assert lines[-1] == "milder-2020 POINTS: 60 made-up ledgers, 11 invariants, 1 broken, 0 left open"


def test_a_script_gets_one_document_with_everything_found(tmp_path: Path) -> None:
    folder = seeded_faults.MILDER.written(tmp_path)
    done = run("check", folder, "--mutate", "--invariants", "60", "--seed", "5", "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["passed"], told["folder"], told["reason"]) == (1, False, "milder", None)
    assert {"regulation": "milder-2020", "kind": "threshold", "id": "nine"} in told["unused"]
    (mutated,), (tried,) = told["mutation"], told["invariants"]
    assert len(mutated["survivors"]) > 1
    assert {"file", "line", "column", "path", "stated", "changed"} == set(mutated["survivors"][0])
    assert (tried["scheme"], tried["ledgers"], tried["seed"]) == ("POINTS", 60, 5)
    assert tried["broken"][0]["invariant"] == "MORE_NEVER_MILDER"
    assert sum(one.get("cases", 1) for one in tried["broken"][0]["facts"]["violations"]) == 2


def test_a_script_is_told_why_a_plugin_is_not_served(tmp_path: Path) -> None:
    done = run("check", seeded_faults.NEGATIVE_REPAIR.written(tmp_path), "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["reason"]["code"], told["mutation"]) == (1, "DATA_WRONG", None)
    (problem,) = told["problems"]
    assert (problem["code"], problem["file"]) == ("TOO_SMALL", "repair/2020.toml")


def test_a_folder_elsewhere_rests_on_what_is_served_here_and_stands_for_its_own_name(tmp_path: Path) -> None:
    served, outside = tmp_path / "served", tmp_path / "outside"
    write(served, "parentville", {"2020.toml": data("parentville")})
    write(served, "childville", {"2020.toml": data("childville")})
    folder = write(outside, "childville", {"2020.toml": heir("childville", "parentville")})
    missing = run("check", folder, "--json")
    found = run("--plugins", served, "check", folder, "--json")
    assert (missing.exit_code, json.loads(missing.output)["reason"]["code"]) == (1, "PARENT_MISSING")
    assert (found.exit_code, json.loads(found.output)["regulations"]) == (0, ["childville"])


@pytest.mark.usefixtures("here")
def test_the_language_can_be_said_once_and_overruled(monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "testville", "2026")
    monkeypatch.setenv("GUIJU_LANG", "en")
    assert run("check", "plugins/testville").output == "testville-2026: 6 examples, 0 failing, 0 rules unused\n"
    said = run("check", "plugins/testville", "--lang", "zh").output
    assert said == "testville-2026: 6 个算例, 0 个不符, 0 处未覆盖\n"
    assert run("--lang", "zh", "check", "plugins/testville").output == said
