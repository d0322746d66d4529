"""A shell in an environment as bare as a new machine's, to type commands into one after another."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.tutorial.pages import Command

_MARK = "-- done: "
_LIMIT_SECONDS = 900


class Shell:
    """A bash with its working folder; its folder, variables and jobs last from one command to the next."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            encoding="utf-8",
            start_new_session=True,
        )
        self._watch = threading.Timer(_LIMIT_SECONDS, self._end)
        self._watch.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.cancel()
        self._end()
        self._bash.communicate()

    def type(self, command: Command) -> tuple[str, int | None]:
        """Return what the command prints and its exit code; None for one that stays, after the lines of the page."""
        if command.stays:
            self._write(f"{{ {command.typed}\n}} </dev/null\n")
            return "".join(self._line() for _ in command.prints.splitlines()), None
        self._write(f"{{ {command.typed}\n}} </dev/null\n__code=$?; echo '{_MARK}'$__code; (exit $__code)\n")
        printed = ""
        while True:
            before, mark, code = self._line().partition(_MARK)
            printed += before
            if mark:
                return printed if printed[-1:] in ("", "\n") else f"{printed}\n", int(code)

    def _write(self, text: str) -> None:
        assert self._bash.stdin is not None
        self._bash.stdin.write(text)
        self._bash.stdin.flush()

    def _line(self) -> str:
        assert self._bash.stdout is not None
        line = self._bash.stdout.readline()
        assert line, f"the shell ended, or took longer than {_LIMIT_SECONDS} seconds"
        return line

    def _end(self) -> None:
        """End the shell and whatever it left running."""
        try:
            os.killpg(self._bash.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def bare_environment(home: Path, wheels: Path) -> dict[str, str]:
    """Return the variables of a new machine whose pip knows no index but the folder ``wheels``."""
    python = Path(getattr(sys, "_base_executable", sys.executable)).parent
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([str(python), os.defpath]),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_COMPILE": "1",
        "PIP_NO_INDEX": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PYTHONUNBUFFERED": "1",
    }


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def is_free(port: int) -> bool:
    """Return whether nobody listens on ``port`` of this machine."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) != 0
