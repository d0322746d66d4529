"""A faulty plugin is shown with its reason, and every other answer is the same to the byte as without it."""

from pathlib import Path

import orjson
import pytest
import strawberry

from core.host import Host
from core.service.viewer import ANYONE
from tests.plugins.shipped import ROOT
from tests.schema.testville import an_office, ask

pytestmark = pytest.mark.anyio

MARK = 'import pluggy\nhookimpl = pluggy.HookimplMarker("guiju")\n@hookimpl\n'
FAULTS = {
    "raises": ("raise RuntimeError('no')\n", "IMPORT_FAILED"),
    "hookless": ("x = 1\n", "NO_HOOK"),
    "misspelt": (MARK + "def guiju_regulation_file():\n    return []\n", "UNKNOWN_HOOK"),
    "coroutine": (MARK + "async def guiju_points_of(question):\n    return None\n", "ASYNC_HOOK"),
}
QUERIES = (
    "{ regulations(first: 50) { totalCount nodes { code digest title { zh en } gaps { code } } } }",
    '{ regulation(id: "shenyang-2011") { points { clauses { code citation { code } points { kind value } } } } }',
    """{ simulate(regulation: "shenyang-2011", asOf: "2011-10-08",
        violations: [{ clause: "SY.5.1", decidedOn: "2011-03-10" }, { clause: "SY.5.5", decidedOn: "2011-10-08" }]) {
        pointsLost arithmetic standing { status until } steps { text { zh en } citation { code } } } }""",
)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a folder of four plugins, each wrong in its way, and two that claim one regulation."""
    root = tmp_path / "faulty"
    for name, (rules, _) in FAULTS.items():
        (root / name).mkdir(parents=True)
        (root / name / "rules.py").write_text(rules)
        (root / name / "2025.toml").write_text("id = 1\n")
    data = (ROOT / "zhengzhou" / "undated.toml").read_text(encoding="utf-8")
    for name in ("twin_one", "twin_two"):
        (root / name).mkdir()
        text = data.replace('id = "zhengzhou"', 'id = "twin"', 1).replace('place = "zhengzhou"', f'place = "{name}"', 1)
        (root / name / "2025.toml").write_text(text, encoding="utf-8")
    return root


async def test_faulty_plugins_are_named_and_every_other_answer_is_equal_to_the_byte(
    schema: strawberry.Schema, faulty: Path, tmp_path: Path
) -> None:
    good, mixed = tmp_path / "good", tmp_path / "mixed"
    good.mkdir()
    mixed.mkdir()
    async with an_office(good, Host.load([ROOT], packages=False)) as office:
        without = [orjson.dumps(await ask(schema, office, query, ANYONE)) for query in QUERIES]
    async with an_office(mixed, Host.load([ROOT, faulty], packages=False)) as office:
        beside = [orjson.dumps(await ask(schema, office, query, ANYONE)) for query in QUERIES]
        listed = await ask(schema, office, "{ plugins { name state reason { code message { zh en } } } }", ANYONE)
    assert beside == without
    parked = {one["name"]: one["reason"]["code"] for one in listed["plugins"] if one["state"] == "PARKED"}
    assert parked == {name: code for name, (_, code) in FAULTS.items()} | {
        "twin_one": "ID_CLASH",
        "twin_two": "ID_CLASH",
    }
