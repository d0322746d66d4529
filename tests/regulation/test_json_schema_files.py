"""Every shipped data file names the JSON Schema that it fits."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "plugins").glob("**/*.toml"))
DIRECTIVE = "#:schema "


@cache
def validator(schema: Path) -> jsonschema_rs.Validator:
    read = jsonschema_rs.validator_for(schema.read_text(encoding="utf-8"), validate_formats=True)
    assert isinstance(read, jsonschema_rs.Draft202012Validator)
    return read


def as_json(value: object) -> object:
    """Return a value of a TOML file as JSON writes it, dates as text."""
    match value:
        case dict():
            return {key: as_json(inner) for key, inner in cast("dict[str, object]", value).items()}
        case list():
            return [as_json(inner) for inner in cast("list[object]", value)]
        case date():
            return value.isoformat()
        case _:
            return value


def test_there_are_files() -> None:
    assert len(FILES) > 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_data_file_fits_the_schema_that_it_names(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    first = text.partition("\n")[0]
    assert first.startswith(DIRECTIVE)
    data = tomllib.loads(text)
    expected = "cases" if file.name.endswith(".cases.toml") else "inheriting" if "inherits" in data else "regulation"
    schema = (file.parent / first.removeprefix(DIRECTIVE)).resolve()
    assert schema == ROOT / "docs" / "schema" / f"{expected}.json"
    found = [f"{one.instance_path}: {one.message}" for one in validator(schema).iter_errors(as_json(data))]
    assert found == []
