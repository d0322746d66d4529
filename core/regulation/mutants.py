"""Every small change that could be made by mistake to the numbers, terms and days of a data file.

What a value could be instead is told by the type of its field: a new kind of rule is changed as it comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.model import Regulation
from core.regulation.vocabulary import Scheme
from core.text import Text

Data = dict[str, Value]

SHOWN = frozenset({"basis", "behaviour", "by"})
"""Terms that are shown and searched by, as labels are: what a result is reckoned from does not contain them."""
_NO_TABLE = cast("Value", {})
_DAY = timedelta(days=1)


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
    for scheme in map(str.lower, Scheme):
        if scheme in data:
            walk = _Walk(cast("Data", data[scheme]), inherits="inherits" in data)
            yield from walk.of(data[scheme], _kinds(Regulation.model_fields[scheme].annotation), (scheme,))
    yield from _of_readings(data)


def _of_readings(data: Data) -> Iterator[Mutant]:
    """Yield the mutants of what each reading puts in place of the file's own values."""
    for index, reading in enumerate(cast("tuple[Data, ...]", data.get("readings", ()))):
        for number, choice in enumerate(cast("tuple[Data, ...]", reading["choices"])):
            path: Path = ("readings", index, "choices", number, "set")
            for name, value in cast("Data", choice.get("set", {})).items():
                yield from _others(value, _kinds_at(name), (*path, name))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way through the tables of one scheme."""

    scheme: Data
    inherits: bool
    """Whether what a table says by saying nothing may be said by that which the file inherits."""

    def of(self, value: Value, kinds: tuple[object, ...], path: Path) -> Iterator[Mutant]:
        """Yield the mutants of ``value``, which can be of any of ``kinds``."""
        if isinstance(value, dict):
            yield from self._of_table(value, kinds, path)
        elif isinstance(value, tuple):
            within = _within(kinds)
            for index, one in enumerate(value):
                yield Mutant((*path, index), None)
                yield from self.of(one, within, (*path, index))
        else:
            yield from _others(value, kinds, path)
            if isinstance(value, str) and path[-1] != "id":
                yield from (Mutant(path, other) for other in self._beside(value) if other != value)

    def _beside(self, name: str) -> tuple[str, ...]:
        """Return the ids of the list of which one is ``name``: what points to it could point to them."""
        return next((row for row in _rows(self.scheme) if name in row), ())

    def _of_table(self, table: Data, kinds: tuple[object, ...], path: Path) -> Iterator[Mutant]:
        model = _model(kinds, table)
        if model is None:
            for key, inner in table.items():
                yield from self.of(inner, _within(kinds), (*path, key))
            return
        for key, info in _fields(model):
            if key in SHOWN or info.annotation is Text or _is_idle(table, key):
                continue
            if key in table:
                yield from self.of(table[key], _kinds(info.annotation), (*path, key))
            if self.inherits and ("cite" not in table or "conventions" in path):
                continue
            if key not in table:
                yield from self._implied(info, (*path, key))
            elif info.default is None and _is_number(table[key]) and not _is_sum(table, key):
                yield Mutant((*path, key), None)

    def _implied(self, info: FieldInfo, path: Path) -> Iterator[Mutant]:
        """Yield the mutants of what a table says by saying nothing."""
        default: object = info.default
        if isinstance(default, (bool, StrEnum)):
            if "conventions" not in path or _bears_on(self.scheme, str(path[-1])):
                yield from _others(default, _kinds(info.annotation), path)
        elif isinstance(default, BaseModel):
            for key, inner in _fields(type(default)):
                yield from self._implied(inner, (*path, key))


def _others(value: object, kinds: tuple[object, ...], path: Path) -> Iterator[Mutant]:
    """Yield what a single value could be instead."""
    if isinstance(value, bool):
        yield Mutant(path, not value)
    elif isinstance(value, (int, Decimal)):
        yield from (Mutant(path, value + by) for by in (1, -1))
    elif isinstance(value, date):
        yield from (Mutant(path, value + by) for by in (_DAY, -_DAY))
    elif isinstance(value, str):
        terms = (one for one in kinds if isinstance(one, type) and issubclass(one, StrEnum))
        for other in next((tuple(one) for one in terms if value in set(one)), ()):
            if other != value:
                yield Mutant(path, str(other))


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, Decimal, date)) and not isinstance(value, bool)


def _is_sum(table: Data, key: str) -> bool:
    """Return whether a group's weight is that of its indicators together, which it is too if it is left out."""
    weights = [one.get("weight") for one in cast("tuple[Data, ...]", table.get("indicators", ()))]
    numbers = [one for one in weights if isinstance(one, int)]
    return key == "weight" and len(numbers) == len(weights) > 0 and sum(numbers) == table[key]


