"""The endpoint as ``guiju serve`` serves it, to anyone, over a database of the benchmark."""

import os
from pathlib import Path

from app import create_app
from core.host import Host
from core.service.viewer import EVERYONE_IN_DEMO

ROOT = Path(__file__).resolve().parent.parent.parent
app = create_app(Host.load([ROOT / "plugins"], packages=False), os.environ["BENCH_DB"], open_viewer=EVERYONE_IN_DEMO)
