"""Files that are generated and checked in equal what the code generates."""

from pathlib import Path

import pytest

from app import generated_files

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "docs/regulations.md",
        "docs/schema/cases.json",
        "docs/schema/regulation.json",
        "docs/schema/settings.json",
        "schema.graphql",
    ],
)
def test_a_checked_in_file_equals_what_the_code_generates(path: str) -> None:
    checked_in = (ROOT / path).read_text(encoding="utf-8")
    assert checked_in == generated_files(ROOT)[path], f"{path} is stale: run guiju export-schema --all"
