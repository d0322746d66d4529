"""Worked examples over GraphQL: what they ask, and what the engine's own answer looks like to a client."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import graphql
import pytest
import strawberry
from pydantic import BaseModel

from core.assessment.arithmetic import plain
from core.assessment.cases import BaseCase
from core.assessment.periods import Period
from core.assessment.sentences import text_of
from core.regulation.catalogue import Catalogue
from core.regulation.citation import Citation
from core.regulation.law import ChosenBecause, Law, LawChoice, Supply
from core.service.office import Office
from core.service.viewer import ANYONE
from core.text import Text
from tests.plugins.shipped import ALL, Shipped
from tests.schema.testville import ask

SUPPLIED = Text(zh="编造", en="made up")
CALLED = {"code": "id", "citation": "cite", "from": "from_"}
"""Fields whose values the core calls otherwise."""


def cases_of(kind: type[BaseCase]) -> list[Any]:
    """Return every worked example of one scheme as the parameters ``law`` and ``case`` of a test."""
    return [
        pytest.param(shipped, case, id=f"{shipped.law.id}-{case.id}")
        for shipped in ALL
        for case in shipped.cases
        if isinstance(case, kind)
    ]


def supplied(law: Law, case: BaseCase) -> Law:
    """Return ``law``, as a question on the day of ``case`` names it, with the operator's values that it supposes."""
    named = replace(law, choice=LawChoice(because=ChosenBecause.NAMED, day=case.as_of))
    return named.supplied_with(Supply(basis=SUPPLIED, values=case.supply)) if case.supply else named


def serving(office: Office, law: Law) -> Office:
    """Return ``office`` as if it served ``law`` alone, with the operator's values that it carries."""
    return replace(office, host=replace(office.host, catalogue=Catalogue([law])))


async def both_answers(
    schema: strawberry.Schema,
    office: Office,
    law: Shipped,
    case: BaseCase,
    query: str,
    **facts: Any,  # noqa: ANN401 - variables of a query
) -> tuple[Any, Any]:
    """Return what a client gets for the facts of a worked example, and the engine's own answer as it would show it."""
    taken = supplied(law.law, case)
    common = {"regulation": law.law.id, "asOf": case.as_of.isoformat(), "readings": readings_of(case)}
    answer = await ask(schema, serving(office, taken), query, ANYONE, **common, **facts)
    ((root, found),) = answer.items()
    return found, as_answer(case.answer(taken.under(case.readings)), query, [root])


def readings_of(case: BaseCase) -> list[dict[str, str]]:
    return [{"reading": reading, "choice": choice} for reading, choice in case.readings.items()]


def as_input(value: object) -> Any:  # noqa: ANN401 - a value of JSON
    """Return what an example gives as a client writes it, figure by figure; what is not given is left out."""
    if isinstance(value, BaseModel):
        given = {name: getattr(value, name) for name in type(value).model_fields}
        return {_camel(name): as_input(one) for name, one in given.items() if one is not None}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return [as_input(one) for one in cast("tuple[object, ...]", value)]
    return _plain(value)


def as_answer(value: object, query: str, path: Iterable[str], renamed: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - a value of JSON
    """Return ``value`` as the answer gives it at ``path`` of ``query``, found by the core's own names.

    ``renamed`` says what the core calls a field that is called otherwise.
    """
    document = graphql.parse(query)
    node: Any = document.definitions[0]
    for name in path:
        node = next(one for one in node.selection_set.selections if one.name.value == name)
    return _shown(value, node.selection_set, {**CALLED, **(renamed or {})})


def _shown(value: object, selected: graphql.SelectionSetNode | None, renamed: Mapping[str, str]) -> object:
    if isinstance(value, tuple) and not hasattr(cast("object", value), "_fields"):
        return [_shown(one, selected, renamed) for one in cast("tuple[object, ...]", value)]
    if value is None or selected is None:
        return _plain(cast("object", value))
    found = cast("object", value)
    nodes = [cast("graphql.FieldNode", one) for one in selected.selections]
    return {
        node.name.value: _shown(_field(found, node.name.value, renamed), node.selection_set, renamed) for node in nodes
    }


def _field(value: object, name: str, renamed: Mapping[str, str]) -> object:
    if isinstance(value, Citation) and name == "code":
        return str(value)
    if name == "text" and hasattr(value, "arguments"):
        return text_of(cast("Any", value))
    own = _snake(name)
    found = getattr(value, own) if hasattr(value, own) else getattr(value, renamed[name])
    return found() if callable(found) else found


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Enum):
        return value.name
    return value.isoformat() if isinstance(value, date) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _snake(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name)


def as_facts(value: object) -> Any:  # noqa: ANN401 - a value of JSON
    """Return facts of the engine as a client writes them: without the ids that their places give them."""
    if isinstance(value, Period):
        return value.name
    if is_dataclass(value):
        given = {one.name: getattr(value, one.name) for one in fields(value) if one.name != "id"}
        return {_camel(name): as_facts(one) for name, one in given.items() if one is not None}
    if isinstance(value, tuple):
        return [as_facts(one) for one in cast("tuple[object, ...]", value)]
    return _plain(value)
