"""Another host in the place of the one that is served: as a whole, or not at all."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from core.errors import RefusedError
from core.host import Host
from core.service.office import Office, opened
from core.service.reloading import Reloaded
from core.service.viewer import Scope
from core.storage import Database, read_entries
from core.text import Text
from schema.serving.exchange import Exchange
from schema.serving.metrics import Levels, Metrics
from schema.serving.reloading import Reloader
from tests.schema.testville import REGULATION, a_host
from tests.serving.endpoints import an_endpoint

pytestmark = pytest.mark.anyio
OTHER = REGULATION.replace("testville", "elsewhere").replace('region = { code = "990100"', 'region = { code = "990200"')
WRONG = 'id = "elsewhere-2020"\n'


class Counter:
    """What is served now."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.in_progress: set[Exchange] = set()
        self.metrics = Metrics(lambda: Levels(0, 0, None))

    def reloader(self, load: Callable[[], Host]) -> Reloader:
        return Reloader(load, self.metrics, lambda: self.office, self.serve, self.in_progress)

    def serve(self, office: Office) -> None:
        self.office = office

    @property
    def places(self) -> set[str]:
        return {law.regulation.place for law in self.office.host.catalogue.laws}


async def tried(folder: Path, change: Callable[[Path], object]) -> tuple[Reloaded, Counter, Office]:
    """Serve two places, change their files, and load them again."""
    plugins = folder / "plugins"
    host = a_host(plugins, {"testville/2020.toml": REGULATION, "elsewhere/2020.toml": OTHER})
    async with opened(host, folder / "registry.sqlite3") as office:
        counter = Counter(office)
        change(plugins)
        reloader = counter.reloader(lambda: Host.load([plugins], packages=False))
        done = await reloader.reload("test")
        await reloader.finish()
        return done, counter, office


async def test_what_is_new_is_served(tmp_path: Path) -> None:
    done, counter, before = await tried(tmp_path, lambda plugins: write(plugins / "third" / "2020.toml", third()))
    assert (done.is_done, done.code, done.parked) == (True, "RELOADED", ())
    assert counter.places == {"testville", "elsewhere", "third"}
    assert counter.office.database is before.database
    assert counter.office.board is not before.board
    async with Database.open(tmp_path / "registry.sqlite3") as database:
        (entry,) = await read_entries(database)
    assert (entry.actor, entry.action, entry.subject) == ("test", "RELOADED", "regulations")
    assert orjson.loads(entry.content).items() >= {"count": 3, "parked": []}.items()


async def test_a_plugin_that_would_be_parked_keeps_everything_as_it_was(tmp_path: Path) -> None:
    def spoil(plugins: Path) -> None:
        write(plugins / "elsewhere" / "2020.toml", WRONG)
        write(plugins / "third" / "2020.toml", third())

    done, counter, before = await tried(tmp_path, spoil)
    assert (done.is_done, done.code) == (False, "RELOAD_REFUSED")
    assert [one.name for one in done.parked] == ["elsewhere"]
    assert done.message.en.startswith("the regulations stay as they were: elsewhere DATA_WRONG: ")
    assert "elsewhere/2020.toml:1:1 the key source is missing" in done.message.en
    assert "elsewhere DATA_WRONG: " in done.message.zh
    assert counter.office is before


async def test_a_new_plugin_that_is_wrong_is_parked_as_at_the_start(tmp_path: Path) -> None:
    done, counter, _ = await tried(tmp_path, lambda plugins: write(plugins / "third" / "2020.toml", WRONG))
    assert (done.is_done, [one.name for one in done.parked]) == (True, ["third"])
    assert counter.places == {"testville", "elsewhere"}


async def test_a_plugin_whose_folder_was_taken_away_is_gone(tmp_path: Path) -> None:
    done, counter, _ = await tried(tmp_path, lambda plugins: shutil.rmtree(plugins / "elsewhere"))
    assert done.is_done
    assert counter.places == {"testville"}


