"""A service on this machine's loopback, ended by its process id."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import ROOT

_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Registry:
    """A database with a made-up region in it, and a token that may read all of it."""

    database: Path
    token: str


def guiju(database: Path, *words: str) -> list[str | Path]:
    """Return the command line of ``guiju`` about ``database``."""
    return [sys.executable, ROOT / "app.py", "--lang", "en", "--db", database, *words]


def made_up(database: Path) -> Registry:
    """Return the registry of the demo, in a new file."""
    subprocess.run(guiju(database, "demo"), check=True, capture_output=True)
    issue = guiju(database, "token", "issue", "page", "--scope", "read")
    issued = subprocess.run(issue, check=True, capture_output=True, text=True)
    found = re.search(r"^[\w-]{43}$", issued.stdout, re.MULTILINE)
    assert found is not None, "no token was printed"
    return Registry(database, found[0])


@contextmanager
def served(registry: Registry, *options: str) -> Generator[str]:
    """Serve ``registry`` while the block runs, and yield the address of the endpoint."""
    command = guiju(registry.database, "serve", "--port", "0", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/graphql", process.stdout.readline())
            assert found is not None, "the service printed no address"
            yield found[0]
        finally:
            process.terminate()
            process.wait(_STOP_SECONDS)
