import asyncio

import pytest

from schema.serving.gate import Gate
from schema.serving.settings import Limits

pytestmark = pytest.mark.anyio


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_so_many_get_in_so_many_wait_and_the_rest_is_turned_away() -> None:
    gate = Gate(Limits(at_work=2, waiting=2))
    assert [await gate.enter(), await gate.enter()] == [True, True]
    waiting = [asyncio.ensure_future(gate.enter()) for _ in range(2)]
    await settled()
    assert (gate.at_work, gate.waiting) == (2, 2)
    assert not await gate.enter()
    gate.leave()
    await settled()
    assert [one.done() for one in waiting] == [True, False]
    assert (gate.at_work, gate.waiting) == (2, 1)
    for _ in range(3):
        gate.leave()
        await settled()
    assert [one.result() for one in waiting] == [True, True]
    assert (gate.at_work, gate.waiting) == (0, 0)


async def test_who_has_waited_long_enough_is_turned_away_and_leaves_no_trace() -> None:
    gate = Gate(Limits(at_work=1, waiting=1, patience_seconds=0.01))
    await gate.enter()
    assert not await gate.enter()
    assert (gate.at_work, gate.waiting) == (1, 0)
    gate.leave()
    assert await gate.enter()


async def test_who_goes_away_while_waiting_leaves_no_trace() -> None:
    gate = Gate(Limits(at_work=1, waiting=1))
    await gate.enter()
    gone = asyncio.ensure_future(gate.enter())
    await settled()
    gone.cancel()
    await settled()
    assert (gate.at_work, gate.waiting) == (1, 0)
    gate.leave()
    assert gate.at_work == 0


async def test_a_place_given_to_one_who_goes_away_at_that_moment_is_not_lost() -> None:
    gate = Gate(Limits(at_work=1, waiting=2))
    await gate.enter()
    gone, next_one = asyncio.ensure_future(gate.enter()), asyncio.ensure_future(gate.enter())
    await settled()
    gate.leave()
    gone.cancel()
    await settled()
    assert await next_one
    gate.leave()
    assert (gate.at_work, gate.waiting) == (0, 0)
