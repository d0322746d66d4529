"""What checking a folder found, for scripts: one JSON document; and ledgers as worked examples write them."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from core.assessment.arithmetic import plain
from core.assessment.checking.invariants import MEANING
from core.assessment.periods import Period
from core.cli.against_forms import node
from core.cli.mismatches import expected_of, found_of
from core.regulation.files.problems import Problem
from core.regulation.law import Law
from core.service.checking import FolderCheck, Mutated
from core.service.checking_text import TextCheck
from core.service.trying import Broken, Tried
from core.text import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Node = dict[str, object]
"""A table of the JSON document."""

_BY_DEFAULT: Node = {"cases": 1, "note": "示例", "determined_by": "示例", "reason": "示例"}
"""What an entry of a ledger need not say, and what made-up ledgers always say."""


def entries(facts: object) -> Iterator[str]:
    """Yield what made-up ``facts`` say, an entry a line, as a data file would write it."""
    for name, value in _stated(facts).items():
        listed = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        records = [one for one in listed if is_dataclass(one)]
        yield from (f"{name}: {_toml(one)}" for one in records)
        if not records:
            yield f"{name} = {_toml(cast('object', value))}"


def readings_of(law: Law) -> Iterator[str]:
    """Yield the readings other than the default under which ``law`` is applied, as a worked example names them."""
    taken = {one.reading.id: one.choice.id for one in law.chosen if not one.is_default}
    if taken:
        yield "readings = { " + ", ".join(f'{name} = "{choice}"' for name, choice in taken.items()) + " }"


def document(folder: str, found: FolderCheck, seed: int, compared: TextCheck | None = None) -> str:
    """Return what was found as one JSON document; null says that nothing was asked, or nothing could be tried."""
    reason = found.reason
    content: Node = {
        "folder": folder,
        "passed": found.passed and (compared is None or compared.passed),
        "regulations": found.regulations,
        "cases": found.cases,
        "reason": None if reason is None else {"code": reason.code, "message": _text(reason.message)},
        "problems": [_problem(one) for one in (*(reason.problems if reason else ()), *found.problems)],
        "failures": [
            {
                "file": failure.file,
                "case": failure.case,
                "field": one.field,
                "expected": None if one.expected is None else expected_of(one),
                "found": None if one.found is None else found_of(one),
            }
            for failure in found.failures
            for one in failure.mismatches
        ],
        "unused": [{"regulation": name, "kind": one.kind, "id": one.id} for name, one in found.unused],
        "mutation": None if found.mutated is None else [_mutated(one) for one in found.mutated],
        "invariants": None if found.tried is None else [_tried(one, seed) for one in found.tried],
        "against": None if compared is None else node(compared),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _problem(one: Problem) -> Node:
    return {
        "code": one.code,
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "message": _text(one.message),
        "hint": _text(one.hint),
    }


def _mutated(one: Mutated) -> Node:
    survivors = [{field.name: getattr(left, field.name) for field in fields(left)} for left in one.survivors]
    return {"regulation": one.regulation, "changes": one.changes, "survivors": survivors}


def _tried(one: Tried, seed: int) -> Node:
    return {
        "regulation": one.regulation,
        "scheme": one.scheme,
        "ledgers": one.ledgers,
        "tried": one.invariants,
        "seed": seed,
        "undecided": one.undecided,
        "broken": [_broken(each) for each in one.broken],
    }


def _broken(one: Broken) -> Node:
    law = one.trial.law
    return {
        "invariant": one.invariant,
        "message": _text(MEANING[one.invariant]),
        "as_of": str(one.trial.as_of),
        "readings": {each.reading.id: each.choice.id for each in law.chosen if not each.is_default},
        "facts": {name: _jsonable(value) for name, value in _stated(one.trial.facts).items()},
    }


def _stated(record: object) -> Node:
    """Return what a dataclass says beyond what it need not say, by the names of its fields."""
    values = {one.name: getattr(record, one.name) for one in fields(cast("DataclassInstance", record))}
    return {key: value for key, value in values.items() if value not in (None, ())}


def _entry(one: object) -> object:
    """Return what an entry says, but for its id and what made-up entries always say; other values as they are."""
    if not is_dataclass(one):
        return one
    if isinstance(one, Period):
        return one.name
    stated = {key: value for key, value in _stated(one).items() if key != "id" and value != _BY_DEFAULT.get(key)}
    return {key: _entry(value) for key, value in stated.items()}


def _jsonable(value: object) -> object:
    value = _entry(value)
    if isinstance(value, dict):
        return {key: _jsonable(one) for key, one in cast("Node", value).items()}
    if isinstance(value, tuple):
        return [_jsonable(one) for one in cast("tuple[object, ...]", value)]
    return value if isinstance(value, (bool, int)) else _shown(value)


def _toml(value: object) -> str:
    value = _entry(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in cast("Node", value).items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, cast("tuple[object, ...]", value))) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, int)):
        return str(value)
    return plain(value) if isinstance(value, Decimal) else f'"{value}"'


def _shown(value: object) -> str | None:
    """Return a value as text; None: there is none."""
    if isinstance(value, Decimal):
        return plain(value)
    return None if value is None else value.value if isinstance(value, StrEnum) else str(value)


def _text(text: Text) -> Node:
    return {"zh": text.zh, "en": text.en}
