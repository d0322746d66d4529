"""Assessing in bulk against a kernel by hand, OpenFisca-core, and plain reading: whole processes, one after another.

``python bench/bulk.py [--runs 5] [--openfisca PYTHON | --no-openfisca] [--cluster] [--most DOCTORS] [--folder FOLDER]``
PYTHON is that of an environment with openfisca-core and polars; without it one is made in the folder by pip. Of each
run: seconds by the clock, seconds of processor time, the greatest memory in MB; of several runs the medians.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
GUIJU = Path(sys.executable).with_name("guiju")
DASK = Path(sys.executable).with_name("dask")
QUESTION = ("--regulation", "shenyang-2011", "--period", "2024")
MILLION = 1_000_000
GROWTH = (100_000, MILLION, 4_400_000)
KERNEL, FILES = "kernel by hand, Parquet to Parquet", "guiju assess --all, Parquet to Parquet"
READING, REGISTRY = "plain sqlite3, reading alone", "guiju assess --all, SQLite to Parquet"
VECTORISED, OPERATORS = "OpenFisca-core, NumPy in its formulas", "OpenFisca-core, its own operators"
SCHEDULER = "tcp://127.0.0.1:8786"
COMPILED = Path(tempfile.gettempdir()) / "guiju-bench-compiled"
"""Where Python keeps modules compiled, as an installed package has them; the project's folder stays as it is."""


def surroundings() -> dict[str, str]:
    """Return the environment of every process that is measured."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(HERE.parent), "PYTHONPYCACHEPREFIX": str(COMPILED)}


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
        env=surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise RuntimeError(" ".join(command))
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def compared(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, Run]:
    """Return the medians of each command; they are run in turn, so that all see the same machine."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for command in commands.values():
        measured(command)  # files are in memory then, and modules compiled
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
    sys.stdout.flush()


def records(folder: Path, doctors: int) -> Path:
    """Return a file of the records of so many doctors, made if it is not there."""
    path = folder / f"records-{doctors}.parquet"
    if not path.exists():
        subprocess.run([sys.executable, str(HERE / "bulk_data.py"), str(doctors), str(path)], check=True)
    return path


def registry(folder: Path, source: Path) -> Path:
    """Return a registry of the records of a million doctors, made if it is not there."""
    path = folder / "registry.sqlite3"
    if not path.exists():
        make = [sys.executable, str(HERE / "bulk_registry.py"), "make", str(source), str(path), str(MILLION)]
        subprocess.run(make, check=True, env=surroundings())
    return path


def openfisca(folder: Path) -> str:
    """Return the Python of an environment with openfisca-core and the same Polars, made if it is not there."""
    home = folder / "openfisca"
    python = home / "bin" / "python"
    if not (home / "made").exists():
        venv.create(home, with_pip=True, clear=True)
        wanted = ("openfisca-core", f"polars=={version('polars')}")
        subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True, stderr=subprocess.DEVNULL)
        (home / "made").touch()
    return str(python)


def guiju(*told: str, out: Path) -> list[str]:
    """Return the command that assesses everyone."""
    return [str(GUIJU), *told[:2], "assess", "--all", *QUESTION, *told[2:], "--out", str(out)]


def million(folder: Path, runs: int, other: str | None) -> None:
    """Print the table of a million doctors; ``other`` is the Python with OpenFisca, None: leave it out."""
    out, source = folder / "out.parquet", records(folder, MILLION)
    database = registry(folder, source)
    rival = [other or "", str(HERE / "bulk_openfisca.py"), str(source), str(out)]
    commands: dict[str, Sequence[str]] = {
        KERNEL: [sys.executable, str(HERE / "bulk_kernel.py"), str(source), str(out)],
        FILES: guiju("--db", "none", "--from", str(source), out=out),
        **({VECTORISED: [*rival, "numpy"], OPERATORS: rival} if other else {}),
        READING: [sys.executable, str(HERE / "bulk_registry.py"), "read", str(database)],
        REGISTRY: guiju("--db", str(database), out=out),
    }
    found = compared(commands, runs)
    against = {FILES: KERNEL, VECTORISED: FILES, OPERATORS: FILES, REGISTRY: READING}
    for name, run in found.items():
        say(name, run, found[against[name]] if name in against else None)


def growth(folder: Path, runs: int, most: int) -> None:
    """Print what ever more doctors take."""
    first: float | None = None
    for doctors in (one for one in GROWTH if one <= most):
        source = records(folder, doctors)
        run = compared({"": guiju("--db", "none", "--from", str(source), out=folder / "out.parquet")}, runs)[""]
        each = run.cpu / doctors * 1e6
        first = first or each
        say(f"guiju assess --all, {doctors:,} doctors", run)
        sys.stdout.write(f"{'':44} cpu {each:.2f} µs a doctor, {each / first:.2f} × the first\n")


def beyond(folder: Path, runs: int, most: int) -> None:
    """Print what one process and two workers on this machine take; of the workers, the clock alone means anything."""
    for doctors in (one for one in GROWTH[1:] if one <= most):
        told = ("--db", "none", "--from", str(records(folder, doctors)))
        with workers(folder):
            out = folder / "out.parquet"
            alone, two = f"one process, {doctors:,} doctors", f"two workers, {doctors:,} doctors"
            commands = {alone: guiju(*told, out=out), two: guiju(*told, "--cluster", SCHEDULER, out=out)}
            measured(commands[two])  # they import what they need with their first part
            found = compared(commands, runs)
        say(alone, found[alone])
        say(two, found[two], found[alone])


@contextmanager
def workers(folder: Path) -> Generator[None]:
    """Give a Dask cluster of two worker processes on this machine."""
    quiet = {"cwd": HERE.parent, "env": surroundings(), "stderr": subprocess.DEVNULL}
    work = ["worker", SCHEDULER, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / "dask")]
    at = ["scheduler", "--host", "127.0.0.1", "--port", SCHEDULER.rpartition(":")[2], "--no-dashboard"]
    started = [subprocess.Popen([str(DASK), *told], **quiet) for told in (at, work, work)]  # pyright: ignore[reportArgumentType]
    try:
        yield
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait()


def machine() -> str:
    """Return what this was measured on."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "polars"))
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}, {packages}"


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--openfisca", help="Python of an environment with openfisca-core and polars")
    parser.add_argument("--no-openfisca", action="store_true")
    parser.add_argument("--cluster", action="store_true", help="two workers on this machine, too")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "guiju-bench")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="doctors of the largest run")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    sys.stdout.write(f"{machine()}; medians of {given.runs}\n")
    million(given.folder, given.runs, None if given.no_openfisca else given.openfisca or openfisca(given.folder))
    growth(given.folder, given.runs, given.most)
    if given.cluster:
        beyond(given.folder, given.runs, given.most)


if __name__ == "__main__":
    main()
