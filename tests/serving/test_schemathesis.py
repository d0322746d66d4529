# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (annotations of the GraphQL library leave the parameters of lists and non-nulls unknown)
"""Schemathesis asks a served endpoint whatever its schema allows, over loopback, and every answer keeps to the schema.

``GUIJU_EXAMPLES=3000 pytest tests/serving/test_schemathesis.py`` asks three thousand questions, each twice. Without the
variable it is not run: to read the schema alone takes the library ten seconds.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, cast

import pytest
import schemathesis
from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLAbstractType,
    GraphQLResolveInfo,
    GraphQLSchema,
    NameNode,
    ObjectFieldNode,
    SelectionSetNode,
    StringValueNode,
    Visitor,
    build_schema,
    execute_sync,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, Response
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.graphql.checks import GraphQLClientError, GraphQLServerError

from core.service.error_reference import error_codes
from core.service.viewer import Scope
from schema.build import sdl
from tests.schema.testville import a_host
from tests.serving.endpoints import a_filled_registry, a_token
from tests.serving.process import a_process, a_socket
from tests.serving.sockets import PATIENCE

KNOWN: Mapping[str, list[str]] = {
    "regulation": ["testville-2020"],
    "place": ["testville"],
    "clause": ["T.1", "T.2", "T.3"],
    "doctor": ["N", "S", "B"],
    "code": ["N", "H-NORTH"],
    "institution": ["H-NORTH", "H-SOUTH"],
    "subject": ["N", "H-NORTH", "H-NORTH/A01"],
    "period": ["2024", "2025", "2025-03"],
    "region": ["990101", "9901", "99"],
    "decisionNo": ["1号", "2号"],
    "id": ["testville-2020", "RG9jdG9yOk4=", "SW5zdGl0dXRpb246SC1OT1JUSA=="],
}
"""What is there, by the names of arguments: an answer about nothing proves little."""
LISTED = error_codes().names - {"INTERNAL"}
SERVED: GraphQLSchema = build_schema(sdl())

KIND = FieldNode(name=NameNode(value="__typename"))

days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(str) | st.sampled_from(["2025-02-30", "0000-00-00", ""])
decimals = st.decimals(-5, 5_000_000, places=2).map(str) | st.sampled_from(["1e9", "NaN", "-0", ""])
schemathesis.graphql.scalar("Date", days.map(schemathesis.graphql.nodes.String))
schemathesis.graphql.scalar("DateTime", days.map(lambda day: schemathesis.graphql.nodes.String(f"{day}T00:00:00Z")))
schemathesis.graphql.scalar("Decimal", decimals.map(schemathesis.graphql.nodes.String))


class Naming(Visitor):
    """Puts what is there in the place of most texts that name something."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        super().__init__()

    def enter_argument(self, node: ArgumentNode, *_: object) -> ArgumentNode | None:
        """Look at an argument."""
        return cast("ArgumentNode | None", self._named(node))

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> ObjectFieldNode | None:
        """Look at a field of an input."""
        return cast("ObjectFieldNode | None", self._named(node))

    def enter_field(self, node: FieldNode, *_: object) -> FieldNode | None:
        """Have a node say of what type it is."""
        if node.name.value != "node" or node.selection_set is None:
            return None
        asked_for = SelectionSetNode(selections=(*node.selection_set.selections, KIND))
        return FieldNode(name=node.name, alias=node.alias, arguments=node.arguments, selection_set=asked_for)

    def _named(self, node: ArgumentNode | ObjectFieldNode) -> object:
        known = KNOWN.get(node.name.value)
        if known is None or not isinstance(node.value, StringValueNode) or not self._draw(st.integers(0, 5)):
            return None
        return type(node)(name=node.name, value=StringValueNode(value=self._draw(st.sampled_from(known))))


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Give every root of a server in a process of its own, whose questions come with an administrator's token."""
    folder = tmp_path_factory.mktemp("asked")
    a_host(folder / "plugins")
    shutil.copy(a_filled_registry(), folder / "registry.sqlite3")
    headers = {"authorization": f"Bearer {a_token(folder / 'registry.sqlite3', Scope.ADMIN)}"}
    with a_socket() as listening, a_process(folder, listening) as process:
        process.wait_until_ready()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/graphql"
        schema = schemathesis.graphql.from_url(url, headers=headers)
        schema.config.update(headers=headers)
        found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
        roots = {"Query": cast("Any", SERVED.query_type), "Mutation": cast("Any", SERVED.mutation_type)}
        assert {one.label for one in found} == {f"{kind}.{name}" for kind, of in roots.items() for name in of.fields}
        yield found
        assert process.popen.poll() is None, process.log.read_text(encoding="utf-8")
        assert '"ERROR"' not in process.log.read_text(encoding="utf-8")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_question_has_an_answer_that_is_a_fault_or_breaks_the_schema(
    operations: list[Any], data: st.DataObject
) -> None:
    case: Any = data.draw(data.draw(st.sampled_from(operations)).as_strategy())
    document = visit(parse(case.body), Naming(data.draw))
    case.body = print_ast(document)
    bodies = [asked(case) for _ in range(2)]  # the second time it is compiled
    if not case.body.startswith("mutation"):
        assert bodies[0] == bodies[1]
    for body in bodies:
        assert_keeps_to_the_schema(document, body)


def asked(case: "Case[Any]") -> dict[str, Any]:
    """Return the answer; a fault, a wrong status or kind of content fails, and so does an error without its code."""
    answer = case.call(timeout=PATIENCE)
    assert broken(case, answer) == []
    assert answer.status_code < 500
    body = json.loads(answer.content)
    for error in body.get("errors", ()):
        assert error["extensions"]["code"] in LISTED, error
        assert error["extensions"]["message"].keys() == {"zh", "en"}
    return body


def broken(case: "Case[Any]", answer: Response) -> list[object]:
    """Return what schemathesis finds wrong, but that there is an error: it takes any for a fault, ours have a code."""
    try:
        case.validate_response(answer)
    except FailureGroup as group:
        return [one for one in group.exceptions if not isinstance(one, GraphQLServerError | GraphQLClientError)]
    return []


def assert_keeps_to_the_schema(document: DocumentNode, body: Mapping[str, Any]) -> None:
    """Have the library answer the same question out of the answer: what the schema does not allow is an error there."""
    data = body.get("data")
    assert ("errors" in body) or data is not None
    if data is None:
        return
    again = execute_sync(SERVED, document, root_value=data, field_resolver=found_in, type_resolver=cast("Any", kind_of))
    lost = {tuple(error["path"]) for error in body.get("errors", ()) if "path" in error}
    assert [one for one in again.errors or () if tuple(one.path or ()) not in lost] == []
    assert again.data == data


def found_in(source: Mapping[str, Any], info: "GraphQLResolveInfo[Any]", **_: object) -> object:
    """Return what an answer has in the place of a field."""
    return source[cast("str", info.path.key)]


def kind_of(value: Mapping[str, Any], info: "GraphQLResolveInfo[Any]", kind: GraphQLAbstractType) -> str:
    """Return the type that an answer says it is of."""
    names = [one.name for one in info.schema.get_possible_types(kind)]
    assert value["__typename"] in names
    return value["__typename"]
