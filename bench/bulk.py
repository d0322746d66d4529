"""Assessing in bulk against a kernel by hand, OpenFisca-core, and plain reading: whole processes, one after another.

``python bench/bulk.py [--runs 5] [--openfisca PYTHON] [--folder FOLDER]``; PYTHON is that of an environment with
openfisca-core and polars. Of each run: seconds by the clock, seconds of processor time, the greatest memory in MB.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
GUIJU = Path(sys.executable).with_name("guiju")
QUESTION = ("--regulation", "shenyang-2011", "--period", "2024")
GROWTH = (100_000, 1_000_000, 4_400_000)


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took."""

    seconds: float
    cpu: float
    megabytes: float


def measured(command: Sequence[str]) -> Run:
    """Run ``command`` to its end; raise RuntimeError if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=HERE.parent,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise RuntimeError(" ".join(command))
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def compared(commands: dict[str, Sequence[str]], runs: int) -> dict[str, Run]:
    """Return the medians of each command; they are run in turn, so that all see the same machine."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(measured(command))
    return {
        name: Run(
            statistics.median(one.seconds for one in listed),
            statistics.median(one.cpu for one in listed),
            max(one.megabytes for one in listed),
        )
        for name, listed in found.items()
    }


def say(name: str, run: Run, against: Run | None = None) -> None:
    """Print what a run took, and how that stands to another."""
    ratio = "" if against is None else f"  {run.seconds / against.seconds:5.2f} ×  cpu {run.cpu / against.cpu:5.2f} ×"
    sys.stdout.write(f"{name:44} {run.seconds:7.2f} s  cpu {run.cpu:7.2f} s  {run.megabytes:6.0f} MB{ratio}\n")


def records(folder: Path, doctors: int) -> Path:
    """Return a file of the records of so many doctors, made if it is not there."""
    path = folder / f"records-{doctors}.parquet"
    if not path.exists():
        subprocess.run([sys.executable, str(HERE / "bulk_data.py"), str(doctors), str(path)], check=True)
    return path


def guiju(*told: str, out: Path) -> list[str]:
    """Return the command that assesses everyone."""
    return [str(GUIJU), *told[:2], "assess", "--all", *QUESTION, *told[2:], "--out", str(out)]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--openfisca")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "guiju-bench")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="doctors of the largest run")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    out = given.folder / "out.parquet"
    million = records(given.folder, 1_000_000)
    database = given.folder / "registry.sqlite3"
    if not database.exists():
        make = ("make", str(million), str(database), "1000000")
        subprocess.run(
            [sys.executable, str(HERE / "bulk_registry.py"), *make],
            check=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        )
    commands: dict[str, Sequence[str]] = {
        "kernel by hand, Parquet to Parquet": [sys.executable, str(HERE / "bulk_kernel.py"), str(million), str(out)],
        "guiju assess --all, Parquet to Parquet": guiju("--db", "none", "--from", str(million), out=out),
        "plain sqlite3, reading alone": [sys.executable, str(HERE / "bulk_registry.py"), "read", str(database)],
        "guiju assess --all, SQLite to Parquet": guiju("--db", str(database), out=out),
    }
    if given.openfisca:
        file = str(HERE / "bulk_openfisca.py")
        commands["OpenFisca-core, NumPy in its formulas"] = [given.openfisca, file, str(million), str(out), "numpy"]
    found = compared(commands, given.runs)
    if given.openfisca:
        name = "OpenFisca-core, its own operators"
        found |= compared({name: [given.openfisca, file, str(million), str(out)]}, 1)
    names = list(commands)
    say(names[0], found[names[0]])
    say(names[1], found[names[1]], found[names[0]])
    for name in found:
        if name.startswith("OpenFisca"):
            say(name, found[name], found[names[1]])
    say(names[2], found[names[2]])
    say(names[3], found[names[3]], found[names[2]])
    first: float | None = None
    for doctors in (one for one in GROWTH if one <= given.most):
        source = records(given.folder, doctors)
        run = compared({"": guiju("--db", "none", "--from", str(source), out=out)}, given.runs)[""]
        each = run.cpu / doctors * 1e6
        first = first or each
        say(f"guiju assess --all, {doctors:,} doctors", run)
        sys.stdout.write(f"{'':44} cpu {each:.2f} µs a doctor, {each / first:.2f} × the first\n")


if __name__ == "__main__":
    main()
