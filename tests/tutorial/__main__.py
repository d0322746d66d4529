"""``python -m tests.tutorial``: follow the tutorial, and write into it what its commands print now.

For whoever changes what a command says. What the page shows with dots stays where it still agrees. Read the difference:
a page that says something wrong is not mended by being printed anew.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tutorial.conftest import ROOT, pack_all
from tests.tutorial.pages import Command, Edit, steps_of
from tests.tutorial.shell import Shell, bare_environment, free_port
from tests.tutorial.test_tutorial import PAGE, PORT


def refreshed(text: str, folder: Path) -> str:
    """Return the text of the page with what its commands print, each run in ``folder``."""
    port = str(free_port())
    (folder / "guiju").symlink_to(ROOT)
    pack_all(folder / "wheels")
    done, left = "", text.replace(PORT, port)
    with Shell(folder, bare_environment(folder, folder / "wheels")) as shell:
        for step in steps_of(left):
            if isinstance(step, Edit):
                step.make(folder)
                continue
            before, typed, left = left.partition(f"$ {step.typed}\n")
            done += before + typed + _printed(step, shell)
            left = left.removeprefix(step.prints)
    return (done + left).replace(port, PORT)


def _printed(command: Command, shell: Shell) -> str:
    printed, _ = shell.type(command)
    if command.agrees(printed):
        return command.prints
    assert "Traceback" not in printed, f"$ {command.typed}\n{printed}"
    sys.stdout.write(f"$ {command.typed}\n{printed}")
    return printed


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8"), Path(temporary)), encoding="utf-8")