def _is_idle(table: Data, key: str) -> bool:
    """Return whether no outcome can depend on ``key``, given what else the table says."""
    if key == "per":  # all points, or none, are the same however often they are counted
        return table.get("points") in ("ALL", "NONE")
    return key == "object" and table.get("kind") not in {"SUSPEND", "REVOKE", "TERMINATE"}  # a duty takes nothing away


def _bears_on(points: Data, convention: str) -> bool:
    """Return whether a convention can change anything, given what the scheme says."""
    tables = list(_tables(points))
    match convention:
        case "all_points":
            return any(table.get("points") == "ALL" for table in tables)
        case "last_day" | "overlap":
            return any("months" in table for table in tables)
        case "one_off":
            return any("reached" in table for table in tables)
        case "open_term" | "reasoned":
            return any({"from", "to"} <= set(table) for table in tables)
        case "staff_records":
            return any("staff_shares" in table for table in tables)
        case _:
            return True


def _tables(value: Value) -> Iterator[Data]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    for one in inner:
        yield from _tables(one)


def _rows(value: Value) -> Iterator[tuple[str, ...]]:
    """Yield the ids of each list of tables, of the outer lists first."""
    if isinstance(value, tuple):
        yield tuple(str(one["id"]) for one in value if isinstance(one, dict) and "id" in one)
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from _rows(one)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of a table under the names that a data file gives them."""
    for name, info in model.model_fields.items():
        yield info.alias or name, info


def _kinds(annotation: object) -> tuple[object, ...]:
    """Return the types of which a value can be, without what pydantic is told beside them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (tuple, dict) or origin is None:
        return (annotation,)
    return tuple(kind for one in get_args(annotation) for kind in _kinds(one))


def _within(kinds: tuple[object, ...]) -> tuple[object, ...]:
    """Return the types of which an entry of a list, or a value of a table of numbers, can be."""
    listed = [one for one in kinds if get_origin(one) in (tuple, dict)]
    return tuple(kind for one in listed for kind in _kinds(get_args(one)[-1 if get_origin(one) is dict else 0]))


def _model(kinds: tuple[object, ...], table: Data) -> type[BaseModel] | None:
    """Return the model among ``kinds`` that has every name of ``table``; None: the names are free."""
    models = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
    return next((one for one in models if set(table) <= {key for key, _ in _fields(one)}), None)


def _kinds_at(path: str) -> tuple[object, ...]:
    """Return the types of which the value at a path such as ``points.escalations.twice.counted_per`` can be."""
    kinds: tuple[object, ...] = (Regulation,)
    for name in path.split("."):
        models = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
        fields = {key: info for one in models for key, info in _fields(one)}
        if name in fields:
            kinds = _kinds(fields[name].annotation)
        kinds = _within(kinds) or kinds
    return kinds


def changed(value: Value, path: Path, to: "Value | None") -> Value:
    """Return ``value`` with what stands at ``path`` replaced by ``to``, or left out if that is None."""
    here, rest = path[0], path[1:]
    if isinstance(value, tuple) and isinstance(here, int):
        inner = () if to is None and not rest else (changed(value[here], rest, to) if rest else cast("Value", to),)
        return (*value[:here], *inner, *value[here + 1 :])
    table, name = cast("Data", value), cast("str", here)
    if not rest:
        kept = {key: one for key, one in table.items() if key != name}
        return kept if to is None else {**kept, name: to}
    return {**table, name: changed(table.get(name, _NO_TABLE), rest, to)}
