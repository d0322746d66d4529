"""What a pydantic model refuses, one complaint a mistake, in the project's words."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import islice
from types import MappingProxyType
from typing import cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType

from core.regulation.files import messages
from core.regulation.files.fields import keys_at
from core.regulation.files.folding import Branch, Fault, fold
from core.regulation.files.messages import Kind, Wording
from core.regulation.files.positions import Path
from core.text import Text

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?)")
_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "int": Kind.INTEGER,
        "decimal": Kind.DECIMAL,
        "float": Kind.DECIMAL,
        "bool": Kind.BOOLEAN,
        "string": Kind.STRING,
        "date": Kind.DATE,
        "datetime": Kind.DATETIME,
        "time": Kind.TIME,
        "tuple": Kind.ARRAY,
        "list": Kind.ARRAY,
        "set": Kind.ARRAY,
        "frozen_set": Kind.ARRAY,
        "iterable": Kind.ARRAY,
        "dict": Kind.TABLE,
        "frozen_dict": Kind.TABLE,
        "mapping": Kind.TABLE,
        "model": Kind.TABLE,
        "dataclass": Kind.TABLE,
    }
)
"""What pydantic expects, by the first part of its error's type."""
_NOTHING = object()
_MOST = 1000
"""How many of pydantic's errors are looked at: more than are ever told, and no more than takes a moment."""
_ENOUGH = 64
"""How many ways to read one location are tried; a location has a handful at most."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mistake at a key path: at its key, or else at its value."""

    path: Path
    wording: Wording
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class _Bound:
    """How a bound is told: its code, the name pydantic gives its limit, and what stands before the limit."""

    code: str
    key: str
    zh: str
    en: str


_BOUNDS: Mapping[str, _Bound] = MappingProxyType(
    {
        "greater_than": _Bound("TOO_SMALL", "gt", "大于", "more than"),
        "greater_than_equal": _Bound("TOO_SMALL", "ge", "不小于", "at least"),
        "less_than": _Bound("TOO_LARGE", "lt", "小于", "less than"),
        "less_than_equal": _Bound("TOO_LARGE", "le", "不大于", "at most"),
        "too_short": _Bound("TOO_SHORT", "min_length", "不小于", "at least"),
        "string_too_short": _Bound("TOO_SHORT", "min_length", "不小于", "at least"),
        "too_long": _Bound("TOO_LONG", "max_length", "不大于", "at most"),
        "string_too_long": _Bound("TOO_LONG", "max_length", "不大于", "at most"),
        "decimal_max_places": _Bound(
            "TOO_PRECISE", "decimal_places", "保留小数位数不多于", "rounded to a number of decimal places of at most"
        ),
    }
)
"""The bounds of values, texts and lists, by pydantic's type of error."""


def complaints(error: ValidationError, data: object, model: type[BaseModel]) -> tuple[Complaint, ...]:
    """Return what ``model`` found wrong with ``data``, as told by ``error``; one mistake gives one complaint."""
    faults = fold([fault for fault in islice(_faults(error, data, ()), _MOST) if not _is_echo(fault)])
    found: dict[tuple[Path, str], Complaint] = {}
    answered: set[Path] = set()
    for fault in faults:
        if fault.type == "extra_forbidden":
            complaint, meant = _unknown_key(fault, data, model)
            answered.update(meant)
        else:
            complaint = _complaint(fault)
        found.setdefault((fault.path, complaint.wording.code), complaint)
    return tuple(one for (path, code), one in found.items() if code != "MISSING_KEY" or path not in answered)


def _faults(error: ValidationError, data: object, outer: tuple[str | int, ...]) -> Iterator[Fault]:
    for details in error.errors(include_url=False):
        context = details.get("ctx", {})
        inner = context.get("error")
        location = (*outer, *details["loc"])
        if isinstance(inner, ValidationError):  # a validator that asked another model
            yield from _faults(inner, data, location)
            continue
        path, trail = _resolved(location, data, details["input"], is_missing=details["type"] == "missing")
        yield Fault(details["type"], path, trail, details["msg"], details["input"], context)


def _is_echo(fault: Fault) -> bool:
    """Return whether a list is called too short only because pydantic does not count its faulty elements."""
    least = fault.context.get("min_length")
    if fault.type != "too_short" or not isinstance(least, int) or not isinstance(fault.value, tuple):
        return False
    return len(cast("tuple[object, ...]", fault.value)) >= least


def _resolved(
    location: tuple[str | int, ...], data: object, value: object, *, is_missing: bool
) -> tuple[Path, tuple[Branch, ...]]:
    """Return the key path of a location, and the names in it that are no keys but branches of a union.

    Such a name can equal a key; then the reading is taken that leads to the value complained of.
    """
    walked = location[:-1] if is_missing else location
    readings = list(islice(_readings(walked, data), _ENOUGH))
    path, trail, _ = next((one for one in readings if one[2] is value), readings[0])
    return ((*path, location[-1]) if is_missing else path), trail


def _readings(
    location: tuple[str | int, ...], node: object, path: Path = (), trail: tuple[Branch, ...] = ()
) -> Iterator[tuple[Path, tuple[Branch, ...], object]]:
    if not location:
        yield path, trail, node
        return
    part, rest = location[0], location[1:]
    inner = _inside(node, part)
    if inner is not _NOTHING:
        yield from _readings(rest, inner, (*path, part), trail)
    yield from _readings(rest, node, path, (*trail, Branch(path, str(part))))


