"""The README is true: its query gives its answer, and its first command serves what it says."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found is not None, marker
    return found[1]


def ask(address: str, query: str) -> object:
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(address, body, {"content-type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def test_the_first_command_serves_the_demo_and_the_query_returns_what_the_readme_says(tmp_path: Path) -> None:
    command = re.search(r"## Run it\n+```sh\n.+ && \.venv/bin/guiju (.+)\n```", README)
    assert command is not None
    arguments = ["--db", str(tmp_path / "demo.sqlite3"), *command[1].split(), "--port", "0", "--lang", "en"]
    serving = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline().startswith("demo ready: ")
        said = re.fullmatch(r"open (http://127\.0\.0\.1:\d+/graphql) .*\n", serving.stdout.readline())
        assert said is not None
        assert ask(said[1], block("query:simulate")) == json.loads(block("answer:simulate"))
        page = urllib.request.Request(said[1], headers={"accept": "text/html"})  # noqa: S310 - loopback
        with urllib.request.urlopen(page, timeout=20) as shown:  # noqa: S310
            assert "GraphiQL" in shown.read().decode()
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=20)
