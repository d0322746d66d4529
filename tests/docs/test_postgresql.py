"""What the page on PostgreSQL tells a server is told to one, and each user may then do what the page says."""

from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from core.errors import RefusedError
from core.service.backing_up.backup import back_up, restore
from core.storage import Database
from tests.databases import Kind, in_thread, kinds, on_server, run_on_server, server
from tests.docs.pages import PAGES, blocks_of
from tests.storage.registry_samples import a_doctor, count, register

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(Kind.POSTGRES not in kinds(), reason="SQLite alone is asked for")]
SQL = [block.text for page in PAGES for block in blocks_of(page) if block.language == "sql"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def own() -> Generator[Callable[[str], str]]:
    """Give what makes names of the page this test's own; whatever is called so is dropped afterwards."""
    mark = uuid4().hex

    def named(text: str) -> str:
        return text.replace("guiju", f"guiju_{mark}").replace("registry", f"registry_{mark}")

    yield named
    drops = ["DROP DATABASE registry", *(f"DROP ROLE {role}" for role in ("guiju_clerk", "guiju_reader", "guiju"))]
    in_thread(lambda: run_on_server(server(), *map(named, drops)))


def url_of(role: str, database: str) -> str:
    """Return the URL of a database for a user."""
    parts = urlsplit(on_server(database))
    return parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}").geturl()


async def works(work: Callable[[], Awaitable[object]]) -> bool:
    """Return whether ``work`` is done; fail if it is refused for another reason than that it may not be."""
    try:
        await work()
    except RefusedError as error:
        if "denied" not in error.message.en and "owner" not in error.message.en:
            raise
        return False
    return True


async def test_each_user_may_do_what_the_page_says(own: Callable[[str], str], tmp_path: Path) -> None:
    begin, grants = SQL
    name = own("registry")
    urls = {role: url_of(own(role), name) for role in ("guiju", "guiju_clerk", "guiju_reader")}

    async def record(url: str) -> None:
        async with Database.open(url) as db:
            await register(db, doctors=[a_doctor(uuid4().hex)])

    async def keep(url: str) -> None:
        await back_up(url, tmp_path / "kept", replace=True)

    async def bring_back(url: str) -> None:
        await restore(url, tmp_path / "kept", replace=True, actor="test")

    in_thread(lambda: run_on_server(server(), *own(begin).strip().split("\n")))
    assert await works(lambda: record(urls["guiju"]))
    in_thread(lambda: run_on_server(on_server(name), *own(grants).strip().split("\n")))
    can = {
        role: [await works(lambda url=url, work=work: work(url)) for work in (keep, record, bring_back)]
        for role, url in urls.items()
    }
    assert can == {
        "guiju": [True, True, True],
        "guiju_clerk": [True, True, False],
        "guiju_reader": [True, False, False],
    }
    async with Database.open(urls["guiju"]) as db:
        assert await count(db, "doctor") == 2
