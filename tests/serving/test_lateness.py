import asyncio

import pytest

from schema.serving.exchange import Exchange
from schema.serving.lateness import Lateness

pytestmark = pytest.mark.anyio


async def test_each_that_is_late_is_called_once_and_those_that_ended_before_are_not() -> None:
    lateness, called = Lateness(0.05), list[str]()
    first, ended, third = (Exchange(name) for name in ("first", "ended", "third"))
    lateness.begin(first, lambda: called.append("first"))
    lateness.begin(ended, lambda: called.append("ended"))
    await asyncio.sleep(0.03)
    lateness.begin(third, lambda: called.append("third"))
    lateness.end(ended)
    assert called == []
    await asyncio.sleep(0.2)
    assert called == ["first", "third"]


async def test_it_goes_on_after_a_time_without_any_request() -> None:
    lateness, called = Lateness(0.02), list[str]()
    early, later = Exchange("early"), Exchange("later")
    lateness.begin(early, lambda: called.append("early"))
    lateness.end(early)
    await asyncio.sleep(0.05)
    lateness.begin(later, lambda: called.append("later"))
    await asyncio.sleep(0.1)
    assert called == ["later"]


async def test_ending_what_was_never_begun_does_nothing() -> None:
    Lateness(1).end(Exchange("never"))
