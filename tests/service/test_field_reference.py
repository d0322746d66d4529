"""The reference of data files says all that the JSON Schemas say, once."""

import json
import re

import pytest

from core.assessment.cases import CaseFile
from core.regulation.json_schema import regulation_schema, schema_text, settings_schema
from core.service.field_reference import field_pages
from core.service.json_schema_nodes import Node, Words

PAGES = field_pages()
SCHEMAS = {
    "regulation": regulation_schema(),
    "cases": schema_text(CaseFile, "Worked examples"),
    "settings": settings_schema(),
}
SCHEMES = ("points", "enrolment", "scorecard", "charges", "settlement", "dispensing", "rating")
LINES = [line for text in PAGES.values() for line in text.splitlines() if line.startswith("| `")]
CELLS = [re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in LINES]
ROWS = {(cells[0].strip("`"), cells[-1]) for cells in CELLS}


def test_there_is_a_page_for_the_head_each_scheme_the_examples_and_the_settings() -> None:
    assert tuple(PAGES) == ("regulation", *SCHEMES, "cases", "settings")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_and_every_value_has_a_row_with_its_meaning(name: str) -> None:
    root = Node.model_validate_json(SCHEMAS[name])
    for node in (root, *root.definitions.values()):
        rows = [*((field, one.description) for field, one in node.properties.items()), *node.terms.items()]
        assert rows
        for word, meaning in rows:
            shown = " ".join(meaning.replace("``", "`").split()).replace("|", "\\|")
            assert (word, shown) in ROWS, f"{node.title}: {word}"


def test_types_that_two_files_share_are_the_same_in_both() -> None:
    head = json.loads(SCHEMAS["regulation"])["$defs"]
    for other in ("cases", "settings"):
        types = json.loads(SCHEMAS[other])["$defs"]
        shared = [key for key in types if key in head]
        assert shared
        assert {key: types[key] for key in shared} == {key: head[key] for key in shared}


@pytest.mark.parametrize("name", PAGES)
def test_no_heading_stands_twice_on_a_page(name: str) -> None:
    headings = re.findall(r"^## (.+)$", PAGES[name], re.MULTILINE)
    assert len({heading.lower() for heading in headings}) == len(headings)


def test_a_table_says_where_it_is_written_and_a_shared_type_stands_with_the_head() -> None:
    assert "## Clause\n\nAn act that costs points (条款). Written at `[[points.clauses]]`.\n" in PAGES["points"]
    assert "\n## Range\n" in PAGES["regulation"]
    assert "Written at `[settlement.growth]`." in PAGES["settlement"]
    assert "[PeriodKind](regulation.md#periodkind)" in PAGES["points"]


WORDS = Words({"Range": "[Range](#range)", "Per": "[Per](#per)"}, {"^x$": "id"})


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "boolean"}, "`true` or `false`"),
        ({"type": "integer", "minimum": 1, "maximum": 1200}, "whole number, 1 to 1200"),
        ({"type": "integer", "exclusiveMinimum": 0}, "whole number above 0"),
        ({"type": "number", "minimum": 0}, "number, 0 or more"),
        ({"type": "number"}, "number"),
        ({"type": "string", "format": "date"}, "day, as `2025-03-01`"),
        ({"type": "string", "pattern": "^x$"}, "id"),
        ({"type": "string", "pattern": "^a|b$"}, "text of the form `^a|b$`"),
        ({"type": "string", "const": "POINTS"}, "`POINTS`"),
        ({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Per"}}, "list of [Per](#per), at least one"),
        ({"type": "array", "items": {"type": "string"}}, "list of text"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "table by name, each text"),
        ({"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/Range"}]}, "whole number or [Range](#range)"),
    ],
)
def test_what_may_stand_in_a_field_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert WORDS.of(Node.model_validate_json(json.dumps(schema))) == words
