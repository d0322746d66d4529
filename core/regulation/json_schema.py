"""The JSON Schema of data files, generated from the types, for completion and errors in an editor.

The values of an enumeration are described beside ``enum``, in an ``anyOf`` that accepts everything: an editor shows the
description of each, and reports a wrong one once, by ``enum``, instead of once for each value that it is not.
"""

import ast
import inspect
import json
from collections.abc import Mapping
from enum import Enum
from itertools import pairwise
from textwrap import dedent
from types import NoneType
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import DecimalSchema, EnumSchema, NullableSchema, WithDefaultSchema

from core.regulation.behaviours import LABELS, Behaviour
from core.regulation.model import Regulation
from core.regulation.settings import Settings

_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "le": "maximum"}
"""What bounds a number, as a type says it and as JSON Schema does."""
_STATED_BY_ITSELF = frozenset({"id", "place", "title", "region", "inherits", "source"})
"""What a regulation that inherits must say nevertheless, since it says it of itself."""


def schema_text(model: type[BaseModel], title: str) -> str:
    """Return the JSON Schema of ``model`` as text that is the same on every machine."""
    return _text(_generated(model), title)


def regulation_schema() -> str:
    """Return the JSON Schema of a regulation that stands alone."""
    return schema_text(Regulation, "Guiju regulation")


def inheriting_schema() -> str:
    """Return the JSON Schema of a regulation that inherits, which may leave out whatever it does not change."""
    schema = _generated(Regulation)
    for table in schema["$defs"].values():
        if "required" in table:
            table["required"] = [name for name in table["required"] if name == "id"]
    schema["required"] = [name for name in schema["properties"] if name in _STATED_BY_ITSELF]
    return _text(schema, "Guiju regulation that inherits")


def settings_schema() -> str:
    """Return the JSON Schema of an operator's settings."""
    return schema_text(Settings, "Guiju operator settings")


def _generated(model: type[BaseModel]) -> JsonSchemaValue:
    return model.model_json_schema(by_alias=True, schema_generator=_ForEditors)


def _text(schema: JsonSchemaValue, title: str) -> str:
    whole = {"$schema": GenerateJsonSchema.schema_dialect} | schema | {"title": title}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def value_descriptions(enumeration: type[Enum]) -> Mapping[str, str]:
    """Return what each member of ``enumeration`` means, by its name: the docstring below it, or its label.

    A member without either is left out.
    """
    if enumeration is Behaviour:
        return {behaviour.name: f"{label.en} ({label.zh})." for behaviour, label in LABELS.items()}
    (definition,) = ast.parse(dedent(inspect.getsource(enumeration))).body
    body = cast("ast.ClassDef", definition).body
    described: dict[str, str] = {}
    for statement, following in pairwise(body):
        match statement, following:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(text))):
                described[name] = inspect.cleandoc(text)
            case _:
                pass
    return described


class _ForEditors(GenerateJsonSchema):
    """What pydantic generates, with a description of every field and value, and without what TOML cannot write."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Return the whole schema, each field described also where its description is that of its type."""
        generated = super().generate(schema, mode)
        types: dict[str, JsonSchemaValue] = generated.get("$defs", {})
        for table in (generated, *types.values()):
            fields: dict[str, JsonSchemaValue] = table.get("properties", {})
            for field in fields.values():
                if "description" not in field and "$ref" in field:
                    field["description"] = types[field["$ref"].removeprefix("#/$defs/")]["description"]
        return generated

    def enum_schema(self, schema: EnumSchema) -> JsonSchemaValue:
        """Return the values of an enumeration, each with its description."""
        described = value_descriptions(schema["cls"])
        values: list[Any] = [
            {"const": member.value, "description": described[member.name]}
            for member in schema["members"]
            if member.name in described
        ]
        return super().enum_schema(schema) | {"anyOf": [*values, True]}

    def generate_inner(self, schema: Any) -> JsonSchemaValue:  # noqa: ANN401 - as in the class that it extends
        """Return the schema of one value, with bounds set after a validator under the names that JSON Schema has."""
        generated = super().generate_inner(schema)
        limits = {name: generated.pop(key) for key, name in _BOUNDS.items() if key in generated}
        generated.pop("decimal_places", None)
        if not limits:
            return generated
        number = generated["anyOf"][0] | limits
        if "exclusiveMinimum" in number:
            number.pop("minimum", None)
        return generated | {"anyOf": [number]}

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """Return a number with its bounds: as a choice of one, which an editor takes for 1 as well as for 1.5."""
        limits = {name: value for key, name in _BOUNDS.items() if (value := cast("Any", schema).get(key)) is not None}
        return {"anyOf": [{"type": "number"} | limits]}

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema of the value alone: what is not there is left out of the file."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of a value with its default, but not None, nor a table, whose fields have their own."""
        generated = super().default_schema(schema)
        if isinstance(generated.get("default"), (dict, NoneType)):
            generated.pop("default", None)
        return generated

    def field_title_should_be_set(self, schema: object) -> bool:
        """Return False: a title would only repeat the field's name."""
        del schema
        return False
