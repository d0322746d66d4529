import io
import json
import logging
import re
from typing import Any

import pytest

from schema.serving.exchange import Exchange, Ids, Kind, Result, current_exchange
from schema.serving.logs import AccessLog, logging_to

NUMBER = "11010119900307001X"
"""What no log may hold."""


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(one) for one in stream.getvalue().splitlines()]


def test_a_request_is_one_line_without_anything_of_its_content() -> None:
    stream = io.StringIO()
    exchange = Exchange("abcdefgh", kind=Kind.QUERY, status=200, bytes=5)
    with logging_to(stream):
        token = current_exchange.set(exchange)
        AccessLog().write(exchange, "POST", "/graphql")
        current_exchange.reset(token)
    (line,) = lines(stream)
    assert line.pop("microseconds") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "log": "guiju.access",
        "request": "abcdefgh",
        "method": "POST",
        "route": "/graphql",
        "status": 200,
        "bytes": 5,
        "operation": "query",
        "result": "answered",
    }


def test_an_exception_is_its_kind_and_place_without_its_words() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        try:
            int(NUMBER)
        except ValueError:
            logging.getLogger("guiju.schema").exception("a fault")
    assert NUMBER not in stream.getvalue()
    (line,) = lines(stream)
    assert (line["message"], line["exception"]) == ("a fault", "ValueError")
    assert "test_logs.py" in line["trace"]


@pytest.mark.parametrize("name", ["asyncio", "tortoise", "somebody.else"])
def test_what_another_library_says_is_its_place_alone(name: str) -> None:
    stream = io.StringIO()
    with logging_to(stream):
        logging.getLogger(name).error("a record of %s", NUMBER)
    (line,) = lines(stream)
    assert NUMBER not in stream.getvalue()
    assert line["place"].startswith("test_logs:")


def test_after_the_block_everything_is_as_before() -> None:
    before = logging.getLogger().handlers[:]
    with logging_to(io.StringIO()):
        assert logging.getLogger().handlers != before
    assert logging.getLogger().handlers == before


def test_a_well_formed_id_is_kept_and_any_other_replaced_by_a_new_one() -> None:
    ids = Ids()
    for good in (b"0123456789abcdef", b"a.b_c-d0", b"x" * 64):
        assert ids.of(good) == good.decode()
    bad = (None, b"", b"short", b"x" * 65, b"has space 12345", b"line\nfeed-1234", "医师医师医师".encode(), b"-------9")
    found = [ids.of(one) for one in bad]
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in found)
    assert len(set(found)) == len(bad)


@pytest.mark.parametrize(
    ("status", "result", "outcome"),
    [
        (0, None, Result.GONE),
        (200, None, Result.ANSWERED),
        (304, None, Result.ANSWERED),
        (400, None, Result.REFUSED),
        (500, None, Result.FAULTY),
        (200, Result.PARTIAL, Result.PARTIAL),
        (503, Result.OVERLOADED, Result.OVERLOADED),
    ],
)
def test_what_is_not_known_of_a_result_is_told_from_the_status(
    status: int, result: Result | None, outcome: Result
) -> None:
    assert Exchange("abcdefgh", status=status, result=result).outcome is outcome
