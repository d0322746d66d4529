"""``guiju backup``, ``restore``, ``snapshot``, ``changes`` and ``load`` as an operator types them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.databases import Kind, Registry, a_registry, kinds
from tests.docs.commands import simple_commands, typed_in
from tests.docs.pages import ROOT, blocks_of

PAGE = ROOT / "docs" / "howto" / "back_up_and_move.md"
DOCTORS = "code,name,qualification\nD990101000001,赵知微,LICENSED\n"
MORE = "D990101000002,钱明远,LICENSED\n"


def run(registry: Registry, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(
        main, ["--db", str(registry.location), *arguments, "--lang", lang], catch_exceptions=False
    )


@pytest.fixture
def filled(registry: Registry, tmp_path: Path) -> Registry:
    """Return a registry with one doctor."""
    assert run(registry, "import", "doctors", doctors_in(tmp_path)).exit_code == 0
    return registry


def doctors_in(folder: Path) -> str:
    """Return the path of a file with one doctor."""
    (folder / "doctors.csv").write_text(DOCTORS, encoding="utf-8")
    return str(folder / "doctors.csv")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Registry]:
    with a_registry(Kind.SQLITE, tmp_path, "empty") as registry:
        yield registry


def test_the_page_about_it_can_be_followed_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_registry(kinds()[0], tmp_path, "here") as here, a_registry(kinds()[-1], tmp_path, "there") as there:
        assert run(here, "import", "doctors", doctors_in(tmp_path)).exit_code == 0
        places = {"registry.sqlite3": str(here.location), "postgres://clerk@host/registry": str(there.location)}
        monkeypatch.chdir(tmp_path)
        typed = "".join(typed_in(block.text) + "\n" for block in blocks_of(PAGE) if block.language == "console")
        codes = [
            CliRunner().invoke(main, [places.get(word, word) for word in words[1:]], catch_exceptions=False).exit_code
            for words in simple_commands(typed)
        ]
        assert codes == [0, 0, 0, 0, 0, 0]
        assert "all intact" in run(there, "audit", "verify").output


def test_a_backup_is_restored_elsewhere_and_told_of(filled: Registry, empty: Registry, tmp_path: Path) -> None:
    file = str(tmp_path / "backup")
    done = run(filled, "backup", file)
    assert (done.exit_code, done.stdout.startswith("backed up to backup: ")) == (0, True)
    head = run(filled, "audit", "head").stdout.strip()
    assert done.stdout.endswith(f"1 entries of the trail; head {head}\n")
    again = run(filled, "backup", file, lang="zh")
    assert (again.exit_code, "已存在，未作改动；换一个文件名，或加 --replace。" in again.stderr) == (3, True)
    said = json.loads(run(filled, "backup", file, "--replace", "--json").stdout)
    assert (said["written"], said["head"], said["findings"]) == (file, head, [])

    restored = run(empty, "restore", file)
    assert restored.stdout.startswith("restored backup to empty.sqlite3: ")
    assert run(empty, "audit", "verify", "--head", head).exit_code == 0
    assert run(empty, "restore", file).exit_code == 3
    over = json.loads(run(empty, "restore", file, "--replace", "--json").stdout)
    assert (over["sha256"], over["replaced"].split(":")[0], over["head"].split(":")[0]) == (said["sha256"], "2", "2")
    assert f'"sha256":"{said["sha256"]}"' in run(empty, "audit", "list", "--last", "1").stdout


def test_a_snapshot_is_compared_and_loaded(filled: Registry, empty: Registry, tmp_path: Path) -> None:
    old, new = str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")
    assert run(filled, "snapshot", "--out", old).stderr.startswith("old.jsonl: 2 records; ")
    assert run(filled, "snapshot").stdout == Path(old).read_text("utf-8")
    assert run(filled, "snapshot", "--json").exit_code == 2
    same = run(filled, "changes", old, old)
    assert (same.exit_code, same.stdout, same.stderr) == (0, "", "the snapshots do not differ\n")

    loaded = run(empty, "load", old)
    assert loaded.stdout.startswith("loaded old.jsonl into empty.sqlite3: 2 records; head 2:")
    (tmp_path / "doctors.csv").write_text(DOCTORS.replace("赵知微", "赵微") + MORE, encoding="utf-8")
    assert run(empty, "import", "doctors", str(tmp_path / "doctors.csv")).exit_code == 0
    assert json.loads(run(empty, "snapshot", "--out", new, "--json").stdout) == {"written": new, "count": 5}
    differ = run(empty, "changes", old, new, lang="zh")
    assert differ.exit_code == 1
    assert differ.stdout.splitlines() == [
        "~ doctor code=D990101000001: name",
        "+ doctor code=D990101000002",
        "+ audit_entry number=2",
        "+ audit_entry number=3",
    ]
    assert differ.stderr.splitlines() == ["doctor: 改变 1", "doctor: 新增 1", "audit_entry: 新增 2"]
    lines = run(empty, "changes", new, old, "--json").stdout.splitlines()
    assert json.loads(lines[1]) == {
        "record": "doctor", "alteration": "REMOVED", "key": {"code": "D990101000002"}, "fields": [],
    }  # fmt: skip
    refused = run(empty, "load", old, lang="zh")
    assert (refused.exit_code, refused.stderr.startswith("REGISTRY_NOT_EMPTY: 登记库中已有内容")) == (3, True)
