"""What loading every shipped regulation adds to an empty host: seconds and megabytes, each in its own process."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7

CHILD = """
import json, resource, sys, time
from pathlib import Path
from core.host import Host
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
host = Host.load([Path(one) for one in sys.argv[1:]], packages=False)
took = time.perf_counter() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([took, (after - before) / 1024, len(host.catalogue.laws), len(host.parked)]))
"""


def run(*roots: str) -> list[float]:
    """Return seconds, megabytes, regulations and parked plugins of one load in a process of its own."""
    done = subprocess.run([sys.executable, "-c", CHILD, *roots], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Print the medians and what the regulations add."""
    empty = [run() for _ in range(RUNS)]
    full = [run(str(ROOT / "plugins")) for _ in range(RUNS)]
    medians = [[statistics.median(column) for column in zip(*rows, strict=True)] for rows in (empty, full)]
    seconds, megabytes = (medians[1][index] - medians[0][index] for index in (0, 1))
    count, parked = int(medians[1][2]), int(medians[1][3])
    sys.stdout.write(f"{count} regulations ({parked} plugins parked) add {seconds:.3f} s and {megabytes:.1f} MB\n")


if __name__ == "__main__":
    main()
