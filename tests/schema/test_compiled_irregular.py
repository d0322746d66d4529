"""What a compiled operation does with anything out of the ordinary: it gives up, and says nothing of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, cast

import pytest
import strawberry

from core.service.office import Office
from core.service.viewer import ANYONE
from schema.compiled.operations import Operations
from schema.context import Context
from schema.fields import field, resolved
from schema.scalars import scalars

pytestmark = pytest.mark.anyio
NO_CONTEXT = Context(cast("Office", None), ANYONE)
"""The resolvers here ask for nothing of a request."""


@strawberry.enum
class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Other(Enum):
    RED = "red"


class Word(str):
    """A string of another class."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A value whose fields may hold anything."""

    name: object = "a thing"
    number: object = 1
    is_good: object = True
    colour: object = Colour.RED
    on: object = date(2025, 3, 1)
    parts: object = ()
    part: object = None
    words: object = ("one", None)
    rows: object = (("a",), ("b", "c"))


async def _later(root: strawberry.Parent[Thing]) -> object:
    return root.name


async def _later_of_each(roots: Sequence[Thing]) -> list[object]:
    return [one.name for one in roots]


@strawberry.type(name="Thing")
class ThingType:
    name: str = field("Its name.")
    number: int | None = field("A number.")
    is_good: bool = field("Whether it is.")
    colour: Colour = field("Its colour.")
    on: date | None = field("A day.")
    parts: list["ThingType"] = field("What it is made of.")
    part: "ThingType | None" = field("Another.")
    words: list[str | None] = field("Words.")
    rows: list[list[str]] = field("Rows.")
    later: str = resolved(_later, "Its name, later.")
    later_of_each: str = resolved(_later, "The same, for many at once.", many=_later_of_each)


def schema_of(thing: object) -> strawberry.Schema:
    """Return a schema whose only field gives ``thing``, or raises it."""

    def find(wanted: int = 0) -> object:
        if isinstance(thing, Exception):
            raise thing
        return thing if wanted >= 0 else None

    @strawberry.type
    class Query:
        thing: ThingType | None = resolved(find, "The thing.")

    return strawberry.Schema(Query, scalar_overrides=cast("Any", scalars()))


async def compiled(thing: object, query: str, **variables: object) -> dict[str, Any] | None:
    """Return what the compiled operation answers about ``thing``; None: it gave up."""
    operations = Operations(schema_of(thing))
    operations.learn(query, None)
    return await operations.answer(query, None, variables, NO_CONTEXT)


async def stock(thing: object, query: str, **variables: object) -> dict[str, Any] | None:
    found = await schema_of(thing).execute(query, variable_values=dict(variables))
    return None if found.errors else found.data


EVERYTHING = "{ thing { name number isGood colour on words rows later parts { name later } part { name } } }"
ORDINARY = [
    Thing(),
    Thing(number=None, on=None, part=Thing(parts=(Thing(),))),
    Thing(parts=[Thing(name="a"), Thing(name="b")], words=(), rows=()),
    Thing(name=Word("of another class"), number=-(2**31)),
    None,
]


@pytest.mark.parametrize("thing", ORDINARY, ids=repr)
async def test_ordinary_values_are_answered_as_by_the_stock_executor(thing: object) -> None:
    assert await compiled(thing, EVERYTHING) == await stock(thing, EVERYTHING)
    assert await compiled(thing, EVERYTHING) is not None


IRREGULAR = [
    Thing(name=None),
    Thing(name=3),
    Thing(number=2**31),
    Thing(number=True),
    Thing(number="1"),
    Thing(is_good="yes"),
    Thing(is_good=1),
    Thing(colour=Other.RED),
    Thing(colour=None),
    Thing(on="2025-03-01"),
    Thing(parts=None),
    Thing(parts=(None,)),
    Thing(parts={"a": Thing()}),
    Thing(part=Thing(name=None)),
    Thing(parts=(Thing(), Thing(name=None))),
    Thing(words="one"),
    Thing(rows=(("a", None),)),
    Thing(rows=("a",)),
    RuntimeError("broken"),
]


@pytest.mark.parametrize("thing", IRREGULAR, ids=repr)
async def test_whatever_is_out_of_the_ordinary_is_left_to_the_stock_executor(thing: object) -> None:
    assert await compiled(thing, EVERYTHING) is None


async def test_variables_that_do_not_fit_are_left_to_the_stock_executor() -> None:
    query = "query ($wanted: Int!) { thing(wanted: $wanted) { name } }"
    assert await compiled(Thing(), query, wanted=1) == {"thing": {"name": "a thing"}}
    assert await compiled(Thing(), query, wanted=-1) == {"thing": None}
    assert await compiled(Thing(), query, wanted="one") is None
    assert await compiled(Thing(), query) is None


async def test_directives_choose_what_is_selected_by_their_variables() -> None:
    query = "query ($with: Boolean!) { thing { name @include(if: $with) number @skip(if: $with) } }"
    assert await compiled(Thing(), query, **{"with": True}) == {"thing": {"name": "a thing"}}
    assert await compiled(Thing(), query, **{"with": False}) == {"thing": {"number": 1}}


@pytest.mark.parametrize("query", ["{ __schema { types { name } } }", '{ __type(name: "Thing") { name } }'])
async def test_introspection_is_left_to_the_stock_executor(query: str) -> None:
    assert await compiled(Thing(), query) is None


async def test_many_objects_are_asked_at_once_where_a_field_says_how() -> None:
    thing = Thing(parts=tuple(Thing(name=str(number)) for number in range(3)))
    assert await compiled(thing, "{ thing { parts { laterOfEach } } }") == {
        "thing": {"parts": [{"laterOfEach": "0"}, {"laterOfEach": "1"}, {"laterOfEach": "2"}]}
    }


async def test_a_mutation_is_never_compiled() -> None:
    operations = Operations(schema_of(Thing()))
    operations.learn("mutation { thing }", None)
    assert await operations.answer("mutation { thing }", None, None, NO_CONTEXT) is None
