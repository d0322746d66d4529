"""A request cancelled at its first wait, its second and so on: nothing half written, held, or lost once it was said."""

import gc
from collections.abc import Awaitable
from pathlib import Path

import anyio
import orjson
import pytest
from starlette.types import Message, Receive, Scope, Send

from core.service.office import Office, opened
from core.service.viewer import EVERYONE_IN_DEMO
from schema.serving.application import Application
from schema.serving.settings import Serving
from tests.cancelling import waits_until_done
from tests.databases import Registry
from tests.schema.testville import TODAY, a_host, fill
from tests.serving.endpoints import a_schema

pytestmark = pytest.mark.anyio

RECORD = """mutation ($no: String!) { recordViolation(input: {
  place: "testville", regulation: "testville-2020", clause: "T.1", decisionNo: $no, doctor: "N",
  institution: "H-NORTH", decidedOn: "2025-06-01"
}) { created problems { code } } }"""
READ = """query ($no: String) { doctors(text: $no) { totalCount } doctor(code: "N") { name
  violations { nodes { decisionNo } } assessment(regulation: "testville-2020", period: "2025") { pointsLost } } }"""


async def asked(application: Application, query: str, no: str, said: list[Message]) -> None:
    """Send one request to the application, whose messages are put into ``said``."""
    body = orjson.dumps({"query": query, "variables": {"no": no}})

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        await anyio.lowlevel.checkpoint()
        said.append(message)

    await application(a_scope(), receive, send)


def a_scope() -> Scope:
    headers = [(b"content-type", b"application/json")]
    return {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
    }


async def at_work(application: Application) -> int:
    """Return how many requests are being answered, as the metrics tell."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        said.append(message)

    await _metrics(application, receive, send)
    text = said[-1]["body"].decode()
    return int(float(text.partition("\nguiju_requests_at_work ")[2].partition("\n")[0]))


async def _metrics(application: Application, receive: Receive, send: Send) -> None:
    await application({**a_scope(), "method": "GET", "path": "/metrics", "headers": []}, receive, send)


def is_said_to_be_recorded(said: list[Message]) -> bool:
    """Return whether the client was told so."""
    body = b"".join(one.get("body", b"") for one in said)
    return bool(body) and orjson.loads(body)["data"]["recordViolation"]["created"]


async def require_all_or_nothing(office: Office, registry: Registry, application: Application, no: str) -> bool:
    """Return whether a decision was recorded; fail for half of one, and for anything still held."""
    with anyio.fail_after(30):
        async with office.database.writing():
            pass
        while await at_work(application):  # noqa: ASYNC110 - nothing but the metrics tells
            await anyio.sleep(0.01)
    assert registry.is_free
    ((rows,),) = await office.database.read("SELECT COUNT(*) FROM violation WHERE decision_no = ?", [no])
    ((told,),) = await office.database.read("SELECT COUNT(*) FROM audit_entry WHERE subject LIKE ?", [f"%{no}%"])
    assert (rows, told) in {(0, 0), (1, 1)}
    return bool(rows)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")  # graphql-core leaves them behind
@pytest.mark.parametrize("query", [RECORD, READ], ids=["record", "read"])
async def test_a_request_cancelled_at_any_wait_leaves_all_of_it_or_nothing(
    registry: Registry, tmp_path: Path, query: str
) -> None:
    application = Application(Serving(), schema=a_schema())
    async with opened(a_host(tmp_path / "plugins"), registry.location, today=lambda: TODAY) as office:
        await fill(office)
        async with application.open_with(office, EVERYONE_IN_DEMO):
            said: dict[int, list[Message]] = {}

            def start(step: int) -> Awaitable[None]:
                said[step] = []
                return asked(application, query, f"第{step}号", said[step])

            async def check(step: int) -> None:
                is_there = await require_all_or_nothing(office, registry, application, f"第{step}号")
                assert is_there or query is READ or not is_said_to_be_recorded(said[step])

            waits = await waits_until_done(start, check)
            assert waits > 1
            assert (query is READ) or is_said_to_be_recorded(said[max(said)])
    gc.collect()  # what was left behind, so that it is not found beside another test