async def test_settings_that_do_not_fit_keep_everything_as_it_was(tmp_path: Path) -> None:
    def refuse() -> Host:
        raise RefusedError("SETTINGS_WRONG", Text(zh="设置有误", en="the settings are wrong"))

    async with opened(a_host(tmp_path / "plugins"), tmp_path / "registry.sqlite3") as office:
        counter = Counter(office)
        done = await counter.reloader(refuse).reload("test")
    assert (done.is_done, done.code) == (False, "SETTINGS_WRONG")
    assert done.message.en == "the regulations stay as they were: the settings are wrong"
    assert counter.office is office


async def test_the_old_host_is_closed_once_nothing_that_may_ask_it_is_in_progress(tmp_path: Path) -> None:
    closed: list[Host] = []

    class Watched(Host):
        def close(self) -> None:
            closed.append(self)

    first, second = (Watched(one.catalogue, one.plugins) for one in (a_host(tmp_path / "a"), a_host(tmp_path / "b")))
    async with opened(first, tmp_path / "registry.sqlite3") as office:
        counter = Counter(office)
        earlier = Exchange("request-1")
        counter.in_progress.add(earlier)
        reloader = counter.reloader(lambda: second)
        await reloader.reload("test")
        counter.in_progress.add(Exchange("request-2"))
        await asyncio.sleep(0.2)
        assert closed == []
        counter.in_progress.discard(earlier)
        await reloader.finish()
    assert closed == [first]


RELOAD = """mutation { reloadRegulations { reloaded message { zh en } parked { name state reason { code } }
    problems { field code message { en } } } }"""


def test_an_administrator_has_them_loaded_again_by_a_mutation_and_hears_what_the_log_hears(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"

    def load() -> Host:
        return Host.load([folder], packages=False)

    with an_endpoint(tmp_path, load=load) as endpoint:
        admin = f"Bearer {endpoint.token(Scope.ADMIN)}"
        write(folder / "third" / "2020.toml", third())
        done = endpoint.ask(RELOAD, authorization=admin)["data"]["reloadRegulations"]
        served = endpoint.ask("{ plugins { name } }")["data"]["plugins"]
        write(folder / "third" / "2020.toml", WRONG)
        kept = endpoint.ask(RELOAD, authorization=admin)["data"]["reloadRegulations"]
        still = endpoint.ask('{ regulation(id: "third-2020") { code } }')["data"]["regulation"]
    assert (done["reloaded"], done["parked"], done["problems"]) == (True, [], [])
    assert done["message"]["en"] == "2 regulations are served anew; 0 plugins are parked"
    assert served == [{"name": "testville"}, {"name": "third"}]
    assert (kept["reloaded"], still) == (False, {"code": "third-2020"})
    assert kept["parked"] == [{"name": "third", "state": "PARKED", "reason": {"code": "DATA_WRONG"}}]
    (problem,) = kept["problems"]
    assert (problem["field"], problem["code"]) == (None, "RELOAD_REFUSED")
    assert problem["message"]["en"] == kept["message"]["en"]
    assert "third/2020.toml:1:1 the key source is missing" in kept["message"]["en"]


def test_who_may_not_have_them_loaded_again_is_told_why_and_nothing_is(tmp_path: Path) -> None:
    def load() -> Host:
        raise AssertionError

    with an_endpoint(tmp_path, load=load) as endpoint:
        region = endpoint.token(Scope.ADMIN, label="region", regions=("990101",))
        reader = endpoint.token(Scope.READ, Scope.RECORD, label="reader")
        told = [endpoint.ask(RELOAD, authorization=f"Bearer {one}") for one in (region, reader)]
    with an_endpoint(tmp_path / "static") as endpoint:
        told.append(endpoint.ask(RELOAD, authorization=f"Bearer {endpoint.token(Scope.ADMIN)}"))
    codes = [one["data"]["reloadRegulations"]["problems"][0]["code"] for one in told]
    assert codes == ["REGION_FORBIDDEN", "FORBIDDEN", "RELOAD_UNAVAILABLE"]


def third() -> str:
    return OTHER.replace("elsewhere", "third").replace("990200", "990300")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