def _unknown_key(fault: Fault, data: object, model: type[BaseModel]) -> tuple[Complaint, tuple[Path, ...]]:
    """Return the complaint and the paths of the keys that it takes for the ones meant."""
    parent = fault.path[:-1]
    labels = {branch.path: branch.label for branch in fault.trail}
    present = _table(reduce(_inside, parent, data))
    free = [key for key in keys_at(model, parent, labels) if key not in present]
    name = str(fault.path[-1])
    close = difflib.get_close_matches(name.lower(), [key.lower() for key in free], n=1)
    suggestion = next((key for key in free if close and key.lower() == close[0]), None)
    meant = () if suggestion is None else ((*parent, suggestion),)
    return Complaint(fault.path, messages.unknown_key(fault.path, suggestion, free), at_key=True), meant


def _inside(node: object, key: str | int) -> object:
    """Return what a table or array holds at ``key``, or ``_NOTHING``."""
    if isinstance(node, Mapping):
        return cast("Mapping[object, object]", node).get(key, _NOTHING)
    if isinstance(node, tuple) and isinstance(key, int):
        items = cast("tuple[object, ...]", node)
        return items[key] if key < len(items) else _NOTHING
    return _NOTHING


def _table(node: object) -> Mapping[object, object]:
    """Return the node if it is a table, else an empty one."""
    return cast("Mapping[object, object]", node) if isinstance(node, Mapping) else {}


def _complaint(fault: Fault) -> Complaint:
    path, context = fault.path, fault.context
    if fault.type not in get_args(ErrorType) or "zh" in context:
        return Complaint(path, messages.custom(fault.type, path, fault.message, context))
    if fault.type == "missing":
        return Complaint(path[:-1], messages.missing_key(path))
    if fault.type in {"union_tag_not_found", "union_tag_invalid"}:
        return _wrong_tag(fault)
    if all(one.is_choice for one in (fault, *fault.others)):
        return Complaint(path, _not_allowed(path, fault.value, _allowed(fault)))
    if fault.is_mismatch or fault.is_choice:
        return Complaint(path, _wrong_type(fault))
    return Complaint(path, _bounded(fault) or _otherwise(fault))


def _wrong_tag(fault: Fault) -> Complaint:
    key = str(fault.context.get("discriminator", "")).strip("'")
    path = (*fault.path, key)
    if fault.type == "union_tag_not_found":
        return Complaint(fault.path, messages.missing_key(path))
    tag = _table(fault.value).get(key)
    return Complaint(path, _not_allowed(path, tag, _choices(fault.context.get("expected_tags"))))


def _not_allowed(path: Path, value: object, allowed: list[str]) -> Wording:
    """Return the words for a value that is none of ``allowed``, suggesting one that is written much like it."""
    close = difflib.get_close_matches(str(value).upper(), [one.strip('"').upper() for one in allowed], n=1)
    suggestion = next((one for one in allowed if close and one.strip('"').upper() == close[0]), None)
    return messages.not_allowed(path, value, allowed, suggestion)


def _allowed(fault: Fault) -> list[str]:
    every = (fault, *fault.others)
    return list(dict.fromkeys(choice for one in every for choice in _choices(one.context.get("expected"))))


def _choices(expected: object) -> list[str]:
    """Return the values in a list such as ``'a', 'b' or 3``, as a TOML file writes them."""
    matches = _QUOTED.finditer(str(expected))
    return [match[2] or messages.quoted(match[1]) for match in matches]


def _wrong_type(fault: Fault) -> Wording:
    if fault.context.get("class_name") == Text.__name__ and not fault.others:
        return messages.not_bilingual(fault.path, fault.value)
    kinds: list[Kind] = []
    others: list[str] = []
    for one in (fault, *fault.others):
        kind = _kind(one)
        if kind is not None:
            kinds.append(kind)
        elif one.is_choice:
            others.extend(_choices(one.context.get("expected")))
        else:
            others.append(str(one.context.get("class", one.message)))
    return messages.wrong_type(fault.path, fault.value, kinds, others)


def _kind(fault: Fault) -> Kind | None:
    """Return the kind of value that was expected, or None for a type that TOML does not have."""
    if fault.type == "is_instance_of":
        return Kind.DECIMAL if fault.context.get("class") == Decimal.__name__ else None
    return _KINDS.get(re.sub("_(type|parsing|attributes_type|from_float)$", "", fault.type))


def _bounded(fault: Fault) -> Wording | None:
    """Return the words for a value, text or list beyond a bound, or None for any other fault."""
    bound = _BOUNDS.get(fault.type)
    if bound is None:
        return None
    limit = fault.context.get(bound.key)
    text = Text(zh=f"{bound.zh} {limit}", en=f"{bound.en} {limit}")
    if bound.code in {"TOO_SHORT", "TOO_LONG"}:
        return messages.wrong_length(bound.code, fault.path, text)
    return messages.out_of_bounds(bound.code, fault.path, fault.value, text)


def _otherwise(fault: Fault) -> Wording:
    if fault.type == "string_pattern_mismatch":
        return messages.bad_form(fault.path, fault.value, str(fault.context.get("pattern")))
    if fault.type.startswith(("date_", "datetime_")):
        return messages.bad_date_value(fault.path, fault.value)
    if fault.type in {"value_error", "assertion_error"}:
        return messages.invalid(fault.path, str(fault.context.get("error")) or fault.message)
    return messages.invalid(fault.path, fault.message)
