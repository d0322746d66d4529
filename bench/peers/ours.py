"""The endpoint as ``guiju serve`` serves it, over the benchmark's database to anyone: ``python -m peers.ours PORT``."""

import os
import socket
import sys
from pathlib import Path

from core.host import Host
from core.service.viewer import EVERYONE_IN_DEMO
from schema.serving.server import Served, run
from schema.serving.settings import Serving

ROOT = Path(__file__).resolve().parent.parent.parent


def load() -> Host:
    """Return the regulations shipped, and the benchmark's."""
    return Host.load([ROOT / "plugins", Path(os.environ["BENCH_PLUGINS"])], packages=False)


def main() -> None:
    """Serve until told to end."""
    served = Served(
        host=load(),
        database=os.environ["BENCH_DB"],
        open_viewer=EVERYONE_IN_DEMO,
        load=load,
        announce=lambda: None,
    )
    run(served, Serving(access_log=False), socket.create_server(("127.0.0.1", int(sys.argv[1]))))


if __name__ == "__main__":
    main()
