# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (annotations of the GraphQL library leave the parameters of lists and non-nulls unknown)
"""Questions about somebody, drawn up from the schema: every root, with every argument that names somebody.

What an argument names must be said here, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

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

from schema.build import build_schema
from schema.node import joined
from tests.schema.test_access_matrix import EXPECTED
from tests.schema.testville import LAW

SCHEMA: GraphQLSchema = vars(build_schema())["_schema"]


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
