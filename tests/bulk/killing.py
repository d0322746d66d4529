"""A bulk run to be killed at: ``python -m tests.bulk.killing RECORDS OUT``; it prints each time that a part is done."""

import asyncio
import sys
from pathlib import Path

from core.service.bulk.files import FilesSource
from core.service.bulk.run import assess_in_bulk
from tests.bulk.test_files import QUESTION

SIZE = 5


def told(done: int, count: int) -> None:
    print(done, count, flush=True)  # noqa: T201 - for whoever kills it


async def main(records: str, out: str) -> None:
    """Assess the records in small parts."""
    await assess_in_bulk(FilesSource.of(QUESTION, Path(records), size=SIZE), QUESTION, Path(out), SIZE, told)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
