# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (annotations of the GraphQL library leave the parameters of lists and non-nulls unknown)
"""Nobody learns of another region's people: who lives there reads as nobody does, to the byte and to the statement.

The questions are drawn up from the schema: every root, with every argument that names somebody, one at a time and all
together. What an argument names must be said below, so that a new one cannot be forgotten.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from strawberry.relay.utils import to_base64

from core.records import InstitutionRecord, Put
from core.service.office import Office
from core.service.viewer import Scope, Viewer
from core.storage import read_head
from schema.build import build_schema
from schema.node import joined
from tests.schema.test_access_matrix import EXPECTED
from tests.schema.testville import (
    LAW,
    REGULATION,
    a_doctor,
    a_host,
    a_violation,
    an_enrolment,
    an_office,
    asked,
    register,
)

pytestmark = pytest.mark.anyio

SCHEMA: GraphQLSchema = vars(build_schema())["_schema"]
SUPPLIES = """
id = "supplies-2020"
place = "supplies"
title = { zh = "带药", en = "Supplies" }
region = { code = "990100", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[dispensing]
cite = "2"
listed_for = "DRUG"
summed_per = "CLASS"
limits = [{ id = "acute", cite = "2.一", ground = "ACUTE", days = 4, label = { zh = "急性", en = "acute" } }]
"""


@dataclass(frozen=True, slots=True)
class There:
    """Somebody at an institution of a region, with an enrolment and a violation there."""

    doctor: str
    institution: str
    region: str
    decision: str

    @property
    def named(self) -> Mapping[str, str]:
        """What each argument that names somebody says of them."""
        return {
            "doctor": self.doctor,
            "institution": self.institution,
            "region": self.region,
            "decisionNo": self.decision,
            "text": self.decision,
            "department": "A01",
        }

    @property
    def subjects(self) -> Mapping[str, str]:
        """Who is measured, by kind."""
        department = f"{self.institution}/A01"
        return {
            "DOCTOR": self.doctor,
            "INSTITUTION": self.institution,
            "DEPARTMENT": department,
            "AGENCY": self.institution,
        }

    @property
    def ids(self) -> Mapping[str, str]:
        """The global id of each kind of node about them."""
        keys = {
            "Doctor": self.doctor,
            "Institution": self.institution,
            "Enrolment": joined([self.doctor, self.institution, "testville", "2021-01-01"]),
            "Violation": joined(["testville", self.decision, self.doctor, "T.1"]),
        }
        return {name: to_base64(name, key) for name, key in keys.items()}

    def hidden(self, text: str) -> str:
        """Return ``text`` with whatever the question named put out of sight."""
        words = [*self.named.values(), *self.subjects.values(), *self.ids.values()]
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, "*")
        return text


HERE = There("D-HERE-7001", "I-HERE-7001", "990101", "第7001号")
ELSEWHERE = There("D-AWAY-8002", "I-AWAY-8002", "990102", "第8002号")
NOBODY = There("D-NONE-9003", "I-NONE-9003", "990103", "第9003号")

ONLY_OF_SOMEBODY = {"decisionNo", "department"}
"""What names nobody by itself."""
PLAIN = frozenset(
    {
        *("actor", "after", "category", "circumstance", "clause", "determinedBy", "documentNo", "duty", "forms"),
        *("grade", "indicator", "item", "note", "period", "place", "ranking", "reason", "regulation", "rule"),
        *("source", "state", "suspectedBy"),
    }
)
"""Arguments that are text and name nobody."""
OPEN = {root for root, role in EXPECTED if role == "anyone" and EXPECTED[root, role] == "open"}
OF_NOBODY = {"evaluationPeriods", "closePeriod", "reopenPeriod", "revisePeriod", "reloadRegulations"}
"""Roots that are not open to anyone, and name nobody."""
OPEN_NODES = {"Regulation", "Clause", "EvaluationPeriod"}
VALUES: Mapping[str, object] = {
    "regulation": LAW,
    "place": "testville",
    "clause": "T.1",
    "period": "2025",
    "since": "2021-01-01",
    "before": {"asOf": "2025-01-01"},
    "after": {"asOf": "2025-06-01"},
    "rule": "x",
    "indicator": "x",
    "event": "APPEALED",
    "kind": "ACT",
    "act": "SIGN",
    "value": "1",
}
BESIDE = {"recordEnrolmentEntry": ("act",), "recordMeasurement": ("value",)}
"""What a record needs although the schema does not."""
BY_TYPE: Mapping[str, object] = {"Date": "2025-03-05", "Boolean": True, "Int": 1, "Decimal": "1", "String": "x"}


@dataclass(frozen=True, slots=True)
class Probe:
    """A question to a root, with those of its arguments that name somebody."""

    root: str
    about: tuple[str, ...]
    kind: str | None = None
    """Of the subject, or of the node."""

    def __str__(self) -> str:
        return "-".join([self.root, *self.about, *([self.kind] if self.kind else [])])


Inputs = Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField]


def root_of(name: str) -> GraphQLField:
    queries, mutations = SCHEMA.query_type, SCHEMA.mutation_type
    assert queries is not None
    assert mutations is not None
    return queries.fields[name] if name in queries.fields else mutations.fields[name]


def roots() -> list[str]:
    return [*cast("Any", SCHEMA.query_type).fields, *cast("Any", SCHEMA.mutation_type).fields]


def given_to(root: str) -> Inputs:
    """Return the arguments of a root, or the fields of its only input."""
    args = root_of(root).args
    if list(args) == ["input"]:
        return cast("GraphQLInputObjectType", get_named_type(args["input"].type)).fields
    return args


def texts(inputs: Inputs) -> Iterator[str]:
    """Yield the names of arguments that are text, those within objects too."""
    for name, one in inputs.items():
        kind = get_named_type(one.type)
        if isinstance(kind, GraphQLInputObjectType):
            yield from texts(kind.fields)
        elif kind.name in {"String", "ID"}:
            yield name


def names_somebody(root: str) -> list[str]:
    known = {*HERE.named, "subject", "id", "code"}
    return [name for name in given_to(root) if name in known]


def probes() -> Iterator[Probe]:
    for root in roots():
        if root in OPEN | OF_NOBODY:
            continue
        about = tuple(names_somebody(root))
        alone = [(one,) for one in about if one not in ONLY_OF_SOMEBODY]
        for chosen in alone + ([about] if len(about) > 1 else []):
            for kind in kinds_for(root, chosen):
                yield Probe(root, chosen, kind)


def kinds_for(root: str, chosen: tuple[str, ...]) -> list[str | None]:
    if "subject" in chosen:  # agencies are registered nowhere: any may be measured
        return [one for one in HERE.subjects if one != "AGENCY" or root != "recordMeasurement"]
    return [*HERE.ids] if "id" in chosen else [None]


def variables(probe: Probe, there: There) -> dict[str, object]:
    """Return what the question gives: somebody ``there`` where it is about them, else somebody here."""
    given: dict[str, object] = {}
    for name, one in given_to(probe.root).items():
        is_needed = is_required_argument(one) if isinstance(one, GraphQLArgument) else is_required_input_field(one)
        if name in probe.about:
            given[name] = said(probe, name, there)
        elif is_needed or name in BESIDE.get(probe.root, ()):
            given[name] = said(probe, name, HERE) or VALUES.get(name) or some(get_named_type(one.type))
    if probe.root == "recordMeasurement":
        given["regulation"] = "supplies-2020"
    return given


def said(probe: Probe, name: str, there: There) -> str | None:
    match name:
        case "subject":
            return there.subjects[probe.kind or "INSTITUTION"]
        case "subjectKind":
            return probe.kind or "INSTITUTION"
        case "id":
            return there.ids[probe.kind or ""]
        case "code":
            return there.named[probe.root]
        case _:
            return there.named.get(name)


def some(inner: GraphQLNamedType) -> object:
    return next(iter(inner.values)) if isinstance(inner, GraphQLEnumType) else BY_TYPE[inner.name]


def query_of(root: str, given: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    declared = root_of(root)
    is_change = root in cast("Any", SCHEMA.mutation_type).fields
    kinds: dict[str, str] = {name: str(one.type) for name, one in declared.args.items()}
    sent: dict[str, object] = {"input": dict(given)} if list(declared.args) == ["input"] else dict(given)
    head = ", ".join(f"${name}: {kinds[name]}" for name in sent)
    passed = ", ".join(f"{name}: ${name}" for name in sent)
    kind = "mutation" if is_change else "query"
    return f"{kind} ({head}) {{ {root}({passed}) {selection(get_named_type(declared.type))} }}", sent


def selection(kind: object, depth: int = 2) -> str:
    """Return every plain field of a type, and of what it holds."""
    parts = ["__typename"]
    if isinstance(kind, GraphQLObjectType):
        for name, one in kind.fields.items():
            if is_leaf_type(get_named_type(one.type)) and not one.args:
                parts.append(name)
            elif depth and not one.args:
                parts.append(f"{name} {selection(get_named_type(one.type), depth - 1)}")
    return f"{{ {' '.join(parts)} }}"


NORTH = {
    "both": Viewer("both", frozenset({Scope.READ, Scope.RECORD}), ("990101",)),
    "records": Viewer("records", frozenset({Scope.RECORD}), ("990101",)),
    "nowhere": Viewer("nowhere", frozenset({Scope.ADMIN}), ()),
}


@pytest.fixture
async def two_regions(tmp_path: Path) -> AsyncGenerator[Office]:
    """Somebody in the north and somebody in the south, each with an enrolment and a violation."""
    host = a_host(tmp_path / "data", {"testville/2020.toml": REGULATION, "supplies/2020.toml": SUPPLIES})
    async with an_office(tmp_path, host) as office:
        people = (HERE, ELSEWHERE)
        async with office.database.writing() as writes:
            places = [InstitutionRecord(code=one.institution, name="院", region=one.region) for one in people]
            assert await writes.put_institutions(places) == Put(created=2)
        await register(
            office,
            doctors=[a_doctor(one.doctor) for one in people],
            enrolments=[an_enrolment(one.doctor, one.institution) for one in people],
            violations=[a_violation(one.decision, one.doctor, one.institution) for one in people],
        )
        yield office


def test_every_argument_that_is_text_is_known_to_name_somebody_or_nobody() -> None:
    for root in set(roots()) - OPEN:
        assert set(texts(given_to(root))) <= {*HERE.named, "subject", "id", "code"} | PLAIN, root
    assert {root for root in set(roots()) - OPEN if not names_somebody(root)} == OF_NOBODY
    nodes = {one.name for one in SCHEMA.get_possible_types(cast("Any", SCHEMA.type_map["Node"]))}
    assert nodes == {*HERE.ids} | OPEN_NODES


@pytest.mark.parametrize("role", NORTH)
async def test_who_lives_elsewhere_reads_as_nobody_to_the_byte_and_to_the_statement(
    schema: strawberry.Schema, two_regions: Office, role: str
) -> None:
    written = await read_head(two_regions.database)
    for probe in probes():
        told = [await answer(schema, two_regions, probe, there, NORTH[role]) for there in (ELSEWHERE, NOBODY)]
        assert told[0] == told[1], str(probe)
    assert await read_head(two_regions.database) == written


async def answer(
    schema: strawberry.Schema, office: Office, probe: Probe, there: There, viewer: Viewer
) -> tuple[str, int]:
    """Return the whole answer, and how many statements it took."""
    query, given = query_of(probe.root, variables(probe, there))
    before = office.database.reads_done
    result = await asked(schema, office, query, viewer, **given)
    codes = {(one.extensions or {}).get("code") for one in result.errors or ()}
    assert codes <= ({"FORBIDDEN"} if viewer.label == "records" else set()), (query, result.errors)
    body = {"data": result.data, "errors": [one.formatted for one in result.errors or ()]}
    return there.hidden(orjson.dumps(body).decode()), office.database.reads_done - before


@pytest.mark.parametrize("root", [one for one in roots() if one not in OPEN | OF_NOBODY])
async def test_the_same_question_about_somebody_here_is_answered(
    schema: strawberry.Schema, two_regions: Office, root: str
) -> None:
    probe = next(one for one in probes() if one.root == root)
    probe = replace(probe, about=tuple(one for one in probe.about if one != "department"))
    query, given = query_of(root, variables(probe, HERE))
    result = await asked(schema, two_regions, query, NORTH["both"], **given)
    assert result.errors is None
    found = cast("dict[str, Any]", result.data)[root]
    assert found not in (None, {"totalCount": 0})
    assert "problems" not in found or [one["code"] for one in found["problems"]] in ([], ["ALREADY_RECORDED"])
