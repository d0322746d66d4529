"""The JSON Schema of data files, generated from the types, for completion and errors in an editor."""

import json

from pydantic import BaseModel

from core.regulation.model import Regulation
from core.regulation.settings import Settings


def schema_text(model: type[BaseModel], title: str) -> str:
    """Return the JSON Schema of ``model`` as text that is the same on every machine."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(by_alias=True)
    return json.dumps(schema | {"title": title}, ensure_ascii=False, indent=2) + "\n"


def regulation_schema() -> str:
    """Return the JSON Schema of a regulation."""
    return schema_text(Regulation, "Guiju regulation")


def settings_schema() -> str:
    """Return the JSON Schema of an operator's settings."""
    return schema_text(Settings, "Guiju operator settings")
