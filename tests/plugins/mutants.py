"""Every small change that could be made by mistake to the numbers and terms of a data file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from core.regulation.points import AllPoints, BookedOn, CountedPer, LastDay, Overlap, Per, StartsOn
from core.regulation.positions import Path
from core.regulation.reading import Value
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Change,
    Incident,
    Insurance,
    PeriodKind,
    RecordField,
    SanctionKind,
    SanctionObject,
)

Data = dict[str, Value]

TERMS = MappingProxyType[str, type[StrEnum]](
    {
        "kind": SanctionKind,
        "counts": SanctionKind,
        "object": SanctionObject,
        "counted_per": CountedPer,
        "per": Per,
        "period": PeriodKind,
        "booked_on": BookedOn,
        "starts_on": StartsOn,
        "last_day": LastDay,
        "overlap": Overlap,
        "all_points": AllPoints,
        "act": Act,
        "clear_of": Incident,
        "insurance": Insurance,
        "only_if": Attribute,
        "any_of": Attribute,
        "changes": Change,
        "requires": RecordField,
    }
)
"""The terms from which a law could be written wrongly, by key."""

IMPLIED = MappingProxyType[str, MappingProxyType[str, Value]](
    {
        "points": MappingProxyType({"capped": False}),
        "clauses": MappingProxyType({"per": "CASE"}),
        "sanctions": MappingProxyType({"object": "QUALIFICATION", "until_exam": False}),
        "sanction": MappingProxyType({"object": "QUALIFICATION"}),
        "states": MappingProxyType({"enrolled": False}),
        "conventions": MappingProxyType(
            {
                "booked_on": "DECIDED",
                "starts_on": "DECIDED",
                "last_day": "PREVIOUS",
                "overlap": "SUPERSEDE",
                "all_points": "REMAINDER",
            }
        ),
    }
)
"""What a table says by saying nothing, by the name of the table."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One value of a data file, and what it could have been instead; ``value`` None leaves the entry out."""

    path: Path
    value: "Value | None"

    @property
    def key(self) -> str:
        """The last name on the way to the value."""
        return next(part for part in reversed(self.path) if isinstance(part, str))


def mutants_of(data: Data) -> Iterator[Mutant]:
    """Yield every mutant of what ``data`` says or implies, one a value changed; words for people are left alone."""
    for scheme in ("points", "enrolment", "readings"):
        if scheme in data:
            yield from _of(data[scheme], (scheme,))
    if "points" in data:
        points = cast("Data", data["points"])
        stated = cast("Data", points.get("conventions", {}))
        clauses = cast("tuple[Data, ...]", points["clauses"])
        takes_all = any(clause["points"] == "ALL" for clause in clauses)
        for key, default in IMPLIED["conventions"].items():
            if key not in stated and (takes_all or key != "all_points"):
                yield from _others(("points", "conventions", key), default)


def _of(value: Value, path: Path) -> Iterator[Mutant]:
    if isinstance(value, dict):
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        for key, inner in {**IMPLIED.get(name, {}), **value}.items():
            if not _is_idle(value, key):
                yield from _of(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            if not isinstance(inner, dict) and "basis" not in path:
                yield Mutant((*path, index), None)
            yield from _of(inner, (*path, index))
    else:
        yield from _others(path, value)


def _is_idle(table: Data, key: str) -> bool:
    """Return whether no outcome can depend on ``key``, given what else the table says."""
    if key == "per":  # all points, or none, are the same however often they are counted
        return table.get("points") in ("ALL", "NONE")
    return key == "object" and table.get("kind") not in {"SUSPEND", "REVOKE", "TERMINATE"}  # a duty takes nothing away


def _others(path: Path, value: Value) -> Iterator[Mutant]:
    if isinstance(value, bool):
        yield Mutant(path, not value)
    elif isinstance(value, (int, Decimal)):
        yield from (Mutant(path, value + by) for by in (1, -1))
    elif isinstance(value, str):
        key = Mutant(path, value).key.rpartition(".")[2]
        terms = TERMS.get(key)
        if terms is not None and value in terms.__members__.values():
            yield from (Mutant(path, str(other)) for other in terms if other != value)


def changed(value: Value, path: Path, to: "Value | None") -> Value:
    """Return ``value`` with what stands at ``path`` replaced by ``to``, or left out if that is None."""
    here, rest = path[0], path[1:]
    if isinstance(value, tuple) and isinstance(here, int):
        inner = () if to is None and not rest else (changed(value[here], rest, to) if rest else cast("Value", to),)
        return (*value[:here], *inner, *value[here + 1 :])
    table = cast("Data", value)
    return {
        **table,
        cast("str", here): changed(table.get(cast("str", here), {}), rest, to) if rest else cast("Value", to),
    }
