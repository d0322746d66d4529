"""Taking a registry over, to be killed at: ``python -m tests.service.taking_over restore|load <registry> <file>``.

The program says ``ready`` when it is about to begin, and ends by itself when it is done.
"""

import asyncio
import sys
from functools import partial
from pathlib import Path

from core.service.backing_up.backup import restore
from core.service.backing_up.load import load_snapshot

WORK = {"restore": partial(restore, replace=True), "load": load_snapshot}

if __name__ == "__main__":
    work, location, file = sys.argv[1:]
    print("ready", flush=True)  # noqa: T201 - for whoever kills it
    asyncio.run(WORK[work](location, Path(file), actor="cli:test"))
