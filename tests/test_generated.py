"""Files that are generated and checked in equal what the code generates."""

from pathlib import Path

import pytest

from app import generated_files

ROOT = Path(__file__).parent.parent
SCHEMES = ("points", "enrolment", "scorecard", "charges", "settlement", "dispensing", "rating")
REFERENCE = ("commands", "errors", "regulation", *SCHEMES, "cases", "settings")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return generated_files(ROOT)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        *(f"docs/reference/{name}.md" for name in REFERENCE),
        "docs/regulations.md",
        "docs/schema/cases.json",
        "docs/schema/inheriting.json",
        "docs/schema/regulation.json",
        "docs/schema/settings.json",
        "schema.graphql",
    ],
)
def test_a_checked_in_file_equals_what_the_code_generates(path: str, generated: dict[str, str]) -> None:
    checked_in = (ROOT / path).read_text(encoding="utf-8")
    assert checked_in == generated[path], f"{path} is stale: run guiju export-schema --all"
