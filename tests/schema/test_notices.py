"""Public notices over GraphQL: open to anyone, masked, paged by cursors that lead to nobody."""

import base64
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import pytest
import strawberry
from strawberry.relay.utils import to_base64

from core.host import Host
from core.service.demo import fill
from core.service.office import Office
from core.service.viewer import ANYONE
from schema.examples import examples
from tests.plugins.shipped import ROOT
from tests.schema.testville import (
    REGULATION,
    a_doctor,
    a_host,
    a_violation,
    an_enrolment,
    an_office,
    ask,
    refused,
    register,
)
from tests.schema.testville import fill as fill_testville

pytestmark = pytest.mark.anyio

PUBLICATION = """
[[points.publications]]
id = "out"
cite = "8"
label = { zh = "公示暂停", en = "Suspensions are published" }
of = ["SUSPEND"]
channels = ["WEB_SITE"]
names_institution = true
until = { cite = "8", with_sanction = true }
"""
NOTICES = """query ($place: String, $regulation: ID, $on: Date, $first: Int! = 20, $after: String) {
  publicNotices(place: $place, regulation: $regulation, on: $on, first: $first, after: $after) {
    totalCount
    nodes {
      person institution kind publication channels from until
      citation { code } label { en } regulation { code }
    }
    edges { cursor }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}"""


@pytest.fixture
async def village(tmp_path: Path) -> AsyncGenerator[Office]:
    """An office whose law publishes suspensions, with three people suspended and one who is not."""
    host = a_host(tmp_path / "published", {"testville/2020.toml": REGULATION + PUBLICATION})
    assert not host.parked
    async with an_office(tmp_path, host) as office:
        await fill_testville(office)
        await register(
            office,
            doctors=[a_doctor(f"SECRET-{number}", name) for number, name in enumerate(("赵一二", "钱一二", "孙一二"))],
            enrolments=[an_enrolment(f"SECRET-{number}", "H-SOUTH") for number in range(3)],
            violations=[
                a_violation("密1号", "SECRET-0", "H-SOUTH", "T.3", "2025-06-01"),
                a_violation("密2号", "SECRET-1", "H-NORTH", "T.3", "2025-06-02"),
                a_violation("密3号", "SECRET-2", "H-SOUTH", "T.1", "2025-06-02"),
            ],
        )
        yield office


async def test_anyone_sees_what_is_published_and_no_more(schema: strawberry.Schema, village: Office) -> None:
    page = (await ask(schema, village, NOTICES, ANYONE))["publicNotices"]
    assert page["totalCount"] == 4
    assert [(one["person"], one["institution"], one["from"], one["until"]) for one in page["nodes"]] == [
        ("某某", "南院", "2025-03-01", "2025-09-01"),
        ("某某", "南院", "2025-04-01", "2025-10-01"),
        ("赵某某", "南院", "2025-06-01", "2025-12-01"),
        ("钱某某", "北院", "2025-06-02", "2025-12-02"),
    ]
    assert {key: page["nodes"][2][key] for key in ("kind", "publication", "channels", "citation", "label")} == {
        "kind": "SUSPEND",
        "publication": "out",
        "channels": ["WEB_SITE"],
        "citation": {"code": "8"},
        "label": {"en": "Suspensions are published"},
    }
    assert page["nodes"][2]["regulation"] == {"code": "testville-2020"}


async def test_cursors_go_on_where_they_left_off_and_hold_only_what_is_shown(
    schema: strawberry.Schema, village: Office
) -> None:
    seen: list[str] = []
    after: str | None = None
    has_next = True
    while has_next:
        page = (await ask(schema, village, NOTICES, ANYONE, first=2, after=after))["publicNotices"]
        seen += [f"{one['from']} {one['person']}" for one in page["nodes"]]
        after, has_next = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        for edge in page["edges"]:
            told = base64.urlsafe_b64decode(edge["cursor"]).decode()
            assert [one for one in ("SECRET", "一二", "密", "号") if one in told] == []
    assert seen == ["2025-03-01 某某", "2025-04-01 某某", "2025-06-01 赵某某", "2025-06-02 钱某某"]


async def test_a_cursor_of_another_list_is_refused(schema: strawberry.Schema, village: Office) -> None:
    other = base64.urlsafe_b64encode(b"doctor|SECRET-0").decode()
    error = await refused(schema, village, NOTICES, ANYONE, after=other)
    assert (error["code"], error["field"]) == ("CURSOR_INVALID", "after")


async def test_they_can_be_narrowed_by_place_regulation_and_day(schema: strawberry.Schema, village: Office) -> None:
    async def count(**narrowed: object) -> int:
        return (await ask(schema, village, NOTICES, ANYONE, **narrowed))["publicNotices"]["totalCount"]

    assert await count(place="testville") == 4
    assert await count(regulation="testville-2020") == 4
    assert await count(regulation=to_base64("Regulation", "testville-2020")) == 4
    assert await count(on="2025-05-31") == 2
    assert await count(on="2025-12-01") == 1
    assert (await refused(schema, village, NOTICES, ANYONE, place="nowhere"))["code"] == "PLACE_UNKNOWN"
    assert (await refused(schema, village, NOTICES, ANYONE, regulation="nowhere"))["code"] == "REGULATION_UNKNOWN"


async def test_the_law_says_what_it_publishes(schema: strawberry.Schema, village: Office) -> None:
    query = """{ regulation(id: "testville-2020") { points { publications {
        code citation { code } of channels startsOn mask nameShown namesInstitution
        until { citation { code } months withSanction } } } } }"""
    (rule,) = (await ask(schema, village, query, ANYONE))["regulation"]["points"]["publications"]
    assert rule == {
        "code": "out",
        "citation": {"code": "8"},
        "of": ["SUSPEND"],
        "channels": ["WEB_SITE"],
        "startsOn": None,
        "mask": None,
        "nameShown": "SURNAME",
        "namesInstitution": True,
        "until": {"citation": {"code": "8"}, "months": None, "withSanction": True},
    }


async def test_a_law_that_publishes_nothing_has_no_notices(schema: strawberry.Schema, office: Office) -> None:
    assert (await ask(schema, office, NOTICES, ANYONE))["publicNotices"]["nodes"] == []


async def test_the_example_of_the_page_finds_notices_in_the_demo(schema: strawberry.Schema, office: Office) -> None:
    shipped = Office(Host.load([ROOT], packages=False), office.database, lambda: date(2026, 3, 1))
    await fill(shipped)
    (shown,) = [one for one in await examples(shipped) if one.title == "public notices"]
    law = shipped.host.catalogue.get(str(shown.variables["regulation"]))
    assert law.regulation.points is not None
    answer = await ask(schema, shipped, shown.query, ANYONE, **shown.variables)
    assert answer["publicNotices"]["totalCount"] > 0
    published = {rule.id: rule.of for rule in law.regulation.points.publications}
    assert {one["kind"] for one in answer["publicNotices"]["nodes"]} <= {
        kind.value for kinds in published.values() for kind in kinds
    }
