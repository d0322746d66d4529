"""The README's way from a checkout to a served answer: it works as it stands, and takes no more than five commands."""

import re
import shutil
from pathlib import Path

from tests.tutorial.conftest import ROOT
from tests.tutorial.pages import Command, steps_of
from tests.tutorial.shell import Shell, bare_environment, free_port

SECTION = re.compile(r"^## Add your region.*?(?=^## )", re.MULTILINE | re.DOTALL)
PORT = "8000"


def test_five_commands_lead_from_a_checkout_to_a_served_answer(tmp_path: Path, wheels: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = SECTION.search(readme)
    assert section is not None
    port = free_port()
    commands = steps_of(section[0].replace(PORT, str(port)))
    assert len(commands) <= 5
    checkout = a_checkout(tmp_path / "guiju")
    answer = ""
    with Shell(checkout, bare_environment(tmp_path, wheels)) as shell:
        for command in commands:
            assert isinstance(command, Command)
            answer, code = shell.type(command)
            assert command.agrees(answer), f"$ {command.typed}\nprints\n{answer}"
            assert not code
    assert answer.startswith('{"data":{"simulate":')


def a_checkout(folder: Path) -> Path:
    """Return a copy of the project as a clean clone has it, without what running it leaves behind."""
    folder.mkdir()
    for name in ("core", "plugins", "schema", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "constraints.txt", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder
