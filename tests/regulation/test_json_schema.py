"""The JSON Schemas say what every field and value means, and accept what the types accept."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import pytest
from hypothesis import given

from core.regulation.behaviours import Behaviour
from core.regulation.citation import Citation
from core.regulation.json_schema import value_descriptions
from tests.regulation.test_citation import citations

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
NAMES = ["cases", "inheriting", "regulation", "settings"]

Schema = dict[str, Any]


@cache
def schema_of(name: str) -> Schema:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def nodes(schema: object) -> Iterator[Schema]:
    """Yield every table of a JSON document, those within others too."""
    inner: Iterable[object] = ()
    if isinstance(schema, dict):
        node = cast("Schema", schema)
        yield node
        inner = node.values()
    elif isinstance(schema, list):
        inner = cast("list[object]", schema)
    for one in inner:
        yield from nodes(one)


def fields(name: str) -> list[tuple[str, Schema]]:
    """Return each field of each table that a schema describes, with where it stands."""
    tables = [node for node in nodes(schema_of(name)) if "properties" in node]
    return [(f"{table['title']}.{field}", node) for table in tables for field, node in table["properties"].items()]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_valid_one(name: str) -> None:
    jsonschema_rs.meta.validate(schema_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described(name: str) -> None:
    assert len(fields(name)) > 20
    assert [where for where, node in fields(name) if not node.get("description")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_an_enumeration_is_described(name: str) -> None:
    found = [node for node in nodes(schema_of(name)) if "enum" in node]
    assert found
    for node in found:
        *values, anything = node["anyOf"]
        assert [one["const"] for one in values] == node["enum"]
        assert all(one["description"] for one in values)
        assert anything is True


@pytest.mark.parametrize("name", NAMES)
def test_a_default_is_a_value_that_the_field_takes(name: str) -> None:
    defaults = [(where, node) for where, node in fields(name) if "default" in node]
    assert defaults
    for where, node in defaults:
        assert jsonschema_rs.is_valid(node | {"$defs": schema_of(name)["$defs"]}, node["default"]), where


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_offered_that_a_data_file_cannot_write(name: str) -> None:
    assert [
        node for node in nodes(schema_of(name)) if node.get("type") == "null" or node.get("default", "") is None
    ] == []


@given(citations())
def test_every_citation_fits_the_pattern(citation: Citation) -> None:
    cite = schema_of("regulation")["$defs"]["Clause"]["properties"]["cite"]
    assert jsonschema_rs.is_valid(cite, str(citation))
    assert all(str(Citation.parse(example)) == example for example in cite["examples"])


@pytest.mark.parametrize(
    ("table", "field", "wrong"),
    [
        ("Clause", "points", 0),
        ("Clause", "points", "SOME"),
        ("Clause", "cite", "第四条"),
        ("Range", "from", -1),
        ("OrdinalShare", "percent", 100.5),
        ("Tariff", "amount", "20"),
        ("Region", "code", "99"),
    ],
)
def test_a_wrong_value_is_refused(table: str, field: str, wrong: object) -> None:
    schema = schema_of("regulation")
    node = schema["$defs"][table]["properties"][field] | {"$defs": schema["$defs"]}
    assert not jsonschema_rs.is_valid(node, wrong)


def test_a_regulation_that_inherits_may_leave_out_all_but_what_it_says_of_itself() -> None:
    own: Schema = {
        "id": "testville-2031",
        "place": "testville",
        "title": {"zh": "试", "en": "A test"},
        "region": {"code": "990101", "name": {"zh": "试", "en": "Testville"}},
        "source": {"confidence": "TEMPLATE", "completeness": "WHOLE"},
        "inherits": "testland-2030",
        "points": {"clauses": [{"id": "late", "points": 2}]},
    }
    inheriting = jsonschema_rs.validator_for(schema_of("inheriting"))
    assert inheriting.is_valid(own)
    assert not jsonschema_rs.is_valid(schema_of("regulation"), own)
    assert not any(
        inheriting.is_valid({name: own[name] for name in own if name != left_out}) for left_out in list(own)[:6]
    )
    assert not inheriting.is_valid(own | {"points": {"clauses": [{"points": 2}]}})


def test_a_value_is_described_by_the_docstring_below_it() -> None:
    class Colour(StrEnum):
        """A colour."""

        RED = "RED"
        """The colour
        of a stop."""
        BLUE = "BLUE"
        GREEN = "GREEN"
        """The colour of a go."""

    assert value_descriptions(Colour) == {"RED": "The colour\nof a stop.", "GREEN": "The colour of a go."}


def test_a_behaviour_is_described_by_its_label() -> None:
    assert value_descriptions(Behaviour)["IDENTITY_UNCHECKED"] == "Identity not checked (未核对身份)."
