import logging
from dataclasses import replace
from datetime import date

import pytest
import strawberry

from core.service.office import Office
from tests.schema.testville import ask, asked, refused

pytestmark = pytest.mark.anyio

PERSON = "110101199003070011"


def _failing() -> date:
    raise ValueError(PERSON)


async def test_a_refusal_says_code_field_and_message_in_both_languages(
    schema: strawberry.Schema, office: Office
) -> None:
    result = await asked(schema, office, "{ doctors(first: 500) { totalCount } }")
    assert result.data == {"doctors": None}
    assert result.errors is not None
    (error,) = result.errors
    assert error.formatted == {
        "message": "FIRST_OUT_OF_RANGE: `first` lies between 0 and 200, not 500",
        "locations": [{"line": 1, "column": 3}],
        "path": ["doctors"],
        "extensions": {
            "code": "FIRST_OUT_OF_RANGE",
            "field": "first",
            "message": {"zh": "first 须在 0 与 200 之间, 得到 500", "en": "`first` lies between 0 and 200, not 500"},
        },
    }


async def test_a_fault_is_masked_and_logged_once_without_query_or_person(
    schema: strawberry.Schema, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(office, today=_failing)
    query = f'{{ doctors(text: "{PERSON}") {{ totalCount }} }}'
    with caplog.at_level(logging.DEBUG):
        error = await refused(schema, broken, query)
    assert error["code"] == "INTERNAL"
    (record,) = [one for one in caplog.records if one.name.startswith(("guiju", "strawberry", "graphql"))]
    said = record.getMessage()
    name = said.split()[1].rstrip(":")
    assert name in str(error["message"])
    assert "ValueError" in said
    assert "_failing" in said
    assert PERSON not in said
    assert "doctors(text" not in said
    assert PERSON not in str(error)


async def test_a_fault_in_one_field_leaves_the_others_alone(schema: strawberry.Schema, office: Office) -> None:
    result = await asked(
        schema, replace(office, today=_failing), "{ regulations { totalCount } doctors { totalCount } }"
    )
    assert result.data == {"regulations": {"totalCount": 1}, "doctors": None}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "QUERY_SYNTAX"),
        ("query 医师 { plugins { name } }", "QUERY_SYNTAX"),
        ("{ nothing }", "QUERY_INVALID"),
        ("{ doctor { code } }", "QUERY_INVALID"),
        ('{ regulations(scheme: "POINTS") { totalCount } }', "QUERY_INVALID"),
        ("{ regulation(id: {a: 1}) { code } }", "QUERY_INVALID"),
        ("{ " + "plugins { name } " * 700 + "}", "QUERY_SYNTAX"),
    ],
)
async def test_a_request_that_is_wrong_gets_a_code_and_is_not_logged(
    schema: strawberry.Schema, office: Office, caplog: pytest.LogCaptureFixture, query: str, code: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = await asked(schema, office, query)
    assert result.data is None
    assert result.errors is not None
    assert {(one.extensions or {}).get("code") for one in result.errors} == {code}
    assert not [one for one in caplog.records if one.name.startswith(("guiju", "strawberry", "graphql"))]


async def test_a_wrong_name_is_answered_without_suggestions(schema: strawberry.Schema, office: Office) -> None:
    error = await refused(schema, office, "{ doctorz { code } }")
    assert "Did you mean" not in str(error)


async def test_the_same_wrong_query_gets_the_same_answer_again(schema: strawberry.Schema, office: Office) -> None:
    assert await refused(schema, office, "{ nothingTwice }") == await refused(schema, office, "{ nothingTwice }")


async def test_a_query_nested_without_end_is_refused(schema: strawberry.Schema, office: Office) -> None:
    depth = 480
    deep = (
        "doctors { nodes { "
        + "enrolments { nodes { doctor { " * (depth // 3)
        + "code"
        + " } } }" * (depth // 3)
        + " } }"
    )
    result = await asked(schema, office, f"{{ {deep} }}")
    assert result.errors is not None
    codes = {(one.extensions or {}).get("code") for one in result.errors}
    assert codes <= {"QUERY_TOO_DEEP", "QUERY_TOO_COSTLY", "QUERY_SYNTAX"}


async def test_an_answer_of_too_many_nodes_is_refused(
    schema: strawberry.Schema, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schema.context.MAX_NODES", 500)  # the same rule, reached sooner
    level = "enrolments { nodes { institution { enrolments { nodes { doctor { %s } } } } } }"
    query = "code"
    for _ in range(9):
        query = level % query
    error = await asked(schema, office, f"{{ doctors {{ nodes {{ {query} }} }} }}")
    assert error.errors is not None
    assert {(one.extensions or {}).get("code") for one in error.errors} == {"QUERY_TOO_COSTLY"}


async def test_fragments_that_double_at_every_level_cost_no_more_than_they_say(
    schema: strawberry.Schema, office: Office
) -> None:
    parts = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60)]
    query = "\n".join(["{ ...F0 }", *parts, "fragment F60 on Query { plugins { name } }"])
    assert (await ask(schema, office, query))["plugins"] == [{"name": "testville"}]
