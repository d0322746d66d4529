"""A headless browser that finds nothing but this machine, ended by its process id."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

from tests.clients.workshop import HERE, node, right

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser's command; None: there is none on this machine."""
WITHOUT = "there is no Chromium on this machine (Debian: apt-get install chromium)"
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # the tests may run as root, and every page is their own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a visit to a page."""

    values: list[object]
    """What each step came to."""
    requests: list[str]
    """Method and address of whatever the page asked for."""
    complaints: list[str]
    """Errors of scripts, and of what was asked for."""


@contextmanager
def browser(folder: Path) -> Generator[int]:
    """Run a browser that keeps its files in ``folder``, and yield the port of its debugger."""
    assert CHROMIUM is not None
    found = folder / "DevToolsActivePort"
    command = [CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + _START_SECONDS
            while not (found.exists() and found.read_text(encoding="utf-8").count("\n")):
                assert process.poll() is None, "the browser ended"
                assert time.monotonic() < until, "the browser did not start"
                time.sleep(0.1)
            yield int(found.read_text(encoding="utf-8").splitlines()[0])
        finally:
            process.terminate()
            process.wait(_START_SECONDS)


def visit(port: int, address: str, *steps: str) -> Seen:
    """Open ``address``, and wait for each of ``steps``, expressions in the page, to hold."""
    told = right(node(HERE / "drive.mjs", str(port), address, *steps, folder=HERE))
    found = cast("dict[str, list[str]]", json.loads(told))
    return Seen([*found["values"]], found["requests"], found["complaints"])


def pressing(selector: str) -> str:
    """Return the step that presses the first button of ``selector``, once there is one."""
    return f"((button) => button !== null && (button.click(), true))(document.querySelector('{selector}'))"


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012 - the base's own name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
        """Say nothing."""


@contextmanager
def files_at(folder: Path) -> Generator[str]:
    """Serve the files of ``folder``, and yield their origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def origins_of(requests: list[str]) -> set[str]:
    """Return where ``requests`` went; what a page holds in itself went nowhere."""
    return {found[1] for one in requests if (found := re.match(r"\w+ (https?://[^/]+)", one)) is not None}
