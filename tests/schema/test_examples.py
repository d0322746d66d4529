import pytest
import strawberry

from core.host import Host
from core.service.office import Office
from core.service.viewer import ANYONE
from schema.examples import examples
from tests.plugins.shipped import ROOT
from tests.schema.testville import EVERYONE, ask

pytestmark = pytest.mark.anyio


async def test_every_example_runs_and_finds_something(schema: strawberry.Schema, office: Office) -> None:
    shown = await examples(office)
    assert [one.title for one in shown] == [
        "regulations with clauses",
        "a doctor's standing with every step",
        "doctors over time",
        "simulate",
    ]
    found = {one.title: await ask(schema, office, one.query, EVERYONE, **one.variables) for one in shown}
    assert found["regulations with clauses"]["regulations"]["totalCount"] == 1
    standing = found["a doctor's standing with every step"]["assessments"]["nodes"]
    assert [one["doctor"]["code"] for one in standing] == ["B", "S"]
    assert standing[0]["steps"][-1]["kind"] == "STANDING"
    assert found["simulate"]["simulate"]["pointsLost"] == "4"
    over_time = {one["code"]: one["timeline"] for one in found["doctors over time"]["doctors"]["nodes"]}
    assert [one["standing"]["status"] for one in over_time["S"]] == ["NORMAL", "SUSPENDED", "NORMAL"]


async def test_an_example_about_the_law_needs_no_token(schema: strawberry.Schema, office: Office) -> None:
    first, _, _, last = await examples(office)
    for one in (first, last):
        await ask(schema, office, one.query, ANYONE, **one.variables)


async def test_without_a_points_scheme_only_the_first_is_shown(office: Office) -> None:
    bare = Office(Host.load([], packages=False), office.database, office.today)
    assert [one.title for one in await examples(bare)] == ["regulations with clauses"]


async def test_each_scheme_that_is_served_has_an_example_that_is_decided(
    schema: strawberry.Schema, office: Office
) -> None:
    shipped = Office(Host.load([ROOT], packages=False), office.database, office.today)
    shown = {one.title: one for one in await examples(shipped)}
    decided: dict[str, str] = {}
    for title in ("scorecard", "rating", "charges", "settlement", "dispensing"):
        (answer,) = (await ask(schema, shipped, shown[title].query, ANYONE, **shown[title].variables)).values()
        decided[title] = answer["determination"]
        assert answer["steps"]
    assert set(decided.values()) == {"DETERMINED"}
