"""The real server, with a rule that hangs: everyone else is answered meanwhile."""

import os
import re
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.host.processes import children, eventually, is_running
from tests.host.villages import data, write
from tests.host.wrong import POINTS_HOOK

ROOT = Path(__file__).parents[2]
RULES = "import os, time\n" + POINTS_HOOK + "os.write(2, b'asleep')\n    time.sleep(1000)\n"
SECONDS = 8
RECORD = 'regulation: "sleepville", asOf: "2021-05-06", violations: [{clause: "CLAUSE", decidedOn: "2021-05-06"}]'
HANGING = "{ simulate(" + RECORD.replace("CLAUSE", "rule") + ") { determination missing { name } } }"
OTHER = "{ simulate(" + RECORD.replace("CLAUSE", "late") + ") { determination pointsLost } }"
PLUGIN = "{ plugins { name state code { unanswered restarts isOff fault { code message { en } } } } }"


@contextmanager
def serving(folder: Path) -> Generator[tuple["subprocess.Popen[bytes]", str]]:
    """Yield the server of the plugins in ``folder``, and where it answers; it is ended at the end."""
    command = ["app.py", "--lang", "en", "--db", folder / "registry.sqlite3", "--plugins", folder / "plugins"]
    with subprocess.Popen(
        [sys.executable, *map(str, command), "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "GUIJU_PLUGIN_CALL_SECONDS": str(SECONDS), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None
        try:
            found = re.search(rb"http://\S+/graphql", server.stdout.readline())
            assert found is not None
            yield server, found[0].decode()
        finally:
            server.kill()


def test_while_a_rule_hangs_everyone_else_is_answered_and_then_its_own_outcome_is_undecided(tmp_path: Path) -> None:
    write(tmp_path / "plugins", "sleepville", {"2020.toml": data("sleepville"), "rules.py": RULES})
    with serving(tmp_path) as (server, url), httpx2.Client(timeout=60) as client, ThreadPoolExecutor(1) as pool:
        assert server.stderr is not None

        def asked(query: str) -> dict[str, Any]:
            return client.post(url, json={"query": query}).json()["data"]

        workers = children(of=server.pid)
        hanging = pool.submit(asked, HANGING)
        assert server.stderr.read(6) == b"asleep"
        assert asked(OTHER) == {"simulate": {"determination": "DETERMINED", "pointsLost": "3"}}
        assert asked("{ regulations(first: 1) { totalCount } }")["regulations"]["totalCount"] > 1
        assert not hanging.done()

        assert hanging.result() == {"simulate": {"determination": "INDETERMINATE", "missing": [{"name": "rules.rule"}]}}
        (plugin,) = [one for one in asked(PLUGIN)["plugins"] if one["name"] == "sleepville"]
        assert plugin["state"] == "SERVED"
        assert plugin["code"] == {
            "unanswered": 1,
            "restarts": 0,
            "isOff": False,
            "fault": {
                "code": "HOOK_TIMEOUT",
                "message": {
                    "en": f"guiju_points_of took over {SECONDS} s and was ended; code computes and waits for nothing; "
                    "if it needs more, the operator raises GUIJU_PLUGIN_CALL_SECONDS"
                },
            },
        }
        server.terminate()
        assert server.wait() is not None
        assert len(workers) == 1
        assert eventually(lambda: not any(map(is_running, workers)))
