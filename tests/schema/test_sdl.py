"""The schema as clients see it: written down, described throughout, and the same whichever regulations are served."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import graphql
import pytest
from starlette.testclient import TestClient

from core.host import Host
from schema.build import build_schema, sdl
from tests.plugins.shipped import ALL
from tests.schema.serving import an_app

REPOSITORY = Path(__file__).parents[2]
NO_REGION = "000000"
"""The whole country, or a text that names no area; `national` is also a word about codes."""
BUILT_IN = {"ID", "Int", "String", "Boolean", "Float"}


@pytest.fixture(scope="module")
def written() -> str:
    return sdl()


def test_the_schema_checked_in_is_the_one_that_is_built(written: str) -> None:
    assert (REPOSITORY / "schema.graphql").read_text(encoding="utf-8") == written


def test_a_schema_can_be_built_twice_in_one_process(written: str) -> None:
    build_schema()
    assert sdl() == written


def _served(folder: Path, count: int) -> bytes:
    """Return the introspection of a service with ``count`` regulations."""
    plugins = folder / "plugins"
    plugins.mkdir(parents=True)
    for shipped in ALL[:count]:
        place = shipped.law.regulation.place
        (plugins / place).mkdir(exist_ok=True)
        shutil.copy(shipped.path, plugins / place)
    host = Host.load([plugins], packages=False)
    assert len(host.catalogue.laws) == count
    with TestClient(an_app(host, folder / "registry.sqlite3")) as client:
        return client.post("/graphql", json={"query": graphql.get_introspection_query()}).content


def test_the_schema_served_is_the_same_whichever_regulations_are_loaded(tmp_path: Path, written: str) -> None:
    served = {_served(tmp_path / str(count), count) for count in (0, 1, 4)}
    assert len(served) == 1
    shown = graphql.build_client_schema(json.loads(served.pop())["data"])
    assert _sorted(shown) == _sorted(graphql.build_schema(written))


def _sorted(schema: graphql.GraphQLSchema) -> str:
    return graphql.print_schema(graphql.lexicographic_sort_schema(schema))


def test_no_region_is_named_in_the_schema(written: str) -> None:
    words = set(re.findall(r"[a-z]+", written.lower()))
    regional = [one.law for one in ALL if one.law.regulation.region.code != NO_REGION]
    assert not ({law.regulation.place for law in regional} | {law.id for law in regional}) & words
    assert not [law for law in regional if law.regulation.region.name.zh in written]


def _undescribed(schema: graphql.GraphQLSchema) -> Iterator[str]:
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or name in BUILT_IN:
            continue
        if not type_.description:
            yield name
        if isinstance(type_, graphql.GraphQLEnumType):
            yield from (f"{name}.{value}" for value, found in type_.values.items() if not found.description)
        if isinstance(type_, (graphql.GraphQLObjectType, graphql.GraphQLInterfaceType)):
            for label, found in type_.fields.items():
                if not found.description:
                    yield f"{name}.{label}"
                yield from (
                    f"{name}.{label}({one})" for one, argument in found.args.items() if not argument.description
                )
        if isinstance(type_, graphql.GraphQLInputObjectType):
            yield from (f"{name}.{label}" for label, found in type_.fields.items() if not found.description)


def test_everything_is_described(written: str) -> None:
    assert list(_undescribed(graphql.build_schema(written))) == []


def test_there_is_no_type_without_a_shape(written: str) -> None:
    schema = graphql.build_schema(written)
    scalars = {name for name, type_ in schema.type_map.items() if isinstance(type_, graphql.GraphQLScalarType)}
    assert scalars - BUILT_IN == {"Date", "DateTime", "Decimal"}
    assert "Float" not in scalars or not re.search(r": \[?Float", written)


ROOTS = {
    "regulations",
    "regulation",
    "plugins",
    "institutions",
    "institution",
    "doctors",
    "doctor",
    "enrolments",
    "evaluationPeriods",
    "violations",
    "assessments",
    "assessment",
    "enrolmentAssessment",
    "simulate",
    "simulateEnrolment",
    "simulateScorecard",
    "simulateRating",
    "simulateCharges",
    "simulateSettlement",
    "simulateDispensing",
    "simulateStaffShare",
    "behaviours",
    "compare",
    "deadlines",
    "diff",
    "applicableLaw",
    "publicNotices",
    "node",
}
MUTATIONS = {
    "enrolDoctor",
    "recordViolation",
    "recordExamination",
    "recordRepair",
    "recordMeasurement",
    "recordEnrolmentEntry",
}


def test_the_roots_that_clients_rely_on_are_there(written: str) -> None:
    schema = graphql.build_schema(written)
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    assert set(schema.query_type.fields) >= ROOTS
    assert set(schema.mutation_type.fields) >= MUTATIONS
