"""What an operation may ask for is reckoned from its text, before anything is read, in time linear in its length."""

from typing import Any, cast

import pytest
import strawberry
from graphql import GraphQLSchema, OperationDefinitionNode, parse

from core.errors import RefusedError
from core.service.office import Office
from schema.cost import MAX_COST, MAX_DEPTH, MAX_FIELDS, Measure, measure, refuse_costly
from tests.schema.testville import asked

pytestmark = pytest.mark.anyio


def measured(schema: strawberry.Schema, query: str, **variables: object) -> Measure:
    document = parse(query)
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    return measure(cast("GraphQLSchema", vars(schema)["_schema"]), document, operation, variables)


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ __typename }", 0),
        ('{ doctor(code: "x") { code } }', 1),
        ("{ doctors(first: 7) { nodes { code } } }", 8),
        ("{ doctors { nodes { code } } }", 21),
        ("{ doctors(first: 7) { edges { cursor node { code } } } }", 15),
        ("{ doctors(first: 5) { nodes { enrolments(first: 3) { nodes { since } } } } }", 26),
        ("query ($n: Int!) { doctors(first: $n) { nodes { code } } }", 10),
        ("query ($m: Int = 4) { doctors(first: $m) { nodes { code } } }", 5),
        ('{ doctor(code: "x") { ...f } } fragment f on Doctor { enrolments(first: 2) { nodes { since } } }', 4),
        ("{ a: doctors(first: 2) { nodes { code } } b: doctors(first: 3) { nodes { code } } }", 7),
        ('{ node(id: "x") { id ... on Doctor { enrolments(first: 2) { nodes { since } } } } }', 4),
    ],
)
def test_every_object_that_an_answer_can_hold_counts(schema: strawberry.Schema, query: str, cost: int) -> None:
    assert measured(schema, query, n=9).cost == cost


def test_fragments_nested_in_one_another_are_measured_once_each(schema: strawberry.Schema) -> None:
    twice = '{{ a: doctor(code: "x") {{ ...f{0} }} b: doctor(code: "x") {{ ...f{0} }} }}'
    doubled = [f"fragment f{n} on Query {twice.format(n + 1)}" for n in range(100)]
    query = "\n".join(["{ ...f0 }", *doubled, "fragment f100 on Query { __typename }"])
    assert measured(schema, query).fields > 2**100


def test_a_fragment_named_twice_in_one_place_counts_once(schema: strawberry.Schema) -> None:
    doubled = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(100)]
    query = "\n".join(["{ ...f0 }", *doubled, "fragment f100 on Query { __typename }"])
    assert measured(schema, query) == Measure(0, 1, 1)


async def test_a_page_of_pages_is_refused_with_cost_and_limit(schema: strawberry.Schema, office: Office) -> None:
    query = (
        "{ doctors(first: 200) { nodes { enrolments(first: 200) { nodes { "
        "institution { enrolments(first: 200) { nodes { since } } } } } } } }"
    )
    found = await asked(schema, office, query)
    assert found.errors is not None
    extensions = cast("dict[str, Any]", found.errors[0].extensions)
    assert (found.data, extensions["code"]) == (None, "QUERY_TOO_COSTLY")
    cost = measured(schema, query).cost
    for language in ("zh", "en"):
        assert str(cost) in extensions["message"][language]
        assert str(MAX_COST) in extensions["message"][language]


async def test_a_query_that_was_cheap_is_refused_when_its_pages_grow(schema: strawberry.Schema, office: Office) -> None:
    query = """query ($n: Int!) { doctors(first: $n) { nodes { enrolments(first: $n) { nodes {
        institution { enrolments(first: $n) { nodes { since } } } } } } } }"""
    for length, codes in ((2, set[str]()), (2, set[str]()), (200, {"QUERY_TOO_COSTLY"}), (2, set[str]())):
        found = await asked(schema, office, query, n=length)
        assert {str((error.extensions or {}).get("code")) for error in found.errors or ()} == codes


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Measure(cost=MAX_COST + 1), "QUERY_TOO_COSTLY"),
        (Measure(depth=MAX_DEPTH + 1), "QUERY_TOO_DEEP"),
        (Measure(fields=MAX_FIELDS + 1), "QUERY_TOO_WIDE"),
    ],
)
def test_each_limit_refuses_what_is_just_above_it(found: Measure, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        refuse_costly(found)
    assert refused.value.code == code
    refuse_costly(Measure(MAX_COST, MAX_DEPTH, MAX_FIELDS))
