"""Reading ahead: the next part of a file is got ready in a thread of its own while one is worked on."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import TypeVar

T = TypeVar("T")


async def read_ahead(source: Iterator[T]) -> AsyncGenerator[T]:
    """Yield what ``source`` gives, none of it None; raises what it raises, in its turn.

    Close it, so that nothing is read any more afterwards.
    """
    loop = asyncio.get_running_loop()
    coming = loop.run_in_executor(None, next, source, None)
    try:
        while (one := await coming) is not None:
            coming = loop.run_in_executor(None, next, source, None)
            yield one
    finally:
        await asyncio.wait([coming])
        if not coming.cancelled():
            coming.exception()  # or asyncio would report it as never retrieved
