"""The JSON Schemas of data files as typed values, and what a node of them means in words.

Only what ``core.regulation.json_schema`` generates is read; a keyword that it does not use is passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_DEFINITIONS = "#/$defs/"


class Node(BaseModel):
    """One schema: of a whole file, a type, a field, or what stands in a list."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    ref: str | None = Field(default=None, alias="$ref")
    title: str = ""
    description: str = ""
    type: str | None = None
    format: str | None = None
    const: str | None = None
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    default: object = None
    minimum: int | None = None
    maximum: int | None = None
    above: int | None = Field(default=None, alias="exclusiveMinimum")
    min_items: int = Field(default=0, alias="minItems")
    any_of: tuple["Node | Literal[True]", ...] = Field(default=(), alias="anyOf")
    one_of: tuple["Node", ...] = Field(default=(), alias="oneOf")
    items: "Node | None" = None
    properties: Mapping[str, "Node"] = Field(default_factory=dict)
    others: "Node | bool" = Field(default=True, alias="additionalProperties")
    required: frozenset[str] = frozenset()
    definitions: Mapping[str, "Node"] = Field(default_factory=dict, alias="$defs")

    @property
    def target(self) -> str | None:
        """The key of the type that it refers to, None if it refers to none."""
        return self.ref.removeprefix(_DEFINITIONS) if self.ref is not None else None

    @property
    def choices(self) -> tuple["Node", ...]:
        """What it may be, one or the other; empty if there is no choice between schemas."""
        return tuple(one for one in (*self.any_of, *self.one_of) if one is not True) if not self.enum else ()

    @property
    def terms(self) -> Mapping[str, str]:
        """Each value of an enumeration with its description, empty where it has none."""
        described = {one.const: one.description for one in self.any_of if one is not True and one.const is not None}
        return {value: described.get(value, "") for value in self.enum}

    def targets(self) -> Iterator[tuple[str, bool]]:
        """Yield the key of each type that stands in it, and whether it stands in a list or by name."""
        if self.target is not None:
            yield self.target, False
        for one in self.choices:
            yield from one.targets()
        inner = (self.items, None if isinstance(self.others, bool) else self.others)
        for one in inner:
            if one is not None:
                yield from ((key, True) for key, _ in one.targets())


@dataclass(frozen=True, slots=True)
class Words:
    """What types and forms are called on a page, in Markdown."""

    types: Mapping[str, str]
    """Each type by its key."""
    forms: Mapping[str, str]
    """Texts of some form, by their pattern."""

    def of(self, node: Node) -> str:
        """Return what may stand where ``node`` describes."""
        if node.target is not None:
            return self.types[node.target]
        if node.choices:
            return " or ".join(self.of(one) for one in node.choices)
        if node.items is not None:
            return f"list of {self.of(node.items)}{', at least one' if node.min_items else ''}"
        if isinstance(node.others, Node):
            return f"table by name, each {self.of(node.others)}"
        return self.forms.get(node.pattern or "") or _scalar(node)


def _scalar(node: Node) -> str:
    if node.const is not None:
        return f"`{node.const}`"
    match node.type, node.format:
        case "boolean", _:
            return "`true` or `false`"
        case "integer", _:
            return f"whole number{_bounds(node)}"
        case "number", _:
            return f"number{_bounds(node)}"
        case _, "date":
            return "day, as `2025-03-01`"
        case _:
            return f"text of the form `{node.pattern}`" if node.pattern else "text"


def _bounds(node: Node) -> str:
    if node.above is not None:
        return f" above {node.above}"
    if node.minimum is not None and node.maximum is not None:
        return f", {node.minimum} to {node.maximum}"
    return f", {node.minimum} or more" if node.minimum is not None else ""
