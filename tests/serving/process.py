"""``python -m tests.serving.process FOLDER FD [--public] [--db=LOCATION]``: serve the plugins below a folder.

The registry is there too, unless it is said where else.
The socket is handed over by the parent. A line on the standard output says that requests are answered.
"""

import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import GuijuError
from core.host import Host
from schema.serving.server import Served, run
from schema.serving.settings import Limits, Serving
from tests.serving.endpoints import CLOSED
from tests.serving.sockets import PATIENCE

ROOT = Path(__file__).parent.parent.parent
DATABASE = "--db="
LIMITS = Limits(linger_seconds=0.3, stop_seconds=20)


def serve(folder: Path, fd: int, *options: str) -> None:
    """Serve until told to end."""
    elsewhere = [one.removeprefix(DATABASE) for one in options if one.startswith(DATABASE)]

    def load() -> Host:
        return Host.load([folder / "plugins"], packages=False)

    served = Served(
        host=load(),
        database=elsewhere[0] if elsewhere else folder / "registry.sqlite3",
        open_viewer=None,
        load=load,
        announce=lambda: print("ready", flush=True),  # noqa: T201 - the parent waits for it
    )
    serving = CLOSED if "--public" in options else Serving()
    run(served, replace(serving, limits=LIMITS), socket.socket(fileno=fd))


@dataclass(frozen=True, slots=True)
class Process:
    """A server in a process of its own."""

    popen: "subprocess.Popen[str]"
    log: Path

    def wait_until_ready(self) -> None:
        """Return once it answers."""
        assert self.popen.stdout is not None
        assert self.popen.stdout.readline() == "ready\n", self.log.read_text(encoding="utf-8")

    def ended(self) -> int:
        """Return its exit code, once it has ended."""
        return self.popen.wait(PATIENCE)


@contextmanager
def a_process(folder: Path, listening: socket.socket, *options: str) -> Generator[Process]:
    """Start a server on an open socket; it is killed if it has not ended by the end of the block."""
    log = folder / "log.jsonl"
    with log.open("a", encoding="utf-8") as stream:
        popen = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.process", str(folder), str(listening.fileno()), *options],
            cwd=ROOT,
            pass_fds=[listening.fileno()],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
        )
    try:
        yield Process(popen, log)
    finally:
        popen.kill()
        popen.communicate()


@contextmanager
def a_socket() -> Generator[socket.socket]:
    """Give a socket that listens, to be handed over."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        yield listening


if __name__ == "__main__":
    try:
        serve(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
    except GuijuError as error:
        sys.exit(error.code)
