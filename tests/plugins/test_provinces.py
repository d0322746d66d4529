"""Regulations that inherit state only what differs, and say of what they rest on no more than is known."""

from collections.abc import Iterator, Mapping
from typing import cast

import pytest

from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.model import Confidence
from tests.plugins import shipped
from tests.plugins.shipped import Shipped

HEIRS = [one for one in shipped.ALL if one.parent is not None]
OF_ITSELF = {"id", "place", "title", "region", "source", "inherits", "without", "provisions", "cite"}

each_heir = pytest.mark.parametrize("one", HEIRS, ids=lambda one: one.law.id)


def repeated(parent: Value, child: Value, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each value of ``child`` that ``parent`` states alike at the same place."""
    if isinstance(parent, dict) and isinstance(child, dict):
        for key, value in child.items():
            if key in parent and key not in OF_ITSELF:
                yield from repeated(parent[key], value, (*path, key))
    elif named(parent) and named(child):
        theirs = {one["id"]: one for one in cast("tuple[dict[str, Value], ...]", parent)}
        for one in cast("tuple[dict[str, Value], ...]", child):
            if one["id"] in theirs:
                yield from repeated(theirs[one["id"]], one, (*path, str(one["id"])))
    elif parent == child:
        yield path


def named(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, dict) and "id" in one for one in value)


def cites(value: Value) -> Iterator[str]:
    """Yield every citation."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key == "cite" and isinstance(inner, str) else cites(inner)
    elif isinstance(value, tuple):
        for one in value:
            yield from cites(one)


def test_five_provinces_inherit_from_the_national_guideline() -> None:
    assert [(one.law.regulation.place, one.law.regulation.inherits) for one in HEIRS] == [
        (place, "national-2024-23") for place in ("hunan", "inner_mongolia", "liaoning", "qinghai", "tianjin")
    ]


@each_heir
def test_an_heir_repeats_nothing_of_what_it_inherits(one: Shipped) -> None:
    assert one.parent is not None

    assert list(repeated(cast("dict[str, Value]", one.parent.data), cast("dict[str, Value]", one.document.data))) == []


def test_a_repetition_is_found() -> None:
    parent: dict[str, Value] = {"a": {"b": 1, "list": ({"id": "x", "at": 3}, {"id": "y", "months": (1, 2)})}}
    child: dict[str, Value] = {"a": {"b": 1, "list": ({"id": "x", "at": 4}, {"id": "y", "months": (1, 2)})}}

    assert list(repeated(parent, child)) == [("a", "b"), ("a", "list", "y", "months")]


@pytest.mark.parametrize(
    "one",
    [one for one in HEIRS if one.law.regulation.source.confidence is Confidence.REPORTED],
    ids=lambda one: one.law.id,
)
def test_every_rule_that_only_the_press_tells_of_says_so(one: Shipped) -> None:
    points: Mapping[str, Value] = {"points": one.document.data["points"]}

    assert {cite.split()[0] for cite in cites(dict(points))} == {"reported"}


@each_heir
def test_what_is_inherited_cites_the_text_that_it_stands_in(one: Shipped) -> None:
    assert one.law.regulation.points is not None

    assert one.law.regulation.points.cite.source == one.law.regulation.inherits
    assert {str(clause.cite) for clause in one.law.regulation.points.clauses if clause.id.startswith("N.")} == {
        "national-2024-23:?"
    }
