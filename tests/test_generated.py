"""Files that are generated and checked in equal what the code generates."""

from pathlib import Path

import pytest
from schema.build import sdl

from core.assessment.cases import CaseFile
from core.regulation.json_schema import regulation_schema, schema_text, settings_schema

ROOT = Path(__file__).parent.parent

GENERATED = {
    "docs/schema/regulation.json": regulation_schema,
    "docs/schema/cases.json": lambda: schema_text(CaseFile, "Guiju worked examples"),
    "docs/schema/settings.json": settings_schema,
    "schema.graphql": sdl,
}


@pytest.mark.parametrize("path", GENERATED)
def test_a_checked_in_file_equals_what_the_code_generates(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == GENERATED[path](), f"run: guiju export-schema --all ({path})"
