"""Every command answers a script: one document or lines of JSON, exit codes that are told, help in both languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import click
import pytest
from click.testing import CliRunner, Result

from app import main
from core.cli.command_reference import commands_page
from core.cli.output import option_of
from core.service.office import opened
from tests.service.testville import a_host, a_violation, register

CALLS = {
    "regulations": "",
    "token issue": "front",
    "token rotate": "front",
    "token list": "",
    "token revoke": "front",
    "import": "doctors HERE/doctors.csv",
    "export": "doctors --names --out HERE/out.csv",
    "assess": "N --regulation testville --as-of 2025-12-31",
    "deadlines": "--as-of 2025-12-31",
    "impact": "testville-points testville-points --period 2025",
    "receipt": "--doctor N --regulation testville --period 2025 --out HERE/receipt.json",
    "verify": "HERE/receipt.json",
    "close": "testville 2025",
    "revise": "testville 2025",
    "reopen": "testville 2025 --reason mistake",
    "audit verify": "",
    "audit head": "",
    "audit list": "",
    "snapshot": "--out HERE/one.jsonl",
    "changes": "HERE/one.jsonl HERE/one.jsonl",
    "load": "HERE/one.jsonl",
    "backup": "HERE/copy.backup",
    "restore": "HERE/copy.backup",
    "doctor": "",
    "new": "newville 2025 --to HERE/new",
    "check": "HERE/new/newville",
    "diff": "testville-points testville-plain",
    "export-schema": "",
    "demo": "",
}
"""A call of each command, in an order in which each finds what it needs; but of the server, which does not end."""
ELSEWHERE = {"load", "restore", "demo"}
"""Calls that want a database of their own."""


def commands(context: click.Context) -> Iterator[click.Context]:
    """Yield every command that does something, by its context."""
    if not isinstance(context.command, click.Group):
        yield context
        return
    for name in context.command.list_commands(context):
        found = context.command.get_command(context, name)
        assert found is not None
        yield from commands(click.Context(found, parent=context, info_name=name))


ALL = {one.command_path.partition(" ")[2]: one.command for one in commands(click.Context(main, info_name="guiju"))}

PAGE = commands_page(main)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a filled registry, its plugins, and a file to import."""
    folder = tmp_path_factory.mktemp("here")

    async def fill() -> None:
        async with opened(a_host(folder / "plugins"), folder / "registry.sqlite3") as office:
            await register(office, [a_violation()])

    anyio.run(fill)
    (folder / "doctors.csv").write_text("code,name,qualification\nX,乙,LICENSED\n", encoding="utf-8")
    return folder


def run(here: Path, name: str, arguments: str, *first: str) -> Result:
    database = here / (f"{name}.sqlite3" if name in ELSEWHERE else "registry.sqlite3")
    where = ("--plugins", str(here / "plugins"), "--db", str(database))
    written = arguments.replace("HERE", str(here)).replace("PLUGINS", str(here / "plugins"))
    return CliRunner().invoke(main, [*first, *where, *name.split(), *written.split(), "--json"])


def test_every_command_answers_as_json_alone_and_with_a_code_that_is_told(here: Path) -> None:
    assert set(CALLS) == set(ALL) - {"serve"}
    told: dict[str, Any] = {}
    for name, arguments in CALLS.items():
        done = run(here, name, arguments)
        assert (done.exit_code, done.stderr) == (0, ""), (name, done.output)
        told[name] = documents(done.stdout)
    assert told["export"] == [{"written": str(here / "out.csv"), "count": 3}]
    assert told["receipt"] == [{"written": str(here / "receipt.json"), "count": 1}]
    assert told["close"][0] | {"state": "CLOSED", "frozen": 2} == told["close"][0]
    assert told["assess"][0]["outcome"]["points_left"] == "10"
    assert [one["number"] for one in told["audit list"]] == list(range(1, len(told["audit list"]) + 1))
    assert told["verify"][0]["files"][0]["verdict"] == "EQUAL"


def documents(text: str) -> list[Any]:
    """Return what the standard output holds: one document, or one a line."""
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


def test_everyone_at_once_is_a_line_each_with_the_columns_of_the_table(here: Path) -> None:
    done = run(here, "assess", "--regulation testville --period 2025")
    assert [
        (one["doctor"], one["status"], one["points_lost"]) for one in map(json.loads, done.stdout.splitlines())
    ] == [
        ("N", "NORMAL", "2"),
        ("S", "NORMAL", "0"),
    ]
    written = run(here, "assess", "--regulation testville --period 2025 --out HERE/all.csv")
    assert json.loads(written.stdout) == {"written": str(here / "all.csv"), "count": 2}


@pytest.mark.parametrize("name", ALL)
def test_a_command_has_json_its_exit_codes_in_the_reference_and_help_in_both_languages(name: str) -> None:
    command = ALL[name]
    option = option_of(command)
    assert option is not None
    section = PAGE.partition(f"## `guiju {name}`\n")[2].partition("\n## ")[0]
    assert "Exit codes: 0, 2, 3" in section
    if option.wrong is not None:
        assert f"1: {option.wrong.zh} / {option.wrong.en}" in section
    for text in (command.help, *(one.help for one in command.params if isinstance(one, click.Option))):
        assert re.search(r"[\u4e00-\u9fff].* / .*[A-Za-z]{2}", text or "", re.DOTALL), f"{name}: {text}"


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("assess", "N --regulation nowhere", "REGULATION_UNKNOWN"),
        ("assess", "--regulation testville --period 2025 --out HERE/no/such/file.csv", "FILE_UNUSABLE"),
        ("close", "nowhere 2025", "NOTHING_TO_CLOSE"),
        ("diff", "HERE/wrong.toml testville-plain", "DATA_FILE"),
    ],
)
def test_a_refusal_is_one_line_of_json_on_the_standard_error(here: Path, name: str, arguments: str, code: str) -> None:
    (here / "wrong.toml").write_text("id = \n", encoding="utf-8")
    done = run(here, name, arguments)
    assert (done.exit_code, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    error = json.loads(line)["error"]
    assert error["code"] == code
    assert set(error["message"]) == {"zh", "en"}
    if code == "DATA_FILE":
        (problem,) = error["problems"]
        assert (Path(problem["file"]).name, problem["line"], problem["column"]) == ("wrong.toml", 1, 6)


def test_what_is_wrong_is_in_the_document_and_the_exit_code(here: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "2025.toml").write_text("id = \n", encoding="utf-8")
    done = run(here, "regulations", "", "--plugins", str(tmp_path))
    (parked,) = json.loads(done.stdout)["parked"]
    assert (done.exit_code, done.stderr) == (1, "")
    assert (parked["plugin"], parked["problems"][0]["line"]) == ("broken", 1)
