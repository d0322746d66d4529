"""``guiju audit``: what a bureau types to see that nothing was touched."""

import shutil
import sqlite3
from getpass import getuser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main

NOBODYS = "0" * 63 + "1"


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(database), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "registry.sqlite3"
    for label in ("front", "back", "side"):
        assert run(path, "token", "issue", label).exit_code == 0
    assert run(path, "token", "revoke", "back").exit_code == 0
    return path


@pytest.fixture
def database(tmp_path: Path, written: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "registry.sqlite3"))


def spoil(database: Path, statement: str) -> None:
    connection = sqlite3.connect(database)
    connection.executescript(f"DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete; {statement}")
    connection.close()


def test_an_untouched_trail_is_intact_and_its_head_is_told(database: Path) -> None:
    head = run(database, "audit", "head").output.strip()
    number, _, value = head.partition(":")
    assert (number, len(value)) == ("4", 64)
    for noted in ((), ("--head", head), ("--head", value), ("--head", head.upper())):
        done = run(database, "audit", "verify", *noted, "--lang", "en")
        assert done.exit_code == 0
        assert done.output.startswith(f"4 entries, all intact; head {head}\n")
    assert run(database, "audit", "verify").output.startswith("共 4 条, 均完好; 链首 4:")


def test_a_head_noted_down_holds_while_the_trail_grows(database: Path) -> None:
    head = run(database, "audit", "head").output.strip()
    assert run(database, "token", "revoke", "side").exit_code == 0
    assert run(database, "audit", "head").output.strip() != head
    assert run(database, "audit", "verify", "--head", head).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        (
            "UPDATE audit_entry SET actor = 'x' WHERE id = 2",
            "第 2 条：字段 actor 已被改动",
            "entry 2: the field actor was changed",
        ),
        ("DELETE FROM audit_entry WHERE id = 3", "第 3 条：已被删除", "entry 3: removed"),
        ("DELETE FROM audit_entry WHERE id > 2", "第 3-4 条：末尾被截去", "entry 3-4: cut off at the end"),
    ],
)
def test_what_was_done_to_the_trail_is_said_in_both_languages_with_exit_code_one(
    database: Path, statement: str, zh: str, en: str
) -> None:
    spoil(database, statement)
    for lang, sentence in (("zh", zh), ("en", en)):
        done = run(database, "audit", "verify", "--lang", lang)
        assert done.exit_code == 1
        assert done.output.splitlines()[0] == sentence


def test_a_trail_set_back_with_its_head_is_found_out_by_the_head_noted_down_alone(database: Path) -> None:
    head = run(database, "audit", "head").output.strip()
    spoil(
        database,
        "DELETE FROM audit_entry WHERE id > 2; "
        "UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit_entry WHERE id = 2)",
    )
    assert run(database, "audit", "verify").exit_code == 0
    done = run(database, "audit", "verify", "--head", head, "--lang", "en")
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "entry 3-4: cut off at the end"


def test_a_head_that_no_entry_answers_to_is_told(database: Path) -> None:
    done = run(database, "audit", "verify", "--head", f"2:{NOBODYS}", "--lang", "en")
    assert done.exit_code == 1
    assert done.output.startswith("the head noted down: no entry answers to it")


@pytest.mark.parametrize("noted", ["", "4", "4:abc", f"x:{NOBODYS}", NOBODYS + "0"])
def test_a_head_that_is_none_is_a_wrong_call(database: Path, noted: str) -> None:
    assert run(database, "audit", "verify", "--head", noted).exit_code == 2


def test_the_list_says_who_did_what_and_no_entry_can_disguise_itself(database: Path) -> None:
    lines = run(database, "audit", "list").output.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["1", "2", "3", "4"]
    assert f"  cli:{getuser()}  ISSUED  token label=front  " in lines[0]
    assert f"  cli:{getuser()}  REVOKED  token label=back  " in lines[3]
    assert run(database, "audit", "list", "--last", "1").output.splitlines() == lines[3:]

    spoil(database, "UPDATE audit_entry SET subject = 'a' || char(10) || char(27) || '[2K' WHERE id = 1")
    assert "  a��[2K  " in run(database, "audit", "list").output.splitlines()[0]


def test_a_registry_without_entries_is_intact(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    assert run(path, "assess", "--regulation", "shenyang-2011", "--period", "2025").exit_code == 0
    assert run(path, "audit", "head").output.strip() == f"0:{'0' * 64}"
    assert run(path, "audit", "verify", "--head", f"0:{'0' * 64}").exit_code == 0
    assert run(path, "audit", "list").exit_code == 0


def test_auditing_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite3"
    for command in ("verify", "head", "list"):
        done = run(path, "audit", command, *(() if command == "head" else ("--lang", "en")))
        assert done.exit_code == 3
        assert "DATABASE_MISSING" in done.output
    assert not path.exists()
