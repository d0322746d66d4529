"""``guiju token``, as an operator types it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import main


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(database), "token", *arguments, "--lang", "en"])


def listed(database: Path) -> list[dict[str, Any]]:
    return json.loads(run(database, "list", "--json").stdout)["tokens"]


def test_a_token_is_listed_with_what_became_of_it_and_never_with_its_secret(tmp_path: Path) -> None:
    database = tmp_path / "registry.sqlite3"
    scopes = ("--scope", "read", "--scope", "record")
    first = run(database, "issue", "front", *scopes, "--region", "9901", "--expires", "2100-01-01").stdout.strip()
    rotated = json.loads(run(database, "rotate", "front", "--json").stdout)
    assert len({first, rotated["token"]}) == 2
    old, new = listed(database)
    assert (old["state"], new["state"]) == ("REVOKED", "LIVE")
    assert old["revoked"] == new["created"] == rotated["old_token_ends"]
    for one in (old, new):
        assert (one["label"], one["scopes"], one["regions"]) == ("front", ["read", "record"], ["9901"])
        assert one["expires"] == "2099-12-31T16:00:00+00:00"  # midnight in China
    for text in (run(database, "list").output, run(database, "list", "--json").output):
        assert first not in text
        assert rotated["token"] not in text
    assert json.loads(run(database, "revoke", "front", "--json").stdout) == {"label": "front", "revoked": 1}
    lines = run(database, "list").stdout.splitlines()
    assert [line.split("  ")[:4] for line in lines] == [["front", "revoked", "read,record", "9901"]] * 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("rotate", "nobody"), 3, "TOKEN_UNKNOWN: no token called nobody holds"),
        (("revoke", "nobody"), 3, "UNKNOWN_CODE: The registry does not hold a token nobody"),
        (("issue", "late", "--expires", "2020-01-01"), 3, "EXPIRY_PAST: the end 2020-01-01"),
        (("issue", "x", "--region", "210"), 2, "two, four or six digits are needed"),
        (("rotate", "x", "--grace", "soon"), 2, "write it as 90s, 30m, 1h or 7d"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run(tmp_path / "registry.sqlite3", *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True)
