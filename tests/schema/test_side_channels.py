# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (annotations of the GraphQL library leave the parameters of lists and non-nulls unknown)
"""Nobody learns of another region's people: who lives there reads as nobody does, to the byte and to the statement."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
import strawberry

from core.records import InstitutionRecord, Put
from core.service.office import Office
from core.service.viewer import Scope, Viewer
from core.storage import read_head
from tests.schema.naming import (
    ELSEWHERE,
    HERE,
    NOBODY,
    OF_NOBODY,
    OPEN,
    OPEN_NODES,
    PLAIN,
    SCHEMA,
    Probe,
    There,
    given_to,
    names_somebody,
    probes,
    query_of,
    roots,
    texts,
    variables,
)
from tests.schema.testville import (
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
