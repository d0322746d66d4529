"""Nobody sees a person whom they may not see: every query there is, asked in every role, scanned for who is hidden."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import orjson
import pytest
import strawberry
from strawberry.relay.utils import to_base64
from strawberry.types import ExecutionResult

from core.host import Host
from core.service.office import Office, opened
from core.service.viewer import ANYONE, Scope, Viewer
from schema.build import sdl
from schema.examples import examples
from tests.databases import a_registry, one_kind
from tests.plugins.shipped import ROOT
from tests.schema.every_query import Asked, Written
from tests.schema.privacy import Town, marks, marks_in, settle_town
from tests.schema.testville import asked

pytestmark = pytest.mark.anyio

TODAY = date(2026, 3, 1)
DISTRICT = "430102"
SEES_ALL = Viewer("sees all", frozenset({Scope.ADMIN}), None)
ROLES = [
    ANYONE,
    Viewer("record only", frozenset({Scope.RECORD}), None),
    Viewer("read elsewhere", frozenset({Scope.READ}), ("990101",)),
    Viewer("read nowhere", frozenset({Scope.READ, Scope.RECORD}), ()),
    Viewer("read one district", frozenset({Scope.READ, Scope.RECORD}), (DISTRICT,)),
    Viewer("read two districts", frozenset({Scope.READ}), (DISTRICT, "210102")),
    Viewer("admin of one district", frozenset({Scope.ADMIN}), (DISTRICT,)),
]
UNASKED = {"INTERNAL", "QUERY_TOO_COSTLY", "QUERY_TOO_DEEP", "QUERY_SYNTAX"}
"""Codes of errors after which nothing was looked at."""
NODES = ("Doctor", "Institution", "Enrolment", "Violation")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    """An office of every shipped regulation, with nobody in its registry yet."""
    host = Host.load([ROOT], packages=False)
    with a_registry(one_kind(), tmp_path) as registry:
        async with opened(host, registry.location, today=lambda: TODAY) as office:
            yield office


@pytest.fixture(scope="module")
def written() -> Written:
    return Written(sdl())


def queries(written: Written, town: Town, viewer: Viewer) -> Iterator[Asked]:
    """Yield every query, about somebody hidden from ``viewer`` and about somebody who is not."""
    for values in town.values(viewer):
        for narrowed in (False, True):
            for one in written.every_query(values, narrowed=narrowed):
                if one.root != "node":
                    yield one
                elif not narrowed:
                    yield from _nodes(one, values)


def _nodes(one: Asked, names: Mapping[str, object]) -> Iterator[Asked]:
    """Yield the query of ``node`` for each kind of node that it has fields of, by the ids of the first rows."""
    for kind in NODES:
        if f"... on {kind} " in one.query:
            key = {"Doctor": names["doctor"], "Institution": names["institution"]}.get(kind, 1)
            yield Asked(one.root, one.query, {**one.variables, "id": to_base64(kind, str(key))})


@dataclass(slots=True)
class Scan:
    """What the answers to many queries told."""

    told: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By root, the marks of people beyond what the query itself said."""
    errors: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By root, the codes of errors."""
    done: set[str] = field(default_factory=set[str])
    """Questions that need not be asked (again): a root that answers nothing does so whatever is selected of it."""

    def is_new(self, one: Asked) -> bool:
        return one.said not in self.done and one.called not in self.done

    def take(self, one: Asked, result: ExecutionResult) -> None:
        body = {"data": result.data, "errors": [error.formatted for error in result.errors or ()]}
        found = marks_in(orjson.loads(orjson.dumps(body))) - marks(one.said)
        self.told.setdefault(one.root, set()).update(found)
        codes = {str((error.extensions or {}).get("code")) for error in result.errors or ()}
        self.errors.setdefault(one.root, set()).update(codes)
        self.done.add(one.said)
        if result.data is None or result.data.get(one.root, body) is None:
            self.done.add(one.called)

    @property
    def faults(self) -> dict[str, set[str]]:
        """By root, the errors after which nothing was looked at."""
        return {root: codes & UNASKED for root, codes in self.errors.items() if codes & UNASKED}


async def scan(schema: strawberry.Schema, written: Written, office: Office, town: Town, viewer: Viewer) -> Scan:
    done = Scan()
    for shown in await examples(office):
        one = Asked(shown.title, shown.query, shown.variables)
        done.take(one, await asked(schema, office, one.query, viewer, **one.variables))
    for one in queries(written, town, viewer):
        if done.is_new(one):
            done.take(one, await asked(schema, office, one.query, viewer, **one.variables))
    return done


@pytest.mark.parametrize("viewer", ROLES, ids=lambda one: one.label)
async def test_no_answer_tells_of_anybody_who_is_hidden(
    schema: strawberry.Schema, written: Written, office: Office, viewer: Viewer
) -> None:
    town = await settle_town(office)
    hidden = town.hidden_from(viewer)
    assert hidden
    done = await scan(schema, written, office, town, viewer)
    assert {root: found & hidden for root, found in done.told.items() if found & hidden} == {}
    assert done.faults == {}


async def test_the_scan_finds_people_where_they_may_be_seen(
    schema: strawberry.Schema, written: Written, office: Office
) -> None:
    town = await settle_town(office)
    done = await scan(schema, written, office, town, SEES_ALL)
    assert done.faults == {}
    found = set[str]().union(*done.told.values())
    for kind in (
        {one.code for one in town.demo.doctors},
        {one.name[1:] for one in town.demo.doctors},
        {one.decision_no for one in town.demo.violations},
        {one.code for one in town.demo.institutions},
    ):
        assert len(found & kind) > len(kind) // 10
    for root in ("doctors", "violations", "assessments", "enrolments", "institutions", "node", "doctor"):
        assert done.told[root], root
    assert done.told["publicNotices"] == set()
